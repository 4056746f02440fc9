"""Numbers in digits, in words and in both (400 thousand), with their value or their bounds."""

from __future__ import annotations

from collections.abc import Collection
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from riwaya.rules.wordclass import OTHER, REST, Coded, Reading, WordTable
from riwaya.text.tokens import Tokens

LISTS = ("numerals", "marks")
_STARTS = ("number", "vague", "few", "teen", "fraction", "one")
_PIECES = (*_STARTS, "the_scale", "odd")
_FOLLOWING = (*_PIECES, "and")
_GLUE = ("thousands", "decimal")
_REMEMBERED, _LONGEST = 10_000, 20
"""How many words are kept with the numbers that they are alone, and of how many letters."""


class Number(Struct, frozen=True):
    """Tokens `[first, last)`, a value or bounds; `digits` when written in digits alone, `vague` as in dozens of."""

    first: int
    last: int
    low: float
    high: float
    digits: bool = False
    vague: bool = False

    @property
    def value(self) -> float | None:
        """The value, None for bounds."""
        return None if self.vague else self.low


class _Piece(Struct, frozen=True, gc=False):
    """One word or group of digits: its value, its kind, whether `and` stands before it, and where it ends."""

    value: float
    kind: str
    joined: bool
    last: int
    scale: float = 0


def number_classes() -> set[frozenset[str]]:
    """The classes that a number in digits or in several words can have, for building a WordTable."""
    values = (0, 1, 13, 20, 31, 32, 101, 1350, 1446, 1700, 2019, 5000, 0.5)
    return {classes(v, d, g) for v in values for d in (True, False) for g in (True, False)}


@lru_cache(4096)
def classes(value: float, digits: bool, vague: bool = False) -> frozenset[str]:
    """The classes of a number by its value: may it be a day, a month, an hour, a year."""
    if vague:
        return frozenset({"vague"})
    names = {"number", "digits"} if digits else {"number"}
    limits = {"n12": (1, 12), "hour24": (0, 24), "minute": (0, 59), "day": (1, 31)}
    names |= {name for name, (low, high) in limits.items() if value == int(value) and low <= value <= high}
    if 1800 <= value <= 2100 and value == int(value):
        names.add("year")
    if 1300 <= value <= 1499 and digits:
        names.add("hijri_year")
    return frozenset(names)


def find_numbers(coded: Coded, table: WordTable, tokens: Tokens, at_digits: Collection[int]) -> dict[int, Number]:
    """Every number of a text by its first token; `coded` gets their classes and their extents.

    `at_digits` are the tokens that are digits.
    """
    reader = _Reader(coded, table, tokens, table.holding[_FOLLOWING], table.holding[_GLUE])
    norm, codes, units = tokens.norm, coded.codes, coded.units
    at_words = (m.start() for m in table.one_of(_STARTS).finditer(coded.words))
    found: dict[int, Number] = {}
    last = 0
    for first in sorted({*at_digits, *at_words, *units}):
        if first < last or codes[first] == REST:
            continue
        if first in units or len(norm[first]) > _LONGEST or reader.goes_on(first + 1):
            number = reader.read(first)
            if number is not None:
                _mark(coded, table, number)
        else:
            number, code, readings = _alone(norm[first], table)
            if number is not None:
                number = Number(first, first + 1, number.low, number.high, number.digits, number.vague)
            if code:
                codes[first], units[first] = code, (first + 1, readings)
        if number is not None:
            found[first] = number
            last = number.last
    return found


@lru_cache(_REMEMBERED)
def _alone(word: str, table: WordTable) -> tuple[Number | None, str, tuple[Reading, ...]]:
    """The number that a word is by itself, as if it were the first, and its character where it is digits."""
    readings = table.readings_of(word)
    if word.isdecimal():
        value = int(word)
        return Number(0, 1, value, value, digits=True), table.code(classes(value, digits=True)), readings
    piece, total = _piece(table, readings, 1), _Sum()
    if piece is None or not total.take(piece) or not total.sound():
        return None, "", ()
    return Number(0, 1, *total.bounds(), vague=total.vague), "", ()


def _piece(table: WordTable, readings: tuple[Reading, ...], last: int) -> _Piece | None:
    """What a word of a number with some readings means, which ends at `last`; None where it is none."""
    for reading in readings:
        if reading.name in _PIECES:
            if not reading.get("value"):
                return None
            joined = table.means(reading.prefix, "and")
            return _Piece(_float(reading, "value"), reading.get("kind"), joined, last, _float(reading, "scale"))
    return None


