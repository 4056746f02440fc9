"""Accounts in the record, and the acts of the audit chain that tell of them."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select

from riwaya.model.account import Account
from riwaya.store.backend import Backend
from riwaya.store.base import Act
from riwaya.store.chain import details
from riwaya.store.tables import accounts

ACTION = "account"
"""The action of every act that tells of an account; its subject is the name."""


def all_accounts(conn: Connection) -> tuple[Account, ...]:
    """All accounts by name."""
    found = [Account(**row._mapping) for row in conn.execute(select(accounts))]
    return tuple(sorted(found, key=lambda account: account.name))


def account_of(conn: Connection, name: str) -> Account | None:
    """The account of a name."""
    row = conn.execute(select(accounts).where(accounts.c.name == name)).first()
    return Account(**row._mapping) if row else None


def keep_account(conn: Connection, backend: Backend, account: Account) -> str:
    """Put an account in the place of the one of its name; `added` or `changed`."""
    done = conn.execute(delete(accounts).where(accounts.c.name == account.name))
    row = {"name": account.name, "role": account.role, "secret": account.secret, "since": account.since}
    backend.insert(conn, accounts, [row])
    return "changed" if done.rowcount else "added"


def remove_account(conn: Connection, name: str) -> None:
    """Take an account out."""
    conn.execute(delete(accounts).where(accounts.c.name == name))


def told(name: str, deed: str, role: str, at: str) -> Act:
    """The act of the audit chain; it never holds what was derived from a password."""
    return Act(at=at, who="riwaya", action=ACTION, subject=name, body=details({"deed": deed, "role": role}))
