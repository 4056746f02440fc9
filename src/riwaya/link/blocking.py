"""Blocking: which accounts are compared at all, so that the cost grows about as n log n.

Accounts meet in cells of a grid, by family; those without a precise place in wider cells, those without any
by a known agent. Within a cell they are sorted by day, and each is compared with the last few before it.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from math import cos, floor, radians

from riwaya.link.sightings import Sighting, Spot
from riwaya.link.tables import Tables

Key = tuple[str, str, int, int]
_KM_PER_DEGREE = 111.0


def candidate_pairs(sightings: Sequence[Sighting], tables: Tables) -> Iterator[tuple[Sighting, Sighting]]:
    """Each pair of accounts that may be of one event, once, the one with the lower index first."""
    keys = [_all_keys(sighting, tables) for sighting in sightings]
    blocks: dict[Key, list[int]] = defaultdict(list)
    for index, own in enumerate(keys):
        for key in own:
            blocks[key].append(index)
    for key, members in sorted(blocks.items()):
        for i, j in _near_in_time(key, members, sightings, tables):
            if key == min(keys[i] & keys[j]):
                yield sightings[min(i, j)], sightings[max(i, j)]


def _all_keys(sighting: Sighting, tables: Tables) -> frozenset[Key]:
    families = tables.of_type.get(sighting.event.type, ())
    return frozenset(key for family in families for key in _keys(sighting, family, tables))


def _keys(sighting: Sighting, family: str, tables: Tables) -> Iterable[Key]:
    place, rules = sighting.place, tables.scoring.blocking
    if place is None or place.radius > rules.widest_km:
        known = sighting.agents | sighting.patients
        return [(family, f"actor {name}", 0, 0) for name in sorted(known) if not name.startswith("text:")]
    keys = list(_cells(place, family, "coarse", rules.coarse_degrees))
    if place.radius <= rules.coarse_radius_km:
        keys += _cells(place, family, "fine", rules.fine_degrees)
    return keys


def _cells(place: Spot, family: str, size: str, degrees: float) -> Iterator[Key]:
    """The cells that the circle of a place touches."""
    north = (place.radius + 5.0) / _KM_PER_DEGREE
    east = north / max(0.1, cos(radians(place.lat)))
    for row in range(floor((place.lat - north) / degrees), floor((place.lat + north) / degrees) + 1):
        for column in range(floor((place.lon - east) / degrees), floor((place.lon + east) / degrees) + 1):
            yield family, size, row, column


def _near_in_time(
    key: Key, members: Sequence[int], sightings: Sequence[Sighting], tables: Tables
) -> Iterator[tuple[int, int]]:
    """Pairs of one block whose days are near; each member with at most `most_compared` before it."""
    slack = tables.families[key[0]].days
    recent: deque[int] = deque(maxlen=tables.scoring.blocking.most_compared)
    for index in sorted(members, key=lambda k: (_first_day(sightings[k]), sightings[k].at)):
        first = _first_day(sightings[index])
        for other in recent:
            if _last_day(sightings[other]) + slack >= first:
                yield other, index
        recent.append(index)


def _first_day(sighting: Sighting) -> int:
    return sighting.when.start if sighting.when else 0


def _last_day(sighting: Sighting) -> int:
    return sighting.when.end if sighting.when else 0
