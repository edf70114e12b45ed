-- Figures out of publishers' tables. Facts that were typed over come from data/reference/facts.

CREATE OR REPLACE TABLE pub.figure (
    figure_id VARCHAR, indicator_id VARCHAR, ladder_level VARCHAR, entity_id VARCHAR,
    region_id VARCHAR, years_after DOUBLE, value DOUBLE, low DOUBLE, high DOUBLE,
    range_kind VARCHAR, label VARCHAR, n INTEGER, population VARCHAR, population_en VARCHAR,
    entry_start DATE, entry_end DATE, entry_assumed BOOLEAN,
    measured_start DATE, measured_end DATE, measured_assumed BOOLEAN,
    published DATE, horizon INTEGER, source_id VARCHAR, url VARCHAR, status VARCHAR,
    missing_reason VARCHAR, note VARCHAR, note_en VARCHAR
);

-- People who left ho were observed in October of that year and of the five years after it.
CREATE OR REPLACE TEMP TABLE ho_group AS
WITH hoop_name (hoop, name, name_en) AS (
    VALUES ('ONDERWIJS', 'Onderwijs', 'Education'),
           ('LANDBOUW_EN_NATUURLIJKE_OMGEVING', 'Landbouw en natuurlijke omgeving',
            'Agriculture and natural environment'),
           ('NATUUR', 'Natuur', 'Science'),
           ('TECHNIEK', 'Techniek', 'Engineering and technology'),
           ('GEZONDHEIDSZORG', 'Gezondheidszorg', 'Health care'),
           ('ECONOMIE', 'Economie', 'Economics'),
           ('RECHT', 'Recht', 'Law'),
           ('GEDRAG_EN_MAATSCHAPPIJ', 'Gedrag en maatschappij', 'Behaviour and society'),
           ('TAAL_EN_CULTUUR', 'Taal en cultuur', 'Language and culture'),
           ('SECTOROVERSTIJGEND', 'Sectoroverstijgend', 'Multiple fields'),
           ('TOTAAL', 'alle richtingen', 'all fields')
),
level_name (level, name, name_en) AS (
    VALUES ('hbo-ba', 'hbo-bachelor', 'hbo bachelor'), ('hbo-ma', 'hbo-master', 'hbo master'),
           ('wo-ba', 'wo-bachelor', 'university bachelor'),
           ('wo-ma', 'wo-master', 'university master')
)
SELECT
    hoop, level,
    CASE WHEN hoop = 'TOTAAL' THEN 'level' ELSE 'field_level' END AS ladder_level,
    CASE WHEN hoop = 'TOTAAL' THEN level ELSE 'hoop:' || hoop || '|' || level END AS entity_id,
    level_name.name || ', ' || hoop_name.name AS population,
    level_name.name_en || ', ' || hoop_name.name_en AS population_en
FROM hoop_name CROSS JOIN level_name;

INSERT INTO pub.figure
WITH people AS (
    SELECT hoop, level, years_after, left_in,
        sum(people) FILTER (position LIKE 'Met werk%') AS working,
        sum(people) FILTER (position <> 'Terug in onderwijs') AS leavers,
        count(people) FILTER (position <> 'Terug in onderwijs') AS known
    FROM stage.ho_position
    GROUP BY ALL
),
shares AS (
    SELECT *, known = 4 AND leavers >= 50 AS usable FROM people
)
SELECT
    concat_ws(':', 'cbs_85776ned', 'work_share_leavers', entity_id, years_after, left_in),
    'work_share_leavers', ladder_level, entity_id, 'NL01', years_after,
    CASE WHEN usable THEN round(working / leavers, 4) END,
    NULL, NULL, NULL, NULL,
    CASE WHEN known = 4 THEN leavers::INTEGER END,
    population || ', van school in ' || left_in || ', zonder internationale studenten',
    population_en || ', left in ' || left_in || ', without international students',
    entry.entry_start, entry.entry_end, entry.entry_assumed,
    measured.measured_start, measured.measured_end, measured.measured_assumed,
    NULL, NULL, 'cbs_85776ned', NULL, CASE WHEN usable THEN 'A' ELSE 'Q' END,
    CASE WHEN NOT usable THEN CASE WHEN known = 4 THEN 'too_small' ELSE 'publisher_gives_none' END
    END,
    NULL, NULL
FROM shares
JOIN ho_group USING (hoop, level)
JOIN ref.measurement_window AS entry
  ON entry.window_id = 'cbs_leavers' AND entry.year = left_in
JOIN ref.measurement_window AS measured
  ON measured.window_id = 'cbs_leavers' AND measured.year = left_in + years_after;

INSERT INTO pub.figure
WITH wages AS (
    SELECT * FROM stage.wage_field
    UNION ALL
    SELECT * FROM stage.wage_total
)
SELECT
    concat_ws(':', 'cbs_83815ned', 'hourly_wage_leavers', entity_id, years_after, left_in),
    'hourly_wage_leavers', ladder_level, entity_id, 'NL01', years_after,
    euro, NULL, NULL, NULL, NULL, NULL,
    population || ', van school in ' || left_in, population_en || ', left in ' || left_in,
    entry.entry_start, entry.entry_end, entry.entry_assumed,
    measured.measured_start, measured.measured_end, measured.measured_assumed,
    NULL, NULL, 'cbs_83815ned', NULL, CASE WHEN euro IS NULL THEN 'Q' ELSE 'A' END,
    CASE WHEN euro IS NULL THEN coalesce(missing_reason, 'publisher_gives_none') END,
    NULL, NULL
FROM wages
JOIN ho_group USING (hoop, level)
JOIN ref.measurement_window AS entry
  ON entry.window_id = 'cbs_leavers' AND entry.year = left_in
