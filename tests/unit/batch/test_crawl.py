"""A crawl: shards to Parquet files and a manifest whose sums are the records; again, and nothing changes."""

import gzip
from pathlib import Path

import duckdb
import msgspec
import pytest
import zstandard
from tests.corpora import READING_DATE, ROOT
from tests.unit.batch.made import ENGLISH, cc_news, gzipped, line, lines, page, words, zstandarded

from riwaya.batch.folder import folder
from riwaya.batch.manifest import commit, summed
from riwaya.model.errors import UsageError
from riwaya.model.record import Engine, Record
from riwaya.pipeline import analyse, resources
from riwaya.read import read_inputs


def files(out):
    return {
        path.relative_to(out): path.read_bytes()
        for path in sorted(Path(out).rglob("*"))
        if path.is_file() and not path.name.startswith(".")
    }


def test_what_is_written_is_what_read_prints(crawled):
    crawled.run(ROOT / "examples")
    given = resources()
    articles = read_inputs([str(ROOT / "examples")], reading_date=READING_DATE)
    wanted = {article.sha256: analyse(article, given) for article in articles}
    rows = crawled.rows("articles")
    assert {row["sha256"]: msgspec.json.decode(row["record"], type=Record) for row in rows} == wanted
    assert {row["n_claims"] for row in rows} == {len(record.claims) for record in wanted.values()}


def test_sums_of_the_manifest_are_the_rows(crawled, tmp_path):
    folder_of_all = tmp_path / "in"
    folder_of_all.mkdir()
    lines(folder_of_all / "a.jsonl", range(5))
    (folder_of_all / "b.jsonl").write_bytes(line(7) + b"{not json\n" + line(8, text="Only English words here."))
    (folder_of_all / "c.warc.gz").write_bytes(gzipped(cc_news(range(20, 23))))
    (folder_of_all / "d.html").write_bytes(page(30))
    (folder_of_all / "e.html").write_text(ENGLISH)
    (folder_of_all / "f.html").write_bytes(page(31, "<p>لا شيء</p>"))
    crawled.run(folder_of_all)
    sums = summed(crawled.entries())
    unread = crawled.rows("unread")
    assert sums.shards == {"read": 4}
    assert sums.read == len(crawled.rows("articles")) == 10
    assert sum(sums.skipped.values()) == sum(row["outcome"] == "skipped" for row in unread) == 6
    assert sum(sums.failed.values()) == sum(row["outcome"] == "failed" for row in unread) == 2
    assert sums.skipped == {"request record": 3, "no Arabic text found": 2, "warcinfo record": 1}
    assert sums.failed == {"no article text found": 1, "not valid JSON": 1}
    assert sums.claims == len(crawled.rows("claims")) > 0
    assert sums.events == len(crawled.rows("events")) > 0
    assert sum(row["size"] for row in crawled.rows("articles")) < sums.page_bytes
    written = sum(len(data) for name, data in files(crawled.out).items() if name.suffix == ".parquet")
    assert sums.written_bytes == written


def test_again_changes_nothing(crawled, tmp_path):
    given = lines(tmp_path / "a.jsonl", range(3))
    assert len(crawled.run(given)) == 1
    before = files(crawled.out)
    assert crawled.run(given) == []
    assert len(crawled.plan.done) == 1
    assert files(crawled.out) == before


def test_two_runs_write_the_same_bytes(crawled, tmp_path):
    given = lines(tmp_path / "a.jsonl", range(3))
    crawled.run(given)
    first = files(crawled.out)
    crawled.out = str(tmp_path / "second")
    crawled.run(given)
    second = files(crawled.out)
    assert {name: data for name, data in first.items() if name.name != "crawl.json"} == {
        name: data for name, data in second.items() if name.name != "crawl.json"
    }


def test_more_inputs_are_added_and_a_changed_one_takes_the_place_of_the_old(crawled, tmp_path):
    a, b = lines(tmp_path / "a.jsonl", range(2)), lines(tmp_path / "b.jsonl", range(5, 8))
    crawled.run(a)
    assert [entry.name for entry in crawled.run(a, b)] == [str(b)]
    lines(a, range(4))
    assert [entry.read for entry in crawled.run(a, b)] == [4]
    assert len(crawled.rows("articles")) == summed(crawled.entries()).read == 7


def test_the_same_bytes_under_another_name_are_read_once(crawled, tmp_path):
    for name in ("a.jsonl", "b.jsonl"):
        lines(tmp_path / name, range(2))
    crawled.run(tmp_path)
    first, second = crawled.entries()
    assert (first.status, second.status, second.same_as) == ("read", "same", first.shard)
    assert len(crawled.rows("articles")) == 2
    lines(tmp_path / "c.jsonl", range(2))
    assert crawled.run(tmp_path) == []
    assert summed(crawled.entries()).shards == {"read": 1, "same": 2}


def test_what_another_engine_has_read_is_not_mixed(crawled, tmp_path):
    given = lines(tmp_path / "a.jsonl", range(2))
    [entry] = crawled.run(given)
    before = msgspec.structs.replace(entry, engine=Engine("0.0.9", "of-before"))
    commit(folder(crawled.out), before)
    with pytest.raises(UsageError, match=r"read by riwaya 0\.0\.9 with data of-before"):
        crawled.run(given)
    assert crawled.run(given, again=True) == [entry]
    assert crawled.run(given) == []


def test_a_worker_with_another_engine_reads_nothing(crawled, tmp_path):
    crawled.engine = Engine("0.0.9", "of-before")
    with pytest.raises(UsageError, match=r"the worker is riwaya .* not 0\.0\.9 with data of-before"):
        crawled.run(lines(tmp_path / "a.jsonl", range(2)))
    assert crawled.entries() == []


