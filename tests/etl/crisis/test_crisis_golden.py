"""The method's own examples, on real CBS figures (see conftest): they have to come out."""

import json
import math
import statistics
from dataclasses import replace

import pytest

from etl.crisis.engine import NATIONAL, by_key, compute_sectors
from etl.crisis.explain import REASONS, explain
from etl.crisis.programme import IndustryLink, programme_effect
from etl.crisis.quarters import Quarter, span
from etl.crisis.register import load_experts, load_support
from etl.crisis.resilience import resilience
from etl.crisis.trigger import propose, propose_dip

HORECA, BOUW, ENERGIE, VERVOER, POST = "389100", "350000", "346600", "383100", "388400"
VERHUUR, ZORG, CULTUUR, LANDBOUW = "410200", "422400", "428100", "301000"


def test_horeca_step_by_step(effects):
    horeca = effects["corona_2020", HORECA]
    v, j = horeca.vacancies, horeca.jobs
    assert v.base == pytest.approx(23.1)
    assert round(v.fall, 2) == -0.56 and v.fall_quarter == Quarter(2021, 1)
    assert round(v.national_ratio - 1, 2) == -0.23 and round(v.relative, 2) == -0.43
    assert (v.worst_quarter, round(v.worst_gap, 2)) == (Quarter(2020, 4), -0.70)
    gaps = {str(quarter): round(gap, 2) for quarter, gap in v.gaps}
    assert (gaps["2021Q2"], gaps["2021Q3"], gaps["2021Q4"]) == (0.13, 0.57, 0.18)
    assert (j.base, round(j.first_year, 3), round(j.worst, 3)) == (441, -0.102, -0.125)
    assert (horeca.level_vacancies, horeca.level_jobs, horeca.level_support) == ("hard",) * 3
    assert (horeca.effect, horeca.confidence) == ("hard", "hoog")
    assert (horeca.recovery, horeca.recovered_since) == ("hersteld", "2022")
    assert horeca.recovery_facts.vacancies.since == Quarter(2021, 2)
    assert horeca.recovery_facts.jobs.since == 2022
    assert (horeca.vintage_vacancies, horeca.vintage_jobs) == ("2023Q3", "2022")


def test_noise_and_interval_can_be_redone_by_hand(effects, golden):
    series = golden.vacancies[HORECA]
    logs = {q: math.log(series[q]) for q in span(Quarter(2014, 1), Quarter(2019, 4))}
    rest = {q: logs[q] - sum(logs[q + step] for step in range(-2, 3)) / 5
            for q in span(Quarter(2014, 3), Quarter(2019, 2))}
    season = {n: statistics.mean(r for q, r in rest.items() if q.number == n) for n in range(1, 5)}
    s = statistics.stdev(r - season[q.number] for q, r in rest.items())
    facts = effects["corona_2020", HORECA].vacancies
    assert facts.noise == pytest.approx(s)
    assert facts.ci_high == pytest.approx((1 + facts.fall) * math.exp(1.96 * s * 0.5**0.5) - 1)


@pytest.mark.parametrize(("industry", "effect", "confidence", "recovery"), [
    (VERVOER, "hard", "middel", "hersteld"),
    (VERHUUR, "hard", "middel", "deels"),
    (CULTUUR, "hard", "middel", "hersteld"),
    (POST, "gemengd", "geen", "deels"),
    (ZORG, "weinig", "hoog", "nvt"),
    (BOUW, "weinig", "middel", "nvt"),
    (LANDBOUW, "weinig", "middel", "nvt"),
    (ENERGIE, "onvoldoende", "geen", "nvt"),
    (NATIONAL, "geraakt", "middel", "hersteld"),
])
def test_corona_in_other_industries(effects, industry, effect, confidence, recovery):
    found = effects["corona_2020", industry]
    assert (found.effect, found.confidence, found.recovery) == (effect, confidence, recovery)


def test_post_and_couriers_contradict_the_experts(effects):
    post = effects["corona_2020", POST]
    assert round(post.vacancies.fall, 2) == -0.62
    assert round(post.vacancies.last_mean / post.vacancies.base - 1, 2) == -0.15
    assert post.jobs.inherited and "expected_growth" in post.reasons


