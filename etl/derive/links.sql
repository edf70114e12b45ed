-- From a programme to a field, occupation, industry and internship segment: the rows given for
-- the most specific thing that it belongs to win as a whole, per kind of link.

-- The register holds a few codes that are no detailed field (a narrow one, or a typing error).
CREATE OR REPLACE TEMP TABLE register_field AS
SELECT programme_id, left(register_isced, 4) AS isced4, register_date
FROM pub.programme
WHERE 'isced:' || left(register_isced, 4) IN (SELECT field_id FROM ref.field);

-- What a programme belongs to, nearest first. A trade is a name under which links are given
-- once for all programmes that lead to the same work.
CREATE OR REPLACE TEMP TABLE belongs AS
WITH direct AS (
    SELECT programme_id, programme_id AS from_id, 1 AS preference FROM pub.programme
    UNION ALL
    SELECT programme_id, dossier_id, 2 FROM pub.programme WHERE dossier_id IS NOT NULL
    UNION ALL
    SELECT programme_id, 'domein:' || domein, 5 FROM pub.programme WHERE domein IS NOT NULL
)
SELECT * FROM direct
UNION ALL
SELECT programme_id, 'trade:' || trade, preference
FROM direct JOIN ref.trade USING (from_id);

-- A qualification that was renumbered keeps its name: it takes the trade of the newest one with
-- the same name and level, until someone gives it rows of its own.
INSERT INTO belongs
WITH named AS (
    SELECT programme.programme_id, sector, level, lower(name) AS name,
           min(preference) FILTER (from_id LIKE 'trade:%') AS preference
    FROM pub.programme AS programme LEFT JOIN belongs USING (programme_id)
    GROUP BY ALL
),
twin AS (
    SELECT new.programme_id, max(old.programme_id) AS twin_id
    FROM named AS new JOIN named AS old USING (sector, level, name)
    WHERE coalesce(new.preference, 9) > 2 AND old.preference <= 2
    GROUP BY new.programme_id
)
SELECT twin.programme_id, from_id, 4
FROM twin JOIN belongs ON belongs.programme_id = twin.twin_id
WHERE from_id LIKE 'trade:%'
QUALIFY preference = min(preference) OVER (PARTITION BY twin.programme_id);

-- The study field comes first, because other ho links may be given per field. The register's
-- own field goes before a trade's, but not before a row for this very programme.
CREATE OR REPLACE TEMP TABLE field_link AS
WITH candidates AS (
    SELECT belongs.programme_id, row.*,
           CASE WHEN belongs.from_id LIKE 'trade:%' AND programme.sector <> 'mbo' THEN 4
                ELSE belongs.preference END AS preference
    FROM belongs
    JOIN pub.programme AS programme USING (programme_id)
    JOIN ref.link_row AS row ON row.kind = 'field' AND row.from_id = belongs.from_id
),
from_register AS (
    SELECT programme_id, 'field' AS kind, 'register' AS file, 0 AS line,
           'isced:' || isced4 AS from_id, isced4 AS to_id, 1.0 AS weight, 'sterk' AS strength,
           'Dit studiegebied staat in het register van DUO.' AS reason,
           'This field of study is in the register of DUO.' AS reason_en, 'register' AS basis,
           register_date AS reviewed_on, 3 AS preference
    FROM register_field
),
chosen AS (
    SELECT * FROM candidates UNION ALL SELECT * FROM from_register
)
SELECT * FROM chosen
QUALIFY preference = min(preference) OVER (PARTITION BY programme_id);

CREATE OR REPLACE TEMP TABLE way AS
SELECT programme_id, from_id, preference
FROM (
    SELECT programme_id, from_id, preference FROM belongs
    UNION ALL
    SELECT field.programme_id, 'isced4:' || field.to_id || '|' || upper(programme.level), 3
    FROM field_link AS field JOIN pub.programme AS programme USING (programme_id)
    UNION ALL
    SELECT programme_id, 'isced4:' || to_id, 4 FROM field_link
    UNION ALL
    SELECT programme_id, 'sectorunit:' || sectorunit, 6 FROM pub.programme
    UNION ALL
    SELECT programme_id, 'hoop:' || hoop, 7 FROM pub.programme
)
WHERE from_id IS NOT NULL;

CREATE OR REPLACE TEMP TABLE chosen_link AS
SELECT programme_id, kind, to_id, weight, strength, reason, reason_en, basis, from_id,
       reviewed_on
FROM field_link
UNION ALL
SELECT way.programme_id, row.kind, row.to_id, row.weight, row.strength, row.reason,
       row.reason_en, row.basis, row.from_id, row.reviewed_on
FROM way JOIN ref.link_row AS row USING (from_id)
WHERE row.kind <> 'field'
QUALIFY way.preference = min(way.preference) OVER (PARTITION BY way.programme_id, row.kind);

-- A programme that is new, or that lost its link, has none until someone makes it; that is a row
-- too. Which ones lost it is told by comparing with the store before.
INSERT INTO chosen_link
SELECT programme_id, kind, '', 1.0, 'geen',
       'Voor deze opleiding is de koppeling nog niet gemaakt.',
       'The link for this programme has not been made yet.',
       'own_judgement', 'nieuw', programme.register_date
