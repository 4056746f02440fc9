"""The bytes of a WARC file, plain or compressed member by member (gzip, Zstandard); damage is told and passed over."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any, BinaryIO, NamedTuple

from riwaya.model.errors import UsageError

RECORD = b"WARC/"
GZIP = b"\x1f\x8b\x08"
ZSTD = b"\x28\xb5\x2f\xfd"
_DICTIONARY = b"\x5d\x2a\x4d\x18"
_CHUNK = 1 << 16
_LARGEST_DICTIONARY = 1 << 24
_WINDOW = 1 << 27


class Piece(NamedTuple):
    """Some bytes, decompressed. `first` if they open their member, which begins at `member` in the file.

    A plain file has no members: `member` is None.
    """

    data: bytes
    member: int | None
    first: bool


class Damage(NamedTuple):
    """Bytes that could not be used: from where in the file, and why."""

    offset: int
    reason: str


class Codec(NamedTuple):
    """One compression. `step` is how many bytes are decompressed at a time, so that no step fills the memory."""

    name: str
    magic: bytes
    step: int
    fresh: Callable[[], Any]
    error: type[Exception]


def pieces(file: BinaryIO) -> Iterator[Piece | Damage]:
    """All bytes of a file, decompressed where they are compressed.

    After damage it goes on with the next member that opens a record. Raises UsageError where the package
    for a compression is missing.
    """
    start = file.read(_CHUNK)
    if start.startswith(GZIP):
        yield from _Members(file, start, _gzip()).pieces()
    elif start.startswith((ZSTD, _DICTIONARY)):
        yield from _Members(file, start, _zstd(None)).pieces()
    else:
        yield from _plain(file, start)


def opens_record(data: bytes) -> bool:
    """Whether bytes are the beginning of a WARC file, compressed or not."""
    if data.startswith(GZIP):
        return _begins(_gzip(), data)
    if data.startswith((ZSTD, _DICTIONARY)):
        return data.startswith(_DICTIONARY) or (find_spec("zstandard") is not None and _begins(_zstd(None), data))
    return data.startswith(RECORD)


def _plain(file: BinaryIO, start: bytes) -> Iterator[Piece]:
    first, data = True, start
    while data:
        yield Piece(data, None, first)
        first, data = False, file.read(_CHUNK)


def _gzip() -> Codec:
    return Codec("gzip", GZIP, 1 << 12, lambda: zlib.decompressobj(31), zlib.error)


def _zstd(dictionary: bytes | None) -> Codec:
    if find_spec("zstandard") is None:
        raise UsageError("a WARC file in Zstandard needs zstandard: pip install 'riwaya[crawl]'")
    import zstandard

    words = zstandard.ZstdCompressionDict(dictionary) if dictionary else None

    def fresh() -> Any:
        return zstandard.ZstdDecompressor(dict_data=words, max_window_size=_WINDOW).decompressobj()

    return Codec("Zstandard", ZSTD, 1 << 10, fresh, zstandard.ZstdError)


def _begins(codec: Codec, data: bytes) -> bool:
    """Whether compressed bytes open a record."""
    decoder, found = codec.fresh(), b""
    for k in range(0, len(data), codec.step):
        try:
            found += decoder.decompress(data[k : k + codec.step])
        except codec.error:
            return False
        if len(found) >= len(RECORD) or decoder.eof:
            break
    return found.startswith(RECORD)


class _Members:
    """Goes through the members of a compressed file. `_held[_next:]` is what was read ahead."""

    def __init__(self, file: BinaryIO, start: bytes, codec: Codec) -> None:
        self._file, self._held, self._codec = file, start, codec
        self._next, self._before = 0, 0

    @property
    def _at(self) -> int:
        """Where in the file the next byte lies."""
        return self._before + self._next

    def pieces(self) -> Iterator[Piece | Damage]:
        """All members in turn."""
        if self._starts_with(_DICTIONARY):
            fault = self._take_dictionary()
            if fault:
                yield Damage(0, fault)
                return
        while self._fill(len(self._codec.magic)):
            if self._starts_with(self._codec.magic):
                yield from self._member()
            else:
                yield Damage(self._at, f"bytes that are no {self._codec.name}")
                self._find_member()

    def _member(self) -> Iterator[Piece | Damage]:
        start, first, decoder = self._at, True, self._codec.fresh()
        while not decoder.eof:
            if not self._fill(1):
                yield Damage(start, f"truncated {self._codec.name}: the file ends within a member")
                return
            step = self._ahead(self._codec.step)
            try:
                data = decoder.decompress(step)
            except self._codec.error:
                yield Damage(start, f"damaged {self._codec.name}")
                self._next += 1 if self._at == start else 0
                self._find_member()
                return
            self._next += len(step) - len(decoder.unused_data)
            if data:
                yield Piece(data, start, first)
                first = False

    def _find_member(self) -> None:
        """Pass over bytes up to the next member that opens a record."""
        magic = self._codec.magic
        while self._fill(_CHUNK):
            found = self._held.find(magic, self._next)
            if found < 0:
                self._next = max(len(self._held) - len(magic) + 1, self._next + 1)
                continue
            self._next = found
            self._fill(_CHUNK)
            if _begins(self._codec, self._ahead(_CHUNK)):
                return
            self._next += 1

    def _take_dictionary(self) -> str | None:
        """Use the dictionary that opens the file (a skippable frame); why it cannot be used, or None."""
        size = int.from_bytes(self._ahead(8)[4:], "little")
        if size > _LARGEST_DICTIONARY or not self._fill(8 + size) or len(self._held) < 8 + size:
            return "a Zstandard dictionary that is cut or too long"
        words = self._ahead(8 + size)[8:]
        self._next += 8 + size
        if words.startswith(ZSTD):
            import zstandard

            try:
                words = zstandard.ZstdDecompressor().decompress(words, max_output_size=_LARGEST_DICTIONARY)
            except zstandard.ZstdError:
                return "a damaged Zstandard dictionary"
        self._codec = _zstd(words)
        return None

    def _starts_with(self, magic: bytes) -> bool:
        return self._held.startswith(magic, self._next)

    def _ahead(self, number: int) -> bytes:
        return self._held[self._next : self._next + number]

    def _fill(self, wanted: int) -> bool:
        """Read ahead until so many bytes are held, or the file ends; whether any are."""
        while len(self._held) - self._next < wanted:
            more = self._file.read(_CHUNK)
            if not more:
                break
            self._before += self._next
            self._held, self._next = self._held[self._next :] + more, 0
        return self._next < len(self._held)
