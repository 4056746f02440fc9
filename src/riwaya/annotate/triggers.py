"""Find the words that report an event: one look at every word, then the constraints of each trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from itertools import accumulate, chain
from operator import attrgetter
from typing import Any

from msgspec import Struct

from riwaya.annotate.document import Agent, Document
from riwaya.annotate.document import Found as Mentioned
from riwaya.annotate.event_kinds import AGENT, FIGHTER, GROUP, LEADER, PERSON, PLACE, QUANTITY
from riwaya.annotate.event_lexis import Lexis, Sense
from riwaya.annotate.event_rules import EventType, Role, Trigger
from riwaya.annotate.event_words import Told
from riwaya.annotate.phrases import EITHER, NOUN, PREPOSITION, QUOTE, VERB
from riwaya.rules.lexicon import Hit, longest_first, outermost
from riwaya.text.tokens import QUOTE_MARKS

_SHORT = 4
_LONGEST_ACTOR = 5
_DAMMA = "\u064f"
VERB_TENSES = frozenset({"perfect", "imperfect", "jussive", "passive_perfect"})
TIME, SKIPPED = "t", "-"
ASKED = (
    "prepositions",
    "event_prepositions",
    "bound_prepositions",
    "negation",
    "adverbs",
    "event_status",
    "conjunctions",
    "sides",
)
_PREPOSED = ("prepositions", "event_prepositions", "bound_prepositions")
_FILLING = ("negation", "adverbs", "event_status")
_SPEAKING = frozenset({"media", "monitor", "outlet", "sources_unnamed", "officials_unnamed"})
_ACTORS = AGENT | FIGHTER | LEADER
_RIVALS = frozenset({"verbs", "titles", "noun_homographs", "name_heads"})


class Found(Struct, frozen=True, gc=False):
    """A trigger at tokens `[first, last)`; `tense` is that of the reading chosen where a spelling has two.

    `verbal` says that it is a finite verb; of overlapping triggers that of the least `rank` wins; `filler` is the
    token of an object that belongs to the trigger though words stand between, or -1.
    """

    first: int
    last: int
    kind: EventType
    trigger: Trigger
    hit: Hit
    tense: str
    verbal: bool
    rank: tuple[int, int, int, str]
    filler: int = -1

    @property
    def transitive(self) -> bool:
        """Whether the verb takes an object."""
        return self.hit.entry.get("transitive") == "yes"

    @property
    def object(self) -> Role:
        """The role of the verb's object; none for a verb that takes no object."""
        own = self.trigger.object
        return own if self.transitive or not self.trigger.verb or own == "agent" else "none"

    @property
    def prefix(self) -> str:
        """The proclitics before the trigger, in normal letters."""
        return self.hit.prefix

    def passive(self, doc: Document) -> bool:
        """Whether it is a passive that its letters, or a damma on the first, show."""
        if self.tense == "passive_perfect":
            return True
        start = doc.tokens.inside(self.first, len(self.prefix))
        return self.verbal and doc.article.text[start + 1 : start + 2] == _DAMMA

    def defined(self, doc: Document) -> bool:
        """Whether the noun bears the article (then no noun phrase can be joined to it)."""
        article = doc.marks.article[0]
        if self.hit.last - self.hit.first > 1:
            return doc.tokens.norm[self.last - 1].startswith(article)
        return (
            self.prefix.endswith(article) or self.prefix in doc.marks.bound or self.hit.entry.form.startswith(article)
        )

    def possessed(self, doc: Document) -> bool:
        """Whether the noun bears a pronoun that stands for its agent."""
        word = doc.tokens.norm[self.last - 1]
        nominal = self.tense in ("masdar", "noun", "phrase")
        return nominal and len(word) > _SHORT and word.endswith(doc.marks.pronoun_suffix)


