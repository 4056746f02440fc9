"""What whoever starts the server decides."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

LOOPBACK = ("localhost", "127.0.0.1", "::1")
SENSITIVE = ("chemical_attack", "sexual_violence", "suicide_bombing", "torture")
"""Event types whose words are covered until a reader asks for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a record is served.

    `record` is a path or the address of a PostgreSQL database, `data` the user's own data folder. `tiles` is
    the address template of a server of raster tiles; while it is None the pages make no request elsewhere.
    `now` is the clock (it returns instants with a time zone), `token` makes unguessable values. Every `refresh_s`
    seconds the findings are made anew where the record has changed. Words of `covered` event types are hidden
    until they are asked for.

    `hosts` are the names under which the server may be asked for, and `guarded` says that it listens to other
    machines: then nobody comes in without an account. `visitor` is what someone at this machine is called, as
    long as he gives no other name.
    """

    record: str
    data: Path
    now: Callable[[], datetime]
    tiles: str | None = None
    covered: tuple[str, ...] = SENSITIVE
    refresh_s: float = 10.0
    token: Callable[[], str] = secrets.token_urlsafe
    hosts: tuple[str, ...] = LOOPBACK
    guarded: bool = False
    visitor: str = "local"
