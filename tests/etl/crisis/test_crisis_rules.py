"""Thresholds: complete, numbers, in order; else refused by name."""

import hashlib
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


def line_in(text, start, after=""):
    """Number of the line that begins with ``start``, in or after the line ``after``."""
    lines = text.splitlines()
    first = next((n for n, line in enumerate(lines) if after and line.startswith(after)), 0)
    return next(n for n, line in enumerate(lines, 1) if n > first and line.startswith(start))


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


@pytest.mark.parametrize(("pattern", "replacement", "start", "after"), [
    (r"^hit = -0.15 .*$", "", "[vacancies]", ""),
    (r"^hit = -0.15 .*$", "hit = -0.35", "hard", "[vacancies]"),
    (r"^min_base = 60.0 .*$", "min_base = -1.0", "min_base", "[jobs]"),
    (r"^hard = 0.50 .*$", 'hard = "veel"', "hard", "[support]"),
    (r"^\[dip\]$", "[dip]\nextra = 1", "extra", ""),
    (r"^\[support\]\nhard.*$", "", "self_employed", ""),
])
def test_bad_thresholds_are_refused_with_their_line(changed, pattern, replacement, start, after):
    path = changed(pattern, replacement)
    with pytest.raises(DataError) as caught:
        load_rules(path)
    assert caught.value.line == line_in(path.read_text(encoding="utf-8"), start, after)
    assert f"line {caught.value.line}" in str(caught.value)


def test_other_thresholds_need_another_rule_version(rules):
    """Who changes a number below raises ``rule_version`` and adds a line here."""
    known = {"1.0": "64d9"}
    assert hashlib.sha256(repr(rules).encode()).hexdigest()[:4] == known[rules.rule_version]


def test_every_threshold_has_its_reason(reference):
    text = (reference / "thresholds.toml").read_text(encoding="utf-8")
    for line in text.splitlines():
        if "=" in line and not line.startswith(("#", "rule_version")):
            assert "# " in line, line
