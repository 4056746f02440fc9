"""The gazetteer: places by name, read from the package's tables or from any other store of the same shape."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from riwaya.model.errors import DataError
from riwaya.rules.files import files_below
from riwaya.text.normal import Normaliser

COLUMNS = (
    "id", "name_ar", "name_en", "feature", "country", "admin1", "lat", "lon",
    "radius_km", "population", "aliases_ar", "aliases_en", "source", "licence",
)  # fmt: skip
_SAME_DEGREES = 0.15
_KNOWN_ABROAD = frozenset({"country", "governorate", "region", "city", "sea", "river", "lake", "base", "airport"})
_LARGE = 100_000
AREAS = frozenset({"country", "governorate", "district", "region", "sea", "river", "lake", "mountain", "road"})


class Place(NamedTuple):
    """One gazetteer entry; `admin1` is the English name of the first-level unit."""

    id: str
    name_ar: str
    name_en: str
    feature: str
    country: str
    admin1: str
    lat: float
    lon: float
    radius_km: float
    population: int
    generated: bool = False

    @property
    def small(self) -> bool:
        """Whether only the news of its own country names the place without saying where it lies."""
        return self.feature not in _KNOWN_ABROAD and self.population < _LARGE

    def resembles(self, other: Place) -> bool:
        """Whether two entries of one name are one place that two sources list."""
        close = abs(self.lat - other.lat) < _SAME_DEGREES and abs(self.lon - other.lon) < _SAME_DEGREES
        return close and self.country == other.country and (self.feature in AREAS) == (other.feature in AREAS)


class Gazetteer(Protocol):
    """What the places stage asks of a gazetteer; names are in normal form."""

    def names(self) -> Iterable[str]:
        """Every name and alias once."""

    def lookup(self, name: str) -> Sequence[Place]:
        """The places of that name, the better source first; none when the name is unknown."""


class TableGazetteer:
    """A gazetteer in memory, from rows of CSV tables; a row becomes a Place when its name is looked up."""

    def __init__(self, rows: Iterable[tuple[list[str], bool]], normaliser: Normaliser) -> None:
        self._rows: list[tuple[list[str], bool]] = []
        self._by_name: dict[str, list[int]] = {}
        by_id: dict[str, int] = {}
        for row, generated in rows:
            number = by_id.setdefault(row[0], len(self._rows))
            if number == len(self._rows):
                self._rows.append((row, generated))
            for name in f"{row[1]}|{row[10]}".split("|"):
                if name:
                    self._add(normaliser.form(name), number)

    def _add(self, name: str, number: int) -> None:
        numbers = self._by_name.setdefault(name, [])
        if number not in numbers:
            numbers.append(number)

    def __len__(self) -> int:
        return len(self._rows)

    def names(self) -> Iterable[str]:
        """Every name and alias once, in the order of the tables."""
        return self._by_name

    def lookup(self, name: str) -> tuple[Place, ...]:
        """The places of a name; entries of two sources for one place are given once, the curated first."""
        kept: list[Place] = []
        for number in self._by_name.get(name, ()):
            place = to_place(*self._rows[number])
            if not any(place.resembles(other) for other in kept):
                kept.append(place)
        return tuple(kept)


def to_place(row: Sequence[str], generated: bool) -> Place:
    """The Place of one table row of the columns above."""
    population = int(row[9]) if row[9] else 0
    position = (float(row[6]), float(row[7]), float(row[8]))
    return Place(row[0], row[1], row[2], row[3], row[4], row[5], *position, population, generated)


def read_places(folder: Path) -> Iterator[tuple[list[str], bool]]:
    """Rows of all place tables, curated tables first. Raises DataError for a row of another width."""
    tables = [path for path in files_below(folder / "places", ".csv") if _is_table(path)]
    for path in sorted(tables, key=lambda p: (_is_generated(p), p.name)):
        reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
        next(reader)
        for row in reader:
            if len(row) != len(COLUMNS):
                raise DataError([f"{path}: line {reader.line_num}: {len(row)} cells under {len(COLUMNS)}"])
            yield row, _is_generated(path)


def _is_generated(path: Path) -> bool:
    return path.name.startswith("geonames")


def _is_table(path: Path) -> bool:
    with path.open(encoding="utf-8") as lines:
        return lines.readline().startswith("id,name_ar,")
