"""What to say when an address holds something that the page does not know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import streamlit as st

from explorer.address import Strange, follows, literal, nearest_options, nearest_parameter
from explorer.texts import LANGUAGES, Texts
from explorer.ui.bound import LANGUAGE, Binding, parameters
from explorer.ui.session import choose_language

# How much of what we did not know is named, and how many options are offered for it.
_NAMED, _OFFERED = 5, 6
_LANGUAGE = Binding("one", LANGUAGES)

Names = Callable[[str], Mapping[str, str]]
Offer = tuple[str, str, str]


def tell(
    bindings: Mapping[str, Binding], names: Names, texts: Texts,
    keep: Collection[str] = (), take: Callable[[str, str], None] | None = None,
) -> None:
    """Say what in a hand-made address we do not know, and offer the nearest that we do.

    ``names`` gives the options of a widget (code and name), ``keep`` parameters that the page
    reads by itself, ``take`` chooses an option. Call it before ``publish``, which leaves the
    strange part out of the address.
    """
    known = {**bindings, LANGUAGE: _LANGUAGE}
    found = _strange(known, keep)
    if not found:
        return
    what = ", ".join(literal(str(item)) for item in found[:_NAMED])
    if len(found) > _NAMED:
        what = texts("notice.unknown_more", what=what, n=str(len(found) - _NAMED))
    st.info(texts("notice.unknown_filter", what=what), icon=":material/info:")
    offers = [offer for item in found for offer in _offers(item, known, names)]
    if offers:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(texts("notice.nearest_option"), width="content")
            for key, code, name in dict.fromkeys(offers[:_OFFERED]):
                choose = _language if key == LANGUAGE else take or _chooser(bindings)
                st.button(name, key=f"nearest_{key}_{code}", on_click=choose, args=(key, code))


def _strange(known: Mapping[str, Binding], keep: Collection[str]) -> list[Strange]:
    found: dict[Strange, None] = {}
    for name, written in parameters().items():
        if name in known:
            found |= {Strange(name, value): None for value in known[name].skipped(written)}
        elif name not in keep and not follows(name):
            found[Strange(name)] = None
    return list(found)


def _offers(item: Strange, known: Mapping[str, Binding], names: Names) -> list[Offer]:
    """What was probably meant: options of the same parameter, or of one that is called like it."""
    if item.value is not None:
        return [(item.name, code, name)
                for code, name in nearest_options(item.value, _options(item.name, names))]
    key = nearest_parameter(item.name, known)
    if key is None:
        return []
    options = _options(key, names)
    return [(key, code, name) for value in parameters()[item.name]
            for code, name in (((value, options[value]),) if value in options
                               else nearest_options(value, options))]


def _options(key: str, names: Names) -> Mapping[str, str]:
    if key == LANGUAGE:
        return {language: Texts(language)("app.this_language") for language in LANGUAGES}
    return names(key)


def _language(key: str, code: str) -> None:
    del key
    choose_language(code)


def _chooser(bindings: Mapping[str, Binding]) -> Callable[[str, str], None]:
    """Puts the option in the widget; ``publish`` then writes it in the address."""
    def choose(key: str, code: str) -> None:
        many = bindings[key].kind == "many"
        st.session_state[key] = [*(st.session_state.get(key) or ()), code] if many \
            else bindings[key].value([code])

    return choose
