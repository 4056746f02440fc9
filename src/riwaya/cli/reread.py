"""`riwaya reread`: run this engine over the captures that are kept, and say what it reads otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from riwaya.cli.progress import watched
from riwaya.cli.recording import EngineAtHand, now, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.errors import PageError, StoreError
from riwaya.read import Received

if TYPE_CHECKING:
    from riwaya.model.claim import Claim
    from riwaya.model.record import Record
    from riwaya.store.base import Capture, Outcome, Store
    from riwaya.store.changes import Changes

_SHOWN = 90


@dataclass
class Rereading:
    """Reads captures again and counts what changed."""

    store: Store
    all: bool
    dry_run: bool
    engine: EngineAtHand
    counts: dict[str, int] = field(default_factory=dict)

    def reread(self, capture: Capture) -> Iterator[str]:
        """Read one capture again, keep the reading, and give the lines of its diff."""
        if not capture.kept or not (self.all or self.store.read_by(capture.sha256) != self.engine.engine):
            self._count("articles_passed_over")
            return
        data = self.store.data(capture.sha256)
        received = Received(capture.name, capture.form, data, capture.url, capture.encoding)
        outcome = self.engine.read(received, date.fromisoformat(capture.read_on), capture.given)
        before = self.store.record(capture.sha256)
        if not self.dry_run and outcome != before:
            self.store.reread(capture.sha256, outcome, self.engine.engine, now())
        yield from self._diff(capture, before, outcome)

    def _diff(self, capture: Capture, before: Record | None, outcome: Outcome) -> Iterator[str]:
        from riwaya.store.changes import changes

        if isinstance(outcome, PageError):
            self._count("articles_failed")
            yield f"{capture.name}: {outcome.reason}"
            return
        if before is None:
            self._count("articles_new")
            self._count("claims_new", len(outcome.claims))
            yield f"{capture.name}: could not be read before, {len(outcome.claims)} claims now"
            return
        found = changes(before, outcome)
        self._count("articles_changed" if found else "articles_unchanged")
        for name, number in (("unchanged", found.same), ("changed", len(found.changed)), ("new", len(found.new))):
            self._count(f"claims_{name}", number)
        self._count("claims_gone", len(found.gone))
        if found:
            yield from _lines(capture.name, found)

    def _count(self, name: str, number: int = 1) -> None:
        self.counts[name] = self.counts.get(name, 0) + number


@click.command("reread")
@record_option
@click.option("--all", "everything", is_flag=True, help="Also what this engine has read already.")
@data_option
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option("--json", "as_json", is_flag=True, help="Print only the counts, as one line of JSON.")
def command(record: str, everything: bool, data: Path, dry_run: bool, as_json: bool) -> int:
    """Read the kept captures again with this engine.

    Prints what changed, article by article. A statement that is made in the same words keeps its id, and
    what was decided about it. Earlier readings stay in the record.
    """
    failed = 0
    with opened_record(record) as store:
        work = Rereading(store, everything, dry_run, EngineAtHand(data))
        for capture in watched(store.captures(), lambda: store.counts().captures, "reading again"):
            try:
                lines = list(work.reread(capture))
            except StoreError as fault:
                failed += 1
                click.echo(f"riwaya: {fault}", err=True)
            else:
                click.echo("".join(f"{line}\n" for line in lines), nl=False) if not as_json else None
    click.echo(msgspec.json.encode(work.counts).decode() if as_json else _summary(work.counts))
    return 1 if failed else 0


def _lines(name: str, found: Changes) -> Iterator[str]:
    yield name
    yield from (f"  - {_claim(claim)}" for claim in found.gone)
    yield from (f"  + {_claim(claim)}" for claim in found.new)
    for pair in found.changed:
        yield f"  ~ {_claim(pair.after)}"
        yield f"    {', '.join(pair.fields)}"
    if found.parts:
        yield f"  other parts that changed: {', '.join(found.parts)}"


def _claim(claim: Claim) -> str:
    words = " ".join(claim.text.split())
    return f"{claim.id} {claim.stance} {words[:_SHOWN]}{'...' if len(words) > _SHOWN else ''}"


def _summary(counts: dict[str, int]) -> str:
    """Two lines: articles, claims."""
    lines = []
    for kind in ("articles", "claims"):
        told = {k.removeprefix(f"{kind}_"): n for k, n in counts.items() if k.startswith(kind) and n}
        lines.append(f"{kind}: " + (", ".join(f"{n} {k.replace('_', ' ')}" for k, n in sorted(told.items())) or "none"))
    return "\n".join(lines)
