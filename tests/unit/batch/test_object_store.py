"""A crawl from an object store into an object store, and from there into a record."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import suppress

import fsspec
import pytest
from tests.corpora import ROOT
from tests.unit.batch.made import cc_news, gzipped, line

from riwaya.batch.folder import folder
from riwaya.batch.loading import Loading
from riwaya.batch.manifest import summed
from riwaya.store.location import create_store

NOW = "2026-11-02T08:00:00Z"
MOTO = ROOT / "build/objectstore/venv/bin/moto_server"
KEYS = {"AWS_ACCESS_KEY_ID": "any", "AWS_SECRET_ACCESS_KEY": "any", "AWS_DEFAULT_REGION": "us-east-1"}
needs_moto = pytest.mark.skipif(
    not MOTO.exists() and not os.environ.get("CI"), reason="no object server: make build/objectstore/installed"
)


@pytest.fixture
def bucket():
    """A store in the memory of this process, which fsspec opens as it opens others."""
    files = fsspec.filesystem("memory")
    files.pipe_file("/bucket/in/a.warc.gz", gzipped(list(cc_news(range(3)))))
    files.pipe_file("/bucket/in/b.jsonl", line(7) + b"{not json\n")
    yield files
    files.rm("/bucket", recursive=True)


def test_from_and_to_a_store(bucket, crawled, tmp_path):
    crawled.out = "memory://bucket/out"
    crawled.run("memory://bucket/in")
    sums = summed(crawled.entries())
    assert (sums.shards, sums.read, sums.failed) == ({"read": 2}, 4, {"not valid JSON": 1})
    names = [name.removeprefix("/bucket/out/") for name in bucket.find("/bucket/out")]
    assert sum(name.startswith("articles/") for name in names) == 2
    assert not [name for name in names if "part" in name.split("/")[0]]
    assert crawled.run("memory://bucket/in") == []
    bucket.pipe_file("/bucket/in/c.jsonl", line(8))
    assert [entry.read for entry in crawled.run("memory://bucket/in")] == [1]
    store, _ = create_store(str(tmp_path / "mine.db"))
    loading = Loading(folder(crawled.out), store, NOW)
    for shard in loading.waiting():
        loading.load(shard)
    assert store.counts().articles == 5
    assert list(store.faults()) == []
    store.close()


def test_an_address_that_holds_nothing(crawled):
    crawled.out = "memory://bucket/out"
    assert crawled.run("memory://bucket/none") == []
    assert [str(fault) for fault in crawled.plan.faults] == ["memory://bucket/none: no such file or folder"]


def send(address, method, data=None):
    head = {"Content-Type": "application/octet-stream"}
    request = urllib.request.Request(address, method=method, data=data, headers=head)  # noqa: S310 - on loopback
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return answer.read()


@pytest.fixture
def server(monkeypatch):
    """An S3 server on loopback with an empty bucket."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{found.getsockname()[1]}"
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    running = subprocess.Popen([MOTO, "-H", "127.0.0.1", "-p", address.rpartition(":")[2]], **quiet)
    for name, value in (KEYS | {"AWS_ENDPOINT_URL": address}).items():
        monkeypatch.setenv(name, value)
    for _ in range(600):
        with suppress(OSError):
            send(f"{address}/bucket", "PUT")
            break
        time.sleep(0.1)
    yield address
    running.kill()
    running.wait()


@needs_moto
def test_the_commands_read_from_and_write_to_s3(server, tmp_path):
    send(f"{server}/bucket/in/a.warc.gz", "PUT", gzipped(list(cc_news(range(3)))))
    send(f"{server}/bucket/in/b.jsonl", "PUT", line(7) + b"{not json\n")

    def riwaya(*arguments):
        command = [sys.executable, "-m", "riwaya.cli", *map(str, arguments), "--json"]
        done = subprocess.run(command, capture_output=True, text=True)
        return done.returncode, json.loads(done.stdout), done.stderr

    code, sums, said = riwaya("crawl", "s3://bucket/in", "--out", "s3://bucket/out", "--workers", 1)
    assert (code, sums["shards"], sums["read"]) == (1, {"read": 2}, 4)
    assert said == "riwaya: s3://bucket/in/b.jsonl: 1 failed: not valid JSON (1)\n"
    listed = send(f"{server}/bucket?list-type=2&prefix=out/articles/", "GET").decode()
    assert listed.count(".parquet</Key>") == 2
    code, counts, said = riwaya("load", "s3://bucket/out", "--record", tmp_path / "mine.db")
    assert (code, counts["new"], said) == (0, 4, "")