def test_formats_of_warc_and_of_json_lines(crawled, tmp_path):
    records = list(cc_news([1, 2]))
    (tmp_path / "plain.warc").write_bytes(b"".join(records))
    (tmp_path / "gzip.warc.gz").write_bytes(gzipped(list(cc_news([3, 4]))))
    (tmp_path / "zstd.warc.zst").write_bytes(zstandarded(list(cc_news([5, 6]))))
    (tmp_path / "g.jsonl.gz").write_bytes(gzip.compress(line(7) + line(8)))
    (tmp_path / "z.jsonl.zst").write_bytes(zstandard.ZstdCompressor().compress(line(9) + line(10)))
    crawled.run(tmp_path)
    assert {Path(entry.name).name: entry.read for entry in crawled.entries()} == {
        "plain.warc": 2, "gzip.warc.gz": 2, "zstd.warc.zst": 2, "g.jsonl.gz": 2, "z.jsonl.zst": 2
    }  # fmt: skip
    rows = [row for row in crawled.rows("articles") if row["url"]]
    assert {row["url"] for row in rows} == {f"https://jarida.example/news/{n}" for n in range(1, 7)}
    assert {(row["seen_at"], row["read_on"]) for row in rows} == {("2019-06-22T10:00:00Z", "2019-06-22")}
    plain = next(row for row in rows if row["url"].endswith("/2"))
    record = (tmp_path / "plain.warc").read_bytes()[plain["offset"] :]
    assert record.startswith(b"WARC/1.0\r\nWARC-Type: response")
    assert page(2) in record[:4000]


def test_only_arabic_is_read_whatever_the_headers_say(crawled, tmp_path):
    sentence = "این خبر را که در شهر تهران منتشر شده است می‌خوانید. "
    persian = f"<html lang='ar'><body><p>{sentence * 8}</p></body></html>"
    (tmp_path / "a.html").write_text(persian)
    (tmp_path / "b.html").write_bytes(page(1).decode().replace("utf-8", "windows-1256").encode("windows-1256"))
    (tmp_path / "c.html").write_bytes(page(2).decode().encode("utf-16"))
    references = "".join(f"&#{ord(c)};" if ord(c) > 127 else c for c in page(3).decode())
    (tmp_path / "d.html").write_text(references)
    (tmp_path / "e.html").write_text(ENGLISH)
    [entry] = crawled.run(tmp_path)
    assert entry.skipped == {"language is Persian, not Arabic": 1, "no Arabic text found": 1}
    assert (entry.read, entry.failed) == (3, {})


def test_near_identical_texts_are_marked_and_kept(crawled, tmp_path):
    text = "\n".join(words(n) for n in range(6))
    copy, other = text.replace("قتلوا", "لقوا حتفهم", 1), words(40)
    path = tmp_path / "a.jsonl"
    path.write_bytes(line(1, text=text) + line(2, text=other) + line(3, text=copy) + line(4, text=text, outlet="صوت"))
    [entry] = crawled.run(path)
    rows = crawled.rows("articles")
    assert (entry.read, entry.near) == (4, 2)
    assert [row["near_first"] for row in rows] == [None, None, rows[0]["sha256"], rows[0]["sha256"]]
    assert 0.8 <= rows[2]["near_share"] < 1.0 == rows[3]["near_share"]


def test_captures_travel_where_that_is_asked_for(crawled, tmp_path):
    crawled.captures = True
    (tmp_path / "a.html").write_bytes(page(1))
    crawled.run(tmp_path / "a.html")
    assert [row["data"] for row in crawled.rows("captures")] == [page(1)]
    crawled.captures = False
    with pytest.raises(UsageError, match="begun with --keep-captures"):
        crawled.run(tmp_path / "a.html")


def test_the_day_of_reading_is_that_of_the_beginning(crawled, tmp_path):
    crawled.run(lines(tmp_path / "a.jsonl", range(1)))
    with_other_day = msgspec.structs.replace(crawled.settings(), read_on="2027-01-01")
    crawled.settings = lambda: with_other_day
    crawled.run(lines(tmp_path / "b.jsonl", range(1, 2)))
    assert {row["read_on"] for row in crawled.rows("articles")} == {"2026-11-01"}


def test_one_crawl_at_a_time(crawled, tmp_path):
    given = lines(tmp_path / "a.jsonl", range(1))

    def another(tasks):
        with pytest.raises(UsageError, match="another crawl is writing there"):
            crawled.run(given)
        return iter(())

    crawled.run(given, runner=another)


def test_tables_can_be_asked_without_riwaya(crawled):
    crawled.run(ROOT / "examples")
    ask = duckdb.connect()

    def rows(query):
        return ask.execute(query.format(out=folder(crawled.out).path)).fetchall()

    [(articles, claims)] = rows("SELECT count(*), sum(n_claims) FROM '{out}/articles/*.parquet'")
    [(joined,)] = rows(
        "SELECT count(*) FROM '{out}/claims/*.parquet' c JOIN '{out}/articles/*.parquet' a USING (sha256)"
    )
    assert (articles, claims) == (17, joined)
    [(with_place, on_the_map)] = rows(
        "SELECT count(*) FILTER (len(places) > 0), count(lat) FROM '{out}/events/*.parquet'"
    )
    assert with_place >= on_the_map > 10
    [(coalition,)] = rows(
        "SELECT count(*) FROM (SELECT unnest(agents, recursive := true) FROM '{out}/events/*.parquet') "
        "WHERE actor = 'saudi-led-coalition'"
    )
    assert coalition > 0
    titles = rows("SELECT json_extract_string(record, '$.article.title') FROM '{out}/articles/*.parquet'")
    assert all(title for (title,) in titles)
