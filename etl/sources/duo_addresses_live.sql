-- stage.address, town_of and edition -> live.institution. A gemeente that CBS does not have (any
-- more) is looked up by postcode, and else by town.

INSERT INTO live.institution BY NAME
WITH given AS (
    SELECT
        brin_code("INSTELLINGSCODE") AS brin,
        upper(filled("PLAATSNAAM")) AS town,
        left(filled("POSTCODE"), 4) AS pc4,
        'GM' || padded_code("GEMEENTENUMMER", 4) AS gemeente_id,
        web_address("INTERNETADRES") AS website
    FROM stage.address
)
SELECT
    known.institution_id,
    known.name,
    coalesce(town_of.place_id, known.place_id) AS place_id,
    coalesce(given.pc4, known.postcode4) AS postcode4,
    coalesce(own.region_id, by_postcode.region_id, by_town.region_id, known.gemeente_id)
        AS gemeente_id,
    coalesce(given.website, known.website) AS website,
    edition.source_id
FROM given
JOIN pub.institution AS known ON known.institution_id = given.brin
LEFT JOIN stage.town_of AS town_of ON town_of.raw = given.town
LEFT JOIN ref.postcode AS postcode ON postcode.pc4 = given.pc4
LEFT JOIN pub.region AS own ON own.region_id = given.gemeente_id
LEFT JOIN pub.region AS by_postcode ON by_postcode.region_id = postcode.gemeente_id
LEFT JOIN pub.region AS by_town ON by_town.region_id = town_of.gemeente_id
CROSS JOIN stage.edition AS edition
WHERE known.institution_id IN (SELECT institution_id FROM pub.offering);
