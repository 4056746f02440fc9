"""The contract that every store keeps, and the nouns it speaks of. One suite of tests runs against all stores."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from riwaya.model.errors import PageError
from riwaya.model.finding import AreaFigure, Contradiction, ControlSpan, EventCluster, Findings, Order, SourceFigures
from riwaya.model.judgement import Judgement
from riwaya.model.record import Engine, Record
from riwaya.store.eventcolumns import EventColumns
from riwaya.store.people import People
from riwaya.store.tally import Tally

if TYPE_CHECKING:
    from riwaya.store.web import Web

Form = Literal["page", "line"]
Outcome = Record | PageError
Added = Literal["new", "changed", "known", "failed"]


@dataclass(frozen=True, slots=True)
class Given:
    """What the user knew better than the page when it was added."""

    outlet: str | None = None
    published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """Bytes as received, by their SHA-256, and all that reading them again needs.

    `name` is where they were first seen, `read_on` the ISO day that counted as today, `seen_at` an ISO
    instant. `kept` says whether the archive holds the bytes. `form` is a page, or one line of JSON Lines. Of a
    page that came over the web, `url` is its address and `encoding` what the headers of HTTP say of its letters.
    """

    sha256: str
    form: Form
    name: str
    size: int
    read_on: str
    seen_at: str
    given: Given = Given()
    kept: bool = True
    url: str | None = None
    encoding: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One article to add: its capture, the bytes (None where they are kept elsewhere) and what reading made."""

    capture: Capture
    data: bytes | None
    outcome: Outcome
    engine: Engine


@dataclass(frozen=True, slots=True)
class Sighting:
    """Where and when (ISO instant) the bytes of a capture were met."""

    name: str
    seen_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One capture of a page: `previous` is the capture that it replaced, `latest` whether none replaced it."""

    sha256: str
    address: str
    previous: str | None
    latest: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An input that could not be read. `sha256` is None where there were no bytes."""

    name: str
    reason: str
    failed_at: str
    sha256: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What claims, or events, are wanted; every part that is given must hold. Days are ISO and inclusive.

    `words` are looked for in the normal form, clitics ignored; words within quotation marks must follow
    one another. `actor` is an id or a name, as a source or in an event; `source` who claims rest on in the end,
    by the key or a name; `place` a gazetteer id or a name, and `radius_km` how far around it; `box` west, south,
    east and north in degrees. `superseded` asks for the claims of replaced versions too. `source`, the numbers
    of origins and `contradicted` are known of what was linked. Of events, types, place and days are looked for
    in the event as a whole, and one of its claims must fulfil the rest.
    """

    words: str = ""
    actor: str | None = None
    types: tuple[str, ...] = ()
    place: str | None = None
    radius_km: float | None = None
    since: str | None = None
    until: str | None = None
    stance: str | None = None
    certainty: str | None = None
    outlet: str | None = None
    source: str | None = None
    box: tuple[float, float, float, float] | None = None
    min_origins: int | None = None
    max_origins: int | None = None
    contradicted: bool | None = None
    superseded: bool = False
    limit: int = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One claim that a search found: `sha256` and `claim` (its id) lead to the whole record."""

    sha256: str
    article: str
    claim: str
    outlet: str | None
    published: str | None
    url: str | None
    title: str | None
    text: str
    stance: str
    sources: tuple[str, ...]
    types: tuple[str, ...]
    places: tuple[str, ...]
    first_day: str | None
    last_day: str | None
    gloss: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The hits of a search, latest day first; `more` says that there are others beyond the limit."""

    hits: tuple[Hit, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class EventCounts:
    """An event by its id, and how many outlets and independent origins it has."""

    id: str
    n_outlets: int
    n_origins: int


@dataclass(frozen=True, slots=True)
class Choice:
    """An article, by its capture, and the ids of those of its claims that a query chose, in the order of the text.

    `events` are the kept findings' events that these claims tell of, by the claim's id.
    """

    sha256: str
    claims: tuple[str, ...]
    events: Mapping[str, tuple[EventCounts, ...]]


@dataclass(frozen=True, slots=True)
class FoundEvents:
    """Events that were found, in the order asked for; `more` says that there are others behind these."""

    events: tuple[EventCluster, ...]
    more: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Who is said to have held a place and when, the areas given for it, and what is contradicted of it."""

    place: str
    place_ar: str | None
    place_en: str | None
    lat: float | None
    lon: float | None
    control: tuple[ControlSpan, ...]
    areas: tuple[AreaFigure, ...]
    contradictions: tuple[Contradiction, ...]


