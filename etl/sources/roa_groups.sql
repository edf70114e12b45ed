-- Rows of a survey (stage.roa_said) and education types (stage.roa_type) -> whom a row is about.
-- Many rows are about the same group, so what its words mean is worked out once per group, and
-- rows then know their group and the programme behind it by number.

-- A crebo is a code of mbo, a croho of hbo or wo; ROA tells the level in words. Where it does
-- not, the register decides, if it knows the code in one of the two only.
CREATE OR REPLACE TABLE stage.roa_group AS
WITH told AS (
    SELECT min(line) AS group_no, SISCODElabniveau, SISCODElabsubniveau, SISCODEtype,
        SISCODElabtype, labSISCODE, crcode, labcrcode,
        padded_code(roa_code(crcode), 5) AS number,
        lower(concat_ws(' ', SISCODElabniveau, SISCODElabsubniveau, labSISCODE)) AS words,
        lower(SISCODElabniveau) AS level
    FROM stage.roa_said GROUP BY ALL
),
judged AS (
    SELECT *,
        CASE WHEN regexp_matches(level, '\bmbo') THEN 'mbo'
             WHEN regexp_matches(level, '\bhbo') THEN 'hbo'
             WHEN regexp_matches(level, '\bwo\b|universit') THEN 'wo'
             WHEN regexp_matches(words, '\bmbo') THEN 'mbo'
             WHEN regexp_matches(words, '\bhbo') THEN 'hbo'
             WHEN regexp_matches(words, '\bwo\b|universit') THEN 'wo' END AS said_sector,
        CASE WHEN regexp_matches(words, '\bbol\b') AND NOT regexp_matches(words, '\bbbl\b')
                 THEN 'bol'
             WHEN regexp_matches(words, '\bbbl\b') AND NOT regexp_matches(words, '\bbol\b')
                 THEN 'bbl' END AS path,
        regexp_matches(words, 'deeltijd|duaal') AND NOT regexp_matches(words, 'voltijd')
            AS part_time
    FROM told
),
known AS (
    SELECT code, min(sector) AS sector FROM pub.programme
    GROUP BY code HAVING count(DISTINCT sector) = 1
)
SELECT judged.*, coalesce(said_sector, known.sector) AS sector,
    CASE WHEN coalesce(said_sector, known.sector) = 'mbo' THEN 'crebo:' || number
         WHEN coalesce(said_sector, known.sector) IS NOT NULL THEN 'isat:' || number END
        AS programme_id
FROM judged LEFT JOIN known ON known.code = number;

-- Education types: by name, because two classifications may use the same numbers. By code only
-- when codes and names agree for four in five of the types that were found by name.
CREATE OR REPLACE TABLE stage.roa_survey_type AS
WITH said AS (
    SELECT DISTINCT SISCODEtype, SISCODElabtype, roa_code(SISCODEtype) AS said_code,
           plain_name(SISCODElabtype) AS said_name
    FROM stage.roa_group
),
by_name AS (
    SELECT said.*, type.code, type.name
    FROM said JOIN stage.roa_type AS type ON type.plain = said.said_name
    WHERE said_name <> ''
    QUALIFY row_number() OVER (PARTITION BY SISCODEtype, SISCODElabtype
                               ORDER BY type.code = said_code DESC, type.code) = 1
),
same_codes AS (
    SELECT coalesce(count(*) FILTER (code = said_code) >= 0.8 * count(*) AND count(*) > 0, false)
        AS agree
    FROM by_name
)
SELECT SISCODEtype, SISCODElabtype, code, name, 'name' AS way FROM by_name
UNION ALL
SELECT said.SISCODEtype, said.SISCODElabtype, type.code, type.name, 'code'
FROM said
JOIN stage.roa_type AS type ON type.code = said.said_code
CROSS JOIN same_codes
ANTI JOIN by_name USING (SISCODEtype, SISCODElabtype)
WHERE agree;

CREATE OR REPLACE TABLE stage.roa_programme_way AS
SELECT DISTINCT programme_id, type.code, type.name, way
FROM stage.roa_group LEFT JOIN stage.roa_survey_type AS type USING (SISCODEtype, SISCODElabtype)
WHERE programme_id IS NOT NULL;

CREATE OR REPLACE TABLE stage.roa_programme_type AS
SELECT programme_id, code, any_value(name) AS name
FROM stage.roa_programme_way WHERE code IS NOT NULL GROUP BY ALL;

-- A group is of a programme (or one learning path of it), or without a code of a type.
CREATE OR REPLACE TABLE stage.roa_about AS
SELECT group_no, sector, part_time,
    CASE WHEN programme_id IS NOT NULL AND sector = 'mbo'
             THEN concat_ws('|', programme_id, path)
         WHEN programme_id IS NOT NULL THEN programme_id
         WHEN coalesce(trim(crcode), '') = '' AND sector IS NOT NULL
             THEN 'onr:' || type.code END AS entity_id,
    coalesce(nullif(trim(labcrcode), ''), type.name, trim(SISCODElabtype)) AS name
FROM stage.roa_group
LEFT JOIN stage.roa_survey_type AS type USING (SISCODEtype, SISCODElabtype);

-- Everyone keeps the name and number that the newest edition gave.
INSERT INTO stage.roa_entity
SELECT (SELECT count(*) FROM stage.roa_entity) + row_number() OVER (ORDER BY min(group_no)),
    entity_id, arg_min(sector, group_no), arg_min(name, group_no)
FROM stage.roa_about ANTI JOIN stage.roa_entity USING (entity_id)
WHERE entity_id IS NOT NULL
GROUP BY entity_id;

-- A full-time row goes before a part-time one, of two like rows the first counts, and rows that
-- say different things of the same programme are not used (place 2).
CREATE OR REPLACE TABLE stage.roa_row AS
WITH told AS (
    SELECT line, entity_no, indicator_no, answers, about.part_time
    FROM stage.roa_said
    JOIN stage.roa_group USING (SISCODElabniveau, SISCODElabsubniveau, SISCODEtype,
                                SISCODElabtype, labSISCODE, crcode, labcrcode)
    JOIN stage.roa_about AS about USING (group_no)
    JOIN stage.roa_entity USING (entity_id)
)
SELECT line, entity_no, indicator_no,
    CASE WHEN min(answers) OVER alike <> max(answers) OVER alike THEN 2
         ELSE row_number() OVER (PARTITION BY entity_no, indicator_no ORDER BY part_time, line)
    END AS place
FROM told
WINDOW alike AS (PARTITION BY entity_no, indicator_no, part_time);