@pytest.mark.parametrize(("industry", "fall", "effect", "back"), [
    (BOUW, -0.84, "hard", Quarter(2021, 2)),
    (HORECA, -0.49, "geraakt", Quarter(2016, 3)),
    (NATIONAL, -0.62, "geraakt", Quarter(2018, 2)),
])
def test_credit_crisis(effects, industry, fall, effect, back):
    found = effects["krediet_2008", industry]
    assert round(found.vacancies.fall, 2) == fall
    assert (found.effect, found.confidence, found.recovery) == (effect, "middel", "nvt")
    assert found.recovery_facts.vacancies.since == back
    assert found.recovery_facts.jobs.back is None
    assert "no_jobs" in found.reasons


def test_without_wage_support_verhuur_is_geraakt(golden, register, rules, reference):
    found = by_key(compute_sectors(golden.vacancies, golden.jobs, golden.industries, register,
                                   rules, {}, load_experts(reference / "expert_list.csv")))
    assert found["corona_2020", VERHUUR].effect == "geraakt"
    assert found["corona_2020", CULTUUR].effect == "hard"


VARIANTS = [
    ("vacancies", {"hit": -0.10}), ("vacancies", {"hit": -0.20}),
    ("vacancies", {"hard": -0.25}), ("vacancies", {"hard": -0.35}),
    ("vacancies", {"relative": -0.10}), ("vacancies", {"relative": -0.20}),
    ("jobs", {"hit": -0.010, "hard": -0.04}), ("jobs", {"hit": -0.020, "hard": -0.06}),
]


@pytest.mark.parametrize(("table", "values"), VARIANTS)
def test_other_thresholds_change_at_most_vervoer(
        table, values, golden, register, rules, reference, effects):
    other = replace(rules, **{table: replace(getattr(rules, table), **values)})
    found = compute_sectors(golden.vacancies, golden.jobs, golden.industries, register, other,
                            load_support(reference / "support.csv"),
                            load_experts(reference / "expert_list.csv"))
    changed = {e.industry_id: e.effect for e in found if e.crisis_id == "corona_2020"
               and e.effect != effects["corona_2020", e.industry_id].effect}
    assert changed == ({VERVOER: "geraakt"} if values == {"relative": -0.20} else {})


@pytest.mark.parametrize("as_of", ["2020Q3", "2020Q4"])
def test_replay_of_what_was_known_then(as_of, golden, register, rules, effects):
    found = compute_sectors(golden.vacancies, golden.jobs, golden.industries, register, rules,
                            as_of=Quarter.parse(as_of))
    corona = [effect for effect in found if effect.crisis_id == "corona_2020"]
    assert len(corona) == 10
    for effect in corona:
        final = effects["corona_2020", effect.industry_id]
        assert effect.level_vacancies == final.level_vacancies, effect.industry_id
        assert effect.recovery == "te_vroeg" and effect.provisional
        assert effect.confidence == ("geen" if effect.effect == "onvoldoende" else "laag")
        assert max(quarter for quarter, _ in effect.vacancies.gaps) <= Quarter.parse(as_of)
        assert effect.vintage_jobs in ("2019", None)


def test_one_full_quarter_is_too_early(golden, register, rules):
    found = by_key(compute_sectors(golden.vacancies, golden.jobs, golden.industries, register,
                                   rules, as_of=Quarter(2020, 2)))
    horeca = found["corona_2020", HORECA]
    assert (horeca.effect, horeca.recovery, horeca.confidence) == (
        "onvoldoende", "te_vroeg", "geen")
    assert "too_few_crisis_quarters" in horeca.reasons


def test_recovery_waits_a_full_year(golden, register, rules):
    def at(quarter):
        found = by_key(compute_sectors(golden.vacancies, golden.jobs, golden.industries, register,
                                       rules, as_of=Quarter.parse(quarter)))
        return found["corona_2020", HORECA]
    assert at("2021Q4").recovery == "te_vroeg"
    assert at("2022Q1").recovery == "deels"
    assert (at("2023Q3").recovery, at("2023Q3").recovered_since) == ("hersteld", "2022")


