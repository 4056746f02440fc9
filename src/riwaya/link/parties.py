"""Parties: who acts in an event, as a known actor where the article lets one be known."""

from __future__ import annotations

from collections.abc import Iterable

from riwaya.link.tables import Tables
from riwaya.model.claim import Argument, Claim
from riwaya.model.record import Record

_FORCES = frozenset({"military", "armed_group", "government"})
_LONGEST = 4
TEXT = "text:"


class Parties:
    """The parties of one article: its armed and governing actors, by the words of their names."""

    def __init__(self, record: Record, tables: Tables) -> None:
        self._tables = tables
        forces = [actor for actor in record.actors if actor.kind in _FORCES]
        self._forces = {actor.id: self._named(actor.id, actor.name_ar) for actor in forces}

    def of(self, argument: Argument, claim: Claim) -> str:
        """The actor's id; for "our forces" that of the speaker's party; for a short name ("the army") the one
        actor of the article whose name it is a part of; else the words as written, in stems."""
        if argument.actor:
            return argument.actor
        words = self._tables.normaliser.form(argument.text).split()
        if words and words[0] in self._tables.own_forces and claim.chain:
            speaker = claim.chain[-1]
            return speaker.affiliation or speaker.actor or self._by_name(speaker.source.text)
        return self._by_name(argument.text)

    def _named(self, actor: str, name: str) -> frozenset[str]:
        known = self._tables.actors.get(actor)
        return known.stems if known else frozenset(self._tables.stemmer.stems(name))

    def _by_name(self, text: str) -> str:
        words = self._tables.stemmer.stems(text)
        short = frozenset(words)
        meant = sorted(actor for actor, name in self._forces.items() if short and short <= name)
        sides = {self._tables.side(actor) for actor in meant}
        return meant[0] if len(sides) == 1 else TEXT + " ".join(words[:_LONGEST])


def party_words(parties: Iterable[str], tables: Tables) -> tuple[str, ...]:
    """The words by which parties are compared, sorted: known actors by all words of their names."""
    found: set[str] = set()
    for party in parties:
        known = tables.actors.get(party)
        found.update(known.stems if known else party.removeprefix(TEXT).split())
    return tuple(sorted(found))
