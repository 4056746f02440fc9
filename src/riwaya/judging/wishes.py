"""What a person wants corrected, in few words, made into a whole change: names and facts come from the tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import isfinite
from pathlib import Path
from typing import Annotated, Literal, get_args

from msgspec import Meta, Struct

from riwaya.annotate.event_codes import Ontology, load_ontology
from riwaya.model.claim import Argument, Certainty, Claim, Event, Link, Name, Polarity, Stance
from riwaya.model.errors import UsageError
from riwaya.model.judgement import (
    AnyChange,
    CertaintyChange,
    DateChange,
    Day,
    Index,
    KnownActor,
    PartyChange,
    PlaceChange,
    PolarityChange,
    Role,
    SourceChange,
    SpanChange,
    StanceChange,
    TypeChange,
)
from riwaya.model.mention import Mention, PlaceMention
from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.rules.actortable import Cells, actor_files, actor_rows
from riwaya.rules.files import data_folder
from riwaya.rules.gazetteer import Place, read_places, to_place
from riwaya.rules.lists import load_spelling
from riwaya.text.normal import Normaliser

Field = Literal["span", "stance", "certainty", "source", "type", "polarity", "date", "party", "place"]
_WIDEST_KM = 1000.0
_NAMES = ("name_ar", "name_en", "aliases_ar", "aliases_en")


class Wish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One field of a claim and what it should be.

    `span` (code points of the article) says where the words stand; without it they stay where they are. `event`
    and `nth` are indices; for a source `nth` is its depth in the chain. `value` is a stance, certainty, type or
    polarity. `actor` is an id of the tables of actors, or a new one with `name_ar` and `kind`; `place` an id of
    the gazetteer, else a point `lat`, `lon` (WGS 84) with `radius_km`. `remove` takes a source, party or place out.
    """

    field: Field
    event: Index = 0
    nth: Index = 0
    role: Role = "agent"
    span: Span | None = None
    value: str | None = None
    actor: str | None = None
    name_ar: str | None = None
    name_en: str | None = None
    kind: str | None = None
    place: str | None = None
    lat: Annotated[float, Meta(ge=-90, le=90)] | None = None
    lon: Annotated[float, Meta(ge=-180, le=180)] | None = None
    radius_km: Annotated[float, Meta(ge=0)] | None = None
    start: Day | None = None
    end: Day | None = None
    remove: bool = False


@dataclass(frozen=True)
class Known:
    """The tables that wishes are filled in from: actors by id, event types, the package's places."""

    folder: Path
    actors: Mapping[str, Cells]
    ontology: Ontology
    normaliser: Normaliser

    @property
    def types(self) -> frozenset[str]:
        """The event types that there are."""
        return frozenset(self.ontology.types)

    @cached_property
    def places(self) -> Mapping[str, Place]:
        """The places of the package by id; the curated entry where there are two."""
        found: dict[str, Place] = {}
        for row, generated in read_places(self.folder):
            if row[0] not in found:
                found[row[0]] = to_place(row, generated)
        return found

    @cached_property
    def actor_forms(self) -> Mapping[str, tuple[str, ...]]:
        """All names of each actor, and its id, in the form in which they are compared."""
        return {id: self._forms(id, *(cells.get(column, "") for column in _NAMES)) for id, cells in self.actors.items()}

    @cached_property
    def place_forms(self) -> Mapping[str, tuple[str, ...]]:
        """Both names of each place in the form in which they are compared."""
        return {id: self._forms(place.name_ar, place.name_en) for id, place in self.places.items()}

    def _forms(self, *cells: str) -> tuple[str, ...]:
        return tuple(self.form(name).casefold() for cell in cells for name in cell.split("|") if name)

    def form(self, text: str) -> str:
        """The form in which names are compared."""
        return " ".join(self.normaliser.form(text).split())


def load_known(extra: Iterable[Path] = ()) -> Known:
    """The tables of the package, and `extra` tables of actors. Raises DataError for faulty ones."""
    folder = data_folder()
    actors = actor_rows([*actor_files(folder), *extra])
    return Known(folder, actors, load_ontology(folder), load_spelling(folder).normaliser)


def change_of(wish: Wish, record: Record, claim: Claim, known: Known) -> AnyChange:
    """The change that a wish asks for. Raises UsageError for values, actors, places and events that there are not."""
    maker = _Maker(wish, record, claim, known)
    return _MAKERS[wish.field](maker)


