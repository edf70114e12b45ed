"""Every table of the store, declared once.

The DDL, the comments inside DuckDB, the data dictionary, the columns of the snapshot and the
integrity checks all come from the declarations below, so a column is described in one place.

``origin`` says where the rows of a table come from:

* ``publisher``  read from a publisher's file; kept in ``data/snapshot/``;
* ``reference``  decided or typed over by people; kept as text in ``data/reference/``;
* ``derived``    computed from the other two at every build.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

SCHEMA_VERSION = "1"

Origin = Literal["publisher", "reference", "derived"]


@dataclass(frozen=True)
class Column:
    """One column: SQL type, meaning (with unit), and what may stand in it."""

    name: str
    type: str
    meaning: str
    required: bool = False
    references: str | None = None
    check: str | None = None
    origin: Origin | None = None

    def ddl(self) -> str:
        """The column's line in CREATE TABLE."""
        parts = [f'"{self.name}"', self.type]
        if self.required:
            parts.append("NOT NULL")
        if self.check:
            parts.append(f"CHECK ({self.check})")
        if self.references:
            parts.append(f"REFERENCES {self.references}")
        return " ".join(parts)


@dataclass(frozen=True)
class Table:
    """One table: what a row is, its key, and its columns."""

    name: str
    meaning: str
    origin: Origin
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    checks: tuple[str, ...] = field(default=())

    def column_names(self) -> tuple[str, ...]:
        """Names in declared order."""
        return tuple(column.name for column in self.columns)

    def publisher_columns(self) -> tuple[str, ...]:
        """Columns that come from publishers' files, hence belong in the snapshot."""
        return tuple(
            column.name for column in self.columns if column.origin in (None, "publisher")
        )

    def ddl(self) -> str:
        """CREATE TABLE with key, foreign keys and checks."""
        lines = [column.ddl() for column in self.columns]
        lines.append(f"PRIMARY KEY ({', '.join(self.key)})")
        lines.extend(f"CHECK ({check})" for check in self.checks)
        body = ",\n  ".join(lines)
        return f"CREATE TABLE {self.name} (\n  {body}\n)"


# Order matters: from the least to the most demanding programme, and for the ladder from the
# figure closest to a programme to the one furthest away. Queries sort on these.
ENUMS: dict[str, tuple[str, ...]] = {
    "programme_level": (
        "entree",
        "mbo-2",
        "mbo-3",
        "mbo-4",
        "hbo-ad",
        "hbo-ba",
        "hbo-ma",
        "hbo-pm",
        "wo-ba",
        "wo-ma",
        "wo-pm",
        "wo-o",
    ),
    "education_sector": ("mbo", "hbo", "wo"),
    "ladder_level": (
        "offering",
        "programme",
        "dossier",
        "field_level",
        "level",
        "occupation",
        "industry",
        "nation",
    ),
    "missing_reason": (
        "too_small",
        "not_measured",
        "new_programme",
        "publisher_gives_none",
        "not_yet_published",
        "not_loaded",
        "not_applicable",
    ),
    # SDMX CL_OBS_STATUS: normal, provisional, estimated, break, special events, unreliable,
    # suppressed, forecast.
    "obs_status": ("A", "P", "E", "B", "S", "U", "Q", "F"),
    "region_kind": ("land", "landsdeel", "provincie", "arbeidsmarktregio", "gemeente"),
    "industry_kind": ("totaal", "groep", "sectie", "deel", "bedrijfsgrootte"),
    "direction": ("more_is_better", "less_is_better", "none"),
    "link_kind": ("field", "occupation", "industry", "internship_segment"),
    "link_strength": ("sterk", "redelijk", "zwak", "geen"),
    "sector_effect_class": ("hard", "geraakt", "gemengd", "weinig", "onvoldoende"),
    "recovery_class": ("hersteld", "deels", "nog_niet", "te_vroeg", "nvt"),
    "confidence_class": ("hoog", "middel", "laag", "geen"),
    "measured_tag": ("M1", "M2", "M3", "M4", "M5", "B"),
}

