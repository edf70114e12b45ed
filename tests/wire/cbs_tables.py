"""Tables of CBS with made-up figures: school leavers, in a small and in the national size."""

from __future__ import annotations

from tests.wire.cbs import Cell, Dim, Table, Topic

ISCED = ("01 Onderwijs", "02 Vormgeving, kunst, talen en gesch...",
         "03 Journalistiek, gedrag en maatschappij", "04 Recht, administratie, handel en za...",
         "05 Wiskunde, natuurwetenschappen", "06 Informatica",
         "07 Techniek, industrie en bouwkunde", "08 Landbouw, diergeneeskunde en -verz...",
         "09 Gezondheidszorg en welzijn", "10 Dienstverlening", "Studierichting onbekend")
HOOP = ("Onderwijs", "Landbouw en natuurlijke omgeving", "Natuur", "Techniek", "Gezondheidszorg",
        "Economie", "Recht", "Gedrag en Maatschappij", "Taal en cultuur", "Sectoroverstijgend")
MOMENTS = ("Direct", *(f"{years} jaar" for years in (1, 2, 3, 4, 5, 10)))
POSITIONS = (("T001625", "Totaal"), ("A028813", "Met werk, zonder uitkering"),
             ("A028814", "Met werk, met uitkering"), ("A028815", "Zonder werk, met uitkering"),
             ("A028816", "Zonder werk, zonder uitkering"), ("A043837", "Terug in onderwijs"),
             ("A043838", "Onbekend: niet in BRP"))
JOBS = ("Totaal", "Werkzame beroepsbevolking", "Niet-werkzame bevolking", "Werknemer",
        "Werknemer met vaste arbeidsrelatie", "Werknemer met flexibele arbeidsrelatie",
        "Zelfstandige", "Werknemer en zelfstandige", "Minder dan 12 uur per week",
        "12 tot 20 uur per week", "20 tot 35 uur per week", "35 uur of meer per week",
        "Terug in onderwijs", "Onbekend: niet in BRP")
BENEFITS = ("Totaal", "Totaal met een of meerdere uitkeringen", "Totaal één uitkering",
            "Alleen arbeidsongeschiktheidsuitkering", "Alleen werkloosheidsuitkering",
            "Alleen bijstandsuitkering", "Overige uitkeringen", "Totaal meerdere uitkeringen",
            "Totaal zonder uitkering", "Terug in onderwijs", "Onbekend: niet in BRP")
SECTIONS = (("T001081", "A-U Alle economische activiteiten"), ("301000", "A Landbouw, bosbouw"),
            ("300002", "B-E Nijverheid (geen bouw) en energie"), ("307500", "C Industrie"),
            ("350000", "F Bouwnijverheid"), ("354200", "G Handel"),
            ("383100", "H Vervoer en opslag"), ("389100", "I Horeca"),
            ("391600", "J Informatie en communicatie"), ("419000", "P Onderwijs"),
            ("422400", "Q Gezondheids- en welzijnszorg"))
SEX = Dim("Geslacht", "Geslacht", (("T001038", "Totaal"), ("3000", "Mannen"), ("4000", "Vrouwen")),
          7)
_LEVELS = ("entreeopleiding", "mbo niveau 2", "mbo niveau 3", "mbo niveau 4")
MBO_GROUPS = tuple(
    f"{path} {rest}" for path in ("Bol-vt en bbl", "Bol-vt", "Bbl")
    for rest in ("totaal", "totaal met diploma", *(f"{level} met diploma" for level in _LEVELS),
                 "totaal zonder diploma"))
HO_GROUPS = ("Totaal uitstromers ho", "Hbo totaal", "Hbo met diploma", "Hbo-bachelor",
             "Hbo-master", "Hbo zonder diploma", "Wo totaal", "Wo met diploma", "Wo-bachelor",
             "Wo-master", "Wo zonder diploma")
# What every cohort has reached when the table of September 2026 is made.
_LAST = 2025


def school_years(first: int, last: int) -> Dim:
    """Perioden with school years that started in these years."""
    return Dim("Perioden", "Perioden", tuple(
        (f"{year}SJ00", f"{year}/'{(year + 1) % 100:02d}") for year in range(first, last + 1)),
        kind="TimeDimension")


def codes(start: int, titles: tuple[str, ...], letter: str = "A") -> tuple[tuple[str, str], ...]:
    """Made-up codes of six digits for titles."""
    return tuple((f"{letter}{start + number:06d}", title) for number, title in enumerate(titles))


