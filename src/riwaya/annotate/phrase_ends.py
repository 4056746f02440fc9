"""Where the noun phrases of a clause end: what cannot belong to the noun before it, what counts and owns it."""

from __future__ import annotations

from riwaya.annotate.event_kinds import (
    AGENT,
    AIRCRAFT,
    BOMB,
    BUILDING,
    CAPTIVE,
    CIVILIAN,
    DESCRIBING,
    DRONE,
    FIGHTER,
    LEADER,
    MILITARY_OBJECT,
    MISSILE,
    NATIONALITY,
    PART,
    PART_IN,
    PLACE,
    QUANTITY,
    RELIEF,
    STATE_NOUN,
    TERRITORY,
    WEAPON,
)
from riwaya.annotate.phrases import EITHER, NOUN, noun_end
from riwaya.annotate.scene import Scene
from riwaya.rules.lexicon import Hit

_FUSED_WHOLE = frozenset({"accompaniments", "place_parties"})
"""Lists of words with the preposition that is fused with them: `with-support`."""
_COUNTED = QUANTITY | PART
_OWNED = DRONE | AIRCRAFT | MISSILE | FIGHTER | LEADER | CIVILIAN | MILITARY_OBJECT | BUILDING | CAPTIVE
_ACTORS = AGENT | FIGHTER | CIVILIAN | STATE_NOUN
_HEADS = TERRITORY | MILITARY_OBJECT | BUILDING | CIVILIAN | FIGHTER | MISSILE | QUANTITY
_NOUNS = _HEADS | PART_IN | CAPTIVE | LEADER | AIRCRAFT | DRONE | BOMB | RELIEF | WEAPON
_ADJECTIVAL = NOUN + EITHER


def with_count(scene: Scene, first: int, last: int, limit: int) -> int:
    """The end of a noun phrase with all of its count, and with what is counted: `a number of fighters`."""
    if scene.kinds[first] & QUANTITY:
        last = max(last, min(_count_end(scene, first), limit))
    if (scene.kinds[first] & QUANTITY or scene.kinds[last - 1] & PART) and last < limit - 1:
        last = _partitive(scene, last, limit)
    return last


def _count_end(scene: Scene, first: int) -> int:
    """The end of a count of two numbers (`53 thousand and 900 dead`) that begins at a token; the token for none."""
    counted, k = scene.doc.quantities, scene.quantities_before[first]
    if k < len(counted) and counted[k].first == first:
        words = scene.norm[first + 1 : counted[k].last]
        return counted[k].last if scene.doc.marks.and_ in words else first
    return first


def with_owner(scene: Scene, first: int, limit: int) -> int:
    """The end of a noun of arms or fighters with the actor joined to it: `drones of the army`."""
    owner = scene.agents.get(first + 1)
    return cut(scene, first, min(owner.last if owner is not None else first + 1, limit))


def _partitive(scene: Scene, last: int, limit: int) -> int:
    """The end of a count or a part that ends at `last` with the noun phrase that `of` joins to it."""
    if scene.norm[last] not in scene.lexis.partitive:
        return last
    whole = noun_end(scene.doc, last + 1, limit)
    if whole <= last + 1:
        return last
    end, told = cut(scene, last + 1, whole), scene.told[last + 1]
    if end == last + 2 and scene.kinds[last + 1] & _OWNED and not told.closed and not told.definite:
        return with_owner(scene, last + 1, limit)
    return end


def cut(scene: Scene, first: int, last: int) -> int:
    """Where a noun phrase really ends: at a second actor, a fused preposition, a time, a new head noun."""
    kinds, told, turns, actor_ends = scene.kinds, scene.told, scene.turns, scene.actor_ends
    i, before = first + 1, told[first]
    while i < last:
        word = told[i]
        stops = word.bare and (before.plural or i in actor_ends or (before.definite and kinds[i - 1] & _ACTORS))
        if stops and _bare_object(scene, i):
            return i
        if kinds[i] & _NOUNS and (_new_head(scene, i) or (i not in scene.named and _new_noun(scene, i))):
            return i
        if (word.fused or word.adverbial or i in turns) and _new_phrase(scene, first, i):
            return i
        i, before = i + 1, word
    return last


def _new_head(scene: Scene, i: int) -> bool:
    """Whether a count, or an indefinite accusative of the event, begins a new noun phrase at token `i`."""
    kinds, before = scene.kinds[i], scene.kinds[i - 1]
    if kinds & QUANTITY:
        return not before & QUANTITY
    return bool(kinds & _HEADS) and not before & _COUNTED and scene.norm[i].endswith(scene.lexis.accusative)


