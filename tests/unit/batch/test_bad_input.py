"""Damaged and hostile input: each counted under its reason, the rest read, exit code 1, told by the record."""

import gzip
import json
import subprocess
import sys
import time

from tests.unit.batch.conftest import here
from tests.unit.batch.made import bomb, cc_news, gzipped, line, lines, page, response, words

from riwaya.batch.manifest import summed
from riwaya.batch.pool import Limits, Pool

MEGABYTE = 1 << 20


def test_truncated_gzip(crawled, tmp_path):
    whole = gzipped(list(cc_news(range(3))))
    (tmp_path / "a.warc.gz").write_bytes(whole[:-150])
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b"".join(map(line, range(10, 300))))[:-9000])
    crawled.run(tmp_path)
    warc, json_lines = crawled.entries()
    assert (warc.read, sum(warc.failed.values())) == (2, 1)
    assert "truncated gzip" in next(iter(warc.failed))
    assert json_lines.failed == {"damaged or cut compression": 1}
    assert 0 < json_lines.read < 290


def test_a_false_length(crawled, tmp_path):
    records = [response(f"https://jarida.example/{n}", page(n)) for n in range(3)]
    head, _, rest = records[1].partition(b"Content-Length: ")
    (tmp_path / "a.warc").write_bytes(records[0] + head + b"Content-Length: 99999999" + rest[4:] + records[2])
    [entry] = crawled.run(tmp_path / "a.warc")
    assert entry.read == 2
    assert entry.failed == {"false length or cut file": 1}
    assert crawled.rows("unread")[0]["name"].startswith(f"{tmp_path / 'a.warc'}:{len(records[0])}")


def test_a_page_of_100_megabytes_and_a_zip_bomb(crawled, tmp_path):
    huge = response("https://jarida.example/huge", page(1, "<p>" + "كلمة " * 100) + b"x" * (100 * MEGABYTE))
    packed = response("https://jarida.example/bomb", bomb(200), more="Content-Encoding: gzip\r\n")
    (tmp_path / "a.warc.gz").write_bytes(gzipped([huge, packed, response("https://jarida.example/1", page(1))]))
    [entry] = crawled.run(tmp_path / "a.warc.gz")
    assert entry.read == 1
    assert sum(entry.failed.values()) == 2
    reasons = sorted(row["reason"] for row in crawled.rows("unread"))
    assert reasons[0].startswith("100.0 MB is above the limit")
    assert reasons[1].startswith("more than the limit of 20 MB when decompressed")


def test_pages_that_are_hard_to_parse_in_a_worker_of_its_own(crawled, tmp_path):
    """Ten thousand nested tags, 150,000 letters, one endless line: whatever comes of them, the rest is read."""
    nested = "<div>" * 10_000 + f"<p>{words(1)}</p>" + "</div>" * 10_000
    cells = "<table><tr><td>" * 2_000 + f"<p>{words(2)}</p>"
    large = "".join(f"<p>{words(n)}</p>" for n in range(400))
    bodies = (nested, cells, large, "كلمة " * 30_000)
    records = [response(f"https://jarida.example/{n}", page(50 + n, body)) for n, body in enumerate(bodies)]
    (tmp_path / "a.warc.gz").write_bytes(gzipped([*records, response("https://jarida.example/good", page(3))]))
    [entry] = crawled.run(tmp_path / "a.warc.gz", runner=Pool(Limits(1, 500, 20.0), time.monotonic).run)
    assert entry.status == "read"
    assert entry.read + sum(entry.failed.values()) == 5
    assert "https://jarida.example/good" in {row["url"] for row in crawled.rows("articles")}


