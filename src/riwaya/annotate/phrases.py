"""Word classes and noun phrases, found without a parser from closed lists and the shape of words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from msgspec import Struct

from riwaya.annotate.document import Base, Document
from riwaya.annotate.marks import BY, DEFINITE, LETTERS, Marks, Shapes, load_marks
from riwaya.annotate.phrase_facts import LENGTH, LISTED, LOOSE, NAME, ODD, READ, STOP, TAIL, TIGHT, WHOLE, WORD
from riwaya.annotate.phrase_index import is_deed
from riwaya.rules.lexicon import Hit, Known

REQUIRES = ("names",)
ASSIGNS = ("classes", "shapes", "marks")

NOUN, VERB, EITHER, PREPOSITION, CONJUNCTION = "N", "V", "A", "P", "C"
COMPLEMENTIZER, RELATIVE, DIGIT, QUOTE, MARK = "M", "R", "D", "Q", "."

_CLOSED = {
    "conjunctions": CONJUNCTION,
    "relatives": RELATIVE,
    "complementizers": COMPLEMENTIZER,
    "joined_complementizers": COMPLEMENTIZER,
}
_NOMINAL = NOUN + EITHER + DIGIT
_MARKED = QUOTE + MARK
_OPENING = _NOMINAL + QUOTE
_SAYING = ("reporting", "relays")
_OPENING_CLAUSES = ("complementizers",)
_NO_SAYING = PREPOSITION + CONJUNCTION + RELATIVE
_FINITE = frozenset({"perfect", "imperfect", "jussive", "passive_perfect"})
_IMPERFECT = frozenset({"imperfect", "jussive"})
_SHORTEST = 4
"""The letters of the shortest word that bi- can be joined to."""
_LONGEST_INSERTION = 5
_LABEL = 3
_OTHERS = frozenset({"organization", "government", "monitor", "media"})
_SOMEBODY = 12
"""The most words of somebody between a verb of saying and what it governs."""
_LONGEST_PHRASE = 24
_ENDING = STOP | NAME
_LONGER = ODD | WHOLE
_DOUBTFUL = re.compile("[a-z]")
"""The class of a word that may be a preposition, in capitals if it is none."""


@dataclass(frozen=True)
class Tables:
    """The marks, the columns of the shapes and classes of words by themselves, and what stands before finite verbs.

    `finite` are the proclitics of finite verbs by their tense.
    """

    marks: Marks
    shapes: int
    classes: int
    finite: Mapping[str, frozenset[str]]


def load(base: Base) -> Tables:
    """The marks of the data folder, ready to use. Raises DataError for a fault in the file.

    The future and li- stand before imperfects alone.
    """
    marks = load_marks(base.folder)
    shapes = Shapes(marks)
    finite = {tense: marks.before_imperfect if tense in _IMPERFECT else marks.joining for tense in _FINITE}

    def class_of(word: str) -> str:
        known = base.lexicon.read(word)
        letter = chr(LETTERS[shapes.read(word)])
        return letter if known is None else _listed(letter, known, marks, finite)

    return Tables(marks, base.columns.add(shapes.read), base.columns.add(class_of), finite)


def _listed(letter: str, known: Known, marks: Marks, finite: Mapping[str, frozenset[str]]) -> str:
    """The class that the lists of single words give a word, small where it may be a preposition, else its `letter`.

    A word that is a finite verb and one of the nouns of a verb may be either.
    """
    lists = {name for _, _, name in known.single}
    verbs = [(prefix, entry.get("tense")) for prefix, entry, name in known.single if name == "verbs"]
    if any(prefix in finite.get(tense, ()) for prefix, tense in verbs):
        masdar = any(tense == "masdar" and prefix not in marks.future for prefix, tense in verbs)
        letter = EITHER if masdar else VERB
    if "noun_homographs" in lists or any(name == "first_names" and not prefix for prefix, _, name in known.single):
        letter = NOUN
    if "prepositions" not in lists:
        return letter
    exact = all(entry.get("exact") for _, entry, name in known.single if name == "prepositions")
    return letter.lower() if exact or known.begins("reporting") else PREPOSITION


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `shapes`, numbers as `marks.py` has them, and `classes`: one letter a token.

    The letters are the constants of this module.
    """
    lexemes = doc.lexemes
    classes: list[str] = [*doc.read[given.classes]]
    _class_closed(doc, classes, given.marks)
    for first, last in (*doc.names, *_compounds(doc)):
        classes[first:last] = NOUN * (last - first)
    dropped = {h.first for name in _SAYING for h in lexemes.of(name) if classes[h.first] in _NO_SAYING}
    lexemes = lexemes.without(_SAYING, dropped | _no_sayings(doc, given))
    lexemes = lexemes.without(_OPENING_CLAUSES, _no_complementizers(doc))
    shapes = bytes(doc.read[given.shapes])
    return doc.knowing(classes="".join(classes), shapes=shapes, marks=given.marks, lexemes=lexemes)


