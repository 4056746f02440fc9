"""The store over an SQL database: what SQLite and PostgreSQL have in common, in SQLAlchemy Core."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any

from sqlalchemy import Connection, Select, Table, and_, select
from sqlalchemy.exc import DBAPIError

from riwaya.model.account import Account
from riwaya.model.errors import StoreError
from riwaya.model.finding import Contradiction, EventCluster, Findings, Order, SourceFigures
from riwaya.model.judgement import Judgement
from riwaya.model.record import Engine, Record
from riwaya.store import accounts, chain, tables
from riwaya.store.backend import Backend
from riwaya.store.base import (
    Act,
    Added,
    AuditEntry,
    Capture,
    Choice,
    Counts,
    Entry,
    Failure,
    Fault,
    Form,
    Found,
    FoundEvents,
    Given,
    Hit,
    Ledger,
    Linking,
    Listed,
    Outcome,
    Query,
    Sighting,
    Version,
)
from riwaya.store.bodies import Body, record_of
from riwaya.store.checks import Checks
from riwaya.store.choosing import choices, chosen
from riwaya.store.columns import event_columns
from riwaya.store.eventcolumns import EventColumns
from riwaya.store.figures import counted
from riwaya.store.found import KeptFindings
from riwaya.store.listing import listed
from riwaya.store.search import searched, told
from riwaya.store.tally import Tally
from riwaya.store.web import Web
from riwaya.store.words import Words
from riwaya.store.writing import Writer

_BATCH = 500
_PAGE = 500


class SqlStore:
    """A record in an SQL database; see `base.Store` for what each method promises."""

    def __init__(self, backend: Backend, words: Words) -> None:
        self._backend, self._words = backend, words
        self.name = backend.name

    def close(self) -> None:
        """Let go of the record."""
        self._backend.close()

    def read_by(self, sha256: str) -> Engine | None:
        """The engine that read a capture last."""
        current = (
            select(tables.records.c.engine_version, tables.records.c.engine_data)
            .join(tables.articles, tables.articles.c.key == tables.records.c.article)
            .where(tables.articles.c.capture == sha256, tables.records.c.current)
        )
        failed = select(tables.failures.c.engine_version, tables.failures.c.engine_data)
        with self._reading() as conn:
            row = conn.execute(failed.where(tables.failures.c.capture == sha256)).first()
            row = row or conn.execute(current).first()
        return Engine(*row) if row else None

    def capture(self, sha256: str) -> Capture | None:
        """What is known of a capture."""
        with self._reading() as conn:
            row = conn.execute(select(tables.captures).where(tables.captures.c.sha256 == sha256)).first()
        return _capture(row) if row else None

    def see(self, met: Sequence[tuple[str, Sighting]]) -> None:
        """Note that the bytes of known captures were met again."""
        with self._writing() as writer:
            writer.see(met)

    def add(self, entry: Entry) -> Added:
        """Keep an article."""
        with self._writing() as writer:
            return writer.add([entry])[0]

    def load(self, entries: Iterable[Entry]) -> Tally:
        """Add many entries, several hundred a transaction."""
        tally, waiting = Tally(), iter(entries)
        while batch := list(islice(waiting, _BATCH)):
            with self._writing() as writer:
                outcomes = writer.add(batch)
            for outcome in outcomes:
                tally.add(outcome)
        return tally

    def fail(self, failure: Failure) -> None:
        """Note an input of which there are no bytes, once for each reason."""
        with self._writing() as writer:
            writer.fail(failure)

    def reread(self, sha256: str, outcome: Outcome, engine: Engine, at: str, given: Given | None = None) -> None:
        """Put another reading in the place of the current one."""
        with self._writing() as writer:
            if given is not None:
                writer.give(sha256, given)
            writer.reread(sha256, outcome, engine, at)

    def captures(self) -> Iterator[Capture]:
        """All captures in the order in which they came."""
        return (_capture(row) for row in self._paged(select(tables.captures), tables.captures))

    def data(self, sha256: str) -> bytes:
        """The bytes of a capture."""
        with self._reading() as conn:
            return self._backend.data(conn, sha256)

    def sightings(self, sha256: str) -> tuple[Sighting, ...]:
        """Where and when a capture was met."""
        met = tables.sightings
        wanted = select(met.c.name, met.c.seen_at).where(met.c.capture == sha256).order_by(met.c.key)
        with self._reading() as conn:
            return tuple(Sighting(*row) for row in conn.execute(wanted))

    def version(self, sha256: str) -> Version | None:
        """What a capture is a version of."""
        kept = tables.articles.c
        wanted = select(kept.address, kept.previous, kept.latest).where(kept.capture == sha256)
        with self._reading() as conn:
            row = conn.execute(wanted).first()
        return Version(sha256=sha256, address=row.address, previous=row.previous, latest=row.latest) if row else None

    def record(self, sha256: str) -> Record | None:
        """The current reading of a capture."""
        with self._reading() as conn:
            row = conn.execute(_current().where(tables.articles.c.capture == sha256)).first()
        return self._record(row) if row else None

    def readings(self, sha256: str) -> tuple[Engine, ...]:
        """The engines of all readings that are kept of a capture."""
        kept = tables.records
        wanted = select(kept.c.engine_version, kept.c.engine_data).join(tables.articles)
        with self._reading() as conn:
            rows = conn.execute(wanted.where(tables.articles.c.capture == sha256).order_by(kept.c.key))
            return tuple(Engine(*row) for row in rows)

    def records(self, *, superseded: bool = False) -> Iterator[Record]:
        """The current reading of every article, in the order in which they came."""
        wanted = _current() if superseded else _current().where(tables.articles.c.latest)
        return map(self._record, self._paged(wanted, tables.articles))

    def captures_of(self, articles: Sequence[str]) -> dict[str, str]:
        """The capture of the latest version of each of some articles."""
        kept, found = tables.articles.c, dict[str, str]()
        with self._reading() as conn:
            for at in range(0, len(articles), _PAGE):
                named = and_(kept.latest, kept.id.in_(articles[at : at + _PAGE]))
                rows = conn.execute(select(kept.id, kept.capture).where(named).order_by(kept.key.desc()))
                found |= {row.id: row.capture for row in rows}
        return found

    def failures(self) -> tuple[Failure, ...]:
        """What could not be read, by name."""
        failed = tables.failures
        with self._reading() as conn:
            rows = conn.execute(select(failed).order_by(failed.c.name, failed.c.key)).all()
        return tuple(
            Failure(name=row.name, reason=row.reason, failed_at=row.failed_at, sha256=row.capture) for row in rows
        )

    def search(self, query: Query) -> Found:
        """The claims that a query asks for."""
        with self._reading() as conn:
            return searched(conn, self._backend, self._words, query)

    def choose(self, query: Query) -> Iterator[Choice]:
        """All claims that a query asks for, a page of articles a transaction."""
        with self._reading() as conn:
            found = chosen(conn, self._backend, self._words, query)
        for first in range(0, len(found.articles), _PAGE):
            with self._reading() as conn:
                page = list(choices(conn, found, found.articles[first : first + _PAGE]))
            yield from page

    def told(self, claims: Sequence[str]) -> tuple[Hit, ...]:
        """The claims with some ids."""
        with self._reading() as conn:
            return told(conn, claims)

    def head(self) -> str:
        """The hash of the last act that tells of no account."""
        said = tables.audit.c
        wanted = select(said.hash).where(said.action != accounts.ACTION).order_by(said.number.desc()).limit(1)
        with self._reading() as conn:
            return str(conn.execute(wanted).scalar() or chain.ROOT)

    def linking(self) -> Linking | None:
        """When the kept findings were made, and of what."""
        with self._findings() as found:
            return found.linking()

    def keep_findings(self, findings: Findings, linking: Linking) -> None:
        """Put findings in the place of those that are kept."""
        with self._writing() as writer:
            writer.keep_findings(findings, linking)

    def find_events(self, query: Query, order: Order = "latest", offset: int = 0) -> FoundEvents:
        """The events that a query asks for."""
        with self._findings() as found:
            return found.events(query, order, offset)

    def event(self, id: str) -> EventCluster | None:
        """One event by its id."""
        with self._findings() as found:
            return found.event(id)

    def events_of(self, claims: Sequence[str]) -> tuple[EventCluster, ...]:
        """The events that one of these claims tells of."""
        with self._findings() as found:
            return found.events_of(claims)

    def contradictions(self, *, event: str | None = None, place: str | None = None) -> tuple[Contradiction, ...]:
        """What is contradicted."""
        with self._findings() as found:
            return found.contradictions(event, place)

    def ledgers(self, place: str) -> tuple[Ledger, ...]:
        """What is said of the holders of a place."""
        with self._findings() as found:
            return tuple(found.ledgers(place))

    def sources(self, name: str | None = None, limit: int = 100, offset: int = 0) -> tuple[SourceFigures, ...]:
        """The figures of sources."""
        with self._findings() as found:
            return tuple(found.sources(name, limit, offset))

    def event_columns(self) -> EventColumns:
        """All kept events by columns."""
        with self._reading() as conn:
            return event_columns(conn)

    def articles(self, outlet: str | None = None, limit: int = 100, offset: int = 0) -> tuple[Listed, ...]:
        """The latest versions of articles."""
        with self._reading() as conn:
            return listed(conn, outlet, limit, offset)

    @property
    def web(self) -> Web:
        """What is kept of the web beside the captures."""
        return Web(self._backend, self._reading, self._locked)

    def counts(self) -> Counts:
        """How much there is."""
        with self._reading() as conn:
            return counted(conn)

    def append(self, act: Act) -> AuditEntry:
        """Add an act to the end of the audit chain."""
        with self._writing() as writer:
            return writer.append(act)

    def audit(self) -> Iterator[AuditEntry]:
        """The audit chain from its beginning."""
        return map(_entry, self._paged(select(tables.audit), tables.audit))

    def judgements(self) -> Iterator[Judgement]:
        """What people decided, in the order of the audit chain."""
        for found in chain.judgements(self._judging()):
            if not isinstance(found, Fault):
                yield found

    def _judging(self) -> Iterator[AuditEntry]:
        """The entries of the chain that are judgements."""
        return map(_entry, self._paged(select(tables.audit).where(tables.JUDGED_ACTS), tables.audit))

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""
        with self._reading() as conn:
            return accounts.all_accounts(conn)

    def account(self, name: str) -> Account | None:
        """The account of a name."""
        with self._reading() as conn:
            return accounts.account_of(conn, name)

    def keep_account(self, account: Account, at: str) -> None:
        """Add an account, or put it in the place of the one of its name."""
        with self._writing() as writer:
            writer.keep_account(account, at)

    def remove_account(self, name: str, at: str) -> bool:
        """Take an account out."""
        with self._writing() as writer:
            return writer.remove_account(name, at)

    def faults(self) -> Iterator[Fault]:
        """Everything that was altered or is missing."""
        try:
            yield from self._backend.faults()
        except DBAPIError as fault:
            raise self._backend.stated(fault) from fault
        with self._reading() as conn:
            yield from Checks(conn, self._backend, self._words).faults()
        yield from self.web.faults()
        yield from chain.chain_faults(self.audit())
        yield from chain.judgement_faults(self._judging())

    def _record(self, row: Any) -> Record:
        try:
            return record_of(Body(row.sha256, row.body))
        except StoreError as fault:
            raise StoreError(f"{self.name}: record of capture {row.capture}: {fault}") from fault

    def _paged(self, wanted: Select[Any], table: Table) -> Iterator[Any]:
        """Rows in the order of a table's key, a page a transaction, so that writing may go on between."""
        (key,) = table.primary_key.columns
        last = -1
        wanted = wanted.add_columns(key.label("at_key")).order_by(key).limit(_PAGE)
        while True:
            with self._reading() as conn:
                rows = conn.execute(wanted.where(key > last)).all()
            yield from rows
            if len(rows) < _PAGE:
                return
            last = rows[-1].at_key

    @contextmanager
    def _findings(self) -> Iterator[KeptFindings]:
        with self._reading() as conn:
            yield KeptFindings(conn, self._backend, self._words)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        try:
            with self._backend.reading.begin() as conn:
                yield conn
        except DBAPIError as fault:
            raise self._backend.stated(fault) from fault

    @contextmanager
    def _writing(self) -> Iterator[Writer]:
        with self._locked() as conn:
            yield Writer(conn, self._backend, self._words)

    @contextmanager
    def _locked(self) -> Iterator[Connection]:
        try:
            with self._backend.writing.begin() as conn:
                self._backend.lock(conn)
                yield conn
        except DBAPIError as fault:
            raise self._backend.stated(fault) from fault


def _current() -> Select[Any]:
    """The current reading of articles."""
    kept = tables.records
    return (
        select(tables.articles.c.capture, kept.c.sha256, kept.c.body)
        .join(kept, kept.c.article == tables.articles.c.key)
        .where(kept.c.current)
    )


def _entry(row: Any) -> AuditEntry:
    act = Act(at=row.at, who=row.who, action=row.action, subject=row.subject, body=row.body)
    return AuditEntry(row.number, act, row.previous, row.hash)


def _capture(row: Any) -> Capture:
    form: Form = row.form
    return Capture(
        sha256=row.sha256,
        form=form,
        name=row.name,
        size=row.size,
        read_on=row.read_on,
        seen_at=row.seen_at,
        given=Given(row.given_outlet, row.given_published),
        kept=row.kept,
        url=row.url,
        encoding=row.encoding,
    )
