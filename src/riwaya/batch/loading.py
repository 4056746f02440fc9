"""Put the shards of a crawl into a record, each once; what was begun and not finished goes on."""

from __future__ import annotations

import hashlib
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq

from riwaya.batch.folder import Folder
from riwaya.batch.manifest import entries, file_of
from riwaya.batch.shard import Entry as Shard
from riwaya.batch.tables import digest_of
from riwaya.model.errors import PageError, StoreError
from riwaya.model.record import Engine, Record
from riwaya.store.base import Act, Capture, Entry, Failure, Outcome, Store

LOADED = "load"
WHO = "riwaya"
_ROWS = 200
_OUTCOMES = ("new", "changed", "known", "failed")
Row = dict[str, Any]


@dataclass
class Loading:
    """Puts shards into a store. `now` is the ISO instant of what bears no date of its own."""

    place: Folder
    store: Store
    now: str
    counts: Counter[str] = field(default_factory=lambda: Counter(dict.fromkeys(_OUTCOMES, 0)))

    def waiting(self) -> list[Shard]:
        """The shards that are not in the record yet, in the order of their names. Raises StoreError."""
        loaded = {act.act.subject for act in self.store.audit() if act.act.action == LOADED}
        found = entries(self.place).values()
        self.counts["before"] = sum(_subject(shard) in loaded for shard in found)
        return [shard for shard in found if _subject(shard) not in loaded]

    def load(self, shard: Shard) -> None:
        """Put one shard into the record, and note that it is there. Raises StoreError where it is not as written."""
        with tempfile.TemporaryDirectory(prefix="riwaya-") as scratch:
            tables = {table: self._file(shard, table, Path(scratch)) for table in shard.files}
            for table in ("articles", "unread"):
                if table in tables:
                    self._add(_rows(tables[table], _bytes_of(tables.get("captures"))), shard.engine)
        for reason, number in shard.skipped.items():
            self._fail(shard.name, f"{number} passed over: {reason}")
        if shard.status == "failed":
            self._fail(shard.name, shard.reason or "")
            return  # it is read again by the next crawl, and then loaded
        self.store.append(Act(at=self.now, who=WHO, action=LOADED, subject=_subject(shard), body=_body(shard)))
        self.counts["shards"] += 1

    def _file(self, shard: Shard, table: str, scratch: Path) -> Path:
        """A table of a shard as a local file, compared with the manifest."""
        name = file_of(table, shard.shard)
        try:
            path = self.place.local(name, scratch)
            digest = digest_of(path)
        except OSError as fault:
            raise StoreError(f"{self.place.name}/{name}: missing: {fault.strerror or fault}") from fault
        if digest != shard.files[table].sha256:
            raise StoreError(f"{self.place.name}/{name}: altered: not the file of the manifest")
        return path

    def _add(self, rows: Iterable[tuple[Row, bytes | None]], engine: Engine) -> None:
        """Load the articles and the failures of a table; what is there already of this shard is passed over."""
        fresh: list[Entry] = []
        for row, data in rows:
            if row.get("outcome") == "skipped":
                continue
            if row["sha256"] is None:
                self._fail(row["name"], row["reason"])
                continue
            entry = _entry(row, data, engine, self.now)
            if self._is_new(entry):
                fresh.append(entry)
            if len(fresh) >= _ROWS:
                self._load(fresh)
        self._load(fresh)

    def _load(self, fresh: list[Entry]) -> None:
        tally = self.store.load(fresh)
        self.counts.update(tally.counts)
        fresh.clear()

    def _is_new(self, entry: Entry) -> bool:
        """Whether the store should take an entry; a reading by another engine is put in the place of the old one."""
        capture = entry.capture
        if self.store.capture(capture.sha256) is None:
            return True
        if self.store.read_by(capture.sha256) != entry.engine:
            self.store.reread(capture.sha256, entry.outcome, entry.engine, self.now)
            self.counts["reread"] += 1
        return all(met.name != capture.name for met in self.store.sightings(capture.sha256))

    def _fail(self, name: str, reason: str) -> None:
        self.store.fail(Failure(name=name, reason=reason, failed_at=self.now))
        self.counts["noted"] += 1


def _subject(shard: Shard) -> str:
    """What tells a shard's contents from all others: input, engine and output."""
    engine = f"{shard.engine.version} {shard.engine.data}"
    files = " ".join(f"{table}={file.sha256}" for table, file in sorted(shard.files.items()))
    return hashlib.sha256(f"{shard.name}\n{shard.digest}\n{shard.same_as}\n{engine}\n{files}".encode()).hexdigest()


def _body(shard: Shard) -> str:
    told = {"shard": shard.name, "digest": shard.digest, "read": shard.read, "failed": sum(shard.failed.values())}
    return msgspec.json.encode(told).decode()


def _bytes_of(captures: Path | None) -> Iterator[Row]:
    """The kept bytes, in the order in which pages were met."""
    if captures is not None:
        for batch in pq.ParquetFile(captures).iter_batches(_ROWS):
            yield from batch.to_pylist()


def _rows(path: Path, kept: Iterator[Row]) -> Iterator[tuple[Row, bytes | None]]:
    """The rows of a table, each with the bytes of its page where they are kept.

    Read pages and failures lie among each other in the kept bytes: those of the other table are passed over.
    """
    held = next(kept, None)
    for batch in pq.ParquetFile(path).iter_batches(_ROWS):
        for row in batch.to_pylist():
            wanted = row["sha256"] if row.get("outcome") != "skipped" else None
            while wanted and held and held["sha256"] != wanted:
                held = next(kept, None)
            data = held["data"] if wanted and held else None
            yield row, data
            held = next(kept, None) if data is not None else held


def _entry(row: Row, data: bytes | None, engine: Engine, now: str) -> Entry:
    capture = Capture(
        sha256=row["sha256"],
        form=row["form"],
        name=row["name"],
        size=row["size"],
        read_on=row["read_on"],
        seen_at=row["seen_at"] or now,
        kept=data is not None,
        url=row["url"],
        encoding=row["encoding"],
    )
    return Entry(capture=capture, data=data, outcome=_outcome(row), engine=engine)


def _outcome(row: Row) -> Outcome:
    if "record" not in row:
        return PageError(row["name"], row["reason"])
    body: str = row["record"]
    if hashlib.sha256(body.encode()).hexdigest() != row["record_sha256"]:
        raise StoreError(f"{row['name']}: altered: the record has another hash")
    return msgspec.json.decode(body, type=Record)