def _class_closed(doc: Document, classes: list[str], marks: Marks) -> None:
    """The words of closed lists, where they are spelt as themselves and govern something."""
    for found in _DOUBTFUL.finditer("".join(classes)):
        i = found.start()
        classes[i] = classes[i].upper()
        for hit in doc.lexemes.by_start[i]:
            if hit.entry.list == "prepositions" and _spelled_so(doc, hit) and not _said_to(doc, hit, marks):
                classes[i] = PREPOSITION
    mothers = doc.lexemes.starts["name_particles"]
    for name, letter in _CLOSED.items():
        for hit in doc.lexemes.of(name):
            if _spelled_so(doc, hit) and not (hit.first in mothers and _named(doc, hit)):
                classes[hit.first : hit.last] = letter * (hit.last - hit.first)


def _said_to(doc: Document, hit: Hit, marks: Marks) -> bool:
    """Whether what is spelt like a preposition is a verb of saying: a preposition or that-clause follows it.

    Also where it opens a clause and somebody stands in between: voiced X his concern, made X clear that.
    """
    if hit.first not in doc.lexemes.starts["reporting"]:
        return False
    following = doc.lexemes.at(hit.last, "prepositions", "complementizers")
    if following is not None and following.prefix == "":
        return True
    opens = hit.first == 0 or not doc.tokens.norm[hit.first - 1].isalnum()
    if not opens or doc.lexemes.at(hit.last, "channels") or not doc.lexemes.at(hit.last, "source_nouns", "titles"):
        return False
    said = doc.lexemes.at(hit.first, "reporting")
    about = said is not None and "an" in said.entry.get("frames").split("|")
    return _leads_to(doc, hit.last + 1, marks, about=about)


def _leads_to(doc: Document, first: int, marks: Marks, *, about: bool) -> bool:
    """Whether what a verb of saying governs, `about` something or a that-clause, follows behind somebody's name."""
    norm, that = doc.tokens.norm, doc.lexemes.starts["complementizers"]
    for i in range(first, min(first + _SOMEBODY, len(norm))):
        if norm[i] in marks.about if about else i in that:
            return True
        if norm[i] in marks.stop or norm[i] in marks.comma or norm[i].startswith(marks.and_ + marks.article[0]):
            return False
    return False


def _named(doc: Document, hit: Hit) -> bool:
    """Whether what is spelt like a conjunction begins a name."""
    return hit.entry.list == "conjunctions" and hit.last in doc.lexemes.starts["first_names"]


def _no_sayings(doc: Document, given: Tables) -> set[int]:
    """Where a reporting verb reports nothing: its verbal noun, a participle that is a noun, a wish to stay unnamed."""
    said = set()
    for hit in doc.lexemes.of("reporting"):
        cells = hit.entry.attributes
        tense = cells.get("tense", "")
        if hit.prefix in given.finite.get(tense, ()) or (tense == "active" and cells.get("participle") == "yes"):
            said.add(hit.first)
    asked = {i for h in doc.lexemes.of("anonymity") for i in range(h.first, h.last)}
    asked.update(h.first for h in doc.lexemes.of("idle_sayings") if _spelled_so(doc, h))
    called = {h.first for h in doc.lexemes.of("name_signs") if not doc.lexemes.at(h.last, "complementizers")}
    return {*doc.lexemes.starts["reporting"]} - (said - asked - called)


def _no_complementizers(doc: Document) -> set[int]:
    """Where what is spelt like a complementizer is a part of a known name (CNN), or a word that only folds to one."""
    starts = doc.lexemes.starts["complementizers"]
    known = [hit for hit in doc.lexemes.of("actors") if hit.last > hit.first + 1]
    named = {i for hit in known for i in range(hit.first + 1, hit.last) if i in starts}
    return named.union([hit.first for hit in doc.lexemes.of("complementizers") if not _spelled_so(doc, hit)])


def _compounds(doc: Document) -> list[tuple[int, int]]:
    """Head nouns and titles of several words, or right behind a verb of saying: no verb stands inside them."""
    said = {h.last for h in doc.lexemes.of("reporting") if h.entry.attributes.get("tense") in _FINITE}
    hits = (*doc.lexemes.of("source_nouns"), *doc.lexemes.of("titles"))
    return [(h.first, h.last) for h in hits if h.last - h.first > 1 or h.first in said]


def _spelled_so(doc: Document, hit: Hit) -> bool:
    """Whether a word that folds together with a name (`exact`) is spelt as itself in the original; others are."""
    if not hit.entry.attributes.get("exact"):
        return True
    tokens = doc.tokens
    return doc.article.text.endswith(hit.entry.form, tokens.start[hit.first], tokens.end[hit.last - 1])


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
    if tails:
        return _with_tails(doc, start, limit)
    end = noun_end(doc, start, limit)
    return Phrase(start, end, end) if end > start else None


