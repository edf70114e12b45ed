-- Which entities may lend a programme a figure, nearest first. The step that a figure stands on
-- is told on the screen. Only entities that have a figure at all are kept.
-- Runs inside the store, after programme and figure are filled.

INSERT INTO ladder
WITH forms AS (
    SELECT programme_id, sector, level, field_id, hoop, isced_id, dossier_id, subonderdeel, sectorunit,
           unnest(CASE WHEN sector = 'mbo' THEN ['bol', 'bbl'] ELSE ['alle'] END) AS form
    FROM programme
),
candidates AS (
    SELECT programme_id, form, 'programme' AS ladder_level, programme_id AS entity_id, 1 AS rank
    FROM forms
    UNION ALL
    SELECT programme_id, form, 'dossier', dossier_id, 2 FROM forms WHERE dossier_id IS NOT NULL
    UNION ALL
    -- A publisher's own group of like programmes, such as an education type of ROA.
    SELECT programme_id, form, 'education_type', group_id, 2
    FROM forms JOIN (SELECT DISTINCT programme_id, group_id FROM programme_group)
        USING (programme_id)
    UNION ALL
    -- Ho: CBS gives HOOP field x diploma; OCW and the HBO-Monitor give the field for all hbo.
    SELECT programme_id, form, 'field_level', 'hoop:' || hoop || '|' || level, 3
    FROM forms WHERE sector <> 'mbo'
    UNION ALL
    SELECT programme_id, form, 'field_level', 'hoop:' || hoop || '|hbo', 3
    FROM forms WHERE level = 'hbo-ba'
    UNION ALL
    -- The HBO-Monitor has sectors of its own; before 2019 it said techniek for betatechniek.
    -- Kunst is the art programmes only.
    SELECT programme_id, form, 'field_level', 'hbomonitor:' || monitor || '|hbo|voltijd', 3
    FROM forms JOIN (
        VALUES ('ECONOMIE', 'economie'), ('TECHNIEK', 'betatechniek'), ('TECHNIEK', 'techniek'),
               ('ONDERWIJS', 'onderwijs'), ('GEZONDHEIDSZORG', 'gezondheidszorg'),
               ('GEDRAG_EN_MAATSCHAPPIJ', 'sociale_studies'),
               ('LANDBOUW_EN_NATUURLIJKE_OMGEVING', 'agro_en_food')
    ) AS sectors (hoop, monitor) USING (hoop)
    WHERE level = 'hbo-ba'
      AND coalesce(subonderdeel, '') NOT LIKE '%KUNST%'
    UNION ALL
    SELECT programme_id, form, 'field_level', 'hbomonitor:kunst|hbo|voltijd', 3
    FROM forms WHERE level = 'hbo-ba' AND subonderdeel LIKE '%GEBIED_VAN_DE_KUNST%'
    UNION ALL
    -- Mbo: ISCED field x learning path, then the SBB sector and segment.
    SELECT programme_id, form, 'field_level',
           'isced:' || substr(isced_id, 7, 2) || '|mbo|' || form, 3
    FROM forms WHERE sector = 'mbo' AND isced_id IS NOT NULL
    UNION ALL
    SELECT programme_id, form, 'field_level',
           'isced:' || substr(isced_id, 7, 2) || '|' || level, 3
    FROM forms WHERE sector = 'mbo' AND isced_id IS NOT NULL
    UNION ALL
    SELECT programme_id, form, 'field_level',
           'segment:' || upper(substr(sectorunit, 12, 1)) || substr(sectorunit, 13) || variant, 4
    FROM forms CROSS JOIN (VALUES ('|mbo|' || 'bol' || '|diploma', 'bol'),
                                  ('|mbo|' || 'bbl' || '|diploma', 'bbl'),
                                  ('|mbo', NULL)) AS variants (variant, variant_form)
    WHERE sectorunit LIKE 'Sectorunit %' AND coalesce(variant_form, form) = form
    UNION ALL
    SELECT link.programme_id, form, 'field_level', link.to_id || '|mbo', 3
    FROM link JOIN forms USING (programme_id)
    WHERE link.kind = 'internship_segment' AND link.strength <> 'geen'
    UNION ALL
    -- People with a diploma come before everyone who left, full-time before all forms.
    SELECT programme_id, form, 'level', level || '|' || form || variant, rank
    FROM forms CROSS JOIN (VALUES ('|diploma', 6), ('', 7)) AS variants (variant, rank)
    WHERE sector = 'mbo'
    UNION ALL
    SELECT programme_id, form, 'level', 'mbo|' || form || variant, rank
    FROM forms CROSS JOIN (VALUES ('|diploma', 8), ('', 9)) AS variants (variant, rank)
    WHERE sector = 'mbo'
    UNION ALL
    SELECT programme_id, form, 'level', level || variant, rank
    FROM forms CROSS JOIN (VALUES ('|voltijd', 6), ('', 7)) AS variants (variant, rank)
    WHERE sector <> 'mbo'
    UNION ALL
    SELECT programme_id, form, 'level', sector || variant, rank
    FROM forms CROSS JOIN (VALUES ('|voltijd|diploma', 8), ('|voltijd', 9), ('|diploma', 10),
                                  ('', 11)) AS variants (variant, rank)
    WHERE sector <> 'mbo'
    UNION ALL
    SELECT programme_id, form, 'nation', 'NL', 12 FROM forms
)
SELECT DISTINCT programme_id, form, rank, ladder_level, entity_id
FROM candidates
WHERE entity_id IN (SELECT DISTINCT entity_id FROM figure) OR rank = 1;
