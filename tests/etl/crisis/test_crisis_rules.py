"""Thresholds: complete, numbers, in order; else refused by name."""

import re

import pytest

from etl.crisis.rules import load_rules
from etl.errors import DataError


@pytest.fixture
def changed(reference, tmp_path):
    """Writes the project's thresholds with one line replaced."""
    def change(pattern, replacement):
        text = (reference / "thresholds.toml").read_text(encoding="utf-8")
        new, count = re.subn(pattern, replacement, text, count=1, flags=re.MULTILINE)
        assert count == 1
        path = tmp_path / "thresholds.toml"
        path.write_text(new, encoding="utf-8")
        return path
    return change


def test_the_numbers_of_the_method(rules):
    assert rules.rule_version == "1.0"
    assert (rules.vacancies.hit, rules.vacancies.hard, rules.vacancies.relative) == (
        -0.15, -0.30, -0.15)
    assert (rules.jobs.hit, rules.jobs.hard, rules.jobs.min_base) == (-0.015, -0.05, 60)
    assert (rules.vacancies.min_base, rules.support.hard) == (2.0, 0.5)
    assert (rules.recovery.min_quarters, rules.recovery.show_years) == (4, 10)
    assert (rules.trigger.change, rules.trigger.quarters) == (-0.15, 2)


@pytest.mark.parametrize(("pattern", "replacement", "words"), [
    (r"^rule_version.*$", "", "rule_version is missing"),
    (r"^hit = -0.15 .*$", "", "vacancies.hit is missing"),
    (r"^\[support\]\nhard.*$", "", "support is missing"),
    (r"^min_base = 2.0 .*$", 'min_base = "2"', "vacancies.min_base is «2», not a number"),
    (r"^min_base = 2.0 .*$", "min_base = nan", "vacancies.min_base is «nan»"),
    (r"^min_base = 2.0 .*$", "min_base = true", "not a number"),
    (r"^years = 2 .*$", "years = 2.5", "jobs.years is «2.5», not a whole number"),
    (r"^hit = -0.15 .*$", "hit = -0.35", "vacancies.hard < vacancies.hit"),
    (r"^hit = -0.015 .*$", "hit = 0.015", "jobs.hard < jobs.hit"),
    (r"^share = 0.5 .*$", "share = 1.5", "measured.share"),
    (r"^quarters = 2 .*$", "quarters = 0", "trigger.quarters large enough"),
    (r"^\[dip\]$", "[dip]\nextra = 1", "dip.extra is not a known threshold"),
    (r"^self_employed.*$", "self_employed = [1]", "not a list of texts"),
    (r"^\[caps\]$", "[caps", "not TOML"),
])
def test_bad_thresholds_are_refused_by_name(changed, pattern, replacement, words):
    with pytest.raises(DataError, match=re.escape(words)):
        load_rules(changed(pattern, replacement))


def test_every_threshold_has_its_reason(reference):
    text = (reference / "thresholds.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "=" in line and not line.startswith(("#", "rule_version")):
            assert "# " in line, line
