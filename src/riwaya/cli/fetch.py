"""`riwaya fetch`: fetch pages from the web into the record."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import click

from riwaya.cli.add import Adding, given_by, said
from riwaya.cli.inputs import IsoDate, reading_date_option
from riwaya.cli.net import Fetching, fetcher_of, manners_of, network_options
from riwaya.cli.progress import watched
from riwaya.cli.recording import EngineAtHand, opened_record, record_option
from riwaya.cli.userdata import data_option


@click.command("fetch")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@record_option
@click.option("--outlet", help="The outlet of the articles, where you know it better than the page says.")
@click.option("--published", type=IsoDate(), help="Their day of publication, where you know it better.")
@network_options
@reading_date_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one line of JSON.")
def command(urls: tuple[str, ...], record: str, as_json: bool, **options: Any) -> int:
    """Fetch pages from the web into the record.

    Each request and answer is kept whole as WARC beside the record. A page that was fetched before is only
    sent again where the server says that it has changed. What robots.txt of a site forbids is not fetched,
    and nothing from this machine or a private network.
    """
    manners = manners_of(options)
    read_on: date = options["reading_date"]
    data: Path = options["data"]
    with opened_record(record, create=True) as store:
        adding = Adding(store, read_on, given_by(options), EngineAtHand(data))
        fetching = Fetching(store, fetcher_of(manners), adding)
        try:
            for url in watched(urls, lambda: len(urls), "fetching"):
                fetching.fetch(url)
        finally:
            click.echo(said(adding.counts, as_json))
        adding.flush()
    return 1 if adding.counts["failed"] else 0
