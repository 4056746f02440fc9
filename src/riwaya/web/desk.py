"""What the review of one claim shows: each field as the engine read it and as it stands, with its place in the text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec import Struct

from riwaya.model.claim import Argument, Claim, Event, Link
from riwaya.model.judgement import (
    CertaintyChange,
    DateChange,
    PartyChange,
    PlaceChange,
    PolarityChange,
    SourceChange,
    SpanChange,
    StanceChange,
    TypeChange,
)
from riwaya.model.mention import PlaceMention
from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.review import State
from riwaya.review.fit import misfit
from riwaya.review.state import Correction, Slot, slot_of
from riwaya.web.units import Utf16


class Words(Struct, frozen=True):
    """A mention that can be corrected: which one, its words, and where they stand in UTF-16 code units.

    `actor` and `kind` are those of a source or a party, `id` and the point those of a place.
    """

    nth: int
    text: str
    start: int
    end: int
    corrected: bool
    removed: bool = False
    actor: str | None = None
    kind: str | None = None
    id: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


class Happened(Struct, frozen=True):
    """One event of a claim with all that can be corrected of it."""

    index: int
    trigger: str
    type: str
    polarity: str
    start: str | None
    end: str | None
    agents: tuple[Words, ...]
    patients: tuple[Words, ...]
    places: tuple[Words, ...]


class Desk(Struct, frozen=True):
    """A claim on the desk of a reviewer."""

    claim: str
    sha256: str
    standing: str
    span: Words
    stance: str
    certainty: str
    sources: tuple[Words, ...]
    events: tuple[Happened, ...]


def desk(record: Record, claim: Claim, state: State) -> Desk:
    """The desk for a claim of a record as the engine read it, with the corrections that stand and fit."""
    standing = state.of(claim.id)
    fitting = [c for c in standing.corrections if misfit(c.change, record, claim) is None]
    return _Laid(record, claim, {slot_of(c.change): c for c in fitting}).desk(standing.standing)


class _Laid:
    def __init__(self, record: Record, claim: Claim, given: Mapping[Slot, Correction]) -> None:
        self._record, self._claim, self._given = record, claim, given
        self._units = Utf16(record.article.text)

    def desk(self, standing: str) -> Desk:
        claim = self._claim
        span = self._change("span", -1)
        stance, certainty = self._change("stance", -1), self._change("certainty", -1)
        text, at = (span.text, span.span) if isinstance(span, SpanChange) else (claim.text, claim.span)
        return Desk(
            claim=claim.id,
            sha256=self._record.article.sha256,
            standing=standing,
            span=self._words(0, text, at, span is not None),
            stance=stance.to if isinstance(stance, StanceChange) else claim.stance,
            certainty=certainty.to if isinstance(certainty, CertaintyChange) else claim.certainty,
            sources=self._several("source", -1, "", claim.chain),
            events=tuple(self._event(k, event) for k, event in enumerate(claim.events)),
        )

    def _event(self, k: int, event: Event) -> Happened:
        kind, polarity, days = (self._change(field, k) for field in ("type", "polarity", "date"))
        start, end = (days.start, days.end) if isinstance(days, DateChange) else (event.start, event.end)
        return Happened(
            index=k,
            trigger=event.trigger.text,
            type=kind.to if isinstance(kind, TypeChange) else event.type,
            polarity=polarity.to if isinstance(polarity, PolarityChange) else event.polarity,
            start=start,
            end=end,
            agents=self._several("party", k, "agent", event.agents),
            patients=self._several("party", k, "patient", event.patients),
            places=self._several("place", k, "", tuple(self._record.places[a.place] for a in event.places)),
        )

    def _several(
        self, field: str, event: int, role: str, held: Sequence[Link | Argument | PlaceMention]
    ) -> tuple[Words, ...]:
        """The mentions of one kind: those that the engine read, and those that people added."""
        added = sorted(nth for f, k, r, nth in self._given if (f, k, r) == (field, event, role) and nth >= len(held))
        return tuple(
            self._mention(nth, held[nth] if nth < len(held) else None, self._given.get((field, event, role, nth)))
            for nth in (*range(len(held)), *added)
        )

    def _mention(self, nth: int, read: Link | Argument | PlaceMention | None, given: Correction | None) -> Words:
        found = read
        if given is not None and isinstance(given.change, SourceChange | PartyChange | PlaceChange):
            found = given.change.to
        shown = found or read
        if shown is None:
            return Words(nth, "", 0, 0, True, True)
        source = shown.source if isinstance(shown, Link) else shown
        return self._words(nth, source.text, source.span, given is not None, removed=found is None, **_facts(shown))

    def _change(self, field: str, event: int) -> Any:
        given = self._given.get((field, event, "", -1))
        return given.change if given else None

    def _words(self, nth: int, text: str, span: Span, corrected: bool, **facts: Any) -> Words:
        start, end = self._units.offset(span.start), self._units.offset(span.end)
        return Words(nth, text, start, end, corrected, **facts)


def _facts(shown: Link | Argument | PlaceMention) -> dict[str, Any]:
    if isinstance(shown, PlaceMention):
        return _picked(shown, ("id", "name_ar", "name_en", "lat", "lon", "radius_km"))
    if isinstance(shown, Argument):
        return {"actor": shown.actor}
    name = {"name_ar": shown.name.ar, "name_en": shown.name.en} if shown.name else {}
    return {"actor": shown.actor, "kind": shown.kind, **name}


def _picked(found: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(found, name) for name in names}
