"""Fetching against real servers on loopback: redirects, slowness, size, robots.txt, patience, disguises of names."""

import gzip
import io
import socketserver
import ssl
import subprocess
import threading
import time
import zlib
from dataclasses import replace

import pytest
from tests.servers import OUTSIDE, QUICK, START, World, http, no_such_name, redirect, serving
from tests.warcs import page

from riwaya.fetch.addresses import resolved
from riwaya.fetch.exchange import Manners, normal_url
from riwaya.fetch.fetcher import Fetcher, Validators
from riwaya.fetch.warcfile import warc_of
from riwaya.model.errors import PageError, UsageError
from riwaya.read.warc import WarcPage, read_warc

URL = "http://marsa.example/1"


def fetcher(server, manners=QUICK, **world):
    made = World(server.port, world.pop("names", None))
    return Fetcher(manners, made.surroundings(**world)), made


def refused(fetching, url=URL):
    with pytest.raises(PageError) as fault:
        fetching.fetch(url)
    return fault.value.reason


def test_a_page_comes_as_it_was_sent():
    with serving({"/1": http(page(), 'ETag: "7"', "Last-Modified: Sun, 22 Nov 2026 08:00:00 GMT")}) as server:
        fetching, world = fetcher(server)
        got = fetching.fetch(f"{URL}#part")
    assert got.response.status == 200
    assert got.response.body == page()
    assert got.validators == Validators('"7"', "Sun, 22 Nov 2026 08:00:00 GMT")
    assert (got.last.at, got.last.address, got.last.url) == ("2026-11-22T09:00:01Z", OUTSIDE, URL)
    assert [path for path, _ in server.requests] == ["/robots.txt", "/1"]
    headers = server.requests[1][1]
    assert headers["host"] == "marsa.example"
    assert headers["user-agent"].startswith("riwaya/")
    assert set(headers) == {"host", "user-agent", "accept", "accept-language", "accept-encoding", "connection"}


def test_what_came_is_kept_as_warc_byte_for_byte():
    from warcio.archiveiterator import ArchiveIterator

    sent = http(gzip.compress(page()), "Content-Encoding: gzip", "X-Odd:   kept ")
    with serving({"/0": redirect("/1"), "/1": sent}) as server:
        got = fetcher(server)[0].fetch("http://marsa.example/0")
    warc = warc_of(got)
    assert warc == warc_of(got)
    assert sent in warc
    peer = ArchiveIterator(io.BytesIO(warc), check_digests="raise")
    records = [(r.rec_type, r.rec_headers.get_header("WARC-Target-URI"), r.content_stream().read()) for r in peer]
    assert [kind for kind, *_ in records] == ["warcinfo", "response", "request", "response", "request"]
    assert records[3] == ("response", URL, page())
    [kept] = [item for item in read_warc("kept", io.BytesIO(warc)) if isinstance(item, WarcPage)]
    assert (kept.url, kept.seen_at, kept.encoding, kept.data) == (URL, "2026-11-22T09:00:02Z", "utf-8", page())


def test_redirects_are_followed_and_relative_addresses_resolved():
    pages = {"/1": redirect("/2"), "/2": redirect("//marsa.example/a/3", "301 Moved"), "/a/3": redirect("?x=1")}
    with serving({**pages, "/a/3?x=1": http(page())}) as server:
        got = fetcher(server)[0].fetch(URL)
    assert [hop.url for hop in got.hops][1:] == [f"http://marsa.example{path}" for path in ("/2", "/a/3", "/a/3?x=1")]


def test_endless_redirects_and_circles_end():
    pages = {f"/{n}": redirect(f"/{n + 1}") for n in range(1, 30)} | {"/a": redirect("/b"), "/b": redirect("/a")}
    with serving(pages) as server:
        fetching, _ = fetcher(server)
        assert refused(fetching) == "redirected more than 10 times"
        assert refused(fetching, "http://marsa.example/a") == "redirected in a circle, back to http://marsa.example/a"
    assert len(server.paths()) == 13


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.1/",
        "http://inside.example/",
        "http://[::ffff:10.0.0.1]/",
        "http://2130706433/",
        "http://[::1]/x",
    ],
)
def test_a_redirect_to_a_private_address_is_refused(target):
    with serving({"/1": redirect(target)}) as server:
        world = World(server.port, {"inside.example": "10.0.0.5"})
        surroundings = replace(
            world.surroundings(), resolve=lambda h, p: resolved(h, p) if h[0] in "12:" else world.resolve(h, p)
        )
        assert "a private network" in refused(Fetcher(QUICK, surroundings))
    assert {host for host, _ in world.network.asked} == {OUTSIDE}


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://marsa.example/1", "javascript:alert(1)", "data:,x"])
def test_a_redirect_to_what_is_not_the_web_is_refused(target):
    with serving({"/1": redirect(target)}) as server:
        assert "only http:// and https://" in refused(fetcher(server)[0])