def _new_phrase(scene: Scene, first: int, i: int) -> bool:
    """Whether a time, an adverb, a fused preposition or another actor begins at token `i`.

    None does inside the agent that a phrase begins with, at token `first`.
    """
    agent = scene.agents.get(first)
    if agent is not None and i < agent.last:
        return False
    word, before = scene.told[i], scene.told[i - 1]
    if word.adverbial and not scene.kinds[i] and (before.closed or before.definite):
        return True
    if i in scene.turns and _turns(scene, i):
        return True
    if scene.norm[i] in scene.lexis.fillers and i + 2 < len(scene.kinds) and scene.kinds[i + 2] & QUANTITY:
        return True
    return word.fused and not word.article and own_preposition(scene, i)[0] != ""


def _turns(scene: Scene, i: int) -> bool:
    """Whether a time, a preposition of events or another actor begins at token `i`."""
    time, agent = scene.times.get(i), scene.agents.get(i)
    if (time is not None and time.first == i) or i in scene.hits["event_prepositions"]:
        return True
    if agent is None:
        return False
    if agent.kind == "government" and agent.actor and scene.told[i - 1].definite:
        return True
    another = agent.actor is not None and agent.kind != "person" and i in scene.actor_ends
    behind = scene.kinds[i - 1] & PLACE > 0 or another
    return behind or (scene.told[i].joined and not is_whole(scene, i))


def _bare_object(scene: Scene, i: int) -> bool:
    """Whether a bare noun at token `i` cannot belong to the subject before it, whatever it names.

    None follows a sound plural with its nun but an adjective that agrees, and none a known actor but a name.
    """
    if scene.kinds[i - 1] & QUANTITY or scene.classes[i] not in _ADJECTIVAL or i in scene.named or i in scene.agents:
        return False
    word, words, before = scene.norm[i], scene.lexis.words, scene.told[i - 1]
    if before.plural:
        return not word.endswith(words.agreeing)
    if i in scene.actor_ends and not scene.told[i].adjective:
        return True
    return before.definite and word.endswith(words.bare_object) and not word.startswith(words.broken)


def _new_noun(scene: Scene, i: int) -> bool:
    """Whether the noun at token `i` cannot belong to the one before it.

    No noun follows one that bears the article or a nisba, a sound plural with its nun, or a known actor:
    subject and object of a verb stand side by side.
    """
    kinds, so_far = scene.kinds[i], scene.kinds[i - 1]
    word, before = scene.told[i], scene.told[i - 1]
    if so_far & QUANTITY:
        return word.article and not before.definite and not kinds & QUANTITY and _is_counted(scene, i)
    if before.article and word.article and word.adjective and not kinds & ~DESCRIBING:
        return False
    if before.article or (before.closed and not word.closed) or so_far & NATIONALITY:
        return True
    if before.definite and not word.article:
        return True
    if i in scene.actor_ends:
        return scene.norm[i] not in scene.lexis.words.describing
    return word.bare and not word.fused and _is_described(scene, i)


def _is_counted(scene: Scene, i: int) -> bool:
    """Whether a number with what it counts ends before token `i`: `seven thousand people (left) the area`."""
    counted, k = scene.doc.quantities, scene.quantities_before[i] - 1
    return k >= 0 and counted[k].last == i and counted[k].first + 1 < i


def _is_described(scene: Scene, i: int) -> bool:
    """Whether an adjective stands before token `i`, behind which no noun can go on its phrase: `a drone`, `Turkish`."""
    kinds, before = scene.kinds[i], scene.kinds[i - 1]
    if before & DRONE:
        return kinds & ~DESCRIBING > 0 and not kinds & _ACTORS
    return kinds & ~DESCRIBING > 0 and not before & _NOUNS and scene.norm[i - 1].endswith(scene.lexis.words.described)


def is_whole(scene: Scene, i: int) -> bool:
    """Whether the letter of the conjunction at token `i` belongs to the word: `wazir`, `Walid`, `Washington`."""
    agent = scene.agents.get(i)
    if agent is not None:
        return agent.span.start == scene.doc.tokens.start[i]
    return any(not hit.prefix and hit.entry.list != "verbs" for hit in scene.doc.lexemes.by_start.get(i, ()))


def own_preposition(scene: Scene, i: int) -> tuple[str, int]:
    """The preposition in the proclitics of a word, and how many letters stand before it with its article."""
    return scene.lexis.known.fused(_prefix(scene, i))


def _prefix(scene: Scene, i: int) -> str:
    """The proclitics of a word that some list knows; of others those that stand before the article."""
    shortest: str | None = None
    for hit in scene.doc.lexemes.by_start.get(i, ()):
        if (shortest is None or len(hit.prefix) < len(shortest)) and _tells(hit):
            shortest = hit.prefix
            if not shortest:
                break
    return scene.told[i].prefix if shortest is None else shortest


def _tells(hit: Hit) -> bool:
    """Whether a list tells what the proclitics of a noun are: not that of verbs, but for their nouns."""
    return hit.entry.get("tense") == "masdar" if hit.entry.list == "verbs" else hit.entry.list not in _FUSED_WHOLE
