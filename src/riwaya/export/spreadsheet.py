"""Plain CSV, one row a claim, for spreadsheets and OpenRefine (RFC 4180, safe against formulas)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from riwaya.export import facts
from riwaya.export.cells import table
from riwaya.export.manner import Manner
from riwaya.export.tables import Tables
from riwaya.export.view import Chosen, Counted, View
from riwaya.model.article import Article
from riwaya.model.claim import Argument, Claim, Link
from riwaya.model.mention import PlaceMention
from riwaya.model.record import Record

Fields = dict[str, Any]


class ClaimRow(Struct, frozen=True, kw_only=True):
    """A claim in one row; docs/exports.md says what each field means. Offsets count code points, half-open."""

    claim: str
    article: str
    sha256: str
    outlet: str | None
    title: str | None
    url: str | None
    published: str | None
    published_basis: str
    stance: str
    delivery: str
    certainty: str
    start: int
    end: int
    text: str
    cue: str | None
    source: str | None
    origin: str | None
    origin_en: str | None
    origin_actor: str | None
    origin_kind: str | None
    channels: tuple[str, ...]
    chain: str
    links: int
    event_types: tuple[str, ...]
    event_start: str | None
    event_end: str | None
    polarities: tuple[str, ...]
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    places: tuple[str, ...]
    place_ids: tuple[str, ...]
    countries: tuple[str, ...]
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    reading: str | None
    notes: tuple[str, ...]
    events: tuple[str, ...]
    n_outlets: tuple[str, ...]
    n_origins: tuple[str, ...]
    rules: tuple[str, ...]


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The table, some rows a piece."""
    rows = (astuple(row) for chosen in view.chosen() for row in claim_rows(chosen, manner.tables))
    return table([ClaimRow.__struct_fields__], rows, bom=manner.bom)


def claim_rows(chosen: Chosen, tables: Tables) -> Iterator[ClaimRow]:
    """The rows of an article's claims, in the order of the text."""
    return (_row(claim, chosen, tables) for claim in chosen.claims)


def _row(claim: Claim, chosen: Chosen, tables: Tables) -> ClaimRow:
    parts = (_article(chosen.record.article), _words(claim), _sources(claim, chosen.record, tables))
    told = (_events(claim, chosen.record, tables), _linked(chosen.events.get(claim.id, ())))
    return ClaimRow(**{name: value for part in (*parts, *told) for name, value in part.items()})


def _article(article: Article) -> Fields:
    return {
        "article": article.id,
        "sha256": article.sha256,
        "outlet": article.outlet,
        "title": article.title,
        "url": article.url,
        "published": article.published,
        "published_basis": article.published_basis,
    }


def _words(claim: Claim) -> Fields:
    return {
        "claim": claim.id,
        "stance": claim.stance,
        "delivery": claim.delivery,
        "certainty": claim.certainty,
        "start": claim.span.start,
        "end": claim.span.end,
        "text": claim.text,
        "cue": claim.cue.text if claim.cue else None,
        "reading": claim.gloss.en if claim.gloss else None,
        "notes": claim.notes,
        "rules": claim.rules,
    }


def _sources(claim: Claim, record: Record, tables: Tables) -> Fields:
    first, last = (claim.chain[0], claim.chain[-1]) if claim.chain else (None, None)
    return {
        "source": first.source.text if first else None,
        "origin": last.source.text if last else None,
        "origin_en": _english(last, tables) if last else None,
        "origin_actor": last.actor if last else None,
        "origin_kind": last.kind if last else None,
        "channels": tuple(link.channel for link in claim.chain),
        "chain": facts.chain(claim, record, tables),
        "links": len(claim.chain),
    }


def _english(link: Link, tables: Tables) -> str | None:
    known = tables.actors.get(link.actor or "")
    return (known.name_en if known else link.name.en if link.name else None) or None


def _events(claim: Claim, record: Record, tables: Tables) -> Fields:
    days = [facts.days(event) for event in claim.events]
    agents, patients = (a for e in claim.events for a in e.agents), (a for e in claim.events for a in e.patients)
    return {
        "event_types": tuple(event.type for event in claim.events),
        "polarities": tuple(event.polarity for event in claim.events),
        "event_start": min((start for start, _ in days if start), default=None),
        "event_end": max((end for _, end in days if end), default=None),
        "agents": _names(agents, tables),
        "patients": _names(patients, tables),
        **_places([record.places[at.place] for event in claim.events for at in event.places]),
        **_tolls(claim, record, tables),
    }


def _names(arguments: Iterable[Argument], tables: Tables) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tables.actor_name(a.actor, facts.plain(a.text)) for a in arguments))


def _places(places: Sequence[PlaceMention]) -> Fields:
    """The places of events; the point is that of the most precise one that has one."""
    points = [place for place in places if place.lat is not None]
    best = min(points, key=lambda place: place.radius_km or 0.0, default=None)
    return {
        "places": tuple(dict.fromkeys(place.name_en or place.text for place in places)),
        "place_ids": tuple(dict.fromkeys(place.id for place in places if place.id)),
        "countries": tuple(sorted({place.country for place in places if place.country})),
        "latitude": best.lat if best else None,
        "longitude": best.lon if best else None,
        "radius_km": best.radius_km if best else None,
    }


def _tolls(claim: Claim, record: Record, tables: Tables) -> Fields:
    bounds = {role: facts.claim_toll(claim, record, role, tables) for role in ("killed", "injured")}
    return {f"{role}_{end}": getattr(found, end) for role, found in bounds.items() for end in ("low", "high")}


def _linked(events: Sequence[Counted]) -> Fields:
    return {
        "events": tuple(event.id for event in events),
        "n_outlets": tuple(str(event.n_outlets) for event in events),
        "n_origins": tuple(str(event.n_origins) for event in events),
    }
