"""The pages of one shard, one after the other, and the digest of the bytes that they came from."""

from __future__ import annotations

import gzip
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO

from riwaya.batch.folder import filesystem, is_address
from riwaya.batch.shard import Shard
from riwaya.model.errors import PageError
from riwaya.read import Received
from riwaya.read.inputs import receive_bytes
from riwaya.read.jsonl import bounded_lines, filled_lines
from riwaya.read.sniff import refuse_foreign, size_fault
from riwaya.read.warc import Skipped, WarcPage, read_warc

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Met:
    """One part of a shard: a page, something that is none, or a fault; and where and when it was met.

    `offset` counts bytes in the WARC file (in a compressed one, to the member), `seen_at` is an ISO instant.
    """

    what: Received | Skipped | PageError
    url: str | None = None
    offset: int | None = None
    seen_at: str | None = None


class Digesting(io.RawIOBase):
    """A file whose bytes are hashed as they are read; it is read on from where it stands, once."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._hash = hashlib.sha256()

    def readable(self) -> bool:
        """Yes."""
        return True

    def seekable(self) -> bool:
        """As the file itself: for its size only."""
        return self._file.seekable()

    def tell(self) -> int:
        """Where the file stands."""
        return self._file.tell()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to the end and back, to learn the size."""
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        """Some bytes, hashed."""
        data = self._file.read(len(buffer))
        buffer[: len(data)] = data
        self._hash.update(data)
        return len(data)

    def digest(self) -> str:
        """The SHA-256 of the whole file, read to its end."""
        while self.read(_CHUNK):
            pass
        return self._hash.hexdigest()


class Pages:
    """The pages of a shard; `digest` is known when all of them have been met."""

    def __init__(self, shard: Shard) -> None:
        self._shard = shard
        self.digest: str | None = None

    def __iter__(self) -> Iterator[Met]:
        """Every part of the shard in its order. Raises OSError where the file cannot be read."""
        if self._shard.kind == "pages":
            yield from self._files()
            return
        with opened(self._shard.files[0]) as file:
            digesting = Digesting(file)
            reader = io.BufferedReader(digesting, _CHUNK)
            yield from (
                _warc(self._shard.name, reader) if self._shard.kind == "warc" else _lines(self._shard.name, reader)
            )
            self.digest = digesting.digest()

    def _files(self) -> Iterator[Met]:
        digest = hashlib.sha256()
        for name in self._shard.files:
            data = _whole(name)
            if isinstance(data, PageError):
                digest.update(f"{name} {data.reason}\n".encode())
                yield Met(data)
            else:
                digest.update(f"{name} {hashlib.sha256(data).hexdigest()}\n".encode())
                yield from map(_met, receive_bytes(name, data))
        self.digest = digest.hexdigest()


def opened(name: str) -> Any:
    """A file of this machine or of an address, open for reading bytes. Raises OSError, UsageError."""
    if not is_address(name):
        return open(name, "rb")  # noqa: PTH123 - closed by the caller
    files, path = filesystem(name)
    return files.open(path, "rb")


def digest_of(shard: Shard) -> str | None:
    """The digest of the bytes of a shard that is one file, without reading pages; None of other shards."""
    if shard.kind == "pages":
        return None
    with opened(shard.files[0]) as file:
        return Digesting(file).digest()


def _whole(name: str) -> bytes | PageError:
    """The bytes of a page of its own."""
    try:
        with opened(name) as file:
            data = bytes(file.read(_largest() + 1))
    except OSError as fault:
        return PageError(name, f"cannot be read: {fault.strerror or fault}")
    reason = size_fault(len(data))
    return PageError(name, reason) if reason else data


def _largest() -> int:
    from riwaya.read.sniff import LIMIT

    return LIMIT


def _warc(name: str, file: BinaryIO) -> Iterator[Met]:
    yield from map(_met, read_warc(name, file))


def _met(found: WarcPage | Received | Skipped | PageError) -> Met:
    if not isinstance(found, WarcPage):
        return Met(found)
    where = (found.url, found.offset, found.seen_at)
    try:
        if not found.data:
            raise PageError(found.name, "the page is empty")
        refuse_foreign(found.name, found.data)
    except PageError as error:
        return Met(error, *where)
    return Met(Received(found.name, "page", found.data, found.url, found.encoding, found.seen_on), *where)


def _lines(name: str, file: BinaryIO) -> Iterator[Met]:
    number = 0
    try:
        for where, line in filled_lines(name, bounded_lines(_decompressed(name, file))):
            number += 1
            yield Met(Received(where, "line", line))
    except (EOFError, gzip.BadGzipFile, OSError) as fault:
        if isinstance(fault, OSError) and fault.errno is not None:
            raise
        yield Met(PageError(f"{name}:{number + 1}", f"damaged or cut compression: {fault}"))
    if number == 0:
        yield Met(PageError(name, "the file is empty"))


def _decompressed(name: str, file: BinaryIO) -> Any:
    lower = name.lower()
    if lower.endswith(".gz"):
        return gzip.GzipFile(fileobj=file)
    if lower.endswith(".zst"):
        import zstandard

        return io.BufferedReader(zstandard.ZstdDecompressor().stream_reader(file, read_across_frames=True))
    return file


def day_of(met: Met, read_on: date) -> date:
    """The day that counts as today for a page: the one on which it was received, or that of the crawl."""
    return met.what.read_on(read_on) if isinstance(met.what, Received) else read_on
