"""All publishers together, small: enough to fill every indicator. All figures are made up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import replace

from tests.wire import duo_ho_tables as ho
from tests.wire import duo_mbo_tables as mbo
from tests.wire.cbs import Cbs, Table
from tests.wire.cbs_other_tables import (
    by_education,
    gemeenten,
    ho_diplomas,
    mbo_counts,
    young_people,
)
from tests.wire.cbs_series_tables import jobs, regional_vacancies, vacancies
from tests.wire.cbs_tables import leavers
from tests.wire.duo import Portal
from tests.wire.kiesmbo import BRINS, CREBOS, KiesMbo
from tests.wire.roa_files import dataverse
from tests.wire.server import Publisher, Replay, serve
from tests.wire.skdb import Skdb
from tests.wire.uwv import OpenMatch

LEAVERS = {
    "85696NED": ("position", "isced"), "83832NED": ("wage", "isced"), "85698NED": ("job", "isced"),
    "85700NED": ("benefit", "isced"), "85699NED": ("industry", "isced"),
    "85776NED": ("position", "hoop"), "83815NED": ("wage", "hoop"), "85777NED": ("job", "hoop"),
    "85779NED": ("benefit", "hoop"), "85778NED": ("industry", "hoop"),
}
# One that was followed for ten years, and two for the years in between.
COHORTS = ("2014SJ00", "2020SJ00", "2023SJ00")


def cbs() -> Cbs:
    """Every table that the catalogue asks of CBS."""
    tables = [
        *(_few(leavers(name, about, scheme, first=2014))
          for name, (about, scheme) in LEAVERS.items()),
        vacancies(first=2019), regional_vacancies(first=2019), jobs(first=2019),
        mbo_counts("85353NED", "MboStudenten_1", "Mbo-studenten", 2025),
        mbo_counts("85356NED", "GediplomeerdenMbo_1", "Gediplomeerden mbo", 2024),
        ho_diplomas(), young_people(), by_education(), gemeenten(),
    ]
    return Cbs({table.table_id: table for table in tables})


def _few(table: Table) -> Table:
    """The same table with only a few cohorts."""
    *others, periods = table.dims
    members = tuple(member for member in periods.members if member[0] in COHORTS)
    return replace(table, dims=(*others, replace(periods, members=members)))


def duo() -> Portal:
    """Every dataset that the catalogue asks of DUO's portal."""
    return Portal((
        mbo.mbo_students(), mbo.mbo_diplomas(), mbo.mbo_intake(2024, 2025), mbo.mbo_offer(),
        mbo.rio_dumps(), mbo.addresses("adressen_mbo", ("25LH", "3511AB", "UTRECHT", 344)),
        mbo.addresses("adressen_ho", ("25BE", "9712CP", "GRONINGEN", 14)), ho.register(),
        ho.languages(), *(ho.counts(source) for source in ho.DATASETS)))


def publishers() -> dict[str, Publisher]:
    """A publisher per host of the catalogue; one more host is one more line."""
    return {
        "cbs": cbs(),
        "duo": duo(),
        "dataverse": dataverse(),
        "overheid": OpenMatch(),
        "kiesmbo": KiesMbo(schools=BRINS[:2], crebos=CREBOS[:4], limit=10_000),
        "skdb": Skdb(),
    }


@contextmanager
def served(country: Mapping[str, Publisher]) -> Iterator[dict[str, Replay]]:
    """Serve all of them until the block ends."""
    with ExitStack() as stack:
        yield {host: stack.enter_context(serve(publisher)) for host, publisher in country.items()}