def test_a_name_that_changes_between_check_and_connection_leads_nowhere_else():
    """DNS rebinding: every look-up after the first answers with a private address."""
    with serving({"/1": http(page())}) as server:
        manners = replace(QUICK, obey_robots=False)
        fetching, world = fetcher(server, manners, names={"marsa.example": [OUTSIDE, "127.0.0.1"]})
        assert fetching.fetch(URL).response.status == 200
        assert world.network.asked == [(OUTSIDE, 80)]
        assert world.resolved == ["marsa.example"]
        assert "leads to 127.0.0.1" in refused(fetching)
    assert world.network.asked == [(OUTSIDE, 80)]


def test_private_addresses_are_fetched_when_the_user_says_so():
    with serving({"/1": http(page())}) as server:
        url = f"http://localhost:{server.port}/1"
        names = {"localhost": "127.0.0.1"}
        assert "this machine" in refused(fetcher(server, names=names)[0], url)
        assert fetcher(server, replace(QUICK, allow_private=True), names=names)[0].fetch(url).response.body == page()


def test_an_address_that_does_not_answer_is_not_the_last_one():
    with serving({"/1": http(page())}) as server:
        names = {"marsa.example": ("127.0.0.1", OUTSIDE)}
        manners = replace(QUICK, allow_private=True, obey_robots=False)
        assert fetcher(server, manners, names=names)[0].fetch("http://marsa.example:1/1").last.address == OUTSIDE


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("marsa.example/1", "only http"),
        ("file:///etc/passwd", "only http"),
        ("http://", "only http"),
        ("http://user:secret@marsa.example/", "with a password"),
        ("http://marsa.example:99999/", "only http"),
        ("http://exa mple/\x00", "not a web address"),
    ],
)
def test_what_is_no_web_address(url, reason):
    with pytest.raises(PageError, match=reason) as fault:
        normal_url(url)
    assert "secret" not in str(fault.value)


def test_arabic_addresses():
    assert normal_url("http://مثال.example/خبر 1#x") == "http://xn--mgbh0fb.example/%D8%AE%D8%A8%D8%B1%201"


def slow(wire, _):
    for byte in http(page()):
        wire.write(bytes([byte]))
        wire.flush()
        time.sleep(0.1)


def test_a_server_that_sends_a_byte_at_a_time_is_left_at_the_deadline():
    with serving({"/1": slow}) as server:
        manners = replace(QUICK, deadline=0.6, obey_robots=False)
        fetching, _ = fetcher(server, manners, clock=time.monotonic)
        begun = time.monotonic()
        assert refused(fetching) == "the answer took too long altogether"
    assert 0.5 < time.monotonic() - begun < 2


def test_a_server_that_says_nothing_is_asked_again_and_then_left():
    with serving({"/1": lambda *_: time.sleep(1)}) as server:
        fetching, world = fetcher(server, replace(QUICK, read=0.2, obey_robots=False))
        assert refused(fetching) == "no answer in time (ReadTimeout), after 3 attempts"
    assert len(server.requests) == 3
    assert world.slept == [3.0, 6.0]


def endless(wire, _):
    wire.write(http(b"", length=10**12))
    for _ in range(200):
        wire.write(bytes(1 << 20))


def test_an_endless_page_is_left_at_the_limit():
    with serving({"/1": endless}) as server:
        assert refused(fetcher(server)[0]) == "the answer is longer than 21 MB"


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (http(page(), length=len(page()) + 500), "cut short"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nabc", "cut short"),
        (b"SSH-2.0-OpenSSH_9.2\r\n", "no HTTP"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n", "no HTTP"),
        (b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200_000, "no HTTP"),
        (b"", "no HTTP"),
    ],
)
def test_answers_that_are_none(answer, reason):
    with serving({"/1": answer}) as server:
        found = refused(fetcher(server)[0])
    assert reason in found
    assert "after 3 attempts" in found


