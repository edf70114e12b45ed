-- Answers of former students (stage.roa_value, stage.roa_types) -> live.figure.

-- Every year from the newest edition that has it. A group without a single value says so once,
-- for its newest year.
CREATE OR REPLACE TABLE stage.roa_yearly AS
WITH newest AS (
    SELECT entity_id, indicator_id, diploma_year, sector, name, "as", answer.value
    FROM stage.roa_value AS answer
    JOIN (SELECT entity_id, indicator_id, diploma_year, min(age) AS age
          FROM stage.roa_value WHERE diploma_year IS NOT NULL GROUP BY ALL)
        USING (entity_id, indicator_id, diploma_year, age)
),
per_entity AS (
    SELECT entity_id, indicator_id, count(value) AS known, max(diploma_year) AS last_one
    FROM newest GROUP BY ALL
),
per_sector AS (
    SELECT sector, indicator_id, diploma_year, count(value) > 0 AS was_asked
    FROM newest GROUP BY ALL
)
SELECT newest.*, known, was_asked, newest.diploma_year AS from_year
FROM newest
JOIN per_entity USING (entity_id, indicator_id)
JOIN per_sector USING (sector, indicator_id, diploma_year)
WHERE known > 0 OR newest.diploma_year = last_one;

-- Where no year has twenty people, all years together may have them.
CREATE OR REPLACE TABLE stage.roa_together AS
SELECT * EXCLUDE (diploma_year), last_year AS diploma_year, first_year AS from_year
FROM stage.roa_value
WHERE diploma_year IS NULL AND age = 0 AND value IS NOT NULL
  AND (entity_id, indicator_id) IN (SELECT (entity_id, indicator_id) FROM stage.roa_yearly
                                    WHERE known = 0);

INSERT INTO live.figure BY NAME
WITH told AS (
    SELECT entity_id, indicator_id, sector, name, "as", value, was_asked, from_year, diploma_year,
           from_year || '' AS moment, false AS together
    FROM stage.roa_yearly
    UNION ALL BY NAME
    SELECT entity_id, indicator_id, sector, name, "as", value, true AS was_asked, from_year,
           diploma_year, from_year || '-' || diploma_year AS moment, true AS together
    FROM stage.roa_together
),
dated AS (
    SELECT told.*, earliest.entry_start, latest.entry_end,
        earliest.entry_assumed OR latest.entry_assumed AS entry_assumed,
        earliest.measured_start, latest.measured_end,
        earliest.measured_assumed OR latest.measured_assumed AS measured_assumed, edition.*,
        CASE WHEN together
             THEN 'van ' || from_year || ' tot en met ' || told.diploma_year || ' samen'
             ELSE 'in schooljaar ' || (told.diploma_year - 1) || '-' || told.diploma_year
        END AS year_nl,
        CASE WHEN together
             THEN 'from ' || from_year || ' to ' || told.diploma_year || ' together'
             ELSE 'in school year ' || (told.diploma_year - 1) || '-' || told.diploma_year
        END AS year_en
    FROM told
    JOIN ref.measurement_window AS earliest
      ON earliest.window_id = 'roa_' || coalesce(told.sector, 'hbo')
     AND earliest.year = from_year
    JOIN ref.measurement_window AS latest
      ON latest.window_id = earliest.window_id AND latest.year = told.diploma_year
    CROSS JOIN stage.roa_edition AS edition
)
SELECT
    concat_ws(':', source_id, indicator_id, entity_id, moment) AS figure_id, indicator_id,
    CASE WHEN starts_with(entity_id, 'onr:') THEN 'education_type' ELSE 'programme' END
        AS ladder_level,
    entity_id, 'NL01' AS region_id, 1.5 AS years_after, value,
    name || coalesce(', ' || nullif(split_part(entity_id, '|', 2), ''), '')
        || ', diploma ' || year_nl AS population,
    name || coalesce(', ' || nullif(split_part(entity_id, '|', 2), ''), '')
        || ', diploma ' || year_en AS population_en,
    entry_start, entry_end, entry_assumed, measured_start,
    least(measured_end, greatest(made, measured_start)) AS measured_end, measured_assumed,
    made AS published, source_id,
    CASE WHEN value IS NULL THEN 'Q' ELSE 'A' END AS status,
    CASE WHEN value IS NOT NULL THEN NULL WHEN was_asked THEN 'too_small' ELSE 'not_measured' END
        AS missing_reason,
    CASE WHEN value IS NOT NULL THEN
        'ROA toont alleen groepen van 20 mensen of meer; hoeveel het er zijn, staat er niet bij.'
        || CASE WHEN together THEN ' Per jaar waren het er te weinig, dus dit gaat over alle '
                || 'jaren samen.' ELSE '' END
        || CASE WHEN "as" = 'percent_turned' THEN ' ROA telt wie dit niet heeft; dat is hier '
                || 'omgedraaid.' ELSE '' END
    END AS note,
    CASE WHEN value IS NOT NULL THEN
        'ROA only shows groups of 20 people or more; it does not say how many they are.'
        || CASE WHEN together THEN ' Per year there were too few, so this is about all years '
                || 'together.' ELSE '' END
        || CASE WHEN "as" = 'percent_turned' THEN ' ROA counts who does not have this; here that '
                || 'is turned round.' ELSE '' END
    END AS note_en
FROM dated
WHERE measured_start <= current_date;

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
                || 'omgedraaid.' ELSE '' END AS note,
    'From the last survey of ROA. It does not say whether this is about one year or more.'
        || CASE WHEN "as" = 'percent_turned' THEN ' ROA counts who does not have this; here that '
                || 'is turned round.' ELSE '' END AS note_en
FROM told
JOIN ref.measurement_window AS asked
  ON asked.window_id = 'roa_' || told.sector AND asked.year = told.diploma_year
CROSS JOIN stage.roa_edition
WHERE entity_id IS NOT NULL AND measured_start <= current_date
  AND (entity_id, indicator_id) NOT IN (SELECT (entity_id, indicator_id) FROM live.figure);
