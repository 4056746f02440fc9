"""`riwaya crawl`: read many files of pages into Parquet files, on all cores or on a cluster."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya import __version__
from riwaya.cli.inputs import reading_date_option
from riwaya.cli.progress import watched
from riwaya.cli.userdata import data_option
from riwaya.model.errors import UsageError
from riwaya.model.record import Engine
from riwaya.rules.actortable import actor_files
from riwaya.rules.files import data_digest, data_folder

if TYPE_CHECKING:
    from riwaya.batch.crawl import Crawl, Plan, Runner
    from riwaya.batch.manifest import Sums
    from riwaya.batch.shard import Entry, Settings

_NEEDED = ("pyarrow", "fsspec", "zstandard")
_MEMORY = 500
_MEGABYTE = 1_000_000
_SHOWN = 6


@click.command("crawl")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@click.option("--out", required=True, metavar="DIR", help="Where the Parquet files go: a folder or an address.")
@click.option("--workers", type=click.IntRange(1), help="So many processes.  [default: one a core]")
@click.option(
    "--memory", type=click.IntRange(0), default=_MEMORY, show_default=True, metavar="MB",
    help="What a worker may take; a page that needs more is left out and counted. 0: any.",
)  # fmt: skip
@click.option(
    "--page-seconds", type=click.FloatRange(0, min_open=True), default=120.0, show_default=True,
    help="How long a page may take; one that needs longer is left out and counted.",
)  # fmt: skip
@click.option("--engine", "where", type=click.Choice(["local", "dask"]), default="local", show_default=True,
              help="Read on this machine, or on a cluster of Dask.")  # fmt: skip
@click.option("--scheduler", metavar="ADDRESS", help="The scheduler of the cluster, as tcp://host:8786.")
@click.option("--keep-captures", is_flag=True, help="Keep the bytes of the pages too.")
@click.option("--again", is_flag=True, help="Read anew what another version of riwaya has read.")
@reading_date_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the sums as one line of JSON.")
def command(inputs: tuple[str, ...], **options: Any) -> int:
    """Read many files of pages into Parquet files.

    INPUT is a WARC file (.warc, .warc.gz, .warc.zst), a JSON Lines file, a folder of these and of pages, or the
    address of such (s3://bucket/folder). Only pages in Arabic are read. Run it again to go on after an
    interruption, or with more inputs: what has been read is passed over.
    """
    _need(options)
    from riwaya.batch.crawl import crawling
    from riwaya.batch.manifest import summed

    with crawling(_settings(options)) as crawl:
        plan = crawl.plan(inputs, again=options["again"])
        for fault in plan.faults:
            click.echo(f"riwaya: {fault}", err=True)
        new = list(_read(crawl, plan, _runner(options)))
        for entry in plan.done:
            _say(entry)
        sums = summed([*plan.done, *new])
    click.echo(msgspec.json.encode(sums).decode() if options["as_json"] else _said(sums, len(plan.done), options))
    return 1 if plan.faults or any(entry.faulty for entry in [*plan.done, *new]) else 0


def _need(options: dict[str, Any]) -> None:
    """Raise UsageError where a package is missing or the options do not fit together."""
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise UsageError(f"a crawl needs {', '.join(missing)}: pip install 'riwaya[crawl]'")
    if (options["where"] == "dask") != bool(options["scheduler"]):
        raise UsageError("--engine dask and --scheduler go together")
    if options["scheduler"] and find_spec("distributed") is None:
        raise UsageError("a cluster needs distributed: pip install 'riwaya[cluster]'")


def _settings(options: dict[str, Any]) -> Settings:
    from riwaya.batch.shard import Settings

    out, actors = options["out"], actor_files(options["data"])
    return Settings(
        out=out if "://" in out else str(Path(out).absolute()),
        engine=Engine(__version__, data_digest(data_folder(), actors)),
        read_on=options["reading_date"].isoformat(),
        actors=tuple(str(path.absolute()) for path in actors),
        captures=options["keep_captures"],
    )


def _runner(options: dict[str, Any]) -> Runner:
    from riwaya.batch.pool import Limits, Pool

    workers = options["workers"] or len(os.sched_getaffinity(0))
    limits = Limits(workers, options["memory"], options["page_seconds"])
    if options["where"] == "local":
        return Pool(limits, time.monotonic).run
    from riwaya.batch.cluster import run_on_cluster

    return partial(run_on_cluster, options["scheduler"], limits)


def _read(crawl: Crawl, plan: Plan, runner: Runner) -> Iterator[Entry]:
    """The entries of what is read now, each told as soon as it is there."""
    with closing(crawl.run(plan, runner)) as found:
        for entry in watched(found, lambda: len(plan.todo), "reading shards"):
            _say(entry)
            yield entry


def _say(entry: Entry) -> None:
    """Say on standard error what of a shard could not be read."""
    if entry.status == "failed":
        click.echo(f"riwaya: {entry.name}: {entry.reason}", err=True)
    if entry.failed:
        click.echo(f"riwaya: {entry.name}: {sum(entry.failed.values())} failed: {_counted(entry.failed)}", err=True)


def _counted(counts: dict[str, int]) -> str:
    shown = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    told = [f"{reason} ({number})" for reason, number in shown[:_SHOWN]]
    rest = sum(number for _, number in shown[_SHOWN:])
    return ", ".join([*told, *([f"other reasons ({rest})"] if rest else [])])


def _said(sums: Sums, before: int, options: dict[str, Any]) -> str:
    words = {"read": "read", "same": "with the same bytes as another", "failed": "failed"}
    shards = ", ".join(f"{sums.shards[status]} {words[status]}" for status in words if status in sums.shards)
    skipped, failed = sum(sums.skipped.values()), sum(sums.failed.values())
    lines = [
        f"shards   {shards or 'none'}{f'; {before} of them before' if before else ''}",
        f"pages    {sums.read} read, {skipped} skipped, {failed} failed",
        *([f"skipped  {_counted(sums.skipped)}"] if skipped else []),
        *([f"failed   {_counted(sums.failed)}"] if failed else []),
        f"near     {sums.near} of those read are nearly an earlier one",
        f"claims   {sums.claims} with {sums.events} events",
        f"written  {sums.written_bytes / _MEGABYTE:.1f} MB from {sums.page_bytes / _MEGABYTE:.1f} MB of pages"
        f" in {options['out']}",
    ]
    return "\n".join(lines)
