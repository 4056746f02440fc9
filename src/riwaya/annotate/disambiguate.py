"""Choose among the gazetteer's places of one name, by what the article says; every choice has its score."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

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

        What was measured for a place is kept: only the places settled since are measured again.
        """
        measured, nearest = self._nearest.get(place.id, (0, math.inf))
        for other in self.anchors[measured:]:
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
    """A candidate, its score and the parts that make it."""

    place: Place
    score: float
    parts: tuple[tuple[str, float], ...]


def kilometres(a: Place, b: Place) -> float:
    """Distance on a plane that fits at their latitude: enough to compare candidates."""
    width = math.cos(math.radians((a.lat + b.lat) / 2))
    return _KM_PER_DEGREE * math.hypot(a.lat - b.lat, (a.lon - b.lon) * width)


def rank(candidates: Sequence[Place], name: str, fits: Collection[str], story: Story) -> tuple[Scored, ...]:
    """The candidates of `name`, the likeliest first; `fits` are the features that the class word allows."""
    scored = [_score(place, name, fits, story) for place in candidates]
    return tuple(sorted(scored, key=lambda s: (-s.score, s.place.generated, s.place.id)))


def _score(place: Place, name: str, fits: Collection[str], story: Story) -> Scored:
    before = story.chosen.get(name)
    values: Mapping[str, float] = {
        "country": story.share(place.country),
        "class": _class_fit(place, fits),
        "admin": float(place.feature not in _AREAS and (place.country, place.admin1) in story.admins),
        "near": math.exp(-story.distance(place) / _NEAR_KM) if story.anchors else 0.0,
        "before": float(before is not None and before.country == place.country and before.admin1 == place.admin1),
        "salience": _salience(place),
    }
    parts = tuple((part, round(_WEIGHTS[part] * value, 3)) for part, value in values.items() if value)
    return Scored(place, round(sum(value for _, value in parts), 3), parts)


def _class_fit(place: Place, fits: Collection[str]) -> float:
    if not fits:
        return 0.0
    order = list(fits)
    if place.feature not in order:
        return -1.0
    return 1.0 - 0.25 * min(order.index(place.feature), 3)


def _salience(place: Place) -> float:
    size = min(math.log10(place.population) / 7, 1.0) if place.population else 0.0
    return _RANK.get(place.feature, 0.2) + size / 2 + (0.0 if place.generated else 0.3)
