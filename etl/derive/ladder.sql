-- Which entities may lend a programme a figure, nearest first. The step that a figure stands on
-- is told on the screen. Only entities that have a figure at all are kept.
-- Runs inside the store, after programme and figure are filled.

INSERT INTO ladder
WITH forms AS (
    SELECT programme_id, sector, level, field_id, hoop, isced_id, dossier_id, subonderdeel,
           sectorunit, unnest(CASE WHEN sector = 'mbo' THEN ['bol', 'bbl'] ELSE ['alle'] END) AS form
    FROM programme
),
candidates AS (
    SELECT programme_id, form, 'programme' AS ladder_level, programme_id AS entity_id, 1 AS rank
    FROM forms
    UNION ALL
    -- SBB and schools tell bol and bbl apart: a longer name wins from the programme as a whole.
    SELECT programme_id, form, 'programme', programme_id || '|' || form, 1
    FROM forms WHERE sector = 'mbo'
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
    -- Counts of ho are given per ISCED field.
    SELECT programme_id, form, 'field_level', isced_id || '|' || level, 3
    FROM forms WHERE sector <> 'mbo' AND isced_id IS NOT NULL
    UNION ALL
    -- CBS has no row for every diploma (associate degree, post-master): then all of hbo or wo.
    SELECT programme_id, form, 'field_level', 'hoop:' || hoop || '|' || sector || variant, 4
    FROM forms CROSS JOIN (VALUES ('|voltijd|diploma'), ('|voltijd')) AS variants (variant)
    WHERE sector <> 'mbo'
    UNION ALL
    -- Mbo: ISCED field x level, then the field at all levels, then the SBB sector and segment.
    -- A longer name (this learning path, with a diploma) wins among equally new figures.
    SELECT programme_id, form, 'field_level',
           'isced:' || substr(isced_id, 7, 2) || '|' || group_level || variant, rank
    FROM forms
    CROSS JOIN LATERAL (VALUES (level, 3), ('mbo', 4)) AS levels (group_level, rank)
    CROSS JOIN LATERAL (VALUES ('|' || form || '|diploma'), ('|diploma'), ('|' || form), (''))
        AS variants (variant)
    WHERE sector = 'mbo' AND isced_id IS NOT NULL
    UNION ALL
    SELECT programme_id, form, 'field_level',
           'segment:' || CASE WHEN sectorunit LIKE '% creatieve industrie en ICT'
                              THEN 'ICT en creatieve industrie'  -- as SBB writes it
                              ELSE upper(substr(sectorunit, 12, 1)) || substr(sectorunit, 13) END
               || variant, 5
    FROM forms CROSS JOIN (VALUES ('|mbo|' || 'bol' || '|diploma', 'bol'),
                                  ('|mbo|' || 'bbl' || '|diploma', 'bbl'),
                                  ('|mbo', NULL)) AS variants (variant, variant_form)
    WHERE sectorunit LIKE 'Sectorunit %' AND coalesce(variant_form, form) = form
    UNION ALL
    SELECT link.programme_id, form, 'field_level', link.to_id || '|mbo', 3
    FROM link JOIN forms USING (programme_id)
    WHERE link.kind = 'internship_segment' AND link.strength <> 'geen'
      AND link.basis <> 'register'  -- a whole chamber is the step above
    UNION ALL
    -- People with a diploma come before everyone who left, full-time before all forms.
    SELECT programme_id, form, 'level', group_level || variant, base + rank
    FROM forms
    CROSS JOIN LATERAL (VALUES (level, 6), ('mbo', 8)) AS levels (group_level, base)
    CROSS JOIN LATERAL (VALUES ('|' || form || '|diploma', 0), ('|diploma', 0),
                               ('|' || form, 1), ('', 1)) AS variants (variant, rank)
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
    -- ROA's forecast knows one bachelor and one master, of hbo and wo together.
    SELECT programme_id, form, 'level',
           CASE WHEN level IN ('hbo-ba', 'wo-ba') THEN 'bachelor' ELSE 'master' END, 10
    FROM forms WHERE level IN ('hbo-ba', 'wo-ba', 'hbo-ma', 'wo-ma')
    UNION ALL
    SELECT programme_id, form, 'nation', 'NL', 12 FROM forms
)
SELECT DISTINCT programme_id, form, rank, ladder_level, entity_id
FROM candidates
WHERE entity_id IN (SELECT DISTINCT entity_id FROM figure) OR entity_id = programme_id;

-- A programme borrows the nearest figure that is known, be it only as a range (a count with a
-- hidden part); among equally near ones the newest, then the one about graduates, which has the
-- longer name. Thousands of programmes share an entity, so its own best figure is chosen once, and
-- the least is kept per programme instead of sorting all of them, which takes a third of the memory.
INSERT INTO best
WITH entity_best AS (
    SELECT figure_id, entity_id, indicator_id, years_after, measured_end,
           value IS NULL AND range_kind IS DISTINCT FROM 'bounds' AS is_missing
    FROM figure
    WHERE region_id = 'NL01'
    QUALIFY row_number() OVER (
        PARTITION BY entity_id, indicator_id, years_after
        ORDER BY is_missing, measured_end DESC, figure_id
    ) = 1
),
placed AS (
    SELECT *, row_number() OVER (ORDER BY measured_end DESC, length(entity_id) DESC, figure_id)
        AS place
    FROM entity_best
)
SELECT programme_id, form, nearest.step, nearest.figure_id
FROM (
    SELECT programme_id, form,
        arg_min({step: step, figure_id: figure_id}, (is_missing, step, place)) AS nearest
    FROM ladder JOIN placed USING (entity_id)
    GROUP BY programme_id, form, indicator_id, years_after
);
