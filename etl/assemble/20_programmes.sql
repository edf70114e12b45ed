-- Institutions, programmes and offerings out of the two registers (RIO for ho, DUO for mbo).

CREATE OR REPLACE TABLE pub.institution AS
WITH named AS (
    SELECT brin, institution_name AS name, 'duo_rio_ho' AS source_id, 1 AS preference
    FROM stage.rio
    UNION ALL
    SELECT brin, institution_name, 'duo_mbo_students_2019', 2 FROM stage.mbo_students
),
chosen AS (
    SELECT brin, arg_min(name, (preference, name)) AS name,
           arg_min(source_id, (preference, name)) AS source_id
    FROM named GROUP BY brin
)
SELECT
    chosen.brin AS institution_id,
    chosen.name,
    coalesce(brin.place, town.place) AS place_id,
    brin.pc4 AS postcode4,
    region.region_id AS gemeente_id,
    -- Neither register has it; DUO's address lists do (duo_addresses_live).
    CAST(NULL AS VARCHAR) AS website,
    chosen.source_id
FROM chosen
LEFT JOIN stage.brin AS brin ON brin.brin = chosen.brin
-- Newer institutions are not in the code list: the town with most of its programmes counts.
LEFT JOIN (
    SELECT brin, arg_min(place, (-n, place)) AS place
    FROM (SELECT brin, place, count(*) AS n FROM stage.rio WHERE place IS NOT NULL GROUP BY ALL)
    GROUP BY brin
) AS town ON town.brin = chosen.brin
LEFT JOIN stage.postcode AS postcode ON postcode.pc4 = brin.pc4
LEFT JOIN pub.region AS region ON region.region_id = postcode.gemeente_id;

-- Mbo: a few crebos stand in the file at two levels; the level with most students counts.
CREATE OR REPLACE TEMP TABLE mbo_programme AS
WITH per_level AS (
    SELECT crebo, level, sum(coalesce(students, 0)) AS students
    FROM stage.mbo_students GROUP BY ALL
)
SELECT
    rows.crebo,
    any_value(rows.name) AS name,
    any_value(rows.mbo_sector) AS mbo_sector,
    any_value(rows.domein) AS domein,
    any_value(rows.sectorunit) AS sectorunit,
    (SELECT arg_min(level, (-students, level)) FROM per_level WHERE crebo = rows.crebo) AS level,
    list_sort(list_distinct(list(form))) AS form,
    sum(students) FILTER (year = 2019) AS students
FROM stage.mbo_students AS rows
GROUP BY rows.crebo;

CREATE OR REPLACE TABLE pub.programme AS
SELECT
    'isat:' || programme.isat AS programme_id,
    programme.isat AS code,
    split_part(register.level, '-', 1) AS sector,
    register.level,
    programme.name,
    programme.name_en,
    register.form,
    coalesce(isced.isced4, programme.isced) AS register_isced,
    programme.hoop,
    programme.subonderdeel,
    programme.nlqf,
    programme.study_load,
    NULL::VARCHAR AS language,
    register.funding,
    NULL::VARCHAR AS mbo_sector,
    NULL::VARCHAR AS domein,
    NULL::VARCHAR AS sectorunit,
    NULL::VARCHAR AS dossier_id,
    NULL::VARCHAR AS dossier,
    register.profession_requirements,
    register.intake_end,
    register.intake_end IS NULL OR register.intake_end > source.reference_end AS active,
    source.reference_end AS register_date,
    source.source_id
FROM stage.ho_programme AS programme
JOIN stage.ho_rows AS register USING (isat)
LEFT JOIN stage.isced AS isced USING (isat)
JOIN pub.source AS source ON source.source_id = 'duo_rio_ho'
UNION ALL
SELECT
    'crebo:' || programme.crebo,
    programme.crebo,
    'mbo',
    CASE WHEN programme.level = 1 THEN 'entree' ELSE 'mbo-' || programme.level END,
    programme.name,
    NULL,
    programme.form,
    NULL,
    NULL,
    NULL,
    CASE WHEN programme.level = 1 THEN '1' ELSE CAST(programme.level AS VARCHAR) END,
    NULL,
    NULL,
    'bekostigd',
    programme.mbo_sector,
    coalesce(dossier.domein, programme.domein),
    programme.sectorunit,
    'dossier:' || dossier.dossier_crebo,
    dossier.dossier,
    dossier.profession_requirements,
    NULL,
    coalesce(programme.students, 0) > 0,
    source.reference_end,
    source.source_id
FROM mbo_programme AS programme
LEFT JOIN stage.dossier AS dossier USING (crebo)
JOIN pub.source AS source ON source.source_id = 'duo_mbo_students_2019';

CREATE OR REPLACE TABLE pub.offering AS
WITH gemeenten AS (
    SELECT name, region_id FROM pub.region WHERE kind = 'gemeente'
),
ho AS (
    SELECT offer.*, gemeenten.region_id AS gemeente_id
    FROM stage.ho_offer AS offer LEFT JOIN gemeenten ON gemeenten.name = offer.gemeente
),
mbo AS (
    SELECT crebo, brin, place, form, sum(students) FILTER (year = 2019) AS students
    FROM stage.mbo_students
    WHERE students IS NOT NULL
    GROUP BY crebo, brin, place, form
)
SELECT
    concat_ws('|', 'isat:' || isat, brin, coalesce(place, '?'), coalesce(form, '?'))
        AS offering_id,
    'isat:' || isat AS programme_id,
    brin AS institution_id,
    place AS place_id,
    gemeente_id,
    form,
    units,
    funding,
    intake_end,
    NULL::INTEGER AS students,
    'duo_rio_ho' AS source_id
FROM ho
UNION ALL
SELECT
    concat_ws('|', 'crebo:' || crebo, brin, place, form),
    'crebo:' || crebo,
    brin,
    place,
    institution.gemeente_id,
    form,
    1,
    'bekostigd',
    NULL,
    coalesce(students, 0),
    'duo_mbo_students_2019'
FROM mbo JOIN pub.institution AS institution ON institution.institution_id = mbo.brin;
