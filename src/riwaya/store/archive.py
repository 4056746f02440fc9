"""The archive of captures: files named by the SHA-256 of their bytes, compressed with Zstandard (RFC 8878)."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import zstandard

from riwaya.model.errors import StoreError

_LEVEL = 9
_SUFFIX = ".zst"
_LARGEST = 1 << 30


def packed(data: bytes) -> bytes:
    """The bytes compressed."""
    return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).compress(data)


def unpacked(frame: bytes, sha256: str) -> bytes:
    """The bytes of a compressed frame. Raises StoreError unless they are those of the hash."""
    try:
        data = zstandard.ZstdDecompressor().decompress(frame, max_output_size=_LARGEST)
    except zstandard.ZstdError as fault:
        raise StoreError(f"capture {sha256}: altered: {fault}") from fault
    if hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError(f"capture {sha256}: altered: the bytes have another hash")
    return data


class Archive:
    """A folder of captures. A file appears whole or not at all, and is never written again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path(self, sha256: str) -> Path:
        """The file of a capture, in a folder of its first two digits."""
        return self.folder / sha256[:2] / f"{sha256}{_SUFFIX}"

    def keep(self, sha256: str, data: bytes) -> None:
        """Write the bytes of a capture and have them on the disk. Raises StoreError."""
        path = self.path(sha256)
        if path.exists():
            return
        part = path.with_name(f"{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            _write_through(part, packed(data))
            part.replace(path)
            _sync_folder(path.parent)
        except OSError as fault:
            with suppress(OSError):
                part.unlink()
            raise StoreError(f"{path}: the capture cannot be kept: {fault.strerror or fault}") from fault

    def data(self, sha256: str) -> bytes:
        """The bytes of a capture. Raises StoreError when they are missing or altered."""
        path = self.path(sha256)
        try:
            frame = path.read_bytes()
        except OSError as fault:
            raise StoreError(f"capture {sha256}: missing: {path}: {fault.strerror or fault}") from fault
        return unpacked(frame, sha256)

    def size(self) -> int:
        """How many bytes the archive takes on the disk."""
        return sum(path.stat().st_size for path in self._files())

    def _files(self) -> Iterator[Path]:
        return self.folder.glob(f"??/*{_SUFFIX}")


def _write_through(path: Path, frame: bytes) -> None:
    with path.open("wb") as out:
        out.write(frame)
        out.flush()
        os.fsync(out.fileno())


def _sync_folder(folder: Path) -> None:
    """Have the folder's entry on the disk too, where the system lets folders be opened."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
