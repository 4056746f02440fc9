"""Triggers one slip away from a long, rare word, where the word before them agrees.

The distance is that of optimal string alignment (Damerau 1964): one letter dropped, added, changed, or two
neighbours swapped. Only words that no list knows are looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from riwaya.annotate.event_rules import EventType, Trigger
from riwaya.rules.lexicon import Clitics, Entry, Hit
from riwaya.text.normal import Normaliser
from riwaya.text.tokens import Tokens

SHORTEST = 5


@dataclass(frozen=True)
class Slip:
    """A word that may be misspelt, in normal form, and the type that it triggers."""

    word: str
    kind: EventType


@dataclass(frozen=True)
class Slips:
    """Words that may be misspelt by the tokens that may stand before them."""

    after: Mapping[str, tuple[Slip, ...]]
    articles: tuple[str, ...]

    def find(self, tokens: Tokens, known: Iterable[int]) -> Iterator[tuple[Hit, EventType, Trigger]]:
        """Misspelt triggers among tokens that are not `known`, with their type and a rule of their own."""
        taken = frozenset(known)
        for i, word in enumerate(tokens.norm[:-1]):
            for slip in self.after.get(word, ()):
                if i + 1 not in taken and self._is(tokens.norm[i + 1], slip.word):
                    prefix = next((a for a in self.articles if tokens.norm[i + 1].startswith(a)), "")
                    entry = Entry("misspelt", slip.word, {"tense": "noun"})
                    yield Hit(i + 1, i + 2, prefix, entry), slip.kind, Trigger(noun=(slip.word,))

    def _is(self, token: str, word: str) -> bool:
        bare = next((token[len(a) :] for a in self.articles if token.startswith(a)), token)
        return bare != word and OSA.distance(bare, word, score_cutoff=1) <= 1


def spell_slips(types: Iterable[EventType], normaliser: Normaliser, clitics: Clitics) -> Slips:
    """The words of all types' `misspelt` tables, by the tokens that may stand before them."""
    after: dict[str, tuple[Slip, ...]] = {}
    for kind in types:
        for misspelt in kind.misspelt:
            slips = tuple(Slip(normaliser.form(word), kind) for word in misspelt.word)
            for word in misspelt.after:
                for prefix in clitics.allowed("article"):
                    token = prefix + normaliser.form(word)
                    after[token] = after.get(token, ()) + slips
    return Slips(after, (clitics.article_alef,))
