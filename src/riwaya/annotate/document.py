"""The carrier: an article while it is read, and the resources that the stages are given."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from msgspec import Struct

from riwaya.annotate.marks import DIGITS
from riwaya.annotate.phrase_facts import PhraseFacts
from riwaya.annotate.phrase_index import PhraseIndex, build_index
from riwaya.model.article import Article
from riwaya.model.claim import Claim, Event
from riwaya.model.mention import Mention
from riwaya.model.span import Span
from riwaya.rules.lexicon import Clitics, Hit, Lexemes, Lexicon
from riwaya.rules.lists import Spelling, Verbs
from riwaya.rules.remembered import Columns, Once, Read
from riwaya.text.normal import Normaliser
from riwaya.text.quotes import Quotation
from riwaya.text.sentences import Layout, lay_out
from riwaya.text.tokens import Tokens, tokenise


class Fired(Struct, frozen=True, gc=False):
    """A rule that fired: its id and the words it fired on. `explain` prints these."""

    rule: str
    span: Span
    roles: tuple[tuple[str, Span], ...] = ()


class Found(Struct, frozen=True, gc=False):
    """A mention and the tokens `[first, last)` it stands on; `item` is a Timex, Quantity or PlaceMention."""

    first: int
    last: int
    item: Any
    rule: str


class Agent(Struct, frozen=True, gc=False):
    """A mention of a person, group or body: tokens `[first, last)` of its name or noun phrase.

    `head` is the span of the name itself; `actor` the lexicon's id; `kind` as in codebook section 2;
    `role` and `affiliation` as given in the text or known from the lexicon; `same_as` is the span of
    the fuller mention that a last name repeats.
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
    same_as: Span | None = None


class FoundEvent(Struct, frozen=True, gc=False):
    """An event and its trigger's tokens `[first, last)`.

    `pro_drop` says that the agent is left unsaid or is a pronoun: the claim's source may stand in for it.
    `deed` says that the trigger is a verbal noun of which no agent is named: `announced the capture of ...`.
    """

    first: int
    last: int
    event: Event
    rule: str
    pro_drop: bool = False
    deed: bool = False


_DIGITS = re.compile(bytes((DIGITS,)))
_WORDS = frozenset({"article", "tokens", "lexemes", "layout", "names", "outlet", "classes", "shapes", "marks"})
_LASTING = {
    **dict.fromkeys(("named", "index", "quoted", "digits", "futures", "known_names", "_actor_starts"), _WORDS),
    **dict.fromkeys(("_openings", "_opened", "closings"), _WORDS),
    "facts": _WORDS | {"times", "places"},
    **dict.fromkeys(("_place_ends", "_places"), frozenset({"places"})),
    **dict.fromkeys(("people", "_agent_starts", "_agent_at"), frozenset({"agents"})),
    "timed": frozenset({"times"}),
}
"""What a document works out once and later copies take over, unless what it depends on has changed."""


