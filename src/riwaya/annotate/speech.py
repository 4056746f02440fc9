"""How something was said: delivery by its quotation marks, stance and certainty by cue and words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from riwaya.annotate.attribution import Attribution
from riwaya.annotate.document import Document
from riwaya.annotate.phrases import COMPLEMENTIZER, CONJUNCTION, MARK, PREPOSITION, QUOTE, RELATIVE, VERB
from riwaya.model.claim import Certainty, Delivery, Stance
from riwaya.text.quotes import Quotation

_LABEL = 3
_JOINTS = COMPLEMENTIZER + CONJUNCTION
_MARKS = MARK + QUOTE
_OPENING = 8
_PLAIN = ("asserted", "predicted")


def delivery(doc: Document, found: Attribution) -> Delivery:
    """Own voice without a source; direct, mixed or indirect by how much stands inside quotation marks.

    A single quoted name or label does not count (codebook section 1).
    """
    if not found.chain:
        return "own_voice"
    if found.quotation:
        return "direct"
    at, last = found.content
    quotations = doc.quotations_in(at, last)
    inside, outside = "", ""
    for opened, close in _quoted(doc, at, last, quotations) if quotations else ():
        inside += doc.classes[opened:close]
        outside += doc.classes[at:opened]
        at = max(at, close)
    if not inside.strip(_MARKS):
        return "indirect"
    outside += doc.classes[at:last]
    return "mixed" if outside.strip(_MARKS + _JOINTS) else "direct"


def _quoted(doc: Document, first: int, last: int, quotations: Sequence[Quotation]) -> list[tuple[int, int]]:
    """Which of tokens `[first, last)` stand in quotation marks, but for labels: ranges by where they begin."""
    meant = [q for q in quotations if (q.closed or q.open >= first - 1) and not _is_label(doc, q.open, q.close)]
    return [(max(q.open, first), min(q.close, last)) for q in meant]


def _is_label(doc: Document, opened: int, close: int) -> bool:
    """One word, a known name, or a few words without a verb or a preposition."""
    kinds = doc.classes[opened + 1 : close].replace(MARK, "").replace(QUOTE, "")
    if len(kinds) < 2 or (len(kinds) <= _LABEL and VERB not in kinds and PREPOSITION not in kinds):
        return True
    return any(first <= opened + 1 and close <= last + 1 for first, last in doc.names_in(opened - 1, close + 2))


def certainty(doc: Document, found: Attribution) -> Certainty:
    """What hedges among the content's first words leave; that something is unconfirmed may stand anywhere."""
    first, last = found.content
    for hit in doc.lexemes.within("hedges", first, last):
        level = hit.entry.get("certainty")
        near = hit.first < first + _OPENING or level == "unconfirmed"
        if near and (hit.entry.get("next") != "imperfect" or _imperfect_at(doc, hit.last)):
            return level  # type: ignore[return-value]
    return found.certainty  # type: ignore[return-value]


def stance(doc: Document, found: Attribution) -> Stance:
    """The stance of the cue; a plain saying takes that of its content: demand, threat, prediction, opinion."""
    if found.kind == "silence":
        return "no_comment"
    if found.stance not in _PLAIN:
        return found.stance  # type: ignore[return-value]
    first, last = found.content
    mood = _mood(doc, first, min(last, first + _OPENING)) if found.chain else ""
    if mood and mood != "opined":
        return mood  # type: ignore[return-value]
    if _main_verb_is_future(doc, first, last):
        return "predicted"
    return mood or found.stance  # type: ignore[return-value]


def _mood(doc: Document, first: int, last: int) -> str:
    """The stance of the first word for one that begins in tokens `[first, last)`, or nothing."""
    stances = doc.lexemes.starts["stances"]
    for i in range(first, last if stances else first):
        if i in stances:
            return doc.lexemes.within("stances", i, i + 1)[0].entry.get("stance")
    return ""


def _main_verb_is_future(doc: Document, first: int, last: int) -> bool:
    """Whether the first verb of the main clause is in the future; verbs of relatives and of belief are passed."""
    futures = doc.futures
    k = bisect_left(futures, first)
    if k == len(futures) or futures[k] >= last:
        return False
    marks, stances = doc.lexemes.starts["future_marks"], doc.lexemes.starts["stances"]
    passed, relative, coming = 0, 0, {*futures[k : bisect_left(futures, last, k)]}
    for i in range(first, last):
        if i in marks:
            return True
        if doc.classes[i] == RELATIVE or i in stances:
            passed += 1
            relative += doc.classes[i] == RELATIVE
        elif i in coming and not relative:
            return True
        elif i in coming or doc.classes[i] == VERB:
            passed, relative = passed - 1, max(0, relative - 1)
            if passed < 0:
                return False
    return False


def _imperfect_at(doc: Document, i: int) -> bool:
    """Whether a verb in the imperfect stands at `i`: it may be, where a perfect tells what was."""
    tenses = {h.entry.get("tense") for h in doc.lexemes.by_start.get(i, ()) if h.entry.list == "verbs"}
    if tenses:
        return "perfect" not in tenses and bool(tenses & {"imperfect", "jussive"})
    return i < len(doc.tokens) and doc.tokens.norm[i].startswith(doc.marks.imperfect)
