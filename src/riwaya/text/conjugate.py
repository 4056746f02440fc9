"""Spell out the persons, tenses, participles and verbal nouns of an Arabic verb, without diacritics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

Tense = Literal["perfect", "imperfect", "jussive", "passive_perfect", "masdar", "active", "passive_participle"]
Gender = Literal["m", "f"]
Number = Literal["s", "d", "p"]
Joint = Literal["every", "sound", "consonant", "prefix", "object", "plural", "indicative", "possessive"]
Bases = dict[str, str]


class Verb(msgspec.Struct, frozen=True):
    """One row of lexicon/verbs.csv; an empty string says that the verb lacks the form."""

    verb: str
    imperfect: str
    masdars: tuple[str, ...] = ()
    active: str = ""
    passive_participle: str = ""
    passive_perfect: str = ""
    stem: str = ""
    transitive: bool = False


class Form(msgspec.Struct, frozen=True):
    """One spelling of a verb with its agreement; `gender` is None where the spelling does not show it."""

    text: str
    tense: Tense
    person: Literal[1, 2, 3]
    gender: Gender | None
    number: Number
    object: bool


class Cell(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One cell of a paradigm: what stands before and after which base."""

    person: Literal[1, 2, 3]
    number: Number
    base: Literal["whole", "feminine", "dual", "plural", "consonant", "jussive", "accusative", "bare"]
    gender: Gender | None = None
    prefix: str = ""
    ending: str = ""


