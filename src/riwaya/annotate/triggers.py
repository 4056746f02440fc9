"""Find the words that report an event: one look at every word, then the constraints of each trigger."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from msgspec import Struct

from riwaya.annotate.document import Base, Document
from riwaya.annotate.event_rules import Endings, EventType, Role, Speller, Trigger, list_of, load_types
from riwaya.annotate.event_words import EventWords
from riwaya.annotate.misspelling import Slips, spell_slips
from riwaya.annotate.phrases import NOUN, PREPOSITION, VERB
from riwaya.rules.files import read_table, read_toml
from riwaya.rules.lexicon import Hit, Lexicon

_NONE: frozenset[str] = frozenset()
_SHORT = 4
_DAMMA = "\u064f"
VERB_TENSES = frozenset({"perfect", "imperfect", "jussive", "passive_perfect"})
_PLACE, _AGENT, _PERSON, _GROUP, _QUANTITY = "@place", "@agent", "@person", "@group", "@quantity"
ASKED = (
    "prepositions",
    "event_prepositions",
    "bound_prepositions",
    "negation",
    "adverbs",
    "event_status",
    "conjunctions",
)
_PREPOSED = ("prepositions", "event_prepositions", "bound_prepositions")
_FILLING = ("negation", "adverbs", "event_status")
_SPEAKING = frozenset({"media", "monitor", "outlet", "sources_unnamed", "officials_unnamed"})
_ACTORS = frozenset({_AGENT, "@fighter", "@leader"})
_RIVALS = frozenset({"verbs", "titles", "noun_homographs", "name_heads"})


class Found(Struct, frozen=True):
    """A trigger at tokens `[first, last)`; `tense` is that of the reading chosen where a spelling has two.

    `filler` is the token of an object that belongs to the trigger though words stand between, or -1.
    """

    first: int
    last: int
    kind: EventType
    trigger: Trigger
    hit: Hit
    tense: str
    filler: int = -1

    @property
    def verbal(self) -> bool:
        """Whether the trigger is a finite verb."""
        return self.tense in VERB_TENSES

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


@dataclass(frozen=True)
class Lexis:
    """Types, their triggers by the lists of the table of their words, and words of the constraints as whole tokens."""

    types: tuple[EventType, ...]
    triggers: Mapping[str, tuple[EventType, Trigger]]
    lexicon: Lexicon
    known: EventWords
    words: Mapping[tuple[str, ...], tuple[frozenset[str], frozenset[str]]]
    fillers: frozenset[str]
    approximate: frozenset[str]
    accusative: str
    partitive: frozenset[str]
    adjective: tuple[str, ...]
    closed: tuple[str, ...]
    slips: Slips

    def sought(self, words: tuple[str, ...]) -> tuple[frozenset[str], frozenset[str]]:
        """The tokens and the kinds that words of a constraint stand for."""
        return self.words[words] if words in self.words else (_NONE, frozenset(words))


def load_lexis(base: Base) -> Lexis:
    """Everything spelt out. Raises DataError with every fault of the type files."""
    types = load_types(base.folder)
    endings = read_toml(base.folder / "text/nouns.toml", Endings)
    speller = Speller(base.verbs, endings, base.normaliser, base.clitics)
    return Lexis(
        types=types,
        triggers={list_of(t, k): (kind, own) for t, kind in enumerate(types) for k, own in enumerate(kind.trigger)},
        lexicon=Lexicon(speller.patterns(types)),
        known=EventWords(base, speller),
        words=_words(types, base, speller),
        fillers=frozenset(word for words in _approximators(base) for word in words),
        approximate=frozenset(words[0] for words in _approximators(base) if len(words) == 1),
        accusative=endings.accusative,
        partitive=frozenset(endings.partitive),
        adjective=endings.adjective,
        closed=endings.closed,
        slips=spell_slips(types, base.normaliser, base.clitics),
    )


def _approximators(base: Base) -> list[list[str]]:
    """The words of each phrase that makes a number approximate."""
    rows = read_table(base.folder / "lexicon/approximators.csv")
    return [base.normaliser.form(row.cells["form"]).split() for row in rows]


def _words(
    types: Iterable[EventType], base: Base, speller: Speller
) -> dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]]:
    """Every token that the words of a constraint can be written as, and its kinds, by the constraint."""
    spelt: dict[str, frozenset[str]] = {}
    found: dict[tuple[str, ...], tuple[frozenset[str], frozenset[str]]] = {}
    for words in (c for kind in types for t in kind.trigger for c in t.constraints()):
        kinds = frozenset(word for word in words if word.startswith("@"))
        for word in words:
            if word not in spelt and word not in kinds:
                forms = speller.declined(word)
                spelt[word] = frozenset(token for form in forms for token in _tokens(form, base))
        found[words] = (frozenset().union(*(spelt[w] for w in words if w not in kinds)), kinds)
    return found


def _tokens(form: str, base: Base) -> list[str]:
    normal = base.normaliser.form(form)
    tokens = [prefix + normal for prefix in base.clitics.allowed("article")]
    if normal.startswith(base.clitics.article_alef):
        tokens += [prefix + normal[1:] for prefix in base.clitics.article_without_alef]
    return tokens


class Scene(Struct, frozen=True):
    """What the constraints look at: the kinds of every token, and the sentence each stands in."""

    doc: Document
    lexis: Lexis
    kinds: Sequence[frozenset[str]]
    ends: Sequence[int]
    starts: Sequence[int]
    place_starts: Sequence[int]
    named: frozenset[int]
    hits: Mapping[str, Mapping[int, Hit]]
    fillers: frozenset[int]
    prepositions: frozenset[int]
    times: Mapping[int, Any]
    fusing: tuple[str, ...]

    def seek(self, words: tuple[str, ...], first: int, last: int) -> int:
        """The first token of `[first, last)` that is one of the words or kinds, or -1."""
        tokens, kinds = self.lexis.sought(words)
        norm, own = self.doc.tokens.norm, self.kinds
        for i in range(first, last):
            if norm[i] in tokens or not kinds.isdisjoint(own[i]):
                return i
        return -1

    def hit(self, name: str, token: int) -> Hit | None:
        """The hit of one of the lists of this stage that begins at a token."""
        return self.hits[name].get(token)

    def places_in(self, first: int, last: int) -> list[tuple[int, Any]]:
        """The places that begin in tokens `[first, last)`, with their indices."""
        k = bisect_left(self.place_starts, first)
        m = bisect_left(self.place_starts, last)
        return [(n, self.doc.places[n]) for n in range(k, m)]


def open_scene(doc: Document, lexis: Lexis) -> Scene:
    """The kinds of all tokens of a document and the bounds of their sentences."""
    kinds = [lexis.known.read(word).kinds for word in doc.tokens.norm]
    for first, last, found in _mentions(doc):
        for i in range(first, last):
            kinds[i] |= found
    starts, ends = [0] * len(kinds), [0] * len(kinds)
    for sentence in doc.layout.sentences:
        for i in range(sentence.first, sentence.last):
            starts[i], ends[i] = sentence.first, sentence.last
    named = frozenset(i for first, last in doc.names for i in range(first + 1, last))
    hits = _hits(doc)
    fillers = {i for i, word in enumerate(doc.tokens.norm) if word in lexis.fillers}
    return Scene(
        doc=doc,
        lexis=lexis,
        kinds=kinds,
        ends=ends,
        starts=starts,
        place_starts=[place.first for place in doc.places],
        named=named,
        hits=hits,
        fillers=frozenset(fillers.union(*(hits[name] for name in _FILLING))),
        prepositions=frozenset().union(*(hits[name] for name in _PREPOSED)),
        times={i: time for time in doc.times for i in range(time.first, time.last)},
        fusing=(doc.marks.and_, *doc.marks.to, *doc.marks.by),
    )


def _hits(doc: Document) -> dict[str, dict[int, Hit]]:
    """The hits of the lists that every token is asked for, by their first token; the longest wins."""
    return {name: {hit.first: hit for hit in reversed(doc.lexemes.of(name))} for name in ASKED}


def _mentions(doc: Document) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Places, quantities and agents as tokens and kinds; who only reports is no agent of events."""
    for place in doc.places:
        yield place.first, place.last, frozenset({_PLACE})
    for quantity in doc.quantities:
        yield quantity.first, quantity.last, frozenset({_QUANTITY})
    for agent in doc.agents:
        if agent.kind not in _SPEAKING:
            yield agent.first, agent.last, frozenset({_AGENT, _PERSON if agent.kind == "person" else _GROUP})


