"""ROA, Arbeidsmarktuitkomsten: from what people with some training live, per education type.

A row is an education x source of income (SECM: employee, benefit, student ...), with per year
``amount_`` and ``aandeel_`` (its share). -9 is no number; ROA does not say why, so it is missing.
Which people are counted is not in the file, so the figures are kept and shown on no page as an
answer. Shares that do not add up to a whole are left out.
"""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from etl.errors import DataError
from etl.fetching import Fetching, LiveReading
from etl.sources.dataverse import editions, fetch_dataset, fetch_file, read_chosen, write_chosen
from etl.sources.roa_csv import header_of, read_roa_csv, use_macros
from store.connection import one_row

_SQL = Path(__file__).with_name("roa_outcomes.sql")
_TABLE = "roa_outcome"
NEEDED = ("oplcode", "opleiding", "SECM", "labSECM")


def fetch(fetching: Fetching) -> None:
    """The newest edition of the file."""
    dataset = fetch_dataset(fetching, fetching.options["doi"])
    found = editions(dataset.files, fetching.options["stem"])
    if not found:
        labels = ", ".join(file.label for file in dataset.files)
        raise DataError(f"no file «{fetching.options['stem']}» among: {labels}.",
                        file=dataset.doi, advice="The publisher may have renamed its files.")
    edition, file = found[0]
    write_chosen(fetching, [fetch_file(fetching, dataset, file, edition)])


def read(reading: LiveReading) -> None:
    """``live.figure``: the share that lives of work, per education type and year."""
    connection = reading.connection
    use_macros(connection)
    (chosen,) = read_chosen(reading.folder)
    header = header_of(reading.find(chosen.name))
    years = sorted({found[1] for name in header
                    if (found := re.fullmatch(r"aandeel_(20\d\d)", name))
                    and f"amount_{found[1]}" in header})
    if not years:
        raise DataError("no year has both columns amount_ and aandeel_.", file=chosen.label,
                        line=1, advice="The publisher may have renamed the columns.")
    numbers = [f"{part}_{year}" for year in years for part in ("amount", "aandeel")]
    read_roa_csv(reading, _TABLE, chosen.name, (*NEEDED, *numbers))
    for column in numbers:
        reading.require(_TABLE, column, f"coalesce(number_comma(\"{column}\"), "
                        f"CASE WHEN roa_is_hidden(\"{column}\") THEN -9 END)",
                        "a number with a decimal comma")
    reading.require_unique(_TABLE, ("oplcode", "opleiding", "SECM"))
    connection.execute(
        "CREATE OR REPLACE TABLE stage.roa_kind AS SELECT DISTINCT group_id, name, "
        "plain_name(name) AS plain FROM pub.programme_group WHERE starts_with(group_id, 'onr:')")
    reading.leave_out(_TABLE, "plain_name(opleiding) NOT IN (SELECT plain FROM stage.roa_kind)",
                      "education that is not one of our education types")
    parts = " UNION ALL BY NAME ".join(
        f"SELECT oplcode, opleiding, SECM, labSECM, {year} AS year, roa_hidden(amount_{year}) AS "
        f"people, roa_hidden(aandeel_{year}) AS share FROM stage.{_TABLE}" for year in years)
    connection.execute(f"CREATE OR REPLACE TABLE stage.roa_income AS {parts}")
    released = date.fromisoformat(chosen.released) if chosen.released else date.today()
    connection.execute(_SQL.read_text(encoding="utf-8"),
                       {"source": reading.source_id, "made": min(released, date.today())})
    (figures,) = one_row(connection, "SELECT count(*) FROM live.figure")
    if not figures:
        raise DataError("not one education could be linked to an education type of ours.",
                        file=chosen.label, advice="Fetch the source roa_sis first; it tells them.")
    parts_told = {"licence": chosen.licence} if chosen.licence else {}
    reading.describe(
        edition=f"{chosen.edition or released.year}", published=min(released, date.today()),
        attribution=f"ROA ({released.year}), arbeidsmarktuitkomsten, {chosen.doi}",
        reference_start=date(int(years[0]), 1, 1), reference_end=date(int(years[-1]), 12, 31),
        **parts_told)
