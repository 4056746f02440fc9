"""Judgements: what people decided about claims and events, each an act that is appended and never changed.

A judgement names a claim by its id, which is a hash of article and words, and an event by its claim and its
place in it; never a cluster, whose id may change. So it survives a better engine.
"""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from riwaya.model.claim import AcledCode, Argument, Certainty, Link, PloverCode, Polarity, Stance
from riwaya.model.errors import StoreError
from riwaya.model.mention import PlaceMention
from riwaya.model.span import Span

JUDGED = "judge"
"""The action of every act that is a judgement; its body is a decision as JSON."""

Said = Annotated[str, Meta(min_length=1)]
Day = Annotated[str, Meta(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Index = Annotated[int, Meta(ge=0)]
Role = Literal["agent", "patient"]
Keep = Literal["accept", "reject"]


class EventAt(Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """One event of one claim: its index, and its trigger as read when it was judged.

    Where a better engine finds events before it, the trigger tells which one was meant.
    """

    claim: Said
    event: Index
    trigger: str = ""


class KnownActor(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The actor that a person says a mention stands for, as the tables of actors name it."""

    id: Said
    name_ar: Said
    name_en: str | None = None
    kind: str = "person"


class Change(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="field"):
    """What one field of a claim should be."""


class SpanChange(Change, frozen=True, kw_only=True, tag="span"):
    """Where the statement stands, in code points of the article, and the words there."""

    span: Span
    text: Said


class StanceChange(Change, frozen=True, kw_only=True, tag="stance"):
    """How the source stands to what it says."""

    to: Stance


class CertaintyChange(Change, frozen=True, kw_only=True, tag="certainty"):
    """How sure the statement is put."""

    to: Certainty


class SourceChange(Change, frozen=True, kw_only=True, tag="source"):
    """The link of the chain at `depth` (0: whom the outlet heard); None takes it out, one past the end adds it."""

    depth: Index
    to: Link | None
    known: KnownActor | None = None


class EventChange(Change, frozen=True, kw_only=True):
    """A change of one event of the claim, named by its index and its trigger as read then."""

    event: Index
    trigger: str = ""


class TypeChange(EventChange, frozen=True, kw_only=True, tag="type"):
    """The type of an event, and what that is in ACLED and in PLOVER."""

    to: Said
    acled: AcledCode | None = None
    plover: PloverCode | None = None


class PolarityChange(EventChange, frozen=True, kw_only=True, tag="polarity"):
    """Whether the claim says that the event happened."""

    to: Polarity


class DateChange(EventChange, frozen=True, kw_only=True, tag="date"):
    """The days of an event: ISO, inclusive; None where that side is open or not known."""

    start: Day | None
    end: Day | None


class PartyChange(EventChange, frozen=True, kw_only=True, tag="party"):
    """The `nth` agent or patient of an event; None takes it out, one past the end adds it."""

    role: Role
    nth: Index
    to: Argument | None
    known: KnownActor | None = None


class PlaceChange(EventChange, frozen=True, kw_only=True, tag="place"):
    """The `nth` place of an event: an entry of the gazetteer, or a point without id; None takes it out."""

    nth: Index
    to: PlaceMention | None


AnyChange = (
    SpanChange
    | StanceChange
    | CertaintyChange
    | SourceChange
    | TypeChange
    | PolarityChange
    | DateChange
    | PartyChange
    | PlaceChange
)
AnyEventChange = TypeChange | PolarityChange | DateChange | PartyChange | PlaceChange


class Decision(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, tag_field="do"):
    """What a person did, and why."""

    why: str | None = None


class Accept(Decision, frozen=True, kw_only=True, tag="accept"):
    """The claim holds as it stands, with the corrections made so far."""

    claim: Said


class Reject(Decision, frozen=True, kw_only=True, tag="reject"):
    """The article does not make this claim."""

    claim: Said
    why: Said


class Correct(Decision, frozen=True, kw_only=True, tag="correct"):
    """One field of a claim should read otherwise."""

    claim: Said
    change: AnyChange


class Bulk(Decision, frozen=True, kw_only=True, tag="bulk"):
    """The same correction wherever the same mention stands: each place is named, one act undoes all."""

    mention: Said
    corrections: Annotated[tuple[Correct, ...], Meta(min_length=1)]


class Note(Decision, frozen=True, kw_only=True, tag="note"):
    """A remark on a claim, or on one of its events."""

    about: EventAt | str
    text: Said


class Merge(Decision, frozen=True, kw_only=True, tag="merge"):
    """These are accounts of one event."""

    members: Annotated[tuple[EventAt, ...], Meta(min_length=2)]


class Split(Decision, frozen=True, kw_only=True, tag="split"):
    """The members are accounts of one event, and the others are not of it."""

    members: Annotated[tuple[EventAt, ...], Meta(min_length=1)]
    others: Annotated[tuple[EventAt, ...], Meta(min_length=1)]


class Undo(Decision, frozen=True, kw_only=True, tag="undo"):
    """The judgement of that number in the audit chain no longer stands; undoing an undo restores it."""

    number: Annotated[int, Meta(ge=1)]


class Batch(Decision, frozen=True, kw_only=True, tag="batch"):
    """Claims that two people code without seeing each other's codes."""

    name: Said
    coders: tuple[Said, Said]
    claims: Annotated[tuple[Said, ...], Meta(min_length=1)]


class Coding(Decision, frozen=True, kw_only=True, tag="code"):
    """What one of them says of one claim. Type, place and date are those of its first event, None where it has none."""

    batch: Said
    claim: Said
    keep: Keep
    stance: Stance
    certainty: Certainty
    source: str | None = None
    type: str | None = None
    place: str | None = None
    date: Day | None = None


AnyAct = Accept | Reject | Correct | Bulk | Note | Merge | Split | Undo | Batch | Coding


class Judgement(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An act with its number in the audit chain, when (an ISO instant) and who."""

    number: int
    at: str
    who: str
    act: AnyAct


def body_of(act: AnyAct) -> str:
    """An act as the body of an entry of the audit chain: JSON, keys sorted."""
    return msgspec.json.encode(act, order="sorted").decode()


def act_of(body: str) -> AnyAct:
    """The act of a body. Raises StoreError for anything but a judgement of this format."""
    try:
        act: AnyAct = msgspec.json.decode(body, type=AnyAct)
    except msgspec.MsgspecError as fault:
        raise StoreError(f"no judgement: {fault}") from fault
    return act


def subject_of(act: AnyAct) -> str:
    """What an act is about, in a word: a claim, a batch, or the number of a judgement."""
    match act:
        case Undo():
            return str(act.number)
        case Batch():
            return act.name
        case Bulk():
            return act.mention
        case Merge() | Split():
            return act.members[0].claim
        case Note():
            return act.about if isinstance(act.about, str) else act.about.claim
        case _:
            return act.claim


def claims_of(act: AnyAct) -> tuple[str, ...]:
    """The ids of the claims that an act is about, each once, in its order."""
    match act:
        case Undo():
            named: tuple[str, ...] = ()
        case Batch():
            named = act.claims
        case Bulk():
            named = tuple(correction.claim for correction in act.corrections)
        case Merge():
            named = tuple(member.claim for member in act.members)
        case Split():
            named = tuple(member.claim for member in (*act.members, *act.others))
        case _:
            named = (subject_of(act),)
    return tuple(dict.fromkeys(named))
