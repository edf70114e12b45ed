"""From industries to programmes: a made-up crisis with five made-up industries."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.crisis.engine import SectorEffect
from etl.crisis.programme import IndustryLink, compute_programmes, programme_effect
from etl.crisis.sector import CONFIDENCE, LEVELS

PLAIN = SectorEffect(
    crisis_id="c", industry_id="hard", effect="hard", confidence="hoog",
    confidence_uncapped="hoog", recovery="hersteld", recovered_since="2021Q2", provisional=False,
    level_vacancies="hard", level_jobs="hard", level_support=None, support_share=None,
    expectation=None, base=None, vacancies=None, jobs=None, recovery_facts=None,
    vintage_vacancies="2023Q3", vintage_jobs="2022", rule_version="1.0", reasons=())
EFFECTS = {("c", effect.industry_id): effect for effect in (
    PLAIN,
    replace(PLAIN, industry_id="hit", effect="geraakt", confidence="middel",
            confidence_uncapped="middel", recovered_since="2022"),
    replace(PLAIN, industry_id="down", effect="geraakt", recovery="nog_niet",
            recovered_since=None),
    replace(PLAIN, industry_id="calm", effect="weinig", recovery="nvt", recovered_since=None),
    replace(PLAIN, industry_id="mixed", effect="gemengd", confidence="geen",
            confidence_uncapped="geen", recovery="deels", recovered_since=None),
    replace(PLAIN, industry_id="capped", confidence="middel"),
    replace(PLAIN, industry_id="small", effect="onvoldoende", confidence="geen",
            confidence_uncapped="geen", recovery="nvt", recovered_since=None),
)}


def of(rules, strength, **weights):
    links = [IndustryLink(industry, weight, strength) for industry, weight in weights.items()]
    return programme_effect("p", "c", links, EFFECTS, rules)


def test_a_strong_link_takes_over_the_main_industry(rules):
    found = of(rules, "sterk", hard=0.7, calm=0.3)
    assert (found.effect, found.confidence, found.recovery, found.recovered_since) == (
        "hard", "hoog", "hersteld", "2021Q2")
    assert (found.exposure, found.known_weight, found.main_industry) == (
        pytest.approx(1.4), 1.0, "hard")


@pytest.mark.parametrize(("weights", "effect", "confidence", "recovery", "since"), [
    ({"hard": 0.5, "hit": 0.5}, "hard", "middel", "hersteld", "2022"),
    ({"hard": 0.4, "hit": 0.3, "calm": 0.3}, "geraakt", "middel", "hersteld", "2022"),
    ({"calm": 0.6, "hit": 0.4}, "weinig", "middel", "nvt", None),
    ({"hit": 1.0}, "geraakt", "laag", "hersteld", "2022"),
    ({"hit": 0.5, "down": 0.5}, "geraakt", "middel", "deels", None),
    ({"down": 1.0}, "geraakt", "middel", "nog_niet", None),
    ({"capped": 1.0}, "hard", "middel", "hersteld", "2021Q2"),
    ({"hard": 0.5, "mixed": 0.5}, "hard", "middel", "hersteld", "2021Q2"),
    ({"hard": 0.4, "mixed": 0.6}, "gemengd", "geen", "deels", None),
    ({"hard": 0.4, "small": 0.6}, "onvoldoende", "geen", "nvt", None),
    ({"nowhere": 1.0}, "onvoldoende", "geen", "nvt", None),
])
def test_a_moderate_link_weighs(rules, weights, effect, confidence, recovery, since):
    found = of(rules, "redelijk", **weights)
    assert (found.effect, found.confidence, found.recovery, found.recovered_since) == (
        effect, confidence, recovery, since)


@pytest.mark.parametrize(("strength", "reason"), [("zwak", "link_weak"), ("geen", "link_none")])
def test_weak_and_no_links_say_so(rules, strength, reason):
    found = of(rules, strength, hard=1.0)
    assert (found.effect, found.confidence, found.recovery, found.reasons) == (
        "onvoldoende", "geen", "nvt", (reason,))
    assert programme_effect("p", "c", [], EFFECTS, rules).reasons == ("link_none",)


def test_main_industry_is_the_strongest_and_then_the_largest(rules):
    links = [IndustryLink("hard", 0.3, "sterk"), IndustryLink("calm", 0.7, "zwak")]
    trade = programme_effect("p", "c", links, EFFECTS, rules)
    assert (trade.main_industry, trade.effect, trade.strength) == ("hard", "hard", "sterk")
    weak = programme_effect("p", "c", [replace(link, strength="zwak") for link in links],
                            EFFECTS, rules)
    assert (weak.main_industry, weak.reasons) == ("calm", ("link_weak",))


def test_too_early_stays_too_early(rules):
    early = {key: replace(effect, recovery="te_vroeg", provisional=True, recovered_since=None)
             for key, effect in EFFECTS.items()}
    links = [IndustryLink("hard", 0.5, "redelijk"), IndustryLink("calm", 0.5, "redelijk")]
    found = programme_effect("p", "c", links, early, rules)
    assert (found.recovery, found.provisional) == ("te_vroeg", True)


@pytest.mark.parametrize("link", [IndustryLink("hard", 0.0, "sterk"),
                                  IndustryLink("hard", 1.1, "sterk"),
                                  IndustryLink("hard", 0.5, "matig")])
def test_bad_links_are_refused(rules, link):
    with pytest.raises(ValueError, match="p: "):
        programme_effect("p", "c", [link], EFFECTS, rules)


def test_all_programmes_and_crises(rules, corona):
    crisis = replace(corona, crisis_id="c")
    found = compute_programmes({"p": [IndustryLink("hard", 1.0, "sterk")], "q": []}, EFFECTS,
                               [crisis, corona], rules)
    assert [(f.programme_id, f.crisis_id, f.effect) for f in found] == [
        ("p", "c", "hard"), ("q", "c", "onvoldoende")]


industries = st.sampled_from([key[1] for key in EFFECTS])


@given(st.dictionaries(industries, st.integers(1, 9), min_size=1),
       st.sampled_from(["sterk", "redelijk"]))
def test_a_programme_is_never_surer_than_its_industries(rules, parts, strength):
    total = sum(parts.values())
    found = of(rules, strength, **{name: part / total for name, part in parts.items()})
    surest = max(CONFIDENCE.index(EFFECTS["c", name].confidence) for name in parts)
    assert CONFIDENCE.index(found.confidence) <= surest
    if strength == "redelijk":
        assert found.confidence != "hoog"
    if strength == "redelijk" and found.effect in LEVELS:
        seen = [LEVELS.index(EFFECTS["c", name].effect) for name in parts
                if EFFECTS["c", name].effect in LEVELS]
        assert min(seen) <= LEVELS.index(found.effect) <= max(seen)
