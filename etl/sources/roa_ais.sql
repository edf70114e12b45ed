-- Cells of ROA's outlook (stage.roa_cell, stage.roa_subject, stage.roa_edition) -> live.figure.

INSERT INTO live.figure BY NAME
WITH direction AS (
    SELECT entity_id, region_id, any_value(typering) AS direction, any_value(subject) AS years
    FROM stage.roa_cell JOIN stage.roa_subject USING (about, subject)
    WHERE indicator_id = 'direction' AND typering <> ''
    GROUP BY ALL
),
year_of AS (
    SELECT subject, thema, roa_horizon(subject, thema) AS year,
           roa_quarter(subject) AS quarter_start
    FROM (SELECT DISTINCT subject, thema FROM stage.roa_cell)
),
cell AS (
    SELECT cell.*, edition.*, indicator_id, "as", quarter_start,
        CASE "column" WHEN 'aantal' THEN number_comma(aantal)
                      WHEN 'indicator' THEN number_comma(indicator)
                      ELSE number_comma(totaal6jrperc) / 100 END AS number,
        nullif(typering, '') AS said,
        CASE WHEN "as" <> 'quarter' THEN year END AS horizon
    FROM stage.roa_cell AS cell
    JOIN stage.roa_subject USING (about, subject)
    JOIN year_of USING (subject, thema)
    CROSS JOIN stage.roa_edition AS edition
    WHERE indicator_id <> 'direction'
      -- Openings are added up over groups; the total of all training would be one total too many.
      AND NOT (about = 'education' AND entity_id = 'NL')
),
dated AS (
    SELECT cell.*, direction, years,
        CASE WHEN "as" = 'quarter' THEN quarter_start ELSE made_first END AS measured_start,
        CASE WHEN "as" = 'quarter'
             THEN last_day((quarter_start + INTERVAL 2 MONTH)::DATE) ELSE made_last END
            AS measured_end
    FROM cell LEFT JOIN direction USING (entity_id, region_id)
    -- The tension of all occupations together is not a figure of a group.
    WHERE NOT (indicator_id = 'tension_now' AND entity_id = 'NL')
)
SELECT
    concat_ws(':', source_id, indicator_id, regexp_replace(entity_id, '^brc:', ''),
              nullif(region_id, 'NL01'), edition,
              CASE WHEN "as" = 'quarter' THEN strftime(quarter_start, '%Y') || 'Q'
                   || quarter(quarter_start) ELSE horizon::VARCHAR END) AS figure_id,
    indicator_id,
    CASE WHEN entity_id = 'NL' THEN 'nation' WHEN about = 'occupation' THEN 'occupation'
         WHEN starts_with(entity_id, 'onr:') THEN 'education_type' ELSE 'level' END
        AS ladder_level,
    entity_id, region_id, number AS value,
    CASE WHEN indicator_id = 'outlook_ita' THEN roa_class(said, number) ELSE said END AS label,
    roa_people(indicator_id, about, entity_id, name)
        || CASE WHEN region_id <> 'NL01' THEN ', ' || regionaam ELSE '' END AS population,
    roa_people_en(indicator_id, about, entity_id, name)
        || CASE WHEN region_id <> 'NL01' THEN ', ' || english_name(region_id, regionaam) ELSE '' END
        AS population_en,
    false AS entry_assumed,
    measured_start, least(measured_end, current_date) AS measured_end,
    false AS measured_assumed, made_last AS published, horizon, source_id,
    CASE WHEN "as" = 'quarter' THEN 'A' ELSE 'F' END AS status,
    CASE WHEN number IS NOT NULL THEN NULL
         WHEN said IS NOT NULL OR entity_id = 'NL' THEN 'publisher_gives_none'
         ELSE 'too_small' END AS missing_reason,
    CASE WHEN number IS NULL AND said IS NOT NULL
             THEN 'ROA geeft hier alleen een klasse: ' || said || '.'
         WHEN indicator_id = 'outlook_ita' AND number IS NOT NULL
             THEN 'De ITA is ' || replace(printf('%.2f', number), '.', ',')
                  || '. Hoe lager, hoe gunstiger voor wie werk zoekt.'
         WHEN indicator_id = 'outlook_itkb' AND direction IS NOT NULL
             THEN 'Richting van ' || replace(regexp_extract(years, '20\d\d-20\d\d'), '-', ' naar ')
                  || ': ' || direction || '.' END AS note,
    CASE WHEN number IS NULL AND said IS NOT NULL
             THEN 'ROA only gives a class here: «' || said || '».'
         WHEN indicator_id = 'outlook_ita' AND number IS NOT NULL
             THEN 'The ITA is ' || printf('%.2f', number)
                  || '. The lower, the better for who looks for work.'
         WHEN indicator_id = 'outlook_itkb' AND direction IS NOT NULL
             THEN 'Direction from ' || replace(regexp_extract(years, '20\d\d-20\d\d'), '-', ' to ')
                  || ': ' || direction_en(direction) || '.' END AS note_en
FROM dated;
