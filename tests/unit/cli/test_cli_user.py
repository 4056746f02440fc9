"""`riwaya user`, and when `riwaya serve` refuses to start."""

import io

import pytest


@pytest.fixture
def record(tmp_path, riwaya):
    path = tmp_path / "riwaya.db"
    assert riwaya("init", "--record", path).code == 0
    return path


@pytest.fixture
def user(record, riwaya, monkeypatch):
    def call(*arguments, password="a long enough one"):  # noqa: S107
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{password}\nanother line\n"))
        return riwaya("user", *arguments, "--record", record)

    return call


def test_an_account_from_beginning_to_end(user, record):
    assert user("add", "سميرة", "--role", "coder").out.startswith("سميرة: coder")
    assert user("list").out.startswith("سميرة\tcoder\t20")
    assert user("role", "سميرة", "editor").out == "سميرة: editor\n"
    assert user("passwd", "سميرة", password="another good one").out == "سميرة: password changed\n"  # noqa: S106
    assert user("remove", "سميرة").out == "سميرة: removed\n"
    assert user("list").out == ""
    for path in record.parent.iterdir():
        assert path.is_dir() or b"a long enough one" not in path.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "password", "message"),
    [
        (["add", "adam"], "short", "riwaya: a password has at least 12 characters\n"),
        (["add", "adam"], "", "riwaya: a password has at least 12 characters\n"),
        (["add", "adam"], "x" * 1025, "riwaya: a password has at most 1024 characters\n"),
        (["add", "a b"], "a long enough one", "riwaya: 'a b': a name has 1 to 64 letters, digits or . _ - @"),
        (["passwd", "adam"], "a long enough one", "riwaya: adam: no such account; see riwaya user list\n"),
        (["role", "adam", "coder"], "", "riwaya: adam: no such account; see riwaya user list\n"),
        (["remove", "adam"], "", "riwaya: adam: no such account; see riwaya user list\n"),
    ],
)
def test_what_cannot_be_done_is_said(user, arguments, password, message):
    done = user(*arguments, password=password)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(message)
    assert user("list").out == ""


def test_nobody_is_added_twice(user):
    assert user("add", "adam").code == 0
    done = user("add", "adam", password="one that he does not have")  # noqa: S106
    assert done.code == 2
    assert "there is such an account" in done.err


@pytest.mark.parametrize("where", [["--host", "0.0.0.0"], ["--proxy", "127.0.0.1"]])  # noqa: S104
def test_others_are_not_served_without_accounts(record, riwaya, where):
    done = riwaya("serve", "--record", record, "--port", "0", *where)
    assert (done.code, done.out) == (2, "")
    assert "the record has no accounts: riwaya user add NAME" in done.err


@pytest.mark.parametrize(
    ("where", "message"),
    [(["--proxy", "proxy.example"], "not an IP address"), (["--host", "192.0.2.1"], "cannot listen on 192.0.2.1")],
)
def test_addresses_that_make_no_sense(record, riwaya, where, message):
    done = riwaya("serve", "--record", record, "--port", "0", *where)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
