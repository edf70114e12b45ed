-- stage.ho_programme, ho_rows, ho_offer (see duo_rio_ho.sql), ho_language and edition -> live.*.
-- What the register does not tell (ISCED of the decode table) stays as we knew it.

INSERT INTO live.programme BY NAME
SELECT
    'isat:' || programme.isat AS programme_id,
    programme.isat AS code,
    split_part(rows.level, '-', 1) AS sector,
    rows.level,
    programme.name,
    programme.name_en,
    rows.form,
    coalesce(before.register_isced, programme.isced) AS register_isced,
    programme.hoop,
    programme.subonderdeel,
    programme.nlqf,
    programme.study_load,
    language.language,
    rows.funding,
    rows.profession_requirements,
    rows.intake_end,
    rows.intake_end IS NULL OR rows.intake_end > edition.day AS active,
    edition.day AS register_date,
    edition.source_id
FROM stage.ho_programme AS programme
JOIN stage.ho_rows AS rows USING (isat)
LEFT JOIN stage.ho_language AS language USING (isat)
LEFT JOIN pub.programme AS before ON before.programme_id = 'isat:' || programme.isat
CROSS JOIN stage.edition AS edition;

-- The register knows no addresses: a school that we have keeps its own, and a new one gets the
-- town with most of its programmes.
INSERT INTO live.institution BY NAME
WITH named AS (
    SELECT brin, arg_min(institution_name, (-n, institution_name)) AS name
    FROM (SELECT brin, institution_name, count(*) AS n FROM stage.rio GROUP BY ALL)
    GROUP BY brin
),
town AS (
    SELECT brin, arg_min(place_id, (-n, place_id)) AS place_id,
           arg_min(gemeente_id, (-n, place_id)) AS gemeente_id
    FROM (
        SELECT rio.brin, town_of.place_id, town_of.gemeente_id, count(*) AS n
        FROM stage.rio AS rio JOIN stage.town_of AS town_of ON town_of.raw = rio.place
        GROUP BY ALL
    )
    GROUP BY brin
)
SELECT
    named.brin AS institution_id,
    named.name,
    coalesce(before.place_id, town.place_id) AS place_id,
    before.postcode4,
    before.website,
    coalesce(before.gemeente_id, region.region_id) AS gemeente_id,
    edition.source_id
FROM named
LEFT JOIN town USING (brin)
LEFT JOIN pub.institution AS before ON before.institution_id = named.brin
LEFT JOIN pub.region AS region ON region.region_id = town.gemeente_id
CROSS JOIN stage.edition AS edition
WHERE before.source_id IS NULL OR before.source_id = edition.source_id;

INSERT INTO live.offering BY NAME
WITH gemeenten AS (
    SELECT name, min(region_id) AS region_id FROM pub.region WHERE kind = 'gemeente'
    GROUP BY name HAVING count(*) = 1
),
offer AS (
    SELECT
        offer.isat, offer.brin, town_of.place_id, offer.form,
        any_value(gemeenten.region_id) AS gemeente_id,
        sum(offer.units)::INTEGER AS units,
        array_to_string(list_sort(list_distinct(flatten(list(string_split(funding, '+'))))), '+')
            AS funding,
        CASE WHEN count(intake_end) = count(*) THEN max(intake_end) END AS intake_end
    FROM stage.ho_offer AS offer
    LEFT JOIN stage.town_of AS town_of ON town_of.raw = offer.place
    LEFT JOIN gemeenten ON gemeenten.name = offer.gemeente
    GROUP BY ALL
)
SELECT
    concat_ws('|', 'isat:' || isat, brin, coalesce(place_id, '?'), coalesce(form, '?'))
        AS offering_id,
    'isat:' || isat AS programme_id, brin AS institution_id, place_id, gemeente_id, form, units,
    funding, intake_end, edition.source_id
FROM offer CROSS JOIN stage.edition AS edition;
