"""The words of `lexicon/event_words.csv`, which tell what stands at a token: looked up behind their proclitics."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from msgspec import Struct

from riwaya.annotate.document import Base
from riwaya.annotate.event_rules import Speller
from riwaya.rules.files import read_table

_REMEMBERED = 20_000
_NONE: frozenset[str] = frozenset()


class Told(Struct, frozen=True):
    """What a word tells: the kinds it stands for, and the proclitics before it; None where it is no such word."""

    kinds: frozenset[str] = _NONE
    prefix: str | None = None


_NOTHING = Told()


class EventWords:
    """All spellings of the words by what follows their proclitics; remembers the words it has read."""

    def __init__(self, base: Base, speller: Speller) -> None:
        clitics = base.clitics
        self._prefixes = clitics.allowed("article")
        self._without_alef = frozenset(clitics.article_without_alef)
        self._stems: dict[str, tuple[int, frozenset[str]]] = {}
        for row in read_table(base.folder / "lexicon/event_words.csv"):
            kinds = frozenset(f"@{kind}" for kind in row.cells["kind"].split("|"))
            for form in (*speller.declined(row.cells["form"]), *speller.possessed(row.cells["form"])):
                normal = base.normaliser.form(form)
                place, known = self._stems.get(normal, (len(self._stems), _NONE))
                self._stems[normal] = (place, known | kinds)
        self._shortened = _shortened(self._stems, clitics.article_alef)
        self._reach = max(map(len, self._prefixes | self._without_alef)) + 1
        self._longest = max(map(len, self._stems), default=0) + self._reach
        self._remembered = lru_cache(_REMEMBERED)(self._read)

    def read(self, word: str) -> Told:
        """What a word in normal form tells."""
        return self._remembered(word) if len(word) < self._longest else _NOTHING

    def _read(self, word: str) -> Told:
        kinds, first = _NONE, (len(self._stems), "")
        for length in range(min(len(word), self._reach)):
            prefix, stem = word[:length], word[length:]
            if prefix in self._prefixes and stem in self._stems:
                place, own = self._stems[stem]
                kinds, first = kinds | own, min(first, (place, prefix))
            if prefix in self._without_alef:
                kinds |= self._shortened.get(stem, _NONE)
        if not kinds:
            return _NOTHING
        return Told(kinds, first[1] if first[0] < len(self._stems) else None)


def _shortened(stems: Mapping[str, tuple[int, frozenset[str]]], alef: str) -> dict[str, frozenset[str]]:
    """What words tell whose article has lost its alef behind a proclitic."""
    return {normal[1:]: kinds for normal, (_, kinds) in stems.items() if normal.startswith(alef)}
