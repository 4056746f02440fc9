"""CSV with the 31 columns of ACLED's files in their order, ours after them; a row an event and place.

After the ACLED codebook of 2024; docs/exports.md says where a column differs. Left out, each with its reason, is
what ACLED does not code: types without a counterpart, events without a place or a day, or of more than a month,
and what no account says has happened.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
from geographiclib.geodesic import Geodesic

from riwaya.export import facts
from riwaya.export.acledactors import Side, Sides, interaction, interaction_name, joined
from riwaya.export.cells import Cell, table
from riwaya.export.eventrows import EventRow, acled_code, event_row
from riwaya.export.manner import Manner
from riwaya.export.tables import Precision, Tables
from riwaya.export.view import Account, View
from riwaya.model.claim import AcledCode
from riwaya.model.mention import PlaceMention

OWN_COLUMNS = ("inter1_name", "inter2_name", "interaction_name", "n_places")
_THERE_ALREADY = {
    "acled_event_type", "acled_sub_event_type", "country", "admin1", "latitude", "longitude", "outlets", "reading",
}  # fmt: skip
ROW_COLUMNS = tuple(name for name in EventRow.__struct_fields__ if name not in _THERE_ALREADY)
_UNREAL = frozenset({"predicted", "demanded", "threatened"})
_ID_START = len("event:")


@dataclass(frozen=True)
class _Coded:
    """An event that ACLED codes: its code, its days, its places, the first of which is that of the cluster."""

    account: Account
    code: AcledCode
    start: date
    end: date
    places: Sequence[PlaceMention]

    @property
    def country(self) -> str:
        """ISO code of the country."""
        return self.places[0].country or ""


def columns(tables: Tables) -> tuple[str, ...]:
    """All columns: ACLED's, then ours."""
    return (*tables.acled.columns, *OWN_COLUMNS, *ROW_COLUMNS)


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The table, some rows a piece."""
    return table([columns(manner.tables)], _rows(view, manner), bom=manner.bom)


def _rows(view: View, manner: Manner) -> Iterator[list[Cell]]:
    for account in view.accounts():
        coded = _coded(account, manner.tables)
        if isinstance(coded, str):
            manner.left_out(coded)
        else:
            yield from _event_rows(coded, manner.tables)


def _coded(account: Account, tables: Tables) -> _Coded | str:
    """The event as ACLED codes it, or why it does not."""
    acled = tables.acled
    code, place, found = acled_code(account), facts.place_of(account), account.event
    if code is None:
        return "of a type that ACLED does not code"
    if not any(_happened(told.claim.stance, told.event.status) for told in facts.affirming(account)):
        return "that no account says has happened"
    if place is None or place.lat is None or not place.country:
        return "without a place on the map"
    if place.country not in tables.countries:
        return f"in a country that ISO 3166 does not know ({place.country})"
    if place.feature in acled.too_wide:
        return "of which no place narrower than a country is known"
    if not found.start or not found.end:
        return "without a day"
    start, end = date.fromisoformat(found.start), date.fromisoformat(found.end)
    if (end - start).days >= acled.time[-1].most:
        return "that may have happened on any day of more than a month"
    return _Coded(account, code, start, end, [place, *_others(account, place, tables)])


def _happened(stance: str, status: str) -> bool:
    return stance not in _UNREAL and status in ("occurred", "ongoing")


def _others(account: Account, place: PlaceMention, tables: Tables) -> list[PlaceMention]:
    """The other places that one account names beside the event's: as exact, and apart from it."""
    found: dict[str, PlaceMention] = {}
    for told in facts.affirming(account):
        named = [told.record.places[at.place] for at in told.event.places]
        if told.event.type == account.event.type and any(p.id == place.id for p in named):
            exact = [p for p in named if p.id and p.relation == "at" and (p.radius_km or 0) <= tables.acled.geo[0].most]
            found |= {
                p.id: p
                for p in exact
                if p.id and p.id not in found and p.country in tables.countries and _apart(p, place)
            }
    return [found[id] for id in sorted(found)]


def _apart(a: PlaceMention, b: PlaceMention) -> bool:
    if None in (a.lat, a.lon, b.lat, b.lon):
        return False
    metres = Geodesic.WGS84.Inverse(a.lat, a.lon, b.lat, b.lon)["s12"]
    return bool(metres > 1000 * max(a.radius_km or 0, b.radius_km or 0))


