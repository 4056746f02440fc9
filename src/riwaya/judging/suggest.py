"""Suggestions while a person types the name of an actor or a place."""

from __future__ import annotations

from collections.abc import Iterable
from heapq import nsmallest

from msgspec import Struct

from riwaya.judging.wishes import Known

MOST = 10


class SuggestedActor(Struct, frozen=True):
    """An actor that is meant, perhaps."""

    id: str
    name_ar: str
    name_en: str | None
    kind: str


class SuggestedPlace(Struct, frozen=True):
    """A place that is meant, perhaps; `lat`, `lon` in WGS 84 degrees."""

    id: str
    name_ar: str
    name_en: str
    feature: str
    country: str
    admin1: str
    lat: float
    lon: float
    radius_km: float


def suggested_actors(known: Known, words: str) -> list[SuggestedActor]:
    """The actors one of whose names holds the words, in either script; those whose name begins with them first."""
    wanted = known.form(words).casefold()
    found = ((rank, id) for id, names in known.actor_forms.items() if (rank := _rank(wanted, names)))
    rows = ((id, known.actors[id]) for _, id in nsmallest(MOST, found))
    return [SuggestedActor(id, c["name_ar"], c.get("name_en") or None, c["kind"]) for id, c in rows]


def suggested_places(known: Known, words: str) -> list[SuggestedPlace]:
    """The places one of whose main names holds the words; exact names first, then the most populous."""
    wanted = known.form(words).casefold()
    found = (
        (rank, -place.population, id)
        for id, names in known.place_forms.items()
        if (rank := _rank(wanted, names))
        for place in (known.places[id],)
    )
    chosen = [known.places[id] for _, _, id in nsmallest(MOST, found)]
    return [
        SuggestedPlace(p.id, p.name_ar, p.name_en, p.feature, p.country, p.admin1, p.lat, p.lon, p.radius_km)
        for p in chosen
    ]


def _rank(wanted: str, names: Iterable[str]) -> int:
    """How well names answer to the words: 1 the same, 2 it begins with them, 3 it holds them; 0 not at all."""
    best = 0
    for name in names:
        if wanted in name:
            rank = 1 if name == wanted else 2 if name.startswith(wanted) else 3
            best = min(best or rank, rank)
    return best
