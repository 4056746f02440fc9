"""`riwaya review queue` and `candidates`: what to review next, and what names review has found."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import click
import msgspec

from riwaya.cli.recording import linked_record, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError
from riwaya.review.queue import Order

if TYPE_CHECKING:
    from riwaya.review.queue import Waiting

_SHOWN = 90


@click.command("queue")
@click.option("--order", type=click.Choice(get_args(Order)), default="uncertain", show_default=True, help="What first.")
@click.option("--limit", type=click.IntRange(min=1), default=20, show_default=True, help="So many at most.")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print each claim as one line of JSON.")
def queue(order: Order, limit: int, record: str, data: Path, as_json: bool) -> int:
    """List the claims that nobody has judged.

    `uncertain`: those first of which the engine was least sure; `single`: what rests on one origin;
    `contradicted`: what other claims contradict; `new`: the latest first.
    """
    from riwaya.judging.waiting import waiting
    from riwaya.review import state

    with linked_record(record, data) as store:
        found = waiting(store, state(store.judgements()), order, limit)
    if as_json:
        click.echo(b"".join(msgspec.json.encode(item) + b"\n" for item in found), nl=False)
    else:
        click.echo("".join(f"{line}\n" for line in _lines(found)), nl=False)
    return 0


def _lines(found: list[Waiting]) -> Iterable[str]:
    for item in found:
        words = " ".join(item.text.split())
        yield f"{item.claim} {item.stance}"
        yield f"  {words[:_SHOWN]}{'...' if len(words) > _SHOWN else ''}"
        facts = [doubt.replace("_", " ") for doubt in item.doubts]
        facts += ["one origin"] if item.n_origins == 1 else []
        facts += ["contradicted"] if item.contradicted else []
        yield f"  {', '.join(facts) or 'no doubts'}"
    yield f"{len(found) or 'no'} claim{'s' if len(found) != 1 else ''} to review"


@click.command("candidates")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="Write the table there.")
@record_option
@data_option
def candidates(output: Path | None, record: str, data: Path) -> int:
    """Print the names that reviewers gave to actors and that the tables lack.

    A table as `riwaya actors add` takes it: new actors, and known ones with the new names among their aliases.
    Read it before you add it: not every name by which a text calls somebody is an alias.
    """
    from riwaya.judging import load_known
    from riwaya.review import candidates as found_in
    from riwaya.review import state
    from riwaya.rules.actortable import actor_files, table_text

    known = load_known(actor_files(data))
    with opened_record(record) as store:
        standing = state(store.judgements())
        rows = found_in(store.records(), standing, known.actors, known.form)
    text = table_text(rows)
    if output is None:
        click.echo(text, nl=False)
        return 0
    try:
        output.write_text(text, encoding="utf-8")
    except OSError as fault:
        raise UsageError(f"{output}: {fault.strerror}") from fault
    click.echo(f"{output}: {len(rows)} actor{'s' if len(rows) != 1 else ''}")
    return 0