def _mark(coded: Coded, table: WordTable, number: Number) -> None:
    """Give a number its character, unless it is one word that the lists know already."""
    if number.last - number.first > 1 or coded.codes[number.first] == OTHER or number.digits:
        readings = table.readings(coded, number.first)
        code = table.code(classes(number.low, number.digits, number.vague))
        coded.join(number.first, number.last, code, readings)


class _Reader(Struct, frozen=True):
    """Reads one number; the grammar of Arabic number words lies in `_Sum`.

    `following` are the kinds of words that may continue a number, `glue` those of marks between its digits.
    """

    coded: Coded
    table: WordTable
    tokens: Tokens
    following: frozenset[str]
    glue: frozenset[str]

    def goes_on(self, at: int) -> bool:
        """Whether a number may go on with token `at`: a mark must stand before digits."""
        kinds, norm = self.coded.kinds, self.tokens.norm
        if at >= len(kinds):
            return False
        return kinds[at] in self.following or (
            kinds[at] in self.glue and at + 1 < len(norm) and norm[at + 1].isdigit() and norm[at - 1].isdigit()
        )

    def read(self, first: int) -> Number | None:
        """The number that begins at a token, or None."""
        piece = self._digits(first, first) or self._word(first, first)
        total = _Sum()
        at, digits = first, piece is not None and piece.kind == "digits"
        while piece is not None and total.take(piece):
            digits = digits and piece.kind == "digits"
            at = piece.last
            piece = self._next(at)
        if at == first or not total.sound():
            return None
        low, high = total.bounds()
        return Number(first, at, low, high, digits, total.vague)

    def _next(self, at: int) -> _Piece | None:
        if at >= len(self.tokens) or self.coded.kinds[at] not in self.following or self._breaks(at):
            return None
        if self.table.reading(self.coded, at, "and") and at + 1 < len(self.tokens):
            after = self._digits(at + 1, at + 1) or self._word(at + 1, at + 1)
            return after and replace(after, joined=True)
        return self._word(at, at)

    def _breaks(self, at: int) -> bool:
        gap = self.tokens.normal.original[self.tokens.end[at - 1] : self.tokens.start[at]]
        return "\n" in gap

    def _word(self, at: int, first: int) -> _Piece | None:
        if self.coded.kinds[at] not in self.table.holding[_PIECES]:
            return None
        return _piece(self.table, self.table.readings(self.coded, at), first + 1)

    def _digits(self, at: int, first: int) -> _Piece | None:
        norm = self.tokens.norm
        if not norm[at].isdigit():
            return None
        text, last = norm[at], at + 1
        if last == len(norm) or self.coded.kinds[last] not in self.glue or self._clock_or_date(at):
            return _Piece(int(text), "digits", False, last)
        while self._attached(last, "thousands") and len(norm[last + 1]) == 3 and _short(text):
            text, last = text + norm[last + 1], last + 2
        if last == at + 1 and self._attached(last, "decimal"):
            return _Piece(float(f"{text}.{norm[last + 1]}"), "digits", False, last + 2)
        return _Piece(int(text), "digits", False, last)

    def _attached(self, i: int, kind: str = "joins_digits") -> bool:
        """Whether token `i` is a mark of some kind, glued between digits."""
        tokens = self.tokens
        if i + 1 >= len(tokens) or not tokens.norm[i + 1].isdigit() or not tokens.norm[i - 1].isdigit():
            return False
        if self.table.reading(self.coded, i, kind) is None:
            return False
        return tokens.start[i] == tokens.end[i - 1] and tokens.start[i + 1] == tokens.end[i]

    def _clock_or_date(self, at: int) -> bool:
        """Digits with two marks (23.03.2019), and those after the word for the hour, are no decimals."""
        norm = self.tokens.norm
        if at and self.table.reading(self.coded, at - 1, "clock"):
            return True
        chained = self._attached(at + 1) and self._attached(at + 3) and norm[at + 1] == norm[at + 3]
        before = at > 1 and self._attached(at - 1) and norm[at - 1] == "."
        return before or (chained and not (len(norm[at + 2]) == 3 and len(norm[at + 4]) == 3))


def _short(text: str) -> bool:
    return len(text) > 3 or text != "0" * len(text)


def _float(reading: Reading, key: str) -> float:
    cell = reading.get(key)
    return float(cell) if "." in cell else int(cell or 0)


