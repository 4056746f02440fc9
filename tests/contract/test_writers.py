"""Two writers at once: one waits for the other, or says who holds the record; nothing is lost."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from tests.contract.entries import entry, example_entries, page_bytes

from riwaya.model.errors import StoreError
from riwaya.store.location import create_store


def hold(place):
    """Begin to write, from outside, and keep the others waiting until closed."""
    if place.kind == "sqlite":
        database = create_engine(f"sqlite:///{place.location}", connect_args={"isolation_level": None})
        conn = database.connect()
        conn.exec_driver_sql("BEGIN IMMEDIATE")
        return conn
    from riwaya.store.postgres import _LOCK

    database = create_engine(place.location.replace("postgresql://", "postgresql+psycopg://"))
    conn = database.connect()
    conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
    return conn


def test_a_writer_that_waits_in_vain_says_who_holds_the_record(place, engine):
    store = place.open(wait=0.3)
    held = hold(place)
    with pytest.raises(StoreError, match="locked by .*gave up after 0.3 s"):
        store.add(entry(engine, page_bytes()))
    held.close()
    assert store.add(entry(engine, page_bytes())) == "new"
    assert list(store.faults()) == []


def test_readers_do_not_wait_for_a_writer(place, engine):
    store = place.open(wait=0.3)
    store.add(entry(engine, page_bytes()))
    held = hold(place)
    assert len(list(store.records())) == 1
    held.close()


def test_two_writers_lose_nothing(place, engine):
    entries = list(example_entries(engine))
    stores = [place.open(), place.open()]
    failed = []

    def write(store, mine):
        try:
            for one in mine:
                store.add(one)
        except StoreError as fault:
            failed.append(fault)

    threads = [threading.Thread(target=write, args=(stores[k], entries[k::2])) for k in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    third = place.open()
    assert third.counts().articles == len(entries)
    assert len(list(third.audit())) == len(entries)
    assert list(third.faults()) == []


def test_a_record_is_verified_while_another_adds_to_it(place, engine):
    """What is only being added is no fault."""
    store, other = place.open(), place.open()
    store.load(example_entries(engine))
    entries = [entry(engine, page_bytes(id=f"b{number}")) for number in range(60)]
    adding = threading.Thread(target=lambda: [other.add(one) for one in entries])
    adding.start()
    checks = 0
    while adding.is_alive() or checks == 0:
        assert list(store.faults()) == []
        checks += 1
    adding.join()
    assert store.counts().articles == len(entries) + len(list(example_entries(engine)))


HOLDER = """
import sqlite3, sys
conn = sqlite3.connect(sys.argv[1], isolation_level=None)
conn.execute("BEGIN IMMEDIATE")
print("holding", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="the system does not tell who locks a file")
def test_the_holder_of_an_sqlite_record_is_named(tmp_path, words, engine):
    path = str(tmp_path / "riwaya.db")
    store, _ = create_store(path, wait=0.1, words=words)
    other = subprocess.Popen([sys.executable, "-c", HOLDER, path], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert other.stdout.readline() == b"holding\n"
    with pytest.raises(StoreError, match=f"locked by process {other.pid} "):
        store.add(entry(engine, page_bytes()))
    other.communicate()
    assert store.add(entry(engine, page_bytes())) == "new"
    store.close()
