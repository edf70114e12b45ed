-- What stage.rio adds up to: one row a programme, and one row an offer.

-- Ho: a programme is its isat code; the register repeats it per location and form. Where rows
-- of one code differ, the value on most rows counts, and ties go to the first in the alphabet.
CREATE OR REPLACE TABLE stage.ho_programme AS
WITH votes AS (
    SELECT isat, name, name_en, hoop, subonderdeel, isced, nlqf, study_load,
           count(*) OVER (PARTITION BY isat, name) AS name_rows,
           count(*) OVER (PARTITION BY isat, hoop) AS hoop_rows,
           count(*) OVER (PARTITION BY isat, name_en) AS name_en_rows,
           count(*) OVER (PARTITION BY isat, subonderdeel) AS subonderdeel_rows,
           count(*) OVER (PARTITION BY isat, study_load) AS study_load_rows
    FROM stage.rio
)
SELECT
    isat,
    arg_min(name, (-name_rows, name)) AS name,
    arg_min(name_en, (-name_en_rows, name_en)) FILTER (name_en IS NOT NULL) AS name_en,
    arg_min(hoop, (-hoop_rows, hoop)) AS hoop,
    arg_min(subonderdeel, (-subonderdeel_rows, subonderdeel)) FILTER (subonderdeel IS NOT NULL)
        AS subonderdeel,
    arg_min(study_load, (-study_load_rows, study_load)) AS study_load,
    min(isced) AS isced,
    min(nlqf) AS nlqf
FROM votes
GROUP BY isat;

CREATE OR REPLACE TABLE stage.ho_rows AS
SELECT
    isat, min(level) AS level,
    coalesce(list_sort(list_distinct(list(form) FILTER (form IS NOT NULL))), []) AS form,
    array_to_string(list_sort(list_distinct(list(funding))), '+') AS funding,
    bool_or(profession_requirements) AS profession_requirements,
    CASE WHEN count(intake_end) = count(*) THEN max(intake_end) END AS intake_end
FROM stage.rio
GROUP BY isat;

-- DUO writes one gemeente in another way than CBS does: Hengelo (O).
CREATE OR REPLACE TABLE stage.ho_offer AS
SELECT
    isat, brin, place, form,
    any_value(replace(gemeente, 'Hengelo (O)', 'Hengelo')) AS gemeente,
    count(*) AS units,
    array_to_string(list_sort(list_distinct(list(funding))), '+') AS funding,
    CASE WHEN count(intake_end) = count(*) THEN max(intake_end) END AS intake_end
FROM stage.rio
GROUP BY isat, brin, place, form;
