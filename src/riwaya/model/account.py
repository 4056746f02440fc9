"""Accounts: who may look at a served record, and who may judge what it holds."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal

from msgspec import Struct

Role = Literal["reader", "coder", "editor"]
ROLES: tuple[Role, ...] = ("reader", "coder", "editor")
"""What each may do, the next one all of it and more: look; judge claims; merge and split events, make batches."""

_NAME = re.compile(r"[^\W_][\w.@-]{0,63}")


class Account(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One person: the name, the role, the hash of the password (argon2id, PHC string), since when (ISO instant)."""

    name: str
    role: Role
    secret: str
    since: str


def account_name(text: str) -> str | None:
    """A name in the form in which it is kept (NFKC); None for one that no account may have.

    A name has 1 to 64 letters, digits, dots, underscores, hyphens or at signs, and begins with a letter or digit.
    """
    name = unicodedata.normalize("NFKC", text)
    return name if _NAME.fullmatch(name) else None


def at_least(role: Role, wanted: Role) -> bool:
    """Whether a role includes another."""
    return ROLES.index(role) >= ROLES.index(wanted)
