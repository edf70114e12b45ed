-- Regions, industries and occupations: the names that other tables hang on.

CREATE OR REPLACE TABLE pub.region AS
SELECT
    region_id,
    CASE WHEN region_id LIKE 'NL%' THEN 'land' WHEN region_id LIKE 'LD%' THEN 'landsdeel'
         ELSE 'provincie' END AS kind,
    name,
    NULL::VARCHAR AS arbeidsmarktregio_id
FROM stage.region_name
UNION ALL
SELECT DISTINCT 'amr:' || arbeidsmarktregio, 'arbeidsmarktregio', arbeidsmarktregio, NULL
FROM stage.gemeente
UNION ALL
SELECT gemeente_id, 'gemeente', name, 'amr:' || arbeidsmarktregio
FROM stage.gemeente;

-- A title is a code and a name ('I Horeca', '47 Detailhandel', 'A-U Alle ...'). A single letter
-- is a section, a range of letters a group of sections, digits a part of a section.
CREATE OR REPLACE TABLE pub.industry AS
WITH named AS (
    SELECT key AS industry_id, any_value(title ORDER BY length(title) DESC, title) AS title
    FROM stage.industry_name
    GROUP BY key
),
split AS (
    SELECT
        industry_id,
        split_part(title, ' ', 1) AS code,
        trim(substr(title, length(split_part(title, ' ', 1)) + 1)) AS name
    FROM named
),
kinds AS (
    SELECT
        industry_id, code, name,
        CASE
            WHEN code = 'A-U' THEN 'totaal'
            WHEN regexp_full_match(code, '[A-U]') THEN 'sectie'
            WHEN regexp_full_match(code, '[A-U]-[A-U]') THEN 'groep'
            ELSE 'deel'
        END AS kind,
        CASE WHEN regexp_full_match(code, '[0-9].*') THEN CAST(left(code, 2) AS INTEGER) END
            AS division
    FROM split
),
-- SBI 2008: which divisions (first two digits) belong to which section.
sections (section, first, last) AS (
    VALUES ('A', 1, 3), ('B', 5, 9), ('C', 10, 33), ('D', 35, 35), ('E', 36, 39), ('F', 41, 43),
           ('G', 45, 47), ('H', 49, 53), ('I', 55, 56), ('J', 58, 63), ('K', 64, 66),
           ('L', 68, 68), ('M', 69, 75), ('N', 77, 82), ('O', 84, 84), ('P', 85, 85),
           ('Q', 86, 88), ('R', 90, 93), ('S', 94, 96), ('T', 97, 98), ('U', 99, 99)
)
SELECT part.industry_id, part.code, upper(left(part.name, 1)) || substr(part.name, 2) AS name,
       part.kind, whole.industry_id AS parent
FROM kinds AS part
LEFT JOIN sections ON part.division BETWEEN sections.first AND sections.last
LEFT JOIN kinds AS whole ON whole.kind = 'sectie' AND whole.code = sections.section;

CREATE OR REPLACE TABLE pub.occupation AS
SELECT 'brc:' || brc AS occupation_id, brc AS code, name FROM stage.outlook WHERE brc IS NOT NULL;
