"""Read the pages out of a WARC file of any size: what is no page is skipped, what is damaged is a PageError."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import MAXYEAR, UTC, date, datetime, timedelta
from typing import BinaryIO
from urllib.parse import quote

from riwaya.model.errors import PageError
from riwaya.read.httpmessage import BodyFault, HttpResponse, body_of, parse_response
from riwaya.read.sniff import LIMIT
from riwaya.read.warcmembers import Damage
from riwaya.read.warcrecords import HEAD, Records, WarcRecord

_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
_OK = 200
_UNPRINTABLE = re.compile("[\x00-\x20\x7f-\xa0\u200b-\u200f\u2028-\u202e\u2066-\u2069]")
_LONGEST_URL = 2000
_FIRST_YEAR = 1990
_GULF = timedelta(hours=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class WarcPage:
    """One page as it was received.

    `name` is the file, the offset and the URL; `encoding` what the HTTP headers say of its letters; `data`
    the body with all encodings of HTTP undone. `seen_at` is the WARC-Date (ISO instant, UTC). `offset` is
    where in the file the record (in a compressed file: its member) begins; `record` are its bytes, head and
    block, uncompressed.
    """

    name: str
    url: str | None
    seen_at: str | None
    encoding: str | None
    data: bytes
    record_id: str | None
    offset: int
    record: bytes

    @property
    def seen_on(self) -> date | None:
        """The day on which it was received, where outlets are furthest east (UTC+4): nothing was published later."""
        return (datetime.fromisoformat(self.seen_at) + _GULF).date() if self.seen_at else None


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of an input that is no article, and why; nothing went wrong."""

    name: str
    reason: str


def read_warc(name: str, file: BinaryIO) -> Iterator[WarcPage | Skipped | PageError]:
    """Every page of a WARC file: plain, or gzip or Zstandard member by member.

    `file` need not be able to go back, and is read only once. What is damaged is told and passed over.
    Raises UsageError where the package for Zstandard is missing.
    """
    records = Records(file, LIMIT + HEAD)
    fault = records.opening_fault()
    if fault:
        yield PageError(name, fault)
        return
    for found in records:
        yield PageError(f"{name}:{found.offset}", found.reason) if isinstance(found, Damage) else _page(name, found)


def _page(name: str, record: WarcRecord) -> WarcPage | Skipped | PageError:
    url = _printable(record.headers.get("warc-target-uri", "").strip("<>"))
    where = f"{name}:{record.offset} {url}" if url else f"{name}:{record.offset}"
    kind = record.headers.get("warc-type", "").lower()
    if kind != "response":
        return Skipped(where, f"{_word(kind)} record")
    response = parse_response(record.block)
    if response is None:
        return Skipped(where, "not a response of HTTP")
    reason = _no_page(response)
    if reason:
        return Skipped(where, reason)
    if len(record.block) < record.size:
        size = record.size / 1048576
        return PageError(where, f"{size:.1f} MB is above the limit of {LIMIT // 1048576} MB for one page")
    try:
        data = body_of(response, LIMIT)
    except BodyFault as fault:
        return PageError(where, str(fault))
    return WarcPage(
        name=where,
        url=url,
        seen_at=_instant(record.headers.get("warc-date", "")),
        encoding=response.charset,
        data=data,
        record_id=record.headers.get("warc-record-id"),
        offset=record.offset,
        record=record.head + record.block,
    )


def _no_page(response: HttpResponse) -> str | None:
    """Why a response is no article, in one of few reasons; None for a page."""
    if response.status != _OK:
        return f"status {response.status}"
    kind = response.media_type
    if kind is None:
        return None if response.header("content-type") is None else "media type not known"
    return None if kind in _PAGES else f"media type {kind}"


def _printable(url: str) -> str | None:
    """A web address without characters that a terminal or a log would obey; None where there is none."""
    return _UNPRINTABLE.sub(lambda m: quote(m[0]), url)[:_LONGEST_URL] or None


def _word(kind: str) -> str:
    return kind if re.fullmatch("[a-z]{1,20}", kind) else "unknown"


def _instant(text: str) -> str | None:
    """A WARC-Date as an ISO instant in UTC, to the second; None where it is none."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    if not _FIRST_YEAR <= moment.year < MAXYEAR:
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return moment.isoformat(timespec="seconds").replace("+00:00", "Z")
