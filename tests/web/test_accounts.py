"""Logging in, sessions, tokens, roles: who may look at a record that others reach, and who may write."""

import time
from dataclasses import replace
from datetime import timedelta
from typing import Annotated

import pytest
from argon2 import PasswordHasher
from fastapi import Depends
from fastapi.testclient import TestClient
from tests.web.conftest import NOW

from riwaya.model.account import Account
from riwaya.store.location import create_store, open_store
from riwaya.web import Settings, create_app
from riwaya.web.attempts import Attempts, network_of
from riwaya.web.door import Visitor
from riwaya.web.passwords import Passwords, hashed
from riwaya.web.visitors import needs, writer

PASSWORD = "correct horse battery"  # noqa: S105 - of a test
AT = "2026-11-01T12:00:00Z"


class Clock:
    def __init__(self):
        self.now = NOW

    def __call__(self):
        return self.now


def quickly_hashed(password):
    """A hash that costs little: these tests log in often."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(password)


def account(role, secret, name=None):
    return Account(name=name or f"a-{role}", role=role, secret=secret, since=AT)


@pytest.fixture(scope="module")
def guarded(tmp_path_factory):
    """The settings of an empty record with a reader, a coder and an editor."""
    folder = tmp_path_factory.mktemp("accounts")
    store, _ = create_store(str(folder / "riwaya.db"))
    for role in ("reader", "coder", "editor"):
        store.keep_account(account(role, quickly_hashed(PASSWORD)), AT)
    store.close()
    return Settings(record=str(folder / "riwaya.db"), data=folder, now=Clock(), hosts=("testserver",))


def serving(settings, **options):
    app = create_app(settings)

    @app.post("/api/test-writing")
    def write(who: Annotated[Visitor, Depends(writer("coder"))]):
        return {"who": who.name}

    @app.get("/api/test-editing")
    def edit(who: Annotated[Visitor, Depends(needs("editor"))]):
        return {"who": who.name}

    return TestClient(app, follow_redirects=False, **options)


@pytest.fixture(scope="module")
def served(guarded):
    with serving(guarded) as found:
        found.clock = guarded.now
        yield found


@pytest.fixture
def client(served):
    """Somebody who comes on another day, when all sessions have ended and no attempt counts any more."""
    served.clock.now += timedelta(days=1)
    served.cookies.clear()
    return served


def enter(client, name="a-coder", password=PASSWORD, **more):
    return client.post("/en/login", data={"name": name, "password": password, **more})


def token(client):
    page = client.get("/en/account").text
    return page.partition('name="csrf-token" content="')[2].partition('"')[0]


def write(client, **headers):
    return client.post("/api/test-writing", headers={"X-CSRF-Token": token(client), **headers})


def test_nobody_sees_anything_without_logging_in(client):
    routes = ["/", "/en/", "/ar/status", "/en/search?q=1", "/api/openapi.json", "/en/nothing", "/en/account"]
    for path in routes:
        answer = client.get(path)
        assert answer.status_code in (303, 401), path
        assert answer.headers["cache-control"] == "private, no-store"
    assert client.get("/ar/status?x=1").headers["location"] == "/ar/login?next=%2Far%2Fstatus%3Fx%3D1"
    assert client.get("/api/nothing").json() == {"status": 401, "message": "log in first"}
    assert client.get("/static/css/base.css").status_code == 200
    assert client.post("/api/test-writing").status_code == 401


def test_logging_in_and_out(client):
    answer = enter(client, next="/ar/status")
    assert (answer.status_code, answer.headers["location"]) == (303, "/ar/status")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "domain=" not in cookie
    assert client.get("/ar/status").status_code == 200
    assert "a-coder" in client.get("/en/account").text
    kept = client.cookies["riwaya_session"]
    assert client.post("/en/logout").status_code == 403, "without the token"
    assert client.post("/en/logout", data={"csrf": token(client)}).status_code == 303
    again = client.get("/ar/status", headers={"Cookie": f"riwaya_session={kept}"})
    assert again.status_code == 303, "the session has ended, not only its cookie"


def test_over_tls_the_cookie_never_leaves_it(guarded):
    with serving(guarded, base_url="https://testserver") as client:
        cookie = enter(client).headers["set-cookie"]
        assert cookie.startswith("__Host-riwaya_session=")
        assert "Secure" in cookie
        assert client.get("/en/status").status_code == 200


@pytest.mark.parametrize(
    ("name", "password"), [("a-coder", "wrong"), ("nobody", PASSWORD), ("", ""), ("x" * 9999, "y")]
)
def test_a_wrong_name_and_a_wrong_password_look_alike(client, name, password):
    answer = enter(client, name, password)
    assert answer.status_code == 401
    assert "The name or the password is wrong." in answer.text
    assert "set-cookie" not in answer.headers


def test_each_login_is_a_new_session_and_ends_the_one_before(client):
    chosen = {"Cookie": "riwaya_session=chosen-by-someone-else"}
    sent = {"name": "a-coder", "password": PASSWORD}
    given = client.post("/en/login", data=sent, headers=chosen).headers["set-cookie"]
    assert "chosen" not in given
    assert client.get("/en/status", headers=chosen).status_code == 303
    first = {"Cookie": f"riwaya_session={client.cookies['riwaya_session']}"}
    enter(client)
    assert client.get("/en/status").status_code == 200
    client.cookies.clear()
    assert client.get("/en/status", headers=first).status_code == 303


@pytest.mark.parametrize("hours", [3, 13])
def test_a_session_ends_when_it_rests_and_after_a_day(client, hours):
    enter(client)
    if hours > 12:
        for _ in range(12):
            client.clock.now += timedelta(hours=1)
            answer = client.get("/en/status")
        assert answer.status_code == 303
    client.clock.now += timedelta(hours=hours)
    assert client.get("/en/status").status_code == 303


def test_another_password_role_or_none_counts_at_once(client, guarded):
    secret, other = quickly_hashed(PASSWORD), quickly_hashed(PASSWORD)
    store = open_store(guarded.record)
    store.keep_account(account("coder", secret, "samira"), AT)
    enter(client, "samira")
    assert write(client).status_code == 200
    store.keep_account(account("reader", secret, "samira"), AT)
    assert write(client).status_code == 403
    store.keep_account(account("reader", other, "samira"), AT)
    assert client.get("/en/status").status_code == 303, "the password was changed"
    enter(client, "samira")
    assert client.get("/en/status").status_code == 200
    store.remove_account("samira", AT)
    assert client.get("/en/status").status_code == 303
    store.close()


@pytest.mark.parametrize(("role", "writes", "edits"), [("reader", 403, 403), ("coder", 200, 403), ("editor", 200, 200)])
def test_roles(client, role, writes, edits):
    enter(client, f"a-{role}")
    assert write(client).status_code == writes
    assert client.get("/api/test-editing").status_code == edits


@pytest.mark.parametrize(
    ("role", "merges", "accepts"), [("reader", 403, 403), ("coder", 403, 400), ("editor", 400, 400)]
)
def test_roles_of_reviewing(client, role, merges, accepts):
    enter(client, f"a-{role}")
    headers = {"X-CSRF-Token": token(client)}
    merge = {"do": "merge", "members": ["event:x", "event:y"]}
    assert client.post("/api/review/acts", json=merge, headers=headers).status_code == merges
    accept = {"do": "accept", "claim": "unknown"}
    assert client.post("/api/review/acts", json=accept, headers=headers).status_code == accepts


def test_what_writes_needs_the_token_of_the_visitor(client, guarded):
    enter(client)
    assert write(client).json() == {"who": "a-coder"}
    assert client.post("/api/test-writing", data={"csrf": token(client)}).status_code == 200
    assert client.post("/api/test-writing").status_code == 403
    assert write(client, **{"X-CSRF-Token": "x" * 43}).status_code == 403
    assert write(client, **{"X-CSRF-Token": "é".encode()}).status_code == 403
    with serving(guarded) as other:
        enter(other, "a-editor")
        assert write(client, **{"X-CSRF-Token": token(other)}).status_code == 403, "of someone else"


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ],
)
def test_pages_of_others_send_nothing(client, headers):
    enter(client)
    assert write(client, **headers).status_code == 403
    assert client.post("/en/login", data={"name": "a-coder", "password": PASSWORD}, headers=headers).status_code == 403


def test_our_own_pages_do(client):
    enter(client)
    assert write(client, **{"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "testserver.evil.example", "testserver:80/static/", "", "a b", "testserver:x", "192.0.2.7"]
)
def test_other_names_for_this_server_are_refused(client, host):
    enter(client)
    assert client.get("/en/status", headers={"Host": host}).status_code == 421


def test_addresses_are_no_names_that_lead_elsewhere(guarded):
    with serving(replace(guarded, guarded=True)) as client:
        for host in ("192.0.2.7:8484", "[2001:db8::1]:8484"):
            assert client.get("/en/login", headers={"Host": host}).status_code == 200


def test_where_others_come_in_nobody_does_without_accounts(tmp_path):
    create_store(str(tmp_path / "riwaya.db"))[0].close()
    settings = Settings(
        record=str(tmp_path / "riwaya.db"), data=tmp_path, now=Clock(), hosts=("testserver",), guarded=True
    )
    with serving(settings) as client:
        assert client.get("/en/status").status_code == 303
        assert enter(client).status_code == 401


def test_the_clock_tells_nobody_which_names_there_are():
    passwords, secret = Passwords("nobody"), hashed(PASSWORD)
    taken = {}
    for name, kept in (("known", secret), ("unknown", None)):
        begun = time.process_time()
        assert [passwords.right(kept, "wrong") for _ in range(3)] == [False] * 3
        taken[name] = time.process_time() - begun
    assert 0.5 < taken["known"] / taken["unknown"] < 2
    assert passwords.right(secret, PASSWORD)
    assert not passwords.right("no hash", PASSWORD)


def test_too_many_logins(client):
    codes = [enter(client, password="wrong").status_code for _ in range(11)]  # noqa: S106
    assert codes == [401] * 10 + [429]
    refused = enter(client)
    assert refused.status_code == 429, "the right password does not help either"
    assert int(refused.headers["retry-after"]) <= 900
    assert enter(client, "a-editor").status_code == 303, "another account from the same address"
    client.clock.now += timedelta(minutes=16)
    assert enter(client).status_code == 303


def test_too_many_logins_from_one_address(guarded):
    with serving(guarded) as client:
        codes = [enter(client, f"nobody{n}", "x" * 2000).status_code for n in range(31)]
    assert codes == [401] * 30 + [429]


def test_attempts_are_forgotten_and_do_not_fill_the_memory():
    attempts = Attempts(1, timedelta(minutes=1))
    assert attempts.wait("a", NOW) == 0
    assert attempts.wait("a", NOW) == 60
    assert attempts.wait("a", NOW + timedelta(seconds=60)) == 0
    for n in range(10_001):
        attempts.wait(str(n), NOW)
    assert len(attempts._made) == 10_000


def test_one_host_with_many_addresses_is_one():
    assert network_of("2001:db8::1") == network_of("2001:db8::2:1")
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("192.0.2.1") != network_of("192.0.2.2")


@pytest.mark.parametrize(
    "target",
    ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil", "", "/a b"],
)
def test_logging_in_leads_nowhere_else(client, target):
    assert enter(client, next=target).headers["location"] == "/en/"
    assert 'name="next" value="/en/"' in client.get("/en/login", params={"next": target}).text


def test_bodies_have_a_length_and_not_a_great_one(client):
    enter(client)
    assert write(client, **{"Content-Length": "99999999"}).status_code == 413
    chunked = client.post("/api/test-writing", content=(b"x" for _ in range(3)))
    assert chunked.status_code == 411
    many = "&".join(f"a{n}=1" for n in range(200))
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/en/login", content=many, headers=form).status_code == 400
    assert client.post("/en/login", content=b"name=%ff", headers=form).status_code == 400


def test_here_without_accounts_one_may_write_under_a_name(settings):
    with serving(replace(settings, visitor="user-of-this-machine")) as client:
        assert client.get("/en/login").headers["location"] == "/en/"
        assert client.post("/api/test-writing").status_code == 403
        assert write(client).json() == {"who": "user-of-this-machine"}
        sent = client.post("/en/account", data={"csrf": token(client), "name": " سميرة "})
        assert sent.status_code == 303
        assert write(client).json() == {"who": "سميرة"}
        for bad in ("a b", "<script>", ""):
            assert client.post("/en/account", data={"csrf": token(client), "name": bad}).status_code == 422


def test_an_account_keeps_its_name(client):
    enter(client)
    assert client.post("/en/account", data={"csrf": token(client), "name": "a-editor"}).status_code == 403
    client.cookies.set("riwaya_name", "a-editor")
    assert write(client).json() == {"who": "a-coder"}
