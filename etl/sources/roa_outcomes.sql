-- Sources of income (stage.roa_income) and education types (stage.roa_kind) -> live.figure.

INSERT INTO live.figure BY NAME
WITH told AS (
    SELECT oplcode, opleiding, year,
        sum(share) FILTER (regexp_matches(lower(labSECM),
            'werknemer|zelfstandig|ondernemer|directeur|meewerkend')) AS working,
        sum(share) AS whole, sum(people) AS people, count(*) = count(share) AS complete
    FROM stage.roa_income GROUP BY ALL
),
-- The shares of an education add up to 100, or to 1; others may be shares of something else.
judged AS (
    SELECT *, CASE WHEN whole BETWEEN 98 AND 102 THEN 100 WHEN whole BETWEEN 0.98 AND 1.02 THEN 1
              END AS of_all
    FROM told
)
SELECT
    concat_ws(':', $source, 'income_from_work', kind.group_id, judged.year) AS figure_id,
    'income_from_work' AS indicator_id, 'education_type' AS ladder_level,
    kind.group_id AS entity_id, 'NL01' AS region_id,
    CASE WHEN complete THEN round(coalesce(working, 0) / of_all, 4) END AS value,
    CASE WHEN complete THEN people::INTEGER END AS n,
    'mensen met een opleiding van het type «' || kind.name || '»' AS population,
    'people with training of the type «' || kind.name || '»' AS population_en,
    false AS entry_assumed, measured_start, measured_end, measured_assumed, $made::DATE AS published,
    $source AS source_id, CASE WHEN complete THEN 'A' ELSE 'Q' END AS status,
    CASE WHEN NOT complete THEN 'publisher_gives_none' END AS missing_reason,
    'ROA zegt er niet bij welke mensen precies meetellen.' AS note,
    'ROA does not say which people count exactly.' AS note_en
FROM judged
JOIN stage.roa_kind AS kind ON kind.plain = plain_name(opleiding)
JOIN ref.measurement_window AS asked
  ON asked.window_id = 'roa_income' AND asked.year = judged.year
WHERE NOT complete OR of_all IS NOT NULL
QUALIFY row_number() OVER (PARTITION BY kind.group_id, judged.year ORDER BY people DESC, oplcode) = 1;
