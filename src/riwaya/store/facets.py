"""By what claims are found besides their words: stance, outlet, types of events, actors, places and points.

Facets are kept as an inverted index (Zobel and Moffat 2006): for each facet the claims that have it, in order.
"""

from __future__ import annotations

from collections.abc import Iterator
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


def claim_facets(record: Record, words: Words) -> Iterator[tuple[int, Facet]]:
    """The facets of each claim, by its index, each once."""
    for nth, claim in enumerate(record.claims):
        facets = [Facet(STANCE, claim.stance), *(Facet(TYPE, event.type) for event in claim.events)]
        if record.article.outlet:
            facets.append(Facet(OUTLET, record.article.outlet))
        facets.extend(_actors(claim, words))
        for place in claim_places(claim, record):
            facets.append(place_facet(place, words))
            facets.extend(_point(place))
        yield from ((nth, facet) for facet in dict.fromkeys(facets))


def facet_names(record: Record, words: Words) -> Iterator[Named]:
    """The names under which the actors and places of a record are looked for, places also as points on the map."""
    for actor in record.actors:
        for name in filter(None, (actor.name_ar, actor.name_en)):
            yield Named(words.normal(name), Facet(ACTOR, actor.id))
    for claim in record.claims:
        for link in claim.chain:
            if link.actor and link.name:
                spoken = filter(None, (link.name.ar, link.name.en))
                yield from (Named(words.normal(name), Facet(ACTOR, link.actor)) for name in spoken)
    for place in record.places:
        facets = [place_facet(place, words), *_point(place)]
        names = dict.fromkeys(words.normal(name) for name in (place.text, place.name_ar, place.name_en) if name)
        yield from (Named(form, facet) for form in (*names, place.id) if form for facet in facets)


def claim_places(claim: Claim, record: Record) -> Iterator[PlaceMention]:
    """The places that a claim names or that its events are at."""
    found = {place.place for event in claim.events for place in event.places}
    found.update(nth for nth, place in enumerate(record.places) if claim.span.contains(place.span))
    return (record.places[nth] for nth in sorted(found))


def place_facet(place: PlaceMention, words: Words) -> Facet:
    """The facet of a place: its id in the gazetteer, else its name."""
    return Facet(PLACE, place.id or words.normal(place.text))


def coordinates(point: str) -> tuple[float, float]:
    """Latitude and longitude of a point facet's value."""
    lat, _, lon = point.partition(",")
    return float(lat), float(lon)


def _actors(claim: Claim, words: Words) -> Iterator[Facet]:
    """Who speaks, for whom one speaks, who does or undergoes something."""
    for link in claim.chain:
        yield Facet(ACTOR, link.actor or words.normal(link.source.text))
        if link.affiliation:
            yield Facet(ACTOR, link.affiliation)
    for event in claim.events:
        yield from (Facet(ACTOR, part.actor) for part in (*event.agents, *event.patients) if part.actor)


def _point(place: PlaceMention) -> Iterator[Facet]:
    if place.lat is not None and place.lon is not None:
        yield Facet(POINT, f"{place.lat:.5f},{place.lon:.5f}")
