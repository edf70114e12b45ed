"""The spanningsindicator of UWV, as a file that someone downloaded or typed over.

UWV shows it on a dashboard without an open interface: open vacancies for each person on
short-term unemployment benefit (less than six months), at the end of a quarter, for groups of
occupations and labour market regions. Every column may have one of several names, because the
download has no fixed form: ``beroepsgroep`` (BRC code of four digits or its name), ``regio``
(arbeidsmarktregio; Nederland or empty for the country), ``kwartaal`` (2026Q1, 2026-1 or
«1e kwartaal 2026»), ``spanning`` (the ratio) and ``klasse`` (its class). One of the last two
must be filled.

The indicator is ``tension_uwv`` and not ``tension_now``: ROA reworks the ratio to other groups
and calls everything above 1.5 «krap», while UWV says «zeer krap» above 4.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from etl.errors import DataError
from etl.own import values
from etl.own.known import Known, plain
from etl.own.problems import Problem, WrongRows
from etl.own.sheet import Row, Sheet, read_sheet
from etl.own.values import Wrong
from etl.reading import FileRead, LeftOut, Reading

PATTERN = "spanningsindicator*.csv"
SOURCE_ID = "uwv_spanningsindicator"
INDICATOR = "tension_uwv"
# UWV: below 0.25 very wide, up to 0.67 wide, up to 1.5 average, up to 4 tight, above very tight.
CLASSES = (("zeer ruim", 0.25), ("ruim", 0.67), ("gemiddeld", 1.5), ("krap", 4.0),
           ("zeer krap", None))
_NAMES = {
    "beroepsgroep": ("beroepsgroep", "beroep"),
    "regio": ("regio", "arbeidsmarktregio"),
    "kwartaal": ("kwartaal", "periode", "peildatum"),
    "spanning": ("spanning", "spanningsindicator", "waarde"),
    "klasse": ("klasse", "typering"),
}
_UNKNOWN = "occupation group is not one of BRC 2014"
_ROUNDING = 0.005


def read(
    workspace: duckdb.DuckDBPyConnection, path: Path
) -> tuple[dict[str, Any], Reading, list[dict[str, Any]]]:
    """The source's row, its log and its figures. Raises WrongRows with every problem."""
    sheet = read_sheet(path, [name for names in _NAMES.values() for name in names], ())
    for name, other in _NAMES.items():
        if name not in ("spanning", "klasse") and not any(
                row.values.keys() & set(other) for row in sheet.rows):
            raise DataError("this column is missing.", file=str(path), column=name,
                            advice="The file needs beroepsgroep, regio, kwartaal and spanning.")
    known = Known.of(workspace)
    occupations = dict(workspace.execute(
        "SELECT occupation_id, name FROM pub.occupation").fetchall())
    english: dict[str, str] = dict(workspace.execute("FROM ref.english_name").fetchall())
    by_name = {plain(name): key for key, name in occupations.items()}
    problems, left, records = list(sheet.problems), [], {}
    for row in sheet.rows:
        text = _cell(row, "beroepsgroep")
        entity = by_name.get(plain(text)) or f"brc:{text.split(' ')[0].zfill(4)}"
        if text and entity not in occupations:
            left.append(row)
            continue
        name = str(occupations.get(entity, ""))
        record, wrong = _record(row, known, entity, (name, english.get(entity, name)))
        problems += wrong
        if record is not None:
            if record["figure_id"] in records:
                problems.append(Problem(row.file, row.line, "beroepsgroep",
                                        "this group, region and quarter are there twice.",
                                        "Keep one of the two."))
            records[record["figure_id"]] = record
    if problems:
        raise WrongRows(problems)
    if not records:
        raise DataError("no row is about an occupation group that we know.", file=str(path),
                        advice="Write the BRC 2014 code of four digits, or its name.")
    return _source(list(records.values())), _logged(workspace, sheet, left), list(records.values())


def _cell(row: Row, name: str) -> str:
    return next((row[other] for other in _NAMES[name] if row[other]), "")


