-- Fields of the Studiekeuzedatabase (stage.skdb) -> live.figure and live.programme_group.

-- Percentages may be written as 0 to 1 or as 0 to 100: the largest of a subject tells which.
CREATE OR REPLACE TABLE stage.skdb_value AS
WITH numbers AS (
    SELECT 'isat:' || padded_code(code, 5) AS programme_id, school, form, about,
           try_cast(number AS DOUBLE) AS number, try_cast(people AS DOUBLE)::INTEGER AS people
    FROM stage.skdb
),
scaled AS (
    SELECT *, CASE WHEN about = 'pay' THEN number
                   WHEN max(number) OVER (PARTITION BY about) > 1 THEN number / 100
                   ELSE number END AS size
    FROM numbers
)
SELECT programme_id, school, form, about, number, people,
    CASE WHEN about <> 'pay' THEN round(size, 6) ELSE size END AS size,
    CASE WHEN about <> 'pay' AND (size BETWEEN 0 AND 1 OR size IS NULL) THEN about
         WHEN about = 'pay' AND size BETWEEN 800 AND 10000 THEN 'start_salary_month_skdb'
         WHEN about = 'pay' AND size BETWEEN 5 AND 100 THEN 'start_salary_hour_skdb'
    END AS indicator_id
FROM scaled;

-- The figures are of a group of like programmes and come along with each of its programmes, so
-- at all schools they are the same. Where they are not, they are the school's own.
CREATE OR REPLACE TABLE stage.skdb_group AS
SELECT programme_id, form, indicator_id, count(DISTINCT size) AS kinds, min(size) AS size,
       max(people) AS people
FROM stage.skdb_value
WHERE indicator_id IS NOT NULL
GROUP BY programme_id, form, indicator_id;

CREATE OR REPLACE TABLE stage.skdb_figure AS
-- One form speaks for the programme: full-time, else the form that it has.
SELECT 'education_type' AS ladder_level, 'skdb:' || substr(programme_id, 6) AS entity_id,
       programme_id, form, indicator_id, size, people, NULL AS school
FROM stage.skdb_group WHERE kinds < 2
QUALIFY row_number() OVER (
    PARTITION BY programme_id, indicator_id
    ORDER BY size IS NULL, CASE form WHEN 'voltijd' THEN 1 WHEN 'deeltijd' THEN 3
                                     WHEN 'duaal' THEN 4 ELSE 2 END) = 1
UNION ALL
SELECT 'offering', concat_ws('|', mine.programme_id, school, mine.form), mine.programme_id,
       mine.form, mine.indicator_id, min(mine.size), max(mine.people), school
FROM stage.skdb_value AS mine
JOIN stage.skdb_group AS shared
    ON mine.programme_id = shared.programme_id AND mine.indicator_id = shared.indicator_id
    AND mine.form IS NOT DISTINCT FROM shared.form
WHERE kinds > 1 AND school IS NOT NULL
GROUP BY mine.programme_id, school, mine.form, mine.indicator_id;

-- Asked a year and a half after graduation. That the year is the one before we asked is our
-- assumption.
INSERT INTO live.figure BY NAME
SELECT
    concat_ws(':', 'skdb', indicator_id, entity_id, asked.year) AS figure_id,
    indicator_id, ladder_level, entity_id, 'NL01' AS region_id, 1.5 AS years_after,
    CASE WHEN coalesce(people, 20) >= 20 THEN size END AS value, people AS n,
    concat_ws(', ', 'oud-studenten van ' || coalesce(programme.name, 'deze opleiding')
        || CASE WHEN school IS NULL THEN ' en opleidingen die erop lijken' ELSE '' END,
        figure.form, institution.name) AS population,
    concat_ws(', ', 'former students of ' || coalesce(programme.name_en, programme.name,
        'this programme') || CASE WHEN school IS NULL THEN ' and like programmes' ELSE '' END,
        figure.form, institution.name) AS population_en,
    entry_start, entry_end, entry_assumed, measured_start, measured_end, measured_assumed,
    'skdb' AS source_id, 'A' AS status,
    CASE WHEN people < 20 THEN 'too_small' WHEN size IS NULL THEN 'publisher_gives_none' END
        AS missing_reason,
    'Van opleidingen die op elkaar lijken, want de bron geeft dit per richting en vorm.' AS note,
    'Of like programmes, because the source gives this by field and form.' AS note_en
FROM stage.skdb_figure AS figure
CROSS JOIN stage.skdb_year
JOIN ref.measurement_window AS asked
  ON asked.window_id = 'skdb' AND asked.year = skdb_year.year
LEFT JOIN pub.programme AS programme USING (programme_id)
LEFT JOIN pub.institution AS institution ON institution.institution_id = school;

INSERT INTO live.programme_group BY NAME
SELECT DISTINCT 'skdb' AS source_id, programme_id, entity_id AS group_id,
       'opleidingen die op elkaar lijken (SOI)' AS name
FROM stage.skdb_figure WHERE ladder_level = 'education_type';
