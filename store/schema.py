"""Every table of the store, declared once.

The DDL, the comments inside DuckDB, the data dictionary, the columns of the snapshot and the
integrity checks all come from the declarations below, so a column is described in one place.

``origin`` says where the rows of a table come from:

* ``publisher``  read from a publisher's file; kept in ``data/snapshot/``;
* ``reference``  decided or typed over by people; kept as text in ``data/reference/``;
* ``derived``    computed from the other two at every build.
"""

from __future__ import annotations

from store.findings import FINDINGS
from store.keeping import KEEPING
from store.model import Table
from store.registers import REGISTERS

SCHEMA_VERSION = "4"

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
        "education_type",
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
    "change_kind": (
        "programme_new", "programme_gone", "programme_renamed", "source_edition",
        "source_new", "source_gone", "definition_changed", "coverage_lost", "tag_changed",
        "figure_changed", "figure_new", "figure_gone",
    ),
    # What came of the last attempt to refresh a source.
    "refresh_outcome": ("fetched", "unchanged", "failed", "not_loaded"),
}

# The questions that pages ask.
VIEWS = (
    """
    CREATE VIEW best_figure AS
    SELECT best.programme_id, best.form, best.step, figure.*
    FROM best JOIN figure USING (figure_id)
    """,
)

TABLES: tuple[Table, ...] = (*REGISTERS, *FINDINGS, *KEEPING)

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
