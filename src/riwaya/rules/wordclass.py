"""Word classes: every token of a text as one character, so that a pattern over classes is one regular expression.

A token's character stands for the set of classes that the word lists give it. This is a finite-state
cascade in the manner of Abney (1996), with Python's regular expressions as its machine.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from riwaya.model.errors import DataError
from riwaya.rules.files import read_table, read_toml
from riwaya.rules.lexicon import Entry
from riwaya.rules.lists import Spelling, WordList, spell
from riwaya.rules.remembered import Remembered
from riwaya.text.tokens import QUOTE_MARKS

OTHER = "."
"""The character of a token that no list knows."""
REST = "\x01"
"""The character of a token that continues the unit before it."""
QUOTE = "\x02"
"""The character of a quotation mark; patterns look through it."""
PSEUDO = {"any": f"[^{QUOTE}]", "open": f"[{OTHER}]"}
"""Classes of patterns: every word, and every word or mark that no list knows."""
_PRIVATE = 0xE000
_REMEMBERED = 10_000
_LONGER = "(begins a longer form)"
"""The class of every first word of a form of several words; no pattern can name it."""


class Reading(NamedTuple):
    """One class that a word may have: after `prefix`, with the cells of its row.

    `strip` counts the letters to leave out of a mention; none where the article has merged with l-.
    """

    name: str
    prefix: str
    entry: Entry
    strip: int = 0

    def get(self, key: str) -> str:
        """A cell of the row, or the empty string."""
        return self.entry.get(key)


@dataclass
class Coded:
    """A text as characters, one a token; `units` holds units of several tokens: their end and readings.

    `codes` is what patterns see; `kinds` are the characters of the readings alone, which no number changes;
    `words` those of the words one by one.
    """

    norm: Sequence[str]
    codes: list[str]
    kinds: list[str]
    words: str
    units: dict[int, tuple[int, tuple[Reading, ...]]] = field(default_factory=dict)

    def join(self, first: int, last: int, code: str, readings: tuple[Reading, ...]) -> None:
        """Make one unit of tokens `[first, last)`."""
        self.codes[first:last] = [code] + [REST] * (last - first - 1)
        self.units[first] = (last, readings)

    def end(self, first: int) -> int:
        """Where the unit that begins at `first` ends."""
        return self.units[first][0] if first in self.units else first + 1


class _Form(NamedTuple):
    """A form of several words: those behind its second, its character and its readings."""

    rest: tuple[str, ...]
    code: str
    readings: tuple[Reading, ...]


class _Holding(dict[tuple[str, ...], frozenset[str]]):
    """The characters of all sets that hold one of some classes; worked out when first asked for."""

    def __init__(self, members: Mapping[str, str]) -> None:
        super().__init__()
        self._members = members

    def __missing__(self, names: tuple[str, ...]) -> frozenset[str]:
        found = self[names] = frozenset("".join(self._members.get(name, "") for name in names))
        return found


class WordTable:
    """The word lists of a grammar by single words; built once, never changed.

    `holding` are the characters with one of some classes, to ask whether one of `Coded.kinds` has one of them.
    """

    def __init__(self, words: Mapping[tuple[str, ...], Sequence[Reading]], more: Iterable[frozenset[str]]) -> None:
        self._chars: dict[frozenset[str], str] = {}
        self._members: dict[str, str] = defaultdict(str)
        self._codes: dict[str, str] = dict.fromkeys(QUOTE_MARKS, QUOTE)
        self._readings: dict[str, tuple[Reading, ...]] = {}
        self._strips = Remembered(lambda word: _strip(self.readings_of(word)), _REMEMBERED)
        self._longer: dict[str, dict[str, list[_Form]]] = {}
        for classes in sorted(more, key=sorted):
            self.char(classes)
        firsts = {form[0] for form in words if len(form) > 1}
        for form, readings in sorted(words.items()):
            self._add(form, tuple(readings), firsts)
        for following in self._longer.values():
            for forms in following.values():
                forms.sort(key=lambda form: -len(form.rest))
        self._patterns: dict[tuple[str, ...], re.Pattern[str]] = {}
        self.holding = _Holding(self._members)
        beginning = self.members(_LONGER)
        self._beginning = re.compile(f"[{beginning}]" if beginning else "(?!)")

    def _add(self, form: tuple[str, ...], readings: tuple[Reading, ...], firsts: Collection[str]) -> None:
        classes = frozenset(signature(readings))
        if len(form) == 1:
            self._codes[form[0]] = self.char(classes | {_LONGER} if form[0] in firsts else classes)
            self._readings[form[0]] = readings
        else:
            code = self.char(classes)
            following = self._longer.setdefault(form[0], {})
            following.setdefault(form[1], []).append(_Form(form[2:], code, readings))
            self._codes.setdefault(form[0], self.char(frozenset({"begins", _LONGER})))

    def char(self, classes: frozenset[str]) -> str:
        """The character of a set of classes, given to it when first asked for (while loading only)."""
        if classes not in self._chars:
            code = chr(_PRIVATE + len(self._chars))
            self._chars[classes] = code
            for name in classes:
                self._members[name] += code
        return self._chars[classes]

    def members(self, name: str) -> str:
        """The characters of all sets that hold a class."""
        return self._members.get(name, "")

    def code(self, classes: frozenset[str]) -> str:
        """The character of a set of classes that was given at building; raises KeyError for another."""
        return self._chars[classes]

    def means(self, word: str, name: str) -> bool:
        """Whether a word (or a proclitic that is also listed alone) has a class."""
        return any(r.name == name for r in self._readings.get(word, ()))

    def character(self, word: str) -> str:
        """The character of a single word."""
        return self._codes.get(word, OTHER)

    def encode(self, norm: Sequence[str], characters: Iterable[str]) -> Coded:
        """A text's tokens, of which the single characters are given, with words of several tokens joined."""
        codes = [*characters]
        coded = Coded(norm, codes, codes.copy(), "".join(codes))
        count, last = len(norm), 0
        for begun in self._beginning.finditer(coded.words):
            first = begun.start()
            following = self._longer.get(norm[first])
            if following is None or first < last:
                continue
            second = first + 1
            while second < count and codes[second] == QUOTE:
                second += 1
            if second < count and norm[second] in following:
                last = _join(coded, following[norm[second]], first, second)
        return coded

    def one_of(self, names: tuple[str, ...]) -> re.Pattern[str]:
        """The characters of all sets that hold one of some classes; worked out once."""
        if names not in self._patterns:
            self._patterns[names] = re.compile(f"[{''.join(sorted(self.holding[names]))}]")
        return self._patterns[names]

    def readings_of(self, word: str) -> tuple[Reading, ...]:
        """The readings of a single word."""
        return self._readings.get(word, ())

    def readings(self, coded: Coded, i: int) -> tuple[Reading, ...]:
        """The readings of the unit that begins at token `i`."""
        unit = coded.units.get(i)
        return unit[1] if unit else self._readings.get(coded.norm[i], ())

    def strip(self, coded: Coded, i: int) -> int:
        """How many letters of the unit at `i` stay out of a mention that begins with it."""
        unit = coded.units.get(i)
        return _strip(unit[1]) if unit else self._strips[coded.norm[i]]

    def reading(self, coded: Coded, i: int, *names: str) -> Reading | None:
        """The first reading of the unit at `i` that has one of the classes."""
        if coded.kinds[i] not in self.holding[names]:
            return None
        for reading in self.readings(coded, i):
            if reading.name in names:
                return reading
        return None