_SOURCE = Column("source_id", "VARCHAR", "Source of this row.", True, "source(source_id)")

TABLES: tuple[Table, ...] = (
    Table(
        "source",
        "One row per table or page of a publisher, in one edition.",
        "publisher",
        ("source_id",),
        (
            Column("source_id", "VARCHAR", "Our short name of the source.", True),
            Column("publisher", "VARCHAR", "Who published it.", True),
            Column("title", "VARCHAR", "Title of the table or page.", True),
            Column("table_id", "VARCHAR", "The publisher's own table or file id."),
            Column("edition", "VARCHAR", "Edition or version as the publisher names it.", True),
            Column("kind", "VARCHAR", "'publisher' (file) or 'reference' (typed over).", True),
            Column("licence", "VARCHAR", "Licence or terms of reuse.", True),
            Column("attribution", "VARCHAR", "Line to print with every use.", True),
            Column("url", "VARCHAR", "Where the publisher shows it.", True),
            Column("published", "DATE", "Publication date, when known."),
            Column("reference_start", "DATE", "First day the figures speak of.", True),
            Column("reference_end", "DATE", "Last day the figures speak of.", True),
            Column("refresh_month", "VARCHAR", "When the publisher usually refreshes it."),
            Column("note", "VARCHAR", "What a reader must know before using it."),
        ),
        ("reference_start <= reference_end", "kind IN ('publisher', 'reference')"),
    ),
    Table(
        "load",
        "One row per source and ETL run that filled this store.",
        "publisher",
        ("load_id",),
        (
            Column("load_id", "VARCHAR", "Run and source.", True),
            _SOURCE,
            Column("file", "VARCHAR", "File name as read.", True),
            Column("rows_read", "INTEGER", "Data rows in the file.", True),
            Column("rows", "INTEGER", "Rows used.", True),
            Column("rows_left_out", "INTEGER", "Rows not used; reasons in left_out.", True),
            Column("sha256", "VARCHAR", "Checksum of the file as read.", True),
            Column("warnings", "VARCHAR[]", "What the reader should know.", True),
            Column("started", "TIMESTAMP", "Start of the run.", origin="derived"),
            Column("duration_ms", "INTEGER", "Time to read and parse.", origin="derived"),
        ),
        ("rows_read = rows + rows_left_out",),
    ),
    Table(
        "left_out",
        "Why rows of a publisher's file are not in the store.",
        "publisher",
        ("source_id", "file", "reason"),
        (
            _SOURCE,
            Column("file", "VARCHAR", "File name as read.", True),
            Column("reason", "VARCHAR", "Why, in words.", True),
            Column("rows", "INTEGER", "How many rows.", True),
            Column("first_line", "INTEGER", "Line number of the first one.", True),
            Column("example", "VARCHAR", "Start of the first one."),
        ),
    ),
    Table(
        "region",
        "Country, landsdelen, provinces, arbeidsmarktregio's and gemeenten.",
        "publisher",
        ("region_id",),
        (
            Column("region_id", "VARCHAR", "CBS code (NL01, PV27, GM0363) or amr:name.", True),
            Column("kind", "region_kind", "What kind of region.", True),
            Column("name", "VARCHAR", "Dutch name.", True),
            Column("arbeidsmarktregio_id", "VARCHAR", "Of a gemeente: its arbeidsmarktregio."),
        ),
    ),
    Table(
        "place",
        "Towns with a school: gemeente, province and where on the map.",
        "reference",
        ("place_id",),
        (
            Column("place_id", "VARCHAR", "Upper-case name of the town as DUO writes it.", True),
            Column("name", "VARCHAR", "Name as people write it.", True),
            Column("gemeente_id", "VARCHAR", "Gemeente.", False, "region(region_id)"),
            Column("provincie_id", "VARCHAR", "Province.", True, "region(region_id)"),
            Column("latitude", "DOUBLE", "Degrees north (WGS84).", True),
            Column("longitude", "DOUBLE", "Degrees east (WGS84).", True),
        ),
        ("latitude BETWEEN 50 AND 54", "longitude BETWEEN 3 AND 8"),
    ),
    Table(
        "industry",
        "Industries (SBI 2008) as CBS groups them.",
        "publisher",
        ("industry_id",),
        (
            Column("industry_id", "VARCHAR", "CBS key, e.g. 389100.", True),
            Column("code", "VARCHAR", "SBI letter or digits, e.g. I or 47.", True),
            Column("name", "VARCHAR", "Dutch name without the code.", True),
            Column("kind", "industry_kind", "Total, group of sections, section or part.", True),
            Column("parent", "VARCHAR", "Section that a part belongs to."),
        ),
    ),
    Table(
        "field",
        "Study fields: HOOP onderdelen (ho) and ISCED-F 2013 (2, 4 and 6 digits).",
        "reference",
        ("field_id",),
        (
            Column("field_id", "VARCHAR", "hoop:ECONOMIE or isced:0413.", True),
            Column("scheme", "VARCHAR", "hoop or isced.", True),
            Column("code", "VARCHAR", "Code in that scheme, leading zeros kept.", True),
            Column("name", "VARCHAR", "Dutch name.", True),
            Column("name_en", "VARCHAR", "English name."),
            Column("parent", "VARCHAR", "Broader field."),
        ),
    ),
    Table(
        "occupation",
        "Occupation groups (BRC 2014) of the ROA outlook.",
        "publisher",
        ("occupation_id",),
        (
            Column("occupation_id", "VARCHAR", "brc:0111, leading zeros kept.", True),
            Column("code", "VARCHAR", "BRC 2014 code.", True),
            Column("name", "VARCHAR", "Dutch name.", True),
        ),
    ),
    Table(
        "institution",
        "Schools, hogescholen and universities.",
        "publisher",
        ("institution_id",),
        (
            Column("institution_id", "VARCHAR", "BRIN, four characters.", True),
            Column("name", "VARCHAR", "Name in the register.", True),
            Column("place_id", "VARCHAR", "Town of the head office."),
            Column("postcode4", "VARCHAR", "First four of its postcode."),
            Column("gemeente_id", "VARCHAR", "Gemeente.", False, "region(region_id)"),
            _SOURCE,
        ),
        ("length(institution_id) = 4",),
    ),
    Table(
        "programme",
        "Programmes: mbo qualifications (crebo) and ho programmes (isat).",
        "publisher",
        ("programme_id",),
        (
            Column("programme_id", "VARCHAR", "crebo:25655 or isat:34479.", True),
            Column("code", "VARCHAR", "Crebo or isat, five characters.", True),
            Column("sector", "education_sector", "mbo, hbo or wo.", True),
            Column("level", "programme_level", "Level of the diploma.", True),
            Column("name", "VARCHAR", "Dutch name in the register.", True),
            Column("name_en", "VARCHAR", "English name in the register."),
            Column("form", "VARCHAR[]", "bol, bbl / voltijd, deeltijd, duaal.", True),
            Column("field_id", "VARCHAR", "Field that CBS tables hang on.", origin="derived"),
            Column("isced_id", "VARCHAR", "ISCED-F 2013, 4 digits.", origin="derived"),
            Column("register_isced", "VARCHAR", "ISCED digits as the register gives them."),
            Column("hoop", "VARCHAR", "HOOP onderdeel (ho), upper case."),
            Column("subonderdeel", "VARCHAR", "HOOP subonderdeel (ho)."),
            Column("nlqf", "VARCHAR", "NLQF level."),
            Column("study_load", "INTEGER", "ECTS (ho)."),
            Column("language", "VARCHAR", "Language of instruction; the register file has none."),
            Column("funding", "VARCHAR", "bekostigd, niet_bekostigd, aangewezen or a mix.", True),
            Column("mbo_sector", "VARCHAR", "Sector in the DUO mbo file."),
            Column("domein", "VARCHAR", "Mbo domain."),
            Column("sectorunit", "VARCHAR", "SBB sectorunit."),
            Column("mbo_kind", "VARCHAR", "kwalificatie, dossier, domein (students enrolled on "
                   "those) or oud (before the revision of 2016).", origin="derived"),
            Column("dossier_id", "VARCHAR", "Kwalificatiedossier, dossier:23045."),
            Column("dossier", "VARCHAR", "Name of the dossier."),
            Column("profession_requirements", "BOOLEAN", "Legal requirements for the profession."),
            Column("intake_end", "DATE", "No new students after this date, when all end."),
            Column("active", "BOOLEAN", "Open for intake or with students in the data.", True),
            Column("register_date", "DATE", "Date of the register it comes from.", True),
            _SOURCE,
        ),
        (
            "length(code) = 5",
            "programme_id = (CASE WHEN sector = 'mbo' THEN 'crebo:' ELSE 'isat:' END) || code",
        ),
    ),
    Table(
        "offering",
        "A programme at an institution, in a town, in one form.",
        "publisher",
        ("offering_id",),
        (
            Column("offering_id", "VARCHAR", "Programme, institution, town and form.", True),
            Column("programme_id", "VARCHAR", "Which one.", True, "programme(programme_id)"),
            Column("institution_id", "VARCHAR", "Where.", True, "institution(institution_id)"),
            Column("place_id", "VARCHAR", "Town."),
            Column("gemeente_id", "VARCHAR", "Gemeente.", False, "region(region_id)"),
            Column("form", "VARCHAR", "bol, bbl / voltijd, deeltijd, duaal; NULL: not given."),
            Column("units", "INTEGER", "Rows of the register that this one stands for.", True),
            Column("funding", "VARCHAR", "bekostigd, niet_bekostigd or aangewezen."),
            Column("intake_end", "DATE", "Last day of intake, when given."),
            Column("students", "INTEGER", "Students in the last year of the file (mbo)."),
            _SOURCE,
        ),
    ),
    Table(
        "student_count",
        "Students, first-years or diplomas per programme, institution, town, form and year.",
        "publisher",
        ("source_id", "indicator_id", "programme_id", "institution_id", "place", "form", "year"),
        (
            _SOURCE,
            Column("indicator_id", "VARCHAR", "students, first_years or diplomas.", True),
            Column("programme_id", "VARCHAR", "Programme; may be gone from the register.", True),
            Column("institution_id", "VARCHAR", "BRIN.", True),
            Column("place", "VARCHAR", "Gemeente code (ho) or town (mbo).", True),
            Column("form", "VARCHAR", "bol, bbl / voltijd, deeltijd, duaal.", True),
            Column("year", "INTEGER", "Year of 1 October, or diploma year.", True),
            Column("value", "INTEGER", "Persons; NULL when a part is hidden.", False, None,
                   "value >= 0"),
            Column("low", "INTEGER", "At least this many, when a part is hidden."),
            Column("high", "INTEGER", "At most this many, when a part is hidden."),
            Column("missing_reason", "missing_reason", "Why value is NULL."),
        ),
        ("(value IS NULL) = (missing_reason IS NOT NULL)",),
    ),
    Table(
        "indicator",
        "What can be measured: name, unit, direction and explanation.",
        "reference",
        ("indicator_id",),
        (
            Column("indicator_id", "VARCHAR", "Short name.", True),
            Column("theme", "VARCHAR", "pay, work, outlook, internship, study, context.", True),
            Column("name", "VARCHAR", "Dutch name.", True),
            Column("name_en", "VARCHAR", "English name.", True),
            Column("explanation", "VARCHAR", "One plain Dutch line.", True),
            Column("explanation_en", "VARCHAR", "One plain English line.", True),
            Column("unit", "VARCHAR", "euro_per_hour, euro_per_month, share, count, ...", True),
            Column("direction", "direction", "Is more better for a student?", True),
            Column("min_n", "INTEGER", "Fewest people a shown figure may rest on.", True),
            Column("lowest", "DOUBLE", "Lowest plausible value.", True),
            Column("highest", "DOUBLE", "Highest plausible value.", True),
            Column("precision", "DOUBLE", "Step the publisher rounds to.", True),
            Column("scale", "VARCHAR", "Classes and their borders as JSON, if any."),
        ),
    ),
    Table(
        "figure",
        "The one table of figures: a value with all that is needed to judge it.",
        "publisher",
        ("figure_id",),
        (
            Column("figure_id", "VARCHAR", "Source, indicator, entity and moment.", True),
            Column("indicator_id", "VARCHAR", "What.", True, "indicator(indicator_id)"),
            Column("ladder_level", "ladder_level", "Step of the ladder it belongs to.", True),
            Column("entity_id", "VARCHAR", "Which programme, field x level, level ...", True),
            Column("region_id", "VARCHAR", "Where.", True, "region(region_id)"),
            Column("years_after", "DOUBLE", "Years after leaving school, if about leavers."),
            Column("value", "DOUBLE", "The figure in the indicator's unit; NULL when missing."),
            Column("low", "DOUBLE", "Lower end: first quartile, or at least."),
            Column("high", "DOUBLE", "Upper end: third quartile, or at most."),
            Column("range_kind", "VARCHAR", "quartiles, bounds or NULL."),
            Column("label", "VARCHAR", "The publisher's own class, when it gives one."),
            Column("n", "INTEGER", "People it rests on, when known."),
            Column("population", "VARCHAR", "Who they are, in Dutch.", True),
            Column("population_en", "VARCHAR", "Who they are, in English."),
            Column("entry_start", "DATE", "First day these people left school."),
            Column("entry_end", "DATE", "Last day these people left school."),
            Column("entry_assumed", "BOOLEAN", "Entry window is our assumption.", True),
            Column("measured_start", "DATE", "First day of observation.", True),
            Column("measured_end", "DATE", "Last day of observation.", True),
            Column("measured_assumed", "BOOLEAN", "Measured window is our assumption.", True),
            Column("published", "DATE", "Publication date, when known."),
            Column("horizon", "INTEGER", "For forecasts: the year they speak of."),
            _SOURCE,
            Column("url", "VARCHAR", "Page of this very figure, when it has its own."),
            Column("status", "obs_status", "Observation status (SDMX).", True),
            Column("missing_reason", "missing_reason", "Why value is NULL."),
            Column("note", "VARCHAR", "What must be told with it, in Dutch."),
        ),
        (
            "(value IS NULL) = (missing_reason IS NOT NULL)",
            "measured_start <= measured_end",
            "entry_start <= entry_end",
            "low <= high",
        ),
    ),
    Table(
        "series",
        "Values over time per industry, region and age group.",
        "publisher",
        ("series_id", "period_start"),
        (
            Column("series_id", "VARCHAR", "Source, measure, industry, region and age.", True),
            Column("indicator_id", "VARCHAR", "What.", True, "indicator(indicator_id)"),
            Column("industry_id", "VARCHAR", "Industry.", True, "industry(industry_id)"),
            Column("region_id", "VARCHAR", "Region.", True, "region(region_id)"),
            Column("age_group", "VARCHAR", "Age group, or 'totaal'.", True),
            Column("period_type", "VARCHAR", "quarter or year.", True),
            Column("period_start", "DATE", "First day of the period.", True),
            Column("period_end", "DATE", "Last day of the period.", True),
            Column("value", "DOUBLE", "In the indicator's unit; NULL when missing."),
            Column("status", "obs_status", "Observation status (SDMX).", True),
            Column("missing_reason", "missing_reason", "Why value is NULL."),
            _SOURCE,
        ),
        ("(value IS NULL) = (missing_reason IS NOT NULL)", "period_type IN ('quarter', 'year')"),
    ),
    Table(
        "link",
        "From a programme to a study field, occupation, industry or internship segment.",
        "derived",
        ("programme_id", "kind", "to_id"),
        (
            Column("programme_id", "VARCHAR", "From.", True, "programme(programme_id)"),
            Column("kind", "link_kind", "What kind of link.", True),
            Column("to_id", "VARCHAR", "To; empty when strength is 'geen'.", True),
            Column("weight", "DOUBLE", "Share, adds up to 1 per programme and kind.", True),
            Column("strength", "link_strength", "How sure the link is.", True),
            Column("reason", "VARCHAR", "Why, in one Dutch sentence.", True),
            Column("basis", "VARCHAR", "register, cbs_table or own_judgement.", True),
            Column("given_for", "VARCHAR", "Row it comes from: own code, dossier, field ...", True),
            Column("reviewed_on", "DATE", "Last looked at.", True),
        ),
        ("weight > 0", "weight <= 1"),
    ),
    Table(
        "ladder",
        "Per programme and form: which entities may lend it a figure, nearest first.",
        "derived",
        ("programme_id", "form", "entity_id"),
        (
            Column("programme_id", "VARCHAR", "For.", True, "programme(programme_id)"),
            Column("form", "VARCHAR", "bol, bbl, or 'alle' for ho.", True),
            Column("step", "INTEGER", "1 is the programme itself; equals are equally near.", True),
            Column("ladder_level", "ladder_level", "Kind of step.", True),
            Column("entity_id", "VARCHAR", "Entity whose figures stand in.", True),
        ),
    ),
    Table(
        "crisis",
        "Crises in the register, with their window and the dip of the labour market in it.",
        "reference",
        ("crisis_id",),
        (
            Column("crisis_id", "VARCHAR", "Short name, e.g. corona_2020.", True),
            Column("name", "VARCHAR", "Dutch name.", True),
            Column("name_en", "VARCHAR", "English name.", True),
            Column("short_name", "VARCHAR", "Dutch name for on a tag.", True),
            Column("kind", "VARCHAR", "economisch, gezondheid or kosten.", True),
            Column("window_start", "DATE", "First day.", True),
            Column("window_end", "DATE", "Last day; empty while it runs."),
            Column("dip_start", "DATE", "First day of the national dip, when there was one."),
            Column("dip_end", "DATE", "Last day of the national dip."),
            Column("evidence", "VARCHAR", "Why these dates, in Dutch.", True),
            Column("source", "VARCHAR", "Who says so.", True),
            Column("url", "VARCHAR", "Where.", True),
            Column("dating_confidence", "VARCHAR", "hoog, middel or laag.", True),
        ),
        ("window_start <= window_end", "dip_start <= dip_end"),
    ),
    Table(
        "sector_effect",
        "What each crisis did to each industry, with all numbers behind it.",
        "derived",
        ("crisis_id", "industry_id"),
        (
            Column("crisis_id", "VARCHAR", "Crisis.", True, "crisis(crisis_id)"),
            Column("industry_id", "VARCHAR", "Industry.", True, "industry(industry_id)"),
            Column("effect", "sector_effect_class", "How hard it was hit.", True),
            Column("confidence", "confidence_class", "How sure we are.", True),
            Column("recovery", "recovery_class", "Is it back at the old level?", True),
            Column("recovered_since", "VARCHAR", "Quarter or year, when it is back."),
            Column("provisional", "BOOLEAN", "The dip still ran at the data date.", True),
            Column("fall", "DOUBLE", "A: deepest year of vacancies against the base."),
            Column("national_fall", "DOUBLE", "The country's fall over the same quarters."),
            Column("jobs_fall", "DOUBLE", "Jm: jobs at the worst against the base year."),
            Column("reasons", "VARCHAR[]", "Codes for what limited the answer.", True),
            Column("inputs", "VARCHAR", "JSON with every number, to redo it by hand.", True),
            Column("data_vintage", "VARCHAR", "Last quarter of vacancies used.", True),
            Column("rule_version", "VARCHAR", "Version of the thresholds.", True),
        ),
    ),
    Table(
        "programme_effect",
        "What each crisis did to the industries that a programme leads to.",
        "derived",
        ("programme_id", "crisis_id"),
        (
            Column("programme_id", "VARCHAR", "Programme.", True, "programme(programme_id)"),
            Column("crisis_id", "VARCHAR", "Crisis.", True, "crisis(crisis_id)"),
            Column("effect", "sector_effect_class", "How hard it was hit.", True),
            Column("confidence", "confidence_class", "Never above that of the link.", True),
            Column("recovery", "recovery_class", "Is it back at the old level?", True),
            Column("recovered_since", "VARCHAR", "Quarter or year, when it is back."),
            Column("provisional", "BOOLEAN", "The dip still ran at the data date.", True),
            Column("exposure", "DOUBLE", "Weighted class: weinig 0, geraakt 1, hard 2."),
            Column("known_weight", "DOUBLE", "Share of leavers it rests on.", True),
            Column("main_industry", "VARCHAR", "Industry to name in the text."),
            Column("strength", "link_strength", "Strength of the link.", True),
            Column("reasons", "VARCHAR[]", "Codes for what limited the answer.", True),
            Column("rule_version", "VARCHAR", "Version of the thresholds.", True),
        ),
    ),
    Table(
        "figure_crisis",
        "Was a figure measured in, before or after a crisis? Only where a tag applies.",
        "derived",
        ("figure_id", "crisis_id"),
        (
            Column("figure_id", "VARCHAR", "Figure.", True),
            Column("crisis_id", "VARCHAR", "Crisis.", True, "crisis(crisis_id)"),
            Column("measured_tag", "measured_tag", "M1 in it, M2 started in it, M3 recovery, "
                   "M4 before it, M5 forecast from it, B other count.", True),
            Column("obs_status", "obs_status", "SDMX status: S for M1 and M2, B for B."),
        ),
    ),
    Table(
        "resilience",
        "Per industry: how deep it fell and how long it took, over all crises in the data.",
        "derived",
        ("industry_id",),
        (
            Column("industry_id", "VARCHAR", "Industry.", True, "industry(industry_id)"),
            Column("depth", "VARCHAR", "licht, stevig, zwaar or te_weinig_gegevens.", True),
            Column("speed", "VARCHAR", "snel, langzaam, niet_terug or te_weinig_gegevens.", True),
            Column("years", "DOUBLE", "Longest recovery in years; empty when one never ended."),
            Column("crises", "INTEGER", "Over how many crises.", True),
        ),
    ),
    Table(
        "synonym",
        "What people type, and words in programme names that it means.",
        "reference",
        ("term", "target"),
        (
            Column("term", "VARCHAR", "What people type, lower case.", True),
            Column("target", "VARCHAR", "Words to look for.", True),
        ),
    ),
)

