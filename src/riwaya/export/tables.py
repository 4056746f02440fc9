"""The tables of exports: countries, actors, outlets, event types, and what each standard calls them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from riwaya.model.errors import DataError
from riwaya.rules.actortable import actor_files, actor_rows
from riwaya.rules.files import data_folder, files_below, read_table, read_toml
from riwaya.rules.wording import load_wording


class Country(Struct, frozen=True):
    """A row of `export/countries.csv`: ISO 3166-1 codes, and name and region as ACLED has them."""

    alpha2: str
    alpha3: str
    numeric: str
    name: str
    region: str


class Actor(Struct, frozen=True):
    """What exports need of a known actor."""

    id: str
    name_ar: str
    name_en: str
    kind: str
    country: str
    affiliation: str

    @property
    def name(self) -> str:
        """Its English name where there is one."""
        return self.name_en or self.name_ar


class Outlet(Struct, frozen=True):
    """An outlet in `outlets/*.toml`; other keys are the reading's."""

    name: str
    name_en: str
    country: str
    kind: str
    aliases: tuple[str, ...] = ()


class OutletFile(Struct, frozen=True):
    """One file of outlets."""

    outlet: tuple[Outlet, ...] = ()


class TypeLabel(Struct, frozen=True):
    """The label of an event type in `ontology/events.toml`; other keys are the reading's."""

    label: str


class Inter(Struct, frozen=True, forbid_unknown_fields=True):
    """A code of ACLED for a kind of actor, and its name."""

    code: int
    name: str


class AcledEvent(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a row of an ACLED event type holds.

    `disorder` is its disorder type, `sub_disorder` that of single sub-event types. `actor1` and `actor2` are
    names that take the place of an actor that is not named, with their codes `inter1` and `inter2`.
    """

    disorder: str
    sub_disorder: dict[str, str] = {}
    actor1: str = ""
    inter1: int = 0
    actor2: str = ""
    inter2: int = 0
    civilians: bool = False


class Precision(Struct, frozen=True, forbid_unknown_fields=True):
    """A level of precision and the largest number of days, or of kilometres, that it covers."""

    level: int
    most: float


class Scale(Struct, frozen=True, forbid_unknown_fields=True):
    """The names of the scales of sources, the narrowest first, and the channels that are new media."""

    order: tuple[str, ...]
    new_media: str
    channels: tuple[str, ...]
    same_country: str
    same_region: str
    elsewhere: str


class Acled(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`export/acled.toml`."""

    columns: tuple[str, ...]
    inter: tuple[Inter, ...]
    roles: tuple[int, ...]
    kinds: dict[str, int]
    at_home: dict[str, int]
    abroad: int
    events: dict[str, AcledEvent]
    time: tuple[Precision, ...]
    geo: tuple[Precision, ...]
    regional_features: tuple[str, ...]
    too_wide: tuple[str, ...]
    scale: Scale
    civilian_targeting: str


class HxlColumn(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of the HXL export: a field of an event's row, its heading and its hashtag."""

    field: str
    heading: str
    tag: str


class Hxl(Struct, frozen=True, forbid_unknown_fields=True):
    """`export/hxl.toml`."""

    column: tuple[HxlColumn, ...]


class FtmKind(Struct, frozen=True, forbid_unknown_fields=True):
    """The FollowTheMoney schema of a kind of actor, and its topics."""

    schema: str
    topics: tuple[str, ...] = ()


class Ftm(Struct, frozen=True, forbid_unknown_fields=True):
    """`export/ftm.toml`."""

    kinds: dict[str, FtmKind]


class Prov(Struct, frozen=True, forbid_unknown_fields=True):
    """`export/prov.toml`: classes of PROV-O by kind of source."""

    kinds: dict[str, str]


@dataclass(frozen=True)
class Tables:
    """All tables of exports; the files of single formats are read when they are first asked for.

    `arabic` names countries (under their code and "") and governorates (under code and English name).
    """

    folder: Path
    countries: Mapping[str, Country]
    actors: Mapping[str, Actor]
    outlets: Mapping[str, Outlet]
    labels: Mapping[str, str]
    arabic: Mapping[tuple[str, str], str]

    @cached_property
    def acled(self) -> Acled:
        """What ACLED calls things."""
        return read_toml(self.folder / "export/acled.toml", Acled)

    @cached_property
    def tolls(self) -> dict[str, tuple[str, ...]]:
        """By role of a number the types of events of which the number of those who undergo them is one."""
        return read_toml(self.folder / "export/tolls.toml", dict[str, tuple[str, ...]])

    @cached_property
    def hxl(self) -> Hxl:
        """The columns of the HXL export."""
        return read_toml(self.folder / "export/hxl.toml", Hxl)

    @cached_property
    def ftm(self) -> Ftm:
        """What FollowTheMoney calls things."""
        return read_toml(self.folder / "export/ftm.toml", Ftm)

    @cached_property
    def prov(self) -> Prov:
        """What PROV-O calls things."""
        return read_toml(self.folder / "export/prov.toml", Prov)

    @cached_property
    def style(self) -> str:
        """The style sheet of the report."""
        return (self.folder / "export/report.css").read_text(encoding="utf-8")

    def words(self, language: str) -> dict[str, str]:
        """The words of a language for codes of the record and for reports."""
        return load_wording(language, self.folder)

    def actor_name(self, actor: str | None, text: str) -> str:
        """The English name of a known actor, else the words of the article."""
        known = self.actors.get(actor or "")
        return known.name if known else text

    def outlet_name(self, name: str | None) -> str:
        """The English name of a known outlet, else its name as written; empty where there is none."""
        known = self.outlets.get(name or "")
        return known.name_en if known else name or ""


def load(folder: Path | None = None, extra: Iterable[Path] = ()) -> Tables:
    """The tables of a data folder (the package's own when none is given); `extra` are more tables of actors.

    Raises DataError for rows of another width and for countries that are listed twice.
    """
    folder = folder or data_folder()
    return Tables(
        folder=folder,
        countries=_countries(folder / "export/countries.csv"),
        actors=_actors([*actor_files(folder), *extra]),
        outlets=_outlets(folder / "outlets"),
        arabic=_arabic(folder / "places"),
        labels={k: t.label for k, t in read_toml(folder / "ontology/events.toml", dict[str, TypeLabel]).items()},
    )


def _countries(path: Path) -> dict[str, Country]:
    rows = [Country(**row.cells) for row in read_table(path)]
    countries = {row.alpha2: row for row in rows}
    if len(countries) < len(rows):
        raise DataError([f"{path}: alpha2: a country is listed twice"])
    return countries


def _arabic(folder: Path) -> dict[tuple[str, str], str]:
    rows = [row.cells for name in ("countries", "admin1") for row in read_table(folder / f"{name}.csv")]
    return {(cells["country"], cells["admin1"]): cells["name_ar"] for cells in reversed(rows)}


def _actors(paths: Iterable[Path]) -> dict[str, Actor]:
    wanted = Actor.__struct_fields__
    return {id: Actor(**{name: cells.get(name, "") for name in wanted}) for id, cells in actor_rows(paths).items()}


def _outlets(folder: Path) -> dict[str, Outlet]:
    """Outlets by each of their names; a name of two goes to the one that bears it first of all."""
    outlets = [outlet for path in files_below(folder, ".toml") for outlet in read_toml(path, OutletFile).outlet]
    found = {outlet.name: outlet for outlet in reversed(outlets)}
    for outlet in outlets:
        for name in (outlet.name_en, *outlet.aliases):
            found.setdefault(name, outlet)
    return found
