"""Crisis tags in words. «In coronatijd», never «door corona»; and always what we do not know."""

from __future__ import annotations

from explorer import formats
from explorer.crisis import Crisis, Effect, Resilience, before_price_rise, tag
from explorer.figures import Figure
from explorer.texts import Texts

DOTS = {"hoog": "●●●", "middel": "●●○", "laag": "●○○", "geen": "○○○"}


def measured_label(figure: Figure, texts: Texts) -> tuple[str, str]:
    """(tag, label) of a figure; ('none', ...) when it was not measured in a crisis."""
    found = tag(figure)
    if found is None:
        return "none", texts("tag.none")
    return found[1], texts(f"tag.{found[1]}")


def measured_sentence(figure: Figure, crises: dict[str, Crisis], texts: Texts) -> str:
    """The full sentence behind the label, with the warning for amounts from before 2022.

    «Gemeten voor corona» says it all, so it gets no sentence.
    """
    found = tag(figure)
    sentences = []
    if found is not None and found[1] != "M4":
        crisis = crises[found[0]]
        sentences.append(texts(
            f"tag.{found[1]}_text",
            crisis=lowered(crisis.title(texts.language)),
            when=formats.period(figure.measured_start, figure.measured_end, texts.language),
        ))
    if before_price_rise(figure):
        sentences.append(texts("tag.prices"))
    return " ".join(sentences)


def effect_label(effect: Effect, texts: Texts) -> str:
    """'Horeca hard geraakt'; with the industry, so that a reader sees the link."""
    label = texts(f"effect.{effect.effect}")
    if effect.provisional and effect.effect in ("hard", "geraakt"):
        label = texts("effect.provisional", label=label)
    if effect.industry and effect.effect not in ("onvoldoende", "gemengd"):
        return texts("effect.with_industry", industry=effect.industry, label=label)
    return label[0].upper() + label[1:]


def recovery_label(effect: Effect, texts: Texts) -> str:
    """'Weer op het oude niveau sinds 2022'; empty when there is nothing to recover from."""
    if effect.recovery == "nvt":
        return ""
    if effect.recovery == "hersteld" and effect.recovered_since:
        return texts("recovery.hersteld_since", since=since(effect.recovered_since, texts))
    if effect.recovery == "deels" and "recovery_jobs_unknown" in effect.reasons:
        return texts("recovery.deels_unknown")
    return texts(f"recovery.{effect.recovery}")


def since(period: str, texts: Texts) -> str:
    """'2022' or '2021Q2' in words."""
    year, _, quarter = period.partition("Q")
    return texts("recovery.quarter", quarter=quarter, year=year) if quarter else year


def summary(effect: Effect, crisis: Crisis, texts: Texts) -> str:
    """One line for cards: 'Corona: horeca hard geraakt. Weer op het oude niveau sinds 2022.'"""
    name = crisis.short_name if texts.language == "nl" else crisis.name_en
    parts = [effect_label(effect, texts), recovery_label(effect, texts)]
    return f"{name[0].upper()}{name[1:]}: " + ". ".join(
        lowered(part) if number == 0 else part for number, part in enumerate(parts) if part) + "."


def confidence(effect: Effect, texts: Texts) -> str:
    """'Hoe zeker? ●●○ (redelijk zeker)'."""
    return texts("effect.confidence", dots=DOTS[effect.confidence],
                 words=texts(f"confidence.{effect.confidence}"))


def explanation(effect: Effect, crisis: Crisis, texts: Texts) -> str:
    """What happened to vacancies, with the country beside it, or why we cannot say."""
    if effect.effect in ("onvoldoende", "gemengd") or effect.fall is None:
        key = "why_unknown" if effect.effect != "gemengd" else "why_mixed"
        return texts(f"effect.{key}", reason=_reason(effect, texts))
    parts = [texts(
        "effect.fell" if effect.fall < 0 else "effect.rose",
        industry=effect.industry or "", crisis=lowered(crisis.title(texts.language)),
        size=formats.percent(abs(effect.fall), 0, texts.language),
    )]
    if effect.national_fall is not None:
        parts.append(texts("effect.country", size=formats.percent(
            abs(effect.national_fall), 0, texts.language)))
    # Jobs of a part of a section are those of the whole section, so they are not told here.
    if effect.jobs_fall is not None and "jobs_inherited" not in effect.reasons:
        parts.append(texts(
            "effect.jobs_fell" if effect.jobs_fall < 0 else "effect.jobs_held",
            size=formats.percent(abs(effect.jobs_fall), 1, texts.language)))
    if "declining_before" in effect.reasons:
        parts.append(texts("effect.declining"))
    return " ".join(parts)


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
