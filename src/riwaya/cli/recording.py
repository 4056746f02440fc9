"""What the commands of the record share: where it is, opening it, the engine that reads, the clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riwaya import __version__
from riwaya.cli.inputs import with_given
from riwaya.model.errors import PageError, UsageError
from riwaya.model.record import Engine
from riwaya.read import Received, read_received
from riwaya.rules.actortable import actor_files
from riwaya.rules.files import data_digest, data_folder

if TYPE_CHECKING:
    from riwaya.store.base import Given, Outcome, Store

RECORD = "riwaya.db"
_NEEDED = ("sqlalchemy", "alembic", "zstandard")

record_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--record",
    default=RECORD,
    show_default=True,
    envvar="RIWAYA_RECORD",
    show_envvar=True,
    metavar="PATH|postgresql://...",
    help="The record: a file, or a PostgreSQL database.",
)


def now() -> str:
    """This instant in UTC, ISO 8601, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def need_store() -> None:
    """Raise UsageError where the packages of the extra `store` are not installed."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"a record needs {', '.join(missing)}: pip install 'riwaya[store]'")


@contextmanager
def opened_record(location: str, *, create: bool = False) -> Iterator[Store]:
    """The record at a location, closed afterwards. Raises StoreError; UsageError without the packages."""
    need_store()
    from riwaya.store.location import create_store, open_store

    store = create_store(location)[0] if create else open_store(location)
    try:
        yield store
    finally:
        store.close()


@contextmanager
def linked_record(location: str, data: Path) -> Iterator[Store]:
    """A record whose findings are up to date: it is linked first where it has changed. Raises StoreError."""
    from riwaya.linked import link_record

    with opened_record(location) as store:
        link_record(store, now(), actor_files(data), lambda what: click.echo(f"riwaya: {what}", err=True))
        yield store


@dataclass(frozen=True)
class EngineAtHand:
    """The engine of this program with the user's data; it is loaded when the first page is read."""

    data: Path

    @cached_property
    def engine(self) -> Engine:
        """Which engine this is, known without loading it."""
        return Engine(__version__, data_digest(data_folder(), actor_files(self.data)))

    def read(self, received: Received, read_on: date, given: Given) -> Outcome:
        """The record of received bytes, or why there is none."""
        from riwaya.cli.engine import engine
        from riwaya.pipeline import analyse

        article = read_received(received, read_on)
        if isinstance(article, PageError):
            return article
        published = date.fromisoformat(given.published) if given.published else None
        return analyse(with_given(article, given.outlet, published), engine(actor_files(self.data)))