def _with_tails(doc: Document, start: int, limit: int) -> Phrase | None:
    """The noun phrase at token `start` with prepositional phrases behind its core; None where none begins."""
    limit = limit if limit < start + _LONGEST_PHRASE else start + _LONGEST_PHRASE
    end, open_ended = _walk(doc, start, start, limit)
    core = end
    while open_ended and start < end < limit and doc.facts.bits[end] & TAIL and _tail(doc, end, limit):
        end, open_ended = _walk(doc, start, end + 1, limit)
    return Phrase(start, end, core) if end > start else None


def noun_end(doc: Document, start: int, limit: int) -> int:
    """Where the noun phrase without tails ends that begins at token `start`; `start` where none begins."""
    return _walk(doc, start, start, limit if limit < start + _LONGEST_PHRASE else start + _LONGEST_PHRASE)[0]


def _walk(doc: Document, start: int, first: int, limit: int) -> tuple[int, bool]:
    """How far the words from `first` on belong to the phrase that begins at `start`, and whether a tail may follow."""
    facts, people, i, definite = doc.facts.bits, doc.people, first, 0
    while i < limit:
        fact = facts[i] or doc.facts.read(i)
        if fact == READ or (fact & _ENDING and i > start and (fact & STOP or _another_name(doc, i, start, definite))):
            return i, False
        if i in people and i < people[i] <= limit:
            return people[i], False
        if fact & WORD:
            if i > start and (
                not fact & (TIGHT if definite else LOOSE)
                or (fact & LISTED and definite and _of_body(doc, i, start))
                or (i > start + 1 and not definite and _announced(doc, i, start))
            ):
                return i, True
            i, definite = i + 1, fact & DEFINITE
        else:
            step, definite = _whole(doc, i, limit, fact, (start, definite)) if fact & _LONGER else (0, definite)
            if step == 0:
                return i, True
            i += step
    return i, False


def _announced(doc: Document, i: int, start: int) -> bool:
    """Whether a noun of what is done stands at `i` behind an indefinite source and its adjective.

    It is what the source tells of: local sources (confirmed the) killing of three.
    """
    if start not in doc.index.titled or not doc.tokens.norm[i - 1].endswith(doc.marks.adjective):
        return False
    hits = doc.lexemes.by_start.get(i, ())
    return doc.classes[i - 1] == NOUN and any(is_deed(hit) and not hit.prefix for hit in hits)


def _whole(doc: Document, i: int, limit: int, fact: int, phrase: tuple[int, int]) -> tuple[int, int]:
    """How many tokens a name, an insertion, a head noun or a word takes at `i` (0 where none belongs to the phrase).

    Also whether the phrase, of which the start is given and whether it was definite, is definite then.
    """
    start, definite = phrase
    named = i + (fact >> LENGTH)
    if fact & ODD and i > start:
        named = max(named, _called(doc, i, limit))
    if i < named <= limit:
        return doc.close_after(i, named) - i, 1
    step = _step(doc, i, limit, shortest=i > start and definite > 0) if fact & ODD else 0
    if step == 0 and doc.classes[i] in _NOMINAL and (i == start or _belongs(doc, i, fact, phrase)):
        return 1, fact & DEFINITE
    return step, definite


def _belongs(doc: Document, i: int, fact: int, phrase: tuple[int, int]) -> bool:
    """Whether the word at `i` goes on a phrase, of which the start is given and whether it is definite."""
    start, definite = phrase
    if not definite:
        return fact & LOOSE > 0
    return fact & TIGHT > 0 and not (fact & LISTED and _of_body(doc, i, start))


def _of_body(doc: Document, i: int, start: int) -> bool:
    """Whether a noun for a group or a body stands alone before `i`."""
    return i == start + 1 and start in doc.index.bodies


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


def _another_name(doc: Document, i: int, start: int, definite: int) -> bool:
    """Whether a phrase ends before the name at `i`.

    Behind a definite word another name ends it; a title may be followed by one, but not by a medium: that
    is whom the official told.
    """
    index = doc.index
    actor = index.actors.get(i)
    medium = actor is not None and actor.entry.get("kind") == "media"
    if medium and start in index.officials:
        return True
    joined = actor is not None and actor.prefix != ""
    if actor is not None and not joined and not doc.lexemes.by_start.get(start) and not is_definite(doc, start):
        return doc.place_at(start) is None
    if definite == 0 or joined:
        return False
    return medium or start not in index.titled or (actor is not None and _another_body(doc, i, start, actor))


def _another_body(doc: Document, i: int, start: int, actor: Hit) -> bool:
    """Whether a known body is another one than that which a phrase begins with, which bears the article already."""
    other = (i == start + 1 and actor.entry.get("kind") != "person") or actor.entry.get("kind") in _OTHERS
    return other and start in doc.index.bodies and is_definite(doc, start)


def is_definite(doc: Document, i: int) -> bool:
    """Whether the word at token `i` bears the article or a pronoun."""
    return doc.shapes[i] & DEFINITE > 0


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
    if not doc.shapes[i] & BY or len(doc.tokens.norm[i]) < _SHORTEST or doc.place_at(i) is not None:
        return False
    return i in doc.index.by_masdar or all(hit.prefix for hit in doc.lexemes.by_start.get(i, ()))


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
