"""Step over what may stand between a verb of saying and its subject or content: times, channels, insertions."""

from __future__ import annotations

from riwaya.annotate.document import Document
from riwaya.annotate.phrases import EITHER, PREPOSITION, QUOTE, RELATIVE, VERB, is_definite, noun_phrase

_INSERTION = 13
_PLATFORMS = frozenset({"x", "facebook", "telegram", "youtube"})


def skip_adjuncts(doc: Document, i: int, limit: int) -> int:
    """The first token from `i` on that belongs to no comma, time, adverb, channel or relative clause."""
    while i < limit:
        step = _adjunct(doc, i, limit)
        if step == i:
            break
        i = step
    return i


def _adjunct(doc: Document, i: int, limit: int) -> int:
    if i in doc.timed:
        return doc.timed[i].last
    if i in doc.index.stops:
        adverb = doc.lexemes.at(i, "adverbs", "anonymity")
        if adverb is not None or i in doc.outlet:
            return adverb.last if adverb else doc.outlet[i]
    if doc.tokens.norm[i] in doc.marks.dash:
        return _between_dashes(doc, i, limit)
    if doc.tokens.norm[i] in doc.marks.comma:
        return i + 1
    if i in doc.index.addressed:
        return _addressee_end(doc, i, limit)
    beside = doc.lexemes.at(i, "accompaniments") if i in doc.lexemes.starts["accompaniments"] else None
    if beside is not None:
        phrase = noun_phrase(doc, beside.last, limit)
        return phrase.last if phrase else i
    return _prepositional(doc, i, limit)


def _between_dashes(doc: Document, i: int, limit: int) -> int:
    """The end of what two dashes set apart; behind the dash where no other one is near."""
    closing = (k for k in range(i + 1, min(i + _INSERTION, limit)) if doc.tokens.norm[k] in doc.marks.dash)
    return next(closing, i) + 1


def _prepositional(doc: Document, i: int, limit: int) -> int:
    """The end of a preposition with a time or a channel, or of a relative clause."""
    if doc.classes[i] == QUOTE:
        return i if i in doc.quoted else i + 1
    if doc.classes[i] == PREPOSITION and i + 1 < limit:
        following = doc.time_at(i + 1)
        if following is not None:
            return following.last
        channel = i + 2 if doc.classes[i + 1] == QUOTE else i + 1
        if doc.lexemes.at(channel, "channels"):
            return _channel_end(doc, i, limit)
    return _relative_end(doc, i, limit) if doc.classes[i] == RELATIVE else i


def _addressee_end(doc: Document, i: int, limit: int) -> int:
    """The end of the medium that somebody spoke to, with its quotation marks."""
    for k in range(i, min(i + 3, limit)):
        actor = doc.index.actors.get(k)
        if actor is not None:
            return _with_nation(doc, doc.close_after(i, actor.last), limit)
    phrase = noun_phrase(doc, i, limit)
    return phrase.last if phrase else i


def _with_nation(doc: Document, i: int, limit: int) -> int:
    """Behind a definite adjective of nation at `i`, if one stands there."""
    nation = i < limit and is_definite(doc, i) and doc.tokens.norm[i].endswith(doc.marks.adjective)
    return i + 1 if nation else i


def _channel_end(doc: Document, i: int, limit: int) -> int:
    """The end of `in a statement ...`: between commas the second comma, else its noun phrase."""
    if i and doc.tokens.norm[i - 1] in doc.marks.comma:
        for k in range(i + 1, min(i + _INSERTION, limit)):
            if doc.tokens.norm[k] in doc.marks.comma:
                return k
    hit = doc.lexemes.at(i + 1, "channels") or doc.lexemes.at(i + 2, "channels")
    if hit is not None and hit.entry.get("channel") in _PLATFORMS:
        return doc.close_after(i, hit.last)
    phrase = noun_phrase(doc, i + 1, limit, tails=True)
    end = phrase.last if phrase else i
    return end + 1 if end < limit and doc.tokens.norm[end] in doc.marks.theirs else end


def _relative_end(doc: Document, i: int, limit: int) -> int:
    """The end of a short relative clause: the relative, its verb, a noun phrase, prepositional phrases."""
    if i + 1 >= limit or doc.classes[i + 1] not in (VERB, EITHER):
        return i
    phrase = noun_phrase(doc, i + 2, limit)
    end = phrase.last if phrase else i + 2
    while end + 1 < limit and doc.classes[end] == PREPOSITION:
        tail = noun_phrase(doc, end + 1, limit)
        if tail is None:
            break
        end = tail.last
    return end