@dataclass(frozen=True, kw_only=True)
class Document:
    """One article while it is read. Stages never change it: they return a copy that knows more.

    `read` holds what the tables of the stages know of each word by itself.
    """

    article: Article
    tokens: Tokens
    read: Read
    lexemes: Lexemes
    layout: Layout
    names: tuple[tuple[int, int], ...] = ()
    outlet: Mapping[int, int] = field(default_factory=dict)
    classes: str = ""
    shapes: bytes = b""
    marks: Any = None
    times: tuple[Found, ...] = ()
    quantities: tuple[Found, ...] = ()
    places: tuple[Found, ...] = ()
    agents: tuple[Agent, ...] = ()
    attributions: tuple[Any, ...] = ()
    events: tuple[FoundEvent, ...] = ()
    claims: tuple[Claim, ...] = ()
    fired: tuple[Fired, ...] = ()
    explained: bool = True

    def mention(self, first: int, last: int) -> Mention:
        """Tokens `[first, last)` as a mention: their words in the original and their span."""
        span = self.tokens.span(first, last)
        return Mention(span.of(self.article.text), span)

    @Once
    def quoted(self) -> dict[int, int]:
        """Closed quotations: the token of the opening mark and that of the closing one."""
        return {q.open: q.close for q in self.layout.quotations if q.closed}

    def close_after(self, first: int, last: int) -> int:
        """The end of a name at `[first, last)`, with the mark that closes a quotation begun inside it."""
        opened = self._openings.get(last, -1)
        return last + 1 if opened >= first else last

    @Once
    def _openings(self) -> dict[int, int]:
        return {close: opened for opened, close in self.quoted.items()}

    def opened(self, token: int) -> list[Quotation]:
        """The quotations that a mark at `token` opens, also where no mark closes them."""
        return self._opened.get(token, [])

    @Once
    def _opened(self) -> dict[int, list[Quotation]]:
        opened: dict[int, list[Quotation]] = {}
        for quotation in self.layout.quotations:
            opened.setdefault(quotation.open, []).append(quotation)
        return opened

    @Once
    def closings(self) -> dict[int, list[int]]:
        """The ends of quotations, also of those that no mark closes, and the tokens of the marks that open them."""
        closings: dict[int, list[int]] = {}
        for opened, quotations in self._opened.items():
            closings.setdefault(quotations[-1].close, []).append(opened)
        return closings

    def quotations_in(self, first: int, last: int) -> list[Quotation]:
        """The quotations that tokens `[first, last)` share a token with, in the order of their opening marks."""
        opens, reach = self._quotations
        k, found = bisect_left(opens, last), []
        while k and reach[k - 1] > first:
            k -= 1
            if self.layout.quotations[k].close > first:
                found.append(self.layout.quotations[k])
        return found[::-1]

    @Once
    def _quotations(self) -> tuple[list[int], list[int]]:
        """Where quotations open, and the last closing mark of each and those before it."""
        quotations = self.layout.quotations
        return [q.open for q in quotations], [*accumulate([q.close for q in quotations], max)]

    def names_in(self, start: int, limit: int) -> list[tuple[int, int]]:
        """Names and known actors that begin in tokens `[start, limit)` and end there."""
        k = bisect_left(self.known_names, (start, 0))
        found = []
        while k < len(self.known_names) and self.known_names[k][0] < limit:
            if self.known_names[k][1] <= limit:
                found.append(self.known_names[k])
            k += 1
        return found

    @Once
    def named(self) -> set[int]:
        """The tokens of names."""
        return {token for first, last in self.names for token in range(first, last)}

    @Once
    def known_names(self) -> list[tuple[int, int]]:
        """The tokens of names and known actors, sorted."""
        return sorted({*self.names, *((h.first, h.last) for h in self.lexemes.of("actors"))})

    @Once
    def digits(self) -> list[int]:
        """The tokens that are digits, sorted."""
        return [m.start() for m in _DIGITS.finditer(self.shapes) if self.tokens.norm[m.start()].isdecimal()]

    @Once
    def index(self) -> PhraseIndex:
        """What the word lists say of noun phrases in this text."""
        return build_index(self)

    @Once
    def facts(self) -> PhraseFacts:
        """What decides at each token whether a noun phrase goes on."""
        return PhraseFacts(self)

    @Once
    def people(self) -> dict[int, int]:
        """Where the people named begin, and the tokens behind their names."""
        return {a.first: a.last for a in self.agents if a.kind == "person"}

    @Once
    def futures(self) -> list[int]:
        """The tokens of verbs in the future and of marks of the future, sorted."""
        future, marked = self.marks.future, self.lexemes.starts["future_marks"]
        verbs = [hit for hit in self.lexemes.of("verbs") if hit.prefix in future]
        return sorted(marked.union([hit.first for hit in verbs if hit.entry.get("tense") == "imperfect"]))

    def words(self, first: int, last: int) -> str | None:
        """The words of tokens `[first, last)` in the original, without marks around them; None for none."""
        while first < last and self.classes[first] in ".Q":
            first += 1
        while first < last and self.classes[last - 1] in ".Q":
            last -= 1
        return self.mention(first, self.close_after(first, last)).text if first < last else None

    def agents_in(self, first: int, last: int) -> list[Agent]:
        """The agents that begin in tokens `[first, last)`."""
        k = bisect_left(self._agent_starts, first)
        m = bisect_left(self._agent_starts, last)
        return list(self.agents[k:m])

    def actors_in(self, first: int, last: int) -> list[Hit]:
        """The known actors that begin in tokens `[first, last)`, longest first at each token."""
        hits = self.lexemes.of("actors")
        k = bisect_left(self._actor_starts, first)
        m = bisect_left(self._actor_starts, last)
        return list(hits[k:m])

    def time_at(self, token: int) -> Found | None:
        """The time expression that covers a token."""
        return self.timed.get(token)

    def place_at(self, token: int) -> Found | None:
        """The place that begins at a token."""
        return self._places.get(token)

    def place_ending(self, token: int) -> bool:
        """Whether a place ends before a token."""
        return token in self._place_ends

    @Once
    def _place_ends(self) -> set[int]:
        return {found.last for found in self.places}

    @Once
    def _places(self) -> dict[int, Found]:
        return {found.first: found for found in self.places}

    @Once
    def timed(self) -> dict[int, Found]:
        """The tokens of time expressions; where two overlap, the later one ends the earlier."""
        timed: dict[int, Found] = {}
        for found, following in zip(self.times, (*self.times[1:], None), strict=False):
            last = found.last if following is None else min(found.last, following.first)
            timed.update(dict.fromkeys(range(found.first, last), found))
        return timed

    @Once
    def _agent_starts(self) -> list[int]:
        return [agent.first for agent in self.agents]

    @Once
    def _actor_starts(self) -> list[int]:
        return [hit.first for hit in self.lexemes.of("actors")]

    def agent_at(self, token: int) -> Agent | None:
        """The agent that begins at a token."""
        return self._agent_at.get(token)

    @Once
    def _agent_at(self) -> dict[int, Agent]:
        return {agent.first: agent for agent in self.agents}

    def knowing(self, **more: Any) -> Document:
        """A copy with more known; what was worked out from that which has not changed goes with it."""
        known, state = object.__new__(Document), self.__dict__ | more
        for name in _outdated(*more):
            state.pop(name, None)
        object.__setattr__(known, "__dict__", state)
        return known


