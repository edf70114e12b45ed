"""Sentences about figures: the one source for cards, tables, alt texts and hand-outs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from explorer import formats
from explorer.compare import Verdict, shared
from explorer.figures import Figure, Source
from explorer.outlook import Answer
from explorer.texts import Texts


def value(figure: Figure, texts: Texts, *, exact: bool = False) -> str:
    """The value with its unit; a range when parts are hidden; or that we do not know it."""
    language = texts.language
    if figure.value is not None and figure.indicator.unit == "class":
        step = formats.number(figure.value, 0, language)
        return texts("chance.value", label=texts(f"chance.class_{step}"), n=step)
    if figure.indicator.indicator_id == "outlook_ita" and figure.label:
        return texts(f"ita.{figure.label.replace(' ', '_')}")
    if figure.value is not None:
        shown = formats.value_with_unit(figure.value, figure.indicator.unit, language, exact=exact)
        return _counted(figure, figure.value, shown, texts)
    if figure.range_kind == "bounds" and figure.low is not None and figure.high is not None:
        shown = texts("card.bounds", low=formats.number(figure.low, 0, language),
                      high=formats.number(figure.high, 0, language))
        return _counted(figure, figure.high, shown, texts)
    return texts("card.missing")


def _counted(figure: Figure, number: float, shown: str, texts: Texts) -> str:
    """A number of people with the word for them, because a bare number has no unit."""
    key = f"counted.{figure.indicator.indicator_id}"
    return texts.count(key, int(number), shown) if texts.has(f"{key}.many") else shown


def moment(figure: Figure, texts: Texts) -> str:
    """'een jaar na de opleiding'; empty for figures that are not about leavers."""
    if figure.years_after is None:
        return ""
    known = {0.0: "card.after_0", 1.0: "card.after_1", 1.5: "card.after_1_5"}
    if figure.years_after in known:
        return texts(known[figure.years_after])
    return texts("card.after_n", n=formats.number(figure.years_after, 0, texts.language))


def measured(figure: Figure, texts: Texts) -> str:
    """When it was observed; for a forecast when it was made and for which year."""
    period = formats.period(figure.measured_start, figure.measured_end, texts.language)
    if figure.is_forecast:
        return texts("card.forecast", period=period, horizon=figure.horizon)
    key = "card.measured_assumed" if figure.measured_assumed else "card.measured"
    return texts(key, period=period)


def people(figure: Figure, texts: Texts) -> str:
    """How many people it rests on, or that this is not known."""
    if figure.n is None:
        return texts("card.n_unknown")
    return texts("card.n", n=formats.number(figure.n, 0, texts.language))


def source(figure: Figure, texts: Texts) -> str:
    """Publisher and table, as they ask to be named."""
    return named(figure.source)


def named(source: Source) -> str:
    """A source as its publisher asks to be named."""
    line = source.attribution.removeprefix("Bron: ")
    table = source.table_id
    return line if not table or table in line else f"{line} ({table})"


def step(figure: Figure, texts: Texts) -> str:
    """On which step of the ladder the figure stands, in words."""
    return texts(f"step.{figure.ladder_level}", name=figure.people(texts.language)) \
        if figure.ladder_level == "dossier" else texts(f"step.{figure.ladder_level}")


def entry(figure: Figure, texts: Texts) -> str:
    """When these people left school; empty when the figure is not about leavers."""
    if figure.entry_start is None or figure.entry_end is None:
        return ""
    period = formats.period(figure.entry_start, figure.entry_end, texts.language)
    return texts("card.entry_assumed" if figure.entry_assumed else "card.entry", period=period)


def why_missing(answer: Answer, texts: Texts) -> str:
    """Why there is no figure, and where to look instead."""
    reason = texts(f"missing.{answer.missing_reason or 'not_measured'}")
    sentence = reason[0].upper() + reason[1:] + "."
    where = f"missing_where.{answer.slot}"
    if answer.missing_reason == "not_loaded" and texts.has(where):
        sentence += " " + texts(where)
    return sentence


def outlook(label: str | None, texts: Texts) -> str:
    """ROA's class for employers, turned into what it means for someone who chooses."""
    if not label:
        return texts("outlook.unknown")
    return texts(f"outlook.{label.replace(' ', '_')}")


# Sources whose note on a figure is what the publisher itself says of it, word for word.
_SPEAKING = ("kiesmbo",)


def said(figure: Figure, texts: Texts) -> str:
    """What the publisher itself says of a figure, as a quotation; empty when it says nothing."""
    if figure.source.source_id not in _SPEAKING or not figure.note:
        return ""
    return f"{texts('chance.says', publisher=figure.source.publisher)} «{figure.note}»"


