"""`riwaya review merge` and `split`: which accounts are of one event, whatever the scores of linking say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from riwaya.cli.judging import acting, append
from riwaya.cli.recording import linked_record
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError
from riwaya.model.judgement import Merge, Split


@click.command("merge")
@click.argument("events", nargs=-1, required=True, metavar="EVENT|CLAIM#N...")
@acting
@data_option
def merge(events: tuple[str, ...], record: str, who: str, data: Path, **given: Any) -> int:
    """Say that events, or single accounts, are one event.

    EVENT is the id of an event, CLAIM#2 the second event of a claim. The next linking joins them.
    """
    from riwaya.judging.accounts import accounts

    with linked_record(record, data) as store:
        members = tuple(accounts(store, events))
        if len(members) < 2:
            raise UsageError("a merge needs two accounts at least")
        return append(store, [Merge(members=members, why=given["why"])], who, given["as_json"])


@click.command("split")
@click.argument("event")
@click.argument("members", nargs=-1, required=True, metavar="CLAIM#N...")
@acting
@data_option
def split(event: str, members: tuple[str, ...], record: str, data: Path, **given: Any) -> int:
    """Say that accounts are not of an event but of another, all of them of the same.

    The next linking keeps them apart from the rest of EVENT.
    """
    from riwaya.judging.accounts import parted

    with linked_record(record, data) as store:
        out, rest = parted(store, event, members)
        return append(store, [Split(members=out, others=rest, why=given["why"])], given["who"], given["as_json"])
