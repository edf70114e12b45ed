"""The work that programmes lead to, on the embedded store and with made-up earlier editions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from explorer.figures import FigureBook
from explorer.leads_to import (
    OUTLOOK,
    counted_in,
    industries,
    occupations,
    occupations_of,
    outlooks_of_all,
    why_none,
)
from explorer.programmes import Programme
from explorer.store import Store, connect


def test_occupations_and_industries_add_up_and_are_heaviest_first(
    book: FigureBook, opened: Store, programmes: dict[str, Programme]
) -> None:
    seen = {"occupation": 0, "industry": 0}
    for programme_id in list(programmes)[::23]:
        for kind, found in (("occupation", occupations(book, programme_id)),
                            ("industry", industries(opened, programme_id))):
            weights = [item.weight for item in found]
            assert weights == sorted(weights, reverse=True)
            assert sum(weights) <= 1 + 1e-6
            assert all(item.reason and item.strength != "geen" for item in found)
            assert all(item.why("en") not in ("", item.why("nl")) for item in found)
            assert all(item.title("nl") == item.name for item in found)
            seen[kind] += bool(found)
    assert all(seen.values()), seen


def test_occupation_has_the_forecast_of_roa(
    book: FigureBook, opened: Store
) -> None:
    (row,) = opened.rows("SELECT programme_id FROM link JOIN occupation ON occupation_id = to_id "
                         "WHERE kind = 'occupation' AND strength = 'sterk' ORDER BY ALL LIMIT 1")
    found = occupations(book, row["programme_id"])
    figure = found[0].figures["outlook_itkb"]
    assert figure.horizon == 2030
    assert figure.source.publisher == "ROA"
    assert (figure.value is None) == (figure.label is None)


def test_programme_without_links_has_none(book: FigureBook, opened: Store) -> None:
    assert occupations(book, "crebo:00000") == []
    assert industries(opened, "crebo:00000") == []
    assert counted_in(opened, "crebo:00000") == []
    assert why_none(opened, "crebo:00000", "nl") == {}


def test_every_programme_tells_its_field_and_why_no_work_is_named(
    book: FigureBook, opened: Store, programmes: dict[str, Programme]
) -> None:
    for programme_id in list(programmes)[::23]:
        kinds = [item.kind for item in counted_in(opened, programme_id)]
        assert kinds[:1] == ["field"]
        assert set(kinds[1:]) <= {"internship_segment"}
        why = why_none(opened, programme_id, "en")
        assert ("occupation" in why) == (occupations(book, programme_id) == [])
        assert ("industry" in why) == (industries(opened, programme_id) == [])


def test_several_at_once_are_the_same_as_one_by_one(book: FigureBook) -> None:
    ids = ["crebo:25180", "isat:34406", "crebo:00000"]
    assert occupations_of(book, ids) == {item: occupations(book, item) for item in ids}


def test_all_groups_are_of_the_same_edition(book: FigureBook, opened: Store) -> None:
    mine = occupations(book, "crebo:25180")[0].figures[OUTLOOK]
    groups = outlooks_of_all(opened, mine)
    assert (mine.entity_id, mine.value, mine.label) in groups
    assert len({group for group, _, _ in groups}) == len(groups) == 114


def test_one_edition_has_no_earlier_outlook(book: FigureBook) -> None:
    assert [item.earlier for item in occupations(book, "crebo:25180")] == [(), (), ()]


@pytest.fixture(scope="module")
def two_editions(store_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """The store with a made-up forecast of a year before: everything was «geen» then."""
    path = tmp_path_factory.mktemp("editions") / "outlook.duckdb"
    path.write_bytes(store_path.read_bytes())
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            """
            INSERT INTO figure BY NAME
            SELECT * REPLACE ('bedacht ' || figure_id AS figure_id, 0.9 AS value,
                              'geen' AS label, measured_start - INTERVAL 1 YEAR AS measured_start,
                              measured_end - INTERVAL 1 YEAR AS measured_end)
            FROM figure WHERE indicator_id = 'outlook_itkb' AND ladder_level = 'occupation'
            """)
    store = connect(path)
    yield store
    store.close()


def test_earlier_edition_is_kept_apart_from_the_newest(
    two_editions: Store, book: FigureBook
) -> None:
    now = occupations(book, "crebo:25180")
    found = occupations(FigureBook.of(two_editions), "crebo:25180")
    assert [item.figures[OUTLOOK] for item in found] == [item.figures[OUTLOOK] for item in now]
    for item in found:
        (before,) = item.earlier
        assert (before.value, before.label) == (0.9, "geen")
        assert before.measured_start < item.figures[OUTLOOK].measured_start
    assert len(outlooks_of_all(two_editions, found[0].figures[OUTLOOK])) == 114
