"""What the word lists say of noun phrases, gathered once a text, so that each phrase is read by look-ups."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from riwaya.annotate.marks import TO
from riwaya.rules.lexicon import Hit, Lexemes
from riwaya.text.tokens import QUOTE_MARKS

if TYPE_CHECKING:
    from riwaya.annotate.document import Document

GROUPS = frozenset({"armed_group", "military", "government", "organization", "monitor", "media"})
"""The kinds of sources that are groups or bodies."""
_OFFICIALS = frozenset({"officials_unnamed", "residents"})
_MEDIA = frozenset({"media", "outlet"})
QUOTED_MEDIA = "quoted_media"
"""Media whose names are common words."""
_NAMING = frozenset({"actors", "source_nouns", "name_heads"})
_FIRST = itemgetter(0)
_TO = re.compile(rb"[%c-\xff]" % TO)
_STOPS = ("relay_words", "adverbs", "anonymity", "particles")


class PhraseIndex(Struct, frozen=True):
    """Tokens by what begins there.

    names:     names and known actors, with the token behind them (the longest wins)
    ends:      the tokens behind names
    actors:    the longest known actor
    media:     a known actor that is a medium
    channels:  a channel or a known medium
    compounds: titles, head nouns and words for recognised of several words, with their length
    titled:    any title or head noun
    titles:    any title
    officials: a head noun for an unnamed official or source
    bodies:    a head noun for a group, an office or a medium
    stops:     words of saying, adverbs, particles, the article's own outlet: no phrase goes on over them
    addressed: li- before a medium: whom somebody told
    by_masdar: a verbal noun, or a noun of what happens, joined by bi-
    to_joined: any word joined by li-
    tails:     prepositions that lead on inside a noun phrase
    """

    names: Mapping[int, int]
    ends: frozenset[int]
    actors: Mapping[int, Hit]
    media: frozenset[int]
    channels: frozenset[int]
    compounds: Mapping[int, int]
    titled: frozenset[int]
    titles: frozenset[int]
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
    begun = [found.start() for found in _TO.finditer(doc.shapes)]
    heads = [*lexemes.of("titles"), *lexemes.of("source_nouns")]
    kinds = [(hit.first, hit.entry.attributes.get("kind")) for hit in heads]
    recognised = lexemes.of("recognitions")
    named = _longest(doc.known_names)
    media = frozenset([h.first for h in lexemes.of("actors") if h.entry.attributes.get("kind") == "media"])
    return PhraseIndex(
        names=named,
        ends=frozenset(named.values()),
        actors={hit.first: hit for hit in reversed(lexemes.of("actors"))},
        media=media,
        channels=media | lexemes.starts["channels"],
        compounds=_longest([(h.first, h.last - h.first) for h in (*heads, *recognised) if h.last - h.first > 1]),
        titled=frozenset(map(_FIRST, kinds)),
        titles=lexemes.starts["titles"],
        officials=frozenset([first for first, kind in kinds if kind in _OFFICIALS]),
        bodies=frozenset([first for first, kind in kinds if kind in GROUPS]),
        stops=lexemes.starts[_STOPS] | doc.outlet.keys(),
        addressed=frozenset(_addressed(doc, begun, to)),
        by_masdar=frozenset(_by_masdar(lexemes, doc.marks.letter_by)),
        to_joined=frozenset(_to_joined(lexemes, begun, to)),
        tails=frozenset(_tails(lexemes)),
    )


def _to_joined(lexemes: Lexemes, begun: Sequence[int], to: frozenset[str]) -> list[int]:
    hits = lexemes.by_start
    return [i for i in begun if i in hits and [1 for hit in hits[i] if hit.prefix in to]]


def _longest(ranges: Iterable[tuple[int, int]]) -> dict[int, int]:
    found: dict[int, int] = {}
    for first, value in ranges:
        if first not in found or found[first] < value:
            found[first] = value
    return found


def is_deed(hit: Hit) -> bool:
    """Whether a hit stands for what is done: a noun of what happens, or the verbal noun of a verb."""
    entry = hit.entry
    return entry.list == "nominals" or entry.attributes.get("tense") == "masdar"


def _by_masdar(lexemes: Lexemes, by: str) -> Iterable[int]:
    found = [hit for name in ("verbs", "nominals") for hit in lexemes.of(name) if hit.prefix == by]
    return (hit.first for hit in found if is_deed(hit))


def _tails(lexemes: Lexemes) -> list[int]:
    leading = [h.first for h in lexemes.of("prepositions") if not h.prefix and h.entry.attributes.get("tail")]
    return leading + [h.last for h in lexemes.of("leading_adjectives") if lexemes.at(h.last, "prepositions")]


def _addressed(doc: Document, begun: Sequence[int], to: frozenset[str]) -> Iterable[int]:
    """Where li- leads to a medium: joined to it, or before it as a word of its own (to «the paper»)."""
    norm, hits = doc.tokens.norm, doc.lexemes.by_start
    for i in begun:
        alone, first = norm[i] in to, i
        quoted = alone and i + 2 < len(norm) and norm[i + 1] in QUOTE_MARKS
        if alone:
            first = i + 2 if quoted else i + 1
        for hit in hits.get(first, ()):
            if hit.entry.list == QUOTED_MEDIA:
                closed = quoted and hit.last < len(norm) and norm[hit.last] in QUOTE_MARKS
                leads = closed or hit.entry.get("joined") != ""
            else:
                leads = (hit.prefix in to) != alone and _is_medium(hit)
            if leads:
                yield i


def _is_medium(hit: Hit) -> bool:
    """Whether a hit stands for a medium, or for the article's own outlet."""
    entry = hit.entry
    return entry.list == "own_outlet" or (entry.list in _NAMING and entry.attributes.get("kind") in _MEDIA)
