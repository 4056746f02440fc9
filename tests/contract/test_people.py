"""Accounts, kept alike by both stores: they are told of in the audit chain, and never touch what is linked."""

import msgspec
import pytest
from tests.contract.entries import SEEN, entry, page_bytes

from riwaya.model.account import Account, account_name, at_least
from riwaya.store.base import Act

SECRET = "$argon2id$v=19$m=8,t=1,p=1$c2FsdHNhbHQ$aGFzaA"  # noqa: S105 - a hash of nothing
SAMIRA = Account(name="سميرة", role="coder", secret=SECRET, since=SEEN)
ADAM = Account(name="adam", role="reader", secret=SECRET, since=SEEN)


def told(store):
    acts = [found.act for found in store.audit() if found.act.action == "account"]
    return [(act.subject, msgspec.json.decode(act.body)) for act in acts]


def test_accounts_are_kept_changed_and_removed(store):
    for account in (SAMIRA, ADAM):
        store.keep_account(account, SEEN)
    assert store.accounts() == (ADAM, SAMIRA)
    editor = msgspec.structs.replace(SAMIRA, role="editor")
    store.keep_account(editor, SEEN)
    assert store.account("سميرة") == editor
    assert store.remove_account("adam", SEEN)
    assert not store.remove_account("adam", SEEN)
    assert (store.account("adam"), store.accounts()) == (None, (editor,))
    assert told(store) == [
        ("سميرة", {"deed": "added", "role": "coder"}),
        ("adam", {"deed": "added", "role": "reader"}),
        ("سميرة", {"deed": "changed", "role": "editor"}),
        ("adam", {"deed": "removed", "role": "reader"}),
    ]
    assert list(store.faults()) == []


def test_the_chain_holds_nothing_of_a_password(store):
    store.keep_account(ADAM, SEEN)
    assert [found for found in store.audit() if "argon2" in found.act.body] == []


def test_an_account_does_not_make_findings_old(store, engine):
    store.add(entry(engine, page_bytes(), "a.html"))
    before = store.head()
    store.keep_account(ADAM, SEEN)
    assert store.head() == before
    store.append(Act(at=SEEN, who="adam", action="judge", subject="x", body="{}"))
    assert store.head() != before


def test_a_name_of_sql_is_only_a_name(store):
    store.keep_account(ADAM, SEEN)
    assert store.account("adam' OR '1'='1") is None
    assert not store.remove_account("'; DELETE FROM accounts; --", SEEN)
    assert store.accounts() == (ADAM,)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("adam", "adam"),
        ("ﺳﻤﻴﺮﺓ", "سميرة"),
        ("a.b@c-d_1", "a.b@c-d_1"),
        ("", None),
        (" adam", None),
        ("-rf", None),
        ("a\u202eb", None),
        ("a" * 65, None),
        ("a/b", None),
        ("adam\n", None),
    ],
)
def test_names_that_an_account_may_have(text, name):
    assert account_name(text) == name


def test_a_role_includes_those_below_it():
    assert at_least("editor", "coder")
    assert at_least("coder", "coder")
    assert not at_least("reader", "coder")
