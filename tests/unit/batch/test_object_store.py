"""A crawl from an object store into an object store, and from there into a record."""

import fsspec
import pytest
from tests.unit.batch.made import cc_news, gzipped, line

from riwaya.batch.folder import folder
from riwaya.batch.loading import Loading
from riwaya.batch.manifest import summed
from riwaya.store.location import create_store

NOW = "2026-11-02T08:00:00Z"


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
