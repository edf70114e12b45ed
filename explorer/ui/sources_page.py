"""The page Bronnen: where everything comes from, what is missing, what changed, downloads."""

from __future__ import annotations

import re
from datetime import date, datetime
from html import escape

import streamlit as st

from explorer import downloads, formats
from explorer.report import about_anything
from explorer.source_list import (
    Change,
    Missing,
    NotLoaded,
    SourceLine,
    changes,
    checks,
    knows,
    last_attempt,
    missing,
    moved,
    not_loaded,
    publications,
    source_lines,
    with_attempt,
)
from explorer.store import Store
from explorer.texts import Texts, spoken
from explorer.ui import html, report, strange
from explorer.ui.bound import Binding, publish, seed
from explorer.ui.session import Library
from store.attempts import Attempt

_MOST = 15
# How many sources that failed are named.
_NAMED = 5
_SECTIONS = ("missing", "checks", "changed", "history", "downloads", "dictionary", "report")


PAGE = "bronnen"
BINDINGS = {
    "tabel": Binding("one", [table.name for table in downloads.tables()], default="figure"),
}


def show(library: Library, texts: Texts) -> None:
    """All sections, in the order of what people ask first."""
    seed(PAGE, BINDINGS)
    store = library.store
    attempt = last_attempt(store)
    lines = with_attempt(_lines(store.stamp, store), attempt)
    st.title(texts("sources.title"))
    st.html(html.paragraph(texts("sources.intro")))
    strange.tell(BINDINGS, lambda key: {table: table for table in BINDINGS[key].options}
                 if key in BINDINGS else {}, texts)
    st.caption(" ".join([
        texts("sources.count", sources=str(len(lines)),
              publishers=str(len({line.house for line in lines})),
              **{name: formats.number(sum(getattr(line, name) for line in lines),
                                      language=texts.language)
                 for name in ("figures", "missing")}),
        texts("sources.version", version=store.data_version, made=formats.moment(
            datetime.fromisoformat(store.info["made_at"]), texts.language)),
    ]))
    if attempt:
        st.html(html.small_print(_attempted(attempt, lines, texts), texts))
    _contents(texts)
    _sources(lines, texts)
    _missing(store, texts)
    _checks(store, texts)
    _changed(store, texts)
    _history(store, texts)
    _downloads(store, texts)
    _dictionary(texts)
    _title("report", texts)
    report.show(about_anything(store.data_version, texts), texts)
    publish(PAGE, BINDINGS)


# Both answers hold as long as the store does, which its stamp tells.
@st.cache_data(show_spinner=False, max_entries=1)
def _lines(stamp: tuple[int, int], _store: Store) -> list[SourceLine]:
    del stamp
    return source_lines(_store)


@st.cache_data(show_spinner=False, max_entries=1)
def _gaps(stamp: tuple[int, int], _store: Store) -> list[Missing]:
    del stamp
    return missing(_store)


def _attempted(attempt: Attempt, lines: list[SourceLine], texts: Texts) -> str:
    """That someone tried to refresh, and why nothing was published."""
    failed, titles = attempt.failed(), {line.source_id: line.title for line in lines}
    names = ", ".join(titles.get(name, name) for name in failed[:_NAMED])
    if attempt.reason != "nothing_new":
        why = texts(f"sources.attempt_{attempt.reason}", problem=attempt.problem or "")
    elif failed and len(failed) == len(attempt.tried):
        why = texts("sources.attempt_all_failed")
    elif failed:
        why = texts.count("sources.attempt_some_failed", len(failed), str(len(failed)),
                          names=names + (", …" if len(failed) > _NAMED else ""))
    else:
        why = texts("sources.attempt_nothing_new")
    return texts("sources.attempt", when=formats.moment(attempt.at, texts.language), why=why)


def _contents(texts: Texts) -> None:
    links = " · ".join(f'<a href="#{name}" target="_self">'
                       f'{escape(texts(f"sources.{name}_title"))}</a>' for name in _SECTIONS)
    st.html(f'<p class="sw-note">{escape(texts("sources.contents"))}: {links}</p>')


def _title(name: str, texts: Texts) -> None:
    st.header(texts(f"sources.{name}_title"), anchor=name)


