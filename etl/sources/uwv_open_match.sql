-- Weekly sums (stage.open_match) -> a mean per month in live.figure.

CREATE OR REPLACE TABLE stage.open_match_place AS
SELECT DISTINCT provincie, region.region_id
FROM stage.open_match
LEFT JOIN pub.region AS region
    ON region.kind = 'provincie'
    AND lower(region.name) = CASE WHEN lower(provincie) LIKE 'frysl_n' THEN 'friesland'
                                  ELSE lower(provincie) END;

-- Per day, kind and region; a row without a known province counts in the country only.
CREATE OR REPLACE TABLE stage.open_match_day AS
WITH counted AS (
    SELECT strptime(peildatum, '%d-%m-%Y')::DATE AS day,
           CASE kind WHEN 'vacature' THEN 'uwv_vacancies'
                     WHEN 'ervaringsberoep' THEN 'uwv_job_seekers' END AS indicator_id,
           region_id, people
    FROM stage.open_match JOIN stage.open_match_place
        ON stage.open_match_place.provincie IS NOT DISTINCT FROM stage.open_match.provincie
    WHERE kind IN ('vacature', 'ervaringsberoep')
)
SELECT day, indicator_id, 'NL01' AS region_id, sum(people) AS people
FROM counted GROUP BY day, indicator_id
UNION ALL
SELECT day, indicator_id, region_id, sum(people)
FROM counted WHERE region_id IS NOT NULL GROUP BY day, indicator_id, region_id;

-- The entity is not NL: these counts are of one system of UWV, so no programme borrows them.
INSERT INTO live.figure BY NAME
SELECT
    concat_ws(':', 'uwv_open_match', indicator_id, region_id, strftime(min(day), '%Y-%m'))
        AS figure_id,
    indicator_id, 'nation' AS ladder_level, 'uwv:open_match' AS entity_id, region_id,
    round(avg(people)) AS value,
    CASE indicator_id WHEN 'uwv_vacancies' THEN 'vacatures in de bestanden van UWV'
                      ELSE 'mensen die bij UWV als werkzoekend staan, met ervaring in een beroep'
    END AS population,
    CASE indicator_id WHEN 'uwv_vacancies' THEN 'vacancies in the files of UWV'
                      ELSE 'people registered with UWV as looking for work, with experience'
    END AS population_en,
    false AS entry_assumed, min(day) AS measured_start, max(day) AS measured_end,
    false AS measured_assumed, 'uwv_open_match' AS source_id, 'A' AS status,
    CASE WHEN avg(people) IS NULL THEN 'too_small' END AS missing_reason,
    'Gemiddelde van ' || count(*) || CASE count(*) WHEN 1 THEN ' telling' ELSE ' tellingen' END
        || ' in deze maand.' AS note,
    'Mean of ' || count(*) || CASE count(*) WHEN 1 THEN ' count' ELSE ' counts' END
        || ' in this month.' AS note_en
FROM stage.open_match_day
GROUP BY indicator_id, region_id, date_trunc('month', day);
