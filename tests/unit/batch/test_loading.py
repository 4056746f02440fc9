"""A crawl into a record: each shard once, resumed where it stopped, sound and with all that failed."""

import msgspec
import pytest
from tests.unit.batch.conftest import here
from tests.unit.batch.made import ENGLISH, cc_news, gzipped, line, lines, page

from riwaya.batch.folder import folder
from riwaya.batch.loading import Loading
from riwaya.batch.manifest import commit
from riwaya.model.errors import StoreError
from riwaya.store.location import create_store
from riwaya.store.words import load_words

NOW = "2026-11-02T08:00:00Z"


@pytest.fixture(scope="session")
def words():
    return load_words()


@pytest.fixture
def store(tmp_path, words):
    store, _ = create_store(str(tmp_path / "mine.db"), words=words)
    yield store
    store.close()


@pytest.fixture
def inputs(tmp_path):
    given = tmp_path / "in"
    given.mkdir()
    lines(given / "a.jsonl", range(5))
    (given / "b.warc.gz").write_bytes(gzipped(list(cc_news(range(20, 23)))))
    (given / "c.html").write_bytes(page(30))
    (given / "d.html").write_bytes(page(31, "<p>لا شيء</p>"))
    (given / "e.html").write_text(ENGLISH)
    (given / "f.jsonl").write_bytes(line(7) + b"{not json\n")
    return given


def load(crawled, store):
    loading = Loading(folder(crawled.out), store, NOW)
    for shard in loading.waiting():
        loading.load(shard)
    return dict(loading.counts)


def test_each_shard_is_loaded_once(crawled, inputs, store):
    crawled.run(inputs)
    assert load(crawled, store) == {
        "new": 10, "changed": 0, "known": 0, "failed": 2, "before": 0, "noted": 3, "shards": 4
    }  # fmt: skip
    counts = store.counts()
    assert (counts.articles, counts.captures, counts.sightings, counts.failures) == (10, 12, 12, 5)
    again = load(crawled, store)
    assert (again["new"], again["before"], again.get("shards", 0)) == (0, 4, 0)
    assert store.counts() == counts
    lines(inputs / "g.jsonl", range(50, 52))
    crawled.run(inputs)
    assert load(crawled, store)["new"] == 2
    assert list(store.faults()) == []


def test_what_is_loaded_is_what_was_read(crawled, inputs, store):
    crawled.run(inputs)
    load(crawled, store)
    for row in crawled.rows("articles"):
        assert msgspec.json.encode(store.record(row["sha256"])).decode() == row["record"]
        capture = store.capture(row["sha256"])
        assert (capture.name, capture.url, capture.kept) == (row["name"], row["url"], False)
        assert capture.seen_at == (row["seen_at"] or NOW)


def test_kept_bytes_come_along(crawled, inputs, store):
    crawled.captures = True
    crawled.run(inputs)
    load(crawled, store)
    captures = list(store.captures())
    assert len(captures) == 12
    assert all(capture.kept for capture in captures)
    assert page(30) in {store.data(capture.sha256) for capture in captures}
    assert list(store.faults()) == []


def test_failures_and_what_was_passed_over_are_told(crawled, inputs, store):
    crawled.run(inputs)
    load(crawled, store)
    told = {(failure.name.rpartition("/in/")[2] or failure.name, failure.reason) for failure in store.failures()}
    assert ("d.html", "no article text found") in told
    assert (f"{inputs}#1", "1 passed over: no Arabic text found") in {(f.name, f.reason) for f in store.failures()}
    assert ("b.warc.gz", "3 passed over: request record") in told
    assert any(name == "f.jsonl:2" and reason.startswith("not valid JSON") for name, reason in told)


class Stopped(Exception):
    """The end of a loading in mid-shard."""


def test_loading_goes_on_where_it_was_stopped(crawled, tmp_path, store, monkeypatch):
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"".join(map(line, range(30))) + line(3))
    crawled.run(path)
    monkeypatch.setattr("riwaya.batch.loading._ROWS", 10)
    loads, load_in_full = [], store.load

    def stopping(entries):
        if len(loads) == 2:
            raise Stopped
        loads.append(1)
        return load_in_full(entries)

    monkeypatch.setattr(store, "load", stopping)
    with pytest.raises(Stopped):
        load(crawled, store)
    assert store.counts().articles == 20
    monkeypatch.setattr(store, "load", load_in_full)
    assert load(crawled, store)["new"] == 10
    counts = store.counts()
    assert (counts.articles, counts.captures, counts.sightings) == (30, 30, 31)
    assert list(store.faults()) == []


def test_an_altered_file_is_not_loaded(crawled, inputs, store):
    crawled.run(inputs)
    [entry] = [entry for entry in crawled.entries() if entry.name.endswith("a.jsonl")]
    path = folder(crawled.out).path / f"articles/{entry.shard}.parquet"
    path.write_bytes(path.read_bytes()[:-8] + b"12345678")
    with pytest.raises(StoreError, match=r"articles/a.jsonl-.*parquet: altered: not the file of the manifest"):
        Loading(folder(crawled.out), store, NOW).load(entry)
    path.unlink()
    with pytest.raises(StoreError, match="missing: No such file"):
        Loading(folder(crawled.out), store, NOW).load(entry)
    assert store.counts().articles == 0


def test_a_reading_by_another_engine_takes_the_place_of_the_old(crawled, tmp_path, store):
    [entry] = crawled.run(lines(tmp_path / "a.jsonl", range(2)))
    load(crawled, store)
    other = msgspec.structs.replace(entry, engine=msgspec.structs.replace(entry.engine, version="9.9.9"))
    commit(folder(crawled.out), other)
    assert load(crawled, store)["reread"] == 2
    assert store.counts().sightings == 2


def test_a_shard_that_failed_is_told_and_loaded_when_it_has_been_read(crawled, tmp_path, store):
    path = lines(tmp_path / "a.jsonl", range(2))

    def gone(tasks):
        path.unlink()
        return here(tasks)

    crawled.run(path, runner=gone)
    load(crawled, store)
    assert [failure.reason for failure in store.failures()] == ["cannot be read: No such file or directory"]
    crawled.run(lines(path, range(2)))
    assert load(crawled, store)["new"] == 2
