"""Paths, headers, SQL and markup tried on every route and every parameter that there is."""

import re
from urllib.parse import quote

import pytest
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from riwaya.web import create_app
from riwaya.web.routes import ROUTERS

ROUTES = [
    route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute) and "GET" in route.methods
]
TRIED = {
    "sql": "x' OR '1'='1' UNION SELECT name, secret FROM accounts --",
    "fts": '") OR words:* NEAR(a b" *',
    "path": "../../../../../../etc/passwd",
    "header": "x\r\nSet-Cookie: taken=1\r\n\r\n<script>",
    "markup": "\"'><script>alert(1)</script>{{7*191}}",
    "null": "a\x00b",
    "surrogate": "\ud800",
    "long": "ق" * 5000,
    "number": "9" * 400,
}


@pytest.fixture(scope="module")
def client(settings):
    with TestClient(create_app(settings), follow_redirects=False, raise_server_exceptions=False) as found:
        yield found


def encoded(text):
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def addresses(route, text):
    """The route with the text in each part of its path, then in each parameter of its query."""
    parts = [name for name in re.findall(r"{(\w+)(?::path)?}", route.path) if name != "language"]
    plain = re.sub(r"{language}", "en", route.path)
    filled = re.sub(r"{\w+(?::path)?}", encoded(text), plain)
    if parts:
        yield filled
    known = [field.alias for field in route.dependant.query_params]
    for name in [*parameters(route), *known, "unknown"]:
        yield f"{re.sub(r'{[^}]*}', 'x', plain)}?{name}={encoded(text)}"


def parameters(route):
    """The fields of the models of a route's parameters."""
    for field in route.dependant.query_params:
        yield from getattr(field.field_info.annotation, "model_fields", {})


@pytest.mark.parametrize("kind", list(TRIED))
def test_nothing_gets_through(client, kind):
    tried = 0
    for route in ROUTES:
        for address in addresses(route, TRIED[kind]):
            answer = client.get(address)
            tried += 1
            assert answer.status_code < 500, address
            assert "set-cookie" not in answer.headers, address
            assert "root:" not in answer.text, address
            assert "argon2" not in answer.text, address
            if answer.headers.get("content-type", "").startswith("text/html"):
                assert "<script>alert(1)" not in answer.text, address
                assert str(7 * 191) not in answer.text, address
            assert answer.headers["x-content-type-options"] == "nosniff", address
    assert tried > 60


@pytest.mark.parametrize("name", ["outlet", "actor", "source", "place", "q"])
def test_a_condition_that_is_always_true_finds_nothing(client, name):
    assert client.get("/api/claims", params={"stance": "asserted", "limit": 5}).json()["hits"], "there are some"
    for text in ("x' OR '1'='1", 'x" OR "1"="1', "x') OR 1=1 --", "%", "x' OR 1 --"):
        answer = client.get("/api/claims", params={name: text})
        assert answer.status_code in (200, 400)
        assert answer.status_code == 400 or answer.json()["hits"] == [], text


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/%2e%2e%2f%2e%2e%2fweb/app.py",
        "/static//etc/passwd", "/static/%00", "/static/css/../../app.py", "/static/..%5capp.py", "/static/",
        "/capture/..%2f..%2friwaya.db/bytes", f"/capture/{'0' * 64}/bytes", f"/capture/{'A' * 64}/page",
        "/en/capture/%2e%2e", "//evil.example/en/", "/en//evil.example", "/api/articles/%2e%2e%2f",
    ],
)  # fmt: skip
def test_only_our_own_files_are_sent(client, path):
    answer = client.get(f"http://localhost{path}")
    assert answer.status_code in (307, 404, 422), answer.text[:200]
    assert "import" not in answer.text
    assert "evil.example/" not in answer.headers.get("location", "").removeprefix("http://localhost//evil.example/")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_is_only_read_is_not_written(client, method):
    for route in ROUTES:
        path = re.sub(r"{[^}]*}", "x", route.path.replace("{language}", "en"))
        answer = client.request(method, path, headers={"Content-Length": "0"})
        assert answer.status_code in (403, 404, 405, 401, 422), path


def test_pages_may_do_nothing_but_what_they_need(client):
    answer = client.get("/en/")
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["content-security-policy"].split(";"))
    assert policy["script-src"] == policy["style-src"] == policy["default-src"] == "'self'"
    assert policy["object-src"] == policy["base-uri"] == "'none'"
    assert policy["frame-ancestors"] == policy["form-action"] == "'self'"
    assert answer.headers["referrer-policy"] == "same-origin"
    assert answer.headers["cross-origin-opener-policy"] == "same-origin"
    assert answer.headers["cross-origin-resource-policy"] == "same-origin"
    assert "server" not in answer.headers