def test_no_crisis_before_it_began(golden, register, rules):
    found = compute_sectors(golden.vacancies, golden.jobs, golden.industries, register, rules,
                            as_of=Quarter(2019, 4))
    assert {effect.crisis_id for effect in found} == {"dotcom_2002", "krediet_2008"}
    with pytest.raises(ValueError, match="no national vacancies"):
        compute_sectors({}, {}, {}, register, rules)


def test_energy_crisis_has_no_industry_effects(effects):
    assert {effect.reasons for key, effect in effects.items() if key[0] == "energie_2022"} == {
        ("no_dip",)}


def test_trigger_and_dips(golden, register, rules):
    national = golden.vacancies[NATIONAL]
    found = [(str(p.fires_from), str(p.fires_until), p.known_as)
             for p in propose(national, register, rules)]
    assert found == [
        ("2002Q1", "2003Q4", "dotcom_2002"), ("2009Q1", "2010Q1", "krediet_2008"),
        ("2012Q3", "2013Q2", "krediet_2008"), ("2020Q2", "2020Q4", "corona_2020")]
    assert propose_dip(national, Quarter(2020, 1), rules) == (Quarter(2020, 1), Quarter(2021, 1))
    assert propose_dip(national, Quarter(2008, 4), rules) == (Quarter(2008, 4), Quarter(2013, 4))
    assert propose_dip(national, Quarter(2018, 1), rules) is None
    until = {quarter: value for quarter, value in national.items() if quarter < Quarter(2021, 1)}
    assert propose_dip(until, Quarter(2020, 1), rules) is None


def test_hbo_kunst_of_the_methods_json_example(effects, rules):
    found = programme_effect("isat:1", "corona_2020",
                             [IndustryLink(CULTUUR, 0.45, "redelijk")], effects, rules)
    assert (found.effect, found.recovery, found.recovered_since, found.confidence) == (
        "hard", "hersteld", "2022", "middel")


def test_resilience_of_horeca(effects, rules):
    found = resilience(HORECA, effects.values(), rules)
    assert (found.depth, found.speed, found.years) == ("zwaar", "langzaam", 7.75)
    assert [(e.crisis_id, e.depth, e.speed, e.years) for e in found.episodes] == [
        ("krediet_2008", "stevig", "langzaam", 7.75), ("corona_2020", "zwaar", "snel", 1.25)]
    assert resilience(ENERGIE, effects.values(), rules).depth == "te_weinig_gegevens"


def test_inputs_are_json_and_complete(effects):
    known = json.loads(effects["corona_2020", HORECA].to_json())
    assert known["vacancies"]["base_values"] == [22.9, 25.9, 23.1, 20.5]
    assert known["base_quarters"] == ["2019Q1", "2019Q2", "2019Q3", "2019Q4"]
    assert known["rule_version"] == "1.0"
    assert known["jobs"]["values"]["2021"] == 386
    assert known["recovery"] == {
        "vacancies_since": "2021Q2", "vacancies_back": True, "jobs_since": 2022,
        "jobs_back": True, "jobs_until": 2022, "quarters_since_dip": 10}
    for effect in effects.values():
        json.loads(effect.to_json())


def test_explanation_leads_to_the_tag(effects, rules):
    text = "\n".join(explain(effects["corona_2020", HORECA], rules, "Horeca"))
    for part in ("= 23.100", "-55.8 %", "0.4416 / 0.7719 - 1 = -42.8 %", "2020Q4 -70.2 %",
                 "2019 441, 2020 396, 2021 386, 2022 454", "85.0 %", "since 2021Q2",
                 "EFFECT hard, confidence hoog, recovery hersteld since 2022"):
        assert part in text
    for effect in effects.values():
        assert set(effect.reasons) <= set(REASONS)
        assert explain(effect, rules)[0].startswith(effect.crisis_id)
