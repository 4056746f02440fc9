"""Write captures, readings and failures within one transaction; the caller holds the lock of the one writer."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any

from msgspec.structs import asdict
from sqlalchemy import Connection, Table, bindparam, delete, func, select, update

from riwaya.model.account import Account
from riwaya.model.errors import PageError, StoreError
from riwaya.model.finding import Findings
from riwaya.model.record import Engine, Record
from riwaya.store import accounts, chain, tables
from riwaya.store.address import address_of
from riwaya.store.backend import Backend, ClaimText
from riwaya.store.base import Act, Added, AuditEntry, Entry, Failure, Given, Linking, Outcome, Sighting
from riwaya.store.bodies import body_of
from riwaya.store.facets import Facet, Named, claim_facets, facet_names
from riwaya.store.keeping import forget, keep
from riwaya.store.postings import add_postings, remove_postings
from riwaya.store.rows import Row, article_row, index_texts, rows_of
from riwaya.store.words import Words

WHO = "riwaya"


class Writer:
    """One transaction of writing. Rows are gathered and written table by table when it is told to `flush`."""

    def __init__(self, conn: Connection, backend: Backend, words: Words) -> None:
        self._conn, self._backend, self._words = conn, backend, words
        self._next: dict[str, int] = {}
        self._rows: dict[str, list[Row]] = {}
        self._texts: list[ClaimText] = []
        self._facets: list[tuple[int, tuple[Facet, ...]]] = []
        self._names: list[Named] = []

    def add(self, entries: Sequence[Entry]) -> list[Added]:
        """Keep some articles, none twice, and say of each what it was."""
        known = self._known({entry.capture.sha256 for entry in entries})
        newest = self._newest(entries, known)
        outcomes: list[Added] = []
        for entry in entries:
            outcomes.append(self._add(entry, known, newest))
            known.add(entry.capture.sha256)
        self._flush()
        return outcomes

    def see(self, met: Sequence[tuple[str, Sighting]]) -> None:
        """Note that bytes were met again. Raises StoreError for an unknown capture."""
        captures = {sha256 for sha256, _ in met}
        unknown = captures - self._known(captures)
        if unknown:
            raise StoreError(f"capture {min(unknown)}: not in the record")
        for sha256, sighting in met:
            self._sighting(sha256, sighting)
        self._flush()

    def fail(self, failure: Failure) -> None:
        """Note an input without bytes, once for each reason."""
        failed = tables.failures.c
        same = select(failed.key).where(failed.name == failure.name, failed.reason == failure.reason)
        if self._conn.execute(same).first() is None:
            self._failure(failure, None)
            self._flush()

    def reread(self, sha256: str, outcome: Outcome, engine: Engine, at: str) -> None:
        """Put a reading in the place of the current one. Raises StoreError for an unknown capture."""
        captures = tables.captures.c
        capture = self._conn.execute(select(captures.name).where(captures.sha256 == sha256)).first()
        if capture is None:
            raise StoreError(f"capture {sha256}: not in the record")
        self._conn.execute(delete(tables.failures).where(tables.failures.c.capture == sha256))
        if isinstance(outcome, PageError):
            failure = Failure(name=capture.name, reason=outcome.reason, failed_at=at, sha256=sha256)
            self._failure(failure, engine)
        else:
            self._reread(sha256, outcome, at)
        self._flush()

    def give(self, sha256: str, given: Given) -> None:
        """Note what the user knows better of a capture than its page."""
        captures = tables.captures
        known = {"given_outlet": given.outlet, "given_published": given.published}
        self._conn.execute(update(captures).where(captures.c.sha256 == sha256).values(**known))

    def append(self, act: Act) -> AuditEntry:
        """Add an act to the audit chain."""
        [entry] = self._chain([act])
        return entry

    def keep_findings(self, findings: Findings, linking: Linking) -> None:
        """Put findings in the place of those that are kept."""
        keep(self._conn, self._backend, self._words, findings, linking)

    def keep_account(self, account: Account, at: str) -> None:
        """Add an account, or put it in the place of the one of its name."""
        deed = accounts.keep_account(self._conn, self._backend, account)
        self.append(accounts.told(account.name, deed, account.role, at))

    def remove_account(self, name: str, at: str) -> bool:
        """Take an account out; whether there was one."""
        kept = accounts.account_of(self._conn, name)
        if kept is None:
            return False
        accounts.remove_account(self._conn, name)
        self.append(accounts.told(name, "removed", kept.role, at))
        return True

    def _add(self, entry: Entry, known: set[str], newest: dict[str, str]) -> Added:
        capture = entry.capture
        if capture.sha256 not in known:
            self._capture(entry)
        self._sighting(capture.sha256, Sighting(capture.name, capture.seen_at))
        if capture.sha256 in known:
            return "known"
        if isinstance(entry.outcome, PageError):
            reason, at = entry.outcome.reason, capture.seen_at
            self._failure(Failure(name=capture.name, reason=reason, failed_at=at, sha256=capture.sha256), entry.engine)
            return "failed"
        previous = newest.get(address_of(entry.outcome.article))
        self._article(entry.outcome, previous, capture.seen_at)
        newest[address_of(entry.outcome.article)] = capture.sha256
        return "changed" if previous else "new"

    def _capture(self, entry: Entry) -> None:
        capture = entry.capture
        if entry.data is not None:
            self._backend.keep(self._conn, capture.sha256, entry.data)
        self._put(
            tables.captures,
            key=self._key(tables.captures),
            sha256=capture.sha256,
            form=capture.form,
            name=capture.name,
            size=capture.size,
            read_on=capture.read_on,
            seen_at=capture.seen_at,
            given_outlet=capture.given.outlet,
            given_published=capture.given.published,
            kept=entry.data is not None,
            url=capture.url,
            encoding=capture.encoding,
        )

    def _sighting(self, sha256: str, sighting: Sighting) -> None:
        key = self._key(tables.sightings)
        self._put(tables.sightings, key=key, capture=sha256, name=sighting.name, seen_at=sighting.seen_at)

    def _failure(self, failure: Failure, engine: Engine | None) -> None:
        self._put(
            tables.failures,
            key=self._key(tables.failures),
            capture=failure.sha256,
            name=failure.name,
            reason=failure.reason,
            failed_at=failure.failed_at,
            engine_version=engine.version if engine else None,
            engine_data=engine.data if engine else None,
        )

    def _article(self, record: Record, previous: str | None, at: str) -> None:
        key = self._key(tables.articles)
        if previous:
            self._retire(previous)
        head = {"key": key, "address": address_of(record.article), "previous": previous, "latest": True}
        self._put(tables.articles, **head, **article_row(record.article))
        self._reading(record, key, at, self._key(tables.records))

    def _retire(self, sha256: str) -> None:
        """Another version of the page has come, perhaps within the same batch."""
        for row in self._rows.get("articles", ()):
            if row["capture"] == sha256:
                row["latest"] = False
        articles = tables.articles
        self._conn.execute(update(articles).where(articles.c.capture == sha256).values(latest=False))

    def _reread(self, sha256: str, record: Record, at: str) -> None:
        articles, records = tables.articles, tables.records
        row = self._conn.execute(select(articles).where(articles.c.capture == sha256)).first()
        if row is None:
            previous = self._latest([address_of(record.article)]).get(address_of(record.article))
            self._article(record, previous, at)
            return
        self._clear(row.key)
        self._conn.execute(update(records).where(records.c.article == row.key).values(current=False))
        self._conn.execute(update(articles).where(articles.c.key == row.key).values(**article_row(record.article)))
        same = select(records.c.key).where(records.c.article == row.key, records.c.sha256 == body_of(record).sha256)
        earlier = self._conn.execute(same).scalar()
        if earlier is not None:
            self._conn.execute(update(records).where(records.c.key == earlier).values(current=True))
        self._reading(record, row.key, at, None if earlier is not None else self._key(records))

    def _clear(self, article: int) -> None:
        """Take the rows of an article's current reading away."""
        first, last = tables.key_of(article, 0), tables.key_of(article + 1, 0)
        forget(self._conn, article)
        self._backend.unindex(self._conn, (first, last))
        remove_postings(self._conn, article)
        for table in reversed(tables.READING):
            if "article" in table.c:
                self._conn.execute(delete(table).where(table.c.article == article))
            else:
                self._conn.execute(delete(table).where(table.c.claim >= first, table.c.claim < last))

    def _reading(self, record: Record, article: int, at: str, key: int | None) -> None:
        """The rows of a reading; its body too under `key`, unless that is kept from an earlier time."""
        body = body_of(record)
        if key is not None:
            head = {"key": key, "article": article, "read_at": at, "current": True}
            engine = {"engine_version": record.engine.version, "engine_data": record.engine.data}
            self._put(tables.records, **head, **engine, sha256=body.sha256, body=body.frame)
        for name, rows in rows_of(record, article).items():
            self._rows.setdefault(name, []).extend(rows)
        self._texts.extend(claim_texts(record, article, self._words))
        found = enumerate(claim_facets(record, self._words), tables.key_of(article, 0))
        self._facets.extend(found)
        self._names.extend(facet_names(record, self._words))
        reading = {"record": body.sha256, "engine": asdict(record.engine)}
        self._act(Act(at=at, who=WHO, action="read", subject=record.article.sha256, body=chain.details(reading)))

    def _act(self, act: Act) -> None:
        self._put(tables.audit, act=act)

    def _chain(self, acts: Sequence[Act]) -> list[AuditEntry]:
        """Write acts at the end of the audit chain."""
        audit = tables.audit.c
        row = self._conn.execute(select(audit.number, audit.hash).order_by(audit.number.desc()).limit(1)).first()
        number, previous = (row.number, row.hash) if row else (0, chain.ROOT)
        entries = []
        for act in acts:
            number += 1
            entries.append(chain.chained(number, previous, act))
            previous = entries[-1].hash
        rows = [chain.entry_row(entry) for entry in entries]
        if rows:
            self._backend.insert(self._conn, tables.audit, rows)
        return entries

    def _flush(self) -> None:
        """Write all gathered rows, parents before children."""
        acts = [row["act"] for row in self._rows.pop("audit", [])]
        for table in tables.metadata.sorted_tables:
            rows = self._rows.pop(table.name, [])
            if rows:
                self._backend.insert(self._conn, table, rows)
        self._backend.index(self._conn, self._texts)
        new_facet = partial(self._key, tables.facets)
        add_postings(self._conn, self._backend, self._facets, self._names, new_facet)
        self._texts, self._facets, self._names = [], [], []
        self._chain(acts)

    def _put(self, table: Table, **row: Any) -> None:
        self._rows.setdefault(table.name, []).append(row)

    def _key(self, table: Table) -> int:
        """The next key of a table; nobody else writes while we hold the lock."""
        if table.name not in self._next:
            self._next[table.name] = (self._conn.execute(select(func.max(table.c.key))).scalar() or 0) + 1
        key = self._next[table.name]
        self._next[table.name] += 1
        return key

    def _known(self, captures: set[str]) -> set[str]:
        kept = tables.captures.c.sha256
        wanted = select(kept).where(kept.in_(bindparam("captures", expanding=True)))
        return set(self._conn.execute(wanted, {"captures": sorted(captures)}).scalars())

    def _newest(self, entries: Sequence[Entry], known: set[str]) -> dict[str, str]:
        """The latest capture at each address of the new entries."""
        fresh = [e.outcome for e in entries if e.capture.sha256 not in known and isinstance(e.outcome, Record)]
        return self._latest([address_of(record.article) for record in fresh])

    def _latest(self, addresses: Sequence[str]) -> dict[str, str]:
        articles = tables.articles.c
        wanted = select(articles.address, articles.capture).where(
            articles.address.in_(bindparam("addresses", expanding=True)), articles.latest
        )
        found = self._conn.execute(wanted, {"addresses": sorted(set(addresses))})
        return {row.address: row.capture for row in found}


def claim_texts(record: Record, article: int, words: Words) -> list[ClaimText]:
    """What is indexed of the claims of a record."""
    texts = []
    for nth, claim in enumerate(record.claims):
        said, sources, gloss = map(words.index, index_texts(claim))
        stems = f"{said.stems} {sources.stems}".strip()
        texts.append(ClaimText(tables.key_of(article, nth), said.words, stems, sources.words, gloss.words))
    return texts
