"""Word classes and noun phrases, found without a parser from closed lists and the shape of words."""

from __future__ import annotations

import msgspec
from msgspec import Struct

from riwaya.annotate.document import Base, Document
from riwaya.annotate.phrase_index import is_deed
from riwaya.rules.files import read_toml
from riwaya.rules.lexicon import Hit
from riwaya.text.tokens import QUOTE_MARKS

REQUIRES = ("names",)
ASSIGNS = ("classes", "marks")

NOUN, VERB, EITHER, PREPOSITION, CONJUNCTION = "N", "V", "A", "P", "C"
COMPLEMENTIZER, RELATIVE, DIGIT, QUOTE, MARK = "M", "R", "D", "Q", "."

_CLOSED = {
    "prepositions": PREPOSITION,
    "conjunctions": CONJUNCTION,
    "relatives": RELATIVE,
    "complementizers": COMPLEMENTIZER,
}
_NOMINAL = NOUN + EITHER + DIGIT
_MARKED = QUOTE + MARK
_OPENING = _NOMINAL + QUOTE
_SAYING = ("reporting", "relays")
_NO_SAYING = PREPOSITION + CONJUNCTION + RELATIVE
_FINITE = frozenset({"perfect", "imperfect", "jussive", "passive_perfect"})
_IMPERFECT = frozenset({"imperfect", "jussive"})
_LONGEST_INSERTION = 5
_LABEL = 3
_LONGEST_PHRASE = 24


class Marks(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename={"and_": "and"}):
    """The letters and marks of `data/text/marks.toml`."""

    article: tuple[str, ...]
    verb_prefix: tuple[str, ...]
    pronoun_suffix: tuple[str, ...]
    comma: frozenset[str]
    open: frozenset[str]
    close: frozenset[str]
    colon: frozenset[str]
    dash: frozenset[str]
    hash: frozenset[str]
    and_: str
    to: frozenset[str]
    by: frozenset[str]
    joining: frozenset[str]
    before_imperfect: frozenset[str]
    bound: tuple[str, ...]
    circumstance: tuple[str, ...]
    feminine: tuple[str, ...]
    answer: frozenset[str]
    that_is: frozenset[str]
    theirs: frozenset[str]
    told: frozenset[str]
    future: frozenset[str]
    imperfect: tuple[str, ...]
    stop: frozenset[str]
    statement: frozenset[str]
    adjective: tuple[str, ...]
    had: frozenset[str]

    @property
    def joined_to(self) -> frozenset[str]:
        """The spellings of a joined li-, without the article's own letters."""
        return self.to - {self.article[0]}

    @property
    def by_the(self) -> str:
        """Joined bi- with the article."""
        return max(self.by, key=len)

    @property
    def letter_by(self) -> str:
        """The letter of a joined bi-."""
        return min(self.by, key=len)


def load(base: Base) -> Marks:
    """The marks of the data folder. Raises DataError for a fault in the file."""
    return read_toml(base.folder / "text/marks.toml", Marks)


def annotate(doc: Document, given: Marks) -> Document:
    """Return `doc` with `classes`: one letter a token (see the constants of this module)."""
    shapes = {word: _shape(word, given) for word in set(doc.tokens.norm)}
    classes = [shapes[word] for word in doc.tokens.norm]
    verbal_nouns, finite = _verb_forms(doc, given)
    for i in finite:
        classes[i] = EITHER if i in verbal_nouns else VERB
    for hit in (*doc.lexemes.of("noun_homographs"), *doc.lexemes.of("first_names")):
        if hit.entry.list == "noun_homographs" or not hit.prefix:
            classes[hit.first] = NOUN
    for name, letter in _CLOSED.items():
        for hit in doc.lexemes.of(name):
            if _as_spelled(doc, hit) and not _governs_nothing(doc, hit):
                classes[hit.first : hit.last] = letter * (hit.last - hit.first)
    for first, last in (*doc.names, *_compounds(doc)):
        classes[first:last] = NOUN * (last - first)
    closed = {i for i, letter in enumerate(classes) if letter in _NO_SAYING}
    lexemes = doc.lexemes.without(_SAYING, closed | _no_sayings(doc, given))
    return doc.knowing(classes="".join(classes), marks=given, lexemes=lexemes)


def _no_sayings(doc: Document, marks: Marks) -> set[int]:
    """Where a reporting verb reports nothing: its verbal noun, a participle that is a noun, a wish to stay unnamed."""
    said = {h.first for h in doc.lexemes.of("reporting") if _says(h, marks)}
    asked = {i for h in doc.lexemes.of("anonymity") for i in range(h.first, h.last)}
    called = {h.first for h in doc.lexemes.of("name_signs") if not doc.lexemes.at(h.last, "complementizers")}
    return {h.first for h in doc.lexemes.of("reporting")} - (said - asked - called)


def _says(hit: Hit, marks: Marks) -> bool:
    return _finite(hit, marks) or (hit.entry.get("tense") == "active" and hit.entry.get("participle") == "yes")


