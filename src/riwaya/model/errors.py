"""The four errors of riwaya; only cli, web and batch catch them."""

from __future__ import annotations

from collections.abc import Iterable


class RiwayaError(Exception):
    """Base of all errors that a user can mend."""


class DataError(RiwayaError):
    """One or more faults in data files, each as `file: key: reason`."""

    def __init__(self, faults: Iterable[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


class PageError(RiwayaError):
    """An input that could not be read: its name (path or id) and the reason in one line."""

    def __init__(self, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(f"{name}: {reason}")


class StoreError(RiwayaError):
    """The record could not be opened, read or written."""


class UsageError(RiwayaError):
    """The command was asked for something that makes no sense."""
