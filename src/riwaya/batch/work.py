"""Read one shard: from its pages to Parquet files and a line in the manifest. Doing it again changes nothing."""

from __future__ import annotations

import gc
import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path

import msgspec

from riwaya.batch.folder import Folder, folder
from riwaya.batch.manifest import commit, file_of
from riwaya.batch.near import Near
from riwaya.batch.pages import Met, Pages, day_of
from riwaya.batch.rows import Row, rows_of
from riwaya.batch.shard import NO_PAGE, Avoided, Entry, Task, failed_entry
from riwaya.batch.tables import Tables
from riwaya.model.errors import PageError, UsageError
from riwaya.model.record import Record
from riwaya.pipeline import Resources, analyse, resources
from riwaya.read import Received, read_received
from riwaya.read.language import tells_language, without_arabic
from riwaya.read.warc import Skipped

Tell = Callable[[int], None]
_NUMBER = re.compile(r"\d[\d.,]*")
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_CLAIM_BYTES = 1_500
_ROW_BYTES = 400


def read_shard(task: Task, tell: Tell) -> Entry:
    """Read a shard and write what it holds; `tell` is told the number of each page before it is read, then NO_PAGE.

    Raises OSError where the output cannot be written, DataError for faulty data files, UsageError where this
    is another engine than the one that is asked for.
    """
    given = _engine(tuple(map(Path, task.settings.actors)))
    if given.engine != task.settings.engine:
        wanted = f"{task.settings.engine.version} with data {task.settings.engine.data}"
        raise UsageError(f"the worker is riwaya {given.engine.version} with data {given.engine.data}, not {wanted}")
    place = folder(task.settings.out)
    scratch = Path(task.scratch) / task.shard.id
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    reading = _Reading(task, given, Tables(scratch), Near(given.base.normaliser))
    try:
        entry = _written(reading, place) if (reason := reading.fault(tell)) is None else _failed(task, reason)
        commit(place, entry)
    finally:
        reading.tables.close()
        shutil.rmtree(scratch, ignore_errors=True)
    return entry


def _failed(task: Task, reason: str) -> Entry:
    return failed_entry(task.shard, task.settings.engine, reason)


def _written(reading: _Reading, place: Folder) -> Entry:
    """Put the finished files in their places; the entry that names them."""
    files = reading.tables.finish()
    for table, (path, _) in files.items():
        place.take(file_of(table, reading.task.shard.id), path)
    return reading.entry(files={table: file for table, (_, file) in files.items()})


@dataclass
class _Reading:
    """A shard while it is read: what has been counted so far."""

    task: Task
    given: Resources
    tables: Tables
    near: Near
    digest: str | None = None
    counts: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    failed: Counter[str] = field(default_factory=Counter)

    def fault(self, tell: Tell) -> str | None:
        """Read all pages; why the shard could not be read to its end, or None."""
        pages = Pages(self.task.shard)
        avoid = {avoided.number: avoided for avoided in self.task.avoid}
        try:
            for number, met in enumerate(pages):
                tell(number)
                self._page(met, avoid.get(number))
        except OSError as fault:
            return f"cannot be read: {fault.strerror or fault}"
        tell(NO_PAGE)
        self.digest = pages.digest
        return None

    def entry(self, **more: object) -> Entry:
        """What has been counted, as a line of the manifest."""
        return msgspec.structs.replace(
            _failed(self.task, ""),
            status="read",
            reason=None,
            digest=self.digest,
            skipped=dict(sorted(self.skipped.items())),
            failed=dict(sorted(self.failed.items())),
            **{name: self.counts[name] for name in ("read", "near", "claims", "events", "page_bytes")},
            **more,
        )

    def _page(self, met: Met, avoided: Avoided | None) -> None:
        what = met.what
        if isinstance(what, Received):
            self.counts["page_bytes"] += len(what.data)
            outcome = self._outcome(what, met, avoided)
            if isinstance(outcome, Record):
                self._keep(outcome, what, met)
            else:
                self._count(outcome, met, "skipped" if tells_language(outcome.reason) else "failed")
        else:
            self._count(what, met, "failed" if isinstance(what, PageError) else "skipped")

    def _outcome(self, page: Received, met: Met, avoided: Avoided | None) -> Record | PageError:
        """The record of a page, or why there is none."""
        if avoided is not None:
            return PageError(page.name, avoided.reason)
        reason = without_arabic(page.data) if page.form == "page" else None
        if reason:
            return PageError(page.name, reason)
        try:
            article = read_received(page, self._read_on(met))
            return article if isinstance(article, PageError) else analyse(article, self.given)
        except RecursionError:
            return PageError(page.name, "nested too deeply")
        except MemoryError:
            return PageError(page.name, "needs more memory than a worker has")

    def _read_on(self, met: Met) -> date:
        return day_of(met, date.fromisoformat(self.task.settings.read_on))

    def _keep(self, record: Record, page: Received, met: Met) -> None:
        """Write the rows of a record."""
        body = msgspec.json.encode(record)
        signed, nearly = self.near.met(record.article.sha256, record.article.text)
        events = sum(len(claim.events) for claim in record.claims)
        row = self._where(page.name, met) | self._capture(page, met) | {
            "id": record.article.id,
            **{name: getattr(record.article, name) for name in ("outlet", "published", "published_basis", "title")},
            "letters": len(record.article.text),
            "n_claims": len(record.claims),
            "n_events": events,
            "near_first": nearly.first if nearly else None,
            "near_share": nearly.share if nearly else None,
            "signature": signed,
            "record_sha256": hashlib.sha256(body).hexdigest(),
            "record": body.decode(),
        }  # fmt: skip
        self.tables.add("articles", row, len(body) + _ROW_BYTES)
        for table, other in rows_of(record):
            self.tables.add(table, other, _CLAIM_BYTES)
        if self.task.settings.captures:
            self.tables.add("captures", {"sha256": row["sha256"], "data": page.data}, len(page.data))
        self.counts.update(read=1, near=nearly is not None, claims=len(record.claims), events=events)

    def _count(self, found: PageError | Skipped, met: Met, outcome: str) -> None:
        """Count a page that was not read, and write where it is."""
        (self.skipped if outcome == "skipped" else self.failed)[reason_kind(found.reason)] += 1
        page = met.what if isinstance(met.what, Received) else None
        row = self._where(met.what.name, met) | {"outcome": outcome, "reason": found.reason}
        self.tables.add("unread", row | (self._capture(page, met) if page else {}))
        if page and outcome == "failed" and self.task.settings.captures:
            self.tables.add("captures", {"sha256": hashlib.sha256(page.data).hexdigest(), "data": page.data})

    def _where(self, name: str, met: Met) -> Row:
        return {"name": name, "url": met.url, "offset": met.offset, "seen_at": met.seen_at}

    def _capture(self, page: Received, met: Met) -> Row:
        return {
            "sha256": hashlib.sha256(page.data).hexdigest(),
            "form": page.form,
            "encoding": page.encoding,
            "size": len(page.data),
            "read_on": self._read_on(met).isoformat(),
        }


def reason_kind(reason: str) -> str:
    """A reason without its figures, quotations and details, so that many pages fail for few reasons."""
    return _NUMBER.sub("N", _QUOTED.sub("...", reason.partition(": ")[0])).strip()


@cache
def _engine(actors: tuple[Path, ...]) -> Resources:
    """The engine with the user's tables of actors, loaded once a worker."""
    given = resources(extra=actors)
    gc.collect()
    gc.freeze()
    return given
