"""What events are found by, made ready at loading: triggers with their constraints spelt out, and words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from msgspec import Struct

from riwaya.annotate.clause_words import ClauseWords
from riwaya.annotate.document import Base
from riwaya.annotate.event_rules import Endings, EventType, Speller, Trigger, list_of, load_types
from riwaya.annotate.event_words import EventWords
from riwaya.annotate.misspelling import Slips, spell_slips
from riwaya.rules.files import read_table, read_toml
from riwaya.rules.lexicon import Entry, Known, Lexicon


class Sought(Struct, frozen=True):
    """What a constraint of a trigger looks for: tokens and kinds of tokens, within `reach` tokens.

    `behind` the trigger or before it; `wanted`, or must not stand there.
    """

    tokens: frozenset[str]
    kinds: int
    reach: int
    behind: bool
    wanted: bool


class Sense(Struct, frozen=True):
    """What a trigger reports, and its constraints spelt out; `exact` grows with their number.

    `taken` is what must stand behind it and belongs to it, None where the trigger takes nothing.
    """

    kind: EventType
    trigger: Trigger
    sought: tuple[Sought, ...]
    taken: Sought | None
    exact: int


class Senses(Struct, frozen=True):
    """The triggers that a word can be alone, each with proclitics and entries, and their lists.

    `known` is what the table knows of the word, `rests` the words that can follow it in longer triggers; behind a
    word that `agrees` stands perhaps a misspelt one; a word that `fills` makes a number approximate.
    """

    single: tuple[tuple[Sense, tuple[tuple[str, Entry], ...]], ...]
    lists: tuple[str, ...]
    known: Known
    rests: Collection[str]
    agrees: bool
    fills: bool


@dataclass(frozen=True)
class Lexis:
    """Types, their triggers by the lists of the table of their words, and other words.

    `told`, `kinds` and `senses` are the columns of what a word tells, of its kinds, and of the triggers that it
    can be: a `Senses` or None.
    """

    types: tuple[EventType, ...]
    triggers: Mapping[str, Sense]
    told: int
    kinds: int
    senses: int
    known: EventWords
    fillers: frozenset[str]
    approximate: frozenset[str]
    accusative: str
    partitive: frozenset[str]
    slips: Slips
    words: ClauseWords


def load_lexis(base: Base) -> Lexis:
    """Everything spelt out. Raises DataError with every fault of the type files."""
    types = load_types(base.folder)
    endings = read_toml(base.folder / "text/nouns.toml", Endings)
    speller = Speller(base.verbs, endings, base.normaliser, base.clitics)
    named = {word for kind in types for own in kind.trigger for words in own.constraints() for word in words}
    lexicon = Lexicon(speller.patterns(types))
    slips = spell_slips(types, base.normaliser, base.clitics)
    fillers = frozenset(word for words in _approximators(base) for word in words)

    known = EventWords(base, speller, {word for word in named if word.startswith("@")})
    spelt = {word: _written(word, base, speller) for word in named - known.kinds.keys()}
    triggers = _triggers(types, spelt, known.kinds)

    def senses_of(word: str) -> Senses | None:
        found, agrees, fills = lexicon.read(word), word in slips.after, word in fillers
        return _senses(found or Known((), {}), triggers, agrees, fills) if found or agrees or fills else None

    return Lexis(
        types=types,
        triggers=triggers,
        told=base.columns.add(known.read),
        kinds=base.columns.add(lambda word: known.read(word).kinds),
        senses=base.columns.add(senses_of),
        known=known,
        fillers=fillers,
        approximate=frozenset(words[0] for words in _approximators(base) if len(words) == 1),
        accusative=endings.accusative,
        partitive=frozenset(endings.partitive),
        slips=slips,
        words=known.words,
    )


def _approximators(base: Base) -> list[list[str]]:
    """The words of each phrase that makes a number approximate."""
    rows = read_table(base.folder / "lexicon/approximators.csv")
    return [base.normaliser.form(row.cells["form"]).split() for row in rows]


def _triggers(
    types: Iterable[EventType], spelt: Mapping[str, frozenset[str]], bits: Mapping[str, int]
) -> dict[str, Sense]:
    """What each trigger reports, by the list of its words."""
    senses = {}
    for t, kind in enumerate(types):
        for k, own in enumerate(kind.trigger):
            sought = _constraints(own, spelt, bits)
            wanted = sum(looked_for.wanted for looked_for in sought)
            taken = next((s for s in sought if s.wanted and s.behind), None) if own.takes else None
            exact = (wanted + own.takes) * 2 + len(sought) - wanted
            senses[list_of(t, k)] = Sense(kind, own, sought, taken, exact)
    return senses


def _senses(known: Known, triggers: Mapping[str, Sense], agrees: bool, fills: bool) -> Senses:
    """The triggers that a word can be, by what their lists know of it."""
    readings: dict[str, list[tuple[str, Entry]]] = {}
    for prefix, entry, name in known.single:
        readings.setdefault(name, []).append((prefix, entry))
    single = tuple((triggers[name], tuple(found)) for name, found in readings.items())
    return Senses(single, tuple(readings), known, known.longer, agrees, fills)


def _constraints(own: Trigger, spelt: Mapping[str, frozenset[str]], bits: Mapping[str, int]) -> tuple[Sought, ...]:
    """The constraints that a trigger has, what must stand there before what must not: most triggers lack that."""
    asked = (
        (own.after, own.reach, True, True),
        (own.before, own.reach_back, False, True),
        (own.not_after, own.reach, True, False),
        (own.not_before, own.reach_back, False, False),
    )
    found = []
    for words, reach, behind, wanted in asked:
        if words:
            kinds = sum({bits[word] for word in words if word in bits})
            tokens = frozenset().union(*(spelt[word] for word in words if word in spelt))
            found.append(Sought(tokens, kinds, reach, behind, wanted))
    return tuple(found)


def _written(word: str, base: Base, speller: Speller) -> frozenset[str]:
    """Every token that a word of a constraint can be written as."""
    return frozenset(token for form in speller.declined(word) for token in _tokens(form, base))


def _tokens(form: str, base: Base) -> list[str]:
    normal = base.normaliser.form(form)
    tokens = [prefix + normal for prefix in base.clitics.allowed("article")]
    if normal.startswith(base.clitics.article_alef):
        tokens += [prefix + normal[1:] for prefix in base.clitics.article_without_alef]
    return tokens
