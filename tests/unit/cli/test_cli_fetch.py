"""`riwaya fetch` and `riwaya feed` against servers on loopback; no other command goes over the network."""

import io
import json
import subprocess
import sys

import pytest
from tests import warcs
from tests.corpora import ROOT
from tests.servers import http, redirect, serving

from riwaya.cli.recording import opened_record
from riwaya.read.warc import WarcPage, read_warc

LOOSE = ("--allow-private", "--delay", "0")
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>المرسى</title>{items}</channel></rss>"""


def feed(*links, etag=None):
    items = "".join(f"<item><link>{link}</link></item>" for link in links)
    return http(FEED.format(items=items).encode(), *([f"ETag: {etag}"] if etag else []), media="application/rss+xml")


def page(number):
    return warcs.page(f"مقتل {number} أشخاص في انفجار وسط الرقة")


@pytest.fixture
def record(tmp_path, monkeypatch):
    path = tmp_path / "mine.db"
    monkeypatch.setenv("RIWAYA_RECORD", str(path))
    return path


@pytest.fixture
def site():
    with serving({"/1": http(page(1), 'ETag: "1"'), "/2": http(page(2)), "/old": redirect("/1")}) as server:
        server.url = f"http://127.0.0.1:{server.port}"
        yield server


def counts(said):
    return {name: number for name, number in json.loads(said.out.splitlines()[-1]).items() if number}


def test_a_page_is_fetched_kept_whole_and_read(riwaya, record, site):
    said = riwaya("fetch", f"{site.url}/old", f"{site.url}/2", *LOOSE)
    assert (said.code, said.out, said.err) == (0, "articles: 2 new\n", "")
    with opened_record(str(record)) as store:
        first, second = store.captures()
        [exchange] = store.web.of(first.sha256)
        assert (exchange.url, exchange.final_url) == (f"{site.url}/old", f"{site.url}/1")
        assert first.url == f"{site.url}/1"
        assert store.version(first.sha256).address == f"{site.url}/1"
        warc = store.web.warc(exchange)
        [kept] = [item for item in read_warc("kept", io.BytesIO(warc)) if isinstance(item, WarcPage)]
        assert kept.data == store.data(first.sha256) == page(1)
        assert second.encoding == "utf-8"
    assert riwaya("verify").code == 0
    assert riwaya("reread", "--all").out.startswith("articles: 2 unchanged\n")


def test_a_page_is_sent_again_only_when_it_has_changed(riwaya, record, site):
    def conditional(wire, headers):
        wire.write(http(b"", status="304 Not Modified") if headers.get("if-none-match") == '"1"' else changed)

    riwaya("fetch", f"{site.url}/1", *LOOSE)
    changed = http(page(5), 'ETag: "5"')
    site.pages["/1"] = conditional
    assert riwaya("fetch", f"{site.url}/1", *LOOSE).out == "articles: 0 new, 1 there already\n"
    site.pages["/1"] = changed
    assert riwaya("fetch", f"{site.url}/1", *LOOSE).out == "articles: 0 new, 1 changed pages\n"
    with opened_record(str(record)) as store:
        assert [exchange.status for exchange in store.web.exchanges()] == [200, 304, 200]
        first, _ = store.captures()
        assert [sighting.name for sighting in store.sightings(first.sha256)] == [f"{site.url}/1"] * 2


def test_what_cannot_be_fetched_is_told_noted_and_forgotten_when_it_succeeds(riwaya, record, site):
    site.pages["/pdf"] = http(b"%PDF-1.7", media="application/pdf")
    site.pages["/fake"] = http(b"%PDF-1.7")
    site.pages["/busy"] = http(b"", "Retry-After: 900", status="429 Too Many")
    urls = [f"{site.url}{path}" for path in ("/none", "/pdf", "/fake", "/busy", "/2")]
    said = riwaya("fetch", *urls, "ftp://marsa.example/x", *LOOSE)
    assert (said.code, said.out) == (1, "articles: 1 new, 5 failed\n")
    status = json.loads(riwaya("status", "--failures", "--json").out)
    reasons = {failure["name"].rpartition("/")[2]: failure["reason"] for failure in status["failed"]}
    assert reasons == {
        "none": "status 404",
        "pdf": "media type application/pdf, not a page",
        "fake": "a PDF document, not a page",
        "busy": "status 429: the site asks to come back in 900 seconds",
        "x": "not a web address: only http:// and https:// are fetched",
    }
    site.pages["/none"] = http(page(7))
    assert riwaya("fetch", f"{site.url}/none", *LOOSE).code == 0
    assert "none" not in riwaya("status", "--failures").out


def test_this_machine_is_not_fetched_from_unless_it_is_allowed(riwaya, record, site):
    said = riwaya("fetch", f"{site.url}/1", "--delay", "0")
    assert said.code == 1
    assert "an address of this machine or of a private network" in said.err
    assert site.requests == []


def test_a_warc_that_was_altered_is_found(riwaya, record, site):
    riwaya("fetch", f"{site.url}/1", *LOOSE)
    with opened_record(str(record)) as store:
        [exchange] = store.web.exchanges()
    [kept] = record.parent.rglob(f"{exchange.warc}.zst")
    kept.unlink()
    said = riwaya("verify")
    assert said.code == 4
    assert f"exchanges {site.url}/1: missing" in said.out


def test_what_was_fetched_is_written_for_other_programs(riwaya, record, site, tmp_path):
    from warcio.archiveiterator import ArchiveIterator

    riwaya("fetch", f"{site.url}/old", f"{site.url}/2", *LOOSE)
    target = tmp_path / "kept.warc.gz"
    assert riwaya("warc", "-o", target).out == f"{target}: 2 pages as they were fetched\n"
    with target.open("rb") as file:
        peer = [record for record in ArchiveIterator(file, check_digests="raise") if record.content_stream().read()]
    assert [record.rec_type for record in peer].count("response") == 2
    with target.open("rb") as file:
        pages = [item.url for item in read_warc("kept", file) if isinstance(item, WarcPage)]
    assert pages == [f"{site.url}/1", f"{site.url}/2"]
    assert riwaya("warc", f"{site.url}/2", "-o", target).out.endswith(": 1 pages as they were fetched\n")
    assert riwaya("warc", "-o", tmp_path / "kept.zip").code == 2
    assert riwaya("warc", "http://unknown.example/", "-o", target).code == 1


def test_options_of_the_network(riwaya, record, site):
    riwaya("fetch", f"{site.url}/1", *LOOSE, "--user-agent", "archive-of-mine", "--ignore-robots")
    assert [path for path, _ in site.requests] == ["/1"]
    assert site.requests[0][1]["user-agent"] == "archive-of-mine"
    wrong = riwaya("fetch", f"{site.url}/1", "--proxy", "ftp://127.0.0.1:1")
    assert wrong.code == 2
    assert "socks5h://" in wrong.err


def test_feeds_are_followed_and_left(riwaya, record, site):
    url = f"{site.url}/feed"
    assert riwaya("feed", "add", url).out == f"{url}: followed\n"
    assert riwaya("feed", "add", url).out == f"{url}: followed already\n"
    assert riwaya("feed", "add", "gopher://x").code == 1
    assert riwaya("feed", "list").out == f"{url}\tnot polled\n"
    assert site.requests == []
    assert riwaya("feed", "remove", url).out == f"{url}: followed no more\n"
    assert riwaya("feed", "remove", url).code == 1
    assert riwaya("feed", "list").out == ""


def test_polling_fetches_what_is_new(riwaya, record, site):
    site.pages["/feed"] = feed("/1", "/2", "/none")
    riwaya("feed", "add", f"{site.url}/feed")
    first = riwaya("feed", "poll", *LOOSE)
    assert (first.code, first.out) == (1, "articles: 2 new, 1 failed\n")
    before = len(site.requests)
    site.pages["/3"] = http(page(3))
    site.pages["/feed"] = feed("/3", "/1", "/2", "/none")
    assert riwaya("feed", "poll", *LOOSE).out == "articles: 1 new\n"
    assert [path for path, _ in site.requests[before:] if path != "/robots.txt"] == ["/feed", "/3"]
    listed = riwaya("feed", "list", "--json").out
    assert json.loads(listed)["title"] == "المرسى"
    assert json.loads(listed)["polled_at"].endswith("Z")


def test_polling_goes_on_where_it_stopped(riwaya, record, site):
    def conditional(wire, headers):
        wire.write(http(b"", status="304 Not Modified") if headers.get("if-none-match") else whole)

    whole = feed(*(f"/{n}" for n in range(1, 6)), etag='"f"')
    site.pages |= {f"/{n}": http(page(n)) for n in range(1, 6)} | {"/feed": conditional}
    riwaya("feed", "add", f"{site.url}/feed")
    said = riwaya("feed", "poll", "--most", "3", *LOOSE)
    assert said.out == "articles: 3 new\n"
    assert "2 more articles wait" in said.err
    assert riwaya("feed", "poll", "--most", "3", *LOOSE).out == "articles: 2 new\n"
    before = len(site.requests)
    assert riwaya("feed", "poll", *LOOSE).out == "articles: 0 new\n"
    assert [path for path, _ in site.requests[before:] if path != "/robots.txt"] == ["/feed"]


def test_what_is_wrong_with_a_feed_stands_beside_it(riwaya, record, site):
    riwaya("feed", "add", f"{site.url}/1", f"{site.url}/2", f"{site.url}/feed")
    site.pages["/feed"] = feed("/2")
    site.pages["/2"] = http(b"", status="410 Gone")
    said = riwaya("feed", "poll", f"{site.url}/1", f"{site.url}/feed", "http://unknown.example/", *LOOSE)
    assert said.code == 1
    assert "http://unknown.example/: is not followed" in said.err
    listed = dict(line.split("\t", 1) for line in riwaya("feed", "list").out.splitlines())
    assert listed[f"{site.url}/1"].endswith("\tnot a feed but a page of HTML")
    assert listed[f"{site.url}/2"] == "not polled"
    assert "not a feed" in riwaya("status", "--failures").out


GUARD = """
import json, sys
def watch(event, args):
    if event in ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "socket.sendto"):
        raise SystemExit(f"went over the network: {event} {args}")