def _governs_nothing(doc: Document, hit: Hit) -> bool:
    """Whether what is spelt like a preposition is a verb of saying (a preposition or that-clause follows it), or
    what is spelt like a conjunction begins a name (mother of).
    """
    if hit.entry.list == "conjunctions":
        return doc.lexemes.at(hit.first, "name_particles") is not None and bool(doc.lexemes.at(hit.last, "first_names"))
    if hit.entry.list != "prepositions" or not doc.lexemes.at(hit.first, "reporting"):
        return False
    following = doc.lexemes.at(hit.last, "prepositions", "complementizers")
    return following is not None and following.prefix == ""


def _compounds(doc: Document) -> list[tuple[int, int]]:
    """Head nouns and titles of several words, or right behind a verb of saying: no verb stands inside them."""
    hits = (*doc.lexemes.of("source_nouns"), *doc.lexemes.of("titles"))
    said = {h.last for h in doc.lexemes.of("reporting") if h.entry.get("tense") in _FINITE}
    return [(h.first, h.last) for h in hits if h.last - h.first > 1 or h.first in said]


def _as_spelled(doc: Document, hit: Hit) -> bool:
    """Whether a word that folds together with a name (`exact`) is spelt as itself in the original."""
    if not hit.entry.get("exact"):
        return True
    return doc.mention(hit.first, hit.last).text.endswith(hit.entry.form)


def _verb_forms(doc: Document, marks: Marks) -> tuple[set[int], set[int]]:
    """Tokens that are forms of a verb's nouns, and tokens that are its finite forms."""
    verbal_nouns: set[int] = set()
    finite: set[int] = set()
    for hit in doc.lexemes.of("verbs"):
        tense = hit.entry.get("tense")
        if tense == "masdar" and hit.prefix not in marks.future:
            verbal_nouns.add(hit.first)
        elif _finite(hit, marks):
            finite.add(hit.first)
    return verbal_nouns, finite


def _shape(word: str, marks: Marks) -> str:
    if word.isalpha():
        return VERB if len(word) > 3 and word.startswith(marks.verb_prefix) else NOUN
    if word.isdigit():
        return DIGIT
    return QUOTE if word in QUOTE_MARKS else MARK


def _finite(hit: Hit, marks: Marks) -> bool:
    """Whether a form is finite behind its proclitic: the future and li- stand before imperfects alone."""
    tense = hit.entry.get("tense")
    if tense in _IMPERFECT:
        return hit.prefix in marks.before_imperfect
    return tense in _FINITE and hit.prefix in marks.joining


class Phrase(Struct, frozen=True):
    """A noun phrase: tokens `[first, last)`, and where its core ends (before prepositional tails)."""

    first: int
    last: int
    core: int


def noun_phrase(doc: Document, start: int, limit: int, *, tails: bool = False) -> Phrase | None:
    """The noun phrase that begins at token `start`, ending before `limit`; None where none begins.

    A definite or proper noun is followed only by words that can belong to it: definite adjectives,
    proper names, a short parenthesis or quotation. With `tails`, prepositional phrases are taken too.
    """
    plain, people = doc.plain, doc.people
    i, definite, core = start, False, start
    limit = min(limit, start + _LONGEST_PHRASE)
    while i < limit and (i == start or i in plain or not _ends_phrase(doc, i, start, definite)):
        if i in plain:
            step = int(_belongs(doc, i, start, definite))
            definite = is_definite(doc, i)
        else:
            person = people.get(i, 0)
            if i < person <= limit:
                return Phrase(start, person, core if core > start else person)
            step, definite = _whole(doc, i, limit, (start, definite))
            if step == 0 and tails and i > start and _tail(doc, i, limit):
                core, step, definite = i if core == start else core, 1, False
        if step == 0:
            break
        i += step
    if i == start:
        return None
    return Phrase(start, i, core if core > start else i)


def _whole(doc: Document, i: int, limit: int, phrase: tuple[int, bool]) -> tuple[int, bool]:
    """How many tokens a name, an insertion, a head noun or a word takes at `i` (0 where none belongs to the phrase).

    Also whether the phrase, of which the start is given and whether it was definite, is definite then.
    """
    start, definite = phrase
    place = doc.place_at(i)
    named = max(doc.index.names.get(i, 0), place.last if place else 0, _called(doc, i, limit) if i > start else 0)
    if i < named <= limit:
        return doc.close_after(i, named) - i, True
    step = _step(doc, i, limit, shortest=i > start and definite)
    if step == 0 and doc.classes[i] in _NOMINAL and _belongs(doc, i, start, definite):
        return 1, is_definite(doc, i)
    return step, definite


def _step(doc: Document, i: int, limit: int, *, shortest: bool) -> int:
    """How many tokens an insertion or a head noun of several words takes at `i`; 0 where there is none."""
    if doc.classes[i] in _MARKED:
        return _insertion(doc, i, limit, shortest=shortest)
    return doc.index.compounds.get(i, 0)


