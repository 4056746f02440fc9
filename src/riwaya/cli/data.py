"""`riwaya data`: work on the word lists and rules; so far, check them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

from riwaya.export.tables import load as load_exports
from riwaya.model.errors import DataError
from riwaya.pipeline import STAGES, load_base
from riwaya.read.furniture import read_furniture_files
from riwaya.read.outlets import read_outlets
from riwaya.rules.check import Checked
from riwaya.rules.check import check as check_folder
from riwaya.rules.files import data_folder, read_toml
from riwaya.rules.lists import WordList, load_spelling

ACTORS = "actors"


@click.group("data")
def command() -> None:
    """Check the word lists and rules."""


@command.command("check")
@click.argument("folder", required=False, type=click.Path(exists=True, file_okay=False, path_type=Path))
def check(folder: Path | None) -> int:
    """Load all data and report every fault of every file.

    FOLDER is a data folder; that of the package when none is given. Each fault is one line: file, key,
    reason.
    """
    done = checked(folder)
    for fault in done.faults:
        click.echo(fault)
    counts = f"{done.files} files, {done.rows} rows, {done.rules} rules checked"
    click.echo(f"{counts}: {len(done.faults) or 'no'} fault{'s' if len(done.faults) != 1 else ''}", err=True)
    return 1 if done.faults else 0


def checked(folder: Path | None) -> Checked:
    """Everything that loading and checking find in a folder; each fault once."""
    where = folder or data_folder()
    try:
        spelling, lists = load_spelling(where), read_toml(where / "lexicon/lists.toml", dict[str, WordList])
    except (DataError, OSError) as fault:
        return Checked(faults=_lines(fault))
    done = check_folder(where, spelling.normaliser, [*lists, ACTORS])
    done.faults += _stage_faults(where)
    if folder is None:
        done.faults += [*_faults_of(read_outlets), *_faults_of(read_furniture_files), *_faults_of(_export_tables)]
    done.faults = list(dict.fromkeys(done.faults))
    return done


def _stage_faults(folder: Path) -> list[str]:
    """The faults that the stages find when they load their tables, all stages together."""
    try:
        base = load_base(folder)
    except (DataError, OSError) as fault:
        return _lines(fault)
    return [line for stage in STAGES for line in _faults_of(partial(stage.load, base))]


def _export_tables() -> None:
    tables = load_exports()
    for table in ("acled", "tolls", "hxl", "ftm", "prov", "style"):
        getattr(tables, table)


def _faults_of(load: Callable[[], object]) -> list[str]:
    try:
        load()
    except (DataError, OSError) as fault:
        return _lines(fault)
    return []


def _lines(fault: DataError | OSError) -> list[str]:
    if isinstance(fault, DataError):
        return list(fault.faults)
    return [f"{fault.filename}: file: {fault.strerror}"]