# The questions that pages ask. A programme borrows the nearest figure that has a value; among
# equally near ones the newest, then the one about graduates.
VIEWS = (
    """
    CREATE VIEW best_figure AS
    SELECT ladder.programme_id, ladder.form, ladder.step, figure.*
    FROM ladder
    JOIN figure USING (entity_id)
    WHERE figure.region_id = 'NL01'
    QUALIFY row_number() OVER (
        PARTITION BY ladder.programme_id, ladder.form, indicator_id, years_after
        ORDER BY value IS NULL, step, measured_end DESC, length(entity_id) DESC, figure_id
    ) = 1
    """,
)

TABLE: dict[str, Table] = {table.name: table for table in TABLES}


def ddl() -> list[str]:
    """All statements that make an empty store, in order: types, tables, comments."""
    statements = [
        f"CREATE TYPE {name} AS ENUM ({', '.join(_quoted(value) for value in values)})"
        for name, values in ENUMS.items()
    ]
    for table in TABLES:
        statements.append(table.ddl())
        statements.append(f"COMMENT ON TABLE {table.name} IS {_quoted(table.meaning)}")
        statements.extend(
            f'COMMENT ON COLUMN {table.name}."{column.name}" IS {_quoted(column.meaning)}'
            for column in table.columns
        )
    statements.append(
        "CREATE TABLE store_info (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)"
    )
    statements.extend(VIEWS)
    return statements


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
