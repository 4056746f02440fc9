"""Blocking: which accounts are compared at all, so that the cost grows about as n log n.

Accounts meet in cells of a grid, by family; those without a precise place by a known agent. Within a cell they
are sorted by day, and each is compared with the last few before it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import cos, floor, radians

from riwaya.link.bounds import Bounds, Outline, outline
from riwaya.link.sightings import Sighting
from riwaya.link.tables import Tables

Key = tuple[str, str, int, int]
Two = tuple[int, int]
_KM_PER_DEGREE = 111.0
_CELLS = 1 << 16


def candidate_pairs(sightings: Sequence[Sighting], tables: Tables) -> Iterator[tuple[Sighting, Sighting]]:
    """Each pair of accounts that may be of one event, once, the one with the lower index first."""
    keys = _all_keys(sightings, tables)
    blocks: dict[Key, list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        for key in own:
            blocks[key].append(index)
    for key, members in sorted(blocks.items()):
        for i, j in _near_in_time(key, members, sightings, tables):
            if key == min(keys[i] & keys[j]):
                yield sightings[min(i, j)], sightings[max(i, j)]


def _all_keys(sightings: Sequence[Sighting], tables: Tables) -> list[frozenset[Key]]:
    """The keys of each account; those of one type at one place are the same object.

    Whoever meets in a fine cell meets in the coarse one around it, so coarse cells are enough.
    """

    degrees = tables.scoring.blocking.coarse_degrees

    @lru_cache(_CELLS)
    def of_place(type: str, lat: float, lon: float, radius: float) -> frozenset[Key]:
        families = tables.of_type.get(type, ())
        return frozenset(key for family in families for key in _cells((lat, lon, radius), family, degrees))

    def of(sighting: Sighting) -> frozenset[Key]:
        place = sighting.place
        if place is None or place.radius > tables.scoring.blocking.widest_km:
            return frozenset(_by_agent(sighting, tables))
        return of_place(sighting.type, place.lat, place.lon, place.radius)

    return [of(sighting) for sighting in sightings]


def _by_agent(sighting: Sighting, tables: Tables) -> Iterator[Key]:
    for family in tables.of_type.get(sighting.type, ()):
        for name in sighting.agents | sighting.patients:
            if not name.startswith("text:"):
                yield family, f"actor {name}", 0, 0


def _cells(place: tuple[float, float, float], family: str, degrees: float) -> Iterator[Key]:
    """The cells that the circle of a place (latitude, longitude, radius in km) touches."""
    lat, lon, radius = place
    north = (radius + 5.0) / _KM_PER_DEGREE
    east = north / max(0.1, cos(radians(lat)))
    for row in range(floor((lat - north) / degrees), floor((lat + north) / degrees) + 1):
        for column in range(floor((lon - east) / degrees), floor((lon + east) / degrees) + 1):
            yield family, "coarse", row, column


def _near_in_time(key: Key, members: Sequence[int], sightings: Sequence[Sighting], tables: Tables) -> Iterator[Two]:
    """Pairs of one block whose days are near and that may be one; each member with at most `most_compared` before it.

    Those that no later member is near to are let go.
    """
    slack, most = tables.families[key[0]].days, tables.scoring.blocking.most_compared
    recent, today, may_be_one = list[Outline](), 0, Bounds(tables).may_be_one
    for nth, index in enumerate(sorted(members, key=lambda k: _first_day(sightings[k]))):
        mine = outline(index, nth, sightings[index], slack, tables)
        if mine.first > today:
            today, recent = mine.first, [other for other in recent if other.until >= mine.first]
        while recent and recent[0].nth < nth - most:
            del recent[0]
        for other in recent:
            same = other.place == mine.place
            if (same or other.south <= mine.north and mine.south <= other.north) and may_be_one(other, mine):
                yield other.index, index
        recent.append(mine)


def _first_day(sighting: Sighting) -> int:
    return sighting.when.start if sighting.when else 0
