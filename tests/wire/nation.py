"""All publishers at the size of the country. The registers are real, all figures made up.

Which programme is offered where comes from the embedded snapshot, so that every source passes the
expectations of the catalogue and its figures meet a page.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from store.connection import SNAPSHOT
from tests.wire import duo_ho_tables as ho
from tests.wire import duo_mbo_tables as mbo
from tests.wire.cbs import Cbs
from tests.wire.cbs_other_tables import (
    by_education,
    gemeenten,
    ho_diplomas,
    mbo_counts,
    young_people,
)
from tests.wire.cbs_series_tables import jobs, regional_vacancies, vacancies
from tests.wire.cbs_tables import leavers
from tests.wire.country import LEAVERS
from tests.wire.duo import Package, Portal, Resource
from tests.wire.kiesmbo import KiesMbo
from tests.wire.roa_files import Outcomes, dataverse
from tests.wire.roa_national import (
    national_old_outlooks,
    national_outlook,
    national_survey,
    types,
)
from tests.wire.server import Publisher
from tests.wire.skdb import Skdb
from tests.wire.uwv import OpenMatch

Row = tuple[Any, ...]
_YEARS = range(2021, 2026)
_PATHS = {"bol": "BOLVT", "bol-dt": "BOLDT", "bbl": "BBL"}
_FORMS = {"voltijd": "VT", "deeltijd": "DT", "duaal": "DU"}
# Cards of a school cost a request each, and the publisher answers twenty in a second.
_CARD_SCHOOLS, _CARD_PROGRAMMES = 4, 60


def publishers() -> dict[str, Publisher]:
    """A publisher per host of the catalogue, as in ``tests.wire.country``."""
    return {
        "cbs": cbs(),
        "duo": duo(),
        "dataverse": dataverse(
            newest=national_outlook(), earlier=national_outlook(2025, "v20251218"),
            survey=national_survey(), old_survey=national_survey(2018),
            outcomes=Outcomes([name for _, name in types().values()]),
            old=national_old_outlooks()),
        "overheid": OpenMatch(weeks=181, occupations=200, places=20),
        "kiesmbo": KiesMbo(
            schools=[brin for (brin,) in _told(
                "SELECT institution_id FROM offering WHERE starts_with(programme_id, 'crebo:') "
                "GROUP BY ALL ORDER BY count(*) DESC, institution_id")][:_CARD_SCHOOLS],
            crebos=[code for (code,) in _told(
                "SELECT code FROM programme JOIN offering USING (programme_id) "
                "WHERE sector = 'mbo' AND active GROUP BY ALL ORDER BY count(*) DESC, code")
            ][:_CARD_PROGRAMMES]),
        "skdb": Skdb(isats=[code for (code,) in _told(
            "SELECT code FROM programme WHERE sector <> 'mbo' AND active ORDER BY code")]),
    }


def cbs() -> Cbs:
    """Every table that the catalogue asks of CBS, with all its cohorts and quarters."""
    tables = [
        *(leavers(name, about, scheme, national=True)
          for name, (about, scheme) in LEAVERS.items()),
        vacancies(), regional_vacancies(), jobs(),
        mbo_counts("85353NED", "MboStudenten_1", "Mbo-studenten", 2025),
        mbo_counts("85356NED", "GediplomeerdenMbo_1", "Gediplomeerden mbo", 2024),
        ho_diplomas(), young_people(), by_education(), gemeenten(),
    ]
    return Cbs({table.table_id: table for table in tables})


def duo() -> Portal:
    """Every dataset that the catalogue asks of DUO's portal."""
    return Portal((
        _mbo_counts("mbo-studenten-per-instelling",
                    "Studenten per instelling plaats van de instelling sectorkamer leerweg "
                    "opleiding niveau geslacht", ""),
        _mbo_counts("gediplomeerde-mbo-studenten", "Gediplomeerden", "DIP"),
        _mbo_intake(), _mbo_offer(), _providers(), _addresses("adressen_mbo", "crebo:"),
        _addresses("adressen_ho", "isat:"), _register(), _languages(),
        *(_ho_counts(source) for source in ho.DATASETS)))


def _told(query: str) -> list[Row]:
    """Rows of the snapshot; its tables go by their name."""
    with duckdb.connect() as connection:
        for path in SNAPSHOT.glob("*.parquet"):
            connection.execute(f"CREATE VIEW {path.stem} AS FROM '{path}'")
        return connection.execute(query).fetchall()


def _people(place: int, year: int) -> int:
    """A made-up number of people; one in nine is too small to be told."""
    return -1 if (place + year) % 9 == 0 else 5 + (place * 7 + 3 * year) % 90


def _mbo_offered() -> list[Row]:
    """School, its name, town, path, level, crebo, name, sector and dossier of every offering."""
    return _told("""
        SELECT institution_id, institution.name, coalesce(offering.place_id, 'UTRECHT'),
               offering.form, coalesce(nullif(regexp_extract(level, '\\d'), ''), '1')::INTEGER,
               code::INTEGER, programme.name, coalesce(mbo_sector, 'Overig'), dossier
        FROM offering JOIN programme USING (programme_id) JOIN institution USING (institution_id)
        WHERE sector = 'mbo' ORDER BY offering_id""")


def _mbo_counts(package: str, name: str, prefix: str) -> Package:
    columns = [f"{prefix}{sex}{year}" for year in _YEARS for sex in ("MAN", "VROUW")]
    rows = tuple(
        (brin, school, town, _PATHS.get(path, "BOLVT"), level, crebo, title, sector, sector,
         *(_people(place + number, year) for year in _YEARS for number in range(2)))
        for place, (brin, school, town, path, level, crebo, title, sector, _)
        in enumerate(_mbo_offered()))
    return Package(package, (Resource(
        f"{package}-1", name, (*mbo.KEYS, *columns), rows,
        file=f"{_YEARS[0]}-{_YEARS[-1]}-bedacht.csv"),))


