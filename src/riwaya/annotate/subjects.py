"""Find who does the saying where the verb has no subject behind it, and whom a verb agrees with."""

from __future__ import annotations

from msgspec.structs import replace

from riwaya.annotate.document import Document
from riwaya.annotate.frames import Frame
from riwaya.annotate.phrases import (
    COMPLEMENTIZER,
    CONJUNCTION,
    EITHER,
    MARK,
    PREPOSITION,
    QUOTE,
    RELATIVE,
    VERB,
    is_definite,
)
from riwaya.annotate.sources import Source, read_source

_LEADING = VERB + EITHER + MARK + QUOTE + CONJUNCTION + RELATIVE + COMPLEMENTIZER
_REACH = 24
_SUBJECT_REACH = 28
_INSERTION_REACH = 12


def agreed(source: Source, frame: Frame) -> Source:
    """The source with the gender of a singular verb before it, or of a feminine one behind; plurals stay plurals."""
    if frame.hit is None or source.gender == "p":
        return source
    attributes = frame.hit.entry.attributes
    gender = attributes.get("gender")
    if gender == source.gender or gender not in ("m", "f") or attributes.get("person") != "3":
        return source
    if source.first < frame.cue[0] and gender != "f":
        return source
    shown = attributes.get("number") == "s" and attributes.get("tense") != "active"
    return replace(source, gender=gender) if shown else source


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


def _shower(doc: Document, frame: Frame, first: int) -> Source | None:
    """Who shows something and says what it is: published pictures (that) it said (were) of the front.

    The verb of saying begins a relative clause without a pronoun, behind an indefinite noun for what is
    shown; its subject is that of the verb that opens the sentence.
    """
    cue = frame.cue[0]
    if frame.kind != "say" or frame.hit is None or frame.hit.prefix or doc.classes[first] not in (VERB, EITHER):
        return None
    shown = doc.lexemes.within("shown", first + 2, cue)
    if not shown or not {VERB, MARK}.isdisjoint(doc.classes[shown[0].first : cue]):
        return None
    return read_source(doc, first + 1, shown[0].first)


def _issuer(doc: Document, frame: Frame, first: int) -> Source | None:
    """Who issued the statement in which it said something: the ministry issued a statement in which it said."""
    cue, behind = frame.cue
    if frame.kind != "say" or behind >= len(doc.tokens) or doc.tokens.norm[behind] not in doc.marks.therein:
        return None
    issued = doc.lexemes.within("channels", max(first, cue - _REACH), cue)
    if not issued:
        return None
    kinds = doc.classes[first : issued[-1].first]
    verb = first + max(kinds.rfind(VERB), kinds.rfind(EITHER))
    return read_source(doc, verb + 1, issued[-1].first) if verb >= first else None


def subject_before(doc: Document, frame: Frame, first: int) -> Frame:
    """The frame with the subject that stands before its verb, if it has none behind it."""
    if frame.kind not in ("say", "relay", "silence") or frame.hit is None:
        return frame
    behind = frame.relay if frame.kind == "relay" else frame.source
    if behind is not None:
        return _had_said(doc, frame, first)
    joined = bool(frame.hit.prefix) and doc.lexemes.at(first, "topics") is None
    source = (
        _issuer(doc, frame, first) or _shower(doc, frame, first) or _subject(doc, frame.cue[0], first, joined=joined)
    )
    if source is None or not _fits(source, frame):
        return frame
    outer = (min(frame.outer[0], source.first), frame.outer[1])
    if frame.kind == "relay":
        return replace(frame, relay=source, outer=outer)
    return replace(frame, source=source, outer=outer)


def _had_said(doc: Document, frame: Frame, first: int) -> Frame:
    """Where the subject stands before the verb, what stands behind it is the content: was X had announced, as for X."""
    source, content = frame.source, frame.content
    if frame.kind != "say" or source is None or content is None or source.first < frame.cue[1]:
        return frame
    if doc.tokens.norm[frame.cue[0] - 1] not in doc.marks.had and not _resumes(doc, frame, first):
        return frame
    subject = _subject(doc, frame.cue[0], first, joined=False)
    if subject is None or not _fits(subject, frame):
        return frame
    begin = source.first if frame.nominal else content[0]
    outer = (min(frame.outer[0], subject.first), frame.outer[1])
    skip = frame.skip if begin == content[0] else 0
    return replace(frame, source=subject, content=(begin, content[1]), outer=outer, skip=skip)


