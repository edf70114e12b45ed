"""A comparison as CSV or JSON, with everything that is needed to cite every figure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from explorer import crisis_words, words
from explorer.comparison import Comparison
from explorer.crisis import Effect
from explorer.figures import Figure
from explorer.outlook import Answer
from explorer.texts import Texts


def records(comparison: Comparison, texts: Texts) -> list[dict[str, Any]]:
    """One record per programme and row: the figure and its story, or why there is none."""
    return [
        {"programme_id": programme.programme_id,
         "programme": comparison.names[programme.programme_id], "row": row.key,
         "question": row.title, **_answer(row.answers[programme.programme_id], texts)}
        for row in comparison.rows for programme in comparison.programmes
    ]


def _answer(answer: Answer | None, texts: Texts) -> dict[str, Any]:
    if answer is None:
        return _none("not_applicable", texts("compare.not_applicable"))
    figure = answer.figure
    if figure is None:
        return _none(answer.missing_reason, words.why_missing(answer, texts))
    if not _copied(answer):
        told = texts("compare.not_copied", publisher=figure.source.publisher)
        return {**_about(figure, texts), **_none("not_shareable", told)}
    return {
        **_about(figure, texts), "value": figure.value, "low": figure.low, "high": figure.high,
        "range_kind": figure.range_kind, "label": figure.label, "n": figure.n,
        "missing_reason": figure.missing_reason,
        "missing_why": words.why_missing(answer, texts) if figure.value is None else None,
    }


def _none(reason: str | None, why: str) -> dict[str, Any]:
    """No figure: never a zero, always with the reason."""
    return {"value": None, "missing_reason": reason, "missing_why": why}


def _copied(answer: Answer | None) -> bool:
    """May the figure stand in a file? Some publishers only allow to show it."""
    return answer is None or answer.figure is None or answer.figure.source.shareable


def _about(figure: Figure, texts: Texts) -> dict[str, Any]:
    """Everything of a figure but its numbers."""
    code, label = crisis_words.measured_label(figure, texts)
    return {
        "indicator": figure.indicator.indicator_id,
        "indicator_name": figure.indicator.title(texts.language),
        "value": None, "low": None, "high": None, "range_kind": None, "label": None,
        "unit": figure.indicator.unit, "years_after": figure.years_after,
        "n": None, "population": figure.people(texts.language),
        "ladder_level": figure.ladder_level, "entity_id": figure.entity_id,
        "measured_start": figure.measured_start.isoformat(),
        "measured_end": figure.measured_end.isoformat(), "horizon": figure.horizon,
        "status": figure.status, "crisis_tag": "" if code == "none" else code,
        "crisis_tag_name": label, "source": figure.source.publisher,
        "table": figure.source.table_id, "title": figure.source.title,
        "edition": figure.source.edition, "licence": figure.source.licence,
        "attribution": figure.source.attribution, "url": figure.address(),
    }


def _verdicts(comparison: Comparison, texts: Texts) -> dict[str, str]:
    """What may be said of each row; nothing that gives away a figure that may not be copied."""
    return {row.key: " ".join(row.sentences) if all(map(_copied, row.answers.values()))
            else texts("compare.verdict_not_copied") for row in comparison.rows}


def _effects(comparison: Comparison) -> list[dict[str, Any]]:
    """One record per programme and crisis."""
    return [
        {"programme_id": name, "programme": comparison.names[name], "row": "crisis",
         "question": row.title, **_effect(effect)}
        for row in comparison.crises for name, effect in row.effects.items()
    ]


def _effect(effect: Effect | None) -> dict[str, Any]:
    if effect is None:
        return {"effect": "onvoldoende", "missing_reason": "not_measured"}
    return {"effect": effect.effect, "recovery": effect.recovery,
            "confidence": effect.confidence, "rule_version": effect.rule_version}


def as_json(comparison: Comparison, version: str, link: str, texts: Texts) -> str:
    """Figures, verdicts in words, crisis effects, the data version and a link back."""
    return json.dumps(
        {
            "link": link, "data_version": version,
            "programmes": [{"programme_id": name, "name": text}
                           for name, text in comparison.names.items()],
            "figures": records(comparison, texts),
            "verdicts": _verdicts(comparison, texts),
            "crises": [
                {"crisis": row.title,
                 "effects": {name: None if effect is None else _effect(effect)
                             for name, effect in row.effects.items()}}
                for row in comparison.crises
            ],
        },
        ensure_ascii=False, indent=2,
    )


def as_csv(comparison: Comparison, version: str, link: str, texts: Texts) -> str:
    """For a Dutch Excel: «;» between fields, a decimal comma, and a last line with the link."""
    rows = [*records(comparison, texts), *_effects(comparison)]
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([*names, "verdict", "data_version"])
    said = _verdicts(comparison, texts)
    for row in rows:
        writer.writerow([*(_cell(row.get(name)) for name in names), said.get(row["row"], ""),
                         version])
    writer.writerow([texts("compare.csv_link"), link])
    return stream.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return "" if value is None else value


def sources(answers: Iterable[Answer | None], texts: Texts) -> list[str]:
    """The sources of these figures, each once: who, what, which edition, the line to print."""
    lines: dict[str, None] = {}
    for answer in answers:
        if answer and answer.figure:
            source = answer.figure.source
            lines[f"{source.attribution}. {source.title} ({source.edition}). "
                  f"{words.measured(answer.figure, texts)}."] = None
    return list(lines)