def test_a_wrong_length_that_is_too_short_ends_the_page_there():
    with serving({"/1": http(page(), length=100)}) as server:
        assert fetcher(server)[0].fetch(URL).response.body.startswith(page()[:100])


def test_a_bomb_is_kept_as_it_came_and_refused_when_it_is_read():
    packer = zlib.compressobj(9, wbits=31)
    bomb = b"".join(packer.compress(bytes(1 << 20)) for _ in range(64)) + packer.flush()
    with serving({"/1": http(bomb, "Content-Encoding: gzip")}) as server:
        got = fetcher(server)[0].fetch(URL)
    [fault] = [item for item in read_warc("kept", io.BytesIO(warc_of(got))) if isinstance(item, PageError)]
    assert "more than the limit of 20 MB when decompressed" in fault.reason


def test_robots_are_obeyed_on_every_site_on_the_way():
    rules = http(b"User-agent: *\nDisallow: /secret\n", media="text/plain")
    pages = {"/robots.txt": rules, "/1": redirect("http://other.example/secret/1"), "/secret/1": http(page())}
    with serving(pages) as server:
        fetching, _ = fetcher(server)
        assert "robots.txt of the site asks not to fetch it" in refused(fetching)
        assert "robots.txt" in refused(fetching, "http://marsa.example/secret/1")
        assert server.paths() == ["/1"]
        assert [path for path, _ in server.requests].count("/robots.txt") == 2
        allowed, _ = fetcher(server, replace(QUICK, obey_robots=False))
        assert allowed.fetch("http://marsa.example/secret/1").response.status == 200


def test_robots_speak_of_our_name():
    rules = http(b"User-agent: riwaya\nDisallow: /\n\nUser-agent: *\nAllow: /\n", media="text/plain")
    with serving({"/robots.txt": rules, "/1": http(page())}) as server:
        assert "robots.txt" in refused(fetcher(server)[0])
        manners = replace(QUICK, user_agent="archive-of-mine/2 (mail@archive.example)")
        assert fetcher(server, manners)[0].fetch(URL).response.status == 200
    assert server.requests[-1][1]["user-agent"] == "archive-of-mine/2 (mail@archive.example)"


@pytest.mark.parametrize(
    ("answer", "allowed"),
    [
        (http(b"", status="404 Not Found"), True),
        (http(b"", status="403 Forbidden"), True),
        (http(b"<html>not rules</html>"), True),
        (http(b"\xff\xfe\x00User-agent: *\x00"), True),
        (http(b"", status="503 Busy"), False),
        (redirect("/robots.txt"), False),
        (http(bytes(2 << 20), media="text/plain"), False),
    ],
)
def test_a_site_that_cannot_say_its_rules_is_left_alone(answer, allowed):
    with serving({"/robots.txt": answer, "/1": http(page())}) as server:
        fetching, _ = fetcher(server)
        if allowed:
            assert fetching.fetch(URL).response.status == 200
        else:
            assert "robots.txt of the site cannot be read" in refused(fetching)


def test_each_host_is_asked_in_its_own_time():
    slow_rules = http(b"User-agent: *\nCrawl-delay: 7\n", media="text/plain")
    with serving({"/robots.txt": slow_rules, "/1": http(page()), "/2": http(page())}) as server:
        fetching, world = fetcher(server)
        fetching.fetch(URL)
        fetching.fetch("http://marsa.example/2")
        assert world.slept == [7.0, 7.0]
        fetching.fetch("http://other.example/1")
        assert world.slept == [7.0, 7.0, 7.0]
        quick, world = fetcher(server, replace(QUICK, obey_robots=False, delay=0.25))
        quick.fetch(URL)
        quick.fetch("http://marsa.example/2")
    assert world.slept == [0.25]


def test_a_site_that_wants_endless_patience_is_left():
    rules = http(b"User-agent: *\nCrawl-delay: 86400\n", media="text/plain")
    with serving({"/robots.txt": rules, "/1": http(page())}) as server:
        assert refused(fetcher(server)[0]) == "the site wants 86400 seconds between two requests"