sys.addaudithook(watch)
from riwaya.cli.main import run
sys.exit(max(run(command) for command in json.loads(sys.argv[1])))
"""


def guarded(*commands):
    """Run command lines in a process that ends as soon as it opens a connection or asks for a name."""
    lines = json.dumps([[str(word) for word in command] for command in commands])
    return subprocess.run([sys.executable, "-c", GUARD, lines], capture_output=True, text=True, cwd=ROOT)


def test_nothing_goes_over_the_network_unless_it_is_asked_for(record, tmp_path):
    links = tmp_path / "links.html"
    linked = b'<p><img src="http://marsa.example/i"><a href="http://x.example">a</a>'
    links.write_bytes(warcs.page().replace(b"<p>", linked))
    done = guarded(
        ("add", "examples/marsa", links), ("read", links), ("status",), ("search", "الرقة"), ("findings",),
        ("verify",), ("reread", "--all"), ("explain", links), ("actors", "list"), ("data", "check"),
        ("feed", "add", "http://marsa.example/feed"), ("feed", "list"),
    )  # fmt: skip
    assert "network" not in done.stderr
    assert done.returncode == 0, done.stderr
    asked = guarded(("fetch", "http://marsa.example/1", "--ignore-robots"))
    assert "went over the network: socket.getaddrinfo" in asked.stderr
