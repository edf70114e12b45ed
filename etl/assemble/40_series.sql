-- Values over time per industry, region and age group.

CREATE OR REPLACE TEMP TABLE series_value AS
SELECT
    'cbs_80472ned' AS source_id,
    CASE measure WHEN 'OpenstaandeVacatures_1' THEN 'open_vacancies'
                 WHEN 'OntstaneVacatures_2' THEN 'new_vacancies'
                 ELSE 'filled_vacancies' END AS indicator_id,
    industry_id, 'NL01' AS region_id, 'totaal' AS age_group, period, value, missing_reason
FROM stage.vacancies
UNION ALL
SELECT 'cbs_83599ned', 'open_vacancies', industry_id, region_id, 'totaal', period, value,
       missing_reason
FROM stage.regional_vacancies
UNION ALL
SELECT
    'cbs_81431ned',
    CASE measure WHEN 'Banen_1' THEN 'jobs' ELSE 'hourly_wage_industry' END,
    industry_id, 'NL01', age_group, period,
    -- CBS prints 0.00 euro where it has no wage; a wage of nothing does not exist.
    CASE WHEN measure = 'Uurloon_3' AND value = 0 THEN NULL ELSE value END,
    CASE WHEN measure = 'Uurloon_3' AND value = 0 THEN 'publisher_gives_none'
         ELSE missing_reason END
FROM stage.jobs;

CREATE OR REPLACE TABLE pub.series AS
SELECT
    concat_ws(':', source_id, indicator_id, period_kind(period), industry_id, region_id,
              age_group) AS series_id,
    indicator_id,
    industry_id,
    region_id,
    age_group,
    period_kind(period) AS period_type,
    period_start(period) AS period_start,
    period_end(period) AS period_end,
    value,
    -- A quarter that the metadata do not call final is provisional.
    CASE
        WHEN source_id = 'cbs_80472ned' AND coalesce(status.status, '') <> 'Definitief' THEN 'P'
        ELSE 'A'
    END AS status,
    CASE WHEN value IS NULL THEN coalesce(missing_reason, 'not_applicable') END
        AS missing_reason,
    source_id
FROM series_value
LEFT JOIN stage.period_status AS status USING (period);
