"""`riwaya load`: put what a crawl has read into the record."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import click
import msgspec

from riwaya.cli.progress import watched
from riwaya.cli.recording import now, opened_record, record_option
from riwaya.model.errors import StoreError, UsageError

_NEEDED = ("pyarrow", "fsspec")
_WORDS = {"changed": "changed pages", "known": "known pages met again", "failed": "failed", "reread": "read anew"}


@click.command("load")
@click.argument("folder", metavar="DIR")
@record_option
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one line of JSON.")
def command(folder: str, record: str, as_json: bool) -> int:
    """Put what a crawl has read into the record.

    DIR is what `riwaya crawl --out` was given. The record is made where there is none. A shard that is in it is
    passed over; run it again after an interruption, or when the crawl has gone on. What could not be read, and
    how many pages were passed over and why, is told by `riwaya status --failures`.
    """
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"a crawl needs {', '.join(missing)}: pip install 'riwaya[crawl]'")
    from riwaya.batch import folder as folders
    from riwaya.batch.loading import Loading
    from riwaya.batch.manifest import settings

    place = folders.folder(folder if folders.is_address(folder) else str(Path(folder).absolute()))
    settings(place)
    failed = 0
    with opened_record(record, create=True) as store:
        loading = Loading(place, store, now())
        waiting = loading.waiting()
        for shard in watched(waiting, lambda: len(waiting), "loading shards"):
            try:
                loading.load(shard)
                failed += shard.status == "failed"
            except StoreError as fault:
                failed += 1
                click.echo(f"riwaya: {fault}", err=True)
    click.echo(msgspec.json.encode(dict(loading.counts)).decode() if as_json else _said(loading.counts))
    return 1 if failed else 0


def _said(counts: dict[str, int]) -> str:
    before = f", {counts['before']} there already" if counts.get("before") else ""
    more = "".join(f", {counts[name]} {words}" for name, words in _WORDS.items() if counts.get(name))
    return f"shards: {counts.get('shards', 0)} loaded{before}\narticles: {counts.get('new', 0)} new{more}"
