-- stage.counted and stage.edition -> live.student_count and live.figure. A sum in which parts are
-- hidden is a range, not a number: DUO hides 1 to 4 people, so each hidden part adds at least 1
-- and at most 4.

INSERT INTO live.student_count BY NAME
SELECT
    edition.source_id, indicator_id, programme_id, institution_id, place, form, year,
    CASE WHEN sum(hidden) = 0 THEN sum(visible)::INTEGER END AS value,
    CASE WHEN sum(hidden) > 0 THEN (sum(visible) + sum(hidden))::INTEGER END AS low,
    CASE WHEN sum(hidden) > 0 THEN (sum(visible) + 4 * sum(hidden))::INTEGER END AS high,
    CASE WHEN sum(hidden) > 0 THEN 'too_small' END AS missing_reason
FROM stage.counted CROSS JOIN stage.edition AS edition
GROUP BY ALL;

INSERT INTO live.figure BY NAME
WITH told (indicator_id, whole_year, population, population_en) AS (
    VALUES
        ('students', false, 'alle studenten op 1 oktober', 'all students on 1 October'),
        ('enrolments', false, 'alle inschrijvingen op 1 oktober', 'all enrolments on 1 October'),
        ('first_years_ho', false, 'wie op 1 oktober voor het eerst in het hoger onderwijs was',
         'who was in higher education for the first time on 1 October'),
        ('intake_programme', false, 'nieuwe studenten in deze opleiding op 1 oktober',
         'new students in this programme on 1 October'),
        ('intake_mbo', false, 'wie op 1 oktober nieuw in het mbo was',
         'who was new in mbo on 1 October'),
        ('diplomas', true, 'geslaagden in het jaar', 'graduates in the year')
),
totals AS (
    SELECT source_id, indicator_id, programme_id, year,
           sum(value) AS visible, sum(low) AS low, sum(high) AS high, count(low) AS hidden
    FROM live.student_count GROUP BY ALL
)
SELECT
    concat_ws(':', totals.source_id, indicator_id, programme_id, totals.year) AS figure_id,
    indicator_id,
    CASE WHEN programme_id LIKE 'dossier:%' THEN 'dossier' ELSE 'programme' END AS ladder_level,
    programme_id AS entity_id,
    'NL01' AS region_id,
    CASE WHEN hidden = 0 THEN visible END AS value,
    CASE WHEN hidden > 0 THEN coalesce(visible, 0) + totals.low END AS low,
    CASE WHEN hidden > 0 THEN coalesce(visible, 0) + totals.high END AS high,
    CASE WHEN hidden > 0 THEN 'bounds' END AS range_kind,
    CASE WHEN hidden = 0 THEN visible::INTEGER END AS n,
    told.population,
    told.population_en,
    false AS entry_assumed,
    measured_start,
    -- A year that is not over yet is counted up to the day of publication.
    greatest(least(measured_end, edition.day), measured_start) AS measured_end,
    measured_assumed,
    edition.day AS published,
    totals.source_id,
    CASE WHEN hidden > 0 THEN 'Q' ELSE 'A' END AS status,
    CASE WHEN hidden > 0 THEN 'too_small' END AS missing_reason
FROM totals
JOIN told USING (indicator_id)
JOIN ref.measurement_window AS counted
  ON counted.year = totals.year
 AND counted.window_id = if(whole_year, 'diplomas_year', 'students_october')
CROSS JOIN stage.edition AS edition;