def test_what_is_no_page_is_skipped_by_its_reason(crawled, tmp_path):
    records = [
        response("https://jarida.example/a.png", b"\x89PNG\r\n", kind="image/png"),
        response("https://jarida.example/gone", page(1), status="404 Not Found"),
        response("https://jarida.example/moved", b"", status="301 Moved", more="Location: https://jarida.example/\r\n"),
        response("https://jarida.example/1", page(1)),
    ]
    (tmp_path / "a.warc").write_bytes(b"".join(records))
    [entry] = crawled.run(tmp_path / "a.warc")
    assert entry.read == 1
    assert entry.skipped == {"media type image/png": 1, "status N": 2}


def test_inputs_that_cannot_be_read(crawled, tmp_path):
    (tmp_path / "empty.jsonl").write_bytes(b"")
    (tmp_path / "other.warc.gz").write_bytes(b"PK\x03\x04 something else")
    lines(tmp_path / "good.jsonl", range(2))
    crawled.run(tmp_path / "gone.warc.gz", tmp_path)
    assert [str(fault) for fault in crawled.plan.faults] == [f"{tmp_path / 'gone.warc.gz'}: no such file or folder"]
    assert summed(crawled.entries()).failed == {"not a WARC file": 1, "the file is empty": 1}
    assert summed(crawled.entries()).read == 2


def test_a_file_that_goes_away_between_plan_and_reading(crawled, tmp_path):
    path = lines(tmp_path / "a.jsonl", range(2))

    def late(tasks):
        path.unlink()
        return here(tasks)

    [entry] = crawled.run(path, runner=late)
    assert (entry.status, entry.reason) == ("failed", "cannot be read: No such file or directory")
    lines(path, range(2))
    assert [entry.status for entry in crawled.run(path)] == ["read"]


def test_the_commands_tell_what_failed(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.warc.gz").write_bytes(gzipped(list(cc_news(range(2))))[:-150])
    (tmp_path / "in/b.jsonl").write_bytes(line(7) + b"{no json\n" + line(8, text="Only English words here."))

    def riwaya(*arguments):
        command = [sys.executable, "-m", "riwaya.cli", *map(str, arguments)]
        done = subprocess.run(command, capture_output=True, text=True)
        assert "Traceback" not in done.stderr
        return done

    out, record = tmp_path / "out", tmp_path / "mine.db"
    crawl = riwaya("crawl", tmp_path / "in", tmp_path / "none", "--out", out, "--workers", 1)
    assert crawl.returncode == 1
    assert crawl.stderr.splitlines() == [
        f"riwaya: {tmp_path / 'none'}: no such file or folder",
        f"riwaya: {tmp_path / 'in/a.warc.gz'}: 1 failed: truncated gzip (1)",
        f"riwaya: {tmp_path / 'in/b.jsonl'}: 1 failed: not valid JSON (1)",
    ]
    assert crawl.stdout.splitlines()[1] == "pages    2 read, 4 skipped, 2 failed"
    again = riwaya("crawl", tmp_path / "in", "--out", out)
    assert again.returncode == 1
    assert again.stdout.splitlines()[0] == "shards   2 read; 2 of them before"
    assert riwaya("load", out, "--record", record).returncode == 0
    told = riwaya("status", "--failures", "--json", "--record", record)
    failed = {(failure["name"].split("/")[-1], failure["reason"]) for failure in json.loads(told.stdout)["failed"]}
    assert ("b.jsonl", "1 passed over: no Arabic text found") in failed
    assert ("a.warc.gz", "2 passed over: request record") in failed
    assert any(name.startswith("a.warc.gz:") and "truncated gzip" in reason for name, reason in failed)
    assert any(name == "b.jsonl:2" and reason.startswith("not valid JSON") for name, reason in failed)
    wrong = riwaya("crawl", tmp_path / "in", "--out", out, "--engine", "dask")
    assert (wrong.returncode, wrong.stderr) == (2, "riwaya: --engine dask and --scheduler go together\n")
    nowhere = riwaya("load", tmp_path / "in", "--record", tmp_path / "other.db")
    assert (nowhere.returncode, nowhere.stderr) == (2, f"riwaya: {tmp_path / 'in'}: no crawl here\n")
    assert not (tmp_path / "other.db").exists()
