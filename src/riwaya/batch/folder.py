"""Where a crawl is written: a folder of this machine or, through fsspec, an object store."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit

from riwaya.model.errors import UsageError

SCRATCH = ".part"
_LOCK = ".lock"
_S3 = "s3://"
_ENDPOINTS = ("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://")


class Folder(Protocol):
    """Files by their relative names; each appears whole or not at all."""

    name: str

    def names(self, below: str) -> list[str]:
        """The names of the files in one folder, sorted; none where there is no such folder."""

    def read(self, name: str) -> bytes:
        """The bytes of a file. Raises OSError."""

    def write(self, name: str, data: bytes) -> None:
        """Write a file or put another in its place. Raises OSError."""

    def take(self, name: str, file: Path) -> None:
        """Move a finished local file here. Raises OSError."""

    def remove(self, name: str) -> None:
        """Take a file away, if it is there."""

    def local(self, name: str, scratch: Path) -> Path:
        """The file as a local one: itself, or a copy in `scratch`. Raises OSError."""

    def scratch(self) -> Path | None:
        """The local folder from which files can be moved here at no cost, where there is one."""


def is_address(name: str) -> bool:
    """Whether a name is the address of something that fsspec opens, such as s3://bucket/folder."""
    return _ADDRESS.match(name) is not None


def folder(name: str) -> Folder:
    """The folder of a path or an address. Raises UsageError for an address that nothing here can open."""
    return RemoteFolder(name) if is_address(name) else LocalFolder(Path(name))


def filesystem(name: str) -> tuple[Any, str]:
    """The file system of an address and the path in it. Raises UsageError where a package for it is missing.

    S3 is reached through pyarrow, which is there anyway; keys, region and endpoint come from AWS_ variables.
    """
    import fsspec

    if name.startswith(_S3):
        return _s3(), name.removeprefix(_S3)
    try:
        return fsspec.core.url_to_fs(name)  # type: ignore[no-any-return]
    except (ImportError, ValueError) as fault:
        raise UsageError(f"{name}: cannot be opened: {fault}") from fault


def _s3() -> Any:
    from fsspec.implementations.arrow import ArrowFSWrapper
    from pyarrow.fs import S3FileSystem

    endpoint = next((os.environ[name] for name in _ENDPOINTS if os.environ.get(name)), "")
    parts = urlsplit(endpoint)
    where = {"endpoint_override": parts.netloc, "scheme": parts.scheme} if parts.netloc else {}
    return ArrowFSWrapper(S3FileSystem(**where))


class LocalFolder:
    """A folder of this machine."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    def names(self, below: str) -> list[str]:
        """The names of the files in one folder."""
        try:
            return sorted(entry.name for entry in os.scandir(self.path / below) if entry.is_file())
        except FileNotFoundError:
            return []

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return (self.path / name).read_bytes()

    def write(self, name: str, data: bytes) -> None:
        """Write a file or put another in its place."""
        part = self.scratch() / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.{os.getpid()}"
        part.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(data)
        self.take(name, part)

    def take(self, name: str, file: Path) -> None:
        """Move a finished file here, on the disk before it bears its name."""
        target = self.path / name
        target.parent.mkdir(parents=True, exist_ok=True)
        _sync(file)
        file.replace(target)
        _sync(target.parent)

    def remove(self, name: str) -> None:
        """Take a file away."""
        (self.path / name).unlink(missing_ok=True)

    def local(self, name: str, scratch: Path) -> Path:
        """The file itself."""
        del scratch
        return self.path / name

    def scratch(self) -> Path:
        """Beside the files, on the same disk."""
        return self.path / SCRATCH


class RemoteFolder:
    """A folder of an object store, where a file that is put appears whole."""

    def __init__(self, name: str) -> None:
        self._files, root = filesystem(name)
        self._root = root.rstrip("/")
        self.name = name

    def names(self, below: str) -> list[str]:
        """The names of the files in one folder."""
        self._files.invalidate_cache()
        try:
            found = self._files.ls(f"{self._root}/{below}", detail=True)
        except FileNotFoundError:
            return []
        return sorted(item["name"].rpartition("/")[2] for item in found if item["type"] == "file")

    def read(self, name: str) -> bytes:
        """The bytes of a file."""
        return bytes(self._files.cat_file(f"{self._root}/{name}"))

    def write(self, name: str, data: bytes) -> None:
        """Write a file or put another in its place."""
        self._files.makedirs(f"{self._root}/{name}".rpartition("/")[0], exist_ok=True)
        self._files.pipe_file(f"{self._root}/{name}", data)

    def take(self, name: str, file: Path) -> None:
        """Put a finished local file there."""
        self._files.makedirs(f"{self._root}/{name}".rpartition("/")[0], exist_ok=True)
        self._files.put_file(str(file), f"{self._root}/{name}")
        file.unlink()

    def remove(self, name: str) -> None:
        """Take a file away."""
        if self._files.exists(f"{self._root}/{name}"):
            self._files.rm_file(f"{self._root}/{name}")

    def local(self, name: str, scratch: Path) -> Path:
        """A copy of the file."""
        copy = scratch / name.replace("/", "-")
        self._files.get_file(f"{self._root}/{name}", str(copy))
        return copy

    def scratch(self) -> None:
        """None: what is written goes over the network anyway."""


@contextmanager
def held(place: Folder) -> Iterator[None]:
    """Be the only one that crawls into a local folder, and leave no unfinished files. Raises UsageError."""
    if not isinstance(place, LocalFolder):
        yield
        return
    import fcntl

    try:
        place.path.mkdir(parents=True, exist_ok=True)
        lock = (place.path / _LOCK).open("w")
    except OSError as fault:
        raise UsageError(f"{place.name}: cannot be written: {fault.strerror}") from fault
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as fault:
            raise UsageError(f"{place.name}: another crawl is writing there") from fault
        shutil.rmtree(place.scratch(), ignore_errors=True)
        try:
            yield
        finally:
            shutil.rmtree(place.scratch(), ignore_errors=True)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
