"""`riwaya status`: what a record holds."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
import msgspec

from riwaya.cli.recording import opened_record, record_option

if TYPE_CHECKING:
    from riwaya.store.base import Counts, Failure

_DAY = len("2019-01-28")


@click.command("status")
@record_option
@click.option("--failures", is_flag=True, help="Name each input that could not be read, and why.")
@click.option("--json", "as_json", is_flag=True, help="Print it as one line of JSON.")
def command(record: str, failures: bool, as_json: bool) -> int:
    """Say what the record holds."""
    with opened_record(record) as store:
        counts, failed = store.counts(), store.failures() if failures else ()
    if as_json:
        said = {"record": store.name, **msgspec.to_builtins(counts)}
        click.echo(msgspec.json.encode(said | ({"failed": failed} if failures else {})))
    else:
        click.echo("\n".join([f"record     {store.name}", *_lines(counts), *map(_failure, failed)]))
    return 0


def _lines(counts: Counts) -> Iterator[str]:
    days = (
        f", published {counts.first_published[:_DAY]} to {(counts.last_published or '')[:_DAY]}"
        if (counts.first_published)
        else ""
    )
    yield f"articles   {counts.articles} of {counts.outlets} outlets{days}"
    if counts.superseded:
        yield f"           {counts.superseded} more, replaced by a later version of their page"
    yield f"claims     {counts.claims} with {counts.events} events"
    yield f"captures   {counts.captures}, met {counts.sightings} times"
    yield f"failures   {counts.failures}"
    for engine, number in counts.engines:
        yield f"engine     {engine}: {number} articles"


def _failure(failure: Failure) -> str:
    return f"{failure.name}: {failure.reason}"
