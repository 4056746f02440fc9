#!/usr/bin/env python3
"""Compare riwaya with other systems that find times and places, on the same texts and by the same scorer.

usage: peers.py [--write]

Times: HeidelTime and dateparser. Places: a bare look-up in our own gazetteer. The texts are the example pages and,
where they are beside the repository, the gold records. The exit code is 1 when riwaya does not lead in every row.
`make peers` installs what is compared and runs this; --write puts the table into docs/quality.md.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from bench.peer_systems import BareLookUp, Dateparser, Found, HeidelTime, Ours, System  # noqa: E402
from msgspec.structs import replace  # noqa: E402
from rich.console import Console  # noqa: E402
from rich.table import Table  # noqa: E402
from tests.gate.corpora import corpora  # noqa: E402

from riwaya.model.record import Engine, Record  # noqa: E402 - the tests are found from the root of the repository
from riwaya.pipeline import Resources, resources  # noqa: E402
from riwaya.quality import Gold, gold_article, score  # noqa: E402
from riwaya.quality.score import Figures  # noqa: E402

PAGE = ROOT / "docs/quality.md"
BLOCK = re.compile(r"(<!-- peers -->\n).*?(<!-- end -->)", re.DOTALL)
NOT_A_TASK = "\u2013"
WIDTH = 110


@dataclass(frozen=True)
class Task:
    """One row of a corpus: what is counted, under which name the scorer counts it, and who is asked."""

    label: str
    key: str
    kind: str
    first_day: bool = False


TASKS = (
    Task("times found", "times_found", "times"),
    Task("times value", "times", "times"),
    Task("times first day", "times", "times", first_day=True),
    Task("places found", "places_found", "places"),
    Task("places resolved", "places", "places"),
)


@dataclass(frozen=True)
class Row:
    """The figures of every system for one task on one corpus; None where a system has no such task."""

    corpus: str
    task: str
    cells: Mapping[str, Figures | None]

    def leads(self, name: str) -> bool:
        """Whether that system has the highest F1, alone."""
        f1 = {system: figures.f1 for system, figures in self.cells.items() if figures is not None}
        return all(f1[name] > other for system, other in f1.items() if system != name)


def rows(corpus: str, gold: Sequence[Gold], found: Sequence[tuple[System, Sequence[Found]]]) -> Iterator[Row]:
    """The rows of one corpus; a task of which nothing is annotated has none."""
    for task in TASKS:
        cells = {s.name: _figures(task, gold, f) if task.kind in s.tasks else None for s, f in found}
        if any(figures.gold for figures in cells.values() if figures is not None):
            yield Row(corpus, task.label, cells)


def _figures(task: Task, gold: Sequence[Gold], found: Sequence[Found]) -> Figures:
    records = {g.id: _record(g, f) for g, f in zip(gold, found, strict=True)}
    if task.first_day:
        gold = [replace(g, times=tuple(replace(t, end=None) for t in g.times)) for g in gold]
        records = {
            key: replace(record, times=tuple(replace(t, end=None) for t in record.times))
            for key, record in records.items()
        }
    return score(gold, records).figures()[task.key]


def _record(gold: Gold, found: Found) -> Record:
    """A record that holds the mentions of one system and nothing else."""
    return Record(
        engine=Engine("", ""), article=gold_article(gold), claims=(), times=found.times, places=found.places,
        quantities=(), actors=(),
    )  # fmt: skip


def measured(systems: Sequence[System], given: Resources) -> Iterator[Row]:
    """The rows of all corpora that are here."""
    for corpus in corpora():
        yield from rows(corpus.name, corpus.gold, [(s, s.read(corpus.gold)) for s in systems])


def _not_annotated(found: Sequence[Row]) -> Iterator[tuple[str, str]]:
    there = {(row.corpus, row.task) for row in found}
    names = dict.fromkeys(row.corpus for row in found)
    return ((name, task.label) for name in names for task in TASKS if (name, task.label) not in there)


def _cell(figures: Figures | None) -> str:
    if figures is None:
        return NOT_A_TASK
    return f"{figures.precision:.3f} {figures.recall:.3f} {figures.f1:.3f}"


def table(found: Sequence[Row], systems: Sequence[System]) -> Table:
    """The table for the screen."""
    drawn = Table(title="precision, recall, F1", title_justify="left")
    for heading in ("corpus", "task", *(s.name for s in systems)):
        drawn.add_column(heading, no_wrap=True)
    for row in found:
        drawn.add_row(row.corpus, row.task, *(_cell(row.cells[s.name]) for s in systems))
    return drawn


def markdown(found: Sequence[Row], systems: Sequence[System]) -> str:
    """The table for docs/quality.md."""
    headings = ["corpus", "task", *(s.name for s in systems)]
    lines = [headings, ["---"] * len(headings)]
    lines += [[row.corpus, row.task, *(_cell(row.cells[s.name]) for s in systems)] for row in found]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def write(found: Sequence[Row], systems: Sequence[System], digest: str) -> None:
    """Put the table into its block of the page, with the data that it was measured with."""
    page = PAGE.read_text(encoding="utf-8")
    block = f"Measured with data `{digest[:12]}`.\n\n{markdown(found, systems)}"
    page, count = BLOCK.subn(lambda m: f"{m[1]}{block}{m[2]}", page)
    if count != 1:
        raise SystemExit(f"{PAGE}: {count} blocks of peers, not one")
    PAGE.write_text(page, encoding="utf-8")


def main() -> int:
    """Measure, print, and say whether riwaya leads everywhere."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the table into docs/quality.md")
    wanted = parser.parse_args().write
    given, console = resources(), Console(width=WIDTH)
    ours = Ours(given)
    systems: list[System] = [ours]
    left_out = False
    for system in (HeidelTime(), Dateparser(), BareLookUp(given)):
        if reason := system.missing():
            console.print(f"left out: {system.name}: {reason}", style="bold")
            left_out = True
        else:
            systems.append(system)
    found = list(measured(systems, given))
    console.print(table(found, systems))
    for corpus, task in _not_annotated(found):
        console.print(f"no row: {corpus}: {task}: nothing annotated")
    behind = [row for row in found if not row.leads(ours.name)]
    for row in behind:
        console.print(f"riwaya does not lead: {row.corpus}: {row.task}", style="bold")
    if wanted and left_out:
        raise SystemExit("not written: a system is left out")
    if wanted:
        write(found, systems, given.engine.data)
    return 1 if behind else 0


if __name__ == "__main__":
    sys.exit(main())
