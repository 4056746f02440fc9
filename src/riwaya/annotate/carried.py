"""Who does an event of which no agent is named beside it: the agent of the event before, or who governs it."""

from __future__ import annotations

from riwaya.annotate.clause_view import View
from riwaya.annotate.clauses import Chunk
from riwaya.annotate.event_kinds import MISSILE, PART_IN, QUANTITY
from riwaya.annotate.event_roles import Roles
from riwaya.annotate.triggers import Found


class Carrier(View, frozen=True):
    """Carries agents from one event of a sentence to the next."""

    def head_of(self, k: int) -> list[Chunk]:
        """The subject that a relative clause at chunk `k` describes."""
        head = self._described(k - 1)
        return head if head and not head[0].prep and self.is_acting(head[0]) else []

    def _is_missile(self, chunk: Chunk) -> bool:
        """Whether a noun phrase is about rockets, which fire nothing themselves."""
        kinds = self.scene.kinds
        return bool((kinds[chunk.first] | kinds[chunk.last - 1]) & MISSILE)

    def _part(self, k: int) -> Chunk | None:
        """The noun for a part in the event that stands before it (responsibility, involvement), or None."""
        j, far = k, k - 2 if k > 2 else 0
        while j > far and self.chunks[j - 1].kind == "np":
            j -= 1
            if self.shows(self.chunks[j], PART_IN):
                return self.chunks[j]
        return None

    def carry(self, k: int, found: Found, roles: Roles, last: list[Chunk]) -> None:
        """An agent left unsaid: that of the clause before, if the verb or the pronoun asks for one."""
        if roles.agents or found.trigger.subject == "patient" or self._done(k, found):
            return
        if found.verbal and found.passive(self.scene.doc):
            return
        if found.verbal and not self._opens(k) and self._tells_more(k, found):
            return
        asks = self._asks(found, roles)
        if not asks and not self._is_governed(k, found):
            return
        if found.trigger.passive and found.verbal and not found.hit.entry.get("object"):
            self._goes_on(k, roles, last)
            return
        if found.verbal and found.hit.entry.get("gender") == "" and found.hit.entry.get("number") == "p":
            return
        carried = [c for c in last if not self._parted(c, k)]
        before = self.chunks[k - 1] if k else None
        if before is not None and before.kind == "np" and not before.prep and found.possessed(self.scene.doc):
            carried = self._whole(k - 1) if self.is_acting(before) else carried
        roles.add("agent", carried or self._acting_before(k, across=asks))
        roles.pro_drop |= asks and not roles.agents

    def _acting_before(self, k: int, *, across: bool) -> list[Chunk]:
        """The nearest acting noun phrase before an event, but for one that is told to have suffered."""
        near = self._antecedent(k, across=across)
        return [] if near and self._suffers(self.chunks.index(near[0])) else near

    def _done(self, k: int, found: Found) -> bool:
        """Whether a pronoun undergoes what a verbal noun tells, which is only said to have been done: `was retaken`."""
        before = self.chunks[k - 1] if k and found.possessed(self.scene.doc) else None
        if before is None or before.kind != "verb":
            return False
        return self.scene.norm[before.first] in self.scene.lexis.words.done

    def _asks(self, found: Found, roles: Roles) -> bool:
        """Whether a verb, a pronoun or a part in the event asks for who did it."""
        if found.verbal and found.trigger.subject == "agent" or found.possessed(self.scene.doc):
            return True
        return roles.part is not None

    def _is_governed(self, k: int, found: Found) -> bool:
        """Whether a noun without article stands behind a preposition or a verb, so that its agent is theirs."""
        done = found.trigger.construct in ("place", "patient") and found.kind.type != "casualties"
        governed = bool(self.chunks[k].prep) or (k > 0 and self.chunks[k - 1].kind == "verb")
        if governed and (found.tense == "masdar" or done) and not found.defined(self.scene.doc):
            return True
        return self._performed(k)

    def _performed(self, k: int) -> bool:
        """Whether the noun of a light verb stands right before the event: `carrying out attacks`."""
        before = self.chunks[k - 1] if k else None
        if before is None or before.kind != "np" or not before.prep:
            return False
        return self._adjacent(before.last, self.chunks[k].first) and self.gives(before) == "agent"

    def _performer(self, k: int) -> list[Chunk]:
        """Who stands behind the noun of a light verb right before the event: `the army's carrying out raids`."""
        before = self.chunks[k - 1] if k else None
        if before is None or before.kind != "np" or self.gives(before) != "agent":
            return []
        if before.last == before.first + 1:
            return self._performer(k - 1) if before.prep else []
        if before.first in self.scene.agents or self.scene.told[before.first].article:
            return []
        who = Chunk("np", before.first + 1, before.last)
        return [who] if self._adjacent(before.last, self.chunks[k].first) and self.is_acting(who) else []

    def _goes_on(self, k: int, roles: Roles, last: list[Chunk]) -> None:
        """A verb joined to another one acts on a named person: its agent is that of the verb before.

        A plural verb before its noun phrase is active, and so is a feminine one before what is not feminine.
        """
        if roles.patients and self._resumes(k):
            roles.pro_drop = True
            return
        if roles.patients and self._active(k, roles.patients[0]):
            roles.add("agent", last or self._antecedent(k, across=True))
            roles.pro_drop = not roles.agents
            return
        j = k - 1
        while j >= 0 and self.chunks[j].kind == "np":
            j -= 1
        joined = j >= 0 and self._opens(k) and self.chunks[j].kind == "event" and self.chunks[j].finite
        if joined and roles.patients and not self.shows(roles.patients[0], QUANTITY):
            roles.add("agent", last)

    def _resumes(self, k: int) -> bool:
        """Whether a pronoun stands for the subject right before the verb at `k`: `said that it seized`."""
        before = self.chunks[k - 1] if k else None
        doc = self.scene.doc
        return (
            before is not None
            and before.kind == "that"
            and doc.tokens.norm[before.first].endswith(doc.marks.pronoun_suffix)
        )

    def _active(self, k: int, patient: Chunk) -> bool:
        """Whether a verb that stands before its noun phrase does not agree with it, and so is active."""
        found = self.chunks[k].found
        if found is None or patient.first < self.chunks[k].first or found.passive(self.scene.doc):
            return False
        if found.hit.entry.get("number") in ("d", "p"):
            return True
        counts = self.scene.kinds[patient.first] & QUANTITY and patient.last > patient.first + 1
        word = self.scene.norm[patient.first + 1 if counts else patient.first]
        feminine = word.endswith(self.scene.doc.marks.feminine)
        return self._opens(k) and found.hit.entry.get("gender") == "f" and not feminine

    def _tells_more(self, k: int, found: Found) -> bool:
        """Whether the verb at `k` only describes the attack or the missile before it."""
        return self._missile_flies(k) or (found.trigger.generic and self._of_event(k))

    def _missile_flies(self, k: int) -> bool:
        """Whether the verb at `k` describes the missile right before it: `a rocket that was aimed at`."""
        j = k - 1
        while j >= 0 and self.chunks[j].kind == "verb" and self.gives(self.chunks[j]) == "aux":
            j -= 1
        return j >= 0 and self.chunks[j].kind == "np" and bool(self.chunks[j].prep) and self._is_missile(self.chunks[j])
