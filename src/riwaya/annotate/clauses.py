"""Cut a sentence into what events are read from: noun phrases with their prepositions, verbs, breaks."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import pairwise
from typing import Literal

from msgspec import Struct

from riwaya.annotate.event_kinds import (
    AGENT,
    AIRCRAFT,
    BUILDING,
    CAPTIVE,
    CIVILIAN,
    DESCRIBING,
    DRONE,
    FIGHTER,
    LEADER,
    MILITARY_OBJECT,
    MISSILE,
    PART,
    QUANTITY,
    TERRITORY,
)
from riwaya.annotate.phrase_ends import cut, is_whole, own_preposition, with_count, with_owner
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
    noun_end,
)
from riwaya.annotate.scene import SKIPPED, TIME, Scene
from riwaya.annotate.triggers import Found

ChunkKind = Literal["np", "event", "verb", "time", "that", "relative", "comma", "break"]
_OWNED = DRONE | AIRCRAFT | MISSILE | FIGHTER | LEADER | CIVILIAN | MILITARY_OBJECT | BUILDING | CAPTIVE
_PEOPLE = FIGHTER | CIVILIAN | CAPTIVE | LEADER
_SEMICOLONS = frozenset(";\u061b")
_HEADS = TERRITORY | MILITARY_OBJECT | BUILDING | CIVILIAN | FIGHTER | MISSILE | QUANTITY
_JOINING = frozenset({"and", "or", "then"})
_ADJECTIVAL = NOUN + EITHER
_PERHAPS_VERBS = frozenset((EITHER, SKIPPED, QUOTE))
_CLAUSE_ENDS = frozenset({"break", "that", "comma"})


class Chunk(Struct, frozen=True, gc=False):
    """Tokens `[first, last)`; `prep` is the preposition before or fused with a noun phrase or event.

    `prefix` counts the normal letters of proclitics before its first word; `joined` says that it is
    coordinated with the chunk before it; `finite` that it is a finite verb, an event or not.
    """

    kind: ChunkKind
    first: int
    last: int
    prep: str = ""
    prefix: int = 0
    joined: bool = False
    found: Found | None = None
    finite: bool = False


def chunks_of(
    scene: Scene, first: int, last: int, events: Mapping[int, Found], fillers: Collection[int]
) -> list[Chunk]:
    """The chunks of tokens `[first, last)` in order.

    `events` are the triggers by their first token, in order; `fillers` the tokens of objects that belong to them.
    """
    out: list[Chunk] = []
    i, prep = first, ""
    bounds = [*sorted([*events, *(k for k in fillers if first <= k < last)]), last] if fillers else [*events, last]
    for bound, limit in pairwise((*bounds, last)):
        i, prep = _up_to(scene, i, bound, prep, out)
        if i == bound and i in events:
            out.append(_event(scene, events[i], limit, prep, out))
            i, prep = out[-1].last, ""
        elif i == bound:
            i += 1
    return out


def _up_to(scene: Scene, i: int, bound: int, prep: str, out: list[Chunk]) -> tuple[int, str]:
    """Add the chunks of tokens `[i, bound)`, of which the first may have a preposition before it.

    Returns the token behind them, and the preposition before it.
    """
    parts = scene.parts
    chunk: Chunk | None
    while i < bound:
        kind = parts[i]
        if kind == PREPOSITION:
            i, prep = _preposition(scene, i, prep)
            continue
        if kind in _PERHAPS_VERBS and not prep and scene.classes[i] == EITHER and _opens_clause(scene, i, out):
            chunk = _verb(scene, i)
        elif kind in _READERS:
            chunk = _READERS[kind](scene, i)
        else:
            chunk = _noun_phrase(scene, i, bound, prep, out)
        if chunk is None:
            i += 1
        else:
            i, prep = chunk.last, ""
            out.append(chunk)
    return i, prep


def _preposition(scene: Scene, i: int, before: str) -> tuple[int, str]:
    """The token behind the preposition at a token, and the preposition without the conjunction before it.

    It is empty where the preposition bears a pronoun, and so takes no noun phrase; one that only makes a
    number approximate leaves that `before` it in force.
    """
    hit = scene.prepositions.get(i)
    if hit is None:
        return i + 1, before
    if hit.entry.list == "bound_prepositions":
        return hit.last, ""
    if hit.last < len(scene.kinds) and scene.kinds[hit.last] & QUANTITY:
        more_than = i > 0 and scene.norm[i - 1] in scene.lexis.fillers
        if more_than or scene.norm[i] in scene.lexis.approximate:
            return hit.last, before
    return hit.last, hit.entry.form


def _event(scene: Scene, found: Found, limit: int, prep: str, out: list[Chunk]) -> Chunk:
    """The chunk of a trigger; where that names people, `out` gets them as a noun phrase before it."""
    fused, length = scene.lexis.known.fused(found.hit.prefix)
    last = found.last if found.verbal else _described(scene, found, limit)
    chunk = Chunk("event", found.first, last, prep or fused, length, False, found, found.verbal)
    if found.tense == "passive_participle" and _names_people(scene, chunk, out):
        out.append(Chunk("np", chunk.first, chunk.last, chunk.prep, chunk.prefix))
    return chunk


def _names_people(scene: Scene, chunk: Chunk, out: list[Chunk]) -> bool:
    """Whether a participle for several people describes nobody before it, but names them: `tortured the detained`.

    What stands before it has an end that no phrase goes on behind, and is no noun for several people.
    """
    words = scene.lexis.words
    if not scene.norm[chunk.first].endswith(words.people):
        return False
    before = out[-1] if out else None
    if before is None or before.kind != "np" or chunk.prep:
        opened = before is not None and before.kind == "event" and before.finite
        return opened or (scene.told[chunk.first].definite and (before is None or before.kind != "comma"))
    head = scene.kinds[before.first]
    several = head & (QUANTITY | PART) or (head & _PEOPLE and not scene.norm[before.first].endswith(words.body))
    adjacent = before.last == chunk.first and scene.told[before.last - 1].definite
    return adjacent and head & AGENT > 0 and not several


def _opens_clause(scene: Scene, i: int, out: list[Chunk]) -> bool:
    """Whether a word that is a verb or its noun stands where a clause begins, and so is the verb."""
    if i in scene.times:
        return False
    if not out:
        return True
    before = out[-1]
    return before.kind in _CLAUSE_ENDS or (before.kind == "event" and not before.finite)


def _noun_phrase(scene: Scene, first: int, limit: int, prep: str, out: list[Chunk]) -> Chunk | None:
    """The noun phrase at a token, joined to the one before it when it begins with the conjunction."""
    last = noun_end(scene.doc, first, limit)
    if last == first or (last == first + 1 and last == limit and scene.hit("demonstratives", first) is not None):
        return None
    told, kinds = scene.told[first], scene.kinds[first]
    if last > first + 1:
        last = cut(scene, first, last)
    if last == first + 1:
        if kinds & _OWNED and not told.closed and not told.definite:
            last = with_owner(scene, first, limit)
        elif told.adverbial and not kinds:
            return None
    if kinds & QUANTITY or scene.kinds[last - 1] & PART:
        last = with_count(scene, first, last, limit)
    fused, length = own_preposition(scene, first) if told.fused else ("", 0)
    if prep or fused or not out or out[-1].kind != "np":
        return Chunk("np", first, last, prep or fused, length)
    return _coordinated(scene, out[-1], first, last, length)


def _described(scene: Scene, found: Found, limit: int) -> int:
    """The end of a nominal trigger with the adjectives after it, which name nothing of the event."""
    doc, i = scene.doc, found.last
    if i >= limit or doc.classes[i] not in _ADJECTIVAL:
        return i
    defined, article = found.defined(doc), doc.marks.article[0]
    counted = DESCRIBING | (scene.kinds[found.first] & QUANTITY)
    while i < limit and doc.classes[i] in _ADJECTIVAL:
        word = scene.norm[i]
        plain = word in scene.lexis.words.plain
        if scene.kinds[i] & ~counted and not plain:
            break
        bare = word.removeprefix(doc.marks.and_)
        agrees = (
            bare.startswith(article) if defined else scene.told[i].adjective or (plain and not scene.told[i].article)
        )
        if not agrees or i in scene.agents:
            break
        i += 1
    return i


def _nothing(scene: Scene, i: int) -> None:
    """No chunk: what stands here only parts words, or belongs to them."""


def _verb(scene: Scene, i: int) -> Chunk:
    return Chunk("verb", i, i + 1, finite=True)


def _time(scene: Scene, i: int) -> Chunk:
    return Chunk("time", i, scene.times[i].last)


def _that(scene: Scene, i: int) -> Chunk:
    """What opens a content clause; with `and` before it what was said so far goes on, as behind a comma."""
    joined = i in scene.doc.lexemes.starts["joined_complementizers"]
    return Chunk("comma" if joined else "that", i, i + 1)


def _relative(scene: Scene, i: int) -> Chunk:
    return Chunk("relative", i, i + 1)


def _conjunction(scene: Scene, i: int) -> Chunk | None:
    """The break that a conjunction makes; one that only joins words makes none."""
    hit = scene.hit("conjunctions", i)
    if hit is not None and hit.entry.get("kind") in _JOINING:
        return None
    return Chunk("break", i, hit.last if hit is not None else i + 1)


def _punctuation(scene: Scene, i: int) -> Chunk | None:
    word, marks = scene.norm[i], scene.doc.marks
    if word in marks.comma:
        return Chunk("comma", i, i + 1)
    return Chunk("break", i, i + 1) if word in marks.colon or word in _SEMICOLONS else None


_READERS: Mapping[str, Callable[[Scene, int], Chunk | None]] = {
    SKIPPED: _nothing,
    QUOTE: _nothing,
    VERB: _verb,
    TIME: _time,
    COMPLEMENTIZER: _that,
    RELATIVE: _relative,
    CONJUNCTION: _conjunction,
    MARK: _punctuation,
}


def _coordinated(scene: Scene, before: Chunk, first: int, last: int, prefix: int) -> Chunk:
    """The noun phrase, joined to the one `before` it when it begins with the conjunction.

    A verbal noun so joined continues the event, not the noun phrase: the conjunction is its preposition.
    """
    gap = scene.classes[before.last : first]
    if scene.parts[before.last : before.last + 1] == [QUOTE]:
        gap = "".join(scene.parts[before.last : first])
    if scene.told[first].joined and not is_whole(scene, first):
        if _is_verbal_noun(scene, first):
            return Chunk("np", first, last, scene.doc.marks.and_, prefix)
        if not gap.strip(QUOTE + MARK):
            return Chunk("np", first, last, before.prep, max(prefix, 1), True)
    if gap and not gap.strip(CONJUNCTION + QUOTE):
        return Chunk("np", first, last, before.prep, prefix, True)
    return Chunk("np", first, last, "", prefix)


def _is_verbal_noun(scene: Scene, i: int) -> bool:
    """Whether a word that stands for nothing of an event is the noun of a verb."""
    hits = scene.doc.lexemes.by_start.get(i, ())
    return not scene.kinds[i] and any(h.entry.get("tense") == "masdar" for h in hits)
