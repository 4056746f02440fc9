"""Walk the inputs of a command: the bytes received for every article, and the article or the error they make."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Literal

import msgspec

from riwaya.model.article import Article
from riwaya.model.errors import PageError

if TYPE_CHECKING:
    from riwaya.read.warc import Skipped, WarcPage

STDIN = "-"
_LINES = (".jsonl", ".ndjson")
_START = 1 << 16
_LARGEST_EXPORT = 1 << 29
_WARCS = (".warc", ".warc.gz", ".warc.zst")
_ASSETS = frozenset(
    [".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".bmp", ".avif"]
    + [".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm"]
    + [".md", ".toml", ".csv", ".yaml", ".yml", ".py", ".db", ".db-wal", ".db-shm", ".zst"]
)
"""What lies beside a saved page and is none: skipped in folders, still read (and refused) when named."""


@dataclass(frozen=True)
class Received:
    """The bytes of one article as received: a page, or one line of JSON Lines without its line break.

    Of a page that came over the web also its address, the encoding that the headers of HTTP name, the day on
    which it came and, where it was read out of a WARC file, all that stands there.
    """

    name: str
    form: Literal["page", "line"]
    data: bytes
    url: str | None = None
    encoding: str | None = None
    seen_on: date | None = None
    exchange: WarcPage | None = None

    def read_on(self, today: date) -> date:
        """The day that counts as today when it is read: the one on which it came."""
        return min(today, self.seen_on or today)


def count_inputs(paths: Iterable[str]) -> int:
    """How many files (or standard input) `read_inputs` will open for the same paths."""
    return sum(1 for _ in _files(paths))


def read_inputs(
    paths: Iterable[str], *, reading_date: date, stdin: bytes | None = None
) -> Iterator[Article | Skipped | PageError]:
    """One Article or PageError per article, in the order of `paths`, folders sorted by path.

    A Skipped for every part of a WARC file that is no page. `stdin` holds the bytes for the path `-`;
    `reading_date` is today for the one who reads.
    """
    for item in receive(paths, stdin=stdin):
        yield read_received(item, reading_date) if isinstance(item, Received) else item


def receive(paths: Iterable[str], *, stdin: bytes | None = None) -> Iterator[Received | Skipped | PageError]:
    """The bytes of every article of the inputs, not yet read; PageError for what cannot be an article."""
    for item in _files(paths):
        if isinstance(item, PageError):
            yield item
        elif item == STDIN:
            yield from receive_bytes("standard input", stdin or b"")
        else:
            yield from _receive_file(item)


def read_received(received: Received, reading_date: date) -> Article | PageError:
    """The article that some received bytes make, the same whenever they are read again.

    `reading_date` counts as today, unless the bytes came earlier.
    """
    name, data = received.name, received.data
    if received.form == "line":
        from riwaya.read.jsonl import read_line

        return read_line(name, data)
    from riwaya.read.decode import decode

    try:
        return _read_page(received, decode(name, data, received.encoding), received.read_on(reading_date))
    except PageError as error:
        return error


def _files(paths: Iterable[str]) -> Iterator[str | PageError]:
    for path in paths:
        if path != STDIN and Path(path).is_dir():
            yield from _walk(path)
        else:
            yield path


def _walk(folder: str) -> Iterator[str | PageError]:
    faults: list[OSError] = []
    found: list[tuple[str, str | PageError]] = []
    for top, folders, names in os.walk(folder, onerror=faults.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        paths = (str(Path(top) / name) for name in names if is_wanted(name))
        found.extend((path, path) for path in paths)
    found.extend((str(f.filename), PageError(str(f.filename), _os_reason(f))) for f in faults)
    yield from (item for _, item in sorted(found, key=lambda pair: pair[0]))


def is_wanted(name: str) -> bool:
    """Whether a file of that name in a folder may hold articles."""
    lower = name.lower()
    return not name.startswith(".") and (lower.endswith(_WARCS) or Path(lower).suffix not in _ASSETS)


def _receive_file(path: str) -> Iterator[Received | Skipped | PageError]:
    lower = path.lower()
    try:
        if not Path(path).exists():
            yield PageError(path, "no such file or folder")
        elif not Path(path).is_file():
            yield PageError(path, "not a regular file")
        elif lower.endswith(_WARCS):
            with Path(path).open("rb") as file:
                yield from _receive_warc(path, file)
        elif lower.endswith(_LINES):
            yield from _receive_lines(path)
        elif lower.endswith(".json"):
            yield from _receive_json(path)
        else:
            yield from _receive_page_file(path)
    except OSError as fault:
        yield PageError(path, _os_reason(fault))
    except ValueError as fault:
        yield PageError(path, f"not a path: {fault}")


def _receive_lines(path: str) -> Iterator[Received | PageError]:
    from riwaya.read.jsonl import bounded_lines, filled_lines

    if Path(path).stat().st_size == 0:
        yield PageError(path, "the file is empty")
        return
    with Path(path).open("rb") as lines:
        yield from (Received(where, "line", line) for where, line in filled_lines(path, bounded_lines(lines)))


def _receive_json(path: str) -> Iterator[Received | Skipped | PageError]:
    """The messages of an export of Telegram; other JSON is looked at as any file is."""
    from riwaya.read.posts import is_export

    with Path(path).open("rb") as file:
        start = file.read(_START)
    if not is_export(start):
        yield from _receive_page_file(path)
    elif Path(path).stat().st_size > _LARGEST_EXPORT:
        yield PageError(path, f"an export of Telegram of more than {_LARGEST_EXPORT // 1048576} MB: export fewer days")
    else:
        yield from _receive_export(path, Path(path).read_bytes())


def _receive_export(name: str, data: bytes) -> Iterator[Received | Skipped | PageError]:
    from riwaya.read.posts import TelegramMessage, read_export

    for found in read_export(name, data):
        yield Received(found.name, "line", found.line) if isinstance(found, TelegramMessage) else found


def _receive_page_file(path: str) -> Iterator[Received | Skipped | PageError]:
    from riwaya.read.sniff import size_fault

    fault = size_fault(Path(path).stat().st_size)
    if fault:
        yield PageError(path, fault)
    else:
        yield from receive_bytes(path, Path(path).read_bytes())


def _receive_warc(name: str, file: BinaryIO) -> Iterator[Received | Skipped | PageError]:
    from riwaya.read.warc import WarcPage, read_warc

    for found in read_warc(name, file):
        yield _received(found) if isinstance(found, WarcPage) else found


def _received(page: WarcPage) -> Received | PageError:
    from riwaya.read.sniff import refuse_foreign

    if not page.data:
        return PageError(page.name, "the page is empty")
    try:
        refuse_foreign(page.name, page.data)
    except PageError as error:
        return error
    return Received(page.name, "page", page.data, page.url, page.encoding, page.seen_on, page)


def receive_fetched(url: str, warc: bytes) -> Received | PageError:
    """The page that the last response of a WARC file holds, under the address that the user asked for."""
    from riwaya.read.warc import WarcPage, read_warc

    last: Received | PageError = PageError(url, "there was no answer")
    for found in read_warc(url, io.BytesIO(warc)):
        if isinstance(found, WarcPage):
            last = _received(found)
            last = replace(last, name=url, exchange=None) if isinstance(last, Received) else last
        elif isinstance(found, PageError) or not found.reason.endswith(" record"):
            last = PageError(url, found.reason if isinstance(found, PageError) else f"{found.reason}, not a page")
    return last if isinstance(last, Received) else PageError(url, last.reason)


def receive_bytes(name: str, data: bytes) -> Iterator[Received | Skipped | PageError]:
    """The articles of some bytes whose kind is found by looking at them."""
    from riwaya.read.jsonl import filled_lines
    from riwaya.read.posts import is_export
    from riwaya.read.sniff import refuse_foreign, size_fault
    from riwaya.read.warcmembers import opens_record

    if opens_record(data):
        yield from _receive_warc(name, io.BytesIO(data))
        return
    if is_export(data[:_START]):
        yield from _receive_export(name, data)
        return
    try:
        refuse_foreign(name, data)
        fault = size_fault(len(data)) if not data[:64].lstrip().startswith(b"{") or not data else None
        if fault:
            raise PageError(name, fault)
        if _holds_lines(name, data):
            lines = filled_lines(name, io.BytesIO(data))
            yield from (Received(where, "line", line) for where, line in lines)
        else:
            yield Received(name, "page", data)
    except PageError as error:
        yield error


def _holds_lines(name: str, data: bytes) -> bool:
    """Whether bytes are JSON Lines; only those that open with a brace, in whatever encoding, are decoded to see."""
    from riwaya.read.decode import decode
    from riwaya.read.sniff import kind_of

    return b"{" in data.lstrip()[:16] and kind_of(name, decode(name, data)) == "jsonl"


def _read_page(received: Received, text: str, reading_date: date) -> Article:
    from riwaya.read.sniff import kind_of

    name, data = received.name, received.data
    if kind_of(name, text) == "html":
        from riwaya.read.htmlpage import read_html_page

        return read_html_page(name, data, text, reading_date, received.url)
    from riwaya.read.textpage import read_text_page

    article = read_text_page(name, data, text, reading_date)
    return msgspec.structs.replace(article, url=received.url) if received.url else article


def _os_reason(fault: OSError) -> str:
    return f"cannot be read: {fault.strerror or fault}"
