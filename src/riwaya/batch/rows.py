"""A record as rows for analysis: the schema of the Parquet files, and what stands in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from riwaya.batch.near import PERMUTATIONS
from riwaya.model.claim import Argument, Claim, Event, Link
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record

Row = dict[str, Any]

_WHERE = [("name", pa.string()), ("url", pa.string()), ("offset", pa.int64()), ("seen_at", pa.string())]
_ARTICLE = [("outlet", pa.string()), ("published", pa.string())]
_ARGUMENT = pa.struct([("text", pa.string()), ("actor", pa.string())])
_PLACE_FACTS = ("id", "name_ar", "name_en", "feature", "country", "admin1", "lat", "lon", "radius_km", "relation")
_PLACE = pa.struct(
    [("text", pa.string())]
    + [(name, pa.float64() if name in ("lat", "lon", "radius_km") else pa.string()) for name in _PLACE_FACTS]
)
_QUANTITY = pa.struct(
    [("text", pa.string())]
    + [(name, pa.float64()) for name in ("value", "low", "high")]
    + [(name, pa.string()) for name in ("unit", "of", "role")]
    + [("approximate", pa.bool_())]
)
_SPAN = [("start", pa.int32()), ("end", pa.int32())]

SCHEMAS: dict[str, pa.Schema] = {
    "articles": pa.schema(
        [("sha256", pa.string()), ("id", pa.string()), *_WHERE, ("form", pa.string()), ("encoding", pa.string())]
        + [("size", pa.int64()), ("read_on", pa.string()), *_ARTICLE, ("published_basis", pa.string())]
        + [("title", pa.string()), ("letters", pa.int32()), ("n_claims", pa.int32()), ("n_events", pa.int32())]
        + [("near_first", pa.string()), ("near_share", pa.float32()), ("signature", pa.binary(PERMUTATIONS * 4))]
        + [("record_sha256", pa.string()), ("record", pa.large_string())]
    ),
    "claims": pa.schema(
        [("sha256", pa.string()), ("claim", pa.string()), ("nth", pa.int32()), *_ARTICLE, *_SPAN]
        + [(name, pa.string()) for name in ("text", "delivery", "stance", "certainty", "cue")]
        + [(f"origin_{name}", pa.string()) for name in ("text", "actor", "name_en", "kind", "channel")]
        + [("origin_named", pa.bool_()), ("n_links", pa.int32()), ("types", pa.list_(pa.string()))]
        + [("gloss_en", pa.string()), ("rules", pa.list_(pa.string()))]
    ),
    "chains": pa.schema(
        [("sha256", pa.string()), ("claim", pa.string()), ("depth", pa.int32())]
        + [(name, pa.string()) for name in ("text", "actor", "name_ar", "name_en", "kind", "role", "affiliation")]
        + [("channel", pa.string()), ("named", pa.bool_()), ("time", pa.string())]
    ),
    "events": pa.schema(
        [("sha256", pa.string()), ("claim", pa.string()), ("nth", pa.int32()), *_ARTICLE, ("type", pa.string())]
        + [("trigger", pa.string()), ("start_day", pa.string()), ("end_day", pa.string()), ("polarity", pa.string())]
        + [("status", pa.string()), ("stance", pa.string()), ("agents", pa.list_(_ARGUMENT))]
        + [("patients", pa.list_(_ARGUMENT)), ("places", pa.list_(_PLACE)), ("quantities", pa.list_(_QUANTITY))]
        + [("place_id", pa.string()), ("place_en", pa.string()), ("country", pa.string()), ("admin1", pa.string())]
        + [("lat", pa.float64()), ("lon", pa.float64()), ("acled_type", pa.string()), ("acled_sub_type", pa.string())]
        + [("plover_event", pa.string()), ("plover_mode", pa.string())]
    ),
    "unread": pa.schema(
        [*_WHERE, ("outcome", pa.string()), ("reason", pa.string()), ("sha256", pa.string()), ("size", pa.int64())]
        + [("form", pa.string()), ("encoding", pa.string()), ("read_on", pa.string())]
    ),
    "captures": pa.schema([("sha256", pa.string()), ("data", pa.large_binary())]),
}
"""The columns of each table. Days and instants are ISO 8601 text; `start` and `end` count code points."""


def rows_of(record: Record) -> Iterator[tuple[str, Row]]:
    """The rows of the claims of a record, each with the name of its table."""
    head = {"sha256": record.article.sha256}
    article = {"outlet": record.article.outlet, "published": record.article.published}
    for nth, claim in enumerate(record.claims):
        yield "claims", head | article | _claim(nth, claim)
        for depth, link in enumerate(claim.chain):
            yield "chains", head | {"claim": claim.id, "depth": depth} | _link(link)
        for number, event in enumerate(claim.events):
            names = {"claim": claim.id, "nth": number, "stance": claim.stance}
            yield "events", head | article | names | _event(event, record)


def table_of(name: str, rows: Iterable[Row]) -> pa.Table:
    """Rows as a table of the schema of that name."""
    return pa.Table.from_pylist(list(rows), schema=SCHEMAS[name])


def _claim(nth: int, claim: Claim) -> Row:
    origin = claim.chain[-1] if claim.chain else None
    return {
        "claim": claim.id,
        "nth": nth,
        "start": claim.span[0],
        "end": claim.span[1],
        **_only(claim, "text", "delivery", "stance", "certainty"),
        "cue": claim.cue.text if claim.cue else None,
        **({f"origin_{name}": value for name, value in _link(origin).items()} if origin else {}),
        "n_links": len(claim.chain),
        "types": [event.type for event in claim.events],
        "gloss_en": claim.gloss.en if claim.gloss else None,
        "rules": list(claim.rules),
    }


def _link(link: Link) -> Row:
    names = {"name_ar": link.name.ar, "name_en": link.name.en} if link.name else {"name_ar": None, "name_en": None}
    facts = _only(link, "actor", "kind", "role", "affiliation", "channel", "named", "time")
    return {"text": link.source.text, **names, **facts}


def _event(event: Event, record: Record) -> Row:
    places = [record.places[place.place] for place in event.places]
    return {
        "type": event.type,
        "trigger": event.trigger.text,
        "start_day": event.start,
        "end_day": event.end,
        **_only(event, "polarity", "status"),
        "agents": _arguments(event.agents),
        "patients": _arguments(event.patients),
        "places": [_only(place, "text", *_PLACE_FACTS) for place in places],
        "quantities": [_quantity(record.quantities[k]) for k in event.quantities],
        **_point(places),
        "acled_type": event.acled.event_type if event.acled else None,
        "acled_sub_type": event.acled.sub_event_type if event.acled else None,
        "plover_event": event.plover.event if event.plover else None,
        "plover_mode": event.plover.mode if event.plover else None,
    }


def _point(places: Sequence[PlaceMention]) -> Row:
    """The first place that is on the map, in columns of its own."""
    found = next((place for place in places if place.lat is not None), None)
    if found is None:
        return {}
    return {"place_id": found.id, "place_en": found.name_en, **_only(found, "country", "admin1", "lat", "lon")}


def _arguments(found: Sequence[Argument]) -> list[Row]:
    return [_only(argument, "text", "actor") for argument in found]


def _quantity(found: Quantity) -> Row:
    figures = {name: None if (v := getattr(found, name)) is None else float(v) for name in ("value", "low", "high")}
    return figures | _only(found, "text", "unit", "of", "role", "approximate")


def _only(found: object, *fields: str) -> Row:
    return {field: getattr(found, field) for field in fields}
