"""A comparison as CSV or JSON, with everything that is needed to cite every figure."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any

from explorer import crisis_words, words
from explorer.comparison import Comparison
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
        return {"missing_reason": "not_applicable"}
    figure = answer.figure
    if figure is None:
        return {"missing_reason": answer.missing_reason}
    code, label = crisis_words.measured_label(figure, texts)
    return {
        "indicator": figure.indicator.indicator_id,
        "indicator_name": figure.indicator.title(texts.language),
        "value": figure.value, "low": figure.low, "high": figure.high,
        "unit": figure.indicator.unit, "years_after": figure.years_after,
        "n": figure.n, "population": figure.people(texts.language),
        "ladder_level": figure.ladder_level, "entity_id": figure.entity_id,
        "measured_start": figure.measured_start.isoformat(),
        "measured_end": figure.measured_end.isoformat(),
        "status": figure.status, "crisis_tag": "" if code == "none" else code,
        "crisis_tag_name": label, "source": figure.source.publisher,
        "table": figure.source.table_id, "title": figure.source.title,
        "edition": figure.source.edition, "licence": figure.source.licence,
        "attribution": figure.source.attribution, "url": figure.address(),
        "missing_reason": figure.missing_reason,
    }


def as_json(comparison: Comparison, version: str, link: str, texts: Texts) -> str:
    """Figures, verdicts in words, crisis effects, the data version and a link back."""
    return json.dumps(
        {
            "link": link, "data_version": version,
            "programmes": [{"programme_id": name, "name": text}
                           for name, text in comparison.names.items()],
            "figures": records(comparison, texts),
            "verdicts": {row.key: " ".join(row.sentences) for row in comparison.rows},
            "crises": [
                {"crisis": row.title,
                 "effects": {name: None if effect is None else {
                     "effect": effect.effect, "recovery": effect.recovery,
                     "confidence": effect.confidence, "rule_version": effect.rule_version,
                 } for name, effect in row.effects.items()}}
                for row in comparison.crises
            ],
        },
        ensure_ascii=False, indent=2,
    )


def as_csv(comparison: Comparison, version: str, link: str, texts: Texts) -> str:
    """For a Dutch Excel: «;» between fields, a decimal comma, and a last line with the link."""
    rows = records(comparison, texts)
    names = list(dict.fromkeys(name for row in rows for name in row))
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow([*names, "verdict", "data_version"])
    said = {row.key: " ".join(row.sentences) for row in comparison.rows}
    for row in rows:
        writer.writerow([*(_cell(row.get(name)) for name in names), said[row["row"]], version])
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
