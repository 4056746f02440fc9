"""`riwaya explain-link`: the comparison of two accounts, feature by feature."""

from __future__ import annotations

from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from riwaya.cli.recording import linked_record, record_option
from riwaya.cli.show import console_for, laid_out
from riwaya.cli.showfindings import show_reasons
from riwaya.cli.userdata import data_option
from riwaya.link import explain_all, load
from riwaya.model.errors import UsageError
from riwaya.model.finding import Explanation, Ref
from riwaya.rules.actortable import actor_files

if TYPE_CHECKING:
    from riwaya.model.record import Record
    from riwaya.store.base import Store

_EVENT = "event:"


@click.command("explain-link")
@click.argument("a")
@click.argument("b")
@record_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print it as one line of JSON.")
def command(a: str, b: str, record: str, data: Path, as_json: bool) -> int:
    """Show why two accounts are, or are not, taken as accounts of one event.

    A and B are claims (as CLAIM, or CLAIM#2 for its second event) or events of the record (as event:...); of
    several accounts the two that are most alike are compared.
    """
    with linked_record(record, data) as store:
        first, second = _refs(a, store), _refs(b, store)
        captures = {hit.sha256 for hit in store.told(sorted({ref.claim for ref in (*first, *second)}))}
        records = [found for sha256 in sorted(captures) if (found := _as_left(sha256, store))]
    pairs = [(one, other) for one, other in product(first, second) if one != other]
    if not pairs:
        raise UsageError(f"{a} and {b} are one account")
    closest = max(explain_all(records, pairs, load(extra=actor_files(data))), key=_alike)
    if closest.same and a.startswith(_EVENT) and b.startswith(_EVENT):
        click.echo("riwaya: these accounts are alike, but the two events as wholes do not agree", err=True)
    if as_json:
        click.echo(msgspec.json.encode(closest))
    else:
        click.echo(laid_out(console_for(None), partial(show_reasons, [closest])), nl=False)
    return 0


def _alike(found: Explanation) -> tuple[bool, float]:
    return found.veto is None, found.score


def _refs(name: str, store: Store) -> list[Ref]:
    """The accounts that a name stands for. Raises UsageError where there are none."""
    if name.startswith(_EVENT):
        event = store.event(name)
        if event is None:
            raise UsageError(f"no event {name}; `riwaya events` lists them")
        return list(event.members)
    claim, _, nth = name.partition("#")
    told = store.told([claim])
    if not told:
        raise UsageError(f"no claim {claim}; `riwaya search` and `riwaya event` print their ids")
    kept = _as_left(told[0].sha256, store)
    number = next((len(c.events) for c in kept.claims if c.id == claim), 0) if kept else 0
    wanted = range(number) if not nth else [int(nth) - 1] if nth.isdecimal() else []
    refs = [Ref(told[0].article, claim, at) for at in wanted if 0 <= at < number]
    if not refs:
        raise UsageError(f"{name}: this claim tells of {number} events")
    return refs


def _as_left(sha256: str, store: Store) -> Record | None:
    """An article as people left it, as the findings number its events."""
    from riwaya.judging import judged_reading
    from riwaya.review import state

    return judged_reading(store, sha256, state(store.judgements()))
