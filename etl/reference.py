"""What people decided or typed over (``data/reference/``) -> schema ``ref`` of a workspace.

Everything is checked on reading: a wrong row is refused with its file and line.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from etl.catalogue import source_row
from etl.errors import DataError
from etl.reading import Reading
from etl.windows import load_windows
from store.schema import ENUMS, TABLE

_DERIVED_FIGURE_COLUMNS = {"figure_id"}
_BASES = ("register", "cbs_table", "own_judgement")
LINK_KINDS = {"field": "field", "occupation": "occupation", "industry": "industry",
              "internship_segment": "internship_segment"}


def load_reference(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Fill ``ref.indicator, field, place, town, postcode, outline, nickname, english_name,
    synonym, successor, source, figure, link_row, measurement_window``.
    """
    _indicators(connection, folder / "indicators.toml")
    for name in ("field", "place", "town", "postcode", "outline", "nickname"):
        _plain_table(connection, folder, name)
    load_english_names(connection, folder)
    _synonyms(connection, folder)
    _successors(connection, folder / "links")
    _facts(connection, folder / "facts")
    _links(connection, folder / "links")
    load_windows(connection, folder / "crisis")


def load_english_names(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Fill ``ref.english_name``, which the reading of publishers' files needs already."""
    _plain_table(connection, folder, "english_name")


def reference_digest(folder: Path) -> str:
    """One checksum over all files of the folder: tells whether anything was edited."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            digest.update(str(path.relative_to(folder).as_posix()).encode())
            digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return digest.hexdigest()


def read_toml(path: Path) -> dict[str, Any]:
    """A TOML file, or one sentence about what is wrong with it."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise DataError("the file is not there.", file=str(path),
                        advice="It belongs to the project; restore it from git.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(f"not readable as TOML ({error}).", file=str(path)) from error


def _store(connection: duckdb.DuckDBPyConnection, table: str, rows: list[dict[str, Any]]) -> None:
    columns = {name: [row.get(name) for row in rows] for name in rows[0]}
    connection.register("incoming", pa.table(columns))
    connection.execute(f"CREATE OR REPLACE TABLE ref.{table} AS FROM incoming")
    connection.unregister("incoming")


def _indicators(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    columns = TABLE["indicator"].column_names()
    rows = []
    for indicator_id, entry in read_toml(path).items():
        row = {"indicator_id": indicator_id, "scale": None, **entry}
        if unknown := set(row) - set(columns):
            raise DataError(f"[{indicator_id}] has an unknown key «{sorted(unknown)[0]}».",
                            file=str(path))
        if missing := set(columns) - set(row):
            raise DataError(f"[{indicator_id}] misses «{sorted(missing)[0]}».", file=str(path))
        if row["lowest"] > row["highest"]:
            raise DataError(f"[{indicator_id}] has lowest above highest.", file=str(path))
        rows.append({name: row[name] for name in columns})
    _store(connection, "indicator", rows)


def _plain_table(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """A csv with the columns of the table of that name; empty means NULL."""
    table = TABLE[name]
    reading = Reading(connection, folder, "reference")
    reading.csv(f"ref_{name}", f"{name}s.csv", delimiter=",", columns=table.column_names())
    _check_types(reading, f"ref_{name}", table.columns)
    reading.require_unique(f"ref_{name}", table.key)
    connection.execute(
        f"CREATE OR REPLACE TABLE ref.{name} AS SELECT {_cast_columns(table.columns)} "
        f"FROM stage.ref_{name}"
    )


def _cast_columns(columns: Any) -> str:
    return ", ".join(
        f"CAST(nullif(trim(\"{column.name}\"), '') AS "
        f"{'VARCHAR' if column.type in ENUMS else column.type}) AS \"{column.name}\""
        for column in columns
    )


def _synonyms(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    reading = Reading(connection, folder, "reference")
    reading.csv("ref_synonym", "synonyms.csv", delimiter=",", columns=("term", "kind", "target"))
    reading.require_unique("ref_synonym", ("term", "target"))
    connection.execute(
        "CREATE OR REPLACE TABLE ref.synonym AS "
        "SELECT lower(trim(term)) AS term, trim(target) AS target FROM stage.ref_synonym "
        "WHERE kind = 'word'"
    )


def _successors(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Old mbo qualifications and their successors -> ref.successor; the file may be absent."""
    columns = TABLE["successor"].columns
    if not (folder / "successors.csv").is_file():
        kinds = ", ".join(f"{column.name} {column.type}" for column in columns)
        connection.execute(f"CREATE OR REPLACE TABLE ref.successor ({kinds})")
        return
    reading = Reading(connection, folder, "reference")
    reading.csv("ref_successor", "successors.csv", delimiter=",",
                columns=TABLE["successor"].column_names())
    reading.require_unique("ref_successor", ("programme_id",))
    reading.require("ref_successor", "reviewed_on", "iso_date(reviewed_on)", "a date",
                    needed=True)
    reading.require("ref_successor", "reason_en", "nullif(trim(reason_en), '')",
                    "a reason in English", needed=True)
    connection.execute(
        f"CREATE OR REPLACE TABLE ref.successor AS SELECT {_cast_columns(columns)} "
        "FROM stage.ref_successor"
    )


def _facts(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Facts typed over, one row a fact -> ref.figure; their sources -> ref.source."""
    path = folder / "sources.toml"
    sources = [source_row(source_id, "reference", entry)
               for source_id, entry in read_toml(path).items()]
    _store(connection, "source", sources)
    columns = tuple(column for column in TABLE["figure"].columns
                    if column.name not in _DERIVED_FIGURE_COLUMNS)
    names = tuple(column.name for column in columns)
    parts = []
    for file in sorted(folder.glob("*.csv")):
        table = f"fact_{file.stem}"
        reading = Reading(connection, folder, "reference")
        reading.csv(table, file.name, delimiter=",", columns=names)
        _check_facts(reading, table, columns)
        parts.append(f"SELECT {_cast_columns(columns)} FROM stage.{table}")
    connection.execute(
        f"""
        CREATE OR REPLACE TABLE ref.figure AS
        SELECT concat_ws(':', source_id, indicator_id, entity_id, region_id, years_after,
                         measured_start, measured_end) AS figure_id, *
        FROM ({' UNION ALL '.join(parts)})
        """
    )


def _check_types(reading: Reading, table: str, columns: Any) -> None:
    reading.require_all(table, [_typed(column) for column in columns], needed=True)


def _typed(column: Any) -> tuple[str, str, str]:
    """What a column of one of our own files must hold, as ``Reading.require_all`` takes it."""
    if column.type in ("DOUBLE", "INTEGER", "DATE", "BOOLEAN"):
        parsed = f'TRY_CAST(trim("{column.name}") AS {column.type})'
        what = f"a {column.type.lower()}"
    elif column.type in ENUMS:
        known = ", ".join(f"'{value}'" for value in ENUMS[column.type])
        parsed = f'CASE WHEN trim("{column.name}") IN ({known}) THEN 1 END'
        what = f"one of {known}"
    else:
        parsed, what = f'"{column.name}"', "a text"
    # Only an empty field is missing here; "NA" or "." would be a mistake of ours.
    empty = "NULL" if column.required else "''"
    filled = (f"CASE trim(\"{column.name}\") WHEN '' THEN {empty} "
              f"ELSE CAST({parsed} AS VARCHAR) END")
    return column.name, filled, what


def _check_facts(reading: Reading, table: str, columns: Any) -> None:
    _check_types(reading, table, columns)
    reading.require_all(table, [
        (f"{name}_en", f"CASE WHEN trim({name}) = '' OR trim({name}_en) <> '' THEN 1 END",
         f"the English of {name}") for name in ("population", "note")], needed=True)
    for column, known in (("indicator_id", "ref.indicator"), ("source_id", "ref.source")):
        reading.require(table, column,
                        f'(SELECT any_value({column}) FROM {known} AS known '
                        f'WHERE known.{column} = stage.{table}.{column})',
                        f"in {known.removeprefix('ref.')}")


def _links(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """All link files -> ref.link_row(kind, file, line, from_id, to_id, weight, ...)."""
    connection.execute(
        """
        CREATE OR REPLACE TABLE ref.link_row (
            kind VARCHAR, file VARCHAR, line BIGINT, from_id VARCHAR, to_id VARCHAR,
            weight DOUBLE, strength VARCHAR, reason VARCHAR, reason_en VARCHAR, basis VARCHAR,
            reviewed_on DATE)
        """
    )
    connection.execute("CREATE OR REPLACE TABLE ref.trade "
                       "(file VARCHAR, line BIGINT, from_id VARCHAR, trade VARCHAR)")
    for file in sorted(folder.glob("*trades.csv")):
        _trades(connection, folder, file.name)
    for file in sorted(folder.glob("*.csv")):
        kind = next((LINK_KINDS[key] for key in LINK_KINDS if file.stem.endswith(key)), None)
        if kind is None:
            continue
        table = f"link_{file.stem}"
        reading = Reading(connection, folder, "reference")
        reading.csv(table, file.name, delimiter=",",
                    columns=("from_id", "to_id", "weight", "strength", "reason", "reason_en",
                             "basis", "reviewed_on"))
        reading.require(table, "weight",
                        "CASE WHEN number_point(weight) > 0 AND number_point(weight) <= 1 "
                        "THEN 1 END", "a weight above 0 and at most 1", needed=True)
        reading.require(table, "reviewed_on", "iso_date(reviewed_on)", "a date", needed=True)
        known = ", ".join(f"'{value}'" for value in ENUMS["link_strength"])
        reading.require(table, "strength", f"CASE WHEN strength IN ({known}) THEN 1 END",
                        f"one of {known}", needed=True)
        reading.require_unique(table, ("from_id", "to_id"))
        for reason, what in (("reason", "a reason"), ("reason_en", "a reason in English")):
            reading.require(table, reason, f"nullif(trim({reason}), '')", what, needed=True)
        reading.require(table, "basis", f"CASE WHEN trim(basis) IN {_BASES} THEN 1 END",
                        f"one of {', '.join(_BASES)}", needed=True)
        connection.execute(
            f"""
            INSERT INTO ref.link_row
            SELECT $kind, $file, line, trim(from_id), trim(to_id), number_point(weight),
                   trim(strength), trim(reason), trim(reason_en), trim(basis),
                   iso_date(reviewed_on)
            FROM stage.{table}
            """,
            {"kind": kind, "file": file.name},
        )
    _check_between_link_files(connection)


def _trades(connection: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """Which programme or dossier leads to which trade -> ref.trade."""
    table = f"link_{Path(name).stem}"
    reading = Reading(connection, folder, "reference")
    reading.csv(table, name, delimiter=",", columns=("from_id", "trade"))
    reading.require_unique(table, ("from_id",))
    connection.execute(
        f"INSERT INTO ref.trade SELECT $file, line, trim(from_id), trim(trade) "
        f"FROM stage.{table}", {"file": name}
    )


# What one file cannot tell of itself. Each query gives file, line, column and what is wrong.
_BETWEEN_LINK_FILES = (
    """
    SELECT file, line, 'from_id, to_id',
           'the link from ' || from_id || ' to ' || to_id || ' is also in '
           || first_value(file) OVER pair || ', line ' || first_value(line) OVER pair
    FROM ref.link_row
    WINDOW pair AS (PARTITION BY kind, from_id, to_id ORDER BY file, line)
    QUALIFY row_number() OVER pair > 1
    """,
    """
    SELECT file, line, 'from_id', from_id || ' is given to no programme in a file of trades'
    FROM ref.link_row
    WHERE from_id LIKE 'trade:%' AND substr(from_id, 7) NOT IN (SELECT trade FROM ref.trade)
    """,
    """
    SELECT file, line, 'trade', 'trade ' || trade || ' has no row for its ' || kind
    FROM ref.trade
    CROSS JOIN (VALUES ('field'), ('occupation'), ('industry')) AS kinds (kind)
    WHERE NOT EXISTS (FROM ref.link_row AS row
                      WHERE row.kind = kinds.kind AND row.from_id = 'trade:' || trade)
    """,
)


def _check_between_link_files(connection: duckdb.DuckDBPyConnection) -> None:
    for query in _BETWEEN_LINK_FILES:
        row = connection.execute(f"{query} ORDER BY file, line LIMIT 1").fetchone()
        if row:
            raise DataError(f"{row[3]}.", file=row[0], line=row[1], column=row[2],
                            advice="Mend the row or remove it.")
