"""Work out drafts of quantities from rule matches: the number, what is counted, and how far the words reach."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import compress
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.document import Document
from riwaya.annotate.numbers import Number
from riwaya.annotate.quantitygrammar import Tables
from riwaya.rules.cascade import Candidate
from riwaya.rules.wordclass import OTHER, Coded, Reading

_MOST_MODIFIERS = 3
_FINITE = {"perfect", "imperfect", "passive_perfect", "passive_imperfect", "imperative"}
PERCENT = {0.3333: 33.3, 0.6667: 66.7, 0.5: 50, 0.25: 25}


class Draft(Struct, frozen=True):
    """A quantity before its modifiers: tokens `[first, last)`, bounds, and the tokens `of` what is counted."""

    first: int
    last: int
    low: float
    high: float
    vague: bool = False
    unit: str | None = None
    role: str = ""
    of: tuple[int, int] | None = None
    again: bool = False


@dataclass
class Reader:
    """Reads candidates of one document; it has the first tokens of its sentences and the kinds of its words at hand."""

    doc: Document
    given: Tables
    coded: Coded
    numbers: Mapping[int, Number]
    times: frozenset[int]

    def __post_init__(self) -> None:
        self.sentences = [sentence.first for sentence in self.doc.layout.sentences]
        self.table, self.kinds = self.given.cascade.table, self.coded.kinds

    def whole(self, candidate: Candidate) -> bool:
        """Whether a candidate has words and lies in one paragraph."""
        tokens, text = self.doc.tokens, self.doc.article.text
        if candidate.last <= candidate.first:
            return False
        return "\n" not in text[tokens.start[candidate.began] : tokens.end[candidate.last - 1]]

    def draft(self, candidate: Candidate) -> Draft | None:
        """The draft of a candidate, None where its words do not make a quantity."""
        operation: Callable[[Candidate], Draft | None] = getattr(self, candidate.rule.value)
        return operation(candidate)

    def shaped_duals(self) -> Iterator[Candidate]:
        """Words of no list that end like the dual of a feminine noun."""
        rule, shaped = self.given.dual_rule, self.doc.read[self.given.duals]
        for i in compress(range(len(shaped)), shaped) if True in shaped else ():
            if rule is not None and self.coded.codes[i] == OTHER and not self._after_dual(i):
                yield Candidate(i, i + 1, i, 0, rule, {"noun": (i, i + 1)})

    def _after_dual(self, i: int) -> bool:
        """Whether the word before is a dual too: then this one is its adjective."""
        before = self.coded.norm[i - 1] if i else ""
        return self.has(i - 1, "dual", "dual_def") or self.given.dual.fullmatch(before) is not None

    def reading(self, i: int, *names: str) -> Reading | None:
        """The reading of the unit at token `i` with one of the classes."""
        return self.table.reading(self.coded, i, *names) if 0 <= i < len(self.kinds) else None

    def has(self, i: int, *names: str) -> bool:
        """Whether the unit at token `i` has one of the classes."""
        kinds = self.kinds
        return 0 <= i < len(kinds) and kinds[i] in self.table.holding[names]

    def number(self, candidate: Candidate, role: str = "n") -> Number | None:
        """The number of a part, unless it is glued to letters (F-16, B10)."""
        first, last = candidate.roles[role]
        numbers = self.numbers
        while first < last and first not in numbers:
            first += 1
        return None if first == last or self._glued(numbers[first]) else numbers[first]

    def _glued(self, number: Number) -> bool:
        tokens = self.doc.tokens
        before, after = number.first - 1, number.last
        if before >= 0 and tokens.end[before] == tokens.start[number.first] and number.digits:
            mark = tokens.norm[before]
            if mark.isascii() and (mark.isalpha() or mark in "+_") or (mark == "-" and not self._digits_before(before)):
                return True
        return (
            after < len(tokens)
            and tokens.start[after] == tokens.end[after - 1]
            and (tokens.norm[after] == "+" or (tokens.norm[after].isascii() and tokens.norm[after].isalpha()))
        )

    def _digits_before(self, dash: int) -> bool:
        return dash > 0 and self.doc.tokens.norm[dash - 1].isdigit()

    def _is_noun(self, i: int, definite: bool = False) -> bool:
        """Whether the word at `i` may be what is counted."""
        word = self.coded.norm[i]
        if definite and self.given.prepositional.fullmatch(word):
            return False
        if self.has(i, "noun", "others"):
            return definite or not self.given.definite.fullmatch(word)
        if self.coded.codes[i] != OTHER or not self.given.word.fullmatch(word):
            return definite and self.has(i, "role") and bool(self.given.definite.fullmatch(word))
        if self.given.definite.fullmatch(word) and not definite:
            return False
        return definite or not self._is_verb(i)

    def _is_verb(self, i: int) -> bool:
        """A finite verb: a form that can be a participle, a verbal noun or another noun is taken for a noun."""
        if self.doc.lexemes.at(i, "noun_homographs"):
            return False
        tenses = {h.entry.get("tense") for h in self.doc.lexemes.by_start.get(i, ()) if h.entry.list == "verbs"}
        return bool(tenses & _FINITE) and not tenses - _FINITE

    def _after_noun(self, last: int, definite: bool) -> int:
        """Where the noun phrase ends: adjectives of the same definiteness, and nouns joined to a definite one."""
        norm, limit = self.coded.norm, min(last + _MOST_MODIFIERS, len(self.coded.norm))
        while (
            last < limit
            and last not in self.times
            and self._same_line(last)
            and self._modifies(last, norm[last], definite)
        ):
            last += 1
        return last

    def _modifies(self, i: int, word: str, definite: bool) -> bool:
        if self.has(i, "others", "others_adj"):
            return True
        if self.has(i, "stop") or (self.coded.codes[i] != OTHER and not definite and not self.has(i, "noun")):
            return False
        shapes = self.given
        if definite:
            return bool(shapes.definite.fullmatch(word)) and not shapes.prepositional.fullmatch(word)
        adjective = shapes.adjective.fullmatch(word) or shapes.dual.fullmatch(word) or self._is_dual(i)
        return bool(adjective) and not shapes.definite.fullmatch(word) and not self._is_verb(i)

    def _is_dual(self, i: int) -> bool:
        reading = self.reading(i, "dual")
        return reading is not None and not reading.prefix

    def _same_line(self, i: int) -> bool:
        tokens = self.doc.tokens
        return "\n" not in self.doc.article.text[tokens.end[i - 1] : tokens.start[i]]

    def _noun_draft(self, draft: Draft, at: int, definite: bool = False) -> Draft:
        """A draft with the noun at token `at`, its unit, its role and its modifiers."""
        reading = self.reading(at, "noun", "others", "dual", "dual_def", "dual_construct", "measure", "percent")
        end = self.coded.end(at)
        last = max(draft.last, self._after_noun(end, definite))
        unit = (reading.get("unit") or None) if reading else None
        if unit is None and self.given.adjective.fullmatch(self.coded.norm[at]) and draft.vague:
            unit = "people"
        again = reading is not None and reading.name == "others"
        return replace(
            draft, last=last, unit=unit, role=reading.get("role") if reading else "", of=(at, end), again=again
        )

    def _from_number(self, candidate: Candidate) -> Draft | None:
        number = self.number(candidate)
        if number is None:
            return None
        return Draft(candidate.first, candidate.last, number.low, number.high, number.vague)

    def count(self, candidate: Candidate) -> Draft | None:
        """A number and a noun."""
        draft = self._from_number(candidate)
        if draft is None:
            return None
        if "noun" not in candidate.roles:
            return self._noun_draft(draft, candidate.last - 1)
        at = candidate.roles["noun"][0]
        if not self._is_noun(at) or self._year_like(candidate):
            return self._alone(candidate)
        return self._noun_draft(draft, at)

    def _year_like(self, candidate: Candidate) -> bool:
        number = self.number(candidate)
        at = candidate.roles["noun"][0]
        year = number is not None and number.digits and number.last - number.first == 1 and 1900 <= number.low <= 2100
        return year and not self.has(at, "noun")

    def _alone(self, candidate: Candidate) -> Draft | None:
        """A number whose next word is no noun still counts after a word for casualties."""
        number = self.number(candidate)
        if number is None:
            return None
        before = number.first - 1
        if self.has(before, "role", "among"):
            return self._bare(number)
        return None

    def count_of(self, candidate: Candidate) -> Draft | None:
        """A number out of a named whole."""
        draft, at = self._from_number(candidate), candidate.roles["noun"][0]
        if draft is None or not self._is_noun(at, definite=True) or self._year_like(candidate):
            return None
        if draft.last - 1 > at or self.has(at, "stop"):
            return None
        return self._noun_draft(replace(draft, unit=None), at, definite=True)

    def vague(self, candidate: Candidate) -> Draft | None:
        """Dozens, hundreds; the noun may follow with or without of."""
        number = self.number(candidate)
        if number is None:
            return None
        bare = Draft(candidate.roles["n"][0], number.last, number.low, number.high, vague=True, unit="people")
        if "noun" not in candidate.roles:
            return replace(bare, again=True)
        at = candidate.roles["noun"][0]
        if self.has(at, "among"):
            return replace(bare, last=candidate.last, again=True)
        if not self._is_noun(at, definite=True) or (at == number.last and self._definite(number)):
            return replace(bare, again=True)
        return self._noun_draft(replace(bare, last=candidate.last), at, definite=True)

    def _definite(self, number: Number) -> bool:
        """Whether a vague number ends with the article: then only of can join a noun to it."""
        reading = self.reading(number.last - 1, "vague")
        return reading is not None and reading.get("kind").endswith("_the")

    def measure(self, candidate: Candidate) -> Draft | None:
        """A number and a unit of measure, the dual of a unit, or percent."""
        if "n" not in candidate.roles:
            reading = self.reading(candidate.roles["u"][0], "measure_two")
            return self._measured(Draft(candidate.first, candidate.last, 2, 2), reading)
        draft = self._from_number(candidate)
        if draft is None:
            return None
        if "u" not in candidate.roles:
            return replace(draft, unit="percent", role="")
        return self._measured(draft, self.reading(candidate.roles["u"][0], "measure", "percent"))

    def _measured(self, draft: Draft, reading: Reading | None) -> Draft | None:
        if reading is None:
            return None
        role = "" if reading.get("unit") == "percent" else reading.get("role")
        return replace(draft, unit=reading.get("unit"), role=role)

    def range(self, candidate: Candidate) -> Draft | None:
        """Two numbers and what both count."""
        low, high = self.number(candidate), self.number(candidate, "n2")
        if low is None or high is None or low.vague or high.vague:
            return None
        first = low.low
        if first < 1000 <= high.low and first < high.low / 1000:
            first = first * (1_000_000 if high.low >= 1_000_000 else 1000)
        if not first < high.low:
            return None
        draft = Draft(candidate.first, candidate.last, first, high.low)
        if "u" in candidate.roles:
            return self._measured(draft, self.reading(candidate.roles["u"][0], "measure", "percent"))
        if "noun" not in candidate.roles:
            return replace(draft, unit="percent")
        at = candidate.roles["noun"][0]
        return self._noun_draft(draft, at) if self._is_noun(at) else None

    def dual(self, candidate: Candidate) -> Draft | None:
        """A dual counts two."""
        at = candidate.roles["noun"][0]
        definite = self.has(at, "dual_def")
        if not definite and self.given.definite.fullmatch(self.coded.norm[at]):
            return None
        return self._noun_draft(Draft(candidate.first, candidate.last, 2, 2), at, definite)

    def single(self, candidate: Candidate) -> Draft | None:
        """One of something."""
        at = candidate.roles["noun"][0]
        reading = cast(Reading, self.reading(at, "noun"))
        alone = "lead" in candidate.roles
        if (
            reading.get("count") != "1"
            or reading.get("unit") != "people"
            or (alone and reading.get("role") not in {"killed", "injured"})
        ):
            return None
        return self._noun_draft(Draft(candidate.first, candidate.last, 1, 1), at)

    def bare(self, candidate: Candidate) -> Draft | None:
        """A number that takes up what was counted before it, or thousands and millions of people."""
        number = self.number(candidate)
        if number is None:
            return None
        alone = candidate.began == candidate.first and candidate.last == number.last
        if alone and not self.has(number.last - 1, "number", "vague") or (alone and number.last - number.first < 2):
            return None
        draft = self._bare(number)
        return None if draft is None else replace(draft, last=candidate.last)

    def _bare(self, number: Number) -> Draft | None:
        if number.digits and number.last - number.first == 1 and 1900 <= number.low <= 2100:
            return None
        return Draft(number.first, number.last, number.low, number.high, number.vague, unit="people", again=True)

    def fraction(self, candidate: Candidate) -> Draft | None:
        """A share of a whole, as a percentage."""
        if "share" in candidate.roles:
            return self._share(candidate)
        number, at = self.number(candidate), candidate.roles["noun"][0]
        if number is None or number.low not in PERCENT or not self.given.definite.fullmatch(self.coded.norm[at]):
            return None
        share = PERCENT[number.low]
        return Draft(candidate.first, candidate.last, share, share, unit="percent", of=candidate.roles["noun"])

    def _share(self, candidate: Candidate) -> Draft | None:
        reading = self.reading(candidate.roles["share"][0], "share_of_them")
        share = float(reading.get("value")) if reading else 0
        return Draft(candidate.first, candidate.last, share, share, unit="percent", of=candidate.roles.get("noun"))

    def age(self, candidate: Candidate) -> Draft | None:
        """The age of a person in years or months."""
        unit = self.reading(candidate.roles["u"][0], "age_unit") if "u" in candidate.roles else None
        half = 0.5 if "half" in candidate.roles else 0
        if "n" not in candidate.roles:
            low = (1 if unit is None else int(unit.get("count") or 1)) + half
            return Draft(candidate.roles["u"][0], candidate.last, low, low, unit=_unit_or_years(unit), role="age")
        number = self.number(candidate)
        if number is None:
            return None
        low, last = number.low + half, candidate.roles.get("close", (candidate.last,))[0]
        return Draft(number.first, last, low, low, unit=_unit_or_years(unit), role="age")


def _unit_or_years(reading: Reading | None) -> str:
    return reading.get("unit") if reading else "years"
