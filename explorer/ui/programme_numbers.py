"""Supply beside demand, and open vacancies per province, on the page of a programme."""

from __future__ import annotations

import streamlit as st

from explorer import charts, formats, programme_words, words
from explorer.figures import Figure
from explorer.leads_to import LinkedIndustry, Occupation
from explorer.programmes import Programme
from explorer.supply import INFLOW, OPENINGS, of_training, supply
from explorer.texts import Texts
from explorer.ui import fold, html
from explorer.ui.draw import draw_kept
from explorer.ui.programme_work import SHOWN
from explorer.ui.session import Library
from explorer.ui.tiles import tiles
from explorer.vacancies import Quarter, RegionalVacancies, crisis_state, regional_vacancies


def people_and_places(
    library: Library, programme: Programme, found: list[Occupation], form: str, texts: Texts
) -> None:
    """How many study it, and how many places open up: side by side, never made into one."""
    st.html(html.paragraph(texts("supply.intro"), "sw-note"))
    with fold.roomy(texts("fold.supply")):
        _side_by_side(library, programme, found, form, texts)


def _side_by_side(
    library: Library, programme: Programme, found: list[Occupation], form: str, texts: Texts
) -> None:
    nearest = library.book.best([programme.programme_id])
    left, right = st.columns(2, gap="large")
    with left:
        st.subheader(texts("supply.people"))
        counts = [(figure.indicator.title(texts.language), figure)
                  for figure in supply(library.book, programme.programme_id)]
        expected = [(f"{figure.indicator.title(texts.language)} ({figure.people(texts.language)})",
                     figure) for figure in of_training(nearest, form, INFLOW)]
        _table([*counts, *expected], "supply.column_what", "supply.no_people", texts)
    with right:
        st.subheader(texts("supply.places"))
        openings = [(item.title(texts.language), item.figures[OPENINGS]) for item in found
                    if OPENINGS in item.figures]
        training = [(people[:1].upper() + people[1:], figure)
                    for figure in of_training(nearest, form, OPENINGS)
                    for people in [figure.people(texts.language)]]
        _table([*training, *openings], "supply.column_group", "supply.no_places", texts)


def _table(rows: list[tuple[str, Figure]], first: str, empty: str, texts: Texts) -> None:
    if not rows:
        st.markdown(texts(empty))
        return
    st.html(html.table(
        [texts(first), texts("supply.column_many"), texts("supply.column_when")],
        [(name, words.value(figure, texts), programme_words.when(figure, texts))
         for name, figure in rows]))
    sources = sorted({words.source(figure, texts) for _, figure in rows})
    st.html(html.small_print(texts("supply.sources", sources="; ".join(sources)), texts, *sources))


def provinces(library: Library, linked: list[LinkedIndustry], texts: Texts) -> None:
    """The strongest industry in a sentence; the map and all numbers one click away.

    A count of CBS links a programme to nearly every industry, so only the few are shown that
    the page names first.
    """
    found = regional_vacancies(library.store, linked[:SHOWN])
    if not found:
        st.markdown(texts("regional.none_at_all" if linked else "regional.no_industry"))
        return
    intro = [texts("regional.intro")]
    if len(linked) > SHOWN:
        intro.append(texts("regional.strongest", n=SHOWN))
    st.html(html.paragraph(" ".join(intro), "sw-note"))
    main = found[0]
    sentence = programme_words.regional(main, library.provinces[texts.language], texts)
    st.markdown(sentence)
    with fold.roomy(texts("fold.provinces")):
        _map(library, found, sentence, texts)
        st.html(_province_table(library, found, texts))


def _map(
    library: Library, found: list[RegionalVacancies], sentence: str, texts: Texts
) -> None:
    """The heaviest industry on a map, and the others in words beside it."""
    main = found[0]
    picture, listing = st.columns([3, 2], gap="large")
    with picture:
        draw_kept(sentence, charts.tile_map, tuple(sorted(main.quarter.regions.items())),
                  tuple(tiles(texts.language).items()), texts.language)
    with listing:
        for other in found[1:]:
            st.markdown(programme_words.regional(other, library.provinces[texts.language], texts))
        for item in found:
            if item.newer:
                st.markdown(texts("regional.newer", industry=item.title(texts.language),
                                  n=len(item.newer.regions), when=_quarter(item.newer, texts)))
        st.html(_source(library, main, texts))


def _source(library: Library, item: RegionalVacancies, texts: Texts) -> str:
    """Moment, crisis state, step and source of the numbers."""
    source = library.book.sources[item.quarter.source_id]
    line = source.attribution.removeprefix("Bron: ")
    named = f"{line} ({source.table_id})" if source.table_id else line
    state = crisis_state(item.quarter, library.crises.values())
    return html.small_print(" · ".join([
        texts("card.measured", period=_quarter(item.quarter, texts)), texts(f"tag.{state}"),
        texts("step.industry").removesuffix("."), texts("card.source", source=named),
    ]), texts, named)


def _quarter(quarter: Quarter, texts: Texts) -> str:
    return formats.period(quarter.start, quarter.end, texts.language)


def _province_table(library: Library, found: list[RegionalVacancies], texts: Texts) -> str:
    """Provinces A to Z, a column per industry and moment."""
    columns = [(item.title(texts.language), quarter) for item in found
               for quarter in (item.quarter, item.newer) if quarter]
    header = [texts("regional.province"),
              *(f"{name}, {_quarter(quarter, texts)}" for name, quarter in columns)]
    rows = [[name, *(_number(quarter, region, texts) for _, quarter in columns)]
            for region, name in library.provinces[texts.language].items()]
    return html.table(header, rows)


def _number(quarter: Quarter, region: str, texts: Texts) -> str:
    number = quarter.regions.get(region)
    return texts("regional.unknown") if number is None else \
        formats.number(number, 0, texts.language)