def find_triggers(scene: Scene) -> list[Found]:
    """Triggers in text order, none overlapping another; the longest and most exact wins."""
    doc, lexis = scene.doc, scene.lexis
    named = [*doc.names, *((place.first, place.last) for place in doc.places)]
    inside = {i for first, last in named for i in range(first, last)}
    found = []
    for name, hits in lexis.lexicon.find(doc.tokens).by_list.items():
        kind, trigger = lexis.triggers[name]
        for readings in _by_place(hits):
            hit = readings[0]
            if hit.first in inside or _is_other_word(doc, hit):
                continue
            last = _fits(scene, hit, trigger)
            if not last:
                continue
            tense = _tense(scene, readings)
            if tense == "jussive" and not _shortened(scene, hit):
                continue
            apart = tense in VERB_TENSES and last > hit.last + 1
            end, filler = (hit.last, last - 1) if apart else (last, -1)
            found.append(Found(hit.first, end, kind, trigger, hit, tense, filler))
    known = {*doc.lexemes.by_start, *inside, *(f.first for f in found)}
    for hit, kind, trigger in lexis.slips.find(doc.tokens, known):
        found.append(Found(hit.first, hit.last, kind, trigger, hit, "noun"))
    return _resolved(found)


def _shortened(scene: Scene, hit: Hit) -> bool:
    """Whether a jussive stands where one can: after a negation, or after li- of purpose or command."""
    governed = hit.first > scene.starts[hit.first] and scene.hit("negation", hit.first - 1) is not None
    return governed or hit.prefix.endswith(tuple(scene.doc.marks.to))


