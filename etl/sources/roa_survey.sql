-- Answers of former students (stage.roa_value, stage.roa_types) -> live.figure.

-- Every year from the newest edition that has it. A group without a single value says so once,
-- for its newest year.
CREATE OR REPLACE TABLE stage.roa_yearly AS
WITH newest AS (
    SELECT answer.*, sector
    FROM stage.roa_value AS answer
    JOIN (SELECT entity_no, indicator_no, diploma_year, min(age) AS age
          FROM stage.roa_value WHERE diploma_year IS NOT NULL GROUP BY ALL)
        USING (entity_no, indicator_no, diploma_year, age)
    JOIN stage.roa_entity USING (entity_no)
),
per_entity AS (
    SELECT entity_no, indicator_no, count(value) AS known, max(diploma_year) AS last_one
    FROM newest GROUP BY ALL
),
per_sector AS (
    SELECT sector, indicator_no, diploma_year, count(value) > 0 AS was_asked
    FROM newest GROUP BY ALL
)
SELECT newest.* EXCLUDE (sector), known, was_asked, newest.diploma_year AS from_year
FROM newest
JOIN per_entity USING (entity_no, indicator_no)
JOIN per_sector USING (sector, indicator_no, diploma_year)
WHERE known > 0 OR newest.diploma_year = last_one;

-- Where no year has twenty people, all years together may have them.
CREATE OR REPLACE TABLE stage.roa_together AS
SELECT age, entity_no, indicator_no, value, true AS was_asked,
    first_year AS from_year, last_year AS diploma_year
FROM stage.roa_value JOIN stage.roa_question USING (age, indicator_no)
WHERE diploma_year IS NULL AND age = 0 AND value IS NOT NULL
  AND (entity_no, indicator_no) IN (SELECT (entity_no, indicator_no) FROM stage.roa_yearly
                                    WHERE known = 0);

CREATE OR REPLACE TABLE stage.roa_told AS
SELECT age, entity_no, indicator_no, value, was_asked, from_year, diploma_year, false AS together
FROM stage.roa_yearly
UNION ALL BY NAME
SELECT *, true AS together FROM stage.roa_together;

-- Who was asked about which year: what all indicators of a group share.
CREATE OR REPLACE TABLE stage.roa_cohort AS
WITH told AS (
    SELECT DISTINCT entity_no, from_year, diploma_year, together FROM stage.roa_told
),
dated AS (
    SELECT told.*, entity_id, earliest.entry_start, latest.entry_end,
        earliest.entry_assumed OR latest.entry_assumed AS entry_assumed,
        earliest.measured_start, latest.measured_end,
        earliest.measured_assumed OR latest.measured_assumed AS measured_assumed, edition.*,
        name || coalesce(', ' || nullif(split_part(entity_id, '|', 2), ''), '') || ', diploma '
            AS people,
        CASE WHEN together
             THEN 'van ' || from_year || ' tot en met ' || told.diploma_year || ' samen'
             ELSE 'in schooljaar ' || (told.diploma_year - 1) || '-' || told.diploma_year
        END AS year_nl,
        CASE WHEN together
             THEN 'from ' || from_year || ' to ' || told.diploma_year || ' together'
             ELSE 'in school year ' || (told.diploma_year - 1) || '-' || told.diploma_year
        END AS year_en
    FROM told
    JOIN stage.roa_entity USING (entity_no)
    JOIN ref.measurement_window AS earliest
      ON earliest.window_id = 'roa_' || coalesce(roa_entity.sector, 'hbo')
     AND earliest.year = from_year
    JOIN ref.measurement_window AS latest
      ON latest.window_id = earliest.window_id AND latest.year = told.diploma_year
    CROSS JOIN stage.roa_edition AS edition
)
SELECT entity_no, from_year, diploma_year, together, entity_id,
    CASE WHEN starts_with(entity_id, 'onr:') THEN 'education_type' ELSE 'programme' END
        AS ladder_level,
    CASE WHEN together THEN from_year || '-' || diploma_year ELSE from_year || '' END AS moment,
    people || year_nl AS population, people || year_en AS population_en,
    entry_start, entry_end, entry_assumed, measured_start,
    least(measured_end, greatest(made, measured_start)) AS measured_end, measured_assumed,
    made AS published, source_id
