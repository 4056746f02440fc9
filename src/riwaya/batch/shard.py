"""The nouns of a crawl: a shard of its input, what it is told, and what became of it."""

from __future__ import annotations

import hashlib
import re
from typing import Literal

from msgspec import Struct

from riwaya.model.record import Engine

Kind = Literal["warc", "lines", "pages"]
Status = Literal["read", "same", "failed"]
TABLES = ("articles", "claims", "chains", "events", "unread", "captures")
NO_PAGE = -1
"""The number of the page in hand where there is none."""
_PLAIN = re.compile(r"[^A-Za-z0-9._]+")
_LONGEST_STEM = 40


class Shard(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A part of the input that one worker reads: a file, or some pages of a folder.

    `name` is its absolute path or address (of pages: of the folder, with a number). `size` counts bytes;
    `version` changes when the files do, without their being read.
    """

    name: str
    kind: Kind
    files: tuple[str, ...]
    size: int
    version: str

    @property
    def id(self) -> str:
        """Under what its output lies: readable, and another for every name."""
        stem = _PLAIN.sub("-", self.name.rstrip("/").rpartition("/")[2])[:_LONGEST_STEM].strip("-.")
        return f"{stem}-{hashlib.sha256(self.name.encode()).hexdigest()[:12]}".lstrip("-")


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What holds for all shards of a crawl.

    `out` is the folder or address of the output, `read_on` the ISO day that counts as today for what bears no
    date of capture, `actors` the user's tables of actors, `captures` whether the bytes of pages are kept.
    """

    out: str
    engine: Engine
    read_on: str
    actors: tuple[str, ...] = ()
    captures: bool = False


class Avoided(Struct, frozen=True, forbid_unknown_fields=True):
    """A page, by its number in the shard, that ended the worker that read it, and how."""

    number: int
    reason: str


class Task(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One shard to read; `scratch` is a local folder for unfinished files."""

    shard: Shard
    settings: Settings
    scratch: str
    avoid: tuple[Avoided, ...] = ()


class File(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the output: how many rows and bytes it has, and the SHA-256 of its bytes."""

    rows: int
    size: int
    sha256: str


class Entry(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line of the manifest: what became of one shard.

    `digest` is the SHA-256 of the input. Every page found is counted once: in `read`, or under its reason in
    `skipped` or `failed`. `near` counts read texts that are nearly those of an earlier one. `status` is
    "failed", with a `reason`, where nothing was written, and "same" where another shard, `same_as`, holds the same.
    """

    shard: str
    name: str
    kind: Kind
    size: int
    version: str
    engine: Engine
    status: Status = "read"
    reason: str | None = None
    same_as: str | None = None
    digest: str | None = None
    read: int = 0
    skipped: dict[str, int] = {}
    failed: dict[str, int] = {}
    near: int = 0
    claims: int = 0
    events: int = 0
    page_bytes: int = 0
    files: dict[str, File] = {}

    @property
    def faulty(self) -> int:
        """How many pages failed; one for a shard that failed as a whole."""
        return sum(self.failed.values()) + (self.status == "failed")


def failed_entry(shard: Shard, engine: Engine, reason: str) -> Entry:
    """The entry of a shard of which nothing was written."""
    return _entry(shard, engine, status="failed", reason=reason)


def same_entry(shard: Shard, engine: Engine, digest: str, other: str) -> Entry:
    """The entry of a shard that holds the same bytes as another."""
    return _entry(shard, engine, status="same", digest=digest, same_as=other)


def _entry(shard: Shard, engine: Engine, **more: object) -> Entry:
    head = {"shard": shard.id, "name": shard.name, "kind": shard.kind, "size": shard.size, "version": shard.version}
    return Entry(**head, engine=engine, **more)  # type: ignore[arg-type]
