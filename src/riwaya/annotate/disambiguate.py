"""Choose among the gazetteer's places of one name, by what the article says; every choice has its score."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from msgspec import Struct

from riwaya.rules.gazetteer import Place

_KM_PER_DEGREE = 111.2
_NEAR_KM = 60.0
_AREAS = frozenset({"country", "governorate", "region"})
_WEIGHTS = {"country": 3.0, "class": 2.0, "admin": 1.5, "near": 1.5, "before": 1.5, "salience": 1.0}
_RANK = {"country": 1.2, "sea": 0.9, "city": 0.8, "governorate": 0.3, "region": 0.5, "town": 0.45}


@dataclass
class Story:
    """What is known of the article's geography so far: votes for countries, settled places, admin units named."""

    countries: Counter[str] = field(default_factory=Counter)
    anchors: list[Place] = field(default_factory=list)
    chosen: dict[str, Place] = field(default_factory=dict)
    admins: set[tuple[str, str]] = field(default_factory=set)
    _nearest: dict[str, tuple[int, float]] = field(default_factory=dict)
    _settled: set[str] = field(default_factory=set)

    def share(self, country: str) -> float:
        """The part of all votes that a country has, 0 where there are none."""
        total = sum(self.countries.values())
        return self.countries[country] / total if total else 0.0

    def distance(self, place: Place) -> float:
        """Kilometres to the nearest settled place that is no area, infinite where there is none.

        What was measured for a place is kept: only the places settled since are measured again, and of those
        only the ones whose latitude alone does not put them further off.
        """
        measured, nearest = self._nearest.get(place.id, (0, math.inf))
        if measured < len(self.anchors):
            lat = place.lat
            for other in self.anchors[measured:]:
                if _KM_PER_DEGREE * abs(lat - other.lat) < nearest:
                    nearest = min(nearest, kilometres(place, other))
            self._nearest[place.id] = len(self.anchors), nearest
        return nearest

    def settle(self, name: str, place: Place) -> None:
        """Remember the place that a name was found to stand for."""
        self.chosen[name] = place
        if place.feature in {"governorate", "region"} or place.name_en == place.admin1:
            self.admins.add((place.country, place.admin1 or place.name_en))
        if place.feature not in _AREAS and place.id not in self._settled:
            self._settled.add(place.id)
            self.anchors.append(place)


class Scored(Struct, frozen=True):
    """A candidate, its score, and what each of `_WEIGHTS` adds to it."""

    place: Place
    score: float
    added: tuple[float, ...]

    @property
    def parts(self) -> tuple[tuple[str, float], ...]:
        """What makes the score: the parts that are not nothing."""
        return tuple((part, added) for part, added in zip(_WEIGHTS, self.added, strict=True) if added)


def kilometres(a: Place, b: Place) -> float:
    """Distance on a plane that fits at their latitude: enough to compare candidates."""
    width = math.cos(math.radians((a.lat + b.lat) / 2))
    return _KM_PER_DEGREE * math.hypot(a.lat - b.lat, (a.lon - b.lon) * width)


def best(candidates: Sequence[Place], name: str, fits: tuple[str, ...], story: Story) -> Place | None:
    """The likeliest of the candidates of `name`, the first that `rank` gives; None where there are none."""
    if len(candidates) < 2:
        return candidates[0] if candidates else None
    known = (fits, sum(story.countries.values()), story.chosen.get(name))
    scored = []
    for k, place in enumerate(candidates):
        scored.append((-round(sum(_added(place, known, story)), 3), place.generated, place.id, k))
    return candidates[min(scored)[3]]


def rank(candidates: Sequence[Place], name: str, fits: tuple[str, ...], story: Story) -> tuple[Scored, ...]:
    """The candidates of `name`, the likeliest first; `fits` are the features that the class word allows."""
    known = (fits, sum(story.countries.values()), story.chosen.get(name))
    judged = [(place, _added(place, known, story)) for place in candidates]
    scored = [Scored(place, round(sum(added), 3), added) for place, added in judged]
    return tuple(sorted(scored, key=lambda s: (-s.score, s.place.generated, s.place.id)))


def _added(place: Place, known: tuple[tuple[str, ...], int, Place | None], story: Story) -> tuple[float, ...]:
    """What each of `_WEIGHTS` adds to the score of a candidate."""
    fits, votes, before = known
    _, _, _, feature, country, admin, _, _, _, population, generated = place
    share = story.countries.get(country, 0) / votes if votes else 0.0
    near = math.exp(-story.distance(place) / _NEAR_KM) if story.anchors else 0.0
    again = before is not None and before.country == country and before.admin1 == admin
    return (
        round(_WEIGHTS["country"] * share, 3) if share else 0.0,
        _WEIGHTS["class"] * _class_fit(feature, fits) if fits else 0.0,
        _WEIGHTS["admin"] if feature not in _AREAS and (country, admin) in story.admins else 0.0,
        round(_WEIGHTS["near"] * near, 3) if near else 0.0,
        _WEIGHTS["before"] if again else 0.0,
        _salience(feature, population, generated),
    )


def _class_fit(feature: str, fits: tuple[str, ...]) -> float:
    return 1.0 - 0.25 * min(fits.index(feature), 3) if feature in fits else -1.0


@lru_cache(4096)
def _salience(feature: str, population: int, generated: bool) -> float:
    size = min(math.log10(population) / 7, 1.0) if population else 0.0
    return round(_WEIGHTS["salience"] * (_RANK.get(feature, 0.2) + size / 2 + (0.0 if generated else 0.3)), 3)
