"""Sightings: each event of each claim with the place, days and target that the article gives it.

What an event does not say itself is taken over from the article (its nearest account of the same family) and
marked as such: reporters name the place once and speak of "the strike" from then on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from riwaya.link.stems import stems
from riwaya.link.tables import Tables
from riwaya.link.targets import Targets
from riwaya.model.claim import Argument, Claim, Event
from riwaya.model.finding import Ref
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record

_UNREAL = frozenset({"predicted", "demanded", "threatened"})
_WAYS = frozenset({"toward", "from"})
_HOURS = ((2, "NI"), (11, "MO"), (14, "MI"), (17, "AF"), (20, "EV"), (24, "NI"))


@dataclass(frozen=True)
class Spot:
    """Where: a resolved place; `own` is false where it was taken over."""

    id: str
    lat: float
    lon: float
    radius: float
    own: bool = True


@dataclass(frozen=True)
class When:
    """Days as ordinals, inclusive; `parts` are parts of the day; `own` is false where taken over."""

    start: int
    end: int
    own: bool = True
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Toll:
    """A number of people or things: its role, and bounds (equal where exact)."""

    role: str
    low: float
    high: float
    text: str = field(compare=False)


@dataclass(frozen=True)
class Sighting:
    """One account of one event. `at` is (record, claim, event) by index: the order of all output."""

    at: tuple[int, int, int]
    ref: Ref
    outlet: str
    reported: int | None
    event: Event
    claim: Claim
    place: Spot | None
    when: When | None
    agents: frozenset[str]
    patients: frozenset[str]
    targets: frozenset[str]
    tolls: tuple[Toll, ...]
    words: frozenset[str]
    trigger: str

    @property
    def negative(self) -> bool:
        """Whether the account denies the event."""
        return self.event.polarity == "negative" or self.claim.stance == "denied"

    @property
    def planned(self) -> bool:
        """Whether the account speaks of something to come."""
        return self.event.status == "planned" or self.claim.stance in _UNREAL


def sightings(records: Sequence[Record], tables: Tables) -> list[Sighting]:
    """All accounts of all records, in the order of records, claims and events."""
    return [found for k, record in enumerate(records) for found in _of_record(k, record, tables)]


def day_of(text: str | None) -> int | None:
    """The ordinal of the day of an ISO date or date-time; None for None."""
    return date.fromisoformat(text[:10]).toordinal() if text else None


def outlet_of(record: Record) -> str:
    """The outlet of a record; an article of an unknown outlet stands for an outlet of its own."""
    return record.article.outlet or record.article.id


def _of_record(k: int, record: Record, tables: Tables) -> list[Sighting]:
    targets = Targets(record, tables)
    found = [
        _sighting((k, c, e), record, targets, tables)
        for c, claim in enumerate(record.claims)
        for e in range(len(claim.events))
    ]
    return [_completed(s, found, tables) for s in found]


def _sighting(at: tuple[int, int, int], record: Record, targets: Targets, tables: Tables) -> Sighting:
    claim = record.claims[at[1]]
    event = claim.events[at[2]]
    return Sighting(
        at=at,
        ref=Ref(record.article.id, claim.id, at[2]),
        outlet=outlet_of(record),
        reported=day_of(record.article.published),
        event=event,
        claim=claim,
        place=_spot(event, record.places),
        when=_when(event, claim, record),
        agents=_parties(event.agents, claim, tables),
        patients=_parties(event.patients, claim, tables),
        targets=targets.of(claim, at[2]),
        tolls=tuple(_tolls(event, record.quantities)),
        words=frozenset(stems(claim.text, tables)),
        trigger=" ".join(stems(event.trigger.text, tables)),
    )


def _spot(event: Event, places: Sequence[PlaceMention]) -> Spot | None:
    """The most precise place of an event; where it comes from or goes to only when there is no other."""
    named = [places[argument.place] for argument in event.places]
    known = [p for p in named if p.id and p.lat is not None and p.lon is not None]
    known = [p for p in known if p.relation not in _WAYS] or known
    if not known:
        return None
    best = min(known, key=lambda p: (p.radius_km or 0.0, p.span))
    return Spot(best.id or "", best.lat or 0.0, best.lon or 0.0, best.radius_km or 0.0)


def _when(event: Event, claim: Claim, record: Record) -> When | None:
    start, end = day_of(event.start), day_of(event.end)
    start, end = (end if start is None else start), (start if end is None else end)
    if start is None or end is None or end < start:
        return None
    parts = frozenset(_parts(event, claim, record)) if start == end else frozenset()
    return When(start, end, True, parts)


def _parts(event: Event, claim: Claim, record: Record) -> Iterator[str]:
    """The parts of the day that the claim names for the event's day, in TIMEX3 codes without their T."""
    for timex in record.times:
        day, _, rest = (timex.value or "").partition("T")
        if rest and claim.span.overlaps(timex.span) and day == (event.start or "")[:10]:
            hour = rest.partition(":")[0]
            yield next(part for last, part in _HOURS if int(hour) <= last) if hour.isdigit() else rest


