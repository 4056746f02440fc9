"""The names on maps: places of the package's gazetteer, those that a small map shows first coming first."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.rules.files import data_folder
from riwaya.rules.gazetteer import read_places
from riwaya.web.language import Code

_COUNTRY, _CAPITAL, _LARGE, _CITY, _TOWN, _SMALL, _VILLAGE = range(7)
_AT_LEAST = ((1_000_000, _CAPITAL), (300_000, _LARGE), (60_000, _CITY), (15_000, _TOWN))
_SHOWN = frozenset({"country", "city", "town", "village", "camp", "neighbourhood", "crossing", "base", "airport"})
Label = tuple[str, float, float, int]


def map_names(language: Code) -> list[Label]:
    """Name, latitude, longitude (degrees) and rank (0 countries to 6 villages) of places, in order of rank."""
    column = 1 if language == "ar" else 2
    found = {row[0]: (_rank(row), -int(row[9] or 0), row) for row, _ in read_places(data_folder()) if row[3] in _SHOWN}
    ordered = sorted(found.values(), key=lambda one: (one[0], one[1], one[2][0]))
    return list(_apart((row[column] or row[1], float(row[6]), float(row[7]), rank) for rank, _, row in ordered))


def _apart(labels: Iterator[Label]) -> Iterator[Label]:
    """Each name once at about one point: sources list a place under several ids."""
    seen: set[tuple[str, int, int]] = set()
    for label in labels:
        key = (label[0], round(label[1] * 4), round(label[2] * 4))
        if key not in seen:
            seen.add(key)
            yield label


def _rank(row: list[str]) -> int:
    if row[3] == "country":
        return _COUNTRY
    population = int(row[9] or 0)
    for least, rank in _AT_LEAST:
        if population >= least:
            return rank
    return _TOWN + 1 if row[3] in ("city", "town") else _VILLAGE
