"""`riwaya search`: find claims in a record by words and by what is known of them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya.cli.filters import asks_of_findings, filter_options, query_of
from riwaya.cli.recording import linked_record, opened_record, record_option
from riwaya.cli.show import Labelled, console_for, laid_out
from riwaya.cli.userdata import data_option

if TYPE_CHECKING:
    from rich.console import Console

    from riwaya.store.base import Found, Hit


@click.command("search")
@filter_options
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many at most.")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print each claim as one line of JSON.")
def command(record: str, data: Path, as_json: bool, limit: int, **options: Any) -> int:
    """Find claims, those of the latest day first.

    QUERY is looked for in the words of claims, the names of their sources, and their reading in English.
    Hamza, diacritics and what is joined to a word (conjunctions, prepositions, the article, pronouns) make
    no difference. Words in quotation marks must follow one another. All that is asked for must hold.
    """
    query = query_of(options, limit=limit)
    with linked_record(record, data) if asks_of_findings(query) else opened_record(record) as store:
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
        for fact in hit_facts(hit):
            console.print(fact)
    number = len(found.hits)
    console.print(
        f"{number or 'no'} claim{'s' if number != 1 else ''}{'; there are more (--limit)' if found.more else ''}"
    )


def hit_facts(hit: Hit) -> Iterator[Labelled]:
    """What is known of a claim, one item a line."""
    yield from (Labelled(label, value, 3) for label, value in _facts(hit))


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