class Scene(Struct, frozen=True):
    """What events are read from: the kinds of every token, what its word tells, the sentence it stands in.

    `parts` are the classes of tokens, but for what is `TIME` or `SKIPPED`.
    `notable` are those at which `Told.notable` holds.
    `turns` are the tokens at which a time, an agent or a preposition of events begins or goes on; `governing` those
    of negations and status words; `agents` those that begin at a token, `actors` the known actor that does;
    `actor_ends` are the tokens behind names of known actors.
    `places_before` and `quantities_before` say how many begin before a token.
    """

    doc: Document
    lexis: Lexis
    norm: Sequence[str]
    classes: str
    told: Sequence[Told]
    kinds: Sequence[int]
    ends: Sequence[int]
    starts: Sequence[int]
    places_before: Sequence[int]
    named: frozenset[int]
    hits: Mapping[str, Mapping[int, Hit]]
    notable: Sequence[int]
    parts: Sequence[str]
    prepositions: frozenset[int]
    times: Mapping[int, Any]
    turns: frozenset[int]
    governing: frozenset[int]
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
    told = lexis.known.read(norm)
    kinds, notable = [word.kinds for word in told], [i for i, word in enumerate(told) if word.notable]
    _mark(doc, kinds)
    fillers, sides = {i for i in notable if norm[i] in lexis.fillers}, _sides(doc, hits["sides"])
    starts: list[int] = []
    ends: list[int] = []
    for sentence in doc.layout.sentences:
        first, last = sentence.first, sentence.last
        starts += [first] * (last - first)
        ends += [last] * (last - first)
    agents = {agent.first: agent for agent in doc.agents}
    times = {i: time for time in doc.times for i in range(time.first, time.last)}
    return Scene(
        doc=doc,
        lexis=lexis,
        norm=norm,
        classes=doc.classes,
        told=told,
        kinds=kinds,
        ends=ends,
        starts=starts,
        places_before=_before(doc.places, len(kinds)),
        named=frozenset(chain.from_iterable([range(first + 1, last) for first, last in doc.names])),
        hits=hits,
        notable=notable,
        parts=_parts(doc, times, _skipped(doc, hits, fillers, kinds), sides),
        prepositions=frozenset().union(*(hits[name] for name in _PREPOSED)) - sides,
        times=times,
        turns=frozenset().union(times, hits["event_prepositions"], agents),
        governing=frozenset((*hits["negation"], *hits["event_status"])),
        quantities_before=_before(doc.quantities, len(kinds)),
        agents=agents,
        actors={agent.first: agent.actor for agent in reversed(doc.agents) if agent.actor is not None},
        actor_ends={a.last for a in doc.agents if a.actor and a.last - a.first <= _LONGEST_ACTOR},
    )


def _hits(doc: Document) -> dict[str, dict[int, Hit]]:
    """The hits of the lists that every token is asked for, by their first token; the longest wins."""
    return {name: {hit.first: hit for hit in reversed(doc.lexemes.of(name))} for name in ASKED}


def _before(found: Iterable[Mentioned], tokens: int) -> list[int]:
    """How many of some mentions begin before each token of a text, and before its end."""
    begun = [0] * (tokens + 1)
    for mention in found:
        begun[mention.first + 1] += 1
    return [*accumulate(begun)]


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


def _parts(doc: Document, times: Iterable[int], skipped: Iterable[int], sides: Iterable[int]) -> list[str]:
    """The classes of tokens, but for those that are skipped, others of times, and what counts as a mark."""
    parts = list(doc.classes)
    for i in times:
        parts[i] = TIME
    for i in skipped:
        parts[i] = SKIPPED
    for i in sides:
        parts[i] = QUOTE
    return parts


def _mark(doc: Document, kinds: list[int]) -> None:
    """Add to the kinds of tokens those of places, quantities and agents; who only reports is no agent of events."""
    for place in doc.places:
        for i in range(place.first, place.last):
            kinds[i] |= PLACE
    for quantity in doc.quantities:
        for i in range(quantity.first, quantity.last):
            kinds[i] |= QUANTITY
    for agent in doc.agents:
        if agent.kind not in _SPEAKING:
            own = AGENT | (PERSON if agent.kind == "person" else GROUP)
            for i in range(agent.first, agent.last):
                kinds[i] |= own