def _strip(readings: Iterable[Reading]) -> int:
    return min((reading.strip for reading in readings), default=0)


def _join(coded: Coded, forms: Iterable[_Form], first: int, second: int) -> int:
    """Make one unit of the longest form that goes on behind its second word; where it ends, 0 for none."""
    for form in forms:
        last = _spelled(form.rest, coded, second + 1)
        if last:
            coded.join(first, last, form.code, form.readings)
            coded.kinds[first] = form.code
            return last
    return 0


def _spelled(rest: tuple[str, ...], coded: Coded, i: int) -> int:
    """Where the words end that stand from token `i` on, quotation marks among them; 0 where they do not."""
    for word in rest:
        while i < len(coded.norm) and coded.codes[i] == QUOTE:
            i += 1
        if i >= len(coded.norm) or coded.norm[i] != word:
            return 0
        i += 1
    return i


def signature(readings: Iterable[Reading]) -> set[str]:
    """The classes of some readings; `name+prefix` says which proclitics stood before."""
    return {name for r in readings for name in (r.name, f"{r.name}+{r.prefix}")}


def load_words(folder: Path, spelling: Spelling, lists: Collection[str]) -> dict[tuple[str, ...], list[Reading]]:
    """The words of some lists of `lexicon/lists.toml`, with all their proclitics, by their tokens.

    The class of a word is the cell `class` of its row, several apart by a space, or else the list's name.
    Of two ways to cut a word of one class into proclitic and rest the one with the shorter proclitic counts.
    Raises DataError for a list that is not declared.
    """
    declared = read_toml(folder / "lexicon/lists.toml", dict[str, WordList])
    missing = [f"lists.toml: no list named {name!r}" for name in lists if name not in declared]
    if missing:
        raise DataError(missing)
    words: dict[tuple[str, ...], list[Reading]] = defaultdict(list)
    for name in lists:
        rows = read_table(folder / f"lexicon/{name}.csv")
        entries = [Entry(name, row.cells["form"], row.cells) for row in rows if row.cells.get("form")]
        for form, pattern in spell(entries, declared[name], spelling):
            whole = spelling.normaliser.form(pattern.entry.form) == form
            kinds = (pattern.entry.get("class") or name).split()
            for prefix in pattern.allowed:
                for kind in kinds:
                    reading = Reading(kind, prefix, pattern.entry, len(prefix) if whole else 0)
                    words[tuple((prefix + form).split())].append(reading)
    return {form: _shortest(readings) for form, readings in words.items()}