def tension(figure: Figure | None, texts: Texts) -> str:
    """UWV's class of vacancies against job seekers, in words; empty when it was not added."""
    if figure is None or not figure.label:
        return ""
    label, when = texts(f"chance.uwv_{figure.label.replace(' ', '_')}"), measured(figure, texts)
    if figure.value is None:
        return texts("outlook.tension_class", label=label, when=when)
    number = formats.number(figure.value, 2, texts.language)
    return texts("outlook.tension", label=label, value=number, when=when)


def trend(figures: Sequence[Figure], texts: Texts) -> str:
    """One sentence that says what a line through these figures shows."""
    known = [figure for figure in figures if figure.value is not None or figure.low is not None]
    if len(known) < 2:
        return texts("programme.trend_none")
    first, last = known[0], known[-1]
    low, high = (value(extreme(known, key=_size), texts) for extreme in (min, max))
    sentence = texts(
        "chart.trend_sentence",
        name=last.indicator.title(texts.language),
        people=_in_all([figure.people(texts.language) for figure in known]),
        first=value(first, texts), start=first.measured_start.year,
        last=value(last, texts), end=last.measured_start.year,
    )
    # The first year that is written so, because a later one may differ in what is rounded off.
    years = {shown: figure.measured_start.year
             for figure in reversed(known) for shown in [value(figure, texts)]}
    extremes = texts("chart.trend_flat", value=low) if low == high else texts(
        "chart.trend_low_high", low=low, low_year=years[low], high=high, high_year=years[high])
    gaps = [str(figure.measured_start.year) for figure in figures if figure not in known]
    missing = " " + texts("chart.gap_sentence", years=listed(gaps, texts)) if gaps else ""
    return f"{sentence} {extremes}{missing}"


def _in_all(people: Sequence[str]) -> str:
    """What every one of these descriptions says: the year in which people left is in one only."""
    shared = [part for part in people[-1].split(", ")
              if all(part in other.split(", ") for other in people)]
    return ", ".join(shared) or people[-1]


def _size(figure: Figure) -> float:
    """To order figures by: the value, or the lower end when parts are hidden."""
    return figure.value if figure.value is not None else figure.low or 0.0


def listed(items: Sequence[str], texts: Texts) -> str:
    """'a', 'a en b', 'a, b en c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {texts('compare.and')} {items[-1]}"


def verdict(
    result: Verdict, figures: Mapping[str, Figure | None], names: Mapping[str, str], texts: Texts
) -> list[str]:
    """The verdict of a comparison row in sentences, with the warnings that belong to it."""
    if result.code == "too_few":
        key = "compare.too_few" if result.count else "compare.too_few_0"
        return [texts(key, n=result.count)]
    sentences = [_core(result, names, texts)]
    if result.unsure:
        sentences.append(texts("compare.unsure",
                               names=listed([names[key] for key in result.unsure], texts)))
    if result.code == "not_comparable":
        return sentences
    known = {key: figure for key, figure in figures.items()
             if figure is not None and figure.value is not None}
    if result.code != "same_figure":
        sentences += [
            texts("compare.partly_shared", names=listed([names[key] for key in group], texts))
            for group in shared(known)
        ]
    windows = {(figure.measured_start, figure.measured_end) for figure in known.values()}
    if len(windows) > 1:
        periods = [formats.period(*window, texts.language) for window in sorted(windows)]
        sentences.append(texts("compare.different_moment", periods=listed(periods, texts)))
    if len({figure.step for figure in known.values()}) > 1:
        sentences.append(texts("compare.different_step"))
    if result.code == "difference" and any((figure.step or 1) > 1 for figure in known.values()):
        sentences.append(texts("compare.group_level"))
    return sentences


def _core(result: Verdict, names: Mapping[str, str], texts: Texts) -> str:
    if result.code != "difference" or result.size is None or result.unit is None:
        return texts(f"compare.{result.code}")
    if result.unit == "index":  # a forecast of ROA: the lower, the better
        return texts("compare.outlook",
                     high=listed([names[name] for name in result.highest], texts),
                     low=listed([names[name] for name in result.lowest], texts))
    key = "compare.difference_plural" if len(result.highest) > 1 else "compare.difference"
    return texts(
        key,
        high=listed([names[name] for name in result.highest], texts),
        low=listed([names[name] for name in result.lowest], texts),
        size=_distance(result.size, result.unit, texts),
        about=texts("compare.about" if result.even else "compare.up_to"),
    )


def _distance(size: float, unit: str, texts: Texts) -> str:
    if unit != "class":
        return formats.difference(size, unit, texts.language)
    return texts.count("chance.difference", round(size), formats.number(size, 0, texts.language))
