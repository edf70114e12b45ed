"""Widgets whose value is in the address, so that a link or the Back button gives the same screen.

Streamlit can bind a widget to the address itself, but then writes the label that people see,
with its count, and that changes with the data and the language. These bindings write codes.

Use: ``seed`` before the widgets are made, ``publish`` after them, with the same bindings.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from explorer.texts import LANGUAGES

Parameters = dict[str, list[str]]
# Belongs to the whole site, so every page leaves it in the address.
LANGUAGE = "taal"


@dataclass(frozen=True)
class Binding:
    """How one widget value is written in the address.

    kind: text, one, many, flag or number. ``options`` are the codes that one and many may have;
    anything else in an address is left out. ``default`` is not written.
    """

    kind: str
    options: Collection[str] = ()
    default: Any = None

    def value(self, written: list[str]) -> Any:
        """The widget value for what stands in the address; the default when it makes no sense."""
        if self.kind == "many":
            return [code for code in dict.fromkeys(written) if code in self.options]
        text = written[0] if written else ""
        if self.kind == "text":
            return text[:80]
        if self.kind == "flag":
            return text in ("1", "true")
        if self.kind == "number":
            return int(text) if _sensible(text) else self.default
        return text if text in self.options else self.default

    def skipped(self, written: list[str]) -> list[str]:
        """Values in the address that make no sense here, or that are one too many."""
        if self.kind == "many":
            return [code for code in written if code and code not in self.options]
        return [text for number, text in enumerate(written)
                if text and (number and text != written[0] or not self._makes_sense(text))]

    def _makes_sense(self, text: str) -> bool:
        if self.kind == "flag":
            return text in ("0", "1", "false", "true")
        if self.kind == "number":
            return _sensible(text)
        return self.kind == "text" or text in self.options

    def written(self, value: Any) -> list[str]:
        """What to put in the address for a widget value; nothing for the default."""
        if self.kind == "many":
            return list(value or ())
        if value is None or value == self.default or value == "":
            return []
        if self.kind == "flag":
            return ["1"] if value else []
        return [str(value)]


def _sensible(text: str) -> bool:
    return text.isdecimal() and len(text) < 5 and int(text) > 0


def parameters() -> Parameters:
    """Everything that stands in the address now."""
    return {name: st.query_params.get_all(name) for name in st.query_params}


def seed(page: str, bindings: Mapping[str, Binding], *, acted: bool = False) -> bool:
    """Give the widgets the values of the address, when it is not the one that we wrote.

    That is the case at the first visit, after Back, and after an edit by hand; then it returns
    True. A value that Streamlit forgot, because its widget was not on the page for a while,
    comes back without touching the others, which may just have been changed.

    ``acted`` says that someone just used a widget. A quick second click may then come with an
    address from before the first one; what they did counts, not that address.
    """
    now, before = parameters(), st.session_state.get(_key(page))
    ours = acted or before == now
    if not ours and before is not None and not _went_back():
        # A link to the page that one is on does not change the address in the browser by itself.
        st.query_params.from_dict(now)
    for name, binding in bindings.items():
        if not ours or name not in st.session_state:
            st.session_state[name] = binding.value(now.get(name, []))
    return not ours


def _went_back() -> bool:
    """Is this after Back or Forward? Then the address is right, and who goes back twice in a row
    may be on another page before a word about it comes."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def publish(page: str, bindings: Mapping[str, Binding], keep: Collection[str] = ()) -> None:
    """Write the values of the widgets into the address; ``keep`` are parameters that stay."""
    now = parameters()
    wanted: Parameters = {name: now[name] for name in keep if name in now}
    if now.get(LANGUAGE, [""])[0] in LANGUAGES:
        wanted[LANGUAGE] = now[LANGUAGE][:1]
    for name, binding in bindings.items():
        if written := binding.written(st.session_state.get(name)):
            wanted[name] = written
    if wanted != now:
        st.query_params.from_dict(wanted)
    st.session_state[_key(page)] = wanted


def _key(page: str) -> str:
    return f"address of {page}"