def find_triggers(scene: Scene) -> list[Found]:
    """Triggers in text order, none overlapping another; the longest and most exact wins."""
    doc, lexis = scene.doc, scene.lexis
    named = [*doc.names, *((place.first, place.last) for place in doc.places)]
    named += [(agent.first, agent.last) for agent in doc.agents if agent.actor is not None]
    inside: set[int] = set()
    for first, last in named:
        inside.update(range(first, last))
    words, longer = _of_words(scene, inside)
    found = []
    for sense, hits in (*words, *_of_phrases(scene, inside, longer)):
        trigger = _trigger(scene, sense, hits)
        if trigger is not None:
            found.append(trigger)
    if len({f.rank for f in found}) < len(found):
        order = _first_seen(scene, longer)
        found.sort(key=lambda f: order[f.hit.entry.list])
    known = (doc.lexemes.by_start, inside, {f.first for f in found})
    for hit, kind, rule in lexis.slips.find(scene.norm, scene.notable, known):
        rank = (-1, 0, hit.first, kind.type)
        found.append(Found(hit.first, hit.last, kind, rule, hit, "noun", False, rank))
    return _resolved(found)


def _of_words(scene: Scene, inside: Set[int]) -> tuple[list[tuple[Sense, list[Hit]]], list[Hit]]:
    """The triggers of one word whose constraints hold, with their readings; all hits of several words in order.

    None that stands `inside` a name, nor one that a longer one of its list covers.
    """
    norm, senses, fitting, longer = scene.norm, scene.lexis.senses, [], list[Hit]()
    last = len(norm) - 1
    for i in scene.notable:
        word = senses[norm[i]]
        rests = word.rests
        if rests and i < last and (norm[i + 1] in rests or norm[i + 1] in QUOTE_MARKS):
            longer += word.known.starting(i, norm)
        if word.single and i not in inside:
            for sense, readings in word.single:
                if not sense.exact or _fits(scene, sense, i, i + 1):
                    fitting.append((sense, i, readings))
    covered = {(hit.entry.list, i) for hit in longer for i in range(hit.first, hit.last)}
    return [
        (sense, [Hit(i, i + 1, prefix, entry) for prefix, entry in readings])
        for sense, i, readings in fitting
        if (readings[0][1].list, i) not in covered
    ], longer


def _of_phrases(scene: Scene, inside: Set[int], longer: Iterable[Hit]) -> Iterator[tuple[Sense, list[Hit]]]:
    """The triggers of several words whose constraints hold, with their readings."""
    by_list: dict[str, list[Hit]] = {}
    for hit in longer:
        by_list.setdefault(hit.entry.list, []).append(hit)
    for name, hits in by_list.items():
        sense = scene.lexis.triggers[name]
        places: dict[tuple[int, int], list[Hit]] = {}
        for hit in outermost(hits)[0]:
            if hit.first not in inside and _fits(scene, sense, hit.first, hit.last):
                places.setdefault((hit.first, hit.last), []).append(hit)
        yield from ((sense, readings) for readings in places.values())


def _first_seen(scene: Scene, longer: Iterable[Hit]) -> dict[str, int]:
    """The lists of triggers by the place where the text has a word of theirs first, those of several words last."""
    senses, norm = scene.lexis.senses, scene.norm
    single = chain.from_iterable([senses[norm[i]].lists for i in scene.notable])
    several = [hit.entry.list for hit in sorted(longer, key=longest_first, reverse=True)]
    return {name: n for n, name in enumerate(dict.fromkeys(chain(single, several)))}


