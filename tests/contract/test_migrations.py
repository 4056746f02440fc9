"""Records of earlier versions are brought to the tables of this one; what is no record is refused.

`version-1.sqlite.zst` and `version-1.captures` are a record as the first tables held it: two versions of one
page, another article, a page that could not be read, a judgement.
"""

import shutil
import sqlite3
from pathlib import Path

import pytest
import zstandard
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, insert, inspect, select

from riwaya.model.errors import StoreError
from riwaya.store import migrate
from riwaya.store.base import Query
from riwaya.store.location import create_store, open_store
from riwaya.store.migrations.versions import v0001_record
from riwaya.store.tables import metadata

HERE = Path(__file__).parent
OURS = frozenset(metadata.tables)


@pytest.fixture
def old(tmp_path):
    """The record of version 1, ready to be opened."""
    path = tmp_path / "version-1.db"
    path.write_bytes(zstandard.ZstdDecompressor().decompress((HERE / "version-1.sqlite.zst").read_bytes()))
    shutil.copytree(HERE / "version-1.captures", tmp_path / "version-1.captures")
    return path


def version(path):
    with sqlite3.connect(path) as conn:
        return conn.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def test_a_stored_record_of_version_1_is_upgraded_when_it_is_opened(old, words):
    assert version(old) == "0001"
    store = open_store(str(old), words=words)
    assert version(old) == migrate.NEWEST
    assert list(store.faults()) == []
    counts = store.counts()
    assert (counts.articles, counts.superseded, counts.captures, counts.failures) == (2, 1, 4, 1)
    assert [hit.article for hit in store.search(Query(since="2018-12-01", until="2018-12-31")).hits] == ["a2"]
    assert [entry.act.action for entry in store.audit()] == ["read", "read", "read", "accept"]
    store.close()


def test_a_record_of_version_1_is_upgraded_in_postgres(old, postgres, words):
    address = postgres.new()
    server = create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
    stored = create_engine(f"sqlite:///{old}")
    with server.begin() as conn, stored.connect() as source:
        migrate.migrate(conn, "0001")
        for table in v0001_record.metadata.sorted_tables:
            rows = [row._asdict() for row in source.execute(select(table))]
            if rows:
                conn.execute(insert(table), rows)
    stored.dispose()
    server.dispose()
    store = open_store(address, words=words)
    assert {fault.where for fault in store.faults()} == {"captures", "index"}, "only what was not copied"
    assert len(store.search(Query(since="2018-12-01", until="2018-12-31")).hits) >= 1
    store.close()


def test_an_upgrade_that_fails_leaves_the_old_record(old, words, monkeypatch):
    versions = old.parent / "migrations"
    shutil.copytree(migrate.SCRIPTS, versions)
    with (versions / "versions/v0007_judged.py").open("a", encoding="utf-8") as last_step:
        last_step.write("    op.execute('SELECT no_such_function()')\n")
    monkeypatch.setattr(migrate, "SCRIPTS", versions)
    with pytest.raises(StoreError, match="no_such_function"):
        open_store(str(old), words=words)
    assert version(old) == "0001"
    monkeypatch.undo()
    store = open_store(str(old), words=words)
    assert list(store.faults()) == []
    store.close()


def test_the_newest_version_is_the_last_migration():
    scripts = ScriptDirectory(str(migrate.SCRIPTS))
    assert scripts.get_heads() == [migrate.NEWEST]


@pytest.mark.filterwarnings("ignore:Did not recognize type 'geography'")
def test_migrations_make_the_tables_that_the_code_speaks_of(place):
    url = place.location.replace("postgresql://", "postgresql+psycopg://")
    database = create_engine(url if place.kind == "postgres" else f"sqlite:///{place.location}")

    def is_ours(thing, name, kind, reflected, other):
        table = name if kind == "table" else thing.table.name
        return table in OURS

    with database.connect() as conn:
        context = MigrationContext.configure(conn, opts={"include_object": is_ours})
        differences = compare_metadata(context, metadata)
        assert set(inspect(conn).get_table_names()) >= OURS
    database.dispose()
    assert differences == []


def test_a_record_of_a_newer_program_is_refused(place):
    place.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StoreError, match="newer riwaya"):
        place.open()


def test_a_database_of_something_else_is_refused(tmp_path, words):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as conn:
        conn.execute("CREATE TABLE invoices (id INTEGER)")
    with pytest.raises(StoreError, match="no record of riwaya"):
        open_store(str(path), words=words)
    with pytest.raises(StoreError, match="database of something else, with tables invoices"):
        create_store(str(path), words=words)


def test_a_file_that_is_no_database_is_refused(tmp_path, words):
    path = tmp_path / "notes.txt"
    path.write_text("not a database " * 100)
    for attempt in (open_store, create_store):
        with pytest.raises(StoreError, match="notes.txt: file is not a database"):
            attempt(str(path), words=words)


def test_nothing_there_is_an_error_that_says_what_to_do(tmp_path, words):
    with pytest.raises(StoreError, match="riwaya init"):
        open_store(str(tmp_path / "none.db"), words=words)
    with pytest.raises(StoreError, match="there is no folder"):
        create_store(str(tmp_path / "none" / "riwaya.db"), words=words)
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_on_a_server_is_no_record_yet(postgres, words):
    with pytest.raises(StoreError, match="riwaya init"):
        open_store(postgres.new(), words=words)


def test_a_server_that_is_not_there(words):
    with pytest.raises(StoreError, match="postgresql://riwaya:\\*\\*\\*@127.0.0.1:1/none"):
        open_store("postgresql://riwaya:secret@127.0.0.1:1/none", words=words)


def test_the_package_carries_its_migrations():
    assert {path.name for path in (migrate.SCRIPTS / "versions").glob("v*.py")} == {
        "v0001_record.py",
        "v0002_days.py",
        "v0003_web.py",
        "v0004_findings.py",
        "v0005_fetched.py",
        "v0006_accounts.py",
        "v0007_judged.py",
    }
