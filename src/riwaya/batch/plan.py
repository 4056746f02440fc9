"""Cut the inputs of a crawl into shards: a WARC or JSON Lines file each, and the pages of a folder by the hundred."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from riwaya.batch.folder import filesystem, is_address
from riwaya.batch.manifest import SETTINGS
from riwaya.batch.shard import Kind, Shard
from riwaya.model.errors import PageError
from riwaya.read.inputs import is_wanted

_KINDS: tuple[tuple[Kind, tuple[str, ...]], ...] = (
    ("warc", (".warc", ".warc.gz", ".warc.zst")),
    ("lines", (".jsonl", ".ndjson", ".jsonl.gz", ".jsonl.zst", ".ndjson.gz", ".ndjson.zst")),
)
_TOGETHER = 500
_VERSIONS = ("ETag", "etag", "LastModified", "last_modified", "mtime", "created")
"""What the file systems of fsspec call that which changes when a file does."""


class Listed(NamedTuple):
    """A file, its size in bytes, and what changes when it is written anew."""

    name: str
    size: int
    version: str


def shards_of(inputs: Iterable[str]) -> Iterator[Shard | PageError]:
    """The shards of files, folders and addresses, in order of their names within each input."""
    for given in inputs:
        try:
            yield from _remote(given) if is_address(given) else _local(given)
        except OSError as fault:
            yield PageError(given, f"cannot be read: {fault.strerror or fault}")
        except ValueError as fault:
            yield PageError(given, f"not a path: {fault}")


def _local(given: str) -> Iterator[Shard | PageError]:
    path = Path(given).absolute()
    if path.is_dir():
        yield from _cut(str(path), _walked(path))
    elif path.is_file():
        yield from _cut(str(path), [_listed(path)])
    else:
        yield PageError(given, "not a regular file" if path.exists() else "no such file or folder")


def _remote(given: str) -> Iterator[Shard | PageError]:
    files, path = filesystem(given)
    found = files.find(path, detail=True)
    if not found:
        yield PageError(given, "no such file or folder")
        return
    listed = [
        Listed(files.unstrip_protocol(name), info.get("size") or 0, _version(info))
        for name, info in sorted(found.items())
        if name.rstrip("/") == path.rstrip("/") or is_wanted(name.rpartition("/")[2])
    ]
    yield from _cut(given.rstrip("/"), listed)


def _cut(name: str, files: Iterable[Listed]) -> Iterator[Shard]:
    """Large files as shards of their own, all others together."""
    pages = []
    for file in files:
        kind = _kind(file.name)
        if kind == "pages":
            pages.append(file)
        else:
            yield Shard(name=file.name, kind=kind, files=(file.name,), size=file.size, version=file.version)
    waiting, number = iter(pages), 0
    while some := list(islice(waiting, _TOGETHER)):
        number += 1
        alone = len(pages) == 1 and some[0].name == name
        yield Shard(
            name=name if alone else f"{name}#{number}",
            kind="pages",
            files=tuple(file.name for file in some),
            size=sum(file.size for file in some),
            version=hashlib.sha256("\n".join(f"{f.name} {f.size} {f.version}" for f in some).encode()).hexdigest(),
        )


def _kind(name: str) -> Kind:
    lower = name.lower()
    return next((kind for kind, endings in _KINDS if lower.endswith(endings)), "pages")


def _walked(folder: Path) -> Iterator[Listed]:
    """The files below a folder that may hold articles, sorted by path; what a crawl has written is none."""
    found: list[Path] = []
    for top, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if not (name.startswith(".") or (Path(top) / name / SETTINGS).exists())]
        found.extend(Path(top) / name for name in names if is_wanted(name) or _kind(name) != "pages")
    yield from (_listed(path) for path in sorted(found) if path.is_file() and not path.name.startswith("."))


def _listed(path: Path) -> Listed:
    told = path.stat()
    return Listed(str(path), told.st_size, str(told.st_mtime_ns))


def _version(info: dict[str, object]) -> str:
    return next((str(info[key]) for key in _VERSIONS if info.get(key) is not None), "")
