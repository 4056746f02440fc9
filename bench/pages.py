#!/usr/bin/env python3
"""Compare riwaya with other extractors on the test set of pages: text, date, title, speed; one table, one run.

usage: pages.py [--rounds N] [--write]

The pages are those of tests/pages, whose README says which were read first when the reader was already made;
the last of them have a table of their own.
Speed is pages per second of processor time on one core, each system in a process of its own. `make extractors`
installs what is compared and runs this; --write puts the tables into docs/quality.md. The exit code is 1 when
riwaya misses a bound: token F1 0.97, days 0.95, 40 pages/s from page to record.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from rich.console import Console  # noqa: E402 - the tests are found from the root of the repository
from rich.table import Table  # noqa: E402
from tests.pages.pageset import PARTS, Figures, Page, Read, figures, pages  # noqa: E402

DOCUMENT = ROOT / "docs/quality.md"
BLOCK = re.compile(r"(<!-- pages -->\n).*?(<!-- end -->)", re.DOTALL)
PEERS = ROOT / "build/peers/pages/bin/python"
READER = ROOT / "bench/page_reader.py"
LEAST_F1, LEAST_DATES, LEAST_PAGES_A_SECOND = 0.97, 0.95, 40
NOT_A_TASK = "\u2013"
LONGEST_RUN_S = 900


@dataclass(frozen=True)
class System:
    """One row: its name, how the reader calls it, and whether it finds dates."""

    name: str
    call: str
    peer: bool = True
    dates: bool = True


@dataclass(frozen=True)
class Run:
    """What a system found on every page, and how fast."""

    system: System
    found: tuple[Read, ...]
    speed: float


SYSTEMS = (
    System("riwaya", "riwaya", peer=False),
    System("trafilatura, precision", "trafilatura-precision"),
    System("trafilatura, default", "trafilatura-default"),
    System("newspaper4k", "newspaper4k"),
    System("readability-lxml", "readability", dates=False),
)
SPEEDS = (
    System("riwaya, page to record", "riwaya-record", peer=False),
    System("trafilatura, precision, text alone", "trafilatura-text"),
)


def run(system: System, gold: Sequence[Page], rounds: int) -> Run:
    """Read all pages with a system in a process of its own. Raises SystemExit when it cannot run."""
    python = PEERS if system.peer else Path(sys.executable)
    if not python.exists():
        raise SystemExit(f"{system.name} is not installed: `make extractors` installs it into build/peers")
    files = [str(page.path) for page in gold]
    command = [str(python), str(READER), system.call, str(rounds), *files]
    done = subprocess.run(command, capture_output=True, check=True, timeout=LONGEST_RUN_S)
    raw = json.loads(done.stdout)
    found = tuple(Read(f.get("text"), f.get("title"), f.get("published")) for f in raw["found"])
    return Run(system, found, raw["pages_per_second"])


def cells(result: Run, gold: Sequence[Page], part: str | None) -> tuple[str, ...]:
    """The row of a system, over all pages or those of a part."""
    chosen = [k for k, page in enumerate(gold) if part in (None, page.part)]
    f = figures([gold[k] for k in chosen], [result.found[k] for k in chosen])
    dates = f"{f.dates:.3f}" if result.system.dates else NOT_A_TASK
    scores = (f"{f.precision:.3f}", f"{f.recall:.3f}", f"{f.f1:.3f}", dates, f"{f.titles:.3f}")
    return (result.system.name, *scores, f"{result.speed:.0f}")


HEADINGS = ("extractor", "precision", "recall", "F1", "day right", "title right", "pages/s")


def parts(gold: Sequence[Page]) -> list[tuple[str, str | None]]:
    """The tables: over all pages, and apart over those that were written last and read when the reader was made."""
    last = sum(page.part == PARTS[-1] for page in gold)
    return [(f"all {len(gold)} pages", None), (f"the {last} pages read last", PARTS[-1])]


def draw(console: Console, gold: Sequence[Page], runs: Sequence[Run], speeds: Sequence[Run]) -> None:
    """The tables on the screen."""
    for caption, part in parts(gold):
        drawn = Table(*HEADINGS, title=caption, title_justify="left")
        for result in runs:
            drawn.add_row(*cells(result, gold, part))
        console.print(drawn)
    for result in speeds:
        console.print(f"{result.system.name}: {result.speed:.0f} pages/s")


def markdown(gold: Sequence[Page], runs: Sequence[Run], speeds: Sequence[Run]) -> str:
    """The tables for docs/quality.md."""
    out = []
    for caption, part in parts(gold):
        lines = [HEADINGS, ("---",) * len(HEADINGS), *(cells(result, gold, part) for result in runs)]
        out.append(f"{caption[0].upper()}{caption[1:]}:\n\n" + "".join(f"| {' | '.join(line)} |\n" for line in lines))
    said = "; ".join(f"{result.system.name} {result.speed:.0f} pages/s" for result in speeds)
    return "\n".join([*out, f"In the same run: {said}.\n"])


def write(block: str) -> None:
    """Put the tables into their block of the page."""
    page, count = BLOCK.subn(lambda m: f"{m[1]}{block}{m[2]}", DOCUMENT.read_text(encoding="utf-8"))
    if count != 1:
        raise SystemExit(f"{DOCUMENT}: {count} blocks of pages, not one")
    DOCUMENT.write_text(page, encoding="utf-8")


def missed(gold: Sequence[Page], ours: Run, record: Run) -> list[str]:
    """The bounds that are missed."""
    out = []
    for part in (None, *PARTS):
        chosen = [k for k, page in enumerate(gold) if part in (None, page.part)]
        f: Figures = figures([gold[k] for k in chosen], [ours.found[k] for k in chosen])
        if f.f1 < LEAST_F1 or f.dates < LEAST_DATES:
            out.append(f"{part or 'all'}: F1 {f.f1:.3f}, days {f.dates:.3f}")
    if record.speed < LEAST_PAGES_A_SECOND:
        out.append(f"page to record: {record.speed:.0f} pages/s")
    return out


def main() -> int:
    """Measure, print, and say which bounds are missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=3, help="how often every page is read for the clock")
    parser.add_argument("--write", action="store_true", help="put the tables into docs/quality.md")
    asked = parser.parse_args()
    gold, console = pages(), Console(width=110)
    runs = [run(system, gold, asked.rounds) for system in SYSTEMS]
    speeds = [run(system, gold, asked.rounds) for system in SPEEDS]
    draw(console, gold, runs, speeds)
    if asked.write:
        write(markdown(gold, runs, speeds))
    found = missed(gold, runs[0], speeds[0])
    for line in found:
        console.print(f"missed: {line}", style="bold")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
