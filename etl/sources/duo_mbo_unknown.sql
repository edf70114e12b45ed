-- stage.mbo_count_rows, counted, town_of and edition -> live.programme, offering, institution:
-- crebos with students that no register of ours has. In our own register of what is on offer
-- (duo_mbo_offer) a crebo without an offer is one that nobody can start.

CREATE OR REPLACE TABLE stage.mbo_unknown AS
WITH last_year AS (
    SELECT programme_id, institution_id, place, form, sum(visible) AS visible,
           sum(hidden) AS hidden
    FROM stage.counted WHERE year = (SELECT max(year) FROM stage.counted)
    GROUP BY ALL
),
rows AS (
    SELECT crebo, brin, place, form, min(name) AS name, min(institution_name) AS institution_name
    FROM stage.mbo_count_rows
    WHERE form IN ('bol', 'bbl', 'bol-dt')
      AND crebo NOT IN (SELECT code FROM pub.programme
                        WHERE sector = 'mbo'
                          AND source_id <> (SELECT source_id FROM stage.edition))
    GROUP BY crebo, brin, place, form
)
SELECT rows.*, coalesce(visible, 0) AS visible, coalesce(hidden, 0) AS hidden
FROM rows LEFT JOIN last_year
  ON last_year.programme_id = 'crebo:' || rows.crebo AND institution_id = rows.brin
 AND last_year.place = coalesce(rows.place, '') AND last_year.form = rows.form;

-- 'ICT en creatieve industrie' is 'creatieve industrie en ICT': the same words, any order.
CREATE OR REPLACE MACRO sector_words(text) AS list_sort(list_distinct(list_filter(
    regexp_extract_all(lower(text), '[a-z]+'),
    lambda word: word NOT IN ('sectorunit', 'sectorkamer', 'en'))));

CREATE OR REPLACE TABLE stage.sectorunit_of AS
WITH given AS (
    SELECT crebo, sectorkamer, count(*) AS n FROM stage.mbo_count_rows
    WHERE sectorkamer IS NOT NULL GROUP BY ALL
),
kamer AS (
    SELECT crebo, arg_min(sectorkamer, (-n, sectorkamer)) AS sectorkamer FROM given GROUP BY crebo
),
units AS (SELECT DISTINCT sectorunit FROM pub.programme WHERE sectorunit LIKE 'Sectorunit %')
SELECT crebo, any_value(sectorunit) AS sectorunit
FROM kamer JOIN units ON sector_words(sectorunit) = sector_words(sectorkamer)
GROUP BY crebo HAVING count(DISTINCT sectorunit) = 1;

INSERT INTO live.programme BY NAME
WITH per_level AS (SELECT crebo, level, count(*) AS n FROM stage.mbo_count_rows GROUP BY ALL),
levels AS (SELECT crebo, arg_min(level, (-n, level)) AS level FROM per_level GROUP BY crebo)
SELECT
    'crebo:' || rows.crebo AS programme_id,
    rows.crebo AS code,
    'mbo' AS sector,
    CASE WHEN levels.level = 1 THEN 'entree' ELSE 'mbo-' || levels.level END AS level,
    min(rows.name) AS name,
    list_sort(list_distinct(list(rows.form))) AS form,
    CAST(levels.level AS VARCHAR) AS nlqf,
    'bekostigd' AS funding,
    any_value(unit.sectorunit) AS sectorunit,
    sum(rows.visible + rows.hidden) > 0
        AND NOT EXISTS (SELECT 1 FROM pub.source WHERE source_id = 'duo_mbo_offer') AS active,
    make_date((SELECT max(year) FROM stage.counted), 10, 1) AS register_date,
    edition.source_id
FROM stage.mbo_unknown AS rows
JOIN levels USING (crebo)
LEFT JOIN stage.sectorunit_of AS unit USING (crebo)
CROSS JOIN stage.edition AS edition
GROUP BY ALL;

-- A crebo that came from another register keeps its row there; only its sectorunit is added.
INSERT INTO live.programme BY NAME
SELECT programme.* REPLACE (unit.sectorunit AS sectorunit)
FROM pub.programme AS programme
JOIN stage.sectorunit_of AS unit ON unit.crebo = programme.code
WHERE programme.sector = 'mbo' AND programme.sectorunit IS NULL
  AND programme.source_id <> (SELECT source_id FROM stage.edition);

INSERT INTO live.institution BY NAME
WITH schools AS (
    SELECT brin, min(institution_name) AS name,
           arg_min(place, (-visible - hidden, place)) AS place
    FROM stage.mbo_unknown GROUP BY brin
)
SELECT schools.brin AS institution_id, schools.name, town_of.place_id, town_of.gemeente_id,
       edition.source_id
FROM schools
LEFT JOIN stage.town_of AS town_of ON town_of.raw = schools.place
CROSS JOIN stage.edition AS edition
WHERE schools.brin NOT IN (SELECT institution_id FROM pub.institution
                           WHERE source_id <> (SELECT source_id FROM stage.edition));

INSERT INTO live.offering BY NAME
SELECT
    concat_ws('|', 'crebo:' || crebo, brin, coalesce(town_of.place_id, '?'), form) AS offering_id,
    'crebo:' || crebo AS programme_id,
    brin AS institution_id,
    town_of.place_id,
    town_of.gemeente_id,
    form,
    1 AS units,
    'bekostigd' AS funding,
    CASE WHEN sum(hidden) = 0 THEN sum(visible)::INTEGER END AS students,
    edition.source_id
FROM stage.mbo_unknown
LEFT JOIN stage.town_of AS town_of ON town_of.raw = mbo_unknown.place
CROSS JOIN stage.edition AS edition
GROUP BY ALL;
