"""The records of a WARC file (ISO 28500), one after the other; after a fault it goes on with the next record."""

from __future__ import annotations

import io
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from riwaya.read.warcmembers import RECORD, Damage, pieces

HEAD = 1 << 16
"""A head of more bytes is none; as much is kept of a block that is too long to be kept whole."""

_END = re.compile(rb"\r?\n\r?\n")
_OPENING = re.compile(rb"WARC/\d\.\d{1,2}\r?\n")
_LONGEST_OPENING = 16
_LENGTH = re.compile(r"[0-9]{1,18}")
_JOINT = b"\r\n\r\n"


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """One record: where its member begins in the file, its head as written and as a table, and its block.

    Keys of `headers` are in lower case. Of a block beyond the limit `block` holds the beginning only; `size`
    is that of the whole block, in bytes.
    """

    offset: int
    head: bytes
    headers: dict[str, str]
    block: bytes
    size: int


class Records:
    """Goes through a WARC file. `limit` is the size in bytes up to which a block is kept whole.

    `_held` are bytes read ahead and `_at` says where in the decompressed stream they begin; `_members` where
    members begin in the stream and in the file; `_opened` where the last member began that opens a record.
    """

    def __init__(self, file: BinaryIO, limit: int) -> None:
        self._size = file_size(file)
        self._pieces = pieces(file)
        self._limit = limit
        self._held = bytearray()
        self._at = 0
        self._members: deque[tuple[int, int | None]] = deque()
        self._opened = 0
        self._damage: Damage | None = None

    def __iter__(self) -> Iterator[WarcRecord | Damage]:
        """Every record, and a Damage for everything that is none."""
        while self._skip_blank() or self._damage:
            if self._held:
                yield self._next()
            elif self._damage:
                yield self._damage
                self._damage = None

    def opening_fault(self) -> str | None:
        """Why the file is no WARC file, or None."""
        if not self._skip_blank():
            return self._damage.reason if self._damage else "the file is empty"
        self._need(len(RECORD))
        return None if self._held.startswith(RECORD) else "not a WARC file"

    def _next(self) -> WarcRecord | Damage:
        self._need(len(RECORD))
        if not self._held.startswith(RECORD):
            return self._faulty("bytes that are no WARC record")
        end = self._end_of_head()
        if end is None:
            return self._cut("a WARC head that does not end")
        head = bytes(self._held[:end])
        headers = fields(head)
        if not _LENGTH.fullmatch(headers.get("content-length", "")):
            return self._faulty("a WARC record without a length")
        size = int(headers["content-length"])
        left = self._left()
        if left is not None and end + size > left:
            return self._faulty(f"false length or cut file: {size} bytes announced, {left - end} left")
        return self._whole(head, headers, size) if size <= self._limit else self._beginning(head, headers, size)

    def _whole(self, head: bytes, headers: dict[str, str], size: int) -> WarcRecord | Damage:
        """A record whose block is kept; a Damage where the block is not as long as its head says."""
        begin, end = len(head), len(head) + size
        if not self._need(end):
            return self._cut(f"the file ends within a record: {size} bytes announced, {len(self._held) - begin} follow")
        if self._at < self._opened < self._at + end or not self._ends(end):
            return self._faulty(_false(size))
        record = WarcRecord(self._offset(), head, headers, bytes(self._held[begin:end]), size)
        self._drop(end)
        return record

    def _beginning(self, head: bytes, headers: dict[str, str], size: int) -> WarcRecord | Damage:
        """A record whose block is passed over but for its beginning."""
        offset, start = self._offset(), self._at
        self._need(len(head) + HEAD)
        record = WarcRecord(offset, head, headers, bytes(self._held[len(head) : len(head) + HEAD]), size)
        self._drop(len(head))
        end = self._at + size
        while self._at < end and (self._held or self._more()) and not start < self._opened < end:
            self._drop(min(len(self._held), end - self._at))
        if self._at < end and not start < self._opened < end:
            return self._cut(f"the file ends within a record of {size} bytes", offset)
        if self._at < end or not self._ends(0):
            return self._faulty(_false(size), offset)
        return record

    def _ends(self, at: int) -> bool:
        """Whether a block ends at a place of `_held`: two line breaks, then another record or nothing."""
        self._need(at + len(_JOINT) + len(RECORD))
        rest = bytes(self._held[at : at + len(_JOINT) + len(RECORD)])
        joint = next((j for j in (_JOINT, b"\n\n") if rest.startswith(j)), None)
        if joint is None:
            return _JOINT.startswith(rest)
        return RECORD.startswith(rest[len(joint) :].lstrip(b"\r\n")[: len(RECORD)])

    def _cut(self, reason: str, offset: int | None = None) -> Damage:
        """The record at hand does not end: because its member is damaged, where it is."""
        if self._damage is None:
            return self._faulty(reason, offset)
        damage, self._damage = self._damage, None
        self._drop(len(self._held))
        return damage

    def _faulty(self, reason: str, offset: int | None = None) -> Damage:
        """Say what is wrong with the record at hand, or with the one that began at `offset`; go to the next."""
        damage = Damage(self._offset() if offset is None else offset, reason)
        if offset is None:
            self._drop(1)
        while not (found := _OPENING.search(self._held)):
            self._drop(max(len(self._held) - _LONGEST_OPENING, 0))
            if not self._more():
                self._drop(len(self._held))
                return damage
        self._drop(found.start())
        return damage

    def _end_of_head(self) -> int | None:
        """Where the head at the beginning of `_held` ends, its blank line included."""
        while not (found := _END.search(self._held, 0, HEAD)):
            if len(self._held) >= HEAD or not self._more():
                return None
        return found.end()

    def _skip_blank(self) -> bool:
        """Drop line breaks; whether bytes are left."""
        while self._held or self._more():
            bare = self._held.lstrip(b"\r\n")
            self._drop(len(self._held) - len(bare))
            if bare:
                return True
        return False

    def _need(self, size: int) -> bool:
        """Read ahead until so many bytes are held; whether they are."""
        while len(self._held) < size and self._more():
            pass
        return len(self._held) >= size

    def _more(self) -> bool:
        """Read one piece ahead; False at the end and before damage."""
        if self._damage:
            return False
        piece = next(self._pieces, None)
        if piece is None:
            return False
        if isinstance(piece, Damage):
            self._damage = piece
            return False
        if piece.first:
            self._members.append((self._at + len(self._held), piece.member))
            if piece.data.startswith(RECORD):
                self._opened = self._at + len(self._held)
        self._held += piece.data
        return True

    def _drop(self, number: int) -> None:
        del self._held[:number]
        self._at += number
        while len(self._members) > 1 and self._members[1][0] <= self._at:
            self._members.popleft()

    def _offset(self) -> int:
        """Where in the file the record at hand begins: in a compressed file, where its member does."""
        member = self._members[0][1]
        return self._at if member is None else member

    def _left(self) -> int | None:
        """How many bytes are left, where the file is plain and that is known."""
        plain = self._members[0][1] is None
        return self._size - self._at if plain and self._size is not None else None


def file_size(file: BinaryIO) -> int | None:
    """How many bytes follow in a file; None where it cannot go back."""
    if not file.seekable():
        return None
    start = file.tell()
    end = file.seek(0, io.SEEK_END)
    file.seek(start)
    return end - start


def _false(size: int) -> str:
    return f"false length: the record is not as long as it says ({size} bytes)"


def fields(head: bytes) -> dict[str, str]:
    """The fields of a head after its first line, names in lower case; of a repeated one the first."""
    found: dict[str, str] = {}
    name = ""
    for line in head.decode("utf-8", errors="replace").splitlines()[1:]:
        if line[:1] in (" ", "\t") and name:
            found[name] = f"{found[name]} {line.strip()}"
            continue
        name, colon, value = line.partition(":")
        name = name.strip().lower()
        if colon:
            found.setdefault(name, value.strip())
    return found
