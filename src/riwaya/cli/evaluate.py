"""`riwaya evaluate`: read the texts of gold records and print how far the engine agrees with them."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from riwaya.cli.engine import engine
from riwaya.model.errors import DataError
from riwaya.pipeline import analyse
from riwaya.quality.floors import corpus_digest, faults, read_floors
from riwaya.quality.gold import gold_article, read_gold
from riwaya.quality.score import Figures, Scores, score
from riwaya.quality.table import differences, table

FILE = click.Path(path_type=Path, dir_okay=False)


def evaluated(path: Path) -> Scores:
    """Read every text of a gold file with the engine and compare. Raises DataError for a broken file."""
    gold = read_gold(path)
    given = engine()
    return score(gold, {article.id: analyse(gold_article(article), given) for article in gold})


@click.command("evaluate")
@click.argument("gold", type=FILE, metavar="GOLD.jsonl")
@click.option("--errors", type=click.IntRange(min=0), default=0, metavar="N", help="Print N errors of a kind.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures as one line of JSON.")
@click.option("--floors", type=FILE, help="Fail when a figure is below its floor in this TOML file.")
def command(gold: Path, errors: int, as_json: bool, floors: Path | None) -> int:
    """Compare what the engine reads with gold records.

    GOLD.jsonl holds articles annotated after the codebook. Each text is read exactly as it stands there.
    """
    scores = evaluated(gold)
    figures = scores.figures()
    if as_json:
        counts = {"articles": scores.articles, "read": scores.articles, "figures": figures}
        click.echo(msgspec.json.encode(counts))
    else:
        lines = [f"articles {scores.articles}, of which read {scores.articles}", *table(figures)]
        click.echo("\n".join([*lines, *(differences(scores, errors) if errors else ())]))
    if floors is not None:
        _hold(gold, floors, figures)
    return 0


def _hold(gold: Path, path: Path, figures: dict[str, Figures]) -> None:
    """Raise DataError unless the figures hold the floors of the corpus whose digest is that of the file."""
    digest = corpus_digest([gold])
    corpora = [item for item in read_floors(path).items() if item[1].digest == digest]
    if not corpora:
        raise DataError([f"{path}: no floors for {gold} (digest {digest})"])
    below = [fault for name, corpus in corpora for fault in faults(name, corpus, digest, figures)]
    if below:
        raise DataError(below)