@dataclass(frozen=True, slots=True)
class Linking:
    """When the kept findings were made (ISO instant), and of what: a stamp that changes with it."""

    stamp: str
    linked_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One article in a list, with how many claims it makes."""

    sha256: str
    id: str
    url: str | None
    outlet: str | None
    title: str | None
    published: str | None
    claims: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a record holds. `articles` and `claims` count the latest version of each page."""

    captures: int
    sightings: int
    articles: int
    superseded: int
    claims: int
    events: int
    outlets: int
    failures: int
    first_published: str | None
    last_published: str | None
    engines: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something that was done to the record: who (ISO instant `at`) did what to which subject, and the details."""

    at: str
    who: str
    action: str
    subject: str
    body: str = ""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act in the chain: its hash covers the act, its number and the hash before it."""

    number: int
    act: Act
    previous: str
    hash: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Something altered or missing: where (`captures`, `claims`, `audit`, ...), which one, and what is wrong."""

    where: str
    which: str
    reason: str


class Store(People, Protocol):
    """A record. Captures are named by SHA-256; a method that writes is one transaction.

    All methods raise StoreError when the record cannot be read or written.
    """

    @property
    def name(self) -> str:
        """Where the record is, as shown to a person: a path or an address without its password."""

    def close(self) -> None:
        """Let go of the record."""

    def read_by(self, sha256: str) -> Engine | None:
        """The engine that read a capture last, with whatever success; None for an unknown capture."""

    def capture(self, sha256: str) -> Capture | None:
        """What is known of a capture."""

    def see(self, met: Sequence[tuple[str, Sighting]]) -> None:
        """Note that the bytes of known captures were met again."""

    def add(self, entry: Entry) -> Added:
        """Keep an article: new, a changed page at a known address, known bytes, or a failed reading.

        Of known bytes only the sighting is noted, and the reading where it is another.
        """

    def load(self, entries: Iterable[Entry]) -> Tally:
        """Add many entries, several hundred a transaction: for results made elsewhere."""

    def fail(self, failure: Failure) -> None:
        """Note an input of which there are no bytes."""

    def reread(self, sha256: str, outcome: Outcome, engine: Engine, at: str, given: Given | None = None) -> None:
        """Put another reading in the place of the current one; the earlier reading stays kept.

        A failure never replaces a reading: it is noted beside it. `given` is what the user knows better now.
        """

    def captures(self) -> Iterator[Capture]:
        """All captures in the order in which they came."""

    def data(self, sha256: str) -> bytes:
        """The bytes of a capture. Raises StoreError when they are missing or altered."""

    def sightings(self, sha256: str) -> tuple[Sighting, ...]:
        """Where and when a capture was met."""

    def version(self, sha256: str) -> Version | None:
        """What a capture is a version of; None where it holds no article."""

    def record(self, sha256: str) -> Record | None:
        """The current reading of a capture."""

    def readings(self, sha256: str) -> tuple[Engine, ...]:
        """The engines of all readings that are kept of a capture, oldest first."""

    def records(self, *, superseded: bool = False) -> Iterator[Record]:
        """The current reading of every article, in the order in which they came.

        Without `superseded`, only of the latest version of each page.
        """

    def captures_of(self, articles: Sequence[str]) -> dict[str, str]:
        """The capture (SHA-256) of the latest version of each of some articles, by the article's id."""

    def failures(self) -> tuple[Failure, ...]:
        """What could not be read, by name."""

    def search(self, query: Query) -> Found:
        """The claims that a query asks for."""

    def choose(self, query: Query) -> Iterator[Choice]:
        """All claims that a query asks for, by day of publication and article; where it asks for nothing, all."""

    def told(self, claims: Sequence[str]) -> tuple[Hit, ...]:
        """The claims with some ids, of the latest versions, in the order asked for; unknown ids are left out."""

    def head(self) -> str:
        """The hash of the last act of the audit chain but those that tell of accounts: readings and judgements."""

    def linking(self) -> Linking | None:
        """When the kept findings were made, and of what; None where there are none."""

    def keep_findings(self, findings: Findings, linking: Linking) -> None:
        """Put findings in the place of those that are kept."""

    def find_events(self, query: Query, order: Order = "latest", offset: int = 0) -> FoundEvents:
        """The events that a query asks for (all of them, where it asks for nothing), `offset` of them passed over."""

    def event(self, id: str) -> EventCluster | None:
        """One event by its id."""

    def events_of(self, claims: Sequence[str]) -> tuple[EventCluster, ...]:
        """The events that one of these claims tells of, in the order of their keys."""

    def contradictions(self, *, event: str | None = None, place: str | None = None) -> tuple[Contradiction, ...]:
        """What is contradicted; of one event or one place (by id) where they are given."""

    def ledgers(self, place: str) -> tuple[Ledger, ...]:
        """What is said of the holders of a place, by its id or a name; of all places where a name is several's."""

    def sources(self, name: str | None = None, limit: int = 100, offset: int = 0) -> tuple[SourceFigures, ...]:
        """The figures of sources by key or name; without one of all, those with most claims first."""

    def event_columns(self) -> EventColumns:
        """All kept events by columns, for those who filter and count by themselves."""

    def articles(self, outlet: str | None = None, limit: int = 100, offset: int = 0) -> tuple[Listed, ...]:
        """The latest versions of articles, the last published first; of one outlet where it is given."""

    @property
    def web(self) -> Web:
        """What is kept of the web beside the captures: exchanges with servers and feeds."""

    def counts(self) -> Counts:
        """How much there is."""

    def append(self, act: Act) -> AuditEntry:
        """Add an act to the end of the audit chain."""

    def audit(self) -> Iterator[AuditEntry]:
        """The audit chain from its beginning."""

    def judgements(self) -> Iterator[Judgement]:
        """What people decided, in the order of the audit chain; what is no judgement of this format is passed over."""

    def faults(self) -> Iterator[Fault]:
        """Everything that was altered or is missing; nothing for a sound record."""
