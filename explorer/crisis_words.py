"""Crisis tags in words. «In coronatijd», never «door corona»; and always what we do not know."""

from __future__ import annotations

from explorer import formats
from explorer.crisis import Crisis, Effect, Resilience, before_price_rise, pooled, tag
from explorer.figures import Figure
from explorer.texts import Texts

DOTS = {"hoog": "●●●", "middel": "●●○", "laag": "●○○", "geen": "○○○"}


def measured_label(figure: Figure, texts: Texts) -> tuple[str, str]:
    """(tag, label) of a figure; ('none', ...) when it was not measured in a crisis."""
    found = tag(figure)
    if found is None:
        return "none", texts("tag.none")
    if found[1] == "M3" and pooled(figure):
        return "M3", texts("tag.M3_pooled")
    return found[1], texts(f"tag.{found[1]}")


def measured_short(figure: Figure, texts: Texts) -> str:
    """The label for lists and tables; empty for figures from outside a crisis."""
    code, label = measured_label(figure, texts)
    return "" if code in ("none", "M4") else label


def measured_sentence(figure: Figure, crises: dict[str, Crisis], texts: Texts) -> str:
    """The full sentence behind the label, with the warning for amounts from before 2022.

    «Gemeten voor corona» says it all, so it gets no sentence. A crisis that is not among
    ``crises`` is told without its name.
    """
    found = tag(figure)
    sentences = []
    if found is not None and found[1] != "M4":
        crisis = crises.get(found[0])
        several = "_pooled" if found[1] == "M3" and pooled(figure) else ""
        sentences.append(texts(
            f"tag.{found[1]}{several}_text",
            crisis=texts("tag.the_crisis", name=lowered(crisis.title(texts.language)))
            if crisis else texts("tag.a_crisis"),
            when=formats.period(figure.measured_start, figure.measured_end, texts.language),
        ))
    if before_price_rise(figure):
        sentences.append(texts("tag.prices"))
    return " ".join(sentences)


def effect_label(effect: Effect, texts: Texts) -> str:
    """'Horeca hard geraakt'; with the industry, so that a reader sees the link.

    An average over several industries is not pinned on one of them: 'Dit werk geraakt'.
    """
    label = texts(f"effect.{effect.effect}")
    if effect.provisional and effect.effect in ("hard", "geraakt"):
        label = texts("effect.provisional", label=label)
    if effect.effect not in ("onvoldoende", "gemengd"):
        if effect.average:
            return texts("effect.this_work", label=label)
        if effect.industry:
            return texts("effect.with_industry", industry=effect.title(texts.language),
                         label=label)
    return label[0].upper() + label[1:]


def recovery_label(effect: Effect, texts: Texts) -> str:
    """'Weer op het oude niveau sinds 2022'; empty when there is nothing to recover from."""
    if effect.recovery == "nvt":
        return ""
    if effect.recovery == "hersteld" and effect.recovered_since:
        return texts("recovery.hersteld_since", since=since(effect.recovered_since, texts))
    if effect.recovery == "deels":
        return texts(f"recovery.deels{_which(effect)}")
    return texts(f"recovery.{effect.recovery}")


def recovery_short(effect: Effect, texts: Texts) -> str:
    """'Sinds 2022', 'deels': under a heading that says what is back."""
    if effect.recovery == "hersteld" and effect.recovered_since:
        return texts("recovery.short_since",
                     since=since(effect.recovered_since, texts, "short_quarter"))
    return texts(f"recovery.short_{effect.recovery}") if effect.recovery != "nvt" else ""


def _which(effect: Effect) -> str:
    """What came back and what did not, when that is known of one industry."""
    if "recovery_jobs_unknown" in effect.reasons:
        return "_unknown"
    back = effect.inputs.get("recovery") or {}
    pair = (back.get("vacancies_back"), back.get("jobs_back"))
    if effect.average or None in pair or pair[0] == pair[1]:
        return ""
    return "_vacancies" if pair[0] else "_jobs"


def since(period: str, texts: Texts, key: str = "quarter") -> str:
    """'2022' or '2021Q2' in words."""
    year, _, quarter = period.partition("Q")
    return texts(f"recovery.{key}", quarter=quarter, year=year) if quarter else year


