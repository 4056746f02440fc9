"""Find names of organisations and people that hold words which mean nothing by themselves.

A network called after a town and a number is one name: neither the town nor the number is a mention.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from riwaya.annotate.document import Base, Document
from riwaya.annotate.marks import load_marks
from riwaya.rules.lexicon import Hit
from riwaya.text.tokens import QUOTE_MARKS, tokenise

REQUIRES: tuple[str, ...] = ()
ASSIGNS = ("names", "outlet")
_LONGEST_TAIL = 4
_LONGEST_QUOTED = 6
_REMEMBERED = 1000


@dataclass(frozen=True)
class Tables:
    """The base, the letters of li- (to the outlet), the words for speaking to it, and the names of outlets so far.

    `article` is what a name loses behind `bound`, the letters of li- with the article.
    """

    base: Base
    to: frozenset[str]
    told: frozenset[str]
    article: str
    bound: tuple[str, ...]

    @cached_property
    def outlet_words(self) -> Callable[[str], list[str]]:
        """The words of an outlet's name by which articles call it, remembered by the name."""
        return lru_cache(_REMEMBERED)(self._outlet_words)

    def _outlet_words(self, name: str) -> list[str]:
        tokens = tokenise(self.base.normaliser.normal(name))
        heads = {hit.first: hit.last for hit in self.base.lexicon.find(tokens).of("name_heads")}
        words = [w for w in tokens.norm[heads.get(0, 0) :] if w.isalpha()]
        return words[:1] if words and words[0].isascii() else words


def load(base: Base) -> Tables:
    """Nothing to load: the lists `name_heads`, `name_tails` and `actors` are part of the lexicon."""
    marks = load_marks(base.folder)
    return Tables(base, marks.to, marks.told, marks.article[0], marks.bound)


def annotate(doc: Document, given: Tables) -> Document:
    """Return `doc` with `names`: token ranges `[first, last)`, sorted, none inside another.

    `outlet` maps first to last tokens where li- joins the article's own outlet: told our newspaper.
    """
    names: list[tuple[int, int]] = []
    for first, last in sorted({*_known(doc), *_quoted(doc), *_numbered(doc), *_tailed(doc)}):
        if names and names[-1][0] == first:
            names[-1] = (first, last)
        elif not names or last > names[-1][1]:
            names.append((first, last))
    return doc.knowing(names=tuple(names), outlet=_own_outlet(doc, given))


def _own_outlet(doc: Document, given: Tables) -> dict[int, int]:
    """Where somebody speaks to the article's outlet: li-, perhaps a head noun, the outlet's name."""
    words = given.outlet_words(doc.article.outlet or "")
    bare = words[0].removeprefix(given.article) if words else ""
    if not bare or bare not in doc.tokens.normal.text:
        return {}
    spoken = {h.last: h.first for h in doc.lexemes.of("name_heads") if h.prefix in given.to}
    found: dict[int, int] = {}
    joined = given.to if bare == words[0] else given.bound
    for i in [i for i, word in enumerate(doc.tokens.norm) if word.endswith(bare)]:
        last = _spelled(doc, i, words)
        begin = i if doc.tokens.norm[i].removesuffix(bare) in joined else None
        if last and begin is None and doc.tokens.norm[i].endswith(words[0]):
            begin = _spoken_to(doc, i, words[0], spoken, given.to | given.told)
        if last and begin is not None:
            found[begin] = last
    return found


def _spoken_to(doc: Document, i: int, word: str, spoken: dict[int, int], to: frozenset[str]) -> int | None:
    """The token at which li- joins the name that begins at `i`, over a head noun and quotation marks."""
    norm = doc.tokens.norm
    if norm[i] != word and norm[i].removesuffix(word) in to:
        return i
    k = i - 1 if i and norm[i - 1] in QUOTE_MARKS else i
    if k in spoken:
        return spoken[k]
    return k - 1 if k and norm[k - 1] in to and norm[i] == word else None


def _spelled(doc: Document, i: int, words: list[str]) -> int:
    """Where the words end that begin with the last letters of token `i`; 0 where they do not stand there."""
    for word in words[1:]:
        i += 1
        while i < len(doc.tokens) and doc.tokens.norm[i] in QUOTE_MARKS:
            i += 1
        if i >= len(doc.tokens) or doc.tokens.norm[i] != word:
            return 0
    return doc.close_after(0, i + 1)


def _known(doc: Document) -> list[tuple[int, int]]:
    """Known actors, but for governments: a country's name is a place until it acts."""
    actors = doc.lexemes.of("actors")
    return [(hit.first, hit.last) for hit in actors if hit.entry.attributes.get("kind") != "government"]


def _quoted(doc: Document) -> Iterator[tuple[int, int]]:
    opened = {q.open: q for q in doc.layout.quotations if q.closed}
    for hit in doc.lexemes.of("name_heads"):
        quotation = opened.get(hit.last)
        if quotation and quotation.close - quotation.open <= _LONGEST_QUOTED + 1:
            yield hit.first, quotation.close + 1


def _numbered(doc: Document) -> Iterator[tuple[int, int]]:
    """A channel or site called by a number alone."""
    for hit in doc.lexemes.of("name_heads"):
        numbered = hit.last < len(doc.tokens) and doc.tokens.norm[hit.last].isdigit()
        if numbered and hit.entry.get("kind") == "media":
            yield hit.first, hit.last + 1


def _tailed(doc: Document) -> Iterator[tuple[int, int]]:
    heads: dict[int, Hit] = {h.last: h for h in doc.lexemes.of("name_heads")}
    for tail in doc.lexemes.of("name_tails"):
        for length in range(1, _LONGEST_TAIL):
            head = heads.get(tail.first - length)
            words = doc.tokens.norm[tail.first - length : tail.first]
            if head and all(word.isalpha() for word in words):
                yield head.first, tail.last
                break
