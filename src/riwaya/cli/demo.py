"""`riwaya demo`: read the example pages and show what the record says of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import click
from rich.console import Console
from rich.rule import Rule
from rich.text import Text

from riwaya.cli.engine import engine
from riwaya.cli.inputs import Reading, finished, opened, reading_date_option
from riwaya.cli.show import Labelled, console_for, laid_out
from riwaya.model.errors import UsageError
from riwaya.model.record import Record
from riwaya.pipeline import analyse

REPOSITORY = Path(__file__).resolve().parents[3]


@click.command("demo")
@click.option(
    "--examples",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of example pages; `examples` here or in the repository when not given.",
)
@click.option("--serve/--no-serve", default=True, help="Serve the pages afterwards, or end.")
@reading_date_option
def command(examples: Path | None, serve: bool, reading_date: date) -> int:
    """Read the example pages and print an overview of the record."""
    folder = find_examples(examples)
    given = engine()
    reading = Reading((str(folder),), reading_date)
    records = list(finished(reading, lambda article: analyse(article, given)))
    with opened(None) as out:
        out.write(laid_out(console_for(None), partial(overview, records)))
        out.flush()
    pages = sorted(folder.rglob("*.html"))
    if pages:
        click.echo(f"The first of them in full: riwaya read {pages[0]}")
    if serve:
        click.echo("This version has no pages to serve yet.")
    return reading.exit_code


def find_examples(named: Path | None) -> Path:
    """The folder of example pages. Raises UsageError when there is none."""
    candidates = [named] if named else [Path("examples"), REPOSITORY / "examples"]
    for folder in candidates:
        if folder.is_dir():
            return folder
    raise UsageError(f"no folder of example pages at {' or '.join(map(str, candidates))}; use --examples")


def overview(records: Iterable[Record], console: Console) -> None:
    """Print a few lines a page and the totals."""
    totals: Counter[str] = Counter()
    for record in records:
        totals.update(_counts(record))
        console.print(Rule(style="dim"))
        for line in _page(record):
            console.print(line)
    console.print(Rule(style="dim"))
    console.print(Text(", ".join(f"{number} {name}" for name, number in totals.items()), style="bold"))


def _counts(record: Record) -> dict[str, int]:
    return {
        "articles": 1,
        "claims": len(record.claims),
        "with a source": sum(bool(claim.chain) for claim in record.claims),
        "events": sum(len(claim.events) for claim in record.claims),
        "times": len(record.times),
        "places": len(record.places),
        "quantities": len(record.quantities),
    }


def _page(record: Record) -> Iterator[Labelled]:
    article = record.article
    yield Labelled("title", article.title or "-", style="bold")
    yield Labelled("outlet", article.outlet or "-", style="magenta")
    yield Labelled("published", article.published or "-")
    counts = ", ".join(f"{number} {name}" for name, number in list(_counts(record).items())[1:])
    yield Labelled("found", counts)
    origins = Counter(claim.chain[-1].source.text for claim in record.claims if claim.chain)
    for origin, number in sorted(origins.items(), key=lambda item: (-item[1], item[0])):
        yield Labelled(f"source {number}x", origin, style="green")
