"""What the page of an event shows: claims by origin, chains, figures over time, where it lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from riwaya.judging import judged_reading
from riwaya.model.claim import Claim
from riwaya.model.finding import Contradiction, EventCluster, Origin, Ref, Side
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record
from riwaya.store.base import Hit, Store
from riwaya.web.plots import Figure
from riwaya.web.standing import standing_of

MOST_RECORDS = 400


@dataclass(frozen=True, slots=True)
class ByOrigin:
    """One origin with the claims that rest on it, first reported first."""

    origin: Origin
    hits: tuple[Hit, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One claim on one side of a dispute; `hit` where it is still in the record."""

    side: Side
    hit: Hit | None


@dataclass(frozen=True, slots=True)
class Dispute:
    """All contradictions of an event in which the same is said on both sides: who says the one, who the other."""

    found: Contradiction
    a: tuple[Said, ...]
    b: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Circle:
    """A place as claims give it: WGS 84 degrees, the radius of uncertainty in kilometres."""

    ar: str | None
    en: str | None
    lat: float
    lon: float
    radius_km: float


@dataclass(frozen=True, slots=True)
class EventView:
    """One event."""

    event: EventCluster
    hits: tuple[Hit, ...]
    origins: tuple[ByOrigin, ...]
    leaning: tuple[Hit, ...]
    disputes: tuple[Dispute, ...]
    figures: tuple[Figure, ...]
    circles: tuple[Circle, ...]


def event_view(store: Store, event: EventCluster) -> EventView:
    """All that is shown of an event. Raises StoreError."""
    hits = store.told(event.claims)
    known = {hit.claim: hit for hit in hits}
    found = store.contradictions(event=event.id)
    others = [side.claim for one in found for side in (one.a, one.b) if side.claim not in known]
    known |= {hit.claim: hit for hit in store.told(sorted(set(others)))}
    records = _records(store, hits)
    accounts = tuple(_accounts(event.members, records))
    return EventView(
        event=event,
        hits=hits,
        origins=tuple(ByOrigin(origin, _ordered(origin.claims, known)) for origin in event.origins),
        leaning=_ordered(event.leaning, known),
        disputes=disputes(found, known),
        figures=tuple(_figures(accounts)),
        circles=tuple(dict.fromkeys(_circles(accounts))),
    )


def disputes(found: Iterable[Contradiction], known: dict[str, Hit]) -> tuple[Dispute, ...]:
    """Contradictions put together by what is said on both sides, in the order in which they come."""
    groups: dict[object, list[Contradiction]] = {}
    for one in found:
        key = (one.kind, one.event or one.place, one.a.says, one.b.says, one.same_origin)
        groups.setdefault(key, []).append(one)
    return tuple(
        Dispute(group[0], _said((one.a for one in group), known), _said((one.b for one in group), known))
        for group in groups.values()
    )


def _said(sides: Iterable[Side], known: dict[str, Hit]) -> tuple[Said, ...]:
    """Each claim of one side once, the first reported first."""
    once = {side.claim: side for side in sides}
    ordered = sorted(once.values(), key=lambda side: (side.reported or "9", side.claim))
    return tuple(Said(side, known.get(side.claim)) for side in ordered)


@dataclass(frozen=True, slots=True)
class _Account:
    """One event of a claim in its record."""

    record: Record
    claim: Claim
    index: int

    @property
    def quantities(self) -> Iterator[Quantity]:
        """How many, of what."""
        return (self.record.quantities[k] for k in self.claim.events[self.index].quantities)

    @property
    def places(self) -> Iterator[PlaceMention]:
        """Where."""
        return (self.record.places[argument.place] for argument in self.claim.events[self.index].places)


def _records(store: Store, hits: Sequence[Hit]) -> dict[str, Record]:
    """The records of the first articles, by article id."""
    wanted = list(dict.fromkeys(hit.sha256 for hit in hits))[:MOST_RECORDS]
    decided = standing_of(store)
    found = [record for sha256 in wanted if (record := judged_reading(store, sha256, decided))]
    return {record.article.id: record for record in found}


def _accounts(members: Iterable[Ref], records: dict[str, Record]) -> Iterator[_Account]:
    for ref in members:
        record = records.get(ref.article)
        claims = [claim for claim in record.claims if claim.id == ref.claim] if record else []
        if record and claims and ref.event < len(claims[0].events):
            yield _Account(record, claims[0], ref.event)


def _ordered(claims: Iterable[str], known: dict[str, Hit]) -> tuple[Hit, ...]:
    return tuple(sorted((known[c] for c in claims if c in known), key=lambda h: (h.published or "9", h.claim)))


def _figures(accounts: Iterable[_Account]) -> Iterator[Figure]:
    """Counts with the day of their report."""
    for account in accounts:
        published = account.record.article.published
        for quantity in account.quantities if published else ():
            low = quantity.low if quantity.value is None else quantity.value
            high = quantity.high if quantity.value is None else quantity.value
            ends = [end for end in (low, high) if end is not None]
            if ends and published:
                series = (
                    quantity.role if quantity.unit in (None, "people", "person") else f"{quantity.role} {quantity.unit}"
                )
                yield Figure(published[:10], min(ends), max(ends), series, account.claim.id, quantity.text)


def _circles(accounts: Iterable[_Account]) -> Iterator[Circle]:
    for account in accounts:
        for place in account.places:
            if place.lat is not None and place.lon is not None:
                yield Circle(place.name_ar, place.name_en, place.lat, place.lon, place.radius_km or 0.0)
