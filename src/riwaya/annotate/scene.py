"""The scene that events are read from: what every token of a text is, before any trigger is looked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence, Set
from itertools import chain, compress
from typing import Any

from msgspec import Struct

from riwaya.annotate.document import Agent, Document
from riwaya.annotate.document import Found as Mentioned
from riwaya.annotate.event_kinds import AGENT, GROUP, PERSON, PLACE, QUANTITY
from riwaya.annotate.event_lexis import Lexis, Senses
from riwaya.annotate.event_words import Told
from riwaya.annotate.phrases import EITHER, NOUN, PREPOSITION, QUOTE, VERB
from riwaya.rules.lexicon import Hit
from riwaya.text.sentences import Sentence

_LONGEST_ACTOR = 5
TIME, SKIPPED = "t", "-"
GOVERNED = 10
"""How many tokens a negation or a status word may stand before what it governs."""
ASKED = (
    "prepositions",
    "event_prepositions",
    "bound_prepositions",
    "negation",
    "adverbs",
    "event_status",
    "particles",
    "demonstratives",
    "conjunctions",
    "sides",
)
_FILLING = ("negation", "adverbs", "event_status", "particles")
_PERSON, _GROUP = AGENT | PERSON, AGENT | GROUP
_SPEAKING = frozenset({"media", "monitor", "outlet", "sources_unnamed", "officials_unnamed"})


class Scene(Struct, frozen=True):
    """What events are read from: the kinds of every token, what its word tells, the sentence it stands in.

    `parts` are the classes of tokens, but for what is `TIME` or `SKIPPED`; `prepositions` are those of any list.
    `inside` are the tokens inside names, places and known actors; `notable` is what is known of those words
    at which triggers can begin.
    `turns` are the tokens at which a time, an agent or a preposition of events begins or goes on; `governed` those
    near behind negations and status words; `agents` those that begin at a token, `actors` the known actor that does;
    `actor_ends` are the tokens behind names of known actors.
    `places_before` and `quantities_before` say how many begin before a token.
    """

    doc: Document
    lexis: Lexis
    norm: Sequence[str]
    classes: str
    told: Sequence[Told]
    kinds: Sequence[int]
    sentences: Sequence[Sentence]
    places_before: Sequence[int]
    named: frozenset[int]
    inside: Set[int]
    hits: Mapping[str, Mapping[int, Hit]]
    notable: Mapping[int, Senses]
    parts: Sequence[str]
    prepositions: Mapping[int, Hit]
    times: Mapping[int, Any]
    turns: frozenset[int]
    governed: frozenset[int]
    quantities_before: Sequence[int]
    agents: Mapping[int, Agent]
    actors: Mapping[int, str]
    actor_ends: Set[int]

    def hit(self, name: str, token: int) -> Hit | None:
        """The hit of one of the lists of this stage that begins at a token."""
        return self.hits[name].get(token)

    def first(self, kinds: int, first: int, last: int) -> int:
        """The first token of `[first, last)` that is of one of some kinds, or -1."""
        for i in range(first, last):
            if self.kinds[i] & kinds:
                return i
        return -1


def open_scene(doc: Document, lexis: Lexis) -> Scene:
    """The kinds of all tokens of a document and the bounds of their sentences."""
    norm, hits = doc.tokens.norm, _hits(doc)
    kinds, senses = [*doc.read[lexis.kinds]], doc.read[lexis.senses]
    notable = {i: senses[i] for i in compress(range(len(senses)), senses)}
    inside = _mark(doc, kinds)
    fillers, sides = {i for i, word in notable.items() if word.fills}, _sides(doc, hits["sides"])
    agents = {agent.first: agent for agent in doc.agents}
    prepositions = _prepositions(hits, sides)
    times = {i: time for time in doc.times for i in range(time.first, time.last)}
    joined = hits["bound_prepositions"].keys() | hits["event_prepositions"]
    letters = {TIME: times, SKIPPED: _skipped(doc, hits, fillers, kinds), PREPOSITION: joined, QUOTE: sides}
    return Scene(
        doc=doc,
        lexis=lexis,
        norm=norm,
        classes=doc.classes,
        told=doc.read[lexis.told],
        kinds=kinds,
        sentences=_sentences(doc),
        places_before=_before(doc.places, len(kinds)),
        named=frozenset(chain.from_iterable([range(first + 1, last) for first, last in doc.names])),
        inside=inside,
        hits=hits,
        notable=notable,
        parts=_parts(doc, letters, prepositions),
        prepositions=prepositions,
        times=times,
        turns=frozenset().union(times, hits["event_prepositions"], agents),
        governed=_behind((*hits["negation"], *hits["event_status"])),
        quantities_before=_before(doc.quantities, len(kinds)),
        agents=agents,
        actors={agent.first: agent.actor for agent in reversed(doc.agents) if agent.actor is not None},
        actor_ends={a.last for a in doc.agents if a.actor and a.last - a.first <= _LONGEST_ACTOR},
    )


def _behind(governing: Iterable[int]) -> frozenset[int]:
    """The tokens that stand so near behind words that those may govern them."""
    return frozenset(chain.from_iterable([range(i + 1, i + 1 + GOVERNED) for i in governing]))


def _sentences(doc: Document) -> list[Sentence]:
    """The sentence of each token."""
    sentences: list[Sentence] = []
    for sentence in doc.layout.sentences:
        sentences += [sentence] * (sentence.last - sentence.first)
    return sentences


def _hits(doc: Document) -> dict[str, dict[int, Hit]]:
    """The hits of the lists that every token is asked for, by their first token; the longest wins."""
    return {name: {hit.first: hit for hit in reversed(doc.lexemes.of(name))} for name in ASKED}


def _before(found: Sequence[Mentioned], tokens: int) -> list[int]:
    """How many of some mentions begin before each token of a text, and before its end."""
    begun: list[int] = []
    for n, mention in enumerate(found):
        begun += [n] * (mention.first + 1 - len(begun))
    return begun + [len(found)] * (tokens + 1 - len(begun))


def _skipped(doc: Document, hits: Mapping[str, Mapping[int, Hit]], fillers: Set[int], kinds: Sequence[int]) -> Set[int]:
    """Where no noun phrase begins: at negations, adverbs, words that make a number approximate; but at a count."""
    found = {i for name in _FILLING for i in hits[name] if doc.classes[i] != VERB} | fillers
    return {i for i in found if not kinds[i] & QUANTITY}


def _sides(doc: Document, hits: Mapping[int, Hit]) -> Set[int]:
    """The tokens of `on the one side`, which parts nothing: they count as marks of a quotation do."""
    return {i for hit in hits.values() if _is_side(doc, hit) for i in range(hit.first, hit.last)}


def _is_side(doc: Document, hit: Hit) -> bool:
    """Whether `on the side` stands behind a party: no noun follows that it could be the side of."""
    if hit.last >= len(doc.classes) or doc.tokens.norm[hit.last].startswith(doc.marks.and_):
        return True
    return doc.classes[hit.last] not in (NOUN, EITHER)


def _prepositions(hits: Mapping[str, dict[int, Hit]], sides: Set[int]) -> dict[int, Hit]:
    """The prepositions of all lists by their tokens; where several know one, that of events counts."""
    found = hits["prepositions"] | hits["bound_prepositions"] | hits["event_prepositions"]
    for i in sides & found.keys():
        del found[i]
    return found


def _parts(doc: Document, letters: Mapping[str, Iterable[int]], prepositions: Collection[int]) -> list[str]:
    """The classes of tokens, but for those that other `letters` are given for; no preposition gets one."""
    parts = list(doc.classes)
    for letter, tokens in letters.items():
        for i in tokens:
            if parts[i] != PREPOSITION or i not in prepositions:
                parts[i] = letter
    return parts


def _mark(doc: Document, kinds: list[int]) -> set[int]:
    """Add to the kinds of tokens those of places, quantities and agents; who only reports is no agent of events.

    Returns the tokens inside names, places and known actors.
    """
    inside = set(chain.from_iterable([range(first, last) for first, last in doc.names]))
    marked = [(place.first, place.last, PLACE, True) for place in doc.places]
    marked += [(quantity.first, quantity.last, QUANTITY, False) for quantity in doc.quantities]
    for agent in doc.agents:
        own = 0 if agent.kind in _SPEAKING else _PERSON if agent.kind == "person" else _GROUP
        marked.append((agent.first, agent.last, own, agent.actor is not None))
    for i, last, own, named in marked:
        while i < last:
            kinds[i] |= own
            if named:
                inside.add(i)
            i += 1
    return inside
