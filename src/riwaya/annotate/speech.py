"""How something was said: delivery by its quotation marks, stance and certainty by cue and words."""

from __future__ import annotations

from riwaya.annotate.attribution import Attribution
from riwaya.annotate.document import Document
from riwaya.annotate.phrases import MARK, QUOTE, RELATIVE, VERB
from riwaya.model.claim import Certainty, Delivery, Stance
from riwaya.rules.lexicon import Hit

_LABEL = 3
_NEARLY_ALL = 0.85
_OPENING = 6
_PLAIN = ("asserted", "predicted")


def delivery(doc: Document, found: Attribution) -> Delivery:
    """Own voice without a source; direct, mixed or indirect by how much stands inside quotation marks.

    A single quoted name or label (up to three words) does not count (codebook section 1).
    """
    if not found.chain:
        return "own_voice"
    first, last = found.content
    quoted = _quoted_words(doc, first, last)
    words = _words(doc, first, last)
    if found.quotation or (words and quoted >= words * _NEARLY_ALL):
        return "direct"
    return "mixed" if quoted else "indirect"


def _quoted_words(doc: Document, first: int, last: int) -> int:
    total = 0
    reached = first
    for q in doc.layout.quotations:
        start, end = max(q.open, reached), min(q.close, last)
        if start < end and q.closed and q.close > first:
            words = _words(doc, max(start, first), end)
            if words > _LABEL or q.open < first:
                total += words
            reached = end
    return total


def _words(doc: Document, first: int, last: int) -> int:
    return sum(kind not in (MARK, QUOTE) for kind in doc.classes[first:last])


def certainty(doc: Document, found: Attribution) -> Certainty:
    """What hedges leave: of the cue, of the content's first words, of the sentence of the outlet's own voice."""
    first, last = found.content
    reach = min(last, first + _OPENING) if found.chain else last
    for hit in _in(doc, "hedges", first, reach):
        level = hit.entry.get("certainty")
        if hit.entry.get("next") != "imperfect" or _imperfect_at(doc, hit.last):
            return level  # type: ignore[return-value]
    return found.certainty  # type: ignore[return-value]


def stance(doc: Document, found: Attribution) -> Stance:
    """The stance of the cue; a plain saying takes that of its content: demand, threat, prediction, opinion."""
    if found.kind == "silence":
        return "no_comment"
    if found.stance not in _PLAIN:
        return found.stance  # type: ignore[return-value]
    first, last = found.content
    opening = _in(doc, "stances", first, min(last, first + _OPENING)) if found.chain else []
    mood = opening[0].entry.get("stance") if opening else ""
    if mood and mood != "opined":
        return mood  # type: ignore[return-value]
    if _main_verb_is_future(doc, first, last):
        return "predicted"
    return mood or found.stance  # type: ignore[return-value]


def _main_verb_is_future(doc: Document, first: int, last: int) -> bool:
    """Whether the first verb of the main clause is in the future; verbs of relatives and of belief are passed."""
    passed = 0
    for i in range(first, last):
        if doc.lexemes.at(i, "future_marks"):
            return True
        if doc.classes[i] == RELATIVE or doc.lexemes.at(i, "stances"):
            passed += 1
        elif doc.classes[i] == VERB:
            hit = doc.lexemes.at(i, "verbs")
            if hit is not None and hit.prefix in doc.marks.future:
                return True
            passed -= 1
            if passed < 0:
                return False
    return False


def _imperfect_at(doc: Document, i: int) -> bool:
    hits = doc.lexemes.by_start.get(i, ())
    return any(h.entry.list == "verbs" and h.entry.get("tense") in ("imperfect", "jussive") for h in hits) or (
        i < len(doc.tokens) and doc.classes[i] == VERB and doc.tokens.norm[i].startswith(doc.marks.imperfect)
    )


def _in(doc: Document, name: str, first: int, last: int) -> list[Hit]:
    return [h for i in range(first, last) for h in doc.lexemes.by_start.get(i, ()) if h.entry.list == name]