def _parties(arguments: Sequence[Argument], claim: Claim, tables: Tables) -> frozenset[str]:
    return frozenset(party(argument, claim, tables) for argument in arguments)


def party(argument: Argument, claim: Claim, tables: Tables) -> str:
    """The actor's id; for "our forces" that of the speaker's party; else the first words as written."""
    if argument.actor:
        return argument.actor
    words = tables.normaliser.form(argument.text).split()
    own = {tables.normaliser.form(word) for word in tables.words.own_forces}
    if words and words[0] in own and claim.chain:
        speaker = claim.chain[-1]
        return speaker.affiliation or speaker.actor or f"text:{speaker.source.text}"
    return "text:" + " ".join(sorted(set(stems(argument.text, tables)))[:3])


def _tolls(event: Event, quantities: Sequence[Quantity]) -> Iterator[Toll]:
    for index in event.quantities:
        q = quantities[index]
        low = q.value if q.value is not None else q.low
        high = q.value if q.value is not None and not q.approximate else q.high
        if low is not None or high is not None:
            bottom = 0.0 if low is None else float(low)
            yield Toll(q.role, bottom, float("inf") if high is None else float(high), q.text)


def _completed(sighting: Sighting, article: Sequence[Sighting], tables: Tables) -> Sighting:
    """The sighting with the place and days that its article gives it."""
    near = [s for s in _antecedents(sighting, article) if _related(s, sighting, tables)]
    place, when = sighting.place, sighting.when
    source = next((s for s in near if s.place), None) if place is None else None
    if source is not None and source.place is not None:
        place = replace(source.place, own=False)
        when = when or (replace(source.when, own=False) if source.when else None)
    if when is None and place is not None:
        when = _same_place(near, place)
    return replace(sighting, place=place, when=when or _around(sighting.reported, tables))


def _antecedents(sighting: Sighting, article: Sequence[Sighting]) -> list[Sighting]:
    """The other accounts of an article, the likeliest antecedent first: those of the same claim, then those of
    the same trigger, then the nearest before, then those behind."""
    others = [s for s in article if s.at != sighting.at]

    def rank(s: Sighting) -> tuple[bool, bool, bool, int]:
        distance = sighting.at[1] - s.at[1]
        return s.at[1] != sighting.at[1], s.trigger != sighting.trigger, distance < 0, abs(distance)

    return sorted(others, key=rank)


def _related(a: Sighting, b: Sighting, tables: Tables) -> bool:
    """Whether what one leaves open may be read in the other: events of one family, or of one claim."""
    families = set(tables.of_type.get(a.event.type, ())) & set(tables.of_type.get(b.event.type, ()))
    return a.at[:2] == b.at[:2] or bool(families)


def _same_place(near: Sequence[Sighting], place: Spot) -> When | None:
    for other in near:
        if other.when and other.place and other.place.id == place.id:
            return replace(other.when, own=False)
    return None


def _around(reported: int | None, tables: Tables) -> When | None:
    if reported is None:
        return None
    return When(reported - tables.scoring.undated_days, reported, own=False)
