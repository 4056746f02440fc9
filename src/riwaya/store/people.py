"""The part of the contract that is about accounts."""

from __future__ import annotations

from typing import Protocol

from riwaya.model.account import Account


class People(Protocol):
    """Keeps accounts. An act of the audit chain tells of each that is added, changed or removed."""

    def accounts(self) -> tuple[Account, ...]:
        """All accounts by name."""

    def account(self, name: str) -> Account | None:
        """The account of a name."""

    def keep_account(self, account: Account, at: str) -> None:
        """Add an account, or put it in the place of the one of its name; `at` is this instant (ISO)."""

    def remove_account(self, name: str, at: str) -> bool:
        """Take an account out; whether there was one."""
