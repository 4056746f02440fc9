"""Passwords: hashed with argon2id, checked in the same time whether there is such a person or not."""

from __future__ import annotations

import unicodedata
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 1024
"""Characters that a password has."""
_AT_ONCE = 2
"""Each check takes 64 MiB; more than these wait, so that a flood of logins cannot fill the memory."""


def fault_of(password: str) -> str | None:
    """What is wrong with a new password; None for a good one."""
    if len(password) < SHORTEST:
        return f"a password has at least {SHORTEST} characters"
    return f"a password has at most {LONGEST} characters" if len(password) > LONGEST else None


def hashed(password: str) -> str:
    """The hash of a password with its salt and costs (PHC string)."""
    return PasswordHasher().hash(_form(password))


class Passwords:
    """Checks passwords, a few at a time. `nobody` is a password that no one knows."""

    def __init__(self, nobody: str) -> None:
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(nobody)
        self._slots = BoundedSemaphore(_AT_ONCE)

    def right(self, secret: str | None, password: str) -> bool:
        """Whether a password is the one of a hash; for no hash (nobody of that name) False after as long a time."""
        if len(password) > LONGEST:
            return False
        with self._slots:
            try:
                self._hasher.verify(secret or self._nobody, _form(password))
            except (VerificationError, InvalidHashError):
                return False
        return secret is not None


def _form(password: str) -> str:
    """One form for letters that keyboards write in several ways."""
    return unicodedata.normalize("NFKC", password)
