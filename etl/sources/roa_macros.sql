-- How ROA writes codes, names, classes and quarters, as DuckDB macros.

-- A name without what differs between editions: blanks, hyphens, accents, capitals.
CREATE OR REPLACE MACRO plain_name(text) AS
    regexp_replace(replace(lower(strip_accents(trim(text))), 'fryslan', 'friesland'),
                   '[^a-z0-9]', '', 'g');

-- Codes went through a spreadsheet: 0111, 111, 111.0 and 111,0 are the same group.
CREATE OR REPLACE MACRO roa_code(text) AS
    CASE WHEN regexp_full_match(trim(text), '0*[0-9]+([.,]0+)?')
         THEN CAST(TRY_CAST(regexp_replace(trim(text), '[.,]0+$', '') AS BIGINT) AS VARCHAR) END;

-- Levels of ROA that are one of ours; a bachelor is of hbo or wo, and so is a master.
CREATE OR REPLACE MACRO roa_level(text) AS
    CASE WHEN regexp_full_match(lower(trim(text)), 'mbo ?-?(niveau )?[234]')
             THEN 'mbo-' || right(trim(text), 1)
         WHEN regexp_full_match(lower(trim(text)), '(hbo|hbo-/wo-|hbo/wo)? ?bachelor')
             THEN 'bachelor'
         WHEN regexp_full_match(lower(trim(text)), '(wo)? ?master(, doctor)?') THEN 'master' END;

CREATE OR REPLACE MACRO roa_level_name(entity) AS
    CASE entity WHEN 'bachelor' THEN 'bachelor (hbo en wo)'
                WHEN 'master' THEN 'master (hbo en wo)'
                ELSE 'mbo niveau ' || right(entity, 1) END;

CREATE OR REPLACE MACRO roa_level_name_en(entity) AS
    CASE entity WHEN 'bachelor' THEN 'bachelor (hbo and wo)'
                WHEN 'master' THEN 'master (hbo and wo)'
                ELSE 'mbo level ' || right(entity, 1) END;

-- ROA's own class when it is one we know, else the class that the number falls in.
CREATE OR REPLACE MACRO roa_class(said, number) AS
    CASE WHEN said IN ('zeer goed', 'goed', 'redelijk', 'matig', 'slecht') THEN said
         WHEN number <= 0.85 THEN 'zeer goed' WHEN number <= 1.0 THEN 'goed'
         WHEN number <= 1.05 THEN 'redelijk' WHEN number <= 1.15 THEN 'matig'
         WHEN number IS NOT NULL THEN 'slecht' END;

-- «... beroep (2026Q1)» -> first day of that quarter.
CREATE OR REPLACE MACRO roa_quarter(text) AS
    CASE WHEN regexp_matches(text, '20\d\d ?-?[QqKk][Ww]?[1-4]') THEN make_date(
        TRY_CAST(regexp_extract(text, '(20\d\d) ?-?[QqKk][Ww]?([1-4])', 1) AS INTEGER),
        3 * TRY_CAST(regexp_extract(text, '(20\d\d) ?-?[QqKk][Ww]?([1-4])', 2) AS INTEGER) - 2,
        1) END;

-- The year that a forecast speaks of: the last one in its subject, or the one in its theme.
CREATE OR REPLACE MACRO roa_horizon(subject, theme) AS
    TRY_CAST(coalesce(nullif(regexp_extract(subject, '(20\d\d)\D*$', 1), ''),
                      regexp_extract(theme, 'tot (20\d\d)', 1)) AS INTEGER);

CREATE OR REPLACE MACRO roa_people(indicator, about, entity, name) AS
    CASE WHEN about = 'occupation' AND indicator = 'tension_now'
             THEN 'vacatures en werkzoekenden: ' || name
         WHEN about = 'occupation'
             THEN 'iedereen met een baan als ' || lower(left(name, 1)) || substr(name, 2)
         WHEN starts_with(entity, 'onr:') THEN 'opleidingstype «' || name || '»'
         ELSE roa_level_name(entity) END;

CREATE OR REPLACE MACRO roa_people_en(indicator, about, entity, name) AS
    CASE WHEN about = 'occupation' AND indicator = 'tension_now'
             THEN 'vacancies and job seekers: ' || english_name(entity, name)
         WHEN about = 'occupation'
             THEN 'everyone working as: ' || english_name(entity, name)
         WHEN starts_with(entity, 'onr:') THEN 'education type «' || name || '»'
         ELSE roa_level_name_en(entity) END;

-- Arbeidsmarktuitkomsten write -9 where there is no number.
CREATE OR REPLACE MACRO roa_is_hidden(text) AS regexp_full_match(trim(text), '-9([.,]0+)?');

CREATE OR REPLACE MACRO roa_hidden(text) AS
    CASE WHEN NOT roa_is_hidden(text) THEN number_comma(text) END;