def _resumes(doc: Document, frame: Frame, first: int) -> bool:
    """Whether a verb goes on, with `so` or `so it had`, about the topic of the sentence: as for X, so it said."""
    if frame.hit is None or first not in doc.lexemes.starts["topics"]:
        return False
    return bool(frame.hit.prefix) or doc.tokens.norm[frame.cue[0] - 1] in doc.marks.answer


def _fits(source: Source, frame: Frame) -> bool:
    number = frame.hit.entry.get("number") if frame.hit else ""
    gender = frame.hit.entry.get("gender") if frame.hit else ""
    if number == "p":
        return source.gender == "p" or source.kind in ("officials_unnamed", "residents", "activists", "sources_unnamed")
    return gender != "m" or source.gender != "f" or source.kind != "person"


def _subject(doc: Document, cue: int, first: int, *, joined: bool) -> Source | None:
    """The longest source whose phrase, with what is inserted behind it, ends at the verb."""
    if joined:
        return None
    if cue > first and doc.classes[cue - 1] == RELATIVE:
        return _antecedent(doc, cue - 1, first)
    for i in range(max(first, cue - _SUBJECT_REACH), cue):
        if not _may_open(doc, i, first):
            continue
        source = read_source(doc, i, cue)
        if source is not None and _reaches(doc, source.last, cue) and _somebody(doc, source):
            return source
    return None


def _antecedent(doc: Document, relative: int, first: int) -> Source | None:
    """Whom a relative pronoun refers to: the last body or person named right before it."""
    for agent in reversed(doc.agents_in(max(first, relative - _SUBJECT_REACH), relative)):
        source = read_source(doc, agent.first, relative)
        if source is not None and relative - source.last <= 1:
            return source
    return None


def _may_open(doc: Document, i: int, first: int) -> bool:
    """A subject opens the sentence, or follows a verb, a mark or a word that joins clauses."""
    if i - first > 1 and doc.classes[i - 1] not in _LEADING:
        return False
    return i in doc.index.titled or i in doc.index.actors or doc.agent_at(i) is not None


def _somebody(doc: Document, source: Source) -> bool:
    noun = doc.lexemes.at(source.first, "source_nouns", "titles", "actors")
    return bool(source.actor or noun or doc.agents_in(source.first, source.last))


def _reaches(doc: Document, i: int, cue: int) -> bool:
    """Whether only times, adverbs, marks and short insertions stand in tokens `[i, cue)`."""
    while i < cue:
        step = _inserted(doc, i, cue)
        if step == i:
            return False
        i = step
    return True


def _inserted(doc: Document, i: int, cue: int) -> int:
    time, adverb = doc.time_at(i), doc.lexemes.at(i, "adverbs")
    if time is not None or adverb is not None:
        return time.last if time else adverb.last if adverb else i
    if doc.tokens.norm[i] in doc.marks.was:
        return i + 1
    if doc.tokens.norm[i] in doc.marks.comma:
        return _behind_commas(doc, i, cue)
    if doc.tokens.norm[i] in doc.marks.dash:
        closing = (k for k in range(i + 1, min(i + _INSERTION_REACH, cue)) if doc.tokens.norm[k] in doc.marks.dash)
        return next(closing, i) + 1
    return i + 1 if doc.classes[i] in (MARK, QUOTE, PREPOSITION) else i


def _behind_commas(doc: Document, i: int, cue: int) -> int:
    """Behind what stands between the comma at `i` and the next one, where verbs stand in relatives alone."""
    relative = doc.classes[i + 1] == RELATIVE
    for k in range(i + 1, min(i + _INSERTION_REACH * (1 + relative), cue)):
        if doc.classes[k] == VERB and not relative:
            break
        if doc.tokens.norm[k] in doc.marks.comma:
            return k + 1
    return i + 1