FROM pub.programme AS programme
CROSS JOIN (VALUES ('field'), ('occupation'), ('industry')) AS kinds (kind)
ANTI JOIN chosen_link USING (programme_id, kind);

-- DUO counts every mbo programme in one of the chambers of SBB. That is the link for internships
-- when nobody gave a finer segment. SBB writes one chamber the other way round.
INSERT INTO chosen_link
WITH chamber AS (
    SELECT programme_id, sectorunit, register_date,
           CASE WHEN sectorunit = 'Combinatie door crossover' THEN 'Cross-over'
                WHEN sectorunit = 'Sectorunit creatieve industrie en ICT'
                    THEN 'ICT en creatieve industrie'
                WHEN sectorunit LIKE 'Sectorunit %'
                    THEN upper(substr(sectorunit, 12, 1)) || substr(sectorunit, 13)
                ELSE '' END AS name
    FROM pub.programme WHERE sector = 'mbo'
)
SELECT programme_id, 'internship_segment', name, 1.0, if(name = '', 'geen', 'redelijk'),
       if(name = '', 'DUO noemt voor deze opleiding geen sectorkamer van SBB.',
          'DUO telt deze opleiding bij deze sectorkamer van SBB.'),
       if(name = '', 'DUO names no sector chamber of SBB for this programme.',
          'DUO counts this programme with this sector chamber of SBB.'),
       'register', coalesce('sectorunit:' || sectorunit, 'sectorunit'), register_date
FROM chamber ANTI JOIN (FROM chosen_link WHERE kind = 'internship_segment') USING (programme_id);

-- A programme that is a trade (kok, buschauffeur: occupation and industry are both sterk) leads to
-- one section, whatever part of its study field works there.
CREATE OR REPLACE TEMP TABLE trade_section AS
SELECT link.programme_id, coalesce(industry.parent, industry.industry_id) AS section_id
FROM chosen_link AS link JOIN pub.industry AS industry ON industry_id = link.to_id
WHERE link.kind = 'industry' AND link.strength = 'sterk'
  AND link.programme_id IN (SELECT programme_id FROM chosen_link
                            WHERE kind = 'occupation' AND strength = 'sterk')
GROUP BY link.programme_id, section_id
QUALIFY row_number() OVER (PARTITION BY link.programme_id
                           ORDER BY sum(link.weight) DESC, section_id) = 1;

-- Where CBS counted in which industries the leavers of a field and level work, its shares are used
-- instead of our own estimate, which stays in link_check. The section of a trade stays the sure
-- one and the others are weak: there the rest of the field works.
CREATE OR REPLACE TEMP TABLE cbs_share AS
WITH candidates AS (
    SELECT programme.programme_id, leaver.*,
           CASE WHEN leaver.level = programme.level THEN 1 ELSE 2 END AS preference
    FROM pub.programme AS programme
    LEFT JOIN field_link AS field USING (programme_id)
    JOIN pub.leaver_industry AS leaver
      ON leaver.field_id IN ('hoop:' || programme.hoop, 'isced:' || left(field.to_id, 2))
     AND leaver.level IN (programme.level, programme.sector)
    JOIN pub.industry AS industry USING (industry_id)
    WHERE industry.kind = 'sectie' AND leaver.share > 0
),
nearest AS (
    SELECT * FROM candidates
    QUALIFY preference = min(preference) OVER (PARTITION BY programme_id)
),
weighed AS (
    SELECT nearest.*, share / sum(share) OVER (PARTITION BY programme_id) AS weight, section_id
    FROM nearest LEFT JOIN trade_section USING (programme_id)
)
SELECT
    programme_id, 'industry' AS kind, industry_id AS to_id, weight,
    -- Rounded, because adding up shares makes 0.4999999 of exactly half.
    CASE WHEN industry_id = section_id THEN 'sterk'
         WHEN section_id IS NOT NULL THEN 'zwak'
         WHEN round(max(weight) OVER (PARTITION BY programme_id), 6) >= 0.5 THEN 'sterk'
         WHEN round(max(weight) OVER (PARTITION BY programme_id), 6) >= 0.25 THEN 'redelijk'
         ELSE 'zwak' END AS strength,
    'CBS telde waar mensen van dit vakgebied en niveau werken ('
        || strftime(measured_end, '%Y') || ').'
        || if(industry_id = section_id,
              ' Dit vak hoort bij de bedrijfstak met de sterke koppeling.', '') AS reason,
    'CBS counted where people of this field and level work ('
        || strftime(measured_end, '%Y') || ').'
        || if(industry_id = section_id,
              ' This trade belongs to the industry with the strong link.', '') AS reason_en,
    'cbs_table' AS basis, field_id || '|' || level AS from_id, measured_end AS reviewed_on
FROM weighed;

CREATE OR REPLACE TEMP TABLE unused_link AS
SELECT * FROM chosen_link
WHERE kind = 'industry' AND strength <> 'geen'
  AND programme_id IN (SELECT programme_id FROM cbs_share);

DELETE FROM chosen_link
WHERE kind = 'industry' AND programme_id IN (SELECT programme_id FROM cbs_share);

INSERT INTO chosen_link BY NAME SELECT * FROM cbs_share;
