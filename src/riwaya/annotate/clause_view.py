"""A sentence seen from its events: which noun phrases and verbs stand near, and who can act."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from riwaya.annotate.clauses import Chunk
from riwaya.annotate.event_kinds import (
    AGENT,
    AIRCRAFT,
    BUILDING,
    CAPTIVE,
    CIVILIAN,
    DRONE,
    FIGHTER,
    LEADER,
    MILITARY_OBJECT,
    MISSILE,
    NATIONALITY,
    PART,
    PLACE,
    PROTESTER,
    QUANTITY,
    STATE_NOUN,
    SUICIDE,
    TERRITORY,
)
from riwaya.annotate.scene import SKIPPED, Scene
from riwaya.annotate.triggers import Found
from riwaya.annotate.verb_words import VerbWord

ACTING = AGENT | FIGHTER | LEADER
SUFFERING = ACTING | CIVILIAN | BUILDING | MILITARY_OBJECT | CAPTIVE | TERRITORY | QUANTITY
COUNTED = QUANTITY | PART
HELD = CIVILIAN | CAPTIVE
WEAPONS = AIRCRAFT | DRONE | MISSILE
_ABLE = WEAPONS | HELD | PROTESTER | NATIONALITY | SUICIDE | QUANTITY | STATE_NOUN
_LAND = PLACE | TERRITORY
_FAR = 16
_REACH = 10
_NEAR = 24
_SHOWN = 4
_ON_LAND = AGENT | FIGHTER | CIVILIAN | BUILDING | CAPTIVE | MILITARY_OBJECT
THINGS = MILITARY_OBJECT | TERRITORY | BUILDING
_FORCES = FIGHTER | LEADER
_BOUNDS = frozenset({"break", "that"})
_PARTING = frozenset({"break", "that", "comma"})
_OPENING = frozenset({"break", "that", "relative"})


class View(Struct, frozen=True):
    """The chunks of one sentence; `verbs` says what words are as verbs."""

    scene: Scene
    chunks: Sequence[Chunk]
    verbs: Mapping[str, VerbWord]

    def gives(self, chunk: Chunk) -> str:
        """What the verb at a chunk gives as a light verb; empty for a full verb."""
        given = self.verbs[self.scene.norm[chunk.first]].gives
        return given[0] if given else ""

    def verb(self, chunk: Chunk) -> VerbWord:
        """What the first word of a chunk is as a verb."""
        return self.verbs[self.scene.norm[chunk.first]]

    def after(self, k: int) -> list[Chunk]:
        """The noun phrases after an event that can belong to it: up to the next verb, event or break."""
        out: list[Chunk] = []
        chunks = self.chunks
        commas, verbal = 0, chunks[k].finite
        for j in range(k + 1, len(chunks)):
            chunk = chunks[j]
            kind = chunk.kind
            if kind == "np":
                if commas == 1 and not chunk.prep and not chunk.joined:
                    if not self._awaits_object(k, out, chunk):
                        break
                    commas = 0
                out.append(chunk)
            elif kind == "comma":
                commas += not self._beside_time(j)
            elif kind == "event" and verbal and chunk.prep and (not out or self._closed(chunk)):
                continue
            elif kind != "time" and (j > k + 1 or not self._happened(k)):
                break
        return out

    def _closed(self, chunk: Chunk) -> bool:
        """Whether nothing can be joined to the noun of an event, since it bears the article: `at the rally`."""
        return chunk.found is not None and not chunk.finite and chunk.found.defined(self.scene.doc)

    def _happened(self, k: int) -> bool:
        """Whether the verb behind the noun at chunk `k` says of it no more than that it took place."""
        verb = self.chunks[k + 1]
        return verb.kind == "verb" and self.gives(verb) == "none" and not self.chunks[k].finite

    def _awaits_object(self, k: int, out: list[Chunk], chunk: Chunk) -> bool:
        """Whether a verb has had no more than its subject before the comma: `the planes destroyed, ..., stores`."""
        found = self.chunks[k].found
        if found is None or not found.verbal or not found.transitive or found.hit.entry.get("object"):
            return False
        bare = grouped(out)
        suffers = self.shows(chunk, SUFFERING & ~ACTING) and not self.is_acting(chunk)
        return suffers and len(bare) == 1 and self.is_acting(bare[0][0])

    def _beside_time(self, j: int) -> bool:
        """Whether the comma at chunk `j` only sets apart a time expression: `the planes, on Friday, struck`."""
        chunks = self.chunks
        before = chunks[j - 1].kind == "time" and j > 1 and chunks[j - 2].kind == "comma"
        after = j + 2 < len(chunks) and chunks[j + 1].kind == "time" and chunks[j + 2].kind == "comma"
        return before or after

    def coordinated(self, a: int, b: int) -> bool:
        """Whether the noun of event `b` is joined to that of event `a` with nothing but words between."""
        found = self.chunks[b].found
        if found is None or not found.prefix or not found.prefix.startswith(self.scene.doc.marks.and_):
            return False
        return not any(c.finite or c.kind in _PARTING for c in self.chunks[a + 1 : b])

    def _topic(self, k: int) -> list[Chunk]:
        """The noun phrase before a verb that is its subject: the head of its relative clause, else the
        first one of its clause; none where the verb itself opens the clause.
        """
        j = k - 1
        if j >= 0 and self.chunks[j].kind == "relative":
            return self._described(j)
        if self._opens(k):
            return []
        best = self._first_bare(k)
        return self._whole(best) if best >= 0 else []

    def _first_bare(self, k: int) -> int:
        """The first noun phrase without preposition of the clause before chunk `k`, or -1.

        An auxiliary belongs to the clause; what stands after another verb is that verb's, unless a comma
        parts them.
        """
        best = -1
        for j in backwards(k):
            chunk = self.chunks[j]
            auxiliary = chunk.finite and self.gives(chunk) == "aux"
            if chunk.kind in _BOUNDS or (auxiliary and best >= 0):
                break
            if chunk.kind == "relative" or (chunk.finite and not auxiliary):
                return best if best >= 0 and self._parenthetic(j, best) else -1
            if chunk.kind == "np" and not chunk.prep:
                best = j
        return best

    def _opens(self, k: int) -> bool:
        """Whether the conjunction is written onto the verb at chunk `k`: a new clause begins."""
        found = self.chunks[k].found
        if found is not None:
            return found.prefix.startswith(self.scene.doc.marks.and_)
        return self.verb(self.chunks[k]).joined

    def _parenthetic(self, j: int, best: int) -> bool:
        """Whether the clause of the verb at `j` ended before the noun phrase at `best`: a comma parts them."""
        return any(c.kind == "comma" for c in self.chunks[j + 1 : best])

    def _described(self, k: int) -> list[Chunk]:
        """The noun phrase right before chunk `k`, which a relative clause or a participle describes."""
        j = k - 1
        while j >= 0 and (self.chunks[j].kind == "comma" or self.gives(self.chunks[j]) == "aux"):
            j -= 1
        return self._whole(j) if j >= 0 and self.chunks[j].kind == "np" else []

    def _resumed(self, k: int, found: Found) -> bool:
        """Whether the verb of a relative clause bears or is followed by a pronoun for the head."""
        if found.hit.entry.get("object"):
            return True
        pronouns = self.scene.hits["bound_prepositions"]
        return found.last in pronouns or found.last + 1 in pronouns

    def _asyndetic(self, k: int) -> list[Chunk]:
        """The noun phrase right before a verb that describes it without a relative: `in areas it controls`."""
        before = self.chunks[k - 1] if k else None
        if before is None or before.kind != "np" or not before.prep or before.last != self.chunks[k].first:
            return []
        return [] if self.scene.told[before.first].definite else [before]

    def _whole(self, j: int) -> list[Chunk]:
        """A noun phrase with those it is coordinated to."""
        first = j
        while first > 0 and self.chunks[first].joined:
            first -= 1
        last = j + 1
        while last < len(self.chunks) and self.chunks[last].joined:
            last += 1
        return [c for c in self.chunks[first:last] if c.kind == "np"]

    def verb_before(self, k: int) -> int:
        """The finite verb that governs the noun at chunk `k`, or -1."""
        chunks = self.chunks
        j, far = k, k - _REACH if k > _REACH else 0
        while j > far:
            j -= 1
            chunk = chunks[j]
            kind = chunk.kind
            if kind == "verb":
                return j
            if kind == "event":
                if chunk.finite and self.gives(chunk):
                    return j
                if not self._describing(chunk):
                    return -1
            elif kind in _OPENING:
                return -1
        return -1

    def _verb_after(self, k: int) -> int:
        """The finite verb of which the noun at chunk `k` is the subject or the antecedent, or -1."""
        for j, chunk in enumerate(self.chunks[k + 1 : k + 5], k + 1):
            kind = chunk.kind
            if kind == "verb" or (chunk.finite and self.gives(chunk)):
                return j
            if kind == "event" or kind in _BOUNDS:
                return -1
        return -1

    def _describing(self, chunk: Chunk) -> bool:
        """Whether an event is a participle, which describes a noun and opens no clause."""
        return chunk.found is not None and chunk.found.tense in ("passive_participle", "active")

    def _of_event(self, k: int) -> bool:
        """Whether the subject of a verb is the event named before it: `an attack that struck ...`."""
        j = k - 1
        if j > 0 and self.chunks[j].kind == "relative":
            j -= 1 + (self.chunks[j - 1].kind == "comma")
        while j >= 0 and (self.chunks[j].kind == "time" or (self.chunks[j].kind == "np" and self.chunks[j].prep)):
            j -= 1
        return j >= 0 and self.chunks[j].kind == "event" and not self.chunks[j].finite and not self._opens(k)

    def _antecedent(self, k: int, *, across: bool) -> list[Chunk]:
        """The nearest acting noun phrase before chunk `k` that can be a subject; `across` clauses or not."""
        for j in backwards(k):
            chunk = self.chunks[j]
            if chunk.kind == "that" or (chunk.kind == "break" and not across):
                return []
            if chunk.kind == "np" and not chunk.prep and self.is_acting(chunk):
                return self._whole(j)
        return []

    def _suffers(self, k: int) -> bool:
        """Whether a noun phrase stands right behind a verb that tells what was done to it."""
        found = self.chunks[k - 1].found if k else None
        return found is not None and found.verbal and (found.trigger.passive or found.trigger.subject == "patient")

    def _parted(self, chunk: Chunk, k: int) -> bool:
        """Whether a complementizer stands between a noun phrase and chunk `k`."""
        return any(c.kind == "that" and c.first > chunk.first for c in self.chunks[:k])

    def is_acting(self, chunk: Chunk) -> bool:
        """Whether a noun phrase names somebody who acts: a known or found agent, fighters, a leader."""
        head = self.scene.kinds[chunk.first]
        if head & THINGS and not head & _FORCES:
            known = self.scene.doc.agent_at(chunk.first)
            if known is None or known.actor is None:
                return False
        return self.shows(chunk, ACTING)

    def _can_act(self, chunk: Chunk) -> bool:
        """Whether a noun phrase may stand as an agent: somebody who acts, people, or a weapon for its users."""
        return self.is_acting(chunk) or self.shows(chunk, _ABLE)

    def shows(self, chunk: Chunk, kinds: int) -> bool:
        """Whether one of the first words of a noun phrase is of one of some kinds."""
        first, last, shown = chunk.first, chunk.last, self.scene.kinds[chunk.first]
        if shown & kinds or last == first + 1:
            return shown & kinds > 0
        for own in self.scene.kinds[first + 1 : last if last < first + _SHOWN else first + _SHOWN]:
            shown |= own
        return shown & kinds > 0

    def is_place(self, chunk: Chunk) -> bool:
        """Whether a noun phrase is a place or a piece of land alone, with nobody and nothing on it."""
        if not self.shows(chunk, _LAND):
            return False
        own = self.scene.kinds[chunk.first : chunk.last]
        others = _ON_LAND & ~AGENT if own[0] & TERRITORY else _ON_LAND
        shown = 0
        for kinds in own:
            shown |= kinds
        return not shown & others

    def caused(self, k: int) -> bool:
        """Whether a verb of causing governs the event at chunk `k`: `which led to the death of ...`."""
        j = self.verb_before(k)
        return j >= 0 and self.gives(self.chunks[j]) == "cause"

    def together(self, a: int, b: int) -> bool:
        """Whether two events stand in one clause, or with only a comma and no new verb between them."""
        low, high = sorted((a, b))
        if self.chunks[high].first - self.chunks[low].last > _NEAR:
            return False
        return self.unbroken(low + 1, high)

    def unbroken(self, a: int, b: int) -> bool:
        """Whether no new clause begins in chunks `[a, b)`."""
        chunks = self.chunks
        while a < b and chunks[a].kind not in _BOUNDS:
            a += 1
        return a >= b

    def _adjacent(self, last: int, first: int) -> bool:
        doc = self.scene.doc
        if last == first or not doc.classes[last:first].strip("Q"):
            return True
        norm = doc.tokens.norm
        fillers, parts = self.scene.lexis.fillers, self.scene.parts
        return norm[last] in doc.marks.hash or all(
            norm[i] in fillers or parts[i] == SKIPPED for i in range(last, first)
        )


def backwards(k: int) -> range:
    """The chunks before chunk `k`, the nearest first, as far back as one can belong to it."""
    return range(k - 1, k - _FAR if k >= _FAR else -1, -1)


def grouped(chunks: Sequence[Chunk]) -> list[list[Chunk]]:
    """Noun phrases without preposition, each with those right after it that are coordinated to it."""
    groups: list[list[Chunk]] = []
    before: Chunk | None = None
    for chunk in chunks:
        if chunk.kind == "np" and not chunk.prep:
            if chunk.joined and groups and before is groups[-1][-1]:
                groups[-1].append(chunk)
            elif not chunk.joined:
                groups.append([chunk])
        before = chunk
    return groups


def first_group(chunks: Sequence[Chunk]) -> list[Chunk]:
    """The first noun phrase without preposition, with those coordinated to it."""
    groups = grouped(chunks)
    return groups[0] if groups else []