def summary(effect: Effect, crisis: Crisis, texts: Texts) -> str:
    """One line for cards: 'Corona: horeca hard geraakt. Weer op het oude niveau sinds 2022.'"""
    name = crisis.short(texts.language)
    parts = [effect_label(effect, texts), recovery_label(effect, texts)]
    return f"{name[0].upper()}{name[1:]}: " + ". ".join(
        lowered(part) if number == 0 else part for number, part in enumerate(parts) if part) + "."


def confidence(effect: Effect, texts: Texts) -> str:
    """'Hoe zeker? ●●○ (redelijk zeker)'."""
    return texts("effect.confidence", dots=DOTS[effect.confidence],
                 words=texts(f"confidence.{effect.confidence}"))


def sure(effect: Effect, texts: Texts) -> str:
    """'●●○ redelijk zeker', where «Hoe zeker?» already stands above it."""
    return f"{DOTS[effect.confidence]} {texts(f'confidence.{effect.confidence}')}"


def explanation(effect: Effect, texts: Texts) -> str:
    """What happened to vacancies, with the country beside it, or why we cannot say."""
    if effect.effect in ("onvoldoende", "gemengd"):
        key = "why_unknown" if effect.effect == "onvoldoende" else "why_mixed"
        return " ".join([texts(f"effect.{key}", reason=_reason(effect, texts)),
                         *_nation(effect, texts)])
    if effect.average and effect.industry_effect in (None, "onvoldoende"):
        unknown = texts("effect.main_unknown", industry=effect.title(texts.language))
        return " ".join([unknown, *_nation(effect, texts)])
    return " ".join(_numbers(effect, texts))


def _numbers(effect: Effect, texts: Texts) -> list[str]:
    """Vacancies of the industry, of the country, and jobs; only what its class rests on."""
    levels = effect.inputs.get("levels") or {}
    parts = []
    if effect.fall is not None and levels.get("vacancies", "known") is not None:
        parts.append(vacancies(effect, texts))
        if effect.national_fall is not None:
            parts.append(texts("effect.country", size=formats.percent(
                abs(effect.national_fall), 0, texts.language)))
    else:
        parts += _nation(effect, texts)
    reasons = {*effect.reasons, *effect.inputs.get("reasons", ())}
    # Jobs of a part of a section are those of the whole section, so they are not told here.
    if effect.jobs_fall is not None and "jobs_inherited" not in reasons:
        parts.append(texts(
            "effect.jobs_fell" if effect.jobs_fall < 0 else "effect.jobs_held",
            size=formats.percent(abs(effect.jobs_fall), 1, texts.language)))
    if effect.industry_effect == "weinig" and levels.get("vacancies") == "geraakt":
        parts.append(texts("effect.jobs_grew"))
    if "declining_before" in reasons:
        parts.append(texts("effect.declining"))
    return parts


def vacancies(effect: Effect, texts: Texts) -> str:
    """One sentence about the vacancies of the industry; empty when they are not known."""
    if effect.fall is None:
        return ""
    return texts("effect.fell" if effect.fall < 0 else "effect.rose",
                 industry=effect.title(texts.language),
                 size=formats.percent(abs(effect.fall), 0, texts.language))


def nation(effect: Effect, texts: Texts) -> str:
    """The sentence about the whole country; empty when it did not fall."""
    if effect.nation_fall is None or effect.nation_fall >= 0:
        return ""
    return texts("effect.nation", size=formats.percent(-effect.nation_fall, 0, texts.language))


def _nation(effect: Effect, texts: Texts) -> list[str]:
    """The same for when nothing can be said about the industry."""
    return [sentence] if (sentence := nation(effect, texts)) else []


def _reason(effect: Effect, texts: Texts) -> str:
    for code in effect.reasons:
        if texts.has(f"reason.{code}"):
            return texts(f"reason.{code}")
    return texts("reason.other")


def resilience(found: Resilience, texts: Texts) -> str:
    """'Zware dip, langzaam hersteld (13 jaar)'."""
    if found.depth == "te_weinig_gegevens":
        return texts("resilience.te_weinig_gegevens")
    depth = texts(f"resilience.{found.depth}")
    if found.years is None:
        return f"{depth}, {texts('resilience.niet_terug')}"
    return texts("resilience.both", depth=depth, speed=texts(f"resilience.{found.speed}"),
                 years=formats.number(found.years, 0, texts.language))


def lowered(text: str) -> str:
    """First letter small, unless the word is an abbreviation."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]
