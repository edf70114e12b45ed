"""The search box and the filters of Zoeken: one button per group, a count behind every option."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from explorer import formats
from explorer.address import literal
from explorer.distance import POSTCODE, Home
from explorer.facets import CHANCE_STEPS, DISTANCE_STEPS, PAY_STEPS, WORK_STEPS
from explorer.search import AROUND, Found
from explorer.texts import Texts
from explorer.ui import filter_state as state
from explorer.ui import strange
from explorer.ui.session import Library

Names = Mapping[str, str]


def explain_strange_address(library: Library, texts: Texts) -> None:
    """Say what in a hand-made address we do not know, and offer the nearest that we do.

    Call it before the widgets are made, because they leave it out of the address.
    """
    strange.tell(state.bindings(library), lambda key: option_names(library, key, texts), texts,
                 take=_take)


def _take(key: str, code: str) -> None:
    """Choose the option that someone probably meant."""
    if key in state.MANY:
        state.put(**{key: [*st.session_state.get(key, ()), code]})
    else:
        state.put(**{key: code == "1" if key in state.FLAGS else code})


def search_box(texts: Texts) -> None:
    """The words; results follow the typing."""
    st.text_input(
        texts("search.text"), key="q", placeholder=texts("search.placeholder"), max_chars=80,
        type="search", live="300ms", on_change=state.typed,
    )


def bar(library: Library, found: Found, texts: Texts) -> None:
    """All filters, behind a button per group, with the number that each option would leave."""
    with st.container(horizontal=True, gap="small", key="filterbar"):
        with _group("niveau", texts("search.level"), ("niveau",)):
            _pills(library, "niveau", texts("search.level"), found, texts)
            st.caption(texts("search.level_note"))
        with _group("vorm", texts("search.form"), ("vorm",)):
            _pills(library, "vorm", texts("search.form"), found, texts)
            st.caption(texts("search.form_note"))
        with _group("richting", texts("search.field"), ("richting",)):
            _many(library, "richting", texts("search.field"), found, texts)
        with _group("waar", texts("search.group_where"), ("vanaf", "km", "plaats", "regio")):
            _where(library, found, texts)
        with _group("school", texts("search.institution"), ("school",)):
            _many(library, "school", texts("search.institution"), found, texts)
        with _group("cijfers", texts("search.group_figures"), ("loon", "werk", "kans", "stage")):
            _figures(library, found, texts)
        with _group("crisis", texts("search.group_crisis"),
                    ("crisis", "herstel", "zondercrisis")):
            _pills(library, "crisis", texts("search.crisis"), found, texts)
            _pills(library, "herstel", texts("search.crisis_recovery"), found, texts)
            st.toggle(texts("search.hide_crisis"), key=state.widget("zondercrisis"),
                      on_change=state.changed, args=("zondercrisis",))


def _group(key: str, label: str, keys: Iterable[str]) -> DeltaGenerator:
    """A button that opens a group of filters; it tells how many options are chosen."""
    number = sum(len(value) if isinstance(value, list) else bool(value)
                 for value in (st.session_state.get(name) for name in keys))
    shown = f"{label} · {number}" if number else label
    return st.popover(shown, key=f"groep_{key}", type="primary" if number else "secondary")


def _where(library: Library, found: Found, texts: Texts) -> None:
    st.text_input(texts("where.home"), key=state.widget("vanaf"), max_chars=60,
                  placeholder=texts("where.placeholder"), on_change=state.changed,
                  args=("vanaf",))
    home = library.towns.find(st.session_state["vanaf"])
    _single(library, "km", texts("where.within"), found, texts,
            disabled=not isinstance(home, Home))
    st.caption(distance_note(home, texts) if isinstance(home, Home)
               else texts("where.fill_first"))
    _many(library, "plaats", texts("where.place"), found, texts)
    _many(library, "regio", texts("where.region"), found, texts)
    st.caption(texts("where.region_note"))


def distance_note(home: Home, texts: Texts) -> str:
    """What a distance is and is not."""
    lines = [texts("where.straight", name=home.town.title), texts("where.seat")]
    if home.gemeente:
        lines.insert(0, texts("where.from_postcode", gemeente=home.gemeente,
                              name=home.town.title))
    return " ".join(lines)


def _figures(library: Library, found: Found, texts: Texts) -> None:
    for key, label in (("loon", "search.min_pay"), ("werk", "search.min_work")):
        _single(library, key, texts(label), found, texts)
    notes = [texts("search.group_filter")]
    if library.pays_per_month:
        notes.append(texts("search.month_pay"))
    st.caption(" ".join(notes))
    for key, label in (("kans", "search.chance"), ("stage", "search.internship")):
        known = library.searcher.facets.has_any(state.ONE[key])
        _single(library, key, texts(label), found, texts, disabled=not known)
        if not known:
            st.caption(texts("search.not_loaded"))


def option_names(library: Library, key: str, texts: Texts) -> Names:
    """The codes of a filter with the words for them, in the order in which they are shown."""
    language = texts.language
    if key in state.SHOWN_FLAGS:
        return {"1": texts(f"active.{key}")}
    makers: dict[str, Callable[[], Names]] = {
        "niveau": lambda: {code: texts(f"level.{code}") for code in state.LEVELS},
        "vorm": lambda: {code: texts(f"form_short.{code}") for code in state.FORMS},
        "richting": lambda: state.field_names(library, texts),
        "regio": lambda: {
            **{code: texts("where.province", name=name)
               for code, name in library.provinces[language].items()},
            **{code: texts("where.labour_region", name=name)
               for code, name in library.labour_regions.items()}},
        "plaats": lambda: {name: name for name in sorted(library.searcher.places)},
        "school": lambda: state.schools(library),
        "crisis": lambda: {code: texts(f"effect.{code}") for code in state.EFFECTS},
        "herstel": lambda: {code: texts(f"recovery.{code}") for code in state.RECOVERIES},
        "km": lambda: {step: texts("where.km", km=step) for step in DISTANCE_STEPS},
        "loon": lambda: {step: formats.euro(float(step), 0, language) for step in PAY_STEPS},
        "werk": lambda: {step: formats.of_hundred(float(step) / 100, language)
                         for step in WORK_STEPS},
        **{key: lambda: {step: texts(f"chance.class_{step}") for step in CHANCE_STEPS}
           for key in ("kans", "stage")},
        "beeld": lambda: {view: texts(f"search.view_{view}") for view in state.VIEWS},
        "volgorde": lambda: {order: texts(f"search.order_{order}") for order in state.ORDERS},
    }
    return makers[key]() if key in makers else {}


def _counted(library: Library, key: str, found: Found, texts: Texts) -> tuple[Names, Names]:
    """The options of a filter, and the same with the number that each would leave."""
    names = option_names(library, key, texts)
    counts = found.counts.get(state.FILTERS[key])
    if counts is None:
        return names, names
    return names, {code: f"{name} ({formats.number(counts.get(code, 0), 0, texts.language)})"
                   for code, name in names.items()}


def _pills(library: Library, key: str, label: str, found: Found, texts: Texts) -> None:
    names, counted = _counted(library, key, found, texts)
    st.pills(label, list(names), selection_mode="multi", key=state.widget(key),
             format_func=lambda code: counted[code], on_change=state.changed, args=(key,))


def _single(
    library: Library, key: str, label: str, found: Found, texts: Texts, *, disabled: bool = False
) -> None:
    names, counted = _counted(library, key, found, texts)
    st.pills(label, list(names), selection_mode="single", key=state.widget(key),
             disabled=disabled, format_func=lambda code: counted[code],
             on_change=state.changed, args=(key,))


def _many(library: Library, key: str, label: str, found: Found, texts: Texts) -> None:
    names, counted = _counted(library, key, found, texts)
    st.multiselect(label, list(names), key=state.widget(key), placeholder=texts("search.any"),
                   format_func=lambda code: counted[code], on_change=state.changed,
                   args=(key,), select_all=False)


def chips(library: Library, texts: Texts) -> None:
    """Every chosen option as a button that takes it away, and one that clears all."""
    chosen = state.active(st.session_state)
    if not chosen:
        return
    with st.container(horizontal=True, gap="small", vertical_alignment="center", key="chips"):
        for key, code in chosen:
            name = _chip(library, key, code, texts)
            st.button(name, key=f"chip_{key}_{code}", icon=":material/close:",
                      help=texts("active.undo", name=name), on_click=state.drop,
                      args=(key, code))
        st.button(texts("search.clear"), key="clear", type="tertiary",
                  icon=":material/filter_alt_off:", on_click=state.clear)


def _chip(library: Library, key: str, code: str | None, texts: Texts) -> str:
    """A chosen option in words that can be read without the name of its filter."""
    if code is None:
        return texts(f"active.{key}")
    if key == "vanaf":
        return texts("active.home", name=literal(code))
    name = option_names(library, key, texts)[code]
    if key == "km":
        return texts("active.within", km=code)
    if key in state.ONE:
        return texts(f"active.{state.ONE[key]}", value=name)
    return texts("active.effect", value=name) if key == "crisis" else name


def notes(library: Library, wanted: state.Wanted, found: Found, texts: Texts) -> None:
    """What was read out of the words, and where someone lives; each with a way to change it."""
    _lost(wanted, texts)
    lines = [_clue(library, clue.kind, clue.typed, clue.options, texts) for clue in found.clues]
    if wanted.query.literal and library.searcher.reads(wanted.query.text):
        lines.append(texts("clue.is_literal"))
    if lines:
        with st.container(horizontal=True, vertical_alignment="center", key="clues"):
            st.markdown(" ".join(lines), width="content")
            st.button(texts("clue.undo" if wanted.query.literal else "clue.literal"),
                      key="letterlijk_knop", type="tertiary", icon=":material/undo:",
                      on_click=state.put, kwargs={"letterlijk": not wanted.query.literal})
    _maybe_postcode(library, wanted, texts)
    if found.home is None and wanted.lost is None and (
            st.session_state["km"] or st.session_state["volgorde"] == "afstand"):
        st.info(texts("where.no_home"), icon=":material/info:")
    if found.home:
        st.caption(texts("where.short", name=found.home.town.title))


def _maybe_postcode(library: Library, wanted: state.Wanted, texts: Texts) -> None:
    """Four digits alone are taken as the start of a code, but may be where someone lives."""
    typed = wanted.query.text.strip()
    home = library.towns.find(typed) if POSTCODE.fullmatch(typed) else None
    if not isinstance(home, Home) or len(typed) > 4 or wanted.query.home:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(texts("clue.maybe_postcode", word=typed), width="content")
        st.button(texts("clue.around", km=AROUND, name=home.town.title), key="around_postcode",
                  on_click=state.put, kwargs={"q": "", "vanaf": typed, "km": AROUND})


def _clue(
    library: Library, kind: str, typed: str, options: Iterable[str], texts: Texts
) -> str:
    key = {"place": "plaats", "school": "school", "region": "regio", "level": "niveau",
           "form": "vorm"}.get(kind)
    if kind == "postcode":
        return texts("clue.postcode", word=typed, name=", ".join(options), km=AROUND)
    if key is None:
        return texts("clue.near", name=", ".join(options), km=AROUND)
    names = option_names(library, key, texts)
    return texts(f"clue.{kind}", word=typed,
                 name=", ".join(dict.fromkeys(names[code] for code in options)))


def _lost(wanted: state.Wanted, texts: Texts) -> None:
    """A calm sentence when we cannot tell where someone lives, with the nearest names."""
    if wanted.lost is None:
        return
    typed = st.session_state["vanaf"]
    sentence = texts(f"where.{wanted.lost.reason}", word=literal(typed))
    near = wanted.lost.near
    if near and wanted.lost.reason != "ambiguous":
        sentence += " " + texts("where.near")
    st.info(sentence, icon=":material/info:")
    if near:
        with st.container(horizontal=True):
            for name in near:
                st.button(name, key=f"home_{name}", on_click=state.put, kwargs={"vanaf": name})
