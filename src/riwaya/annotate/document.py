"""The carrier: an article while it is read, and the resources that the stages are given."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from riwaya.model.article import Article
from riwaya.model.claim import Claim
from riwaya.model.mention import Mention
from riwaya.model.span import Span
from riwaya.rules.lexicon import Clitics, Lexemes, Lexicon
from riwaya.rules.match import Matcher
from riwaya.text.normal import Normaliser
from riwaya.text.sentences import Layout, lay_out
from riwaya.text.tokens import Tokens, tokenise


@dataclass(frozen=True)
class Fired:
    """A rule that fired: its id and the words it fired on. `explain` prints these."""

    rule: str
    span: Span
    roles: tuple[tuple[str, Span], ...] = ()


@dataclass(frozen=True)
class Found:
    """A mention and the tokens `[first, last)` it stands on; `item` is a Timex, Quantity or PlaceMention."""

    first: int
    last: int
    item: Any
    rule: str


@dataclass(frozen=True)
class Agent:
    """A mention of a person, group or body: tokens `[first, last)` of its name or noun phrase.

    `head` is the span of the name itself; `actor` the lexicon's id; `kind` as in codebook section 2;
    `role` and `affiliation` as given in the text or known from the lexicon.
    """

    first: int
    last: int
    span: Span
    kind: str
    actor: str | None = None
    role: str | None = None
    affiliation: str | None = None
    named: bool = True
    gender: str = "m"
    rule: str = ""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One article while it is read. Stages never change it: they return a copy that knows more."""

    article: Article
    tokens: Tokens
    lexemes: Lexemes
    layout: Layout
    names: tuple[tuple[int, int], ...] = ()
    classes: str = ""
    marks: Any = None
    times: tuple[Found, ...] = ()
    quantities: tuple[Found, ...] = ()
    places: tuple[Found, ...] = ()
    agents: tuple[Agent, ...] = ()
    attributions: tuple[Any, ...] = ()
    events: tuple[Any, ...] = ()
    claims: tuple[Claim, ...] = ()
    fired: tuple[Fired, ...] = ()

    def mention(self, first: int, last: int) -> Mention:
        """Tokens `[first, last)` as a mention: their words in the original and their span."""
        span = self.tokens.span(first, last)
        return Mention(span.of(self.article.text), span)

    @cached_property
    def quoted(self) -> dict[int, int]:
        """Closed quotations: the token of the opening mark and that of the closing one."""
        return {q.open: q.close for q in self.layout.quotations if q.closed}

    def names_in(self, start: int, limit: int) -> list[tuple[int, int]]:
        """Names and known actors that begin in tokens `[start, limit)` and end there."""
        k = bisect_left(self._names, (start, 0))
        found = []
        while k < len(self._names) and self._names[k][0] < limit:
            if self._names[k][1] <= limit:
                found.append(self._names[k])
            k += 1
        return found

    @cached_property
    def _names(self) -> list[tuple[int, int]]:
        return sorted({*self.names, *((h.first, h.last) for h in self.lexemes.of("actors"))})

    def knowing(self, **more: Any) -> Document:
        """A copy with more known."""
        return replace(self, **more)


@dataclass(frozen=True, kw_only=True)
class Base:
    """What every stage may use: built once from the data folder, never changed."""

    folder: Path
    normaliser: Normaliser
    clitics: Clitics
    lexicon: Lexicon
    matcher: Matcher


def open_document(article: Article, base: Base) -> Document:
    """An article made ready for the stages: tokens, lexicon hits, sentences and quotations."""
    tokens = tokenise(base.normaliser.normal(article.text))
    return Document(
        article=article, tokens=tokens, lexemes=base.lexicon.find(tokens), layout=lay_out(tokens)
    )
