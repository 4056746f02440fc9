"""The options that choose claims and events: the same for every command that looks into a record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

import click

from riwaya.cli.inputs import IsoDate
from riwaya.model.claim import Certainty, Stance

if TYPE_CHECKING:
    from riwaya.store.base import Query

Command = Callable[..., Any]


class Box(click.ParamType[tuple[float, float, float, float]]):
    """West, south, east and north in degrees, separated by commas, as GeoJSON and OSM write them."""

    name = "W,S,E,N"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The four numbers; a usage error where they are no box."""
        if isinstance(value, tuple):
            return value
        try:
            west, south, east, north = map(float, str(value).split(","))
        except ValueError:
            self.fail(f"{value!r} is not west,south,east,north in degrees", param, ctx)
        if not (-180 <= west <= 180 and -180 <= east <= 180 and -90 <= south <= north <= 90):
            self.fail(f"{value!r} lies outside -180,-90,180,90", param, ctx)
        return west, south, east, north


_OPTIONS = (
    click.argument("words", nargs=-1, metavar="[QUERY]..."),
    click.option("--actor", help="Who speaks, or whom an event is about: an id or a name."),
    click.option("--source", help="Whom claims rest on in the end: the key of a source or a name."),
    click.option("--type", "types", multiple=True, metavar="TYPE", help="Type of event; more than one may be given."),
    click.option("--place", help="A place: its name or its id in the gazetteer."),
    click.option("--radius", "radius_km", type=click.FloatRange(min=0), metavar="KM", help="How far around --place."),
    click.option("--box", type=Box(), help="Events within a box: west,south,east,north in degrees."),
    click.option("--since", type=IsoDate(), help="Events on this day or later."),
    click.option("--until", type=IsoDate(), help="Events on this day or earlier."),
    click.option("--stance", type=click.Choice(get_args(Stance)), help="How the source stands to what it says."),
    click.option("--certainty", type=click.Choice(get_args(Certainty)), help="How sure the words are."),
    click.option("--outlet", help="The outlet, as the record names it."),
    click.option("--min-origins", type=click.IntRange(min=0), help="Events on so many independent origins or more."),
    click.option("--max-origins", type=click.IntRange(min=0), help="Events on so many independent origins or fewer."),
    click.option(
        "--contradicted/--uncontradicted", "contradicted", default=None, help="Events of which accounts differ, or not."
    ),
    click.option("--superseded", is_flag=True, help="Also claims of pages that were replaced by a later version."),
)
_NAMES = (
    "actor", "source", "types", "place", "radius_km", "box", "since", "until", "stance", "certainty", "outlet",
    "min_origins", "max_origins", "contradicted", "superseded",
)  # fmt: skip
_OF_FINDINGS = ("source", "box", "min_origins", "max_origins", "contradicted")


def filter_options(command: Command) -> Command:
    """Give a command the argument QUERY and the options that choose claims; `query_of` reads them."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def query_of(options: dict[str, Any], **more: Any) -> Query:
    """The query of these options, taken out of `options`. Raises click.UsageError for a radius without a place."""
    from riwaya.store.base import Query

    given = {name: options.pop(name) for name in _NAMES}
    if given["radius_km"] is not None and not given["place"]:
        raise click.UsageError("--radius needs --place")
    days = {name: given.pop(name) for name in ("since", "until")}
    given |= {name: day.isoformat() for name, day in days.items() if isinstance(day, date)}
    return Query(words=" ".join(options.pop("words")), **given, **more)


def asks_of_findings(query: Query) -> bool:
    """Whether a query asks for something that only a linked record knows."""
    return any(getattr(query, name) is not None for name in _OF_FINDINGS)


def described(query: Query, events: Sequence[str], words: Mapping[str, str]) -> str:
    """What is asked for, in the words of a language (`asked.*`); empty where nothing is."""
    given = [("words", query.words or None), *((name, getattr(query, name)) for name in _NAMES)]
    given += [("event", event) for event in events]
    known = [(name, value) for name, value in given if value is not None and value != ()]
    return "; ".join(_stated(name, value, words) for name, value in known if (name, value) != ("superseded", False))


def _stated(name: str, value: object, words: Mapping[str, str]) -> str:
    if isinstance(value, bool):
        value = words["asked.yes" if value else "asked.no"]
    elif isinstance(value, tuple):
        value = ", ".join(map(str, value))
    return f"{words[f'asked.{name}']}: {value}"
