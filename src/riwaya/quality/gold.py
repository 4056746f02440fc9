"""Gold records: articles annotated by people after the codebook, as JSON Lines."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from msgspec import Struct

from riwaya.model.article import Article
from riwaya.model.errors import DataError
from riwaya.model.mention import Mention
from riwaya.model.span import Span


class GoldLink(Struct, frozen=True):
    """One link of a chain; `actor_name` is the English name of the source."""

    source: Mention
    channel: str | None = None
    actor_name: str | None = None


class GoldEvent(Struct, frozen=True):
    """An event with the words of its arguments."""

    type: str
    trigger: Mention | None = None
    agents: tuple[Mention, ...] = ()
    patients: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()


class GoldClaim(Struct, frozen=True):
    """A claim: where its content stands, who vouches for it and how."""

    span: Span
    chain: tuple[GoldLink, ...] = ()
    stance: str | None = None
    delivery: str | None = None
    events: tuple[GoldEvent, ...] = ()


class GoldTime(Struct, frozen=True):
    """A temporal expression with its first and last day."""

    text: str
    span: Span
    start: str | None = None
    end: str | None = None


class GoldPlace(Struct, frozen=True):
    """A place name with its point, where it is known."""

    text: str
    span: Span
    lat: float | None = None
    lon: float | None = None
    radius_km: float | None = None


class GoldQuantity(Struct, frozen=True):
    """A quantity: a value or bounds."""

    span: Span
    value: float | int | None = None
    low: float | int | None = None
    high: float | int | None = None


class Gold(Struct, frozen=True):
    """One annotated article. Keys that the figures do not use may stand in the file."""

    id: str
    text: str
    claims: tuple[GoldClaim, ...]
    times: tuple[GoldTime, ...] = ()
    places: tuple[GoldPlace, ...] = ()
    quantities: tuple[GoldQuantity, ...] = ()
    title: str | None = None
    outlet: str | None = None
    published: str | None = None
    url: str | None = None


def read_gold(path: Path) -> tuple[Gold, ...]:
    """The gold records of a file. Raises DataError with every line that is not one, or when there is none."""
    decoder = msgspec.json.Decoder(Gold)
    found: list[Gold] = []
    faults: list[str] = []
    try:
        lines = path.read_bytes().splitlines()
    except OSError as fault:
        raise DataError([f"{path}: {fault.strerror}"]) from fault
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            found.append(decoder.decode(line))
        except (msgspec.DecodeError, UnicodeDecodeError) as fault:
            faults.append(f"{path}: line {number}: {fault}")
    if not found and not faults:
        faults.append(f"{path}: no gold record in it")
    if faults:
        raise DataError(faults)
    return tuple(found)


def gold_article(gold: Gold) -> Article:
    """The article of a gold record, its text exactly as annotated, for the engine to read."""
    return Article(
        id=gold.id,
        sha256=hashlib.sha256(gold.text.encode("utf-8", "surrogatepass")).hexdigest(),
        url=gold.url,
        outlet=gold.outlet,
        title=gold.title,
        language="ar",
        published=gold.published,
        published_basis="given" if gold.published else "none",
        text=gold.text,
    )
