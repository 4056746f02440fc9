"""`riwaya demo`: read the example pages, show what the record says of them, and serve it."""

from __future__ import annotations

import tempfile
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
from riwaya.cli.serve import PORT, Listening, need_web, serve_record
from riwaya.cli.show import Labelled, console_for, laid_out
from riwaya.cli.userdata import default_folder
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
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=PORT,
    show_default=True,
    help="The port to listen on; a free one where it is taken.",
)
@reading_date_option
def command(examples: Path | None, serve: bool, port: int, reading_date: date) -> int:
    """Read the example pages, print an overview and serve the record."""
    if serve:
        need_web()
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
        _serve(folder, reading_date, port)
    return reading.exit_code


def _serve(folder: Path, reading_date: date, port: int) -> None:
    """Keep the example pages in a record that goes away afterwards, and serve it until Ctrl-C."""
    from riwaya.cli.add import Adding
    from riwaya.cli.recording import EngineAtHand, opened_record
    from riwaya.read import receive
    from riwaya.store.base import Given

    with tempfile.TemporaryDirectory(prefix="riwaya-demo-") as place:
        record = str(Path(place) / "riwaya.db")
        with opened_record(record, create=True) as store:
            adding = Adding(store, reading_date, Given(), EngineAtHand(default_folder()))
            for item in receive((str(folder),)):
                adding.add(item)
            adding.flush()
        serve_record(record, default_folder(), Listening(port=port))


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
