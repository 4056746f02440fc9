"""Content words of a text in light stems, by which texts are compared."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from riwaya.model.span import Span
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import Tokens, tokenise


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
    """An article's words: its tokens, their stems, and for each whether it is a content word."""

    tokens: Tokens
    stems: tuple[str, ...]
    content: tuple[bool, ...]

    def within(self, span: Span) -> tuple[str, ...]:
        """The stems of the content words of a stretch."""
        first, last = self.tokens.index(span.start), self.tokens.index(span.end - 1) + 1
        pairs = zip(self.stems[first:last], self.content[first:last], strict=True)
        return tuple(stem for stem, says in pairs if says)

    def all(self) -> tuple[str, ...]:
        """The stems of all content words."""
        return tuple(stem for stem, says in zip(self.stems, self.content, strict=True) if says)


def words_of(text: str, stemmer: Stemmer) -> Words:
    """The words of an article's text."""
    tokens = tokenise(stemmer.normaliser.normal(text))
    stems = tuple(stemmer.stem(word) for word in tokens.norm)
    return Words(tokens, stems, tuple(stemmer.says_something(word) for word in tokens.norm))


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of common members (Jaccard); 0 for empty sets."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def contained(a: frozenset[str], b: frozenset[str]) -> float:
    """Which share of the smaller set is in the other; 0 for empty sets."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0
