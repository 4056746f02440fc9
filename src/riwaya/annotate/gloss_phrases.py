"""The phrases of `ontology/gloss.toml`, and how numbers, days and lists are written in English."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from riwaya.model.errors import DataError
from riwaya.model.mention import Quantity
from riwaya.rules.files import read_toml

_MILLION = 1_000_000
_ISO_DAY = 10


class EventPhrases(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How one event type is told: forms of its verb (base, past, -ing, participle) and its noun."""

    verb: tuple[str, ...]
    noun: str
    with_object: tuple[str, ...] = ()
    object: str = ""
    of: str = "of"
    by: str = "by {}"
    tail: str = ""
    tail_with_object: str = ""
    place: str = ""
    territory: bool = False
    mutual: bool = False
    moves: bool = False
    people: bool = False
    numbered: bool = False
    losers: bool = False
    ground: bool = False


class Vague(Struct, frozen=True, forbid_unknown_fields=True):
    """A range that English has a word for: dozens, hundreds."""

    low: int
    high: int
    text: str


class Numbers(Struct, frozen=True, forbid_unknown_fields=True):
    """How counts and days are written."""

    about: str
    at_least: str
    up_to: str
    between: str
    million: str
    months: tuple[str, ...]
    since: str
    until: str
    range: str
    vague: tuple[Vague, ...]


class Agreement(Struct, frozen=True, forbid_unknown_fields=True):
    """What `is` and `was` become, and the last words of names that are plurals."""

    singular: tuple[str, str]
    plural: tuple[str, str]
    plural_names: frozenset[str]


class Phrases(Struct, frozen=True, forbid_unknown_fields=True):
    """All of `ontology/gloss.toml`."""

    active: Mapping[str, str]
    passive: Mapping[str, str]
    nominal: Mapping[str, str]
    where: Mapping[str, str]
    what: Mapping[str, str]
    places: Mapping[str, frozenset[str]]
    numbers: Numbers
    agreement: Agreement
    units: Mapping[str, str]
    roles: Mapping[str, str]
    measures: frozenset[str]
    tells: Mapping[str, frozenset[str]]
    stance: Mapping[str, str]
    certainty: Mapping[str, str]
    speech: Mapping[str, str]
    channels: Mapping[str, str]
    kinds: Mapping[str, str]
    events: Mapping[str, EventPhrases]


def load_phrases(folder: Path) -> Phrases:
    """The phrases of the data folder. Raises DataError for faults, among them an event type without phrases."""
    phrases = read_toml(folder / "ontology/gloss.toml", Phrases)
    types = read_toml(folder / "ontology/events.toml", dict[str, object])
    faults = [f"ontology/gloss.toml: events.{name}: missing" for name in types if name not in phrases.events]
    faults += [f"ontology/gloss.toml: events.{name}: no such type" for name in phrases.events if name not in types]
    if faults:
        raise DataError(faults)
    return phrases


def listed(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}"


def count(quantity: Quantity, noun: str, given: Phrases) -> str:
    """A count before its noun, as exact as the quantity says it."""
    numbers, low, high = given.numbers, quantity.low, quantity.high
    if quantity.value is not None:
        exact = f"{number(quantity.value, numbers)} {noun}"
        return numbers.about.format(exact) if quantity.approximate else exact
    if low is None or high is None:
        bound = low if low is not None else high
        if bound is None:
            return noun
        return (numbers.at_least if high is None else numbers.up_to).format(f"{number(bound, numbers)} {noun}")
    for vague in numbers.vague:
        if (low, high) == (vague.low, vague.high):
            return f"{vague.text} {noun}"
    return f"{numbers.between.format(number(low, numbers), number(high, numbers))} {noun}"


def number(value: float, given: Numbers) -> str:
    """A number with thousands set apart; millions in words."""
    if value >= _MILLION and value % (_MILLION / 10) == 0:
        return given.million.format(f"{value / _MILLION:g}")
    return f"{value:,.0f}" if value == int(value) else f"{value:g}"


def period(start: str | None, end: str | None, given: Numbers) -> str:
    """A day, a month, a year or a stretch of days; the empty string when neither end is known."""
    first, last = (start or "")[:_ISO_DAY], (end or "")[:_ISO_DAY]
    if not first or not last:
        known = first or last
        return (given.since if first else given.until).format(day(known, given)) if known else ""
    if first == last:
        return day(first, given)
    if first[5:] == "01-01" and last[5:] == "12-31" and first[:4] == last[:4]:
        return first[:4]
    if first[:7] == last[:7]:
        whole = first[8:] == "01" and int(last[8:]) == monthrange(int(first[:4]), int(first[5:7]))[1]
        return day(first, given)[2:] if whole else given.range.format(int(first[8:]), day(last, given))
    return given.range.format(day(first, given), day(last, given))


def day(iso: str, given: Numbers) -> str:
    """An ISO day as `28 Jan 2019`."""
    return f"{int(iso[8:10])} {given.months[int(iso[5:7]) - 1]} {iso[:4]}"
