"""Sentences of the page of a programme, next to those that every page shares in ``words``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from explorer import crisis_words, formats, words
from explorer.compare import verdict
from explorer.figures import Figure
from explorer.hours import per_month
from explorer.leads_to import Occupation
from explorer.outlook import Answer
from explorer.position import Border, Position
from explorer.texts import Texts
from explorer.vacancies import Quarter, RegionalVacancies

# Half of a few dots is not a round number of dots, so then the number itself is told.
_MANY = 20


def month_pay(figure: Figure, hours: int, texts: Texts) -> list[str]:
    """What an hourly wage is per month, with its spread and how it was worked out.

    Empty for what is not a wage; for a wage per month only that hours are not known.
    """
    unit = figure.indicator.unit
    if figure.value is None or not unit.startswith("euro"):
        return []
    if unit != "euro_per_hour":
        return [texts("hours.already")]

    def month(wage: float) -> str:
        return formats.euro(per_month(wage, hours), 0, texts.language)

    sentences = [texts("hours.month", hours=hours, month=month(figure.value))]
    if figure.range_kind == "quartiles" and figure.low is not None and figure.high is not None:
        sentences.append(texts("hours.spread", low=month(figure.low), high=month(figure.high)))
    wage = formats.euro(figure.value, 2, texts.language)
    return [" ".join(sentences), texts("hours.formula", wage=wage, hours=hours)]


def when(figure: Figure, texts: Texts) -> str:
    """The moment, and whether that was in a crisis."""
    _, label = crisis_words.measured_label(figure, texts)
    return f"{words.measured(figure, texts)} · {label}"


def position(found: Position, figure: Figure, texts: Texts) -> str:
    """What the dots show: the ones in the middle, and where this figure lies."""

    def size(value: float) -> str:
        return formats.value_with_unit(value, figure.indicator.unit, texts.language)

    number = len(found.dots)
    kind = texts(f"position.kind_{found.mine.ladder_level}")
    mine = size(found.mine.value)
    if found.middle is None:
        values = [dot.value for dot in found.dots]
        return texts("position.few", n=number, kind=kind, low=size(min(values)),
                     high=size(max(values)), mine=mine)
    low, high, count = found.middle
    if size(low) == size(high):
        side = "same" if mine == size(low) else found.side
        return texts("position.same", n=number, m=count, kind=kind, low=size(low), mine=mine,
                     side=texts(f"position.side_{side}"))
    key = "position.half" if number >= _MANY else "position.middle"
    counted = {} if number >= _MANY else {"m": count}
    return texts(key, n=number, kind=kind, low=size(low), high=size(high), mine=mine,
                 side=texts(f"position.side_{found.side}"), **counted)


def class_name(label: str, texts: Texts) -> str:
    """ROA's word for a class in the language of the page; a word that we do not know as it is."""
    key = f"shortage.{label.replace(' ', '_')}"
    return texts(key) if texts.has(key) else label


def border(found: Border | None, figure: Figure, texts: Texts) -> str:
    """'Dit is net niet «groot», want het getal van ROA is 0,831 en de grens ligt bij 0,8295.'"""
    if found is None or figure.value is None:
        return ""
    return texts("border.near" if found.near else "border.far",
                 other=class_name(found.other, texts), limit=_limit(found.limit, texts),
                 value=formats.value_with_unit(figure.value, figure.indicator.unit,
                                               texts.language))


def _limit(limit: float, texts: Texts) -> str:
    """A border with the decimals it has."""
    decimals = max(2, len(f"{limit:.6f}".rstrip("0").partition(".")[2]))
    return formats.number(limit, decimals, texts.language)


def class_counts(labels: Sequence[str | None], order: Sequence[str], texts: Texts) -> str:
    """'7 zeer groot, 39 groot en 21 geen', in the order of the scale."""
    counts = Counter(labels)
    return words.listed([
        f"{formats.number(counts[label], 0, texts.language)} «{class_name(label, texts)}»"
        for label in order if counts[label]], texts)


