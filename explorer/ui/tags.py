"""The crisis tag: an icon shape, a word and a border; colour is never the only signal."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

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
    sentence = crisis_words.measured_sentence(figure, crises, texts)
    under = f'<p class="sw-small">{escape(sentence)}</p>' if sentence else ""
    return measured_tag(figure, texts) + under


def measured_tag(figure: Figure, texts: Texts) -> str:
    """Only the tag, also for a figure outside a crisis."""
    code, label = crisis_words.measured_label(figure, texts)
    shape = "differs" if code == "B" else "clock"
    style = "none" if code in ("none", "M4") else "unknown" if code == "B" else "measured"
    return _tag(shape, label, style)


def measured_short(figure: Figure, texts: Texts) -> str:
    """Only the tag, for lists and tables; nothing for figures outside a crisis."""
    label = crisis_words.measured_short(figure, texts)
    if not label:
        return ""
    code, _ = crisis_words.measured_label(figure, texts)
    return _tag("differs" if code == "B" else "clock", label,
                "unknown" if code == "B" else "measured",
                crisis_words.measured_sentence(figure, {}, texts))


def effect(found: Effect, texts: Texts) -> str:
    """How hard the industry was hit."""
    return plain_effect(found, crisis_words.effect_label(found, texts), texts)


def plain_effect(found: Effect, label: str, texts: Texts) -> str:
    """The same tag with a label of its own, for a table that already names the industry."""
    whole = f"{crisis_words.effect_label(found, texts)}. {crisis_words.explanation(found, texts)}"
    return _tag(_EFFECT_SHAPE[found.effect], label,
                found.effect if found.effect in ("hard", "geraakt", "weinig") else "unknown",
                whole)


def recovery(found: Effect, texts: Texts) -> str:
    """Is it back; empty when there was nothing to recover from."""
    return _recovery(found, crisis_words.recovery_label(found, texts), texts)


def recovery_short(found: Effect, texts: Texts) -> str:
    """The same in a word or two, under a heading that says what is back."""
    return _recovery(found, crisis_words.recovery_short(found, texts), texts)


def _recovery(found: Effect, label: str, texts: Texts) -> str:
    if not label or found.recovery not in _RECOVERY_SHAPE:
        return ""
    return _tag(_RECOVERY_SHAPE[found.recovery], label, f"back-{found.recovery}",
                f"{crisis_words.recovery_label(found, texts)}.")


def _tag(shape: str, label: str, style: str, sentence: str = "") -> str:
    """Shape, word and border. ``sentence`` is what a screen reader says and a pointer shows."""
    said = escape(sentence, quote=True)
    spoken = f' role="img" aria-label="{said}" title="{said}"' if sentence else ""
    return (f'<span class="sw-tag sw-tag-{style}"{spoken}>'
            f'<i class="sw-icon-{shape}" aria-hidden="true"></i>{escape(label)}</span>')


def legend(texts: Texts) -> str:
    """The three questions, each with its shape, and what a question mark means."""
    rows = "".join(
        f'<li><i class="sw-icon-{shape}" aria-hidden="true"></i><p><b>'
        f'{escape(texts(f"crisis.{key}"))}</b> {escape(texts(f"crisis.{key}_text"))}</p></li>'
        for shape, key in (("clock", "q1"), ("hard", "q2"), ("hersteld", "q3"),
                           ("unknown", "dont_know")))
    return f'<ul class="sw-legend">{rows}</ul>'


def effect_card(found: Effect, crisis: Crisis, texts: Texts) -> str:
    """One crisis on the page of a programme: two tags, what happened, how sure we are."""
    source = (texts("effect.source", vintage=_vintage(found, texts), version=found.rule_version)
              if found.data_vintage else "")
    return (
        f'<article class="sw-card"><h3>{escape(crisis.title(texts.language))}</h3>'
        f'<div class="sw-tags">{effect(found, texts)}{recovery(found, texts)}</div>'
        f'<p class="sw-note">{escape(crisis_words.explanation(found, texts))}</p>'
        f'<p class="sw-small">{escape(crisis_words.confidence(found, texts))}</p>'
        f'<p class="sw-meta">{escape(source)}</p></article>'
    )


def evidence(effects: Sequence[tuple[str, Effect]], texts: Texts) -> str:
    """Every number behind the tags, a column per crisis (its title and the effect)."""
    columns = [dict(_evidence_rows(found, texts)) for _, found in effects]
    keys = [key for key in _EVIDENCE if any(key in column for column in columns)]
    return html.table(
        [texts("evidence.name"), *(title for title, _ in effects)],
        [(texts(f"evidence.{key}"), *(column.get(key, "–")
                                      for column in columns)) for key in keys])


_EVIDENCE = ("base", "fall", "interval", "national", "relative", "worst", "jobs", "support",
             "expectation", "vacancies_back", "jobs_back", "sure", "vintage", "rules")


def _evidence_rows(found: Effect, texts: Texts) -> list[tuple[str, str]]:
    v = found.inputs.get("vacancies") or {}
    jobs = found.inputs.get("jobs") or {}
    back = found.inputs.get("recovery") or {}

    def share(value: float | None, decimals: int = 0) -> str:
        if value is None:
            return texts("evidence.unknown")
        sign = "+" if value > 0 else ""
        return f"{sign}{formats.percent(value, decimals, texts.language)}"

    rows = [("sure", crisis_words.sure(found, texts)), ("rules", found.rule_version)]
    if found.data_vintage:
        rows.append(("vintage", _vintages(found, texts)))
    if v:
        national = v.get("national_ratio")
        rows += [
            ("base", _base(v, texts)),
            ("fall", share(v.get("A"))),
            ("interval", f"{share(v.get('ci_low'))} {texts('evidence.to')} "
                         f"{share(v.get('ci_high'))}"),
            ("national", share(None if national is None else national - 1)),
            ("relative", share(v.get("rel"))),
            ("worst", f"{share(v.get('worst_gap'))} ({_quarter(v.get('worst_quarter'), texts)})"),
        ]
    if jobs:
        rows.append(("jobs", share(jobs.get("Jm"), 1)))
    if found.inputs.get("support_share") is not None:
        rows.append(("support", formats.percent(found.inputs["support_share"], 0,
                                                texts.language)))
    if expectation := found.inputs.get("expectation"):
        rows.append(("expectation", texts(f"evidence.expectation_{expectation}")))
    if back:
        rows.append(("vacancies_back", _back(back.get("vacancies_back"),
                                             back.get("vacancies_since"), texts)))
        rows.append(("jobs_back", _back(back.get("jobs_back"), back.get("jobs_since"), texts)))
    return rows


def _base(v: dict[str, Any], texts: Texts) -> str:
    """The quarters of the year before, and their mean."""
    quarters = " / ".join("?" if value is None else formats.number(value, 1, texts.language)
                          for value in v.get("base_values") or ())
    if v.get("base") is None:
        return quarters or texts("evidence.unknown")
    return texts("evidence.base_value", quarters=quarters,
                 mean=formats.number(v["base"], 1, texts.language))


def _vintages(found: Effect, texts: Texts) -> str:
    """Last quarter of the vacancies, and the last year of the jobs when there are any."""
    known = (found.inputs.get("jobs") or {}).get("Jm") is not None
    jobs = (found.inputs.get("vintage") or {}).get("jobs") if known else None
    vacancies = _vintage(found, texts)
    return texts("evidence.jobs_vintage", vacancies=vacancies, jobs=jobs) if jobs else vacancies


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
