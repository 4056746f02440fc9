"""What linking keeps of a record: its claims, places and accounts, but not its text; records may come one by one."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from riwaya.link.sightings import Sighting, day_of, instant_of, outlet_of, sightings
from riwaya.link.stems import words_of
from riwaya.link.tables import Tables
from riwaya.link.voices import Speaker, speakers
from riwaya.model.claim import Claim
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record


class Said(Struct, frozen=True, gc=False):
    """A claim: its content words (sorted stems), who speaks, and of its chain the sources and the last channel."""

    id: str
    stance: str
    words: tuple[str, ...]
    speaker: Speaker
    chain: tuple[str, ...]
    channel: str | None
    areas: tuple[Quantity, ...]


class Where(Struct, frozen=True, gc=False):
    """A place of the gazetteer as an article means it."""

    id: str
    name_ar: str | None
    name_en: str | None
    feature: str | None
    lat: float | None
    lon: float | None
    radius_km: float | None


class Digest(Struct, frozen=True, gc=False, kw_only=True):
    """An article: `day` is the ordinal of its publication, `words` the stems of its content words in their order."""

    id: str
    published: str | None
    day: int | None
    outlet: str
    words: tuple[str, ...]
    claims: tuple[Said, ...]
    places: tuple[Where, ...]
    accounts: tuple[Sighting, ...]

    def where(self, place: str) -> Where | None:
        """The first mention of a place."""
        return next((found for found in self.places if found.id == place), None)


# The same places are named again and again: a million claims share them.
_where = lru_cache(1 << 16)(Where)


def digests(records: Iterable[Record], tables: Tables) -> list[Digest]:
    """The digests of records by day of publication and id, each article once (the first of its records)."""
    once = dict[str, Digest]()
    for record in records:
        if record.article.id not in once:
            once[record.article.id] = digest(record, tables)
    ordered = sorted(once.values(), key=lambda found: (instant_of(found.published), found.id))
    return [replace(found, accounts=tuple(_at(k, found.accounts))) for k, found in enumerate(ordered)]


def digest(record: Record, tables: Tables) -> Digest:
    """What is kept of a record; its accounts stand as those of the first record (`Sighting.at`)."""
    words, article = words_of(record, tables.stemmer), record.article
    told = zip(record.claims, words.claims, speakers(record, tables), strict=True)
    return Digest(
        id=article.id,
        published=article.published,
        day=day_of(article.published),
        outlet=sys.intern(outlet_of(record)),
        words=words.said(),
        claims=tuple(_said(claim, stems, speaker, record) for claim, stems, speaker in told),
        places=tuple(dict.fromkeys(_places(record.places))),
        accounts=tuple(sightings(record, words, tables)),
    )


def _said(claim: Claim, words: tuple[str, ...], speaker: Speaker, record: Record) -> Said:
    chain = tuple(sys.intern(link.source.text) for link in claim.chain)
    channel = sys.intern(claim.chain[-1].channel) if claim.chain else None
    areas = tuple(q for q in record.quantities if q.role == "area" and claim.span.contains(q.span))
    return Said(claim.id, claim.stance, words, speaker, chain, channel, areas)


def _places(places: Iterable[PlaceMention]) -> Iterator[Where]:
    for p in places:
        if p.id is not None:
            yield _where(p.id, p.name_ar, p.name_en, p.feature, p.lat, p.lon, p.radius_km)


def _at(number: int, accounts: Iterable[Sighting]) -> Iterator[Sighting]:
    """The accounts of the article that has this number."""
    return (replace(found, at=(number, *found.at[1:])) for found in accounts)
