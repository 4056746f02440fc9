"""Triggers one slip away from a long, rare word, where the word before them agrees.

The distance is that of optimal string alignment (Damerau 1964): one letter dropped, added, changed, or two
neighbours swapped. Only words that no list knows are looked at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from riwaya.annotate.event_rules import EventType, Trigger
from riwaya.rules.lexicon import Clitics, Entry, Hit
from riwaya.text.normal import Normaliser

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

    def find(
        self, norm: Sequence[str], behind: Iterable[int], known: Iterable[Collection[int]]
    ) -> Iterator[tuple[Hit, EventType, Trigger]]:
        """Misspelt triggers behind some tokens, words of `after`; but for those that stand in one of `known`.

        With their type and a rule of their own.
        """
        for i in [i + 1 for i in behind]:
            if i == len(norm) or any(i in tokens for tokens in known):
                continue
            for slip in self.after[norm[i - 1]]:
                if self._is(norm[i], slip.word):
                    prefix = next((a for a in self.articles if norm[i].startswith(a)), "")
                    entry = Entry("misspelt", slip.word, {"tense": "noun"})
                    yield Hit(i, i + 1, prefix, entry), slip.kind, Trigger(noun=(slip.word,))

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