@dataclass(frozen=True)
class _Maker:
    wish: Wish
    record: Record
    claim: Claim
    known: Known

    def span(self) -> AnyChange:
        span = self.wish.span
        if span is None:
            raise UsageError("where does the statement stand?")
        return SpanChange(span=span, text=self._words(span))

    def stance(self) -> AnyChange:
        value = self._one_of(get_args(Stance))
        return StanceChange(to=value)  # type: ignore[arg-type]

    def certainty(self) -> AnyChange:
        value = self._one_of(get_args(Certainty))
        return CertaintyChange(to=value)  # type: ignore[arg-type]

    def source(self) -> AnyChange:
        depth, chain = self.wish.nth, self.claim.chain
        if self.wish.remove:
            return SourceChange(depth=depth, to=None)
        before = chain[depth] if depth < len(chain) else None
        span, actor = self._span(before.source.span if before else None), self._actor()
        mention = Mention(self._words(span), span)
        link = before if before and before.source == mention else Link(source=mention)
        facts = {name: getattr(link, name) for name in ("role", "affiliation", "channel", "time")}
        name = Name(actor.name_ar, actor.name_en) if actor else link.name
        kind = self.wish.kind or (actor.kind if actor else link.kind)
        named = bool(actor) or link.named
        to = Link(source=mention, actor=actor.id if actor else None, name=name, kind=kind, named=named, **facts)
        return SourceChange(depth=depth, to=to, known=actor)

    def type(self) -> AnyChange:
        to, ontology = self._one_of(sorted(self.known.types)), self.known.ontology
        acled, plover = ontology.acled(to, self._kinds(), ()), ontology.plover(to)
        return TypeChange(event=self.wish.event, trigger=self._trigger(), to=to, acled=acled, plover=plover)

    def _kinds(self) -> set[str]:
        """The kinds of the known actors that did it, which codes may depend on."""
        agents = {agent.actor for agent in self._event().agents}
        return {actor.kind for actor in self.record.actors if actor.id in agents}

    def polarity(self) -> AnyChange:
        value = self._one_of(get_args(Polarity))
        return PolarityChange(event=self.wish.event, trigger=self._trigger(), to=value)  # type: ignore[arg-type]

    def date(self) -> AnyChange:
        start, end = self.wish.start, self.wish.end
        return DateChange(event=self.wish.event, trigger=self._trigger(), start=start, end=end)

    def party(self) -> AnyChange:
        wish, event = self.wish, self._event()
        where = {"event": wish.event, "trigger": event.trigger.text, "role": wish.role, "nth": wish.nth}
        if wish.remove:
            return PartyChange(**where, to=None)  # type: ignore[arg-type]
        held = event.agents if wish.role == "agent" else event.patients
        span, actor = self._span(held[wish.nth].span if wish.nth < len(held) else None), self._actor()
        to = Argument(text=self._words(span), span=span, actor=actor.id if actor else None)
        return PartyChange(**where, to=to, known=actor)  # type: ignore[arg-type]

    def place(self) -> AnyChange:
        wish, event = self.wish, self._event()
        if wish.remove:
            return PlaceChange(event=wish.event, trigger=event.trigger.text, nth=wish.nth, to=None)
        span = self._span(event.places[wish.nth].span if wish.nth < len(event.places) else None)
        to = self._located(self._words(span), span)
        return PlaceChange(event=wish.event, trigger=event.trigger.text, nth=wish.nth, to=to)

    def _located(self, text: str, span: Span) -> PlaceMention:
        wish = self.wish
        if wish.place is None:
            return self._point(text, span)
        place = self.known.places.get(wish.place)
        if place is None:
            held = next((p for p in self.record.places if p.id == wish.place), None)
            if held is None:
                raise UsageError(f"no place {wish.place} in the gazetteer")
            facts = {name: getattr(held, name) for name in _PLACE_FACTS}
        else:
            facts = {name: getattr(place, name) or None for name in _PLACE_FACTS if name not in ("lat", "lon")}
            facts |= {"lat": place.lat, "lon": place.lon}
        return PlaceMention(text=text, span=span, candidates=1, **facts)

    def _point(self, text: str, span: Span) -> PlaceMention:
        wish = self.wish
        if wish.lat is None or wish.lon is None or not isfinite(wish.lat) or not isfinite(wish.lon):
            raise UsageError("a place needs an id of the gazetteer, or a point")
        radius = 1.0 if wish.radius_km is None else min(wish.radius_km, _WIDEST_KM)
        name_ar = wish.name_ar or text
        return PlaceMention(
            text=text, span=span, name_ar=name_ar, name_en=wish.name_en, lat=wish.lat, lon=wish.lon, radius_km=radius
        )

    def _event(self) -> Event:
        if self.wish.event >= len(self.claim.events):
            raise UsageError(f"claim {self.claim.id} has {len(self.claim.events)} events")
        return self.claim.events[self.wish.event]

    def _trigger(self) -> str:
        return self._event().trigger.text

    def _span(self, before: Span | None) -> Span:
        span = self.wish.span or before
        if span is None:
            raise UsageError("which words name it?")
        return span

    def _words(self, span: Span) -> str:
        text = self.record.article.text
        if not 0 <= span.start < span.end <= len(text):
            raise UsageError(f"{span.start}-{span.end} lies outside the text")
        return span.of(text)

    def _one_of(self, values: Iterable[str]) -> str:
        value = self.wish.value or ""
        if value not in values:
            raise UsageError(f"no {self.wish.field} {value!r}")
        return value

    def _actor(self) -> KnownActor | None:
        """The actor of the tables, or a new one; None where the words stand for nobody who is known."""
        wish = self.wish
        if wish.actor is None:
            return None
        cells = self.known.actors.get(wish.actor)
        if cells is not None:
            return KnownActor(
                id=wish.actor, name_ar=cells["name_ar"], name_en=cells.get("name_en") or None, kind=cells["kind"]
            )
        if not wish.name_ar:
            raise UsageError(f"no actor {wish.actor}; a new one needs its Arabic name")
        return KnownActor(id=wish.actor, name_ar=wish.name_ar, name_en=wish.name_en, kind=wish.kind or "person")


_PLACE_FACTS = ("id", "name_ar", "name_en", "feature", "country", "admin1", "lat", "lon", "radius_km")
_MAKERS: dict[Field, Callable[[_Maker], AnyChange]] = {
    "span": _Maker.span,
    "stance": _Maker.stance,
    "certainty": _Maker.certainty,
    "source": _Maker.source,
    "type": _Maker.type,
    "polarity": _Maker.polarity,
    "date": _Maker.date,
    "party": _Maker.party,
    "place": _Maker.place,
}
