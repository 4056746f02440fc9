"""`riwaya read`: a sourced record of each article, for a person or as JSON Lines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import click
import msgspec

from riwaya.cli.engine import engine
from riwaya.cli.inputs import IsoDate, Reading, finished, opened, reading_date_option, with_given
from riwaya.cli.show import console_for, laid_out, show
from riwaya.cli.userdata import data_option
from riwaya.model.article import Article
from riwaya.pipeline import analyse
from riwaya.rules.actortable import actor_files


@dataclass(frozen=True)
class Wanted:
    """What the options ask for."""

    jsonl: bool
    output: Path | None
    outlet: str | None
    published: date | None
    reading_date: date
    data: Path


@click.command("read")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--jsonl", is_flag=True, help="Print records of format riwaya/1, one a line.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write to a file.")
@click.option("--outlet", help="The outlet of the articles, where you know it better than the page says.")
@click.option("--published", type=IsoDate(), help="Their day of publication, where you know it better.")
@reading_date_option
@data_option
def command(inputs: tuple[str, ...], **options: Any) -> int:
    """Read articles and print a sourced record of each.

    INPUT is an HTML page, a saved text page, a JSON Lines file of articles or posts, an export of Telegram,
    a WARC file, a folder of these, or - for standard input.
    """
    wanted = Wanted(**options)
    given = engine(actor_files(wanted.data))
    console = console_for(wanted.output)
    reading = Reading(inputs, wanted.reading_date)

    def work(article: Article) -> bytes:
        record = analyse(with_given(article, wanted.outlet, wanted.published), given)
        if wanted.jsonl:
            return msgspec.json.encode(record) + b"\n"
        return laid_out(console, partial(show, record))

    with opened(wanted.output) as out:
        for lines in finished(reading, work):
            out.write(lines)
            out.flush()
    return reading.exit_code
