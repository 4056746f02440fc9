"""Find who does the saying where the verb has no subject behind it, and whom a verb agrees with."""

from __future__ import annotations

from dataclasses import replace

from riwaya.annotate.document import Document
from riwaya.annotate.frames import Frame
from riwaya.annotate.phrases import EITHER, MARK, VERB, is_definite
from riwaya.annotate.sources import Source, read_source

_REACH = 24


def agreed(source: Source, frame: Frame) -> Source:
    """The source with the gender of a singular verb before it; plurals stay plurals."""
    entry = frame.hit.entry if frame.hit else None
    if entry is None or source.first < frame.cue[0] or source.gender == "p" or entry.get("person") != "3":
        return source
    shown = entry.get("number") == "s" and entry.get("gender") in ("m", "f") and entry.get("tense") != "active"
    return replace(source, gender=entry.get("gender")) if shown else source


def subject_of_sentence(doc: Document, frame: Frame, first: int) -> Source | None:
    """The subject of the verb that opens the sentence, for a verb of saying joined to it: he thanked X and said."""
    joined = frame.hit is not None and bool(frame.hit.prefix) and frame.cue[0] > first + 1
    if not joined or frame.source is not None or doc.classes[first] not in (VERB, EITHER):
        return None
    return subject_of(doc, first, frame.cue[0])


def subject_of(doc: Document, first: int, cue: int) -> Source | None:
    """The first person or body that a sentence names before a participle."""
    named = {a.first for a in doc.agents_in(first, min(cue, first + _REACH)) if a.kind != "media" or a.actor}
    for i in range(first, min(cue, first + _REACH)):
        if i in named or i in doc.index.titled:
            return read_source(doc, i, _object_begin(doc, i, cue))
    return None


def _object_begin(doc: Document, i: int, cue: int) -> int:
    """Where the object of a sentence may begin: the second definite noun that is no adjective of nation or kind."""
    for k in range(i + 1, min(cue, i + _REACH)):
        if is_definite(doc, k) and is_definite(doc, k - 1) and not doc.tokens.norm[k].endswith(doc.marks.adjective):
            return k
    return cue


def shower(doc: Document, frame: Frame, first: int) -> Source | None:
    """Who shows something and says what it is: published pictures (that) it said (were) of the front.

    The verb of saying begins a relative clause without a pronoun, behind an indefinite noun for what is
    shown; its subject is that of the verb that opens the sentence.
    """
    cue = frame.cue[0]
    if frame.kind != "say" or frame.hit is None or frame.hit.prefix or doc.classes[first] not in (VERB, EITHER):
        return None
    shown = next((i for i in range(first + 2, cue) if doc.lexemes.at(i, "shown")), None)
    if shown is None or any(kind in (VERB, MARK) for kind in doc.classes[shown:cue]):
        return None
    return read_source(doc, first + 1, shown)
