"""GeoJSON (RFC 7946): a feature an event, longitude and latitude in WGS 84; no geometry where no place is known."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from riwaya.export.eventrows import EventRow, event_row
from riwaya.export.manner import Manner
from riwaya.export.view import View

_HEAD, _TAIL = b'{"type":"FeatureCollection","features":[\n', b"\n]}\n"


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The collection, a feature a line."""
    yield _HEAD
    for number, account in enumerate(view.accounts()):
        yield (b",\n" if number else b"") + msgspec.json.encode(feature(event_row(account, manner.tables)))
    yield _TAIL


def feature(row: EventRow) -> dict[str, Any]:
    """The feature of an event: its row as properties, its place as a point."""
    known = row.latitude is not None and row.longitude is not None
    point = {"type": "Point", "coordinates": [row.longitude, row.latitude]} if known else None
    return {"type": "Feature", "id": row.event, "geometry": point, "properties": row}