def track_record(found: Sequence[Occupation], texts: Texts) -> list[str]:
    """What earlier editions of the forecast said; that there is only one, or none, when so."""
    sentences, expected, horizon = [], False, None
    for item in found:
        newest = item.figures.get("outlook_itkb")
        if newest is None or not newest.label:
            continue
        expected = True
        for before in item.earlier:
            if not before.label:
                continue
            then = formats.period(before.measured_start, before.measured_end, texts.language)
            key = "same" if before.label == newest.label else "changed"
            changed = {} if key == "same" else {"before": class_name(before.label, texts)}
            horizon = newest.horizon
            sentences.append(texts(f"track.{key}", name=item.title(texts.language), then=then,
                                   label=class_name(newest.label, texts), **changed))
    if horizon is not None:
        sentences.append(texts("track.closing", horizon=horizon))
    return sentences or [texts("track.one" if expected else "track.none")]


def regional(found: RegionalVacancies, names: Mapping[str, str], texts: Texts) -> str:
    """Most and fewest open vacancies, and for which industries this section speaks."""
    known = {region: number for region, number in found.quarter.regions.items()
             if number is not None}
    if not known:
        return texts("regional.none", industry=found.title(texts.language))
    most, least = max(known, key=known.__getitem__), min(known, key=known.__getitem__)
    # The most of the provinces that are known may not be the most of all.
    told: dict[str, str] = {"least": names[least],
                            "m": formats.number(known[least], 0, texts.language)}
    key = "sentence"
    if len(known) == 1:
        key, told = "only", {}
    elif len(known) < len(names):
        key, told = "partly", {**told, "known": str(len(known)), "of": str(len(names))}
    sentence = texts(
        f"regional.{key}", industry=found.title(texts.language), when=_when(found.quarter, texts),
        most=names[most], n=formats.number(known[most], 0, texts.language), **told)
    if found.stands_for:
        sentence += " " + texts(
            "regional.stands_for", industry=found.title(texts.language), names=words.listed(
                [item.title(texts.language) for item in found.stands_for], texts))
    return sentence


def _when(quarter: Quarter, texts: Texts) -> str:
    return formats.period(quarter.start, quarter.end, texts.language)


def pay_difference(mine: Answer, other: Answer, texts: Texts) -> str:
    """How the pay of a neighbour differs, by the rules of the comparison."""
    result = verdict({"mine": mine.figure, "other": other.figure})
    if mine.value is not None and other.value is not None and _moments(mine) != _moments(other):
        return texts("near_pay.not_comparable")
    if result.code != "difference" or result.size is None or result.unit is None:
        return texts(f"near_pay.{result.code}")
    key = "higher" if result.highest == ("other",) else "lower"
    return texts(f"near_pay.{key}",
                 size=formats.difference(result.size, result.unit, texts.language))


def _moments(answer: Answer) -> object:
    figure = answer.figure
    return figure and (figure.measured_start, figure.measured_end)


def outlook_difference(mine: Figure | None, other: Figure | None, texts: Texts) -> str:
    """How the outlook of a neighbour differs, in words; or that we do not know both."""
    result = verdict({"mine": mine, "other": other})
    if result.code == "same_figure":
        return texts("similar.outlook_shared")
    if result.code == "no_clear_difference":
        return texts("similar.outlook_equal")
    if result.code != "difference":
        return texts("similar.outlook_unknown")
    # A low number means a large shortage of people, which is good for who looks for work.
    return texts("similar.outlook_better" if result.lowest == ("other",)
                 else "similar.outlook_worse")


def borrowed(known: Mapping[str, Answer], texts: Texts) -> str:
    """Which questions are answered with the figure of a larger group; empty when none is."""
    names = [f"«{texts(f'slot.{slot}')}»" for slot, answer in known.items()
             if answer.value is not None and answer.figure is not None
             and (answer.figure.step or 1) > 1]
    return texts("gaps.borrowed", names=words.listed(names, texts)) if names else ""


def missing(known: Mapping[str, Answer], texts: Texts) -> list[tuple[str, str]]:
    """(question, why there is no answer) for every question without a figure."""
    return [(texts(f"slot.{slot}"), words.why_missing(answer, texts))
            for slot, answer in known.items() if not answer.known]