def _shortest(readings: list[Reading]) -> list[Reading]:
    if len(readings) == 1:
        return readings
    least: dict[str, int] = {}
    for reading in readings:
        least[reading.name] = min(len(reading.prefix), least.get(reading.name, len(reading.prefix)))
    kept = (r for r in readings if len(r.prefix) == least[r.name])
    return sorted(kept, key=lambda r: (len(r.prefix), r.name, r.entry.form))


_PIECE = re.compile(r"\s*(?:(?P<role>\w+)=|(?P<name>[a-z_]\w*)(?P<prefix>\+[^\s()|?*=]*)?|(?P<mark>!\(|[()|?*]))")


def compile_pattern(pattern: str, table: WordTable, where: str) -> re.Pattern[str]:
    """A pattern over classes as a regular expression over characters.

    `class` is any word of that class, `class+x` one with the proclitic x (`class+` one with none),
    `role=class` or `role=( ... )` names a part, `( ) | ? *` mean what they mean in regular expressions.
    `!( ... )` says what may not follow. A role may be named in several branches; see `roles_of`.
    Raises DataError for a class that no word has.
    """
    out: list[str] = []
    pending = ""
    try:
        for piece in pieces(pattern):
            if piece["role"]:
                pending = f"(?P<{piece['role']}__{piece.end()}>"
            elif piece["name"]:
                unit = _unit(piece["name"] + (piece["prefix"] or ""), table, where)
                out.append(f"{pending}{unit})" if pending else unit)
                pending = ""
            else:
                out.append(pending if pending and piece["mark"] == "(" else _mark(piece["mark"]))
                pending = ""
    except ValueError as fault:
        raise DataError([f"{where}: pattern: cannot read {fault}"]) from fault
    return re.compile("".join(out))


def pieces(pattern: str) -> Iterator[re.Match[str]]:
    """The roles, classes and marks of a pattern, in order. Raises ValueError with what cannot be read."""
    pattern, at = pattern.strip(), 0
    while at < len(pattern):
        piece = _PIECE.match(pattern, at)
        if piece is None:
            raise ValueError(repr(pattern[at:]))
        at = piece.end()
        yield piece


def groups_of(pattern: re.Pattern[str]) -> tuple[tuple[str, int], ...]:
    """The roles that the groups of a compiled pattern stand for; several groups may stand for one."""
    return tuple((name.split("__")[0], group) for name, group in pattern.groupindex.items())


def roles_of(match: re.Match[str], groups: Iterable[tuple[str, int]]) -> dict[str, tuple[int, int]]:
    """The parts of a match as token ranges by role, as its pattern groups them; those left out are not there."""
    roles = {}
    for role, group in groups:
        place = match.span(group)
        if place[0] >= 0:
            roles[role] = place
    return roles


def _mark(mark: str) -> str:
    return {"(": "(?:", "!(": "(?!"}.get(mark, mark)


def _unit(name: str, table: WordTable, where: str) -> str:
    if name in PSEUDO:
        return f"(?:{PSEUDO[name]}{REST}*{QUOTE}*)"
    characters = table.members(name)
    if not characters:
        raise DataError([f"{where}: pattern: no word has the class {name!r}"])
    return f"(?:[{characters}]{REST}*{QUOTE}*)"
