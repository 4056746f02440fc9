"""Both stores, empty, for every test of the contract; the server is started once."""

import os
from dataclasses import dataclass, field

import pytest
from tests.contract.entries import SEEN, example_entries
from tests.contract.server import Absent, serving

from riwaya.link import link, load
from riwaya.pipeline import resources
from riwaya.store.base import Linking
from riwaya.store.location import create_store, open_store
from riwaya.store.words import load_words

KINDS = ("sqlite", "postgres")


@pytest.fixture(scope="session")
def engine():
    return resources()


@pytest.fixture(scope="session")
def words():
    return load_words()


@pytest.fixture(scope="session")
def postgres(words):
    """A server with one database that holds an empty record, to copy from."""
    try:
        with serving() as server:
            server.run("createdb", "empty")
            create_store(server.url("empty"), words=words)[0].close()
            yield server
    except Absent as reason:
        if os.environ.get("CI"):
            pytest.fail(str(reason))
        pytest.skip(str(reason))


@dataclass
class Place:
    """Where a test's records are, and how it opens them."""

    kind: str
    location: str
    words: object
    opened: list = field(default_factory=list)

    def open(self, **options):
        store = open_store(self.location, words=self.words, **options)
        self.opened.append(store)
        return store

    def create(self, **options):
        store, _ = create_store(self.location, words=self.words, **options)
        self.opened.append(store)
        return store

    def execute(self, statement, **values):
        """Go behind the store's back."""
        from sqlalchemy import create_engine, text

        url = self.location.replace("postgresql://", "postgresql+psycopg://")
        database = create_engine(url if self.kind == "postgres" else f"sqlite:///{self.location}")
        with database.begin() as conn:
            done = conn.execute(text(statement), values)
            rows = done.fetchall() if done.returns_rows else []
        database.dispose()
        return rows


@pytest.fixture(params=KINDS)
def place(request, tmp_path, words):
    if request.param == "sqlite":
        here = Place("sqlite", str(tmp_path / "riwaya.db"), words)
        here.create()
    else:
        server = request.getfixturevalue("postgres")
        here = Place("postgres", server.new("--template=empty"), words)
    yield here
    for store in here.opened:
        store.close()


@pytest.fixture
def store(place):
    return place.open()


@pytest.fixture(scope="session")
def examples(engine):
    """All example pages, read."""
    return list(example_entries(engine))


@pytest.fixture(scope="session")
def findings(examples):
    """What the example pages say together."""
    return link([e.outcome for e in examples], load())


@pytest.fixture
def linked(store, examples, findings):
    """A record of the example pages with its findings."""
    store.load(examples)
    store.keep_findings(findings, Linking("stamp", SEEN))
    return store
