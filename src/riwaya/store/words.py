"""The form in which words are indexed and looked for: the normal form, and each word without its clitics.

A word may be read with or without the letters before and after it, so all forms that leave enough of a word
are indexed, and a word of a query is found when one of its forms is among them (the light stemming of
Larkey, Ballesteros and Connell 2002, without its choice of one stem).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from riwaya.rules.files import data_folder
from riwaya.rules.lexicon import Clitics
from riwaya.rules.lists import load_spelling
from riwaya.text.normal import Normaliser

_WORD = re.compile(r"[^\W\d_]+|\d+")
_PHRASE = re.compile('["\u201c\u201d\u00ab\u00bb]([^"\u201c\u201d\u00ab\u00bb]*)["\u201c\u201d\u00ab\u00bb]')
_LEAST = 3
_LEAST_AFTER_ARTICLE = 2
_CACHED = 65536
_LONGEST_NAME = 60


@dataclass(frozen=True, slots=True)
class Indexed:
    """The words of a text in their order, and the other forms under which they are found."""

    words: str
    stems: str


@dataclass(frozen=True, slots=True)
class Term:
    """What must be found: one word in any of its forms, or (`phrase`) words in their order."""

    forms: tuple[str, ...]
    phrase: bool = False


class Words:
    """Makes index forms; built once from the tables of the data folder."""

    def __init__(self, normaliser: Normaliser, clitics: Clitics) -> None:
        self._normaliser = normaliser
        form = normaliser.form
        self._article = form(clitics.article_alef)
        # The particle of questions is left on: it is rare in news, and as a letter it opens every tenth name.
        before = {form(prefix) for prefix in (*clitics.article, *clitics.verb)} - {self._article[0]}
        self._before = tuple(sorted(before, key=lambda prefix: (-len(prefix), prefix)))
        self._without_alef = frozenset(f"{form(p)}{self._article[-1]}" for p in clitics.article_without_alef)
        self._after = tuple(form(suffix) for suffix in clitics.suffixes)
        self._ta, self._ta_marbuta = form(clitics.ta), form(clitics.ta_marbuta)
        self.forms = lru_cache(_CACHED)(self._forms)
        # Names come again and again, and short texts such as names are most of what is asked for.
        self.normal = lru_cache(_CACHED)(self._normal)
        self._index_of_name = lru_cache(_CACHED)(self._index)

    def index(self, text: str) -> Indexed:
        """What is indexed for a text."""
        return self._index_of_name(text) if len(text) < _LONGEST_NAME else self._index(text)

    def _normal(self, text: str) -> str:
        """The words of a text in normal form, lower case, one space between them."""
        return " ".join(self._split(text))

    def _index(self, text: str) -> Indexed:
        words = self._split(text)
        stems = dict.fromkeys(form for word in words for form in self.forms(word)[1:])
        return Indexed(" ".join(words), " ".join(stems))

    def terms(self, query: str) -> tuple[Term, ...]:
        """What a query asks for: every word, and every run of words within quotation marks."""
        phrases = [Term(tuple(words), phrase=True) for found in _PHRASE.findall(query) if (words := self._split(found))]
        rest = self._split(_PHRASE.sub(" ", query))
        return (*phrases, *(Term(self.forms(word)) for word in rest))

    def _split(self, text: str) -> list[str]:
        return _WORD.findall(self._normaliser.form(text).lower())

    def _forms(self, word: str) -> tuple[str, ...]:
        """A word, and what it may be without its clitics."""
        bare = [word, *self._without_prefix(word)]
        open_ended = [form for stem in bare for form in self._without_suffix(stem)]
        return tuple(dict.fromkeys([*bare, *open_ended]))

    def _without_prefix(self, word: str) -> Iterator[str]:
        for prefix in self._before:
            if not word.startswith(prefix):
                continue
            has_article = prefix.endswith(self._article) or prefix in self._without_alef
            if len(word) - len(prefix) >= (_LEAST_AFTER_ARTICLE if has_article else _LEAST):
                yield word[len(prefix) :]

    def _without_suffix(self, word: str) -> Iterator[str]:
        for suffix in self._after:
            stem = word.removesuffix(suffix)
            if len(stem) == len(word) or len(stem) < _LEAST:
                continue
            yield stem
            if stem.endswith(self._ta):
                yield stem.removesuffix(self._ta) + self._ta_marbuta


def load_words(folder: Path | None = None) -> Words:
    """The index forms of a data folder, that of the package when none is given. Raises DataError."""
    spelling = load_spelling(folder or data_folder())
    return Words(spelling.normaliser, spelling.clitics)