def leavers(
    table_id: str, about: str, scheme: str = "isced", first: int = 2015, last: int = 2023,
    national: bool = False,
) -> Table:
    """A table on school leavers about position, job, benefit, wage or industry.

    The small one has three cohorts or as many as asked for, and a few groups; the national one
    all groups, fields and characteristics of persons.
    """
    mbo = scheme == "isced"
    if national:
        first = 2007 if mbo else 2006
    titles = MBO_GROUPS if mbo else HO_GROUPS
    if not national and mbo:
        titles = (*MBO_GROUPS[:7], MBO_GROUPS[8], MBO_GROUPS[12])
    groups = Dim(f"Uitstromers{'Mbo' if mbo else 'Ho'}MetEnZonderDiploma",
                 f"Uitstromers {'mbo' if mbo else 'ho'} met en zonder diploma",
                 codes(42723, titles))
    study = Dim("Studierichting", "Studierichting",
                (("T001072", "Totaal"), *codes(9001, ISCED if mbo else HOOP)))
    moment = Dim("Peilmoment", "Peilmoment", codes(
        100, tuple(f"{when} na verlaten onderwijs" for when in MOMENTS)))
    person: tuple[Dim, ...] = ()
    if about == "position":
        person = (_persons(mbo, national),)
    elif about in ("job", "benefit", "industry") and mbo:
        person = (Dim("Leeftijd", "Leeftijd", (
            ("10000", "Totaal leeftijd"), ("41400", "Jonger dan 20 jaar")), 7),)
    elif about in ("job", "benefit"):
        person = (Dim("WelGeenInternationaleStudent", "Wel/geen internationale student", (
            ("T001625", "Totaal"), ("A050001", "Internationale student"),
            ("A050002", "Geen internationale student"))),)
    trait = {
        "position": (Dim("Arbeidsmarktpositie", "Arbeidsmarktpositie", POSITIONS),),
        "job": (Dim("Arbeidskenmerken", "Arbeidskenmerken", codes(700, JOBS)),),
        "benefit": (Dim("Uitkeringen", "Uitkeringen", codes(800, BENEFITS)),),
        "wage": (Dim("BedrijfstakkenSBI2008", "Bedrijfstakken (SBI 2008)", SECTIONS, 7),),
        "industry": (Dim("BedrijfstakkenBranchesSBI2008" if not mbo else "BedrijfstakkenSBI2008",
                         "Bedrijfstakken/branches SBI (2008)", SECTIONS, 7),),
    }[about]
    word = "Mbo" if mbo else "Ho"
    topic = {
        "wage": Topic(f"UurloonWerknemersNaVerlaten{word}_1",
                      f"Uurloon werknemers na verlaten {word.lower()}", "euro", 2, "Double"),
        "industry": Topic("TotaalUitstromersMetWerk_1" if mbo else "UitstromersHoMetWerk_1",
                          "Totaal uitstromers met werk" if mbo else "Uitstromers ho met werk"),
    }.get(about, Topic(f"Uitstromers{word}_1", f"Uitstromers {word.lower()}"))
    dims = (SEX, *person, groups, *trait, study, moment, school_years(first, last))
    return Table(table_id, f"Uitstromers {word.lower()}; bedacht", dims, (topic,),
                 _leaver_cell(about, groups, study))


def _persons(mbo: bool, national: bool) -> Dim:
    more = tuple(f"Bedacht kenmerk {number}" for number in range(1, (16 if national else 2)))
    special = () if mbo else (("1012600", "Internationale student"),
                              ("1012601", "Geen internationale student"))
    return Dim("Persoonskenmerken", "Persoonskenmerken", (
        ("10000", "Totaal"), *((f"{52000 + number}", title) for number, title in enumerate(more)),
        *special), 7)


def _leaver_cell(about: str, groups: Dim, study: Dim) -> Cell:
    """People per cell in tens, from the places of group and field; made up and steady."""
    places = {dim.key: {code: number for number, (code, _) in enumerate(dim.members)}
              for dim in (groups, study)}
    moments = {code: years for (code, _), years in
               zip(codes(100, MOMENTS), (0, 1, 2, 3, 4, 5, 10), strict=True)}
    parts = {
        "position": dict(zip([code for code, _ in POSITIONS],
                             (100, 56, 4, 6, 14, 15, 5), strict=True)),
        "job": dict(zip([code for code, _ in codes(700, JOBS)],
                        (100, 60, 20, 55, 22, 33, 3, 2, 10, 12, 18, 20, 15, 5), strict=True)),
        "benefit": dict(zip([code for code, _ in codes(800, BENEFITS)],
                            (100, 10, 9, 2, 4, 2, 1, 1, 70, 15, 5), strict=True)),
        "industry": dict(zip([code for code, _ in SECTIONS],
                             (100, 3, 15, 15, 12, 25, 8, 10, 5, 2, 20), strict=True)),
    }

    def cell(at: dict[str, str], topic: str) -> str:
        year, years = int(at["Perioden"][:4]), moments[at["Peilmoment"]]
        if year + 1 + years > _LAST:
            return "."
        group, field = places[groups.key][at[groups.key]], places["Studierichting"][
            at["Studierichting"]]
        if about == "wage":
            return f"{11 + 0.5 * group + 0.1 * field + 0.4 * years + 0.3 * (year - 2015):.2f}"
        people = 2000 + 1000 * group if field == 0 else 100 * (field + group)
        trait = next(at[key] for key in ("Arbeidsmarktpositie", "Arbeidskenmerken", "Uitkeringen",
                                         "BedrijfstakkenSBI2008", "BedrijfstakkenBranchesSBI2008")
                     if key in at)
        return str(10 * round(people * parts[about][trait] / 1000))

    return cell
