"""Cut a sentence into what events are read from: noun phrases with their prepositions, verbs, breaks."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from riwaya.annotate.document import Document
from riwaya.annotate.phrases import (
    COMPLEMENTIZER,
    CONJUNCTION,
    EITHER,
    MARK,
    NOUN,
    PREPOSITION,
    QUOTE,
    RELATIVE,
    VERB,
    is_definite,
    noun_phrase,
)
from riwaya.annotate.triggers import Found, Scene

ChunkKind = Literal["np", "event", "verb", "time", "that", "relative", "comma", "break"]
_LONGEST_ACTOR = 5
_COUNTED = frozenset({"@quantity", "@part"})
_DESCRIBING = frozenset({"@nationality", "@aircraft", "@missile", "@drone", "@suicide"})
_OWNED = frozenset({"@drone", "@aircraft", "@missile", "@fighter"})
_SEMICOLONS = frozenset(";\u061b")
_HEADS = frozenset({"@territory", "@military_object", "@building", "@civilian", "@fighter", "@missile", "@quantity"})
_NOUNS = _HEADS | {"@part_in", "@captive", "@leader", "@aircraft", "@drone", "@bomb", "@relief", "@weapon"}
_JOINING = frozenset({"and", "or", "then"})


class Chunk(Struct, frozen=True):
    """Tokens `[first, last)`; `prep` is the preposition before or fused with a noun phrase or event.

    `prefix` counts the normal letters of proclitics before its first word; `joined` says that it is
    coordinated with the chunk before it.
    """

    kind: ChunkKind
    first: int
    last: int
    prep: str = ""
    prefix: int = 0
    joined: bool = False
    found: Found | None = None

    def finite(self) -> bool:
        """Whether the chunk is a finite verb, an event or not."""
        if self.found is not None:
            return self.found.verbal
        return self.kind == "verb"


def chunks_of(scene: Scene, first: int, last: int, events: Mapping[int, Found]) -> list[Chunk]:
    """The chunks of tokens `[first, last)` in order; `events` are the triggers by their first token."""
    doc, out, i, prep = scene.doc, list[Chunk](), first, ""
    fillers = {found.filler for found in events.values()}
    starts = sorted(k for k in {*events, *fillers} if first <= k < last)
    while i < last:
        if i in fillers:
            i += 1
            continue
        if i in scene.prepositions and i not in events and (step := _preposition(scene, i, prep)):
            prep, i = step
            continue
        while starts and starts[0] <= i:
            starts.pop(0)
        chunk = _chunk(scene, i, (starts[0] if starts else last, prep), events)
        if doc.classes[i] == EITHER and i not in events and not prep and _opens_clause(out):
            chunk = Chunk("verb", i, i + 1)
        if chunk is None:
            i += 1
            continue
        prep, i = "", max(chunk.last, i + 1)
        out.append(_coordinated(scene, out, chunk))
    return out


def _opens_clause(out: list[Chunk]) -> bool:
    """Whether a word that is a verb or its noun stands where a clause begins, and so is the verb."""
    if not out:
        return True
    nominal = out[-1].kind == "event" and not out[-1].finite()
    return nominal or out[-1].kind in ("break", "that", "comma")


def _chunk(scene: Scene, i: int, context: tuple[int, str], events: Mapping[int, Found]) -> Chunk | None:
    doc = scene.doc
    limit, prep = context
    if i in events:
        found = events[i]
        fused, length = _fused(doc, i, found.hit.prefix)
        return Chunk("event", i, _described(scene, found, limit), prep or fused, length, found=found)
    if _is_filler(scene, i):
        return None
    time = scene.times.get(i)
    if time is not None:
        return Chunk("time", i, time.last)
    kind = _MARKS.get(doc.classes[i])
    if kind is not None:
        return _mark(doc, i, kind)
    if doc.classes[i] == QUOTE:
        return None
    phrase = noun_phrase(doc, i, limit)
    if phrase is None:
        return None
    fused, length = _own_preposition(scene, i)
    last = _with_owner(scene, i, _cut(scene, i, phrase.last), limit)
    if last == i + 1 and _is_adverb(scene, i):
        return None
    return Chunk("np", i, _partitive(scene, i, last, limit), prep or fused, length)


def _with_owner(scene: Scene, first: int, last: int, limit: int) -> int:
    """The end of a noun phrase of arms or fighters with the actor joined to it: `drones of the army`."""
    doc, kinds = scene.doc, scene.kinds[first]
    plural = doc.tokens.norm[first].endswith(scene.lexis.closed)
    if last != first + 1 or not kinds & _OWNED or plural or is_definite(doc, first):
        return last
    owner = doc.agent_at(last)
    return _cut(scene, first, min(owner.last if owner is not None else last, limit))


def _is_adverb(scene: Scene, i: int) -> bool:
    """An indefinite accusative that names nobody and nothing of the event: `repeatedly`, `in absentia`."""
    word = scene.doc.tokens.norm[i]
    return word.endswith(scene.lexis.accusative) and len(word) > 3 and not scene.kinds[i]


def _new_head(scene: Scene, i: int) -> bool:
    """Whether a count, or an indefinite accusative of the event, begins a new noun phrase at token `i`."""
    kinds = scene.kinds[i]
    if "@quantity" in kinds:
        return "@quantity" not in scene.kinds[i - 1]
    word = scene.doc.tokens.norm[i]
    return bool(kinds & _HEADS) and word.endswith(scene.lexis.accusative) and not scene.kinds[i - 1] & _COUNTED


def _partitive(scene: Scene, first: int, last: int, limit: int) -> int:
    """The end of a count or a part with the noun phrase that `of` joins to it."""
    doc = scene.doc
    counted = "@quantity" in scene.kinds[first] or "@part" in scene.kinds[last - 1]
    if not counted or last >= limit - 1 or doc.tokens.norm[last] not in scene.lexis.partitive:
        return last
    whole = noun_phrase(doc, last + 1, limit)
    return _cut(scene, last + 1, whole.last) if whole is not None else last


def _described(scene: Scene, found: Found, limit: int) -> int:
    """The end of a nominal trigger with the adjectives after it, which name nothing of the event."""
    doc, i = scene.doc, found.last
    if found.verbal:
        return i
    defined, article = found.defined(doc), doc.marks.article[0]
    while i < limit and doc.classes[i] in (NOUN, EITHER) and not scene.kinds[i] - _DESCRIBING:
        word = doc.tokens.norm[i]
        bare = word.removeprefix(doc.marks.and_)
        agrees = bare.startswith(article) if defined else word.endswith(scene.lexis.adjective)
        if not agrees or doc.agent_at(i) is not None:
            break
        i += 1
    return i


def _is_filler(scene: Scene, i: int) -> bool:
    """Negations, adverbs and the words that make a number approximate: no noun phrase begins with them."""
    if i not in scene.fillers or "@quantity" in scene.kinds[i]:
        return False
    approximate = scene.doc.tokens.norm[i] in scene.lexis.fillers
    return approximate or scene.doc.classes[i] != VERB


def _cut(scene: Scene, first: int, last: int) -> int:
    """Where a noun phrase really ends: at a second actor, a fused preposition, a time, a new head noun."""
    doc = scene.doc
    agent = doc.agent_at(first)
    free = agent.last if agent is not None else 0
    for i in range(first + 1, last):
        if scene.kinds[i] and (_new_head(scene, i) or (i not in scene.named and _new_noun(scene, i))):
            return i
        if i >= free and _new_phrase(scene, i):
            return i
    return last


def _new_phrase(scene: Scene, i: int) -> bool:
    """Whether a time, an adverb, a fused preposition or another actor begins at token `i`."""
    doc, word = scene.doc, scene.doc.tokens.norm[i]
    time = scene.times.get(i)
    if time is not None and time.first == i or scene.hit("event_prepositions", i):
        return True
    if _is_adverb(scene, i) and (doc.tokens.norm[i - 1].endswith(scene.lexis.closed) or is_definite(doc, i - 1)):
        return True
    agent = doc.agent_at(i)
    if agent is not None and agent.kind == "government" and agent.actor and is_definite(doc, i - 1):
        return True
    if agent is not None and (word.startswith(doc.marks.and_) or "@place" in scene.kinds[i - 1]):
        return True
    return not word.startswith(doc.marks.article[0]) and bool(_own_preposition(scene, i)[0])


def _new_noun(scene: Scene, i: int) -> bool:
    """Whether the noun at token `i` cannot belong to the one before it.

    No noun follows one that bears the article or a nisba, a sound plural with its nun, or a known actor:
    subject and object of a verb stand side by side.
    """
    doc, norm = scene.doc, scene.doc.tokens.norm
    if not scene.kinds[i] & _NOUNS or "@quantity" in scene.kinds[i - 1]:
        return False
    before, article = norm[i - 1], doc.marks.article[0]
    closed = before.endswith(scene.lexis.closed) and not norm[i].endswith(scene.lexis.closed)
    adjective = norm[i].startswith(article) and norm[i].endswith(scene.lexis.adjective)
    if adjective and before.startswith(article) and not scene.kinds[i] - _DESCRIBING:
        return False
    if before.startswith(article) or closed or "@nationality" in scene.kinds[i - 1]:
        return True
    known = any(a.last == i and a.actor for a in doc.agents_in(max(i - _LONGEST_ACTOR, 0), i))
    return known or (is_definite(doc, i - 1) and not norm[i].startswith(article))


_MARKS: dict[str, ChunkKind] = {
    COMPLEMENTIZER: "that",
    RELATIVE: "relative",
    CONJUNCTION: "break",
    VERB: "verb",
    MARK: "comma",
}


def _mark(doc: Document, i: int, kind: ChunkKind) -> Chunk | None:
    if kind == "break":
        hit = doc.lexemes.at(i, "conjunctions")
        if hit is not None and hit.entry.get("kind") in _JOINING:
            return None
        return Chunk("break", i, hit.last if hit is not None else i + 1)
    if kind == "comma":
        word = doc.tokens.norm[i]
        if word in doc.marks.comma:
            return Chunk("comma", i, i + 1)
        return Chunk("break", i, i + 1) if word in doc.marks.colon or word in _SEMICOLONS else None
    return Chunk(kind, i, i + 1)


def _coordinated(scene: Scene, out: list[Chunk], chunk: Chunk) -> Chunk:
    """The chunk, joined to the noun phrase before it when it begins with the conjunction.

    A verbal noun so joined continues the event, not the noun phrase: the conjunction is its preposition.
    """
    doc = scene.doc
    if chunk.kind != "np" or chunk.prep or not out or out[-1].kind != "np":
        return chunk
    before, word = out[-1], doc.tokens.norm[chunk.first]
    gap = doc.classes[before.last : chunk.first]
    if word.startswith(doc.marks.and_) and _is_verbal_noun(scene, chunk.first):
        return Chunk("np", chunk.first, chunk.last, doc.marks.and_, chunk.prefix)
    if word.startswith(doc.marks.and_) and not gap.strip(QUOTE + MARK):
        return Chunk("np", chunk.first, chunk.last, before.prep, max(chunk.prefix, 1), True)
    if gap and not gap.strip(CONJUNCTION + QUOTE):
        return Chunk("np", chunk.first, chunk.last, before.prep, chunk.prefix, True)
    return chunk


def _is_verbal_noun(scene: Scene, i: int) -> bool:
    """Whether a word that stands for nothing of an event is the noun of a verb."""
    hits = scene.doc.lexemes.by_start.get(i, ())
    return not scene.kinds[i] and any(h.entry.get("tense") == "masdar" for h in hits)


def _prefix(scene: Scene, i: int) -> str:
    """The proclitics of a word that some list knows; of others those that stand before the article."""
    doc = scene.doc
    known = doc.lexemes.by_start.get(i, ())
    hits = [h for h in known if h.entry.list != "verbs" or h.entry.get("tense") == "masdar"]
    if hits:
        return min((h.prefix for h in hits), key=len)
    word = doc.tokens.norm[i]
    prefix = scene.lexis.known.read(word).prefix
    if prefix is not None:
        return prefix
    for article in doc.marks.article:
        if word.startswith(article) and len(word) > len(article) + 1:
            return str(article)
    return ""


def _own_preposition(scene: Scene, i: int) -> tuple[str, int]:
    """What `_fused` finds in the proclitics of the word at token `i`."""
    if not scene.doc.tokens.norm[i].startswith(scene.fusing):
        return "", 0
    return _fused(scene.doc, i, _prefix(scene, i))


def _fused(doc: Document, i: int, prefix: str) -> tuple[str, int]:
    """The preposition in a prefix, and how many letters of it stand before the word with its article."""
    if not prefix:
        return "", 0
    marks, rest, length = doc.marks, prefix, 0
    if rest.startswith(marks.and_):
        rest, length = rest[len(marks.and_) :], len(marks.and_)
    for fused in (*marks.to, *marks.by):
        if rest == fused or rest.startswith(fused):
            return fused[0], length + 1
    return "", length


def _preposition(scene: Scene, i: int, before: str) -> tuple[str, int] | None:
    """The preposition at a token, without the conjunction before it, and the token after it.

    It is empty where the preposition bears a pronoun, and so takes no noun phrase; one that only makes a
    number approximate leaves that `before` it in force.
    """
    doc = scene.doc
    hit = scene.hit("event_prepositions", i)
    bound = scene.hit("bound_prepositions", i) if hit is None else None
    if bound is not None:
        return "", bound.last
    if hit is None and doc.classes[i] == PREPOSITION:
        hit = scene.hit("prepositions", i)
    if hit is None:
        return None
    counted = hit.last < len(scene.kinds) and "@quantity" in scene.kinds[hit.last]
    more_than = i > 0 and doc.tokens.norm[i - 1] in scene.lexis.fillers
    if counted and (more_than or doc.tokens.norm[i] in scene.lexis.approximate):
        return before, hit.last
    return hit.entry.form, hit.last
