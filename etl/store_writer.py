"""A workspace -> a new store file: schema, publisher rows, reference rows, derived rows."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from etl.derive.crises import derive_crises, rules_version
from etl.errors import DataError
from etl.reference import load_reference, reference_digest
from store.connection import one_row
from store.keeping import KEEPING
from store.schema import SCHEMA_VERSION, TABLES, ddl

_DERIVE = Path(__file__).parent / "derive"


def write_store(
    workspace: duckdb.DuckDBPyConnection, path: Path, reference: Path, verb: str
) -> None:
    """Make a complete store at ``path`` (which must not exist) from ``pub`` and reference data.

    ``verb`` is the command that asked for it; it goes into the load log.
    """
    started = datetime.now(UTC).replace(tzinfo=None, microsecond=0)
    load_reference(workspace, reference)
    workspace.execute((_DERIVE / "links.sql").read_text(encoding="utf-8"))
    quoted = str(path).replace("'", "''")
    workspace.execute(f"ATTACH '{quoted}' AS target")
    workspace.execute("USE target")
    workspace.execute("BEGIN")
    try:
        for statement in ddl():
            workspace.execute(statement)
        for table in TABLES:
            _fill(workspace, table.name, started)
        workspace.execute((_DERIVE / "ladder.sql").read_text(encoding="utf-8"))
        derive_crises(workspace, reference / "crisis")
        _store_info(workspace, reference, verb, started)
        workspace.execute("COMMIT")
    except (duckdb.ConstraintException, duckdb.ConversionException) as error:
        workspace.execute("ROLLBACK")
        raise DataError(f"a row breaks a rule of the store: {_first_line(error)}.") from error
    except BaseException:
        workspace.execute("ROLLBACK")
        raise
    finally:
        workspace.execute("USE memory")
        workspace.execute("DETACH target")


_LINKS = """
    SELECT programme_id, kind,
           CASE WHEN to_id IS NULL OR to_id = '' THEN ''
                WHEN kind = 'field' THEN 'isced:' || to_id
                WHEN kind = 'occupation' THEN 'brc:' || to_id
                WHEN kind = 'industry' THEN 'sbi:' || to_id
                ELSE 'segment:' || to_id END AS to_id,
           weight, strength, reason, reason_en, basis, from_id AS given_for,
           reviewed_on
    FROM temp.{table}
"""
# The English name comes from data/reference, because these publishers only give a Dutch one.
_NAMED = """
    SELECT named.*, name_en
    FROM memory.pub.{table} AS named
    LEFT JOIN memory.ref.english_name ON name_id = '{prefix}' || {table}_id
"""
_FROM = {
    "source": "SELECT * FROM memory.pub.source UNION ALL BY NAME SELECT * FROM memory.ref.source",
    "load": "SELECT * REPLACE ($started::TIMESTAMP AS started) FROM ("
            "SELECT *, NULL::TIMESTAMP AS started FROM memory.pub.load)",
    "indicator": "SELECT * FROM memory.ref.indicator",
    "field": "SELECT * FROM memory.ref.field",
    "place": "SELECT * FROM memory.ref.place",
    "town": "SELECT * FROM memory.ref.town",
    "postcode": "SELECT * FROM memory.ref.postcode",
    "outline": "SELECT * FROM memory.ref.outline",
    "nickname": "SELECT * FROM memory.ref.nickname",
    "successor": "SELECT * FROM memory.ref.successor",
    "synonym": "SELECT * FROM memory.ref.synonym",
    "english_name": "SELECT * FROM memory.ref.english_name",
    "region": _NAMED.format(table="region", prefix=""),
    "industry": _NAMED.format(table="industry", prefix="sbi:"),
    "occupation": _NAMED.format(table="occupation", prefix=""),
    "figure": "SELECT * FROM memory.pub.figure UNION ALL BY NAME SELECT * FROM memory.ref.figure",
    "programme": """
        SELECT
            programme.*,
            'isced:' || field.to_id AS isced_id,
            CASE
                WHEN programme.sector <> 'mbo' THEN NULL
                WHEN left(programme.code, 2) BETWEEN '25' AND '29' THEN 'kwalificatie'
                WHEN left(programme.code, 2) IN ('22', '23') THEN 'dossier'
                WHEN left(programme.code, 2) = '79' THEN 'domein'
                ELSE 'oud'
            END AS mbo_kind,
            coalesce('hoop:' || programme.hoop, 'isced:' || left(field.to_id, 2)) AS field_id
        FROM memory.pub.programme AS programme
        LEFT JOIN temp.field_link AS field USING (programme_id)
    """,
    "link": _LINKS.format(table="chosen_link"),
    "link_check": _LINKS.format(table="unused_link"),
}
_COMPUTED_LATER = {"ladder", "best", "crisis", "sector_effect", "programme_effect", "figure_crisis",
                   "resilience", *(table.name for table in KEEPING)}


def _fill(workspace: duckdb.DuckDBPyConnection, table: str, started: datetime) -> None:
    if table in _COMPUTED_LATER:
        return
    query = _FROM.get(table, f"SELECT * FROM memory.pub.{table}")
    parameters = {"started": started} if "$started" in query else {}
    workspace.execute(f"INSERT INTO {table} BY NAME {query}", parameters)


def _store_info(
    workspace: duckdb.DuckDBPyConnection, reference: Path, verb: str, started: datetime
) -> None:
    """What this store is made of. The data version changes when any input changes."""
    digest = hashlib.sha256(reference_digest(reference).encode())
    digest.update(SCHEMA_VERSION.encode())
    for (checksum,) in workspace.execute("SELECT sha256 FROM load ORDER BY load_id").fetchall():
        digest.update(checksum.encode())
    (newest,) = one_row(
        workspace, "SELECT max(reference_end) FROM source WHERE reference_end <= current_date")
    workspace.executemany(
        "INSERT INTO store_info VALUES (?, ?)",
        [
            ("schema_version", SCHEMA_VERSION),
            ("data_version", digest.hexdigest()[:8]),
            ("rule_version", rules_version(reference / "crisis")),
            ("made_by", verb),
            ("made_at", started.isoformat()),
            ("newest_figures", str(newest)),
        ],
    )


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0].strip()
