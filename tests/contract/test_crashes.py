"""A crash or a full disk at any moment leaves a sound record that lacks at most the article in hand."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.contract.entries import entry, page_bytes
from tests.corpora import ROOT

from riwaya.model.errors import StoreError
from riwaya.store.location import create_store, open_store

KILLS = int(os.environ.get("RIWAYA_KILLS", "40"))
KILLS_OF_A_CLIENT = 10
LEAST_AMID = 0.25
"""The share of kills that fall amid adding; how many do depends on how fast the machine is at the time."""
MEGABYTE = 1 << 20


def run(script, *arguments):
    command = [sys.executable, Path(__file__).with_name(script), *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_killed_at_random_moments(place):
    kills = KILLS if place.kind == "sqlite" else KILLS_OF_A_CLIENT
    done = run("killing.py", place.location, kills, 20190128)
    assert done.returncode == 0, done.stderr
    amid = int(re.search(r"(\d+) of them amid adding", done.stdout)[1])
    assert amid >= kills * LEAST_AMID, f"too many kills came after the last article: {done.stdout}"
    articles = int(re.search(r"(\d+) articles", done.stdout)[1])
    assert articles >= kills, f"too many kills came before the first article: {done.stdout}"


FILLING = """
import resource, sys
from tests.contract.entries import entry, page_bytes
from riwaya.model.errors import StoreError
from riwaya.pipeline import resources
from riwaya.store.location import create_store
location, limit = sys.argv[1], int(sys.argv[2])
engine, added = resources(), 0
if limit:
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
try:
    store, _ = create_store(location)
    for added in range(100000):
        store.add(entry(engine, page_bytes(id=f"a{added}")))
except StoreError as fault:
    print(added, fault)
"""


def filled(location, limit=0):
    """Add articles until the disk is full; how many there were before, and what was said."""
    done = subprocess.run(
        [sys.executable, "-c", FILLING, location, str(limit)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    added, _, said = done.stdout.partition(" ")
    return int(added), said


def test_no_room_for_the_database(tmp_path, words, engine):
    """The system refuses to let files grow any further, as a full disk does."""
    location = str(tmp_path / "riwaya.db")
    added, said = filled(location, MEGABYTE)
    assert added > 0
    assert re.search(r"riwaya.db: cannot be written \(.*\); what was stored before is intact", said)
    store = open_store(location, words=words)
    assert store.counts().articles == added
    assert list(store.faults()) == []
    assert store.add(entry(engine, page_bytes(id="later"))) == "new"
    store.close()


@pytest.fixture
def small_disk(tmp_path):
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "none", folder], capture_output=True, text=True)
    if mounted.returncode:
        pytest.skip(f"no small disk can be made here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", folder], check=True)


def test_a_full_disk(small_disk, words, engine):
    location = str(small_disk / "riwaya.db")
    added, said = filled(location)
    assert added > 0
    assert "cannot be written" in said or "cannot be kept" in said
    store = open_store(location, words=words)
    assert store.counts().articles == added
    assert list(store.faults()) == []
    store.close()


def test_a_capture_that_cannot_be_kept_is_not_in_the_record(tmp_path, words, engine):
    store, _ = create_store(str(tmp_path / "riwaya.db"), words=words)
    (tmp_path / "riwaya.captures").write_text("in the way")
    with pytest.raises(StoreError, match="the capture cannot be kept"):
        store.add(entry(engine, page_bytes()))
    assert store.counts().captures == 0
    (tmp_path / "riwaya.captures").unlink()
    assert store.add(entry(engine, page_bytes())) == "new"
    assert list(store.faults()) == []
    store.close()