def _event_rows(coded: _Coded, tables: Tables) -> Iterator[list[Cell]]:
    """A row a place; deaths are shared out evenly among the places, as ACLED does with a total."""
    account = coded.account
    row = event_row(account, tables)
    shared: dict[str, Any] = {**msgspec.structs.asdict(row), **_what(coded, tables), **_who(coded, tables)}
    shared |= _sources(coded, row, tables)
    dead, number = row.killed_low or 0, len(coded.places)
    for nth, place in enumerate(coded.places):
        share = dead // number + (1 if nth < dead % number else 0)
        here = shared | _where(place, tables) | {"fatalities": share, "event_id_cnty": _id(coded, nth, tables)}
        yield [here.get(name) for name in columns(tables)]


def _id(coded: _Coded, nth: int, tables: Tables) -> str:
    """Country and event, as in ACLED's ids; a further place has its number behind."""
    own = f"{tables.countries[coded.country].alpha3}{coded.account.event.id[_ID_START:]}"
    return f"{own}-{nth + 1}" if nth else own


def _what(coded: _Coded, tables: Tables) -> dict[str, Cell]:
    length = (coded.end - coded.start).days + 1
    day = coded.start + timedelta(days=(length - 1) // 2)
    kind, code = tables.acled.events[coded.code.event_type], coded.code
    return {
        "event_date": day.isoformat(),
        "year": day.year,
        "time_precision": _level(length, tables.acled.time),
        "disorder_type": kind.sub_disorder.get(code.sub_event_type, kind.disorder),
        "event_type": code.event_type,
        "sub_event_type": code.sub_event_type,
    }


def _who(coded: _Coded, tables: Tables) -> dict[str, Cell]:
    kind, country = tables.acled.events[coded.code.event_type], tables.countries[coded.country]
    first, second = Sides(tables, kind, country.alpha2, country.name).of(coded.account)
    names = {inter.code: inter.name for inter in tables.acled.inter}
    return {
        **_side("1", first, names),
        **_side("2", second, names),
        "interaction": interaction(first, second),
        "interaction_name": interaction_name(first, second, names),
        "civilian_targeting": tables.acled.civilian_targeting if kind.civilians else None,
    }


def _side(number: str, side: Side, names: dict[int, str]) -> dict[str, Cell]:
    return {
        f"actor{number}": side.actor,
        f"assoc_actor_{number}": joined(side.associated),
        f"inter{number}": side.inter or None,
        f"inter{number}_name": names.get(side.inter),
    }


def _where(place: PlaceMention, tables: Tables) -> dict[str, Cell]:
    country, acled = tables.countries[place.country or ""], tables.acled
    level = _level(place.radius_km or 0, acled.geo)
    wide = place.feature in acled.regional_features
    return {
        "iso": int(country.numeric) if country.numeric else None,
        "region": country.region,
        "country": country.name,
        "admin1": place.admin1,
        "location": place.name_en or place.text,
        "latitude": place.lat,
        "longitude": place.lon,
        "geo_precision": acled.geo[-1].level if wide else level if place.relation == "at" else max(level, 2),
    }


def _sources(coded: _Coded, row: EventRow, tables: Tables) -> dict[str, Cell]:
    last = coded.account.event.last_report
    return {
        "source": row.outlets,
        "source_scale": _scale(coded, tables),
        "notes": row.reading,
        "timestamp": int(datetime.combine(_day(last), datetime.min.time(), UTC).timestamp()) if last else None,
        "n_places": len(coded.places),
    }


def _day(moment: str) -> date:
    return date.fromisoformat(moment[:10])


def _level(size: float, levels: Sequence[Precision]) -> int:
    return next((found.level for found in levels if size <= found.most), levels[-1].level)


def _scale(coded: _Coded, tables: Tables) -> str | None:
    """The scale of the outlets and channels; of more than two the narrowest and the widest."""
    scale = tables.acled.scale
    home = tables.countries[coded.country]
    outlets = [tables.outlets[name] for name in coded.account.event.outlets if name in tables.outlets]
    countries = [tables.countries[outlet.country] for outlet in outlets]
    found = {
        scale.same_country
        if country.alpha2 == home.alpha2
        else scale.same_region
        if country.region == home.region
        else scale.elsewhere
        for country in countries
    }
    channels = {link.channel for told in coded.account.told for link in told.claim.chain}
    found |= {scale.new_media} if channels & set(scale.channels) else set()
    ordered = [name for name in scale.order if name in found]
    return "-".join(dict.fromkeys([ordered[0], ordered[-1]])) if ordered else None