def _record(
    row: Row, known: Known, entity: str, names: tuple[str, str]
) -> tuple[dict[str, Any] | None, list[Problem]]:
    """One figure; a row with only a class has no value but the borders of its class.

    ``names`` are those of its group, in Dutch and in English.
    """
    problems: list[Problem] = []

    def wrong(column: str, what: str, advice: str) -> None:
        problems.append(Problem(row.file, row.line, column, what, advice))

    if not _cell(row, "beroepsgroep"):
        wrong("beroepsgroep", "this must be filled in.", "Fill it in, or remove the row.")
    region, ratio, label, window = "NL01", None, None, None
    try:
        region = known.region(_cell(row, "regio")) if _cell(row, "regio") else "NL01"
    except Wrong as error:
        wrong("regio", error.what, error.advice)
    try:
        window = quarter(_cell(row, "kwartaal"))
        if window[1] > date.today():
            wrong("kwartaal", "this quarter has not ended yet.", "Write a quarter that is over.")
    except Wrong as error:
        wrong("kwartaal", error.what, error.advice)
    try:
        ratio = values.number(_cell(row, "spanning")) if _cell(row, "spanning") else None
        label = _label(_cell(row, "klasse"), ratio)
    except Wrong as error:
        wrong("klasse" if ratio is not None else "spanning", error.what, error.advice)
    if problems:
        return None, problems
    assert window is not None
    low, high = _borders(label) if ratio is None else (None, None)
    return {
        "figure_id": f"{SOURCE_ID}:{entity}:{region}:{window[0]}",
        "indicator_id": INDICATOR, "ladder_level": "occupation", "entity_id": entity,
        "region_id": region, "value": ratio, "low": low, "high": high,
        "range_kind": "bounds" if ratio is None else None, "label": label,
        "population": f"vacatures en mensen met een korte ww-uitkering: {names[0]}",
        "population_en":
            f"vacancies and people on short-term unemployment benefit: {names[1]}",
        "entry_assumed": False, "measured_start": window[0], "measured_end": window[1],
        "measured_assumed": False, "source_id": SOURCE_ID, "status": "A",
        "missing_reason": "publisher_gives_none" if ratio is None else None,
    }, []


def _label(text: str, ratio: float | None) -> str | None:
    """The class; that of the ratio when only the ratio is given. The two must not disagree."""
    wanted = " ".join(text.lower().split())
    names = [name for name, _ in CLASSES]
    if not wanted and ratio is None:
        raise Wrong("there is neither a ratio nor a class.", "Fill in spanning or klasse.")
    if wanted and wanted not in names:
        raise Wrong(f"«{text[:40]}» is not a class.", f"Write one of {', '.join(names)}.")
    if ratio is None:
        return wanted
    fitting = {class_of(ratio - _ROUNDING), class_of(ratio), class_of(ratio + _ROUNDING)}
    if wanted and wanted not in fitting:
        raise Wrong(f"{ratio:g} is not «{wanted}» but «{class_of(ratio)}».",
                    "Check both against the page of UWV.")
    return wanted or class_of(ratio)


def class_of(ratio: float) -> str:
    """The class of UWV: 0.25 and 0.67 begin the next one, 4 is still tight."""
    if ratio > 4.0:
        return "zeer krap"
    return next((name for name, limit in CLASSES[:3] if limit is not None and ratio < limit),
                "krap")


def _borders(label: str | None) -> tuple[float, float | None]:
    names = [name for name, _ in CLASSES]
    place = names.index(label or "")
    return (CLASSES[place - 1][1] or 0.0) if place else 0.0, CLASSES[place][1]


def quarter(text: str) -> tuple[date, date]:
    """2026Q1, 2026-1, 2026 kw1, «1e kwartaal 2026» or a day in it -> its first and last day."""
    if re.fullmatch(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[-/]\d{1,2}[-/]\d{4}", text):
        day = values.day(text, last=True)
        year, number = day.year, (day.month + 2) // 3
    elif found := re.fullmatch(r"(20\d{2})\s*[-/]?\s*(?:q|kw|k)?\s*0?([1-4])", text.lower()):
        year, number = int(found[1]), int(found[2])
    elif found := re.fullmatch(r"(?:q|kw)?\s*([1-4])e?\s*(?:kwartaal)?\s*[-/]?\s*(20\d{2})",
                               text.lower()):
        year, number = int(found[2]), int(found[1])
    else:
        raise Wrong(f"«{text[:40]}» is not a quarter.", "Write it like 2026Q1.")
    return date(year, 3 * number - 2, 1), date(year, 3 * number, 31 if number in (1, 4) else 30)


def _source(records: list[dict[str, Any]]) -> dict[str, Any]:
    first = min(record["measured_start"] for record in records)
    last = max(record["measured_end"] for record in records)
    return {
        "source_id": SOURCE_ID, "publisher": "UWV", "title": "Spanningsindicator arbeidsmarkt",
        "table_id": None, "edition": f"tot en met {last.isoformat()}", "kind": "publisher",
        "licence": "alleen voor eigen gebruik", "attribution": "Bron: UWV",
        "url": "https://www.uwv.nl/arbeidsmarktinformatie", "published": None,
        "reference_start": first, "reference_end": last, "refresh_month": "elk kwartaal",
        "note": "Met de hand gedownload bij UWV en zelf toegevoegd.", "shareable": False,
    }


def _logged(
    workspace: duckdb.DuckDBPyConnection, sheet: Sheet, left: list[Row]
) -> Reading:
    reading = Reading(workspace, Path(sheet.file), SOURCE_ID)
    file = FileRead(sheet.file, sheet.sha256, len(sheet.rows), 0,
                    [f"column «{name}» is not used" for name in sheet.unknown])
    if left:
        example = " ; ".join(left[0].values.values())[:120]
        file.left_out.append(LeftOut(sheet.file, _UNKNOWN, len(left), left[0].line, example))
    reading.files[sheet.file] = file
    return reading
