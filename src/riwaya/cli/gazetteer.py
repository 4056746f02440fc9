"""`riwaya gazetteer`: build the table of places, add files to it, look names up."""

from __future__ import annotations

from pathlib import Path

import click

from riwaya.rules.files import data_folder
from riwaya.rules.lists import load_spelling
from riwaya.store.gazetteer import Origin, SqliteGazetteer, add, build
from riwaya.store.placefiles import FORMATS

PATH = click.Path(dir_okay=False, path_type=Path)
INTO = click.option("--in", "path", type=PATH, default=Path("gazetteer.sqlite"), show_default=True)


@click.group("gazetteer")
def command() -> None:
    """Build and look into the table of places."""


@command.command("build")
@INTO
def build_command(path: Path) -> None:
    """Write a new gazetteer from the tables of the package."""
    click.echo(f"{path}: {build(path)} places")


@command.command("add")
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@INTO
@click.option("--format", "form", type=click.Choice(sorted(FORMATS)), help="Told from the file when not given.")
@click.option("--source", default="", help="Where the places are from; the file's name when not given.")
@click.option("--licence", default="unknown", show_default=True, help="The licence of the file.")
@click.option("--keep-good", is_flag=True, help="Load the good lines of a file that has bad ones.")
def add_command(files: tuple[Path, ...], path: Path, form: str | None, keep_good: bool, **origin: str) -> int:
    """Add places: GeoNames dumps and alternate names, OCHA units, Wikidata CSV, our own CSV, GeoJSON."""
    refused = 0
    for file in files:
        source = Origin(origin["source"] or file.name, origin["licence"])
        added = add(path, file, source, form=form, keep_good=keep_good)
        for entry in added.refused:
            click.echo(f"{file}: line {entry.line}: {entry.reason}", err=True)
        refused += len(added.refused)
        click.echo(f"{file}: {added.places} places, {added.names} names added, {len(added.refused)} lines refused")
    return 1 if refused else 0


@command.command("look")
@click.argument("name")
@INTO
def look_command(name: str, path: Path) -> int:
    """Print the places of NAME."""
    gazetteer = SqliteGazetteer(path)
    places = gazetteer.lookup(load_spelling(data_folder()).normaliser.form(name))
    gazetteer.close()
    for place in places:
        point = f"{place.lat:.4f} {place.lon:.4f} +-{place.radius_km:g} km"
        click.echo(f"{place.id}\t{place.name_ar}\t{place.name_en}\t{place.feature}\t{place.country}\t{point}")
    return 0 if places else 1