class _Sum:
    """Adds up number words: hundreds, units before tens, scales in falling order."""

    def __init__(self) -> None:
        self.total: float = 0
        self.group: float = 0
        self.limit: float = float("inf")
        self.kind = ""
        self.spread: tuple[float, float] | None = None

    @property
    def vague(self) -> bool:
        """Whether the number has bounds only."""
        return self.spread is not None

    def take(self, piece: _Piece) -> bool:
        """Add a piece if the grammar of numbers lets it follow; say whether it did."""
        taken: bool = getattr(self, f"_{piece.kind}")(piece)
        if taken:
            self.kind = piece.kind
        return taken

    def sound(self) -> bool:
        """Whether what was read can stand as a number."""
        return self.kind not in {"teen", "odd"}

    def bounds(self) -> tuple[float, float]:
        """Low and high; equal for an exact number."""
        if self.spread is not None:
            return self.spread
        value = self.total + self.group
        if self.kind == "scale_or_two" and value == self.limit:
            value *= 2
        value = int(value) if value == int(value) else value
        return value, value

    def _begin(self, value: float) -> bool:
        self.group = value
        return True

    def _add(self, piece: _Piece, after: tuple[str, ...]) -> bool:
        """Add to the group after one of some kinds, or begin a group below the last scale."""
        if not self.kind:
            return self._begin(piece.value)
        if not piece.joined or self.spread is not None:
            return False
        if self.kind in after or (self.kind in _SCALES and piece.value < self.limit):
            self.group += piece.value
            return True
        return False

    def _digits(self, piece: _Piece) -> bool:
        return self._begin(piece.value) if not self.kind else self._add(piece, ())

    def _unit(self, piece: _Piece) -> bool:
        return self._add(piece, ("hundred",))

    def _teen(self, piece: _Piece) -> bool:
        return self._add(piece, ("hundred",))

    def _ten(self, piece: _Piece) -> bool:
        if self.kind in {"unit", "teen"} and not piece.joined and 1 <= self.group % 100 <= 9:
            self.group += piece.value
            return True
        if self.kind == "few" and not piece.joined:
            self.spread = (13, 19)
            return True
        return self._add(piece, ("hundred",))

    def _tens(self, piece: _Piece) -> bool:
        if self.kind == "odd":
            return False
        return self._add(piece, ("unit", "hundred") if self.group % 100 < 10 else ())

    def _hundred(self, piece: _Piece) -> bool:
        if self.kind == "unit" and not piece.joined and piece.value == 100 and 3 <= self.group <= 9:
            self.group *= 100
            return True
        return self._add(piece, ())

    def _scale(self, piece: _Piece) -> bool:
        if self.spread is not None:
            return False
        if self.kind == "fraction" and self.total:
            return not piece.joined and piece.value == self.limit
        if self.kind in _SCALES or not self.kind:
            if self.kind and not (piece.joined and piece.value < self.limit):
                return False
            self.group = 1
        elif piece.joined or piece.value >= self.limit:
            return False
        self.total += self.group * piece.value
        self.group, self.limit = 0, piece.value
        return True

    def _scale_or_two(self, piece: _Piece) -> bool:
        return self._scale(piece)

    def _two(self, piece: _Piece) -> bool:
        if self.kind and not (piece.joined and self.kind in _SCALES and piece.value < self.limit):
            return False
        self.total += piece.value
        self.limit = piece.scale
        return True

    def _many(self, piece: _Piece) -> bool:
        if not self.kind:
            self.spread = (piece.value, piece.value * 10 - 1)
            return True
        if piece.joined:
            return False
        if self.spread is not None:
            low, high = self.spread
            wide = self.kind in {"vague", "vague_the"}
            self.spread = (low * piece.value, ((high + 1) * piece.value - 1) if wide else high * piece.value)
            return self.kind in {"vague", "vague_the", "few"}
        return self._scale(piece)

    def _many_the(self, piece: _Piece) -> bool:
        return self._many(piece) if not self.kind or self.spread is not None else False

    def _vague(self, piece: _Piece) -> bool:
        if self.kind == "few" and not piece.joined:
            self.spread = (3 * piece.value, 9 * piece.value)
            return True
        if self.kind:
            return False
        self.spread = (piece.value, piece.value * 10 - 1)
        return True

    _vague_the = _vague

    def _few(self, piece: _Piece) -> bool:
        if self.kind:
            return False
        self.spread = (3, 9)
        return True

    def _odd(self, piece: _Piece) -> bool:
        return False

    def _fraction(self, piece: _Piece) -> bool:
        if not self.kind:
            return self._begin(piece.value)
        if not piece.joined or self.kind not in {*_SCALES, "unit", "digits", "hundred", "ten", "tens"}:
            return False
        self.group += piece.value * (self.limit if self.kind in _SCALES else 1)
        return True

    def _the_scale(self, piece: _Piece) -> bool:
        """Half the million, after a million and: the words say the scale once more."""
        return self.kind == "fraction" and self.total > 0 and piece.value == self.limit


_SCALES = frozenset(("scale", "scale_or_two", "two", "many", "many_the"))
