"""A reading as it is kept whole: JSON of format riwaya/1, compressed, under the SHA-256 of the JSON."""

from __future__ import annotations

import hashlib
from typing import NamedTuple

import msgspec
import zstandard

from riwaya.model.errors import StoreError
from riwaya.model.record import Record

_LEVEL = 3
_LARGEST = 1 << 30
_decoder = msgspec.json.Decoder(Record)


class Body(NamedTuple):
    """The compressed JSON of a reading and the SHA-256 of the JSON."""

    sha256: str
    frame: bytes


def body_of(record: Record) -> Body:
    """The body under which a reading is kept."""
    plain = msgspec.json.encode(record)
    return Body(hashlib.sha256(plain).hexdigest(), zstandard.ZstdCompressor(level=_LEVEL).compress(plain))


def record_of(body: Body) -> Record:
    """The reading of a body. Raises StoreError when it is damaged or not the one of its hash."""
    try:
        plain = zstandard.ZstdDecompressor().decompress(body.frame, max_output_size=_LARGEST)
        if hashlib.sha256(plain).hexdigest() != body.sha256:
            raise StoreError("altered: the record has another hash")
        return _decoder.decode(plain)
    except zstandard.ZstdError as fault:
        raise StoreError(f"altered: {fault}") from fault
    except msgspec.MsgspecError as fault:
        raise StoreError(f"not a record of this version: {fault}") from fault
