"""What the word lists say of noun phrases, gathered once a text, so that each phrase is read by look-ups."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from riwaya.annotate.marks import TO
from riwaya.rules.lexicon import Hit, Lexemes
from riwaya.text.tokens import QUOTE_MARKS

if TYPE_CHECKING:
    from riwaya.annotate.document import Document

GROUPS = frozenset({"armed_group", "military", "government", "organization", "monitor", "media"})
"""The kinds of sources that are groups or bodies."""
_STOPS = ("relay_words", "adverbs", "anonymity")


@dataclass(frozen=True)
class PhraseIndex:
    """Tokens by what begins there.

    names:     names and known actors, with the token behind them (the longest wins)
    ends:      the tokens behind names
    actors:    the longest known actor
    compounds: titles and head nouns of several words, with their length
    titled:    any title or head noun
    officials: a head noun for an unnamed official or source
    bodies:    a head noun for a group, an office or a medium
    stops:     words of saying, adverbs, the article's own outlet: no phrase goes on over them
    addressed: li- before a medium: whom somebody told
    by_masdar: a verbal noun, or a noun of what happens, joined by bi-
    by_the:    a word joined by bi- with the article
    to_joined: any word joined by li-
    tails:     prepositions that lead on inside a noun phrase
    """

    names: Mapping[int, int]
    ends: frozenset[int]
    actors: Mapping[int, Hit]
    compounds: Mapping[int, int]
    titled: frozenset[int]
    officials: frozenset[int]
    bodies: frozenset[int]
    stops: frozenset[int]
    addressed: frozenset[int]
    by_masdar: frozenset[int]
    to_joined: frozenset[int]
    tails: frozenset[int]


def build_index(doc: Document) -> PhraseIndex:
    """The index of one text: its hits, names and mentions of its own outlet."""
    lexemes, to = doc.lexemes, doc.marks.joined_to
    heads = [*lexemes.of("titles"), *lexemes.of("source_nouns")]
    kinds = [(hit.first, hit.entry.attributes.get("kind")) for hit in heads]
    named = _longest(doc.known_names)
    return PhraseIndex(
        names=named,
        ends=frozenset(named.values()),
        actors={hit.first: hit for hit in reversed(lexemes.of("actors"))},
        compounds=_longest([(h.first, h.last - h.first) for h in heads if h.last - h.first > 1]),
        titled=frozenset([first for first, _ in kinds]),
        officials=frozenset([first for first, kind in kinds if kind in ("officials_unnamed", "residents")]),
        bodies=frozenset([first for first, kind in kinds if kind in GROUPS]),
        stops=lexemes.starts(*_STOPS) | doc.outlet.keys(),
        addressed=frozenset(_addressed(lexemes, to, doc.tokens.norm)),
        by_masdar=frozenset(_by_masdar(lexemes, doc.marks.letter_by)),
        to_joined=_to_joined(doc, to),
        tails=frozenset(_tails(lexemes)),
    )


def _to_joined(doc: Document, to: frozenset[str]) -> frozenset[int]:
    hits = doc.lexemes.by_start
    begun = [i for i, shape in enumerate(doc.shapes) if shape & TO and i in hits]
    return frozenset([i for i in begun if any(hit.prefix in to for hit in hits[i])])


def _longest(ranges: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for first, value in ranges:
        found[first] = max(value, found.get(first, 0))
    return found


def is_deed(hit: Hit) -> bool:
    """Whether a hit stands for what is done: a noun of what happens, or the verbal noun of a verb."""
    return hit.entry.list == "nominals" or hit.entry.get("tense") == "masdar"


def _by_masdar(lexemes: Lexemes, by: str) -> Iterable[int]:
    found = [hit for name in ("verbs", "nominals") for hit in lexemes.of(name) if hit.prefix == by]
    return (hit.first for hit in found if is_deed(hit))


def _tails(lexemes: Lexemes) -> Iterable[int]:
    yield from (h.first for h in lexemes.of("prepositions") if not h.prefix and h.entry.get("tail"))
    yield from (h.last for h in lexemes.of("leading_adjectives"))


def _addressed(lexemes: Lexemes, to: frozenset[str], norm: Sequence[str]) -> Iterable[int]:
    """Where li- leads to a medium: joined to it, or before it as a word of its own (to «the paper»)."""
    for name in ("actors", "source_nouns", "name_heads", "own_outlet"):
        for hit in lexemes.of(name):
            before = hit.first - (2 if hit.first and norm[hit.first - 1] in QUOTE_MARKS else 1)
            at = hit.first if hit.prefix in to else before
            led = at == hit.first or (at >= 0 and norm[at] in to)
            if led and (name == "own_outlet" or hit.entry.get("kind") in ("media", "outlet")):
                yield at