def _sources(lines: list[SourceLine], texts: Texts) -> None:
    """One table per publisher, so that a table is short and the publisher is said once."""
    for house in sorted({line.house for line in lines}):
        own = [line for line in lines if line.house == house]
        with st.expander(f"{house} ({len(own)})"):
            st.html(html.rich_table(
                [texts(f"sources.{name}") for name in
                 ("table", "edition", "period", "age", "rows", "left_out", "licence",
                  "refreshed")],
                [_line(line, texts) for line in own],
            ))


def _line(line: SourceLine, texts: Texts) -> tuple[str, ...]:
    """The cells of a source as HTML: the first one leads to the publisher's own page."""
    licence = line.licence if line.shareable else (
        f"{line.licence} ({texts('sources.not_shareable')})")
    title = f"{line.title} ({line.table_id})" if line.table_id else line.title
    named = (f'<a href="{escape(line.url, quote=True)}" target="_blank" '
             f'rel="noopener noreferrer">{html.marked(title, texts, title)}</a>')
    if line.publisher != line.house:
        named += f'<br><span class="sw-small">' \
                 f'{html.marked(line.publisher, texts, line.publisher)}</span>'
    return (named, *(html.marked(cell, texts, line.edition, line.licence, line.attribution)
                     for cell in (
        line.edition,
        formats.period(line.start, line.end, texts.language),
        _age(line.end, texts),
        formats.number(line.rows_read, language=texts.language),
        formats.number(line.rows_left_out, language=texts.language),
        f"{licence}. {line.attribution}",
        _refreshed(line, texts),
    )))


def _age(last: date, texts: Texts) -> str:
    """How long ago the figures speak of, in days or whole years."""
    days = (date.today() - last).days
    if days < 0:
        return "–"
    years = days // 365
    return (texts.count("sources.age_years", years, str(years)) if years
            else texts.count("sources.age_days", days, str(days)))


def _refreshed(line: SourceLine, texts: Texts) -> str:
    if line.outcome is None or line.attempted is None:
        return texts("sources.outcome_embedded")
    kept = (formats.day(line.fetched.date(), texts.language) if line.fetched
            else texts("sources.outcome_embedded"))
    return texts(f"sources.outcome_{line.outcome}",
                 date=formats.day(line.attempted.date(), texts.language), kept=kept)


def _missing(store: Store, texts: Texts) -> None:
    _title("missing", texts)
    st.markdown(texts("sources.missing_intro"))
    if not knows(store, "internship_chance"):
        st.markdown(texts("sources.not_here_text"))
    with st.expander(texts("sources.missing_table")):
        st.html(html.table(
            [texts(f"sources.missing_{name}") for name in
             ("what", "sector", "own", "borrowed", "none")],
            [(row.name if texts.language == "nl" else row.name_en, row.sector,
              *(formats.number(value, language=texts.language)
                for value in (row.own, row.borrowed, row.none)))
             for row in _gaps(store.stamp, store)],
        ))
    if keys := not_loaded(store):
        st.subheader(texts("sources.keys_title"))
        st.html(html.rich_table(
            [texts("sources.table"), texts("sources.detail")],
            [(escape(item.source_id), _not_there(item, texts)) for item in keys],
        ))
    left_out = store.rows("SELECT * FROM left_out ORDER BY file, reason")
    with st.expander(texts("sources.left_out_title")):
        st.html(html.table(
            [texts(f"sources.{name}") for name in ("file", "row_count", "reason", "line")],
            [(row["file"], formats.number(row["rows"], language=texts.language),
              _why(row["reason"], texts), str(row["first_line"])) for row in left_out],
        ))


def _not_there(item: NotLoaded, texts: Texts) -> str:
    """Why a source has no figures, as HTML; what the refresh said of it is in English."""
    if item.outcome == "not_loaded":
        return escape(texts("sources.needs_key"))
    said = f'<span lang="en">{escape(item.message)}</span>' if item.message else ""
    return f"{escape(texts('sources.not_fetched'))} {said}"


def _why(reason: str, texts: Texts) -> str:
    """The reason of the load log in the language of the page."""
    key = "left_out." + re.sub(r"[^a-z0-9]+", "_", reason.lower()).strip("_")
    return texts(key) if texts.has(key) else reason


def _checks(store: Store, texts: Texts) -> None:
    _title("checks", texts)
    found = checks(store)
    good = sum(check.ok for check in found)
    st.markdown(texts("sources.checks_good" if good == len(found) else "sources.checks_some",
                      n=str(len(found)), good=str(good)))
    with st.expander(texts("sources.checks_all")):
        st.html(html.table(
            [texts("sources.check"), texts("sources.check_result"), texts("sources.detail")],
            [(check.name, texts("sources.check_ok" if check.ok else "sources.check_warning"),
              check.detail) for check in found],
        ))


