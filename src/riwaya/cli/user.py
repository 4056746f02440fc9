"""`riwaya user`: accounts of a record that is served to others."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya.cli.recording import now, opened_record, record_option
from riwaya.cli.serve import need_web
from riwaya.model.account import ROLES, Account, Role, account_name
from riwaya.model.errors import UsageError

if TYPE_CHECKING:
    from riwaya.store.base import Store

role_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--role", type=click.Choice(ROLES), default=ROLES[0], show_default=True, help="What the person may do."
)


@click.group("user")
def command() -> None:
    """Accounts: who may look at a served record, and who may judge.

    A reader looks; a coder also judges claims; an editor also merges and splits events and makes batches
    for double coding. Passwords are asked for, or read from the first line of standard input; never given
    as arguments.
    """


@command.command("add")
@click.argument("name")
@role_option
@record_option
def add_command(name: str, role: Role, record: str) -> int:
    """Add an account."""
    known = _name(name)
    with _opened(record) as store:
        if store.account(known) is not None:
            raise UsageError(f"{known}: there is such an account; see riwaya user passwd, riwaya user role")
        account = Account(name=known, role=role, secret=_hashed(), since=now())
        store.keep_account(account, account.since)
    click.echo(f"{known}: {role}; a server that runs now asks for logins once it is started again")
    return 0


@command.command("list")
@record_option
def list_command(record: str) -> int:
    """List the accounts: name, role, since when."""
    with _opened(record) as store:
        for account in store.accounts():
            click.echo(f"{account.name}\t{account.role}\t{account.since}")
    return 0


@command.command("remove")
@click.argument("name")
@record_option
def remove_command(name: str, record: str) -> int:
    """Remove an account; its sessions end at once, what the person did stays."""
    with _opened(record) as store:
        account = _account(store, name)
        store.remove_account(account.name, now())
    click.echo(f"{account.name}: removed")
    return 0


@command.command("passwd")
@click.argument("name")
@record_option
def passwd_command(name: str, record: str) -> int:
    """Give an account another password; its sessions end at once."""
    with _opened(record) as store:
        account = _account(store, name)
        store.keep_account(msgspec.structs.replace(account, secret=_hashed()), now())
    click.echo(f"{account.name}: password changed")
    return 0


@command.command("role")
@click.argument("name")
@click.argument("role", type=click.Choice(ROLES))
@record_option
def role_command(name: str, role: Role, record: str) -> int:
    """Give an account another role, at once."""
    with _opened(record) as store:
        account = _account(store, name)
        store.keep_account(msgspec.structs.replace(account, role=role), now())
    click.echo(f"{account.name}: {role}")
    return 0


def _opened(record: str) -> AbstractContextManager[Store]:
    need_web()
    return opened_record(record)


def _name(text: str) -> str:
    name = account_name(text)
    if name is None:
        raise UsageError(f"{text!r}: a name has 1 to 64 letters, digits or . _ - @, and begins with a letter or digit")
    return name


def _account(store: Store, text: str) -> Account:
    account = store.account(_name(text))
    if account is None:
        raise UsageError(f"{text}: no such account; see riwaya user list")
    return account


def _hashed() -> str:
    """The hash of the password that is given. Raises UsageError for one that is too short."""
    from riwaya.web.passwords import fault_of, hashed

    if sys.stdin.isatty():
        password = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    fault = fault_of(password)
    if fault is not None:
        raise UsageError(fault)
    return hashed(password)
