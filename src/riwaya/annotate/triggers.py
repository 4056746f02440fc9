"""Find the words that report an event: one look at every word, then the constraints of each trigger."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from operator import attrgetter

from msgspec import Struct

from riwaya.annotate.document import Document
from riwaya.annotate.event_kinds import AGENT, FIGHTER, LEADER
from riwaya.annotate.event_lexis import Sense, Sought
from riwaya.annotate.event_rules import EventType, Role, Trigger
from riwaya.annotate.phrases import NOUN, PREPOSITION, VERB
from riwaya.annotate.scene import Scene
from riwaya.rules.lexicon import Entry, Hit, longest_first, outermost
from riwaya.text.tokens import QUOTE_MARKS

_SHORT = 4
_DAMMA = "\u064f"
VERB_TENSES = frozenset({"perfect", "imperfect", "jussive", "passive_perfect"})
_NOMINAL = frozenset({"masdar", "noun", "phrase"})
_ACTORS = AGENT | FIGHTER | LEADER
_RIVALS = frozenset({"verbs", "titles", "noun_homographs", "name_heads"})

_Readings = Sequence[tuple[str, Entry]]
_Candidate = tuple[Sense, int, int, _Readings]
"""A trigger that may stand at tokens `[first, last)`: its proclitics there and its entries."""


class Found(Struct, frozen=True, gc=False):
    """A trigger at tokens `[first, last)`, behind the proclitics `prefix` in normal letters.

    `tense` is that of the reading chosen where a spelling has two, `verbal` says that it is a finite verb; of
    overlapping triggers that of the least `rank` wins; `filler` is the token of an object that belongs to the
    trigger though words stand between, or -1.
    """

    first: int
    last: int
    kind: EventType
    trigger: Trigger
    hit: Hit
    prefix: str
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
        if self.prefix and (self.prefix.endswith(article) or self.prefix in doc.marks.bound):
            return True
        return self.hit.entry.form.startswith(article)

    def possessed(self, doc: Document) -> bool:
        """Whether the noun bears a pronoun that stands for its agent."""
        if self.tense not in _NOMINAL:
            return False
        word = doc.tokens.norm[self.last - 1]
        return len(word) > _SHORT and word.endswith(doc.marks.pronoun_suffix)


def find_triggers(scene: Scene) -> list[Found]:
    """Triggers in text order, none overlapping another; the longest and most exact wins."""
    words, longer, agreeing = _of_words(scene)
    found = []
    for candidate in (*words, *_of_phrases(scene, longer)):
        trigger = _trigger(scene, candidate)
        if trigger is not None:
            found.append(trigger)
    _settle_ties(scene, found, longer)
    known = (scene.doc.lexemes.by_start, scene.inside, {f.first for f in found})
    for hit, kind, rule in scene.lexis.slips.find(scene.norm, agreeing, known):
        rank = (-1, 0, hit.first, kind.type)
        found.append(Found(hit.first, hit.last, kind, rule, hit, hit.prefix, "noun", False, rank))
    return _resolved(found)


def _of_words(scene: Scene) -> tuple[list[_Candidate], list[Hit], list[int]]:
    """The triggers of one word whose constraints hold, but for those inside names, or that a longer one covers.

    Also all hits of several words in order, and the words behind which one may be misspelt.
    """
    norm, inside = scene.norm, scene.inside
    fitting: list[_Candidate] = []
    longer: list[Hit] = []
    agreeing: list[int] = []
    last = len(norm) - 1
    for i, word in scene.notable.items():
        rests = word.rests
        if rests and i < last and (norm[i + 1] in rests or norm[i + 1] in QUOTE_MARKS):
            longer += word.known.starting(i, norm)
        if word.agrees:
            agreeing.append(i)
        if word.single and i not in inside:
            for sense, readings in word.single:
                if not sense.sought or _fits(scene, sense, i, i + 1):
                    fitting.append((sense, i, i + 1, readings))
    covered = {(hit.entry.list, i) for hit in longer for i in range(hit.first, hit.last)}
    if covered:
        fitting = [word for word in fitting if (word[3][0][1].list, word[1]) not in covered]
    return fitting, longer, agreeing


def _of_phrases(scene: Scene, longer: Iterable[Hit]) -> Iterator[_Candidate]:
    """The triggers of several words whose constraints hold, with their readings."""
    by_list: dict[str, list[Hit]] = {}
    for hit in longer:
        by_list.setdefault(hit.entry.list, []).append(hit)
    for name, hits in by_list.items():
        sense = scene.lexis.triggers[name]
        places: dict[tuple[int, int], list[tuple[str, Entry]]] = {}
        for hit in outermost(hits)[0]:
            if hit.first not in scene.inside and _fits(scene, sense, hit.first, hit.last):
                places.setdefault((hit.first, hit.last), []).append((hit.prefix, hit.entry))
        yield from ((sense, first, last, readings) for (first, last), readings in places.items())


def _settle_ties(scene: Scene, found: list[Found], longer: Iterable[Hit]) -> None:
    """Put in order the triggers that are alike in rank: that comes first whose list the text has a word of first."""
    ranks: dict[tuple[int, int, int, str], Found] = {}
    tied: set[str] = set()
    for f in found:
        other = ranks.setdefault(f.rank, f)
        if other is not f:
            tied |= {other.hit.entry.list, f.hit.entry.list}
    if tied:
        order = _first_seen(scene, tied, longer)
        found.sort(key=lambda f: order.get(f.hit.entry.list, 0))


def _first_seen(scene: Scene, lists: Set[str], longer: Iterable[Hit]) -> dict[str, int]:
    """Which of some lists of triggers the text has a word of before others, those of several words last."""
    order: dict[str, int] = {}
    for word in scene.notable.values():
        for name in word.lists:
            if name in lists and name not in order:
                order[name] = len(order)
        if len(order) == len(lists):
            return order
    for hit in sorted(longer, key=longest_first, reverse=True):
        order.setdefault(hit.entry.list, len(order))
    return order


def _trigger(scene: Scene, candidate: _Candidate) -> Found | None:
    """The trigger at a place where its words stand and its constraints hold; None where other words forbid it."""
    sense, first, last, readings = candidate
    hit = Hit(first, last, *readings[0])
    if hit.prefix and _is_other_word(scene.doc, hit):
        return None
    tense = _tense(scene, first, readings)
    if (tense == "jussive" and not _shortened(scene, hit)) or (tense == "imperfect" and _governed(scene, hit)):
        return None
    verbal, filler, own = tense in VERB_TENSES, -1, sense.trigger
    if sense.taken is not None:
        end = _end(scene, last, sense.taken)
        last, filler = (last, end - 1) if verbal and end > last + 1 else (end, -1)
    rank = (first - hit.last - own.takes, -sense.exact, first, sense.kind.type)
    return Found(first, last, sense.kind, own, hit, hit.prefix, tense, verbal, rank, filler)


def _governed(scene: Scene, hit: Hit) -> bool:
    """Whether a preposition stands right before a word, which is then no verb: `during the inspection of`."""
    before = hit.first - 1
    if hit.prefix or before < scene.sentences[hit.first].first or scene.classes[before] != PREPOSITION:
        return False
    return scene.norm[before] not in scene.lexis.words.verbs_follow and scene.hit("bound_prepositions", before) is None


def _shortened(scene: Scene, hit: Hit) -> bool:
    """Whether a jussive stands where one can: after a negation, or after li- of purpose or command."""
    governed = hit.first > scene.sentences[hit.first].first and scene.hit("negation", hit.first - 1) is not None
    return governed or hit.prefix.endswith(tuple(scene.doc.marks.to))


def _tense(scene: Scene, first: int, readings: _Readings) -> str:
    """The tense of a trigger; a word that is both verb and verbal noun is read by the word before it.

    Somebody right behind its pronoun is its subject: `the medic whom the army killed`.
    """
    own = readings[0][1].attributes["tense"]
    if len(readings) == 1 and own != "phrase":
        return own
    tenses, doc = {entry.get("tense") for _, entry in readings}, scene.doc
    if tenses == {"phrase"}:
        return "perfect" if doc.classes[first] == VERB else "phrase"
    verbal, prefix = sorted(tenses & VERB_TENSES), readings[0][0]
    if not verbal or "masdar" not in tenses:
        return own
    before = doc.classes[first - 1] if first > scene.sentences[first].first else ""
    start = doc.tokens.inside(first, len(prefix))
    if doc.article.text[start + 1 : start + 2] == _DAMMA or (first and scene.norm[first - 1] in scene.lexis.words.past):
        return "passive_perfect" if "passive_perfect" in verbal else verbal[0]
    pronoun = before != PREPOSITION and any(entry.get("object") for _, entry in readings)
    if pronoun and first + 1 < len(scene.kinds) and scene.kinds[first + 1] & _ACTORS:
        return verbal[0]
    nominal = before in (PREPOSITION, VERB) or (before == NOUN and not scene.kinds[first - 1] & _ACTORS)
    return "masdar" if nominal and not prefix else verbal[0]


def _is_other_word(doc: Document, hit: Hit) -> bool:
    """Whether a list knows the whole word where the trigger needs its first letter for a clitic."""
    for other in doc.lexemes.by_start.get(hit.first, ()):
        if len(other.prefix) < len(hit.prefix) and other.entry.list in _RIVALS:
            return True
    return False


def _fits(scene: Scene, sense: Sense, first: int, last: int) -> bool:
    """Whether what must stand behind or before a trigger at `[first, last)` stands there, and nothing that must not."""
    sentence = scene.sentences[first]
    for sought in sense.sought:
        if sought.behind:
            begin, end, bound = last, last + sought.reach, sentence.last
            if end > bound:
                end = bound
        else:
            begin, end, bound = first - sought.reach, first, sentence.first
            if begin < bound:
                begin = bound
        stands = not sought.tokens.isdisjoint(scene.norm[begin:end])
        if not stands and sought.kinds:
            stands = scene.first(sought.kinds, begin, end) >= 0
        if stands is not sought.wanted:
            return False
    return True


def _end(scene: Scene, last: int, taken: Sought) -> int:
    """The end of a trigger that ends at `last`, with what is taken behind it."""
    while scene.norm[last] not in taken.tokens and not scene.kinds[last] & taken.kinds:
        last += 1
    return last + 1


def _resolved(found: list[Found]) -> list[Found]:
    """Of overlapping triggers the longest, then the one with most constraints, then the first type."""
    kept: dict[int, Found] = {}
    taken: set[int] = set()
    for f in sorted(found, key=attrgetter("rank")):
        if f.first in taken or f.filler in taken:
            continue
        if f.last > f.first + 1:
            if not taken.isdisjoint(range(f.first, f.last)):
                continue
            taken.update(range(f.first, f.last))
        kept[f.first] = f
        taken.add(f.first)
        if f.filler >= 0:
            taken.add(f.filler)
    return [kept[first] for first in sorted(kept)]