def _trigger(scene: Scene, sense: Sense, readings: list[Hit]) -> Found | None:
    """The trigger at a place where its words stand and its constraints hold; None where other words forbid it."""
    hit = readings[0]
    if hit.prefix and _is_other_word(scene.doc, hit):
        return None
    tense = _tense(scene, readings)
    if tense == "jussive" and not _shortened(scene, hit):
        return None
    verbal, last = tense in VERB_TENSES, _end(scene, hit, sense)
    end, filler = (hit.last, last - 1) if verbal and last > hit.last + 1 else (last, -1)
    rank = (hit.first - hit.last - sense.trigger.takes, -sense.exact, hit.first, sense.kind.type)
    return Found(hit.first, end, sense.kind, sense.trigger, hit, tense, verbal, rank, filler)


def _shortened(scene: Scene, hit: Hit) -> bool:
    """Whether a jussive stands where one can: after a negation, or after li- of purpose or command."""
    governed = hit.first > scene.starts[hit.first] and scene.hit("negation", hit.first - 1) is not None
    return governed or hit.prefix.endswith(tuple(scene.doc.marks.to))


def _tense(scene: Scene, readings: list[Hit]) -> str:
    """The tense of a trigger; a word that is both verb and verbal noun is read by the word before it."""
    if len(readings) == 1 and readings[0].entry.get("tense") != "phrase":
        return readings[0].entry.get("tense")
    tenses = {hit.entry.get("tense") for hit in readings}
    first, doc = readings[0].first, scene.doc
    if tenses == {"phrase"}:
        return "perfect" if doc.classes[first] == VERB else "phrase"
    verbal = sorted(tenses & VERB_TENSES)
    if not verbal or "masdar" not in tenses:
        return readings[0].entry.get("tense")
    before = doc.classes[first - 1] if first > scene.starts[first] else ""
    start = doc.tokens.inside(first, len(readings[0].prefix))
    if doc.article.text[start + 1 : start + 2] == _DAMMA or (
        first and doc.tokens.norm[first - 1] in scene.lexis.words.past
    ):
        return "passive_perfect" if "passive_perfect" in verbal else verbal[0]
    nominal = before in (PREPOSITION, VERB) or (before == NOUN and not scene.kinds[first - 1] & _ACTORS)
    return "masdar" if nominal and not readings[0].prefix else verbal[0]


def _is_other_word(doc: Document, hit: Hit) -> bool:
    """Whether a list knows the whole word where the trigger needs its first letter for a clitic."""
    for other in doc.lexemes.by_start.get(hit.first, ()):
        if len(other.prefix) < len(hit.prefix) and other.entry.list in _RIVALS:
            return True
    return False


def _fits(scene: Scene, sense: Sense, first: int, last: int) -> bool:
    """Whether what must stand behind or before a trigger at `[first, last)` stands there, and nothing that must not."""
    norm, kinds = scene.norm, scene.kinds
    if sense.after is not None or sense.not_after is not None:
        end = min(last + sense.trigger.reach, scene.ends[first])
        if sense.after is not None and not sense.after.among(norm, kinds, last, end):
            return False
        if sense.not_after is not None and sense.not_after.among(norm, kinds, last, end):
            return False
    if sense.before is not None or sense.not_before is not None:
        back = max(first - sense.trigger.reach_back, scene.starts[first])
        if sense.before is not None and not sense.before.among(norm, kinds, back, first):
            return False
        return sense.not_before is None or not sense.not_before.among(norm, kinds, back, first)
    return True


def _end(scene: Scene, hit: Hit, sense: Sense) -> int:
    """The end of a trigger, with what it takes."""
    if sense.after is None or not sense.trigger.takes:
        return hit.last
    end = min(hit.last + sense.trigger.reach, scene.ends[hit.first])
    return hit.last + sense.after.first(scene.norm[hit.last : end], scene.kinds[hit.last : end]) + 1


def _resolved(found: list[Found]) -> list[Found]:
    """Of overlapping triggers the longest, then the one with most constraints, then the first type."""
    kept: list[Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=attrgetter("rank")):
        if f.first in taken:
            continue
        span = {*range(f.first, f.last)} | {f.filler} - {-1}
        if taken.isdisjoint(span):
            kept.append(f)
            taken.update(span)
    return sorted(kept, key=attrgetter("first"))
