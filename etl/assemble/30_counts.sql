-- Students, first-years and diplomas. A sum in which parts are hidden is a range, not a number:
-- DUO hides 1 to 4 people, so each hidden part adds at least 1 and at most 4.

CREATE OR REPLACE TABLE pub.student_count AS
SELECT
    source_id,
    indicator_id,
    'isat:' || isat AS programme_id,
    brin AS institution_id,
    gemeente_id AS place,
    form,
    year,
    CASE WHEN sum(hidden) = 0 THEN sum(visible)::INTEGER END AS value,
    CASE WHEN sum(hidden) > 0 THEN (sum(visible) + sum(hidden))::INTEGER END AS low,
    CASE WHEN sum(hidden) > 0 THEN (sum(visible) + 4 * sum(hidden))::INTEGER END AS high,
    CASE WHEN sum(hidden) > 0 THEN 'too_small' END AS missing_reason
FROM stage.ho_counts
GROUP BY ALL
UNION ALL
SELECT
    'duo_mbo_students_2019', 'students', 'crebo:' || crebo, brin, place, form, year,
    sum(students)::INTEGER, NULL, NULL, NULL
FROM stage.mbo_students
WHERE students IS NOT NULL
GROUP BY ALL;
