-- The parsers of the wire formats, as DuckDB macros: one place for every way in which
-- publishers write numbers, periods and codes. A macro never guesses: what it does not know
-- becomes NULL, and Reading.require() turns such a NULL into an error with file, line and column.

-- Marks that stand for "no figure": CBS uses '.', DUO uses '<5' and -1, exports from R use 'NA'.
CREATE OR REPLACE MACRO is_missing_mark(text) AS
    text IS NULL OR trim(text) IN ('', '.', 'NA', 'x', '<5', '-1', '-1.0');

-- A text without the blanks around it; NULL when there is none. CKAN leaves an empty field, and
-- exports from R write 'NA'.
CREATE OR REPLACE MACRO filled(text) AS
    CASE WHEN trim(text) NOT IN ('', 'NA') THEN trim(text) END;

-- Why a figure is missing; NULL when it is not. Blank means "cannot occur" at CBS.
CREATE OR REPLACE MACRO missing_mark_reason(text) AS
    CASE
        WHEN text IS NULL OR trim(text) = '' OR trim(text) = 'NA' THEN 'not_applicable'
        WHEN trim(text) IN ('<5', '-1', '-1.0') THEN 'too_small'
        WHEN trim(text) IN ('.', 'x') THEN 'publisher_gives_none'
    END;

-- A number with a decimal point, as CBS and DUO write it, possibly padded with blanks.
CREATE OR REPLACE MACRO number_point(text) AS
    CASE
        WHEN is_missing_mark(text) THEN NULL
        WHEN regexp_full_match(trim(text), '-?[0-9]{1,15}(\.[0-9]{1,15})?')
            THEN CAST(trim(text) AS DOUBLE)
    END;

-- A number with a decimal comma, as Dutch laws and ROA write it. No thousands separators.
CREATE OR REPLACE MACRO number_comma(text) AS
    CASE
        WHEN is_missing_mark(text) THEN NULL
        WHEN regexp_full_match(trim(text), '-?[0-9]{1,15}(,[0-9]{1,15})?')
            THEN CAST(replace(trim(text), ',', '.') AS DOUBLE)
    END;

-- A count of people: whole, not negative.
CREATE OR REPLACE MACRO whole_count(text) AS
    CASE
        WHEN is_missing_mark(text) THEN NULL
        WHEN regexp_full_match(trim(text), '[0-9]{1,9}(\.0+)?')
            THEN CAST(CAST(trim(text) AS DOUBLE) AS INTEGER)
    END;

-- CBS periods: 2020JJ00 year, 2020KW01 quarter, 2020MM01 month, 2020SJ00 school year, and
-- 2010X000, a "special period" that is not a year. The two letters decide, never the length.
CREATE OR REPLACE MACRO period_kind(code) AS
    CASE
        WHEN NOT regexp_full_match(trim(code), '(19|20)[0-9]{2}([A-Z]{2}[0-9]{2}|X[0-9]{3})')
            THEN NULL
        WHEN substr(trim(code), 5, 4) = 'JJ00' THEN 'year'
        WHEN regexp_full_match(substr(trim(code), 5, 4), 'KW0[1-4]') THEN 'quarter'
        WHEN regexp_full_match(substr(trim(code), 5, 4), 'MM(0[1-9]|1[0-2])') THEN 'month'
        WHEN substr(trim(code), 5, 4) = 'SJ00' THEN 'school_year'
        WHEN substr(trim(code), 5, 1) = 'X' THEN 'special'
    END;

CREATE OR REPLACE MACRO period_start(code) AS
    CASE period_kind(code)
        WHEN 'year' THEN make_date(CAST(left(trim(code), 4) AS INTEGER), 1, 1)
        WHEN 'quarter' THEN make_date(
            CAST(left(trim(code), 4) AS INTEGER), 3 * CAST(right(trim(code), 2) AS INTEGER) - 2, 1)
        WHEN 'month' THEN make_date(
            CAST(left(trim(code), 4) AS INTEGER), CAST(right(trim(code), 2) AS INTEGER), 1)
        WHEN 'school_year' THEN make_date(CAST(left(trim(code), 4) AS INTEGER), 8, 1)
    END;

CREATE OR REPLACE MACRO period_end(code) AS
    CASE period_kind(code)
        WHEN 'year' THEN make_date(CAST(left(trim(code), 4) AS INTEGER), 12, 31)
        WHEN 'quarter' THEN last_day(make_date(
            CAST(left(trim(code), 4) AS INTEGER), 3 * CAST(right(trim(code), 2) AS INTEGER), 1))
        WHEN 'month' THEN last_day(period_start(code))
        WHEN 'school_year' THEN make_date(CAST(left(trim(code), 4) AS INTEGER) + 1, 7, 31)
    END;

-- Codes keep their leading zeros: isat 1020 is 01020, ISCED 221 is 0221, gemeente 14 is 0014.
CREATE OR REPLACE MACRO padded_code(text, width) AS
    CASE
        WHEN regexp_full_match(trim(text), '[0-9]+') AND length(trim(text)) <= width
            THEN lpad(trim(text), width, '0')
    END;

CREATE OR REPLACE MACRO brin_code(text) AS
    CASE WHEN regexp_full_match(trim(text), '[0-9]{2}[A-Z0-9]{2}') THEN trim(text) END;

-- The address of a site with its scheme; NULL for what cannot be one.
CREATE OR REPLACE MACRO web_address(text) AS
    CASE
        WHEN regexp_full_match(lower(trim(text)), 'https?://([a-z0-9-]+[.])+[a-z]{2,}(/[^\s"<>]*)?')
            THEN 'http' || substr(trim(text), 5)
        WHEN regexp_full_match(lower(trim(text)), '([a-z0-9-]+[.])+[a-z]{2,}(/[^\s"<>]*)?')
            THEN 'https://' || trim(text)
    END;

CREATE OR REPLACE MACRO iso_date(text) AS
    CASE WHEN regexp_full_match(trim(text), '(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}(T[0-9:.]+Z?)?')
        THEN try_cast(left(trim(text), 10) AS DATE) END;

-- School years as CBS titles write them: 2015/'16 -> the year it ends.
CREATE OR REPLACE MACRO school_year_end(text) AS
    CASE WHEN regexp_full_match(trim(text), '(19|20)[0-9]{2}/''[0-9]{2}')
          AND (try_cast(substr(trim(text), 3, 2) AS INTEGER) + 1) % 100
              = try_cast(right(trim(text), 2) AS INTEGER)
        THEN CAST(left(trim(text), 4) AS INTEGER) + 1 END;

-- ROA's word for where the labour market of an occupation goes; one we do not know stays as it is.
CREATE OR REPLACE MACRO direction_en(text) AS
    CASE text WHEN 'richting evenwicht' THEN 'towards balance'
              WHEN 'evenwicht' THEN 'balance'
              WHEN 'blijft krap' THEN 'stays tight'
              WHEN 'verkrapping' THEN 'tighter'
              WHEN 'verdere verkrapping' THEN 'tighter still'
              WHEN 'verruiming' THEN 'easier for employers'
              ELSE text END;

-- The English name of an industry, occupation or region, and the publisher's own where we have
-- none. The table is filled from data/reference.
CREATE OR REPLACE TABLE ref.english_name (name_id VARCHAR, name_en VARCHAR);
CREATE OR REPLACE MACRO english_name(id, name) AS
    coalesce((SELECT name_en FROM ref.english_name WHERE name_id = id), name);
