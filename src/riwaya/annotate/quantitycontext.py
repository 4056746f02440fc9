"""What stands around a quantity: words that make it a bound or an approximation, and those that tell its role."""

from __future__ import annotations

from bisect import bisect_right

from riwaya.annotate.quantityparts import Draft, Reader
from riwaya.rules.wordclass import QUOTE, REST, Reading

_AFTER = 2
_REACH_BEFORE = 9
_REACH_AFTER = 6
_MODIFIERS = ("at_least_before", "about", "at_most_before", "at_least_after", "at_most_after")
_COUNTED = {"people": "people", "percent": "share"}


def bound(reader: Reader, draft: Draft) -> tuple[float | None, float | None, bool]:
    """Low, high and whether the quantity is approximate (codebook section 8: at least N has no upper bound)."""
    kind = _modifier(reader, draft)
    low, high = draft.low, draft.high
    if draft.vague:
        return low, high, True
    if kind == "least":
        return low, None, True
    if kind == "most":
        return None, high, True
    return low, high, kind == "about" or low != high


def _modifier(reader: Reader, draft: Draft) -> str:
    before = unit_before(reader, draft.first)
    around = reader.kinds[max(before, 0) : draft.last + _AFTER]
    if reader.table.holding[_MODIFIERS].isdisjoint(around):
        return ""
    reading = reader.reading(before, "at_least_before", "about", "at_most_before")
    if reading is not None:
        return reading.get("kind")
    for i in range(draft.first + 1, min(draft.last + _AFTER, len(reader.coded.norm))):
        reading = reader.reading(i, "at_least_after", "at_most_after", "about")
        if reading is not None and (reading.name != "about" or i == draft.last and not _number_follows(reader, i)):
            return reading.get("kind")
        if i in reader.numbers and i >= draft.last:
            break
    return ""


def _number_follows(reader: Reader, i: int) -> bool:
    return reader.coded.end(i) in reader.numbers


def unit_before(reader: Reader, first: int) -> int:
    """The first token of the unit that ends right before a token; quotation marks and brackets are passed."""
    i = first - 1
    while i > 0 and (reader.coded.codes[i] in (QUOTE, REST) or reader.has(i, "open_mark", "by_letter")):
        i -= 1
    return i


def role_of(reader: Reader, draft: Draft) -> str:
    """The role: of the noun itself, of the unit, or of the nearest word that tells what befell the counted."""
    if draft.role:
        return draft.role
    k = max(0, bisect_right(reader.sentences, draft.first) - 1)
    sentence = reader.doc.layout.sentences[k] if reader.sentences else None
    begin = max(sentence.first if sentence else 0, draft.first - _REACH_BEFORE)
    end = min(sentence.last if sentence else draft.last, draft.last + _REACH_AFTER)
    if reader.table.holding["role",].isdisjoint(reader.kinds[begin:end]):
        return "other"
    counted = _COUNTED.get(draft.unit or "people", "things")
    right_after = _cue(reader, range(draft.last, min(draft.last + 1, end)), counted)
    right_before = _cue(reader, range(draft.first - 1, max(begin, draft.first - 3), -1), counted)
    found = (
        (right_after if right_before is None else right_before)
        or _cue(reader, range(draft.first - 1, begin - 1, -1), counted)
        or _cue(reader, range(draft.last, end), counted)
    )
    return found.get("role") if found else "other"


def _cue(reader: Reader, tokens: range, counted: str) -> Reading | None:
    """The first word that tells the role of what is counted: people, things or a share.

    After the quantity a word that is joined by `and` opens another clause.
    """
    kinds, telling = reader.kinds, reader.table.holding["role",]
    for i in tokens:
        if kinds[i] not in telling:
            continue
        reading = reader.reading(i, "role")
        if reading is not None and tokens.step > 0 and reading.prefix:
            return None
        if reading is not None and counted in reading.get("counts").split():
            return reading
    return None
