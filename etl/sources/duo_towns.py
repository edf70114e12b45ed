"""Towns as DUO writes them -> our towns, and a warning about those that are not on the map."""

from __future__ import annotations

from etl.fetching import LiveReading

_MOST_NAMED = 8


def know_towns(reading: LiveReading, query: str) -> None:
    """``stage.town_of`` (raw, place_id, gemeente_id, on_map) for the ``town``s of a query.

    ``raw`` is the name in capitals. Registers write 'S-GRAVENHAGE or Den Haag. A town that is
    not in data/reference/places.csv keeps its name in capitals; it has no gemeente then.
    """
    reading.connection.execute(
        f"""
        CREATE OR REPLACE TABLE stage.town_of AS
        WITH written AS (SELECT DISTINCT upper(trim(town)) AS raw FROM ({query})
                         WHERE filled(town) IS NOT NULL),
        named AS (
            SELECT upper(name) AS name, min(place_id) AS place_id FROM ref.place
            GROUP BY 1 HAVING count(*) = 1
        )
        SELECT
            raw, coalesce(own.place_id, named.place_id, raw) AS place_id,
            coalesce(own.gemeente_id, other.gemeente_id) AS gemeente_id,
            own.place_id IS NOT NULL OR named.place_id IS NOT NULL AS on_map
        FROM written
        LEFT JOIN ref.place AS own ON own.place_id = raw
        LEFT JOIN named ON named.name = raw
        LEFT JOIN ref.place AS other ON other.place_id = named.place_id
        """
    )


def warn_of_unknown_towns(reading: LiveReading, table: str) -> None:
    """Say which towns of ``stage.town_of`` have no place on the map."""
    names = [name for (name,) in reading.connection.execute(
        "SELECT DISTINCT place_id FROM stage.town_of WHERE NOT on_map ORDER BY 1").fetchall()]
    if names:
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        reading.warn(table, f"{len(names)} town(s) are not in data/reference/places.csv, so they "
                            f"are not on the map: {', '.join(names[:_MOST_NAMED])}{more}")