def _mbo_intake() -> Package:
    small = mbo.mbo_intake(*_YEARS)
    per_school = list({(row[0], row[3], row[5]): row for row in _mbo_offered()}.values())
    resources = []
    for resource in small.resources:
        if "soorten-instroom" in resource.name:
            year = int(resource.name[:4])
            resource = Resource(resource.id, resource.name, resource.columns, tuple(
                (brin, school, "hg001", sector, level, _PATHS.get(path, "BOLVT"), crebo, title,
                 *(_people(place, year + number) for number in range(3)))
                for place, (brin, school, _, path, level, crebo, title, sector, _)
                in enumerate(per_school)), file=resource.file)
        resources.append(resource)
    return Package(small.name, tuple(resources))


def _mbo_offer() -> Package:
    rows = tuple(
        mbo.offer(crebo, title, f"A{brin}", town.title(), path.upper(),
                  opleidingseenheid_niveau=f"MBO-{level}", kwalificatiedossier=dossier)
        for brin, _, town, path, level, crebo, title, _, dossier in _mbo_offered()
        if path in ("bol", "bbl"))
    small = mbo.mbo_offer()
    cohorts, offered = small.resources
    return Package(small.name, (cohorts, Resource(
        offered.id, offered.name, offered.columns, rows)), modified=small.modified)


def _providers() -> Package:
    """Every school has one provider, with a number of its own."""
    schools = _told("SELECT DISTINCT institution_id, name FROM institution JOIN offering "
                    "USING (institution_id) ORDER BY ALL")
    small = mbo.rio_dumps()
    relations, institutions, places = small.resources
    return Package(small.name, (
        Resource(relations.id, relations.name, relations.columns, tuple(
            (f"A{brin}", brin, "2000-01-01", None) for brin, _ in schools)),
        Resource(institutions.id, institutions.name, institutions.columns, tuple(
            (brin, name, "ROC", "BEKOSTIGD", None) for brin, name in schools)),
        places))


def _addresses(package: str, kind: str) -> Package:
    found = _told(f"""
        SELECT DISTINCT institution_id, coalesce(postcode4, '3511') || 'AB',
               coalesce(institution.place_id, 'UTRECHT'),
               coalesce(nullif(substr(institution.gemeente_id, 3), ''), '0344')::INTEGER
        FROM institution JOIN offering USING (institution_id)
        WHERE starts_with(programme_id, '{kind}') ORDER BY ALL""")
    return mbo.addresses(package, *found)


def _ho_offered() -> list[Row]:
    """School, its name, town, gemeente, isat, name, form, and what the register says of it."""
    return _told("""
        SELECT institution_id, institution.name, coalesce(offering.place_id, 'UTRECHT'),
               coalesce(region.name, 'Utrecht'), code::INTEGER, programme.name, name_en,
               coalesce(offering.form, 'voltijd'), level, study_load,
               register_isced::INTEGER, nlqf, hoop, subonderdeel,
               upper(coalesce(offering.funding, 'bekostigd'))
        FROM offering JOIN programme USING (programme_id) JOIN institution USING (institution_id)
        LEFT JOIN region ON region.region_id = offering.gemeente_id
        WHERE sector <> 'mbo' AND active ORDER BY offering_id""")


def _register() -> Package:
    small = ho.register()
    rows = tuple(
        ho.recognised(brin, town, code, name, instellingsnaam=school, gemeentenaam=gemeente,
                      opleidingseenheid_internationale_naam=english, vorm=form.upper(),
                      niveau=level.upper(), studielast=load, isced=isced, nlqf=nlqf,
                      onderdeel=hoop, subonderdeel=part, bekostigingscode=funding)
        for brin, school, town, gemeente, code, name, english, form, level, load, isced, nlqf,
        hoop, part, funding in _ho_offered())
    register, explanation = small.resources
    return Package(small.name, (Resource(register.id, register.name, register.columns, rows),
                                explanation), modified=small.modified)


def _languages() -> Package:
    small = ho.languages()
    (offered,) = small.resources
    return Package(small.name, (Resource(offered.id, offered.name, offered.columns, tuple(
        ("1", code, "ENG" if code % 5 == 0 else "NLD")
        for code in sorted({row[4] for row in _ho_offered()}))),))


def _ho_counts(source: str) -> Package:
    small = ho.counts(source)
    by_sector = {"hbo": tuple(_ho_rows("hbo")), "wo": tuple(_ho_rows("wo"))}
    resources = []
    for resource in small.resources:
        rows: Sequence[Row] = resource.rows
        if "OPLEIDINGSVORM" in resource.columns:
            rows = by_sector["hbo" if resource.id.startswith(f"{small.name}hbo") else "wo"]
        resources.append(Resource(resource.id, resource.name, resource.columns, tuple(rows)))
    return Package(small.name, tuple(resources), notes=small.notes)


def _ho_rows(sector: str) -> list[Row]:
    """A row per year, school, gemeente, programme and form."""
    rows = [(year, "Provincie", "0344", gemeente, "reguliere inst.", brin, school, hoop,
             part or "N.V.T.", code, name, _FORMS[form], _people(place, year))
            for place, (brin, school, _, gemeente, code, name, _, form, level, _, _, _, hoop,
                        part, _) in enumerate(_ho_offered())
            if level.startswith(sector) for year in _YEARS]
    return list({row[:12]: row for row in rows}.values())
