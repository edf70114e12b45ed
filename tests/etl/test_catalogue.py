"""The catalogue of sources: complete, with parsers that exist."""

from __future__ import annotations

import inspect
from collections import Counter
from datetime import date
from urllib.parse import urlsplit

import pytest

from etl.catalogue import Source, load_catalogue

CATALOGUE = load_catalogue()
FILES = [(source, file) for source in CATALOGUE for file in source.files]


@pytest.mark.parametrize("source", CATALOGUE, ids=lambda source: source.source_id)
def test_source_says_what_it_is_and_how_it_may_be_used(source: Source) -> None:
    for name in ("publisher", "title", "edition", "licence", "attribution"):
        assert source.row[name].strip(), name
    assert urlsplit(source.row["url"]).scheme == "https"
    assert urlsplit(source.row["url"]).hostname
    assert source.row["attribution"].startswith(("Bron: ", "ROA"))


@pytest.mark.parametrize("source", CATALOGUE, ids=lambda source: source.source_id)
def test_source_has_dates_in_the_right_order(source: Source) -> None:
    start, end = source.row["reference_start"], source.row["reference_end"]
    assert isinstance(start, date)
    assert isinstance(end, date)
    assert start <= end
    published = source.row["published"]
    assert published is None or isinstance(published, date)


def test_every_file_has_a_parser_that_takes_its_options() -> None:
    for source, file in FILES:
        parser = file.function()
        inspect.signature(parser).bind("reading", file.name, **file.options)
        assert parser.__doc__, f"{source.source_id}: {file.parser} has no docstring"


def test_every_file_has_a_least_number_of_rows() -> None:
    assert all(file.min_rows > 0 for _, file in FILES)


def test_no_file_belongs_to_two_sources() -> None:
    names = Counter(file.name.rsplit("/", 1)[-1] for _, file in FILES)
    assert [name for name, times in names.items() if times > 1] == []


def test_years_in_the_options_lie_within_the_reference_dates() -> None:
    for source, file in FILES:
        years = file.options.get("years")
        if years:
            dates = (source.row["reference_start"].year, source.row["reference_end"].year)
            assert (min(years), max(years)) == dates, source.source_id


def test_wrong_parser_name_is_noticed() -> None:
    with pytest.raises(AttributeError):
        type(FILES[0][1])("file.csv", "duo_rio_ho.no_such_parser", 1).function()