def test_a_busy_server_is_asked_again_when_it_says():
    busy = [
        http(b"", "Retry-After: 11", status="429 Too Many"),
        http(b"", "Retry-After: Sun, 22 Nov 2026 09:01:00 GMT", status="503 Busy"),
        http(page()),
    ]
    with serving({"/1": busy}) as server:
        fetching, world = fetcher(server, replace(QUICK, obey_robots=False))
        assert fetching.fetch(URL).response.status == 200
    assert START.minute == 0
    assert world.slept == [11.0, 49.0]


def test_a_server_that_stays_busy_is_left_with_its_answer():
    with serving({"/1": http(b"", status="503 Busy")}) as server:
        fetching, world = fetcher(server, replace(QUICK, obey_robots=False))
        assert fetching.fetch(URL).response.status == 503
    assert len(server.requests) == 3
    assert world.slept == [3.0, 6.0]


def test_a_server_that_asks_to_come_back_tomorrow_is_left():
    with serving({"/1": http(b"", "Retry-After: 86400", status="429 Too Many")}) as server:
        fetching, world = fetcher(server, replace(QUICK, obey_robots=False))
        assert refused(fetching) == "status 429: the site asks to come back in 86400 seconds"
    assert world.slept == []


def test_a_page_that_has_not_changed_is_not_sent_again():
    def conditional(wire, headers):
        wire.write(http(b"", status="304 Not Modified") if headers.get("if-none-match") == '"7"' else http(page()))

    with serving({"/1": conditional}) as server:
        fetching, _ = fetcher(server)
        got = fetching.fetch(URL, Validators('"7"', "Sun, 22 Nov 2026 08:00:00 GMT"))
    assert got.response.status == 304
    assert server.requests[-1][1]["if-modified-since"] == "Sun, 22 Nov 2026 08:00:00 GMT"


def test_validators_that_cannot_be_sent_back_are_dropped():
    with serving({"/1": http(page(), 'ETag: "\xff"', "Last-Modified: " + "x" * 900)}) as server:
        assert fetcher(server)[0].fetch(URL).validators == Validators()


def test_a_name_that_is_not_there():
    world = World(names={"marsa.example": no_such_name("marsa.example")})
    fetching = Fetcher(replace(QUICK, obey_robots=False), world.surroundings())
    assert "the name cannot be resolved: Name or service not known, after 3 attempts" in refused(fetching)


class Socks(socketserver.StreamRequestHandler):
    """A SOCKS5 proxy that leads everything to one server, and keeps the names that it was asked for."""

    def handle(self):
        methods = self.rfile.read(self.rfile.read(2)[1])
        self.wfile.write(b"\x05" + methods[:1])
        if methods == b"\x02":
            self.server.secrets = [self.rfile.read(self.rfile.read(k)[-1]) for k in (2, 1)]
            self.wfile.write(b"\x01\x00")
        *_, kind, length = self.rfile.read(5)
        name = self.rfile.read(length if kind == 3 else 3)
        self.server.names.append(name.decode() if kind == 3 else "an address")
        self.rfile.read(2)
        self.wfile.write(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
        self.answer(self.connection)

    def answer(self, connection):
        """Be the server behind the proxy, over TLS where it has a certificate."""
        if self.server.certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(self.server.certificate)
            connection = context.wrap_socket(connection, server_side=True)
        request = b""
        while not request.endswith(b"\r\n\r\n"):
            request += connection.recv(4096)
        self.server.requests.append(request)
        connection.sendall(http(page()))
        connection.close()


class Tunnel(Socks):
    """A proxy of HTTP that opens a tunnel."""

    def handle(self):
        self.server.names.append(self.rfile.readline().decode())
        while self.rfile.readline().strip():
            pass
        self.wfile.write(b"HTTP/1.1 200 Open\r\n\r\n")
        self.answer(self.connection)


@pytest.fixture
def socks():
    server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Socks)
    server.names, server.requests, server.daemon_threads, server.certificate = [], [], True, None
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize("scheme", ["socks5h", "socks5"])
def test_with_a_proxy_names_are_not_resolved_here(socks, scheme):
    world = World()
    proxy = f"{scheme}://127.0.0.1:{socks.server_address[1]}"
    fetching = Fetcher(replace(QUICK, proxy=proxy, obey_robots=False), world.surroundings())
    for host in ("marsa.example", "abcdefghij.onion"):
        got = fetching.fetch(f"http://{host}/1")
        assert got.response.body == page()
        assert got.last.sent.startswith(b"GET /1 HTTP/1.1\r\n")
        assert got.last.received == http(page())
        assert got.last.address is None
    assert socks.names == ["marsa.example", "abcdefghij.onion"]
    assert world.resolved == []
    assert world.network.asked == [("127.0.0.1", socks.server_address[1])] * 2


