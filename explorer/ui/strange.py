"""What to say when an address holds something that the page does not know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping

import streamlit as st

from explorer.address import nearest_options, unknown_options
from explorer.texts import LANGUAGES, Texts
from explorer.ui.bound import LANGUAGE, Binding, parameters

# How many options are offered for what we did not know.
_OFFERED = 4


def tell(
    bindings: Mapping[str, Binding], names: Callable[[str], Mapping[str, str]], texts: Texts,
    keep: Collection[str] = (), take: Callable[[str, str], None] | None = None,
) -> None:
    """Say what in a hand-made address we do not know, and offer the nearest that we do.

    ``names`` gives the options of a widget (code and name), ``keep`` parameters that the page
    reads by itself, ``take`` chooses an option. Call it before ``publish``, which leaves the
    strange part out of the address.
    """
    known = {name: binding.options if binding.kind in ("one", "many") else None
             for name, binding in bindings.items()}
    strange = unknown_options(parameters(), {
        LANGUAGE: LANGUAGES, **dict.fromkeys(keep), **known})
    if not strange:
        return
    st.info(texts("notice.unknown_filter", what=", ".join(strange)), icon=":material/info:")
    offers = [(key, code, name) for key, value in (text.split("=", 1) for text in strange
                                                   if "=" in text)
              for code, name in nearest_options(value, names(key))]
    if offers:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(texts("notice.nearest_option"), width="content")
            for key, code, name in offers[:_OFFERED]:
                st.button(name, key=f"nearest_{key}_{code}",
                          on_click=take or _chooser(bindings), args=(key, code))


def _chooser(bindings: Mapping[str, Binding]) -> Callable[[str, str], None]:
    """Puts the option in the widget; ``publish`` then writes it in the address."""
    def choose(key: str, code: str) -> None:
        many = bindings[key].kind == "many"
        st.session_state[key] = [*(st.session_state.get(key) or ()), code] if many else code

    return choose
