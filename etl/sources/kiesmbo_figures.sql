-- Items of Studie in Cijfers (stage.kiesmbo_item, stage.kiesmbo_study) -> live.figure.

-- Which of our questions an item answers, by words in its title, because titles are no keys.
-- A card of all learning paths that tells an internship (bol) and an apprenticeship (bbl) apart
-- speaks of one path each.
CREATE OR REPLACE TABLE stage.kiesmbo_meant AS
WITH named AS (
    SELECT *,
        CASE
            WHEN item ILIKE '%kans%stage%' AND item NOT ILIKE '%leerba%' THEN 'stage'
            WHEN item ILIKE '%kans%leerba%' AND item NOT ILIKE '%stage%' THEN 'leerbaan'
            WHEN item ILIKE '%kans%stage%' THEN 'internship'
            WHEN item ILIKE '%kans%werk%' OR item ILIKE '%kans%baan%' THEN 'work'
            WHEN item ILIKE '%salaris%' OR item ILIKE '%uurloon%' OR item ILIKE '%maandloon%'
                THEN 'pay'
        END AS kind
    FROM stage.kiesmbo_item
)
SELECT * REPLACE (
        CASE
            WHEN form <> 'TOT' THEN lower(form)
            WHEN kind = 'stage' AND both_paths THEN 'bol'
            WHEN kind = 'leerbaan' AND both_paths THEN 'bbl'
        END AS form,
        CASE WHEN kind IN ('stage', 'leerbaan') THEN 'internship' ELSE kind END AS kind)
FROM (
    SELECT *, count(DISTINCT kind) FILTER (kind IN ('stage', 'leerbaan')) OVER
              (PARTITION BY brin, profession, level, form) = 2 AS both_paths
    FROM named
)
-- A card of one path may speak of the other one too; that is not a figure of this path.
WHERE NOT (form = 'BOL' AND kind = 'leerbaan' AND both_paths)
  AND NOT (form = 'BBL' AND kind = 'stage' AND both_paths);

-- 0 is no score. A class is 1 to 5; pay is told by its size: per hour or per month.
CREATE OR REPLACE TABLE stage.kiesmbo_value AS
WITH numbers AS (
    SELECT *, nullif(try_cast(replace(score, ',', '.') AS DOUBLE), 0) AS mine,
           nullif(try_cast(replace(nation, ',', '.') AS DOUBLE), 0) AS country
    FROM stage.kiesmbo_meant WHERE kind IS NOT NULL
),
judged AS (
    SELECT *, coalesce(mine, country) AS size,
        CASE WHEN kind = 'pay' THEN
            coalesce(mine, 10) BETWEEN 5 AND 100 AND coalesce(country, 10) BETWEEN 5 AND 100
            OR coalesce(mine, 1000) BETWEEN 800 AND 10000
               AND coalesce(country, 1000) BETWEEN 800 AND 10000
        ELSE coalesce(mine, 1) IN (1, 2, 3, 4, 5) AND coalesce(country, 1) IN (1, 2, 3, 4, 5)
        END AS usable
    FROM numbers
)
SELECT *, NOT usable AS strange,
    CASE kind WHEN 'internship' THEN 'internship_chance' WHEN 'work' THEN 'work_chance_sbb'
         ELSE CASE WHEN size <= 100 THEN 'start_wage_hour_sic' ELSE 'start_wage_month_sic' END
    END AS indicator_id
FROM judged
-- Without any amount it cannot be told whether it would be per hour or per month.
WHERE kind <> 'pay' OR size IS NOT NULL;

-- Study number -> crebo; an item without a number is about its occupation and level.
CREATE OR REPLACE TABLE stage.kiesmbo_crebo AS
WITH study AS (
    SELECT lower(number) AS number, padded_code(crebo, 5) AS crebo, lower(profession) AS profession,
           level, name
    FROM stage.kiesmbo_study
)
SELECT value.*, study.crebo, coalesce(nullif(value.name, ''), study.name) AS study_name
FROM stage.kiesmbo_value AS value
JOIN (SELECT number, crebo, any_value(name) AS name FROM study GROUP BY ALL) AS study
    ON lower(value.number) = study.number