FROM dated
WHERE measured_start <= current_date;

INSERT INTO live.figure BY NAME
WITH note AS (
    SELECT age, indicator_no, together,
        'ROA toont alleen groepen van 20 mensen of meer; hoeveel het er zijn, staat er niet bij.'
        || CASE WHEN together THEN ' Per jaar waren het er te weinig, dus dit gaat over alle '
                || 'jaren samen.' ELSE '' END
        || CASE WHEN "as" = 'percent_turned' THEN ' ROA telt wie dit niet heeft; dat is hier '
                || 'omgedraaid.' ELSE '' END AS note
    FROM stage.roa_question CROSS JOIN (VALUES (false), (true)) AS either (together)
)
SELECT
    concat_ws(':', source_id, indicator_id, entity_id, moment) AS figure_id, indicator_id,
    ladder_level, entity_id, 'NL01' AS region_id, 1.5 AS years_after, value,
    population, population_en, entry_start, entry_end, entry_assumed,
    measured_start, measured_end, measured_assumed, published, source_id,
    CASE WHEN value IS NULL THEN 'Q' ELSE 'A' END AS status,
    CASE WHEN value IS NOT NULL THEN NULL WHEN was_asked THEN 'too_small' ELSE 'not_measured' END
        AS missing_reason,
    CASE WHEN value IS NOT NULL THEN note END AS note
FROM stage.roa_told
JOIN stage.roa_cohort USING (entity_no, from_year, diploma_year, together)
JOIN stage.roa_indicator USING (indicator_no)
JOIN note USING (age, indicator_no, together);

-- The AIS file has the survey per education type, of one year: «SIS 2025» is what was asked in
-- 2025, of people with a diploma of 2024. Kept where the survey file has none itself.
INSERT INTO live.figure BY NAME
WITH cell AS (
    SELECT roa_code(waarde) AS code, trim(detailniveau) AS name, perc, fitting.indicator_id,
        fitting."as",
        TRY_CAST(regexp_extract(thema, '(20\d\d)', 1) AS INTEGER) - 1 AS diploma_year
    FROM stage.roa_types AS types
    JOIN stage.roa_ais_subject AS fitting ON fitting.subject = trim(types.onderwerp)
),
told AS (
    SELECT *, 'onr:' || code AS entity_id,
        CASE WHEN "as" = 'percent_turned' THEN 1 - number_comma(perc) / 100
             ELSE number_comma(perc) / 100 END AS value,
        CASE WHEN name ILIKE 'mbo%' THEN 'mbo' ELSE 'hbo' END AS sector
    FROM cell
)
SELECT
    concat_ws(':', source_id, indicator_id, entity_id, told.diploma_year, 'sis') AS figure_id,
    indicator_id, 'education_type' AS ladder_level,
    entity_id, 'NL01' AS region_id, 1.5 AS years_after, round(value, 6) AS value,
    'opleidingstype «' || name || '», diploma in schooljaar ' || (told.diploma_year - 1) || '-'
        || told.diploma_year AS population,
    'education type «' || name || '», diploma in school year ' || (told.diploma_year - 1) || '-'
        || told.diploma_year AS population_en,
    entry_start, entry_end, entry_assumed, measured_start,
    least(measured_end, greatest(made, measured_start)) AS measured_end, measured_assumed,
    made AS published, source_id,
    CASE WHEN value IS NULL THEN 'Q' ELSE 'A' END AS status,
    CASE WHEN value IS NULL THEN 'too_small' END AS missing_reason,
    'Uit de laatste enquête van ROA. Of het om één jaar gaat of om meer, staat er niet bij.'
        || CASE WHEN "as" = 'percent_turned' THEN ' ROA telt wie dit niet heeft; dat is hier '
                || 'omgedraaid.' ELSE '' END AS note
FROM told
JOIN ref.measurement_window AS asked
  ON asked.window_id = 'roa_' || told.sector AND asked.year = told.diploma_year
CROSS JOIN stage.roa_edition
WHERE entity_id IS NOT NULL AND measured_start <= current_date
  AND (entity_id, indicator_id) NOT IN (SELECT (entity_id, indicator_id) FROM live.figure);