@cache
def _outdated(*changed: str) -> tuple[str, ...]:
    """What was worked out in a document of which some fields are to change, and cannot be taken over."""
    worked_out = [name for name, value in vars(Document).items() if isinstance(value, Once)]
    return tuple(name for name in worked_out if not _LASTING.get(name, {*changed}).isdisjoint(changed))


@dataclass(frozen=True, kw_only=True)
class Base:
    """What every stage may use: built once from the data folder, never changed.

    Stages that are loaded add to `columns` how they read words; `listed` is the column of the lexicon, `telling`
    that of the marks by which a text is laid out.
    """

    folder: Path
    normaliser: Normaliser
    verbs: Verbs
    clitics: Clitics
    lexicon: Lexicon
    columns: Columns
    listed: int
    telling: int

    @property
    def spelling(self) -> Spelling:
        """The fold table and the clitic tables."""
        return Spelling(self.normaliser, self.clitics)


def open_document(article: Article, base: Base, *, explained: bool = True) -> Document:
    """An article made ready for the stages: tokens, lexicon hits, sentences and quotations.

    Stages say which rules fired only where it is to be `explained`.
    """
    tokens = tokenise(base.normaliser.normal(article.text))
    read = Read(base.columns, tokens.norm)
    lexemes = base.lexicon.find_in(tokens.norm, read[base.listed])
    layout = lay_out(tokens, read[base.telling])
    return Document(article=article, tokens=tokens, read=read, lexemes=lexemes, layout=layout, explained=explained)