JOIN ref.measurement_window AS measured
  ON measured.window_id = 'cbs_leavers' AND measured.year = left_in + years_after;

-- ROA: one row per occupation group becomes a figure per measure.
INSERT INTO pub.figure
WITH measures AS (
    SELECT brc, name, 'outlook_itkb' AS indicator_id, itkb AS value, itkb_label AS label,
           direction AS note FROM stage.outlook
    UNION ALL
    SELECT brc, name, 'outlook_openings', openings, openings_label, NULL FROM stage.outlook
    UNION ALL
    SELECT brc, name, 'outlook_openings_share', openings_share, openings_label, NULL
    FROM stage.outlook
    UNION ALL
    SELECT brc, name, 'outlook_expansion', expansion, expansion_label, NULL FROM stage.outlook
    UNION ALL
    SELECT brc, name, 'outlook_replacement', replacement, replacement_label, NULL
    FROM stage.outlook
)
SELECT
    concat_ws(':', 'roa_ais_2030', indicator_id, coalesce(brc, 'NL'), '2030'),
    indicator_id,
    CASE WHEN brc IS NULL THEN 'nation' ELSE 'occupation' END,
    CASE WHEN brc IS NULL THEN 'NL' ELSE 'brc:' || brc END,
    'NL01', NULL, value, NULL, NULL, NULL, label, NULL,
    'iedereen met een baan als ' || lower(left(name, 1)) || substr(name, 2),
    'everyone working as: ' || english_name('brc:' || brc, name),
    NULL, NULL, false, DATE '2026-09-01', DATE '2026-09-01', false,
    DATE '2026-09-01', 2030, 'roa_ais_2030', NULL, 'F',
    CASE WHEN value IS NULL THEN 'publisher_gives_none' END,
    CASE WHEN note IS NOT NULL THEN 'Richting van 2025 naar 2030: ' || note || '.' END,
    CASE WHEN note IS NOT NULL
         THEN 'Direction from 2025 to 2030: ' || direction_en(note) || '.' END
FROM measures;

INSERT INTO pub.figure
SELECT
    concat_ws(':', 'roa_ais_2030', 'tension_now', brc, '2026Q1'),
    'tension_now', 'occupation', 'brc:' || brc, 'NL01', NULL, tension, NULL, NULL, NULL,
    tension_label, NULL, 'vacatures en werkzoekenden: ' || name,
    'vacancies and job seekers: ' || english_name('brc:' || brc, name),
    NULL, NULL, false, DATE '2026-01-01', DATE '2026-03-31', false,
    DATE '2026-09-01', NULL, 'roa_ais_2030', NULL, 'A',
    CASE WHEN tension IS NULL THEN 'publisher_gives_none' END, NULL, NULL
FROM stage.outlook
WHERE brc IS NOT NULL;

-- Students, first-years and diplomas per programme: the sum over institutions.
INSERT INTO pub.figure
WITH totals AS (
    SELECT source_id, indicator_id, programme_id, year,
           sum(value) AS visible, sum(low) AS low, sum(high) AS high, count(low) AS hidden
    FROM pub.student_count
    WHERE programme_id IN (SELECT programme_id FROM pub.programme)
    GROUP BY ALL
)
SELECT
    concat_ws(':', source_id, indicator_id, programme_id, totals.year),
    indicator_id, 'programme', programme_id, 'NL01', NULL,
    CASE WHEN hidden = 0 THEN visible END,
    CASE WHEN hidden > 0 THEN coalesce(visible, 0) + low END,
    CASE WHEN hidden > 0 THEN coalesce(visible, 0) + high END,
    CASE WHEN hidden > 0 THEN 'bounds' END,
    NULL,
    CASE WHEN hidden = 0 THEN visible::INTEGER END,
    CASE indicator_id WHEN 'students' THEN 'alle studenten op 1 oktober'
                      WHEN 'first_years' THEN 'eerstejaars op 1 oktober'
                      ELSE 'geslaagden in het jaar' END,
    CASE indicator_id WHEN 'students' THEN 'all students on 1 October'
                      WHEN 'first_years' THEN 'first-year students on 1 October'
                      ELSE 'graduates in the year' END,
    NULL, NULL, false, measured_start, measured_end, measured_assumed,
    NULL, NULL, source_id, NULL, CASE WHEN hidden > 0 THEN 'Q' ELSE 'A' END,
    CASE WHEN hidden > 0 THEN 'too_small' END, NULL, NULL
FROM totals
JOIN ref.measurement_window AS counted
  ON counted.year = totals.year AND counted.window_id =
     if(indicator_id = 'diplomas', 'diplomas_year', 'students_october');

-- Pay of young employees per industry: the last year of the series.
INSERT INTO pub.figure
SELECT
    concat_ws(':', series.source_id, series.indicator_id, series.industry_id, age_group,
              year(period_start)),
    series.indicator_id, 'industry', 'sbi:' || series.industry_id || '|' || age_group,
    series.region_id, NULL, value, NULL, NULL, NULL, NULL, NULL,
    'werknemers van ' || replace(age_group, '-', ' tot ') || ' jaar in ' || industry.name,
    'employees aged ' || replace(age_group, '-', ' to ') || ' in '
        || english_name('sbi:' || series.industry_id, industry.name),
    NULL, NULL, false, period_start, period_end, false, NULL, NULL, series.source_id, NULL,
    series.status, series.missing_reason, NULL, NULL
FROM pub.series AS series
JOIN pub.industry AS industry USING (industry_id)
WHERE series.indicator_id = 'hourly_wage_industry'
  AND age_group <> 'totaal'
  AND period_start = (
      SELECT max(period_start) FROM pub.series WHERE indicator_id = 'hourly_wage_industry');
