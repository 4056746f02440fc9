"""Merges and splits as pairs of accounts that linking must join or keep apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from riwaya.model.finding import Ref
from riwaya.model.judgement import EventAt, Judgement, Merge, Split
from riwaya.model.record import Record
from riwaya.review.fit import Found, claims_by_id, event_at
from riwaya.review.judged import events_kept
from riwaya.review.state import State

Pair = tuple[Ref, Ref]


@dataclass(frozen=True, slots=True)
class Forced:
    """Pairs of accounts to join and to keep apart, as linking takes them.

    `overruled` are the judgements that later ones stand against.
    """

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()
    overruled: tuple[int, ...] = ()


def forced(records: Iterable[Record], state: State) -> Forced:
    """What the standing merges and splits ask of linking, in references to the judged records.

    The latest judgement holds: what an earlier one says against it is left out. Accounts that are not there
    (rejected, or no longer read) ask nothing.
    """
    named = {member.claim for found in state.grouping for member in _members(found)}
    known = claims_by_id(records, named) if named else {}
    groups = _Groups()
    overruled = [found.number for found in reversed(state.grouping) if not _impose(found, groups, known, state)]
    return Forced(tuple(sorted(groups.together)), tuple(sorted(groups.apart)), tuple(sorted(overruled)))


class _Groups:
    """Accounts joined so far (union-find), and which groups must stay apart."""

    def __init__(self) -> None:
        self._parent: dict[Ref, Ref] = {}
        self.together: list[Pair] = []
        self.apart: list[Pair] = []

    def root(self, ref: Ref) -> Ref:
        self._parent.setdefault(ref, ref)
        while self._parent[ref] != ref:
            ref = self._parent[ref]
        return ref

    def join(self, a: Ref, b: Ref) -> bool:
        """Join two accounts; False where a later judgement keeps them apart."""
        first, second = sorted((self.root(a), self.root(b)))
        if any({self.root(x), self.root(y)} == {first, second} for x, y in self.apart if first != second):
            return False
        self._parent[second] = first
        self.together.append((min(a, b), max(a, b)))
        return True

    def part(self, a: Ref, b: Ref) -> bool:
        """Keep two accounts apart; False where a later judgement joined them."""
        if self.root(a) == self.root(b):
            return False
        self.apart.append((min(a, b), max(a, b)))
        return True


def _impose(found: Judgement, groups: _Groups, known: dict[str, Found], state: State) -> bool:
    """Put one judgement into force; False where a later one stands against a part of it."""
    act = found.act
    if not isinstance(act, Merge | Split):
        return True
    members = list(_refs(act.members, known, state))
    whole = [groups.join(a, b) for a, b in pairwise(members)]
    if isinstance(act, Split):
        others = list(_refs(act.others, known, state))
        firsts = {groups.root(ref): ref for ref in reversed(members)}
        whole += [groups.part(a, b) for a, b in product(sorted(firsts.values()), others)]
    return all(whole)


def _members(found: Judgement) -> tuple[EventAt, ...]:
    act = found.act
    if isinstance(act, Split):
        return (*act.members, *act.others)
    return act.members if isinstance(act, Merge) else ()


def _refs(members: Iterable[EventAt], known: dict[str, Found], state: State) -> Iterator[Ref]:
    """The accounts that are there, as the judged records number them."""
    for member in members:
        if member.claim not in known or state.of(member.claim).standing == "rejected":
            continue
        record, claim = known[member.claim]
        at = event_at(claim.events, member.event, member.trigger)
        there = events_kept(record, claim, state)
        if at in there:
            yield Ref(record.article.id, claim.id, there.index(at))
