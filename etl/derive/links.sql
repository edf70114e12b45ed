-- From a programme to a field, occupation, industry and internship segment: the rows given for
-- the most specific thing that it belongs to win as a whole, per kind of link.

-- The register holds a few codes that are no detailed field (a narrow one, or a typing error).
CREATE OR REPLACE TEMP TABLE register_field AS
SELECT programme_id, left(register_isced, 4) AS isced4
FROM pub.programme
WHERE 'isced:' || left(register_isced, 4) IN (SELECT field_id FROM ref.field);

-- What a programme belongs to, nearest first. A trade is a name under which links are given
-- once for all programmes that lead to the same work.
CREATE OR REPLACE TEMP TABLE belongs AS
WITH direct AS (
    SELECT programme_id, programme_id AS from_id, 1 AS preference FROM pub.programme
    UNION ALL
    SELECT programme_id, dossier_id, 2 FROM pub.programme WHERE dossier_id IS NOT NULL
    UNION ALL
    SELECT programme_id, 'domein:' || domein, 5 FROM pub.programme WHERE domein IS NOT NULL
)
SELECT * FROM direct
UNION ALL
SELECT programme_id, 'trade:' || trade, preference
FROM direct JOIN ref.trade USING (from_id);

-- The study field comes first, because other ho links may be given per field. The register's
-- own field goes before a trade's, but not before a row for this very programme.
CREATE OR REPLACE TEMP TABLE field_link AS
WITH candidates AS (
    SELECT belongs.programme_id, row.*,
           CASE WHEN belongs.from_id LIKE 'trade:%' AND programme.sector <> 'mbo' THEN 4
                ELSE belongs.preference END AS preference
    FROM belongs
    JOIN pub.programme AS programme USING (programme_id)
    JOIN ref.link_row AS row ON row.kind = 'field' AND row.from_id = belongs.from_id
),
from_register AS (
    SELECT programme_id, 'field' AS kind, 'register' AS file, 0 AS line,
           'isced:' || isced4 AS from_id, isced4 AS to_id, 1.0 AS weight, 'sterk' AS strength,
           'Dit studiegebied staat in het register van DUO.' AS reason, 'register' AS basis,
           NULL::DATE AS reviewed_on, 3 AS preference
    FROM register_field
),
chosen AS (
    SELECT * FROM candidates UNION ALL SELECT * FROM from_register
)
SELECT * FROM chosen
QUALIFY preference = min(preference) OVER (PARTITION BY programme_id);

CREATE OR REPLACE TEMP TABLE way AS
SELECT programme_id, from_id, preference
FROM (
    SELECT programme_id, from_id, preference FROM belongs
    UNION ALL
    SELECT field.programme_id, 'isced4:' || field.to_id || '|' || upper(programme.level), 3
    FROM field_link AS field JOIN pub.programme AS programme USING (programme_id)
    UNION ALL
    SELECT programme_id, 'isced4:' || to_id, 4 FROM field_link
    UNION ALL
    SELECT programme_id, 'sectorunit:' || sectorunit, 6 FROM pub.programme
    UNION ALL
    SELECT programme_id, 'hoop:' || hoop, 7 FROM pub.programme
)
WHERE from_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE chosen_link AS
SELECT programme_id, kind, to_id, weight, strength, reason, basis, from_id, reviewed_on
FROM field_link
UNION ALL
SELECT way.programme_id, row.kind, row.to_id, row.weight, row.strength, row.reason, row.basis,
       row.from_id, row.reviewed_on
FROM way JOIN ref.link_row AS row USING (from_id)
WHERE row.kind <> 'field'
QUALIFY way.preference = min(way.preference) OVER (PARTITION BY way.programme_id, row.kind);