WHERE NOT strange
UNION ALL
SELECT value.*, study.crebo, coalesce(nullif(value.name, ''), study.name) AS study_name
FROM stage.kiesmbo_value AS value
JOIN (SELECT DISTINCT profession, level, crebo, name FROM study) AS study
    ON value.profession = study.profession AND value.level = study.level
WHERE NOT strange AND coalesce(value.number, '') = '';

CREATE OR REPLACE TABLE stage.kiesmbo_unknown AS
SELECT brin, profession, item FROM stage.kiesmbo_value WHERE NOT strange
EXCEPT
SELECT brin, profession, item FROM stage.kiesmbo_crebo;

-- The same national score comes along with every school; schools that were updated at another
-- moment may show another one.
CREATE OR REPLACE TABLE stage.kiesmbo_national AS
SELECT indicator_id, crebo, form, mode(country) AS value, count(DISTINCT country) AS kinds,
       mode(remarks) FILTER (remarks <> '') AS remarks, min(study_name) AS study_name
FROM stage.kiesmbo_crebo
GROUP BY indicator_id, crebo, form;

-- Two studies of one crebo at a school are one figure: the lower of the two.
CREATE OR REPLACE TABLE stage.kiesmbo_all AS
SELECT 'offering' AS ladder_level, indicator_id, crebo, form, brin, min(mine) AS value,
       min(school) AS school, min(study_name) AS study_name,
       arg_min(remarks, coalesce(mine, 0)) AS remarks, min(url) AS url
FROM stage.kiesmbo_crebo
GROUP BY indicator_id, crebo, form, brin
UNION ALL
SELECT 'programme', indicator_id, crebo, form, NULL, value, NULL, study_name, remarks, NULL
FROM stage.kiesmbo_national;

-- SBB gives no moment of measuring. Chances are of the year of the data, up to the day we had them;
-- the chance of work is a forecast made then, for two to three years later.
INSERT INTO live.figure BY NAME
SELECT
    concat_ws(':', 'kiesmbo', indicator_id, entity_id, day) AS figure_id,
    indicator_id, ladder_level, entity_id, 'NL01' AS region_id, value,
    CASE WHEN indicator_id IN ('internship_chance', 'work_chance_sbb') THEN
        classes[value::INTEGER]
    END AS label,
    concat_ws(', ', people, CASE WHEN pay THEN 'jaar van de meting onbekend' END) AS population,
    concat_ws(', ', people, CASE WHEN pay THEN 'year of measuring unknown' END) AS population_en,
    false AS entry_assumed,
    measured_start, least(measured_end, day) AS measured_end, measured_assumed, day AS published,
    CASE WHEN indicator_id = 'work_chance_sbb' THEN year(day) + ahead END AS horizon,
    'kiesmbo' AS source_id,
    CASE WHEN url LIKE 'https://www.kiesmbo.nl/%' THEN url END AS url,
    CASE WHEN indicator_id = 'work_chance_sbb' THEN 'F' ELSE 'A' END AS status,
    CASE WHEN value IS NULL THEN 'publisher_gives_none' END AS missing_reason,
    nullif(remarks, '') AS note
FROM (
    SELECT *, indicator_id LIKE 'start_wage%' AS pay,
           concat_ws('|', 'crebo:' || crebo, brin, form) AS entity_id,
           concat_ws(', ', study_name, school, form) AS people
    FROM stage.kiesmbo_all CROSS JOIN stage.kiesmbo_day
)
JOIN ref.measurement_window AS asked
  ON asked.window_id = if(pay, 'kiesmbo_pay', 'kiesmbo_chance') AND asked.year = year(day);
