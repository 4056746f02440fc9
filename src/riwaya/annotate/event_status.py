"""Whether an event is affirmed or denied, and whether it occurred, goes on, is planned or only possible.

Polarity and modality after TimeML and FactBank: read from negations, from cue words that govern the
trigger in its clause, and from the tense of a verb.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from riwaya.annotate.arguments import Reader
from riwaya.annotate.event_draft import Draft
from riwaya.annotate.phrases import COMPLEMENTIZER
from riwaya.annotate.triggers import VERB_TENSES, Scene
from riwaya.model.claim import Polarity, Status
from riwaya.rules.lexicon import Hit

_ADJACENT = 2
_REACH = 10
_IMPERFECT = frozenset({"imperfect", "jussive"})


class Modality(Struct, frozen=True):
    """Reads polarity and status of the events of one sentence."""

    scene: Scene
    reader: Reader

    def polarity(self, draft: Draft) -> Polarity:
        """Negative where a negation governs the trigger or the rule says so."""
        found = draft.found
        if self._negation(draft) is not None:
            return "negative" if found.trigger.polarity == "positive" else "positive"
        return found.trigger.polarity

    def status(self, draft: Draft) -> Status:
        """From a cue word, else from the tense, else the default of the trigger."""
        found = draft.found
        negation = self._negation(draft)
        if negation is not None and negation.entry.get("status"):
            return _status(negation)
        cue = self._cue(draft)
        if cue is not None:
            return _status(cue)
        if found.verbal:
            return self._of_verb(draft)
        carried = self._carried(draft)
        if carried is not None:
            return carried
        if self._purpose(draft):
            return "planned"
        return found.trigger.status or "occurred"

    def _carried(self, draft: Draft) -> Status | None:
        """The status that the tense of a light verb gives to the event it carries."""
        j = self.reader.verb_before(draft.chunk)
        if j < 0 or not self.reader.gives(self.reader.chunks[j]) or draft.found.trigger.status:
            return None
        doc, token = self.scene.doc, self.reader.chunks[j].first
        hits = [h for h in doc.lexemes.by_start.get(token, ()) if h.entry.list == "verbs"]
        if any(h.prefix.endswith(tuple(doc.marks.future)) for h in hits):
            return "planned"
        tenses = {h.entry.get("tense") for h in hits} & VERB_TENSES
        if tenses and tenses <= _IMPERFECT:
            return "planned" if token and doc.classes[token - 1] == COMPLEMENTIZER else "ongoing"
        return "occurred"

    def _of_verb(self, draft: Draft) -> Status:
        found, doc = draft.found, self.scene.doc
        if found.tense not in _IMPERFECT:
            past = found.trigger.status == "ongoing" and found.tense == "perfect"
            return "occurred" if past or not found.trigger.status else found.trigger.status
        if found.prefix.endswith(tuple(doc.marks.future)):
            return "planned"
        before = doc.classes[found.first - 1] if found.first else ""
        if before == COMPLEMENTIZER or found.prefix.endswith(tuple(doc.marks.to)):
            return "planned"
        if self._auxiliary(draft.chunk):
            return "occurred"
        return "ongoing"

    def _auxiliary(self, k: int) -> bool:
        """Whether the verb `to be` in the perfect makes an imperfect past."""
        for chunk in reversed(self.reader.chunks[max(k - 3, 0) : k]):
            if chunk.kind in ("break", "that"):
                return False
            if chunk.kind == "verb" and self.reader.gives(chunk) == "aux":
                return self._past(chunk.first)
        return False

    def _past(self, token: int) -> bool:
        hits = self.scene.doc.lexemes.by_start.get(token, ())
        return any(h.entry.list == "verbs" and h.entry.get("tense") == "perfect" for h in hits)

    def _purpose(self, draft: Draft) -> bool:
        """Whether a verbal noun after `to` names a purpose: `in order to retake`."""
        found, marks = draft.found, self.scene.doc.marks
        return found.tense in ("masdar", "noun") and found.prefix in marks.to and not found.defined(self.scene.doc)

    def _negation(self, draft: Draft) -> Hit | None:
        """The negation that governs the trigger: right before a verb or noun, or over the clause."""
        for hit in reversed(self._before("negation", draft)):
            near = draft.found.first - hit.last < _ADJACENT
            if self.scene.hit("event_status", hit.first) is not None:
                continue
            scope = hit.entry.get("scope")
            if draft.found.kind.spoken and scope != "verb":
                continue
            if scope == "clause" or (near and (scope == "verb") == draft.found.verbal):
                return hit
        return None

    def _cue(self, draft: Draft) -> Hit | None:
        """The nearest status word of the clause whose scope reaches the trigger."""
        found = draft.found
        for hit in reversed(self._before("event_status", draft)):
            near = found.first - hit.last <= _ADJACENT
            scope = hit.entry.get("scope")
            if scope == "clause":
                return hit
            if scope == "noun" and near and not found.verbal:
                return hit
            if scope == "verb" and near and found.tense in _IMPERFECT:
                return hit
            if scope == "imperfect" and found.tense in _IMPERFECT and near:
                return hit
        return None

    def _before(self, name: str, draft: Draft) -> Sequence[Hit]:
        """The hits of a list in the trigger's clause before it, in order."""
        k = draft.chunk
        first = max(self.scene.starts[draft.found.first], draft.found.first - _REACH)
        for j in range(k - 1, -1, -1):
            chunk = self.reader.chunks[j]
            if chunk.last <= first:
                break
            if chunk.kind == "break" or chunk.found is not None and chunk.finite:
                first = chunk.last
                break
        hits = self.scene.hits[name]
        found = (hits[i] for i in range(first, draft.found.first) if i in hits)
        return [h for h in found if h.last <= draft.found.first]


def _status(hit: Hit) -> Status:
    return hit.entry.get("status")  # type: ignore[return-value]
