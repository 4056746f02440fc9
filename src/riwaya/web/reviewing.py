"""From what a page asks for to an act: words are resolved against the record as it is now."""

from __future__ import annotations

from functools import singledispatch

from msgspec.structs import replace

from riwaya.judging import Known, held
from riwaya.judging.accounts import accounts, parted
from riwaya.judging.same import correction
from riwaya.judging.waiting import waiting
from riwaya.model.errors import UsageError
from riwaya.model.judgement import Accept, AnyAct, Batch, Coding, EventAt, Merge, Note, Reject, Split, Undo
from riwaya.store.base import Store
from riwaya.web.reviewparams import (
    AcceptIn,
    ActIn,
    BatchIn,
    CodeIn,
    CorrectIn,
    MergeIn,
    NoteIn,
    RejectIn,
    SplitIn,
    UndoIn,
)
from riwaya.web.standing import standing_of


def act_asked(asked: ActIn, store: Store, known: Known) -> AnyAct:
    """The act that is asked for. Raises UsageError for what the record does not hold."""
    act: AnyAct = _act(asked, store, known)
    return act


@singledispatch
def _act(asked: object, store: Store, known: Known) -> AnyAct:
    raise TypeError(f"no act is asked for by {type(asked)}")


@_act.register
def _(asked: AcceptIn, store: Store, known: Known) -> AnyAct:
    return Accept(claim=asked.claim, why=asked.why)


@_act.register
def _(asked: RejectIn, store: Store, known: Known) -> AnyAct:
    return Reject(claim=asked.claim, why=asked.why)


@_act.register
def _(asked: CorrectIn, store: Store, known: Known) -> AnyAct:
    found = held(store, [asked.claim]).get(asked.claim)
    if found is None:
        raise UsageError(f"no claim {asked.claim}")
    return replace(correction(store, asked.wish.wish(), found, known, same=asked.same), why=asked.why)


@_act.register
def _(asked: NoteIn, store: Store, known: Known) -> AnyAct:
    about = asked.claim if asked.event is None else EventAt(asked.claim, asked.event)
    return Note(about=about, text=asked.text, why=asked.why)


@_act.register
def _(asked: MergeIn, store: Store, known: Known) -> AnyAct:
    members = tuple(accounts(store, asked.members))
    if len(members) < 2:
        raise UsageError("a merge needs two accounts at least")
    return Merge(members=members, why=asked.why)


@_act.register
def _(asked: SplitIn, store: Store, known: Known) -> AnyAct:
    out, rest = parted(store, asked.event, asked.members)
    return Split(members=out, others=rest, why=asked.why)


@_act.register
def _(asked: UndoIn, store: Store, known: Known) -> AnyAct:
    return Undo(number=asked.number, why=asked.why)


@_act.register
def _(asked: BatchIn, store: Store, known: Known) -> AnyAct:
    claims = tuple(asked.claims)
    if not claims:
        found = waiting(store, standing_of(store), asked.order, asked.number)
        claims = tuple(item.claim for item in found)
    if not claims:
        raise UsageError("no claims to code")
    return Batch(name=asked.name, coders=asked.coders, claims=claims, why=asked.why)


@_act.register
def _(asked: CodeIn, store: Store, known: Known) -> AnyAct:
    fields = asked.model_dump(mode="json", exclude={"do"})
    return Coding(**fields)
