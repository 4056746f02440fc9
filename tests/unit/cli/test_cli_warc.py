"""`riwaya read` and `riwaya add` over WARC files."""

import json

import pytest
from tests import warcs

from riwaya.cli.recording import opened_record


@pytest.fixture
def crawl(tmp_path):
    """A crawl with two pages, a picture and a record of a false length."""
    wrong = warcs.record(warcs.http(warcs.page()), "https://marsa.example/wrong", length=5)
    elsewhere = warcs.page("هدوء في الرقة").replace(b"<head>", b'<head><link rel="canonical" href="https://bbc.com/x">')
    legacy = "قال قائد الشرطة إن الطريق إلى المدينة مفتوح أمام السيارات كلها منذ صباح أمس الباكر."
    text = warcs.http(f"فتح الطريق\n\n{legacy}".encode("windows-1256"), media="text/plain; charset=windows-1256")
    records = [
        warcs.record(warcs.http(elsewhere), "https://marsa.example/1"),
        wrong,
        warcs.record(warcs.http(b"GIF89a", media="image/gif"), "https://marsa.example/1.gif"),
        warcs.record(text, "https://marsa.example/2"),
    ]
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(warcs.gz(records))
    return path


def test_reading_a_crawl(riwaya, crawl):
    said = riwaya("read", crawl, "--jsonl")
    articles = [json.loads(line)["article"] for line in said.out.splitlines()]
    assert [article["url"] for article in articles] == ["https://marsa.example/1", "https://marsa.example/2"]
    assert articles[0]["published"] == "2019-06-20"
    assert "قال قائد الشرطة" in articles[1]["text"]
    assert "1 record skipped: 1 media type image/gif" in said.err
    assert "false length" in said.err
    assert said.code == 1


def test_a_crawl_is_read_from_standard_input_and_from_a_folder(riwaya, crawl, monkeypatch):
    with crawl.open("rb") as file:
        monkeypatch.setattr("sys.stdin", type("Standard", (), {"buffer": file}))
        assert len(riwaya("read", "-", "--jsonl").out.splitlines()) == 2
    crawl.rename(crawl.with_name("crawl.WARC.gz"))
    assert len(riwaya("read", crawl.parent, "--jsonl").out.splitlines()) == 2


def test_a_crawl_is_kept_and_read_again_the_same(riwaya, crawl, tmp_path, monkeypatch):
    monkeypatch.setenv("RIWAYA_RECORD", str(tmp_path / "mine.db"))
    added = riwaya("add", crawl)
    assert added.out == "articles: 2 new, 1 failed\n"
    assert added.code == 1
    assert riwaya("add", crawl).out == "articles: 0 new, 2 there already, 1 failed\n"
    status = json.loads(riwaya("status", "--failures", "--json").out)
    assert ["false length" in failure["reason"] for failure in status["failed"]] == [True]
    assert riwaya("reread", "--all").out.startswith("articles: 2 unchanged\n")
    with opened_record(str(tmp_path / "mine.db")) as store:
        first, second = store.captures()
        assert (first.url, first.encoding, first.read_on) == ("https://marsa.example/1", "utf-8", "2019-06-20")
        assert second.encoding == "windows-1256"
        assert store.data(first.sha256).startswith(b"<!doctype html>")
        [exchange] = store.web.of(first.sha256)
        assert (exchange.url, exchange.at, exchange.status) == (first.url, "2019-06-20T09:00:00Z", 200)
        assert b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n" in store.web.warc(exchange)
        assert len(list(store.web.exchanges())) == 2
        assert store.version(first.sha256).address == "https://marsa.example/1"
    assert riwaya("verify").code == 0


def test_a_page_may_say_its_address_on_its_own_site(riwaya, tmp_path):
    for declared, url in {
        "https://marsa.example/a": "https://marsa.example/a",
        "https://x.org/a": "http://m.marsa.example/1",
    }.items():
        link = f'<head><link rel="canonical" href="{declared}">'.encode()
        path = tmp_path / "one.warc"
        path.write_bytes(warcs.record(warcs.http(warcs.page().replace(b"<head>", link)), "http://m.marsa.example/1"))
        assert json.loads(riwaya("read", path, "--jsonl").out)["article"]["url"] == url
