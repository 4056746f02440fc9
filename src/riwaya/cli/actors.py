"""`riwaya actors`: add actors of one's own, list and show those that are known."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError
from riwaya.rules.actortable import COLUMNS, Cells, actor_files, actor_rows, check_table, known_actors, write_table
from riwaya.rules.files import data_folder
from riwaya.rules.lists import load_spelling
from riwaya.text.normal import Normaliser

_NAMES = ("id", "name_ar", "name_en", "aliases_ar", "aliases_en")


@click.group("actors")
def command() -> None:
    """Add actors of your own; list and show those that are known."""


@command.command("add")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--skip-bad", is_flag=True, help="Add the good rows of a file that has bad ones.")
@data_option
def add_command(file: Path, skip_bad: bool, data: Path) -> int:
    """Add the actors of a CSV file.

    FILE has the columns of the package's own tables: id, name_ar, name_en and kind must be there. It is
    kept under its name; a file of the same name takes the place of the one before.
    """
    target = data / "actors" / f"{file.stem}.csv"
    before = [path for path in _tables(data) if path != target]
    done = check_table(file, known_actors(before, _normaliser()))
    for line in (*done.faults, *done.clashes):
        click.echo(line, err=True)
    if done.faults and not skip_bad:
        click.echo(f"{file}: nothing added", err=True)
        return 1
    try:
        write_table(done.rows, target)
    except OSError as fault:
        raise UsageError(f"{target}: {fault.strerror}") from fault
    click.echo(f"{target}: {len(done.rows)} actor{'s' if len(done.rows) != 1 else ''}")
    return 1 if done.faults else 0


@command.command("list")
@click.argument("query", required=False, default="")
@data_option
def list_command(query: str, data: Path) -> int:
    """List actors: id, kind, name in English and in Arabic.

    With QUERY those alone whose id or one of whose names has it inside, in either script.
    """
    normaliser = _normaliser()
    wanted = _folded(query, normaliser)
    rows = actor_rows(_tables(data))
    for actor, cells in sorted(rows.items()):
        if any(wanted in _folded(cells.get(column, ""), normaliser) for column in _NAMES):
            click.echo("\t".join((actor, cells["kind"], cells["name_en"], cells["name_ar"])))
    return 0


@command.command("show")
@click.argument("actor", metavar="ID")
@data_option
def show_command(actor: str, data: Path) -> int:
    """Show what is known of an actor, and its file."""
    for path in reversed(_tables(data)):
        cells = actor_rows([path]).get(actor)
        if cells is not None:
            for line in _shown(cells, path):
                click.echo(line)
            return 0
    raise UsageError(f"no actor {actor!r}; see riwaya actors list")


def _tables(data: Path) -> tuple[Path, ...]:
    """The tables of the package, then those of the user."""
    return (*actor_files(data_folder()), *actor_files(data))


def _shown(cells: Cells, path: Path) -> Iterator[str]:
    for column in COLUMNS:
        for value in filter(None, cells.get(column, "").split("|")):
            yield f"{column:<12}{value}"
    yield f"{'file':<12}{path.name}"


def _normaliser() -> Normaliser:
    return load_spelling(data_folder()).normaliser


def _folded(text: str, normaliser: Normaliser) -> str:
    return normaliser.form(text).casefold()
