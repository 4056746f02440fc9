"""Write what was asked and answered as WARC records (ISO 28500, version 1.1), byte for byte as it went over."""

from __future__ import annotations

import base64
import hashlib
import re
import uuid

from riwaya import __version__
from riwaya.fetch.exchange import Hop
from riwaya.fetch.fetcher import Fetched

_END = re.compile(rb"\r?\n\r?\n")
_NAMESPACE = uuid.UUID("6f8b5f5e-7f0b-5b0e-9a39-3d5c2f1f6c11")


def warc_of(fetched: Fetched) -> bytes:
    """A WARC file, uncompressed: what wrote it, then of each hop the response and the request.

    The same exchange gives the same bytes.
    """
    first = fetched.hops[0]
    about = f"software: riwaya/{__version__}\r\nformat: WARC File Format 1.1\r\n".encode()
    head = {"WARC-Type": "warcinfo", "WARC-Date": first.at, "Content-Type": "application/warc-fields"}
    return b"".join([_record(head, about), *(record for hop in fetched.hops for record in _pair(hop))])


def _pair(hop: Hop) -> tuple[bytes, bytes]:
    """The records of one request and its answer, which name each other."""
    ends = _END.search(hop.received)
    payload = hop.received[ends.end() :] if ends else b""
    shared = {"WARC-Target-URI": hop.url, "WARC-Date": hop.at}
    shared |= {"WARC-IP-Address": hop.address} if hop.address else {}
    answer = {"WARC-Type": "response", **shared, "Content-Type": "application/http; msgtype=response"}
    answer["WARC-Payload-Digest"] = _digest(payload)
    asked = {"WARC-Type": "request", **shared, "Content-Type": "application/http; msgtype=request"}
    asked["WARC-Concurrent-To"] = _name(answer, hop.received)
    return _record(answer, hop.received), _record(asked, hop.sent)


def _record(fields: dict[str, str], block: bytes) -> bytes:
    named = {"WARC-Record-ID": _name(fields, block), **fields, "WARC-Block-Digest": _digest(block)}
    named["Content-Length"] = str(len(block))
    lines = ["WARC/1.1", *(f"{name}: {value}" for name, value in named.items()), "", ""]
    return "\r\n".join(lines).encode() + block + b"\r\n\r\n"


def _name(fields: dict[str, str], block: bytes) -> str:
    """A name of the record that its content decides."""
    content = "\n".join([*(f"{k}: {fields[k]}" for k in sorted(fields) if k != "WARC-Concurrent-To"), _digest(block)])
    return f"<urn:uuid:{uuid.uuid5(_NAMESPACE, content)}>"


def _digest(data: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode('ascii')}"