class Seam(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How the letters on the two sides of a joint are spelt together; an empty `right` fits any."""

    at: Joint
    left: str
    becomes: tuple[str, ...]
    right: str = ""


class Letters(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The letters by which weak verbs are told."""

    alef: str
    alef_maqsura: str
    yeh: str
    hamza: str
    weak_perfect: tuple[str, ...]
    alef_perfect: tuple[str, ...]
    weak_imperfect: tuple[str, ...]
    no_accusative_alef: tuple[str, ...]
    seats: dict[str, str]


class Pronouns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The pronouns written onto verbs and verbal nouns."""

    object_third: tuple[str, ...]
    object_first: tuple[str, ...]
    possessive: tuple[str, ...]


class Example(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A verb of the lexicon and a spelling it has or, with the reason, must not have."""

    verb: str
    text: str
    why: str = ""


class Affixes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of text/conjugation.toml."""

    letters: Letters
    pronouns: Pronouns
    seam: tuple[Seam, ...]
    perfect: tuple[Cell, ...]
    imperfect: tuple[Cell, ...]
    jussive: tuple[Cell, ...]
    masdar: tuple[Cell, ...]
    participle: tuple[Cell, ...]
    example: tuple[Example, ...]
    counterexample: tuple[Example, ...]


def conjugate(verb: Verb, affixes: Affixes) -> tuple[Form, ...]:
    """Return every form of `verb`, each once, in the order of the paradigms.

    Clitics written before a form (the article, conjunctions, prepositions, the future particle) are not
    part of it. A jussive or subjunctive spelt like the imperfect is given as imperfect only.
    """
    forms = [*_perfect(verb, affixes), *_passive_perfect(verb, affixes), *_imperfect(verb, affixes)]
    forms += _masdars(verb, affixes)
    forms += _participle(verb.active, "active", affixes, _defective(verb, affixes.letters))
    forms += _participle(verb.passive_participle, "passive_participle", affixes, False)
    return tuple(dict.fromkeys(forms))


def _perfect(verb: Verb, affixes: Affixes) -> Iterator[Form]:
    """Yield the active perfect, with objects if the verb takes them."""
    bases = _perfect_bases(verb.verb, verb.stem or verb.verb, affixes.letters)
    forms = _fill(affixes.perfect, bases, "perfect", affixes)
    yield from _with_objects(forms, {"every", "object"}, affixes) if verb.transitive else forms


def _passive_perfect(verb: Verb, affixes: Affixes) -> Iterator[Form]:
    """Yield the passive perfect where it is spelt unlike the active."""
    if verb.passive_perfect:
        whole = verb.passive_perfect
        short = _shortened(whole, affixes.letters) if _hollow(verb) else whole
        bases = _perfect_bases(whole, short, affixes.letters)
        yield from _fill(affixes.perfect, bases, "passive_perfect", affixes)


def _imperfect(verb: Verb, affixes: Affixes) -> Iterator[Form]:
    """Yield the imperfect, then the jussive and subjunctive cells that are spelt otherwise."""
    bases = _imperfect_bases(verb, affixes.letters)
    forms = _fill(affixes.imperfect, bases, "imperfect", affixes)
    shorter = _fill(affixes.jussive, bases, "jussive", affixes)
    if verb.transitive:
        forms = _with_objects(forms, {"every", "object", "indicative"}, affixes)
        shorter = _with_objects(shorter, {"every", "object"}, affixes)
    known = set(forms)
    yield from forms
    yield from (form for form in shorter if msgspec.structs.replace(form, tense="imperfect") not in known)


def _masdars(verb: Verb, affixes: Affixes) -> Iterator[Form]:
    """Yield each verbal noun plain, as an adverbial accusative, and with its possessive pronouns."""
    for masdar in verb.masdars:
        yield from _fill(affixes.masdar, _noun_bases(masdar, affixes.letters), "masdar", affixes)
        for pronoun in affixes.pronouns.possessive:
            for text in _join(masdar, pronoun, {"every", "possessive"}, affixes.seam):
                yield Form(text, "masdar", 3, None, "s", False)


def _participle(
    participle: str, tense: Literal["active", "passive_participle"], affixes: Affixes, defective: bool
) -> list[Form]:
    """Return the participle in both genders and all numbers, nominative and oblique."""
    if not participle:
        return []
    bases = _noun_bases(participle, affixes.letters)
    if participle.endswith(affixes.letters.alef_maqsura):
        bases |= {"plural": participle[:-1], "dual": participle[:-1] + affixes.letters.yeh}
    elif defective and participle.endswith(affixes.letters.yeh):
        bases |= {"plural": participle[:-1], "bare": participle[:-1]}
    return _fill(affixes.participle, bases, tense, affixes)


def _noun_bases(noun: str, letters: Letters) -> Bases:
    """Return the bases of a sound noun; one that writes no alef in the accusative lacks that base."""
    bases = dict.fromkeys(("whole", "dual", "plural"), noun)
    return bases if noun.endswith(letters.no_accusative_alef) else bases | {"accusative": noun}


def _perfect_bases(whole: str, stem: str, letters: Letters) -> Bases:
    """Return the bases of a perfect from its third person and its stem before consonants."""
    bases = dict.fromkeys(("whole", "feminine", "dual", "plural"), whole) | {"consonant": stem}
    if whole.endswith(letters.weak_perfect):
        bases |= {"dual": stem, "plural": whole[:-1]}
    if whole.endswith(letters.alef_perfect):
        bases["feminine"] = whole[:-1]
    return bases


def _imperfect_bases(verb: Verb, letters: Letters) -> Bases:
    """Return the bases of the imperfect, the letter of its person taken off."""
    whole = verb.imperfect[1:]
    bases = dict.fromkeys(("whole", "dual", "plural", "consonant", "jussive"), whole)
    if whole.endswith(letters.weak_imperfect):
        dual = whole[:-1] + letters.yeh if whole.endswith(letters.alef_maqsura) else whole
        bases |= {"dual": dual, "consonant": dual, "plural": whole[:-1], "jussive": whole[:-1]}
    elif _hollow(verb):
        short = _shortened(whole, letters)
        bases |= {"consonant": short, "jussive": short}
    elif verb.stem == verb.verb + verb.verb[-1]:
        bases["consonant"] = whole + whole[-1]
    return bases


def _hollow(verb: Verb) -> bool:
    """Say whether the long vowel before the last radical is shortened before consonants."""
    return bool(verb.stem) and len(verb.stem) < len(verb.verb)


def _defective(verb: Verb, letters: Letters) -> bool:
    """Say whether the last radical is waw or yeh."""
    return verb.verb.endswith(letters.weak_perfect)


def _shortened(whole: str, letters: Letters) -> str:
    """Return a hollow form without its long vowel, a final hamza on the seat that the vowel leaves."""
    vowel, last = whole[-2], whole[-1]
    return whole[:-2] + (letters.seats[vowel] if last == letters.hamza else last)


def _fill(cells: Iterable[Cell], bases: Bases, tense: Tense, affixes: Affixes) -> list[Form]:
    """Return the forms of the cells whose base the word has."""
    return [
        Form(text, tense, cell.person, cell.gender, cell.number, False)
        for cell in cells
        if cell.base in bases
        for stem in _join(cell.prefix, bases[cell.base], {"prefix"}, affixes.seam)
        for text in _join(stem, cell.ending, _joints(cell, bases), affixes.seam)
    ]


def _joints(cell: Cell, bases: Bases) -> set[Joint]:
    """Return which seams hold before the ending of a cell."""
    if cell.base == "consonant":
        return {"every", "consonant"}
    return {"every", "sound"} if bases[cell.base] == bases["whole"] else {"every"}


def _with_objects(forms: list[Form], joints: set[Joint], affixes: Affixes) -> list[Form]:
    """Return the forms followed by the same with each object pronoun; no first person acts on itself."""
    third, first = affixes.pronouns.object_third, affixes.pronouns.object_first
    return forms + [
        msgspec.structs.replace(form, text=text, object=True)
        for form in forms
        for pronoun in (third + first if form.person == 3 else third)
        for text in _join(form.text, pronoun, joints | {"plural"} if form.number == "p" else joints, affixes.seam)
    ]


def _join(left: str, right: str, joints: set[Joint], seams: tuple[Seam, ...]) -> tuple[str, ...]:
    """Return the spellings of `left` and `right` written as one word."""
    if not left or not right:
        return (left + right,)
    for seam in seams:
        if seam.at in joints and left.endswith(seam.left) and right.startswith(seam.right):
            head, tail = left[: -len(seam.left)], right[len(seam.right) :]
            return tuple(head + middle + tail for middle in seam.becomes)
    return (left + right,)
