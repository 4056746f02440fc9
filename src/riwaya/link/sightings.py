"""Sightings: each event of each claim with the place, days and target that the article gives it.

What an event does not say itself is taken over from the article (its nearest account of the same family) and
marked as such: reporters name the place once and speak of "the strike" from then on.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from riwaya.link.parties import TEXT, Parties, party_words
from riwaya.link.stems import Words
from riwaya.link.tables import Tables
from riwaya.link.targets import Targets
from riwaya.model.claim import Claim, Event
from riwaya.model.finding import Ref
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record

_UNREAL = frozenset({"predicted", "demanded", "threatened"})
_WAYS = frozenset({"toward", "from"})
_AT = frozenset({"at", "near", "direction_of"})
_HARM = frozenset({"killed", "injured"})
_TOGETHER = 40
_HOURS = ((2, "NI"), (11, "MO"), (14, "MI"), (17, "AF"), (20, "EV"), (24, "NI"))


class Spot(Struct, frozen=True, gc=False):
    """Where: a resolved place; `own` is false where it was taken over, `at` where it is only near or around."""

    id: str
    lat: float
    lon: float
    radius: float
    own: bool = True
    at: bool = True


class When(Struct, frozen=True, gc=False):
    """Days as ordinals, inclusive; `parts` are parts of the day; `own` is false where taken over."""

    start: int
    end: int
    own: bool = True
    parts: frozenset[str] = frozenset()


class Toll(Struct, frozen=True, gc=False):
    """A number of people or things: its role, and bounds (equal where exact)."""

    role: str
    low: float
    high: float
    text: str


class Sighting(Struct, frozen=True, kw_only=True, gc=False):
    """One account of one event. `at` is (record, claim, event) by index: the order of all output.

    `days` are the first and last day as the event states them, `said_at` is where its trigger begins in the text;
    `negative` accounts deny the event, `planned` ones speak of something to come; `sides` are the parties that
    known agents belong to in the end, the words of agents and patients are those by which they are compared.
    """

    at: tuple[int, int, int]
    ref: Ref
    outlet: str
    reported: int | None
    type: str
    status: str
    stance: str
    negative: bool
    planned: bool
    days: tuple[str | None, str | None]
    said_at: int
    place: Spot | None
    when: When | None
    agents: frozenset[str]
    sides: frozenset[str]
    agent_words: frozenset[str] | None
    holder: str | None
    holder_name: str | None
    patients: frozenset[str]
    patient_words: frozenset[str] | None
    targets: frozenset[str]
    tolls: tuple[Toll, ...]
    words: tuple[str, ...]
    trigger: str


# The same few come again and again: a million accounts share them.
_spot_at = lru_cache(1 << 16)(Spot)
_days = lru_cache(1 << 16)(When)
_shared = lru_cache(1 << 16)(frozenset[str])


@dataclass(frozen=True, slots=True)
class _Article:
    """An article while its accounts are made: its record, words, targets, parties, and the tables."""

    record: Record
    words: Words
    targets: Targets
    parties: Parties
    tables: Tables


def sightings(record: Record, words: Words, tables: Tables) -> list[Sighting]:
    """All accounts of a record, in the order of claims and events; the record stands as the first (`at`)."""
    article = _Article(record, words, Targets(record, words, tables), Parties(record, tables), tables)
    found = [_sighting((0, c, e), article) for c, claim in enumerate(record.claims) for e in range(len(claim.events))]
    return [s if s.place and s.when else _completed(s, found, record, tables) for s in found]


def day_of(text: str | None) -> int | None:
    """The ordinal of the day of an ISO date or date-time; None for None."""
    return date.fromisoformat(text[:10]).toordinal() if text else None


def instant_of(text: str | None) -> datetime:
    """The moment of an ISO date or date-time, in UTC where it names no zone; the earliest there is for None."""
    moment = datetime.fromisoformat(text) if text else datetime.min  # noqa: DTZ901 - the zone is added below
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def outlet_of(record: Record) -> str:
    """The outlet of a record; an article of an unknown outlet stands for an outlet of its own."""
    return record.article.outlet or record.article.id


def _sighting(at: tuple[int, int, int], article: _Article) -> Sighting:
    record, parties, tables = article.record, article.parties, article.tables
    claim = record.claims[at[1]]
    event = claim.events[at[2]]
    agents = tuple(parties.of(argument, claim) for argument in event.agents)
    patients = tuple(parties.of(argument, claim) for argument in event.patients)
    return Sighting(
        at=at,
        ref=Ref(record.article.id, claim.id, at[2]),
        outlet=sys.intern(outlet_of(record)),
        reported=day_of(record.article.published),
        type=sys.intern(event.type),
        status=event.status,
        stance=claim.stance,
        negative=event.polarity == "negative" or claim.stance == "denied",
        planned=event.status == "planned" or claim.stance in _UNREAL,
        days=(event.start, event.end),
        said_at=event.trigger.span.start,
        place=_spot(event, record.places, tables),
        when=_when(event, claim, record),
        agents=_shared(agents),
        sides=_shared(tuple(tables.side(agent) for agent in agents if not agent.startswith(TEXT))),
        agent_words=_shared(party_words(agents, tables)) if agents else None,
        holder=agents[0] if agents else None,
        holder_name=event.agents[0].text if agents else None,
        patients=_shared(patients),
        patient_words=_shared(party_words(patients, tables)) if patients else None,
        targets=_shared(tuple(article.targets.of(claim, at[2]))),
        tolls=tuple(_tolls(event, claim, record.quantities)),
        words=article.words.claims[at[1]],
        trigger=" ".join(article.words.within(event.trigger.span)),
    )


def _spot(event: Event, places: Sequence[PlaceMention], tables: Tables) -> Spot | None:
    """The place of an event: the first precise one that it names, for the wider ones follow it (in X in Y).

    Where it comes from or goes to counts only when there is no other.
    """
    known = sorted((places[a.place] for a in event.places if _resolved(places[a.place])), key=lambda p: p.span)
    known = [p for p in known if p.relation not in _WAYS] or known
    if not known:
        return None
    precise = [p for p in known if _radius(p) <= tables.scoring.precise_radius_km and p.relation in _AT]
    return _spot_of(precise[0] if precise else min(known, key=lambda p: (_radius(p), p.span)))


def _resolved(place: PlaceMention) -> bool:
    return place.id is not None and place.lat is not None and place.lon is not None


def _radius(place: PlaceMention) -> float:
    return place.radius_km or 0.0


def _spot_of(place: PlaceMention, own: bool = True) -> Spot:
    at = own and place.relation == "at"
    return _spot_at(place.id or "", place.lat or 0.0, place.lon or 0.0, _radius(place), own, at)


def _when(event: Event, claim: Claim, record: Record) -> When | None:
    start, end = day_of(event.start), day_of(event.end)
    start, end = (end if start is None else start), (start if end is None else end)
    if start is None or end is None or end < start:
        return None
    parts = tuple(_parts(event, claim, record)) if start == end else ()
    return _days(start, end, True, _shared(parts))


def _parts(event: Event, claim: Claim, record: Record) -> Iterator[str]:
    """The parts of the day that the claim names for the event's day, in TIMEX3 codes without their T."""
    for timex in record.times:
        day, _, rest = (timex.value or "").partition("T")
        if rest and claim.span.overlaps(timex.span) and day == (event.start or "")[:10]:
            hour = rest.partition(":")[0]
            yield next(part for last, part in _HOURS if int(hour) <= last) if hour.isdigit() else rest


