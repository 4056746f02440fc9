"""One row an event: what GeoJSON, Parquet, KML, HXL and the columns after ACLED's say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from riwaya.export import facts
from riwaya.export.tables import Tables
from riwaya.export.view import Account
from riwaya.model.claim import AcledCode, PloverCode


class EventRow(Struct, frozen=True, kw_only=True):
    """An event in one row; docs/exports.md says what each field means. None is what is not known."""

    event: str
    type: str
    label: str
    family: str
    acled_event_type: str | None
    acled_sub_event_type: str | None
    plover_event: str | None
    plover_mode: str | None
    start: str | None
    end: str | None
    first_report: str | None
    last_report: str | None
    place: str | None
    place_ar: str | None
    place_en: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    radius_km: float | None
    agents: tuple[str, ...]
    patients: tuple[str, ...]
    killed_low: int | None
    killed_high: int | None
    injured_low: int | None
    injured_high: int | None
    n_claims: int
    n_outlets: int
    n_origins: int
    n_affirming: int
    n_denying: int
    contradictions: tuple[str, ...]
    stances: tuple[str, ...]
    certainties: tuple[str, ...]
    statuses: tuple[str, ...]
    reading: str
    outlets: tuple[str, ...]
    origins: tuple[str, ...]
    chains: tuple[str, ...]
    quotes: tuple[str, ...]
    claims: tuple[str, ...]
    urls: tuple[str, ...]


def event_row(account: Account, tables: Tables) -> EventRow:
    """The row of an event."""
    return EventRow(**_what(account, tables), **_where(account), **_how_many(account, tables), **_said(account, tables))


def _what(account: Account, tables: Tables) -> dict[str, Any]:
    found = account.event
    acled, plover = acled_code(account), _plover(account)
    return {
        "event": found.id,
        "type": found.type,
        "label": tables.labels[found.type],
        "family": found.family,
        "acled_event_type": acled.event_type if acled else None,
        "acled_sub_event_type": acled.sub_event_type if acled else None,
        "plover_event": plover.event if plover else None,
        "plover_mode": plover.mode if plover else None,
        "start": found.start,
        "end": found.end,
        "first_report": found.first_report,
        "last_report": found.last_report,
    }


def _where(account: Account) -> dict[str, Any]:
    found, place = account.event, facts.place_of(account)
    return {
        "place": found.place,
        "place_ar": found.place_ar,
        "place_en": found.place_en,
        "country": place.country if place else None,
        "admin1": place.admin1 if place else None,
        "latitude": found.lat,
        "longitude": found.lon,
        "radius_km": found.radius_km,
    }


def _how_many(account: Account, tables: Tables) -> dict[str, Any]:
    found, affirmed = account.event, facts.affirming(account)
    killed, injured = (facts.toll(affirmed, role, tables) for role in ("killed", "injured"))
    return {
        "agents": facts.agents(account, tables),
        "patients": facts.patients(account, tables),
        "killed_low": killed.low,
        "killed_high": killed.high,
        "injured_low": injured.low,
        "injured_high": injured.high,
        "n_claims": found.n_claims,
        "n_outlets": found.n_outlets,
        "n_origins": found.n_origins,
        "n_affirming": found.n_affirming,
        "n_denying": found.n_denying,
    }


def _said(account: Account, tables: Tables) -> dict[str, Any]:
    found, told = account.event, account.told
    return {
        "contradictions": _all(c.kind for c in account.contradictions),
        "stances": _all(t.claim.stance for t in told),
        "certainties": _all(t.claim.certainty for t in told),
        "statuses": _all(t.event.status for t in told),
        "reading": facts.notes(account),
        "outlets": tuple(tables.outlet_name(name) for name in found.outlets),
        "origins": tuple(" = ".join(facts.plain(voice.name) for voice in origin.voices) for origin in found.origins),
        "chains": _once(facts.chain(t.claim, t.record, tables) for t in told),
        "quotes": _once(facts.plain(t.claim.text) for t in told),
        "claims": found.claims,
        "urls": _all(t.record.article.url for t in told),
    }


def acled_code(account: Account) -> AcledCode | None:
    """The ACLED code that most accounts of the event's own type have; None where ACLED does not code the type."""
    codes = Counter(told.event.acled for told in account.told if told.event.type == account.event.type)
    return max(codes, key=lambda code: (code is not None, codes[code]), default=None)


def _plover(account: Account) -> PloverCode | None:
    return next((told.event.plover for told in account.told if told.event.type == account.event.type), None)


def _all(values: Iterable[str | None]) -> tuple[str, ...]:
    """Each value once, sorted."""
    return tuple(sorted({value for value in values if value}))


def _once(values: Iterable[str]) -> tuple[str, ...]:
    """Each value once, in the order in which they come."""
    return tuple(dict.fromkeys(values))
