"""What a row of an own file may refer to: programmes, schools, regions and indicators."""

from __future__ import annotations

import re
from dataclasses import dataclass

import duckdb

from etl.own.values import Wrong

_COUNTRY = ("nl", "nederland", "landelijk", "nl01")


@dataclass(frozen=True)
class Programme:
    """What a row needs of a programme."""

    programme_id: str
    sector: str
    name: str
    name_en: str | None


@dataclass(frozen=True)
class Limits:
    """What an indicator allows: lowest and highest value, fewest people."""

    lowest: float
    highest: float
    min_n: int


@dataclass(frozen=True)
class Known:
    """Programmes by code, schools by BRIN, regions by plain name, indicators by id."""

    programmes: dict[str, Programme]
    schools: dict[str, str]
    regions: dict[str, str]
    indicator: dict[str, Limits]

    @classmethod
    def of(cls, workspace: duckdb.DuckDBPyConnection) -> Known:
        """What the workspace holds in ``pub`` and ``ref``."""
        programmes = [Programme(*row) for row in workspace.execute(
            "SELECT programme_id, sector, name, name_en FROM pub.programme").fetchall()]
        return cls(
            {programme.programme_id: programme for programme in programmes},
            dict(workspace.execute(
                "SELECT institution_id, name FROM pub.institution").fetchall()),
            _regions(workspace),
            {row[0]: Limits(*row[1:]) for row in workspace.execute(
                "SELECT indicator_id, lowest, highest, min_n FROM ref.indicator").fetchall()},
        )

    def programme(self, text: str) -> Programme:
        """By crebo or isat: five digits, also when a spreadsheet took off the leading zero."""
        kind, _, digits = text.lower().rpartition(":")
        kinds = {"": ("crebo", "isat"), "crebo": ("crebo",), "isat": ("isat",),
                 "croho": ("isat",)}.get(kind.strip(), ())
        code = digits.strip().zfill(5)
        if not kinds or not re.fullmatch(r"\d{5}", code):
            raise Wrong(f"«{text[:40]}» is not a crebo or croho.", "Write its five digits.")
        found = [self.programmes[key] for key in (f"{name}:{code}" for name in kinds)
                 if key in self.programmes]
        if not found:
            raise Wrong(f"there is no programme with code {code}.",
                        "Look it up on the search page, or refresh the register first.")
        if len(found) > 1:
            raise Wrong(f"{code} is both a crebo and a croho.",
                        f"Write crebo:{code} or isat:{code}.")
        return found[0]

    def school(self, text: str) -> str:
        """By BRIN."""
        brin = text.upper()
        if brin not in self.schools:
            raise Wrong(f"«{text[:40]}» is not the BRIN of a school that we know.",
                        "Write the four characters of the school itself, like 25LH.")
        return brin

    def region(self, text: str) -> str:
        """By the name of a labour market region or province, or by our code."""
        found = self.regions.get(plain(text))
        if found is None:
            raise Wrong(f"«{text[:40]}» is not a region that we know.",
                        "Write the name of an arbeidsmarktregio or province, or leave it empty.")
        return found


def _regions(workspace: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """Names of regions; where both have a name, it means the labour market region."""
    rows = workspace.execute(
        "SELECT region_id, kind, name FROM pub.region "
        "WHERE kind IN ('provincie', 'arbeidsmarktregio') ORDER BY kind DESC").fetchall()
    regions = {plain(region_id): region_id for region_id, _, _ in rows}
    regions |= {plain(f"provincie {name}"): region_id for region_id, kind, name in rows
                if kind == "provincie"}
    regions |= {plain(name): region_id for region_id, _, name in rows}
    return regions | dict.fromkeys(_COUNTRY, "NL01")


def plain(text: str) -> str:
    """A name without capitals, spaces and signs: Zaanstreek/Waterland is zaanstreekwaterland."""
    return "".join(character for character in text.lower() if character.isalnum())