def _called(doc: Document, i: int, limit: int) -> int:
    """The end of what a group is said to call itself; `i` where no word for that stands there."""
    sign = doc.lexemes.at(i, "group_signs")
    if sign is None or sign.last >= limit:
        return i
    close = doc.quoted.get(sign.last)
    if close is not None and close < limit:
        return close + 1
    name = noun_phrase(doc, sign.last, limit)
    return name.last if name else i


def _ends_phrase(doc: Document, i: int, start: int, definite: bool) -> bool:
    """Whether the phrase ends before `i`: at the article's outlet, a word of saying, an adverb, another name.

    Behind a definite word another name ends it; a title may be followed by one, but not by a medium: that
    is whom the official told.
    """
    index = doc.index
    if i in index.stops or i in index.addressed or (i not in index.names and doc.time_at(i) is not None):
        return True
    actor = index.actors.get(i)
    if actor is not None and start in index.officials and actor.entry.get("kind") == "media":
        return True
    if actor is not None and not actor.prefix and not doc.lexemes.by_start.get(start) and not is_definite(doc, start):
        return doc.place_at(start) is None
    if not definite or i not in index.names or (actor is not None and actor.prefix):
        return False
    return start not in index.titled or (actor is not None and actor.entry.get("kind") == "media")


def is_definite(doc: Document, i: int) -> bool:
    """Whether the word at token `i` bears the article or a pronoun."""
    marks = doc.marks
    word = doc.tokens.norm[i]
    return word.startswith(marks.article) or (len(word) > 4 and word.endswith(marks.pronoun_suffix))


def _belongs(doc: Document, i: int, start: int, definite: bool) -> bool:
    kind, word, index = doc.classes[i], doc.tokens.norm[i], doc.index
    if i == start:
        return True
    if kind == DIGIT or i in index.addressed or i in index.by_masdar or i in index.by_the:
        return False
    if word.startswith(doc.marks.article):
        return not (i in index.ends and any(map(is_deed, doc.lexemes.by_start.get(i, ()))))
    if definite and i == start + 1 and start in index.bodies and doc.lexemes.by_start.get(i) and i not in index.names:
        return False
    verbal = kind == EITHER or doc.lexemes.at(i, "verbs", "nominals") is not None
    if definite and (verbal or is_definite(doc, i) or by_joined(doc, i)):
        return False
    return not (len(word) > 3 and word.startswith(doc.marks.and_) and _joined(doc, i))


def _tail(doc: Document, i: int, limit: int) -> bool:
    """Whether a preposition at `i` may lead on inside a noun phrase: officials in, activists from, office for."""
    if i in doc.index.addressed:
        return False
    if doc.classes[i] == NOUN:
        return i in doc.index.to_joined
    leads = i in doc.index.tails and i + 1 < limit and doc.classes[i + 1] in _OPENING
    return leads and not doc.lexemes.at(i + 1, "channels")


def by_joined(doc: Document, i: int) -> bool:
    """Whether bi- is joined to the word at `i`: to a verbal noun, or to a word that no list knows with the letter."""
    word = doc.tokens.norm[i]
    if len(word) < 4 or not word.startswith(doc.marks.letter_by) or doc.place_at(i) is not None:
        return False
    return i in doc.index.by_masdar or all(hit.prefix for hit in doc.lexemes.by_start.get(i, ()))


def _joined(doc: Document, i: int) -> bool:
    """Whether the waw that begins a word is the conjunction: some list knows the word without it."""
    hits = doc.lexemes.by_start.get(i, ())
    if not hits:
        return doc.tokens.norm[i][1:].startswith(doc.marks.article)
    return all(hit.prefix.startswith(doc.marks.and_) for hit in hits)


def _insertion(doc: Document, i: int, limit: int, *, shortest: bool) -> int:
    """How many tokens a short parenthesis, quotation or hashtag mark at `i` takes; 0 where there is none.

    Behind a definite word only the `shortest` quotation, a label of up to two words, belongs to a phrase.
    """
    word, marks = doc.tokens.norm[i], doc.marks
    reach = _LABEL if shortest else _LONGEST_INSERTION
    if word in marks.open:
        return _bracket(doc, i, limit)
    if doc.classes[i] == QUOTE:
        close = doc.quoted.get(i)
        return close + 1 - i if close is not None and close - i <= reach and close < limit else 0
    if word in marks.hash or word == "_" or (word in marks.dash and _inside_word(doc, i)):
        return 1
    return 0


def _bracket(doc: Document, i: int, limit: int) -> int:
    """How many tokens a short parenthesis at `i` takes."""
    if doc.tokens.norm[i] not in doc.marks.open:
        return 0
    closes = (k for k in range(i + 1, min(i + _LONGEST_INSERTION, limit)) if doc.tokens.norm[k] in doc.marks.close)
    return next(closes, i - 1) + 1 - i


def _inside_word(doc: Document, i: int) -> bool:
    tokens = doc.tokens
    return 0 < i < len(tokens) - 1 and tokens.end[i - 1] == tokens.start[i] and tokens.end[i] == tokens.start[i + 1]
