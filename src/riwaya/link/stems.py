"""Content words of a text in light stems, by which texts are compared."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from itertools import compress

from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import tokenise


@dataclass(frozen=True)
class Stemmer:
    """The light stemmer light10 of Larkey, Ballesteros and Connell (SIGIR 2002); remembers what it has stemmed."""

    normaliser: Normaliser
    prefixes: tuple[str, ...]
    suffixes: tuple[str, ...]
    shortest: int
    stop: Collection[str]
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def stem(self, word: str) -> str:
        """The light stem of a word in normal form."""
        found = self._known.get(word)
        if found is None:
            found = self._known[word] = self._cut(word)
        return found

    def stems(self, text: str) -> tuple[str, ...]:
        """The stems of a text's content words, in their order."""
        words = tokenise(self.normaliser.normal(text)).norm
        return tuple(self.stem(word) for word in words if self.says_something(word))

    def says_something(self, word: str) -> bool:
        """Whether a word in normal form is a content word."""
        return word not in self.stop and word.isalnum()

    def _cut(self, word: str) -> str:
        for prefix in self.prefixes:
            least = self.shortest + (len(prefix) == 1)
            if word.startswith(prefix) and len(word) - len(prefix) >= least:
                word = word[len(prefix) :]
                break
        for suffix in self.suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= self.shortest:
                word = word[: -len(suffix)]
        return word


@dataclass(frozen=True)
class Words:
    """An article's words: the stem of each, where it stands, and the content words of each claim.

    `starts` and `ends` are offsets in the article's text; `content` is 1 for a content word, else 0. The words of
    a claim are sorted, each once.
    """

    stems: tuple[str, ...]
    starts: array[int]
    ends: array[int]
    content: bytes
    claims: tuple[tuple[str, ...], ...]

    def index(self, offset: int) -> int:
        """The first word that ends after an offset."""
        return bisect_left(self.ends, offset + 1)

    def within(self, span: Span) -> tuple[str, ...]:
        """The stems of the content words of a stretch."""
        first, last = self.index(span.start), self.index(span.end - 1) + 1
        return tuple(compress(self.stems[first:last], self.content[first:last]))

    def said(self) -> tuple[str, ...]:
        """The stems of all content words, in their order."""
        return tuple(compress(self.stems, self.content))


def words_of(record: Record, stemmer: Stemmer) -> Words:
    """The words of a record's article."""
    tokens = tokenise(stemmer.normaliser.normal(record.article.text))
    stems = tuple(stemmer.stem(word) for word in tokens.norm)
    content = bytes(stemmer.says_something(word) for word in tokens.norm)
    bare = Words(stems, array("I", tokens.start), array("I", tokens.end), content, ())
    return replace(bare, claims=tuple(tuple(sorted({*bare.within(claim.span)})) for claim in record.claims))


def triples(words: Sequence[str]) -> frozenset[str]:
    """Every three words that follow one another, as one string."""
    return frozenset(map(" ".join, zip(words, words[1:], words[2:], strict=False)))


def share(a: Collection[str], b: Collection[str]) -> float:
    """The share of common members (Jaccard) of two collections that hold none twice; 0 for empty ones."""
    common = len(set(a).intersection(b))
    union = len(a) + len(b) - common
    return common / union if union else 0.0


def contained(a: frozenset[str], b: frozenset[str]) -> float:
    """Which share of the smaller set is in the other; 0 for empty sets."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0
