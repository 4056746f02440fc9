"""Whether an event is affirmed or denied, and whether it occurred, goes on, is planned or only possible.

Polarity and modality after TimeML and FactBank: read from negations, from cue words that govern the
trigger in its clause, and from the tense of a verb.
"""

from __future__ import annotations

from msgspec import Struct

from riwaya.annotate.arguments import Reader
from riwaya.annotate.event_draft import Draft
from riwaya.annotate.phrases import COMPLEMENTIZER
from riwaya.annotate.scene import GOVERNED, Scene
from riwaya.annotate.triggers import Found
from riwaya.annotate.verb_words import IMPERFECT
from riwaya.model.claim import Polarity, Status
from riwaya.rules.lexicon import Hit

_ADJACENT = 2
_OTHERS = frozenset({"break", "that", "event"})


class Modality(Struct, frozen=True):
    """Reads polarity and status of the events of one text."""

    scene: Scene

    def read(self, draft: Draft) -> tuple[Polarity, Status]:
        """Whether an event is denied, and its status: by words that govern it, by its tense, by its trigger."""
        found = draft.found
        if found.first not in self.scene.governed:
            return found.trigger.polarity, self._status(draft)
        before = range(self._clause_start(draft), found.first)
        negation, cue = self._negation(found, before), self._cue(found, before)
        polarity = found.trigger.polarity
        if negation is not None:
            polarity = "negative" if polarity == "positive" else "positive"
            if negation.entry.get("status"):
                return polarity, _status(negation)
        return polarity, self._status(draft) if cue is None else _status(cue)

    def _status(self, draft: Draft) -> Status:
        """From the tense, else the default of the trigger."""
        found = draft.found
        if found.verbal:
            return self._of_verb(draft)
        if found.trigger.status:
            return "planned" if self._purpose(found) else found.trigger.status
        carried = self._carried(draft) or self._told_behind(draft)
        if carried is not None:
            return carried
        return "planned" if self._purpose(found) else "occurred"

    def _carried(self, draft: Draft) -> Status | None:
        """The status that the tense of a light verb gives to the event it carries."""
        reader, j = draft.reader, draft.roles.governor
        if j < 0 or not reader.gives(reader.chunks[j]):
            return None
        verb, token = reader.verb(reader.chunks[j]), reader.chunks[j].first
        if verb.future:
            return "planned"
        if verb.imperfect:
            return "planned" if token and self.scene.classes[token - 1] == COMPLEMENTIZER else "ongoing"
        return "occurred"

    def _told_behind(self, draft: Draft) -> Status | None:
        """Ongoing where a light verb in the imperfect goes on from the noun: `the siege that it imposes`."""
        reader, chunks = draft.reader, draft.reader.chunks
        for j, chunk in enumerate(chunks[draft.chunk + 1 : draft.chunk + 4], draft.chunk + 1):
            if chunk.kind in _OTHERS:
                return None
            if chunk.kind == "verb":
                if reader.gives(chunk) not in ("agent", "patient"):
                    return None
                was = chunks[j - 1].kind == "verb" and reader.gives(chunks[j - 1]) == "aux"
                past = was and reader.verb(chunks[j - 1]).perfect
                verb = reader.verb(chunk)
                return "ongoing" if verb.imperfect and not verb.future and not past else None
        return None

    def _of_verb(self, draft: Draft) -> Status:
        found, doc = draft.found, self.scene.doc
        if found.tense not in IMPERFECT:
            past = found.trigger.status == "ongoing" and found.tense == "perfect"
            return "occurred" if past or not found.trigger.status else found.trigger.status
        if found.prefix.endswith(tuple(doc.marks.future)):
            return "planned"
        before = doc.classes[found.first - 1] if found.first else ""
        if before == COMPLEMENTIZER or found.prefix.endswith(tuple(doc.marks.to)):
            return "planned"
        if self._auxiliary(draft.reader, draft.chunk):
            return "occurred"
        return "ongoing"

    def _auxiliary(self, reader: Reader, k: int) -> bool:
        """Whether the verb `to be` in the perfect makes an imperfect past."""
        for chunk in reversed(reader.chunks[max(k - 3, 0) : k]):
            if chunk.kind in ("break", "that"):
                return False
            if chunk.kind == "verb" and reader.gives(chunk) == "aux":
                return reader.verb(chunk).perfect
        return False

    def _purpose(self, found: Found) -> bool:
        """Whether a verbal noun after `to` names a purpose: `in order to retake`."""
        doc = self.scene.doc
        return found.prefix in doc.marks.to and found.tense in ("masdar", "noun") and not found.defined(doc)

    def _negation(self, found: Found, before: range) -> Hit | None:
        """The negation that governs the trigger: right before a verb or noun, or over the clause."""
        for hit in self._hits("negation", before):
            near = found.first - hit.last < _ADJACENT
            if self.scene.hit("event_status", hit.first) is not None:
                continue
            scope = hit.entry.get("scope")
            if found.kind.spoken and scope != "verb":
                continue
            if scope == "clause" or (near and (scope == "verb") == found.verbal):
                return hit
        return None

    def _cue(self, found: Found, before: range) -> Hit | None:
        """The nearest status word of the clause whose scope reaches the trigger."""
        for hit in self._hits("event_status", before):
            near = found.first - hit.last <= _ADJACENT
            scope = hit.entry.get("scope")
            if scope == "clause":
                return hit
            if scope == "noun" and near and not found.verbal:
                return hit
            if scope == "verb" and near and found.tense in IMPERFECT:
                return hit
            if scope == "imperfect" and found.tense in IMPERFECT and near:
                return hit
        return None

    def _clause_start(self, draft: Draft) -> int:
        """The first of the tokens before the trigger that may govern it: those of its clause that are near enough."""
        trigger = draft.found.first
        first = max(self.scene.sentences[trigger].first, trigger - GOVERNED)
        for j in range(draft.chunk - 1, -1, -1):
            chunk = draft.reader.chunks[j]
            if chunk.last <= first:
                break
            if chunk.kind == "break" or (chunk.kind == "event" and chunk.finite):
                return chunk.last
        return first

    def _hits(self, name: str, before: range) -> list[Hit]:
        """The hits of a list that stand on some tokens, the last one first."""
        hits = self.scene.hits[name]
        return [hits[i] for i in reversed(before) if i in hits and hits[i].last <= before.stop]


def _status(hit: Hit) -> Status:
    return hit.entry.get("status")  # type: ignore[return-value]
