"""Read JSON Lines of articles: each text exactly as given, each bad line a PageError of its own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, BinaryIO

import msgspec

from riwaya.model.article import LEFT, Article, Removed
from riwaya.model.errors import PageError
from riwaya.read.characters import clean_lines
from riwaya.read.dateline import find_dateline
from riwaya.read.furniture import Block, judge_blocks, load_furniture
from riwaya.read.language import language_fault
from riwaya.read.posts import is_post, read_post_line
from riwaya.read.sniff import LIMIT

_MARKS = re.compile(rb'"(?:platform|telegram)"')
_BOM = b"\xef\xbb\xbf"


class Line(msgspec.Struct, frozen=True):
    """One line of input; other keys are tolerated."""

    id: str
    text: str
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    url: str | None = None


def filled_lines(name: str, lines: Iterable[bytes]) -> Iterator[tuple[str, bytes]]:
    """Every line that is not blank, named `file:line`, without byte order mark and line break."""
    for number, line in enumerate(lines, start=1):
        bare = line.removeprefix(_BOM) if number == 1 else line
        if bare.strip():
            yield f"{name}:{number}", bare.rstrip(b"\r\n")


def bounded_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; of a line beyond the limit only its beginning, so that memory stays bounded."""
    while line := file.readline(LIMIT + 2):
        yield line
        while len(line) > LIMIT and not line.endswith(b"\n"):
            line = file.readline(LIMIT + 2)
            if not line:
                return


def read_line(where: str, line: bytes) -> Article | PageError:
    """The article of one line. The id is the one given, sha256 that of the line without its line break."""
    if len(line) > LIMIT:
        return PageError(where, f"the line is longer than {LIMIT // 1048576} MB")
    kind = is_post(line) if _MARKS.search(line) else None
    if kind:
        return read_post_line(where, line, kind)
    try:
        given = msgspec.json.decode(line, type=Line)
    except msgspec.ValidationError as fault:
        return PageError(where, f"not an article: {fault}")
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        return PageError(where, f"not valid JSON: {fault}")
    fault_of = _fault(given)
    return PageError(where, fault_of) if fault_of else _article(given, line)


def _fault(given: Line) -> str | None:
    for field in ("id", "text"):
        if not getattr(given, field).strip():
            return f"{field} is blank"
    if given.published and not _is_iso_date(given.published):
        return f"published is no ISO 8601 date: {given.published[:40]!r}"
    return language_fault(given.text)


def _is_iso_date(text: str) -> bool:
    try:
        date.fromisoformat(text[:10])
    except ValueError:
        return False
    return text[10:11] in ("", "T", " ")


def _asides(text: str) -> tuple[Removed, ...]:
    """The lines of a given text that are furniture: left where they are, but named, so that nothing is read there."""
    blocks = [Block(line) for line in clean_lines(text)]
    judge_blocks(blocks, load_furniture())
    return tuple(Removed(block.text, f"{block.reason}, {LEFT}") for block in blocks if block.reason)


def _article(given: Line, line: bytes) -> Article:
    known: dict[str, Any] = {f: getattr(given, f) or None for f in ("title", "published", "outlet", "url")}
    return Article(
        id=given.id,
        sha256=hashlib.sha256(line).hexdigest(),
        text=given.text,
        language="ar",
        dateline=find_dateline(given.text),
        removed=_asides(given.text),
        published_basis="given" if known["published"] else "none",
        **known,
    )
