"""The crisis tag: an icon shape, a word and a border; colour is never the only signal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from explorer import crisis_words, formats
from explorer.crisis import Crisis, Effect
from explorer.figures import Figure
from explorer.texts import Texts
from explorer.ui import html

_EFFECT_SHAPE = {"hard": "hard", "geraakt": "geraakt", "weinig": "weinig",
                 "gemengd": "differs", "onvoldoende": "unknown"}
_RECOVERY_SHAPE = {"hersteld": "hersteld", "deels": "deels", "nog_niet": "nog_niet",
                   "te_vroeg": "unknown"}


def measured(figure: Figure, crises: dict[str, Crisis], texts: Texts) -> str:
    """Was this figure measured in a crisis? The tag, and under it the sentence."""
    code, label = crisis_words.measured_label(figure, texts)
    sentence = crisis_words.measured_sentence(figure, crises, texts)
    shape = "differs" if code == "B" else "clock"
    style = "none" if code in ("none", "M4") else "unknown" if code == "B" else "measured"
    tag = _tag(shape, label, style)
    return tag + (f'<p class="sw-small">{escape(sentence)}</p>' if sentence else "")


def measured_short(figure: Figure, texts: Texts) -> str:
    """Only the tag, for lists and tables; nothing for figures outside a crisis."""
    code, label = crisis_words.measured_label(figure, texts)
    if code in ("none", "M4"):
        return ""
    return _tag("differs" if code == "B" else "clock", label,
                "unknown" if code == "B" else "measured")


def effect(found: Effect, texts: Texts) -> str:
    """How hard the industry was hit."""
    return plain_effect(found, crisis_words.effect_label(found, texts))


def plain_effect(found: Effect, label: str) -> str:
    """The same tag with a label of its own, for a table that already names the industry."""
    return _tag(_EFFECT_SHAPE[found.effect], label,
                found.effect if found.effect in ("hard", "geraakt", "weinig") else "unknown")


def recovery(found: Effect, texts: Texts) -> str:
    """Is it back; empty when there was nothing to recover from."""
    label = crisis_words.recovery_label(found, texts)
    if not label or found.recovery not in _RECOVERY_SHAPE:
        return ""
    return _tag(_RECOVERY_SHAPE[found.recovery], label, f"back-{found.recovery}")


def _tag(shape: str, label: str, style: str) -> str:
    return (f'<span class="sw-tag sw-tag-{style}"><i class="sw-icon-{shape}" aria-hidden="true">'
            f"</i>{escape(label)}</span>")


def effect_card(found: Effect, crisis: Crisis, texts: Texts) -> str:
    """One crisis on the page of a programme: two tags, what happened, how sure we are."""
    explained = crisis_words.explanation(found, crisis, texts)
    source = (texts("effect.source", vintage=_vintage(found, texts), version=found.rule_version)
              if found.data_vintage else "")
    return (
        f'<article class="sw-card"><h3>{escape(crisis.title(texts.language))}</h3>'
        f'<div class="sw-tags">{effect(found, texts)}{recovery(found, texts)}</div>'
        f'<p class="sw-note">{escape(explained)}</p>'
        f'<p class="sw-small">{escape(crisis_words.confidence(found, texts))}</p>'
        f'<p class="sw-meta">{escape(source)}</p></article>'
    )


def evidence(found: Effect, texts: Texts) -> str:
    """Every number behind the tag, as a table."""
    rows = _evidence_rows(found, texts)
    if not rows:
        return html.paragraph(texts("reason.other"), "sw-note")
    return html.table([texts("evidence.name"), texts("evidence.value")], rows)


def _evidence_rows(found: Effect, texts: Texts) -> list[tuple[str, str]]:
    v = found.inputs.get("vacancies") or {}
    jobs = found.inputs.get("jobs") or {}
    back = found.inputs.get("recovery") or {}

    def share(value: float | None) -> str:
        if value is None:
            return texts("evidence.unknown")
        sign = "+" if value > 0 else ""
        return f"{sign}{formats.percent(value, 0, texts.language)}"

    rows = []
    if v:
        national = v.get("national_ratio")
        rows += [
            ("base", _numbers(v.get("base_values") or (), texts)),
            ("fall", share(v.get("A"))),
            ("interval", f"{share(v.get('ci_low'))} {texts('evidence.to')} "
                         f"{share(v.get('ci_high'))}"),
            ("national", share(None if national is None else national - 1)),
            ("relative", share(v.get("rel"))),
            ("worst", f"{share(v.get('worst_gap'))} ({_quarter(v.get('worst_quarter'), texts)})"),
        ]
    if jobs:
        rows.append(("jobs", share(jobs.get("Jm"))))
    if found.inputs.get("support_share") is not None:
        rows.append(("support", formats.percent(found.inputs["support_share"])))
    if expectation := found.inputs.get("expectation"):
        rows.append(("expectation", texts(f"evidence.expectation_{expectation}")))
    if back:
        rows.append(("vacancies_back", _back(back.get("vacancies_back"),
                                             back.get("vacancies_since"), texts)))
        rows.append(("jobs_back", _back(back.get("jobs_back"), back.get("jobs_since"), texts)))
    return [(texts(f"evidence.{key}"), value) for key, value in rows]


def _numbers(values: Sequence[float | None], texts: Texts) -> str:
    return " / ".join("?" if value is None else formats.number(value, 1, texts.language)
                      for value in values)


def _back(back: bool | None, since: object, texts: Texts) -> str:
    if back is None:
        return texts("evidence.unknown")
    if not back:
        return texts("evidence.not_back")
    return crisis_words.since(str(since), texts) if since else texts("recovery.hersteld")


def _quarter(text: str | None, texts: Texts) -> str:
    return crisis_words.since(text, texts) if text else texts("evidence.unknown")


def _vintage(found: Effect, texts: Texts) -> str:
    return crisis_words.since(found.data_vintage or "", texts)
