"""`riwaya export`: write claims or events of a record in a format of others."""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from riwaya import __version__
from riwaya.cli.filters import asks_of_findings, described, filter_options, query_of
from riwaya.cli.inputs import opened
from riwaya.cli.recording import linked_record, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.export.formats import FORMATS, Format
from riwaya.model.errors import UsageError
from riwaya.rules.actortable import actor_files

if TYPE_CHECKING:
    from riwaya.export.manner import Language
    from riwaya.selected import Selected
    from riwaya.store.base import Query, Store

_FORMATS = "\n".join(f"  {known.name:<12} {known.summary}" for known in FORMATS.values())


@dataclass(frozen=True)
class Target:
    """What is written, where to (None is standard output), and how."""

    format: Format
    out: Path | None
    force: bool
    bom: bool
    language: Language

    def check(self) -> None:
        """Raise UsageError for what cannot be written: a package is missing, a file is there, bytes on a terminal."""
        if missing := self.format.missing():
            needed = f"the format {self.format.name} needs {', '.join(missing)}"
            raise UsageError(f"{needed}: pip install 'riwaya[{self.format.extra}]'")
        if self.out is not None and self.out.exists() and not self.force:
            raise UsageError(f"{self.out}: there is a file already; --force replaces it")
        if self.out is None and self.format.binary and sys.stdout.isatty():
            raise UsageError(f"{self.format.name} is not for a terminal: name a file with --out")


@click.command("export", epilog=f"\b\nFormats:\n{_FORMATS}")
@click.argument("name", metavar="FORMAT", type=click.Choice(list(FORMATS)))
@record_option
@filter_options
@click.option("--event", "events", multiple=True, metavar="ID", help="The event of this id; more may be given.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write to this file.")
@click.option("--force", is_flag=True, help="Replace the file of --out where there is one.")
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, by which spreadsheets know UTF-8.")
@click.option("--language", type=click.Choice(["en", "ar"]), default="en", show_default=True, help="Of the report.")
@data_option
def command(name: str, record: str, data: Path, events: tuple[str, ...], **options: Any) -> int:
    """Write claims or events of a record in a format of others.

    QUERY and the options that say what is wanted are those of search and events; without them all of the
    record is written. Formats of events write each event whole.
    """
    from riwaya.export.manner import Manner
    from riwaya.export.tables import load

    query = query_of(options)
    target = Target(FORMATS[name], **options)
    target.check()
    left_out: Counter[str] = Counter()
    tables = load(extra=actor_files(data))
    asked = described(query, events, tables.words(target.language))
    manner = Manner(tables, __version__, asked, target.language, target.bom, lambda reason: left_out.update([reason]))
    with _opened(record, data, target.format.linked or bool(events) or asks_of_findings(query)) as store:
        selected = _selected(store, query, events)
        with opened(target.out) as out:
            for chunk in target.format.chunks(selected, manner):
                out.write(chunk)
    for reason, number in sorted(left_out.items()):
        click.echo(f"riwaya: {number} event{'s' if number != 1 else ''} left out {reason}", err=True)
    return 0


def _opened(record: str, data: Path, linked: bool) -> AbstractContextManager[Store]:
    """The record; brought up to date first where something of its findings is wanted."""
    return linked_record(record, data) if linked else opened_record(record)


def _selected(store: Store, query: Query, events: tuple[str, ...]) -> Selected:
    """The part of the record that is wanted. Raises UsageError for an event that there is not."""
    from riwaya.selected import Selected

    selected = Selected(store, query, events)
    if unknown := selected.unknown():
        raise UsageError(f"no event {unknown[0]}")
    return selected
