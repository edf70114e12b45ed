-- Which entities may lend a programme a figure, nearest first. The step that a figure stands on
-- is told on the screen. Only entities that have a figure at all are kept.
-- Runs inside the store, after programme and figure are filled.

INSERT INTO ladder
WITH forms AS (
    SELECT programme_id, sector, level, field_id, hoop, isced_id, dossier_id, subonderdeel,
           unnest(CASE WHEN sector = 'mbo' THEN ['bol', 'bbl'] ELSE ['alle'] END) AS form
    FROM programme
),
candidates AS (
    SELECT programme_id, form, 'programme' AS ladder_level, programme_id AS entity_id, 1 AS rank
    FROM forms
    UNION ALL
    SELECT programme_id, form, 'dossier', dossier_id, 2 FROM forms WHERE dossier_id IS NOT NULL
    UNION ALL
    -- Ho: CBS gives HOOP field x diploma; OCW and the HBO-Monitor give the field for all hbo.
    SELECT programme_id, form, 'field_level', 'hoop:' || hoop || '|' || level, 3
    FROM forms WHERE sector <> 'mbo'
    UNION ALL
    SELECT programme_id, form, 'field_level', 'hoop:' || hoop || '|hbo', 4
    FROM forms WHERE level = 'hbo-ba'
    UNION ALL
    -- The HBO-Monitor has sectors of its own. Kunst is the art programmes only.
    SELECT programme_id, form, 'field_level', 'hbomonitor:' || monitor || '|hbo|voltijd', 5
    FROM forms JOIN (
        VALUES ('ECONOMIE', 'economie'), ('TECHNIEK', 'betatechniek'),
               ('ONDERWIJS', 'onderwijs'), ('GEZONDHEIDSZORG', 'gezondheidszorg'),
               ('GEDRAG_EN_MAATSCHAPPIJ', 'sociale_studies'),
               ('LANDBOUW_EN_NATUURLIJKE_OMGEVING', 'agro_en_food')
    ) AS sectors (hoop, monitor) USING (hoop)
    WHERE level = 'hbo-ba'
      AND coalesce(subonderdeel, '') NOT LIKE '%KUNST%'
    UNION ALL
    SELECT programme_id, form, 'field_level', 'hbomonitor:kunst|hbo|voltijd', 5
    FROM forms WHERE level = 'hbo-ba' AND subonderdeel LIKE '%GEBIED_VAN_DE_KUNST%'
    UNION ALL
    -- Mbo: ISCED field x learning path.
    SELECT programme_id, form, 'field_level',
           'isced:' || substr(isced_id, 7, 2) || '|mbo|' || form, 3
    FROM forms WHERE sector = 'mbo' AND isced_id IS NOT NULL
    UNION ALL
    SELECT programme_id, form, 'level', level || '|' || form || variant, 6
    FROM forms CROSS JOIN (VALUES ('|diploma'), ('')) AS variants (variant)
    WHERE sector = 'mbo'
    UNION ALL
    SELECT programme_id, form, 'level', 'mbo|' || form || variant, 7
    FROM forms CROSS JOIN (VALUES ('|diploma'), ('')) AS variants (variant)
    WHERE sector = 'mbo'
    UNION ALL
    SELECT programme_id, form, 'level', level || variant, 6
    FROM forms CROSS JOIN (VALUES ('|voltijd'), ('')) AS variants (variant)
    WHERE sector <> 'mbo'
    UNION ALL
    SELECT programme_id, form, 'level', sector || variant, 7
    FROM forms CROSS JOIN (VALUES ('|voltijd'), ('|voltijd|diploma'), ('|diploma'), (''))
        AS variants (variant)
    WHERE sector <> 'mbo'
    UNION ALL
    SELECT programme_id, form, 'nation', 'NL', 9 FROM forms
)
SELECT
    programme_id,
    form,
    row_number() OVER (PARTITION BY programme_id, form ORDER BY rank, length(entity_id) DESC,
                       entity_id),
    ladder_level,
    entity_id
FROM candidates
WHERE entity_id IN (SELECT DISTINCT entity_id FROM figure) OR rank = 1;
