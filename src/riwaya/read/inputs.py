"""Walk the inputs of a command and yield one Article or one PageError for every article."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from riwaya.model.article import Article
from riwaya.model.errors import PageError

STDIN = "-"
_LINES = (".jsonl", ".ndjson")
_ASSETS = frozenset(
    [".css", ".js", ".mjs", ".map", ".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".ico", ".bmp", ".avif"]
    + [".woff", ".woff2", ".ttf", ".otf", ".eot", ".mp3", ".mp4", ".webm"]
    + [".md", ".toml", ".csv", ".yaml", ".yml", ".py", ".db"]
)
"""What lies beside a saved page and is none: skipped in folders, still read (and refused) when named."""


def count_inputs(paths: Iterable[str]) -> int:
    """How many files (or standard input) `read_inputs` will open for the same paths."""
    return sum(1 for _ in _files(paths))


def read_inputs(
    paths: Iterable[str], *, reading_date: date, stdin: bytes | None = None
) -> Iterator[Article | PageError]:
    """One Article or PageError per article, in the order of `paths`, folders sorted by path.

    `stdin` holds the bytes for the path `-`; `reading_date` is today for the one who reads.
    """
    for item in _files(paths):
        if isinstance(item, PageError):
            yield item
        elif item == STDIN:
            yield from _read_bytes("standard input", stdin or b"", reading_date)
        else:
            yield from _read_file(item, reading_date)


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
        paths = (str(Path(top) / name) for name in names if _is_wanted(name))
        found.extend((path, path) for path in paths)
    found.extend((str(f.filename), PageError(str(f.filename), _os_reason(f))) for f in faults)
    yield from (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _is_wanted(name: str) -> bool:
    return not name.startswith(".") and Path(name).suffix.lower() not in _ASSETS


def _read_file(path: str, reading_date: date) -> Iterator[Article | PageError]:
    lower = path.lower()
    try:
        if not Path(path).exists():
            yield PageError(path, "no such file or folder")
        elif not Path(path).is_file():
            yield PageError(path, "not a regular file")
        elif lower.endswith((".warc", ".warc.gz")):
            yield PageError(path, "WARC files are read by a later version")
        elif lower.endswith(_LINES):
            yield from _read_lines(path)
        else:
            yield from _read_page_file(path, reading_date)
    except OSError as fault:
        yield PageError(path, _os_reason(fault))
    except ValueError as fault:
        yield PageError(path, f"not a path: {fault}")


def _read_lines(path: str) -> Iterator[Article | PageError]:
    from riwaya.read.jsonl import bounded_lines, read_lines

    if Path(path).stat().st_size == 0:
        yield PageError(path, "the file is empty")
        return
    with Path(path).open("rb") as lines:
        yield from read_lines(path, bounded_lines(lines))


def _read_page_file(path: str, reading_date: date) -> Iterator[Article | PageError]:
    from riwaya.read.sniff import size_fault

    fault = size_fault(Path(path).stat().st_size)
    if fault:
        yield PageError(path, fault)
    else:
        yield from _read_bytes(path, Path(path).read_bytes(), reading_date)


def _read_bytes(name: str, data: bytes, reading_date: date) -> Iterator[Article | PageError]:
    """The articles of some bytes whose kind is found by looking at them."""
    from riwaya.read.decode import decode
    from riwaya.read.jsonl import read_lines
    from riwaya.read.sniff import kind_of, refuse_foreign, size_fault

    try:
        refuse_foreign(name, data)
        fault = size_fault(len(data)) if not data[:64].lstrip().startswith(b"{") or not data else None
        if fault:
            raise PageError(name, fault)
        text = decode(name, data)
        if kind_of(name, text) == "jsonl":
            yield from read_lines(name, io.BytesIO(data))
        else:
            yield _read_page(name, data, text, reading_date)
    except PageError as error:
        yield error


def _read_page(name: str, data: bytes, text: str, reading_date: date) -> Article:
    from riwaya.read.sniff import kind_of

    if kind_of(name, text) == "html":
        from riwaya.read.htmlpage import read_html_page

        return read_html_page(name, data, text, reading_date)
    from riwaya.read.textpage import read_text_page

    return read_text_page(name, data, text, reading_date)


def _os_reason(fault: OSError) -> str:
    return f"cannot be read: {fault.strerror or fault}"
