"""Names of outlets as they are compared: without class words (agency, channel), quotation marks and the article."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field

from riwaya.text.normal import Normaliser

_SHORTEST = 3


@dataclass(frozen=True)
class OutletNames:
    """Bares names of outlets; remembers those that it has bared. Class words are given in normal form."""

    normaliser: Normaliser
    classes: Collection[str]
    article: str
    _known: dict[str, str] = field(default_factory=dict, repr=False, compare=False)

    def bare(self, text: str) -> str:
        """The name as it is compared; the whole text in normal form where nothing else is left."""
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = self._bared(text)
        return found

    def _bared(self, text: str) -> str:
        form = self.normaliser.form(text)
        words = ["".join(letter for letter in word if letter.isalnum()).lower() for word in form.split()]
        kept = [self._without_article(word) for word in words if word and not self._is_class(word)]
        return " ".join(kept) or form

    def _is_class(self, word: str) -> bool:
        return word in self.classes or self._without_article(word) in self.classes

    def _without_article(self, word: str) -> str:
        bare = word.removeprefix(self.article)
        return bare if len(bare) >= _SHORTEST else word
