"""`riwaya search`: find claims in a record by words and by what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya.cli.filters import filter_options, query_of
from riwaya.cli.recording import opened_record, record_option
from riwaya.cli.show import Labelled, console_for, laid_out

if TYPE_CHECKING:
    from rich.console import Console

    from riwaya.store.base import Found, Hit


@click.command("search")
@record_option
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many at most.")
@click.option("--json", "as_json", is_flag=True, help="Print each claim as one line of JSON.")
def command(record: str, as_json: bool, limit: int, **options: Any) -> int:
    """Find claims, those of the latest day first.

    QUERY is looked for in the words of claims, the names of their sources, and their reading in English.
    Hamza, diacritics and what is joined to a word (conjunctions, prepositions, the article, pronouns) make
    no difference. Words in quotation marks must follow one another. All that is asked for must hold.
    """
    query = query_of(options, limit=limit)
    with opened_record(record) as store:
        found = store.search(query)
    if as_json:
        click.echo(b"".join(msgspec.json.encode(hit) + b"\n" for hit in found.hits), nl=False)
    else:
        click.echo(laid_out(console_for(None), partial(_draw, found)), nl=False)
    return 0


def _draw(found: Found, console: Console) -> None:
    """Each claim with where it comes from, one item a line, and how many there are."""
    for number, hit in enumerate(found.hits, 1):
        console.print(f"{number}. {hit.stance.replace('_', ' ')}, {_days(hit)}", style="bold cyan")
        for label, value in _facts(hit):
            console.print(Labelled(label, value, 3))
    number = len(found.hits)
    console.print(
        f"{number or 'no'} claim{'s' if number != 1 else ''}{'; there are more (--limit)' if found.more else ''}"
    )


def _facts(hit: Hit) -> Iterator[tuple[str, str]]:
    yield "words", hit.text
    yield from (("source", source) for source in hit.sources)
    yield "outlet", hit.outlet or "-"
    yield "published", hit.published or "-"
    if hit.types:
        yield "events", ", ".join(hit.types).replace("_", " ")
    yield from (("place", place) for place in hit.places)
    yield "address" if hit.url else "article", hit.url or hit.article
    yield "claim", hit.claim


def _days(hit: Hit) -> str:
    if hit.first_day == hit.last_day:
        return hit.first_day or "day not known"
    return f"{hit.first_day} to {hit.last_day}"
