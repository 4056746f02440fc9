"""A claim: one attributed statement, the unit of the record. Start reading here.

The terms are those of attribution corpora (PARC 3.0, PolNeAR): source, cue, content; those of FactBank
for polarity and certainty; `chain` runs from the source the outlet heard to the origin.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from riwaya.model.mention import Mention
from riwaya.model.span import Span

Delivery = Literal["direct", "indirect", "mixed", "own_voice"]
Stance = Literal["asserted", "denied", "predicted", "demanded", "threatened", "accused", "opined", "no_comment"]
Certainty = Literal["certain", "probable", "possible", "unconfirmed"]
Polarity = Literal["positive", "negative"]
Status = Literal["occurred", "ongoing", "planned", "possible"]


class Name(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """The name of an actor in Arabic and in English."""

    ar: str | None
    en: str | None


class Link(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One link of a chain of sources (codebook section 2). `time` is the ISO day on which it was said."""

    source: Mention
    actor: str | None = None
    name: Name | None = None
    kind: str = "person"
    role: str | None = None
    affiliation: str | None = None
    channel: str = "unstated"
    named: bool = True
    time: str | None = None


class Argument(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Who did it or underwent it: the words and, where known, the actor's id."""

    text: str
    span: Span
    actor: str | None = None


class PlaceArgument(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """Where it happened: the words and the index into the record's `places`."""

    text: str
    span: Span
    place: int


class AcledCode(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Event and sub-event type of the ACLED codebook."""

    event_type: str
    sub_event_type: str


class PloverCode(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """Event and mode of the PLOVER ontology."""

    event: str
    mode: str | None = None


class Event(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """What a claim says happened (codebook section 3). `quantities` are indices into the record's list."""

    type: str
    trigger: Mention
    agents: tuple[Argument, ...] = ()
    patients: tuple[Argument, ...] = ()
    places: tuple[PlaceArgument, ...] = ()
    start: str | None = None
    end: str | None = None
    polarity: Polarity = "positive"
    status: Status = "occurred"
    quantities: tuple[int, ...] = ()
    acled: AcledCode | None = None
    plover: PloverCode | None = None


class Gloss(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A reading of the claim made from its structure, never a translation of words not understood."""

    en: str | None
    ar: str | None


class Claim(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One attributed statement. `id` is a hash of article and words, so it survives a better engine."""

    id: str
    span: Span
    text: str
    delivery: Delivery
    stance: Stance
    certainty: Certainty
    cue: Mention | None
    chain: tuple[Link, ...]
    events: tuple[Event, ...]
    rules: tuple[str, ...]
    notes: tuple[str, ...] = ()
    gloss: Gloss | None = None
