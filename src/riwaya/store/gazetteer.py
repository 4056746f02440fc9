"""The gazetteer in one SQLite file: built from the package's tables, extended by files of places."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from geographiclib.geodesic import Geodesic

from riwaya.model.errors import DataError, StoreError
from riwaya.rules.files import data_folder
from riwaya.rules.gazetteer import Place, read_places
from riwaya.rules.lists import load_spelling
from riwaya.store.placefiles import Placed, Read, Refused, Renamed, read_file
from riwaya.text.normal import Normaliser

_VERSION = 1
_ABROAD_KM = 300.0
_KM_PER_DEGREE = 111.7
_SCHEMA = """
create table place (
    number integer primary key, id text not null unique, name_ar text not null, name_en text not null,
    feature text not null, country text not null, admin1 text not null, lat real not null, lon real not null,
    radius_km real not null, population integer not null, generated integer not null,
    source text not null, licence text not null
) strict;
create table name (
    form text not null, number integer not null references place, text text not null,
    primary key (form, number)
) strict, without rowid;
create table refused (file text not null, line integer not null, reason text not null, text text not null) strict;
"""
_LOOKUP = """
select id, name_ar, name_en, feature, country, admin1, lat, lon, radius_km, population, generated
from name join place using (number) where form = ? order by number
"""


@dataclass(frozen=True)
class Origin:
    """Where the places of a file come from: kept with each of them."""

    source: str
    licence: str


@dataclass(frozen=True)
class Added:
    """What adding a file did: places and further names loaded, and the lines that were refused."""

    places: int
    names: int
    refused: tuple[Refused, ...]


class SqliteGazetteer:
    """Places by name from a built file; the same lookup as the tables in memory."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise StoreError(f"{path}: no gazetteer; build one with `riwaya gazetteer build`")
        self._connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        if self._connection.execute("pragma user_version").fetchone() != (_VERSION,):
            raise StoreError(f"{path}: not a gazetteer of this version")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def __len__(self) -> int:
        return int(self._connection.execute("select count(*) from place").fetchone()[0])

    def names(self) -> Iterator[str]:
        """Every name and alias once, in normal form."""
        for (form,) in self._connection.execute("select distinct form from name"):
            yield form

    def lookup(self, name: str) -> tuple[Place, ...]:
        """The places of a name, in the order in which they were added; one place of two sources once."""
        rows = self._connection.execute(_LOOKUP, (name,))
        kept: list[Place] = []
        for row in rows:
            place = Place._make((*row[:10], bool(row[10])))
            if not any(place.resembles(other) for other in kept):
                kept.append(place)
        return tuple(kept)


def build(path: Path, folder: Path | None = None) -> int:
    """Write a new gazetteer from the tables of a data folder (the package's when None); how many places.

    Raises StoreError when the file exists: nothing is overwritten.
    """
    if path.exists():
        raise StoreError(f"{path}: exists")
    where = folder or data_folder()
    normaliser = load_spelling(where).normaliser
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.executescript(f"{_SCHEMA} pragma user_version = {_VERSION};")
        writer = _Writer(connection, normaliser)
        for row, generated in read_places(where):
            writer.place(row, generated)
        return writer.count()


def add(path: Path, file: Path, origin: Origin, *, form: str | None = None, keep_good: bool = False) -> Added:
    """Add the places of a file.

    With any bad line nothing is loaded and DataError names each, unless `keep_good`: then the good lines
    are loaded and the bad ones kept in the table `refused`.
    """
    SqliteGazetteer(path).close()
    with closing(sqlite3.connect(path)) as connection, connection:
        countries = _countries(connection)
        found = [_checked(entry, countries) for entry in read_file(file, form)]
        refused = tuple(entry for entry in found if isinstance(entry, Refused))
        if refused and not keep_good:
            raise DataError(f"{file}: line {r.line}: {r.reason}" for r in refused)
        writer = _Writer(connection, load_spelling(data_folder()).normaliser)
        rows = [(str(file), r.line, r.reason, r.text) for r in refused]
        connection.executemany("insert into refused values (?, ?, ?, ?)", rows)
        places = sum(writer.placed(entry, origin) for entry in found if isinstance(entry, Placed))
        names = sum(writer.renamed(entry) for entry in found if isinstance(entry, Renamed))
        return Added(places, names, refused)


class _Writer:
    """Puts places and their names into an open gazetteer."""

    def __init__(self, connection: sqlite3.Connection, normaliser: Normaliser) -> None:
        self._connection, self._normaliser = connection, normaliser

    def count(self) -> int:
        return int(self._connection.execute("select count(*) from place").fetchone()[0])

    def place(self, row: list[str], generated: bool) -> bool:
        """A row of the package's columns; a place whose id is known only adds its names."""
        names = [row[1], *row[10].split("|")]
        values = (*row[:9], int(row[9] or 0), int(generated), row[12], row[13])
        sql = "insert or ignore into place values (null, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        new = self._connection.execute(sql, values).rowcount == 1
        self._name(row[0], names)
        return new

    def placed(self, entry: Placed, origin: Origin) -> bool:
        """A place of a file, with the file's source and licence unless it gives its own."""
        cells = entry.cells
        columns = ("id", "name_ar", "name_en", "feature", "country", "admin1", "lat", "lon", "radius_km")
        row = [cells.get(column, "") for column in (*columns, "population", "aliases_ar", "aliases_en")]
        row += [cells.get("source") or origin.source, cells.get("licence") or origin.licence]
        return self.place(row, generated=True)

    def renamed(self, entry: Renamed) -> bool:
        """A further name of a place that is known; whether it was."""
        return self._name(entry.id, [entry.name]) > 0

    def _name(self, place_id: str, names: Iterable[str]) -> int:
        sql = "insert or ignore into name select ?, number, ? from place where id = ?"
        rows = [(self._normaliser.form(name), name, place_id) for name in names if name]
        return sum(self._connection.execute(sql, row).rowcount for row in rows)


def _countries(connection: sqlite3.Connection) -> dict[str, tuple[float, float, float]]:
    rows = connection.execute("select country, lat, lon, radius_km from place where feature = 'country'")
    return {country: (lat, lon, radius) for country, lat, lon, radius in rows}


def _checked(entry: Read, countries: Mapping[str, tuple[float, float, float]]) -> Read:
    """The entry, refused when it lies far outside the country that it names."""
    if not isinstance(entry, Placed) or entry.cells.get("country") not in countries:
        return entry
    lat, lon, radius = countries[entry.cells["country"]]
    here = (float(entry.cells["lat"]), float(entry.cells["lon"]))
    reach = 2 * radius + _ABROAD_KM
    if _within(here, (lat, lon), reach):
        return entry
    reason = f"lat, lon: {here[0]}, {here[1]} lies far from {entry.cells['country']}"
    if abs(here[1]) <= 90 and _within(here[::-1], (lat, lon), reach):
        reason += ": swapped?"
    return Refused(entry.line, reason, repr(dict(entry.cells)))


def _within(a: tuple[float, ...], b: tuple[float, ...], km: float) -> bool:
    """Whether two points lie within a distance of each other; often the degrees alone tell."""
    if max(abs(a[0] - b[0]), abs(a[1] - b[1])) * _KM_PER_DEGREE * 1.42 <= km:
        return True
    return float(Geodesic.WGS84.Inverse(a[0], a[1], b[0], b[1])["s12"]) <= km * 1000
