"""What is exported: chosen claims in their records, and events with all that was told of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from riwaya.model.claim import Claim, Event
from riwaya.model.finding import Contradiction, EventCluster, Findings
from riwaya.model.record import Record


class Counted(Protocol):
    """An event's id and counts; an EventCluster is one."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def n_outlets(self) -> int:
        """How many outlets tell of it."""

    @property
    def n_origins(self) -> int:
        """On how many independent origins it rests."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """One article with those of its claims that were asked for, and the events that they tell of, by claim id."""

    record: Record
    claims: tuple[Claim, ...]
    events: Mapping[str, Sequence[Counted]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Told:
    """One account of an event: an event of a claim of an article."""

    record: Record
    claim: Claim
    event: Event

    @property
    def negative(self) -> bool:
        """Whether the account denies the event."""
        return self.event.polarity == "negative" or self.claim.stance == "denied"


@dataclass(frozen=True, slots=True)
class Account:
    """One event with every account of it, in the order of the cluster's members, and what is contradicted."""

    event: EventCluster
    told: tuple[Told, ...]
    contradictions: tuple[Contradiction, ...] = ()


class View(Protocol):
    """A part of a record. Both methods begin anew each time, and give the same order each time."""

    def chosen(self) -> Iterator[Chosen]:
        """The articles that hold claims asked for, by day of publication and id."""

    def accounts(self) -> Iterator[Account]:
        """The events that were asked for, those of the latest day first; an event is always whole."""


@dataclass(frozen=True)
class Selection:
    """A view of records in memory. `claims` are the ids asked for, `events` those of events; None asks for all."""

    records: Sequence[Record]
    findings: Findings
    claims: Collection[str] | None = None
    events: Collection[str] | None = None

    def chosen(self) -> Iterator[Chosen]:
        """The articles that hold claims asked for."""
        for record in self._ordered:
            claims = tuple(claim for claim in record.claims if self._asked(claim.id))
            if claims or (self.claims is None and self.events is None):
                told = {claim.id: tuple(self._told_of[claim.id]) for claim in claims if claim.id in self._told_of}
                yield Chosen(record, claims, told)

    def accounts(self) -> Iterator[Account]:
        """The events that one of the claims asked for tells of."""
        against: dict[str | None, list[Contradiction]] = defaultdict(list)
        for contradiction in self.findings.contradictions:
            against[contradiction.event].append(contradiction)
        for event in sorted(self.findings.events, key=lambda e: e.end or "", reverse=True):
            if self._is_wanted(event):
                yield account(event, self._by_article, tuple(against[event.id]))

    def _asked(self, claim: str) -> bool:
        of_event = self.events is None or any(e.id in self.events for e in self._told_of.get(claim, ()))
        return of_event and (self.claims is None or claim in self.claims)

    def _is_wanted(self, event: EventCluster) -> bool:
        named = self.events is None or event.id in self.events
        return named and (self.claims is None or any(claim in self.claims for claim in event.claims))

    @cached_property
    def _ordered(self) -> list[Record]:
        return sorted(self.records, key=lambda r: (r.article.published or "", r.article.id))

    @cached_property
    def _by_article(self) -> dict[str, Record]:
        return {record.article.id: record for record in reversed(self._ordered)}

    @cached_property
    def _told_of(self) -> dict[str, list[EventCluster]]:
        told: dict[str, list[EventCluster]] = defaultdict(list)
        for event in self.findings.events:
            for claim in event.claims:
                told[claim].append(event)
        return dict(told)


def account(
    event: EventCluster, records: Mapping[str, Record], contradictions: tuple[Contradiction, ...] = ()
) -> Account:
    """An event with its accounts, looked up in records by the id of their article; those not there are left out."""
    told = []
    for ref in event.members:
        record = records.get(ref.article)
        claim = next((claim for claim in record.claims if claim.id == ref.claim), None) if record else None
        if record and claim and ref.event < len(claim.events):
            told.append(Told(record, claim, claim.events[ref.event]))
    return Account(event, tuple(told), contradictions)