def _changed(store: Store, texts: Texts) -> None:
    _title("changed", texts)
    kinds = moved(store)
    if not kinds:
        first = len(publications(store)) < 2
        st.markdown(texts("sources.changed_first" if first else "sources.changed_none"))
        return
    st.markdown(texts("sources.changed_intro"))
    for kind in kinds:
        number = formats.number(kind.rows, language=texts.language)
        with st.expander(f"{texts(f'sources.kind_{kind.kind}')}: {number}"):
            shown = changes(store, kind.kind, _MOST)
            st.html(html.rich_table(
                [texts(f"sources.{name}") for name in ("what", "before", "after", "row_count")],
                [_change(item, texts) for item in shown],
            ))
            if kind.rows > len(shown) == _MOST:
                st.caption(texts("sources.changed_more", shown=str(_MOST), n=number))


# Kinds of which «before» and «after» are words of a publisher.
_QUOTED = ("programme_renamed", "source_edition")


def _change(item: Change, texts: Texts) -> tuple[str, ...]:
    """The cells of a change as HTML: what, the values before and after, and how many rows."""
    what = spoken(item.what, item.what_en, texts.language)
    of = spoken(item.of or "", item.of_en, texts.language)
    quoted = item.kind in _QUOTED
    return (html.marked(f"{what}: {of}" if of else what, texts,
                        "" if item.what_en else item.what),
            *(html.marked(text, texts, text if quoted else "")
              for text in (item.before or "", item.after or "")),
            formats.number(item.rows, language=texts.language))


def _history(store: Store, texts: Texts) -> None:
    _title("history", texts)
    st.html(html.table(
        [texts(f"sources.history_{name}") for name in
         ("made", "by", "version", "programmes", "figures", "changes")],
        [(formats.moment(item.made_at, texts.language), item.made_by, item.data_version,
          formats.number(item.programmes, language=texts.language),
          formats.number(item.figures, language=texts.language),
          "–" if item.changes is None
          else formats.number(item.changes, language=texts.language))
         for item in publications(store)],
    ))


def _downloads(store: Store, texts: Texts) -> None:
    _title("downloads", texts)
    st.markdown(texts("sources.downloads_intro"))
    st.html(f'<p><a href="/download/alles.zip" download>'
            f'{escape(texts("sources.downloads_all"))}</a></p>')
    rows = "".join(
        f'<tr><th scope="row">{table.name}</th>'
        f'<td data-label="{escape(texts("sources.downloads_what"))}">{escape(table.meaning)}</td>'
        f'<td data-label="{escape(texts("sources.row_count"))}">'
        f"{formats.number(downloads.row_count(store, table.name), language=texts.language)}</td>"
        f'<td data-label="{escape(texts("sources.downloads_as"))}">' + " ".join(
            f'<a href="/download/{table.name}.{kind}" download>{escape(label)}</a>'
            for kind, label in (("csv", "CSV"), ("parquet", "Parquet"),
                                ("json", texts("sources.downloads_explained"))))
        + "</td></tr>"
        for table in downloads.tables()
    )
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in (
        texts("sources.downloads_file"), texts("sources.downloads_what"),
        texts("sources.row_count"), texts("sources.downloads_as")))
    with st.expander(texts("fold.tables", n=len(downloads.tables()))):
        st.html(f'<div class="sw-table"><table><thead><tr>{head}</tr></thead>'
                f"<tbody>{rows}</tbody></table></div>")


def _dictionary(texts: Texts) -> None:
    _title("dictionary", texts)
    st.markdown(texts("sources.dictionary_intro"))
    names = [table.name for table in downloads.tables()]
    label = texts("sources.downloads_file")
    chosen = st.selectbox(label, names, key="tabel", placeholder=label)
    table = next(table for table in downloads.tables() if table.name == chosen)
    st.markdown(table.meaning)
    with st.expander(texts("fold.columns", n=len(table.columns), table=table.name)):
        st.html(html.table(
            [texts(f"sources.{name}") for name in ("column", "type", "meaning")],
            [(column.name, column.type, column.meaning) for column in table.columns],
        ))