def _by_place(hits: Sequence[Hit]) -> list[list[Hit]]:
    """The hits of one trigger, those of one place together."""
    places: dict[tuple[int, int], list[Hit]] = {}
    for hit in hits:
        places.setdefault((hit.first, hit.last), []).append(hit)
    return list(places.values())


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
    nominal = before in (PREPOSITION, VERB) or (before == NOUN and not scene.kinds[first - 1] & _ACTORS)
    return "masdar" if nominal and not readings[0].prefix else verbal[0]


def _is_other_word(doc: Document, hit: Hit) -> bool:
    """Whether a list knows the whole word where the trigger needs its first letter for a clitic."""
    if hit.prefix:
        for other in doc.lexemes.by_start.get(hit.first, ()):
            if len(other.prefix) < len(hit.prefix) and other.entry.list in _RIVALS:
                return True
    return False


def _fits(scene: Scene, hit: Hit, trigger: Trigger) -> int:
    """The end of the trigger where its constraints hold, else 0."""
    after = min(hit.last + trigger.reach, scene.ends[hit.first])
    back = max(hit.first - trigger.reach_back, scene.starts[hit.first])
    at = scene.seek(trigger.after, hit.last, after) if trigger.after else -1
    if trigger.after and at < 0:
        return 0
    if trigger.before and scene.seek(trigger.before, back, hit.first) < 0:
        return 0
    if trigger.not_after and scene.seek(trigger.not_after, hit.last, after) >= 0:
        return 0
    if trigger.not_before and scene.seek(trigger.not_before, back, hit.first) >= 0:
        return 0
    return at + 1 if trigger.takes else hit.last


def _resolved(found: list[Found]) -> list[Found]:
    """Of overlapping triggers the longest, then the one with most constraints, then the first type."""
    kept: list[Found] = []
    taken: set[int] = set()
    for f in sorted(found, key=_rank):
        span = {*range(f.first, f.last)} | {f.filler} - {-1}
        if taken.isdisjoint(span):
            kept.append(f)
            taken.update(span)
    return sorted(kept, key=lambda f: f.first)


def _rank(f: Found) -> tuple[int, int, int, str]:
    t = f.trigger
    exact = sum(map(bool, (t.after, t.before, t.takes))) * 2 + sum(map(bool, (t.not_after, t.not_before)))
    return (-(f.hit.last - f.hit.first + t.takes), -exact, f.first, f.kind.type)