def test_a_proxy_may_want_a_password_which_is_not_kept(socks):
    manners = replace(QUICK, proxy=f"socks5h://me:secret@127.0.0.1:{socks.server_address[1]}", obey_robots=False)
    got = Fetcher(manners, World().surroundings()).fetch(URL)
    assert socks.secrets == [b"me", b"secret"]
    assert b"secret" not in warc_of(got)


@pytest.mark.parametrize("kind", [Socks, Tunnel])
def test_encrypted_pages_through_a_proxy_are_kept_as_they_were(socks, kind, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    socks.certificate, socks.RequestHandlerClass = certificate, kind
    scheme = "socks5h" if kind is Socks else "http"
    manners = replace(QUICK, proxy=f"{scheme}://127.0.0.1:{socks.server_address[1]}", obey_robots=False)
    world = World()
    got = Fetcher(manners, world.surroundings()).fetch("https://marsa.example/1")
    assert got.last.received == http(page())
    assert got.last.sent == socks.requests[0]
    assert got.last.sent.startswith(b"GET /1 HTTP/1.1\r\n")
    assert "marsa.example" in socks.names[0]
    assert world.resolved == []


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://localhost/", "http://10.0.0.1/", "http://0x7f.1/"])
def test_a_proxy_is_not_asked_for_what_is_private(socks, url):
    proxy = f"socks5h://127.0.0.1:{socks.server_address[1]}"
    world = World()
    assert "private network" in refused(
        Fetcher(replace(QUICK, proxy=proxy, obey_robots=False), world.surroundings()), url
    )
    assert socks.names == []
    assert world.network.asked == []


def test_a_proxy_of_http_is_asked_for_the_whole_address():
    with serving({"http://marsa.example/1": http(page())}) as server:
        world = World()
        manners = replace(QUICK, proxy=f"http://127.0.0.1:{server.port}", obey_robots=False)
        assert Fetcher(manners, world.surroundings()).fetch(URL).response.body == page()
    assert world.resolved == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate of marsa.example that has signed itself, with its key."""
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    made = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    named = ["-subj", "/CN=marsa.example", "-addext", "subjectAltName=DNS:marsa.example"]
    subprocess.run(
        [*made, *named, "-keyout", path, "-out", path.with_name("cert.pem")], check=True, capture_output=True
    )
    path.write_bytes(path.read_bytes() + path.with_name("cert.pem").read_bytes())
    return path


def test_pages_come_encrypted_and_are_kept_as_they_were_before(certificate, monkeypatch):
    with serving({"/1": http(page())}, certificate) as server:
        fetching, _ = fetcher(server, replace(QUICK, obey_robots=False))
        found = refused(fetching, "https://marsa.example/1")
        assert "the certificate of the server is not trusted" in found
        assert server.requests == []
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        got = fetching.fetch("https://marsa.example/1")
        assert got.last.received == http(page())
        assert got.last.sent.startswith(b"GET /1 HTTP/1.1\r\nHost: marsa.example\r\n")
        assert "not trusted" in refused(fetching, "https://other.example/1")


def test_an_onion_needs_a_proxy():
    world = World()
    fetching = Fetcher(replace(QUICK, obey_robots=False), world.surroundings())
    assert "--proxy socks5h://127.0.0.1:9050" in refused(fetching, "http://abcdefghij.onion/")
    assert world.resolved == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"proxy": "ftp://x:1"},
        {"proxy": "socks5h://"},
        {"proxy": "http://a:b@127.0.0.1:1"},
        {"proxy": "socks5h://tor"},
        {"proxy": "127.0.0.1:9050"},
        {"user_agent": "قارئ"},
        {"user_agent": "a\r\nb: c"},
    ],
)
def test_manners_that_cannot_be(wrong):
    with pytest.raises(UsageError):
        Manners(**wrong)
