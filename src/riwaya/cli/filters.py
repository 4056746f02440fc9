"""What claims and events are wanted: the options that search and export have in common."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import reduce
from typing import TYPE_CHECKING, Any, get_args

import click

from riwaya.cli.inputs import IsoDate
from riwaya.model.claim import Stance

if TYPE_CHECKING:
    from riwaya.store.base import Query

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]

_OPTIONS: tuple[Decorator, ...] = (
    click.argument("words", nargs=-1, metavar="[QUERY]..."),
    click.option("--actor", help="Who speaks, or whom an event is about: an id or a name."),
    click.option("--type", "types", multiple=True, metavar="TYPE", help="Type of event; more than one may be given."),
    click.option("--place", help="A place: its name or its id in the gazetteer."),
    click.option("--radius", "radius_km", type=click.FloatRange(min=0), metavar="KM", help="How far around --place."),
    click.option("--since", type=IsoDate(), help="Events on this day or later."),
    click.option("--until", type=IsoDate(), help="Events on this day or earlier."),
    click.option("--stance", type=click.Choice(get_args(Stance)), help="How the source stands to what it says."),
    click.option("--outlet", help="The outlet, as the record names it."),
    click.option("--superseded", is_flag=True, help="Also claims of pages that were replaced by a later version."),
)
_NAMES = ("actor", "types", "place", "radius_km", "since", "until", "stance", "outlet", "superseded")


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the words and options that say which claims are wanted."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_OPTIONS), command)


def query_of(options: dict[str, Any], **more: Any) -> Query:
    """The query of these options, taken out of `options`. Raises click.UsageError for a radius without a place."""
    from riwaya.store.base import Query

    given = {name: options.pop(name) for name in _NAMES}
    if given["radius_km"] is not None and not given["place"]:
        raise click.UsageError("--radius needs --place")
    days = {name: given.pop(name) for name in ("since", "until")}
    given |= {name: day.isoformat() for name, day in days.items() if isinstance(day, date)}
    return Query(words=" ".join(options.pop("words")), **given, **more)
