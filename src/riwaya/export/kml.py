"""KML 2.2 (OGC 07-147r2): a placemark an event, with its days, its row as extended data, and its point."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
from lxml import etree
from lxml.builder import ElementMaker

from riwaya.export.cells import JOINT
from riwaya.export.eventrows import EventRow, event_row
from riwaya.export.manner import Manner
from riwaya.export.sink import Sink
from riwaya.export.view import View
from riwaya.export.xmltext import legal

NAMESPACE = "http://www.opengis.net/kml/2.2"
KML = ElementMaker(namespace=NAMESPACE, nsmap={None: NAMESPACE})


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The document, a placemark a piece."""
    sink = Sink()
    with etree.xmlfile(sink, encoding="utf-8") as out:
        out.write_declaration()
        with out.element(f"{{{NAMESPACE}}}kml", nsmap={None: NAMESPACE}), out.element(f"{{{NAMESPACE}}}Document"):
            out.write(KML.name("riwaya"), KML.description(legal(manner.asked)))
            for account in view.accounts():
                out.write("\n", placemark(event_row(account, manner.tables)))
                out.flush()
                yield sink.taken()
    yield sink.taken() + b"\n"


def placemark(row: EventRow) -> Any:
    """The placemark of an event; without a point where no place is known."""
    parts = [KML.name(_title(row)), KML.description(_description(row)), *_days(row)]
    values = [(name, value) for name, value in msgspec.to_builtins(row).items() if value not in (None, (), [], "")]
    parts.append(KML.ExtendedData(*(_data(name, value) for name, value in values)))
    if row.latitude is not None and row.longitude is not None:
        parts.append(KML.Point(KML.coordinates(f"{row.longitude},{row.latitude}")))
    return KML.Placemark(*parts, id=f"e{row.event.partition(':')[2]}")


def _title(row: EventRow) -> str:
    return legal(f"{row.label}, {row.place_en or row.place_ar}" if row.place else row.label)


def _description(row: EventRow) -> str:
    counts = f"{row.n_origins} independent origins, {row.n_outlets} outlets, {row.n_claims} claims"
    return legal("\n".join(filter(None, [row.reading, counts, *row.quotes])))


def _days(row: EventRow) -> Iterator[Any]:
    if row.start and row.start == row.end:
        yield KML.TimeStamp(KML.when(row.start))
    elif row.start and row.end:
        yield KML.TimeSpan(KML.begin(row.start), KML.end(row.end))


def _data(name: str, value: Any) -> Any:
    text = JOINT.join(value) if isinstance(value, list | tuple) else str(value)
    return KML.Data(KML.value(legal(text)), name=name)
