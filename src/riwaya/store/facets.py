"""By what claims are found besides their words: stance, outlet, types of events, actors, places and points.

Facets are kept as an inverted index (Zobel and Moffat 2006): for each facet the claims that have it, in order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from riwaya.model.claim import Claim
from riwaya.model.mention import PlaceMention
from riwaya.model.record import Record
from riwaya.store.words import Words

STANCE, OUTLET, TYPE, ACTOR, PLACE, POINT = "stance", "outlet", "type", "actor", "place", "point"


class Facet(NamedTuple):
    """A kind and a value: an id where there is one, else a name in normal form; a point as `lat,lon`."""

    kind: str
    value: str


class Named(NamedTuple):
    """A form by which a facet is looked for."""

    form: str
    facet: Facet


# The same few come again and again: to make each once is what keeps loading a million claims quick.
facet = lru_cache(1 << 16)(Facet)
named = lru_cache(1 << 16)(Named)


def claim_facets(record: Record, words: Words) -> Iterator[tuple[Facet, ...]]:
    """The facets of each claim in turn, each once."""
    places = [_place_facets(place, words) for place in record.places]
    outlet = [facet(OUTLET, record.article.outlet)] if record.article.outlet else []
    for claim in record.claims:
        facets = [facet(STANCE, claim.stance), *outlet, *_actors(claim, words)]
        facets += [facet(TYPE, event.type) for event in claim.events]
        for nth in claim_places(claim, record.places):
            facets += places[nth]
        yield tuple(dict.fromkeys(facets))


def facet_names(record: Record, words: Words) -> Iterator[Named]:
    """The names under which the actors and places of a record are looked for, places also as points on the map."""
    for actor in record.actors:
        yield from _called(facet(ACTOR, actor.id), (actor.name_ar, actor.name_en), words)
    for claim in record.claims:
        for link in claim.chain:
            if link.actor and link.name:
                yield from _called(facet(ACTOR, link.actor), (link.name.ar, link.name.en), words)
    for place in record.places:
        for found in _place_facets(place, words):
            yield from _called(found, (place.text, place.name_ar, place.name_en), words)
            if place.id:
                yield named(place.id, found)


def claim_places(claim: Claim, places: Sequence[PlaceMention]) -> list[int]:
    """The places that a claim names or that its events are at, by their indices."""
    start, end = claim.span
    found = [nth for nth, place in enumerate(places) if start <= place.span[0] and place.span[1] <= end]
    return [*found, *(place.place for event in claim.events for place in event.places)]


def place_facet(place: PlaceMention, words: Words) -> Facet:
    """The facet of a place: its id in the gazetteer, else its name."""
    return facet(PLACE, place.id or words.normal(place.text))


def point(lat: float, lon: float) -> str:
    """The value of a point facet (WGS 84 degrees)."""
    return f"{lat:.5f},{lon:.5f}"


def coordinates(point: str) -> tuple[float, float]:
    """Latitude and longitude of a point facet's value."""
    lat, _, lon = point.partition(",")
    return float(lat), float(lon)


def _actors(claim: Claim, words: Words) -> list[Facet]:
    """Who speaks, for whom one speaks, who does or undergoes something."""
    found = []
    for link in claim.chain:
        found.append(facet(ACTOR, link.actor or words.normal(link.source.text)))
        if link.affiliation:
            found.append(facet(ACTOR, link.affiliation))
    for event in claim.events:
        found += [facet(ACTOR, part.actor) for part in (*event.agents, *event.patients) if part.actor]
    return found


def _place_facets(place: PlaceMention, words: Words) -> list[Facet]:
    """The place itself, and the point where it lies."""
    found = [place_facet(place, words)]
    if place.lat is not None and place.lon is not None:
        found.append(facet(POINT, point(place.lat, place.lon)))
    return found


def _called(found: Facet, names: Iterable[str | None], words: Words) -> Iterator[Named]:
    return (named(words.normal(name), found) for name in names if name)