def _tolls(event: Event, claim: Claim, quantities: Sequence[Quantity]) -> Iterator[Toll]:
    """The counts of an event: its own, those of its patients, and the dead and injured of the claim that no
    event has taken."""
    taken = {index for other in claim.events for index in other.quantities}
    for index, q in enumerate(quantities):
        of_patient = any(q.span.overlaps(p.span) for p in event.patients)
        free = index not in taken and q.role in _HARM and claim.span.contains(q.span)
        if index in event.quantities or of_patient or free:
            yield from _toll(q)


def _toll(q: Quantity) -> Iterator[Toll]:
    low = q.value if q.value is not None else q.low
    high = q.value if q.value is not None and not q.approximate else q.high
    if low is not None or high is not None:
        bottom = 0.0 if low is None else float(low)
        yield Toll(q.role, bottom, float("inf") if high is None else float(high), q.text)


def _completed(sighting: Sighting, article: Sequence[Sighting], record: Record, tables: Tables) -> Sighting:
    """The sighting with the place and days that its article gives it."""
    near = [s for s in _antecedents(sighting, article) if _related(s, sighting, tables)]
    place, when = sighting.place, sighting.when
    source = next((s for s in near if s.place), None) if place is None else None
    if source is not None and source.place is not None:
        place = replace(source.place, own=False)
        when = when or (replace(source.when, own=False) if source.when else None)
    place = place or _named_before(sighting, record, tables)
    if when is None and place is not None:
        when = _same_place(near, place)
    return replace(sighting, place=place, when=when or _around(sighting.reported, tables))


def _named_before(sighting: Sighting, record: Record, tables: Tables) -> Spot | None:
    """The most precise of the places named together last before the trigger, else the first of the article."""
    limit = tables.scoring.precise_radius_km
    precise = [p for p in record.places if _resolved(p) and _radius(p) <= limit and p.relation in _AT]
    before = [p for p in precise if p.span.end <= sighting.said_at]
    together = [p for p in before if before[-1].span.start - p.span.start <= _TOGETHER]
    chosen = min(together or precise[:1], key=lambda p: (_radius(p), p.span), default=None)
    return _spot_of(chosen, own=False) if chosen else None


def _antecedents(sighting: Sighting, article: Sequence[Sighting]) -> list[Sighting]:
    """The other accounts of an article, the likeliest antecedent first.

    Those of the same claim, then those before it: with the same trigger, else such as say where and when (an
    article is about these), else the nearest; then those behind. Of one claim's the most precise.
    """
    others = [s for s in article if s.at != sighting.at]

    def rank(s: Sighting) -> tuple[bool, bool, bool, bool, int, float]:
        before = sighting.at[1] - s.at[1]
        whole = s.place is not None and s.when is not None
        radius = s.place.radius if s.place else 0.0
        return before != 0, before < 0, s.trigger != sighting.trigger, not whole, abs(before), radius

    return sorted(others, key=rank)


def _related(a: Sighting, b: Sighting, tables: Tables) -> bool:
    """Whether what one leaves open may be read in the other: events of one family, or of one claim."""
    families = set(tables.of_type.get(a.type, ())) & set(tables.of_type.get(b.type, ()))
    return a.at[:2] == b.at[:2] or bool(families)


def _same_place(near: Sequence[Sighting], place: Spot) -> When | None:
    for other in near:
        if other.when and other.place and other.place.id == place.id:
            return replace(other.when, own=False)
    return None


def _around(reported: int | None, tables: Tables) -> When | None:
    if reported is None:
        return None
    return _days(reported - tables.scoring.undated_days, reported, False, _shared(()))
