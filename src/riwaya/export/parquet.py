"""GeoParquet 1.1: a row an event, its place as a point in WKB, a thousand rows a group."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterator, Sequence
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from riwaya.export.eventrows import EventRow, event_row
from riwaya.export.manner import Manner
from riwaya.export.sink import Sink
from riwaya.export.view import View

_ROWS = 1000
_DAYS = frozenset({"start", "end"})
_POINT = struct.Struct("<BIdd")
_LITTLE_ENDIAN, _POINT_TYPE = 1, 1
_GEO = {
    "version": "1.1.0",
    "primary_column": "geometry",
    "columns": {"geometry": {"encoding": "WKB", "geometry_types": ["Point"]}},
}


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The file, a row group a piece."""
    schema, sink = _schema(), Sink()
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        waiting: list[EventRow] = []
        for account in view.accounts():
            waiting.append(event_row(account, manner.tables))
            if len(waiting) == _ROWS:
                writer.write_table(_table(waiting, schema))
                waiting = []
                yield sink.taken()
        if waiting:
            writer.write_table(_table(waiting, schema))
    yield sink.taken()


def _schema() -> pa.Schema:
    hints = get_type_hints(EventRow)
    fields = [pa.field(name, _type_of(name, hints[name])) for name in EventRow.__struct_fields__]
    fields.append(pa.field("geometry", pa.binary()))
    return pa.schema(fields, metadata={"geo": json.dumps(_GEO)})


def _type_of(name: str, hint: Any) -> pa.DataType:
    if get_origin(hint) is tuple:
        return pa.list_(pa.string())
    (kind,) = [part for part in get_args(hint) or (hint,) if part is not NoneType]
    if name in _DAYS:
        return pa.date32()
    return {str: pa.string(), int: pa.int64(), float: pa.float64()}[kind]


def _table(rows: Sequence[EventRow], schema: pa.Schema) -> pa.Table:
    found = [msgspec.to_builtins(row) | {"geometry": _point(row.longitude, row.latitude)} for row in rows]
    columns = [pa.array([row[field.name] for row in found], _loose(field.type)).cast(field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _loose(kind: pa.DataType) -> pa.DataType:
    """Days come as ISO text, which Arrow turns into days."""
    return pa.string() if kind == pa.date32() else kind


def _point(longitude: float | None, latitude: float | None) -> bytes | None:
    if longitude is None or latitude is None:
        return None
    return _POINT.pack(_LITTLE_ENDIAN, _POINT_TYPE, longitude, latitude)
