"""The nouns of events by columns: a row an event, dictionaries for what comes again and again."""

from __future__ import annotations

from msgspec import Struct


class Lists(Struct, frozen=True):
    """A list for each row: those of row i are `values[offsets[i]:offsets[i + 1]]`."""

    offsets: list[int]
    values: list[int]


class Named(Struct, frozen=True):
    """Something with an id and its names."""

    id: str
    ar: str | None
    en: str | None


class Placed(Struct, frozen=True):
    """A place of events: WGS 84 degrees."""

    id: str
    ar: str | None
    en: str | None
    lat: float | None
    lon: float | None


class Voiced(Struct, frozen=True):
    """A source by its key."""

    key: str
    name: str
    kind: str


class ClaimCodes(Struct, frozen=True, kw_only=True):
    """The claims of events: those of event i are rows `offsets[i]` to `offsets[i + 1]`."""

    offsets: list[int]
    stance: list[int]
    certainty: list[int]
    outlet: list[int]
    actor: Lists
    source: Lists


class ClaimColumns(ClaimCodes, frozen=True, kw_only=True):
    """The claims of events with their ids."""

    id: list[str]


class Columns(Struct, frozen=True, kw_only=True):
    """All events, the latest first: a row each, a column a property; codes are places in the dictionaries, -1 is none.

    `start` and `end` count days since 1970-01-01. A dictionary is named for its property, with an s.
    """

    id: list[str]
    type: list[int]
    place: list[int]
    lat: list[float | None]
    lon: list[float | None]
    start: list[int | None]
    end: list[int | None]
    n_claims: list[int]
    n_outlets: list[int]
    n_origins: list[int]
    contradicted: list[int]
    types: list[str]
    places: list[Placed]
    stances: list[str]
    certaintys: list[str]
    outlets: list[str]
    actors: list[Named]
    sources: list[Voiced]


class EventColumns(Columns, frozen=True, kw_only=True):
    """All events and their claims."""

    claims: ClaimColumns


class SentColumns(Columns, frozen=True, kw_only=True):
    """All events and their claims as pages get them, and which events have a claim that somebody judged."""

    claims: ClaimCodes
    reviewed: list[int]
