-- stage.mbo_offered, school_of, town_of and edition -> live.programme, institution, offering.

-- A dossier is a code of five digits, or a name, or both; names are looked up among ours.
CREATE OR REPLACE TABLE stage.mbo_dossier AS
WITH known AS (
    SELECT lower(dossier) AS name, min(dossier_id) AS dossier_id, min(dossier) AS dossier
    FROM pub.programme WHERE dossier_id IS NOT NULL AND dossier IS NOT NULL
    GROUP BY 1 HAVING count(DISTINCT dossier_id) = 1
),
written AS (
    SELECT DISTINCT dossier AS raw, nullif(regexp_extract(dossier, '\b(2[0-9]{4})\b', 1), '') AS code,
           nullif(trim(regexp_replace(dossier, '\b2[0-9]{4}\b|[()]', '', 'g'), ' -:'), '') AS name
    FROM stage.mbo_offered WHERE dossier IS NOT NULL
)
SELECT
    raw,
    coalesce('dossier:' || written.code, known.dossier_id) AS dossier_id,
    coalesce(written.name, (SELECT min(dossier) FROM pub.programme
                            WHERE dossier_id = 'dossier:' || written.code)) AS dossier
FROM written LEFT JOIN known ON known.name = lower(written.name);

CREATE OR REPLACE TABLE stage.mbo_current AS
WITH votes AS (
    SELECT *, count(*) OVER (PARTITION BY crebo, name) AS name_rows,
           count(*) OVER (PARTITION BY crebo, level) AS level_rows
    FROM stage.mbo_offered
)
SELECT
    crebo,
    arg_min(name, (-name_rows, name)) AS name,
    arg_min(level, (-level_rows, level)) AS level,
    min(name_en) AS name_en,
    min(dossier) AS dossier,
    min(domein) AS domein,
    list_sort(list_distinct(list(form))) AS form,
    array_to_string(list_sort(list_distinct(flatten(list(
        regexp_extract_all(coalesce(language, ''), '[A-Z]{3}'))))), '+') AS language,
    array_to_string(list_sort(list_distinct(list(school.funding))), '+')
        AS funding
FROM votes JOIN (SELECT DISTINCT brin, funding FROM stage.school_of) AS school USING (brin)
GROUP BY crebo;

-- What this list does not tell about a crebo that we knew (sector, sectorunit, legal
-- requirements) stays as it was.
INSERT INTO live.programme BY NAME
SELECT
    'crebo:' || now.crebo AS programme_id,
    now.crebo AS code,
    'mbo' AS sector,
    CASE WHEN now.level = 1 THEN 'entree' ELSE 'mbo-' || now.level END AS level,
    now.name,
    now.name_en,
    now.form,
    CAST(now.level AS VARCHAR) AS nlqf,
    nullif(now.language, '') AS language,
    now.funding,
    before.mbo_sector,
    -- Our links know the names of 2015; a domain that is written as a code is looked up.
    coalesce(before.domein, domain.name,
             CASE WHEN now.domein NOT SIMILAR TO '[0-9]+' THEN now.domein END) AS domein,
    before.sectorunit,
    coalesce(dossier.dossier_id, before.dossier_id) AS dossier_id,
    coalesce(dossier.dossier, before.dossier) AS dossier,
    before.profession_requirements,
    true AS active,
    edition.day AS register_date,
    edition.source_id
FROM stage.mbo_current AS now
LEFT JOIN pub.programme AS before ON before.programme_id = 'crebo:' || now.crebo
LEFT JOIN pub.programme AS domain ON domain.programme_id = 'crebo:' || now.domein
LEFT JOIN stage.mbo_dossier AS dossier ON dossier.raw = now.dossier
CROSS JOIN stage.edition AS edition;

-- Nobody can sign up for the others now.
INSERT INTO live.programme BY NAME
SELECT before.* REPLACE (false AS active)
FROM pub.programme AS before
WHERE before.sector = 'mbo' AND before.code NOT IN (SELECT crebo FROM stage.mbo_current);

CREATE OR REPLACE TABLE stage.mbo_offer_place AS
SELECT
    offered.crebo, offered.brin, offered.form, town_of.place_id,
    coalesce(region.region_id, other.region_id) AS gemeente_id, offered.pc4
FROM stage.mbo_offered AS offered
LEFT JOIN stage.town_of AS town_of ON town_of.raw = offered.town
LEFT JOIN ref.postcode AS postcode ON postcode.pc4 = offered.pc4
LEFT JOIN pub.region AS region ON region.region_id = postcode.gemeente_id
LEFT JOIN pub.region AS other ON other.region_id = town_of.gemeente_id;

-- A school that we know keeps its name and address; a new one gets the town of most of its offers.
INSERT INTO live.institution BY NAME
WITH town AS (
    SELECT brin, arg_min(place_id, (-n, place_id)) AS place_id,
           arg_min(pc4, (-n, place_id)) AS pc4, arg_min(gemeente_id, (-n, place_id)) AS gemeente_id
    FROM (SELECT brin, place_id, min(pc4) AS pc4, min(gemeente_id) AS gemeente_id, count(*) AS n
          FROM stage.mbo_offer_place GROUP BY brin, place_id)
    GROUP BY brin
),
named AS (SELECT brin, min(name) AS name FROM stage.school_of GROUP BY brin)
SELECT
    town.brin AS institution_id,
    named.name,
    coalesce(before.place_id, town.place_id) AS place_id,
    coalesce(before.postcode4, town.pc4) AS postcode4,
    before.website,
    coalesce(before.gemeente_id, town.gemeente_id) AS gemeente_id,
    edition.source_id
FROM town
JOIN named USING (brin)
LEFT JOIN pub.institution AS before ON before.institution_id = town.brin
CROSS JOIN stage.edition AS edition
WHERE before.source_id IS NULL OR before.source_id = edition.source_id;

INSERT INTO live.offering BY NAME
SELECT
    concat_ws('|', 'crebo:' || crebo, brin, coalesce(place_id, '?'), form) AS offering_id,
    'crebo:' || crebo AS programme_id,
    brin AS institution_id,
    place_id,
    min(gemeente_id) AS gemeente_id,
    form,
    count(*)::INTEGER AS units,
    any_value(school.funding) AS funding,
    edition.source_id
FROM stage.mbo_offer_place AS offered
JOIN (SELECT brin, min(funding) AS funding FROM stage.school_of GROUP BY brin) AS school
    USING (brin)
CROSS JOIN stage.edition AS edition
GROUP BY crebo, brin, place_id, form, edition.source_id;

-- Where the others were offered before.
INSERT INTO live.offering BY NAME
SELECT before.*
FROM pub.offering AS before
JOIN pub.programme AS programme USING (programme_id)
WHERE programme.sector = 'mbo'
  AND programme.code NOT IN (SELECT crebo FROM stage.mbo_current);
