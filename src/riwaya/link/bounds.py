"""Bounds: which accounts cannot be of one event, told by what is worked out once an account.

Most accounts that meet are not of one event. What is left open here is taken to agree, so that nobody is turned away
whom `score_of` would let pass.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import product
from math import cos, inf, radians, sin, sqrt

from msgspec import Struct

from riwaya.link.score import EARTH_KM, LATER_DAY, NEXT_DAY, WITHIN, agents_value
from riwaya.link.sightings import Sighting, Spot
from riwaya.link.tables import Tables

_POINTS = 1 << 16
_KM_PER_DEGREE = 111.0
# Sums are taken in another order than for a score, and distances otherwise: what is as near to a limit is let pass.
_LOOSE = 1.001
_AGENTS = 8


class Outline(Struct, frozen=True, gc=False):
    """An account as its block sees it, where it is the `nth`.

    `until` is the day up to which others are near, `south` and `north` are the latitudes (degrees) that its place
    reaches, `point` is its place in space (km), `states` has a bit for each of agents, targets, patients and numbers.
    """

    index: int
    nth: int
    sighting: Sighting
    first: int
    last: int
    until: int
    spot: Spot | None
    place: str | None
    south: float
    north: float
    point: tuple[float, float, float]
    words: frozenset[str]
    states: int


def outline(index: int, nth: int, sighting: Sighting, slack: int, tables: Tables) -> Outline:
    """The outline of the account that has this index and is the nth of a block where days may lie `slack` apart."""
    when, spot = sighting.when, sighting.place
    first, last = (when.start, when.end) if when else (0, 0)
    reach = (spot.radius + tables.scoring.place_slack_km / 2) / _KM_PER_DEGREE if spot else inf
    lat = spot.lat if spot else 0.0
    return Outline(
        index,
        nth,
        sighting,
        first,
        last,
        last + slack,
        spot,
        spot.id if spot else None,
        lat - reach,
        lat + reach,
        _point(lat, spot.lon if spot else 0.0),
        frozenset(sighting.words),
        _states(sighting),
    )


def _states(sighting: Sighting) -> int:
    who = _AGENTS * (sighting.agent_words is not None) + 2 * (sighting.patient_words is not None)
    return who + 4 * bool(sighting.targets) + bool(sighting.tolls)


@lru_cache(_POINTS)
def _point(lat: float, lon: float) -> tuple[float, float, float]:
    up, east = radians(lat), radians(lon)
    return EARTH_KM * cos(up) * cos(east), EARTH_KM * cos(up) * sin(east), EARTH_KM * sin(up)


class Bounds:
    """Tells of two accounts of one block whether they may be of one event."""

    def __init__(self, tables: Tables) -> None:
        self._scoring, self._weights, self._common = tables.scoring, tables.scoring.weights, tables.common
        self._least = tables.scoring.threshold / _LOOSE
        w = self._weights
        self._stated = [t + p + n for t, p, n in product((0.0, w.target), (0.0, w.patients), (0.0, w.numbers))]

    def may_be_one(self, a: Outline, b: Outline) -> bool:
        """False only where `score_of` is None; the first must not begin later than the second."""
        value, weight = self._nearness(a, b)
        if value < 0.0:
            return False
        common, w = self._common[a.sighting.type, b.sighting.type], self._weights
        both = a.states & b.states
        rest = self._stated[both % _AGENTS]
        agents = 0.0 if both < _AGENTS else w.agents * self._scoring.parties if common.telling else w.agents
        agree = value * weight + w.type * common.alike + w.time * self._overlap(a, b) + rest
        known = weight + w.type + w.time + rest
        most = agents + w.words
        if agree + most < self._least * (known + most):
            return False
        if agents:
            agree += agents * (agents_value(a.sighting, b.sighting) or 0.0)
        if a.sighting.at[0] == b.sighting.at[0]:
            return agree >= self._least * (known + agents)
        common_words = len(a.words & b.words)
        every = len(a.words) + len(b.words) - common_words
        alike = common_words / every / self._scoring.alike_words if common_words else 0.0
        return agree + w.words * min(alike, 1.0) >= self._least * (known + most)

    def _nearness(self, a: Outline, b: Outline) -> tuple[float, float]:
        """The most that the places count, below 0 where they are two places; and their weight."""
        one, other, scoring = a.spot, b.spot, self._scoring
        if one is None or other is None:
            return 1.0, self._weights.place
        apart = 0.0
        if one.id != other.id:
            (x, y, z), (u, v, w) = a.point, b.point
            apart = sqrt((x - u) * (x - u) + (y - v) * (y - v) + (z - w) * (z - w)) / _LOOSE
        reach = one.radius + other.radius + scoring.place_slack_km
        wider = one.radius if one.radius > other.radius else other.radius
        value, weight = 1.0 - apart / reach, self._weights.place
        if value >= 0.0 and wider > scoring.vague_radius_km:
            value = 1.0 if apart <= wider else 0.0
            weight *= scoring.wide_weight if wider > scoring.blocking.widest_km else scoring.vague_weight
        return (value if one.own and other.own else value * scoring.inherited), weight

    def _overlap(self, a: Outline, b: Outline) -> float:
        """The most that the days count; all of it where one account has none."""
        one, other = a.sighting.when, b.sighting.when
        if one is None or other is None:
            return 1.0
        apart = b.first - a.last
        if apart > 0:
            value = NEXT_DAY if apart == 1 else LATER_DAY
        elif a.first == b.first and a.last == b.last:
            value = 1.0
        else:
            common = (a.last if a.last < b.last else b.last) - b.first + 1
            value = max(WITHIN, common / max(a.last - a.first + 1, b.last - b.first + 1))
        return value if one.own and other.own else value * self._scoring.inherited
