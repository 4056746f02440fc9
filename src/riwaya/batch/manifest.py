"""The manifest of a crawl: one file of one line for every shard, written when all else of the shard is there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from riwaya.batch.folder import Folder
from riwaya.batch.shard import TABLES, Entry, Settings
from riwaya.model.errors import StoreError, UsageError

_BELOW = "manifest"
SETTINGS = "crawl.json"
_entry = msgspec.json.Decoder(Entry)


class Sums(msgspec.Struct, kw_only=True):
    """What many shards hold together."""

    shards: dict[str, int]
    read: int
    skipped: dict[str, int]
    failed: dict[str, int]
    near: int
    claims: int
    events: int
    page_bytes: int
    written_bytes: int


def entries(place: Folder) -> dict[str, Entry]:
    """All entries by the ids of their shards, in the order of the shards' names. Raises StoreError."""
    found = [_read(place, name) for name in place.names(_BELOW) if name.endswith(".json")]
    return {entry.shard: entry for entry in sorted(found, key=lambda entry: (entry.name, entry.shard))}


def commit(place: Folder, entry: Entry) -> None:
    """Write an entry; of a shard that was not read no file is left. Raises OSError."""
    for table in TABLES:
        if table not in entry.files:
            place.remove(file_of(table, entry.shard))
    place.write(f"{_BELOW}/{entry.shard}.json", msgspec.json.encode(entry) + b"\n")


def file_of(table: str, shard: str) -> str:
    """Where a table of a shard lies in the output."""
    return f"{table}/{shard}.parquet"


def settle(place: Folder, wanted: Settings) -> Settings:
    """The settings of the crawl: those it was begun with, or these. Raises UsageError where the two do not fit."""
    if SETTINGS not in place.names(""):
        place.write(SETTINGS, msgspec.json.encode(wanted) + b"\n")
        return wanted
    begun = settings(place)
    if begun.captures != wanted.captures:
        raise UsageError(f"{place.name}: begun {'with' if begun.captures else 'without'} --keep-captures")
    return msgspec.structs.replace(wanted, read_on=begun.read_on)


def settings(place: Folder) -> Settings:
    """The settings that a crawl was begun with. Raises UsageError where there is no crawl."""
    try:
        return msgspec.json.decode(place.read(SETTINGS), type=Settings)
    except OSError as fault:
        raise UsageError(f"{place.name}: no crawl here") from fault
    except msgspec.MsgspecError as fault:
        raise UsageError(f"{place.name}/{SETTINGS}: not the settings of a crawl of this version: {fault}") from fault


def summed(found: Iterable[Entry]) -> Sums:
    """The sums of some entries."""
    kept = list(found)
    return Sums(
        shards=dict(sorted(Counter[str](entry.status for entry in kept).items())),
        read=sum(entry.read for entry in kept),
        skipped=_together(entry.skipped for entry in kept),
        failed=_together(entry.failed for entry in kept),
        near=sum(entry.near for entry in kept),
        claims=sum(entry.claims for entry in kept),
        events=sum(entry.events for entry in kept),
        page_bytes=sum(entry.page_bytes for entry in kept),
        written_bytes=sum(file.size for entry in kept for file in entry.files.values()),
    )


def _together(counts: Iterable[dict[str, int]]) -> dict[str, int]:
    """Counts added up, the most frequent first."""
    total: Counter[str] = Counter()
    for count in counts:
        total.update(count)
    return dict(sorted(total.items(), key=lambda pair: (-pair[1], pair[0])))


def _read(place: Folder, name: str) -> Entry:
    where = f"{_BELOW}/{name}"
    try:
        return _entry.decode(place.read(where))
    except (OSError, msgspec.MsgspecError) as fault:
        raise StoreError(f"{place.name}/{where}: not an entry of a manifest: {fault}") from fault
