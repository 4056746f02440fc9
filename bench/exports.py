"""Measure exports: claims a second (of the processor) and memory. Run: `python bench/exports.py [--claims N]`.

Two synthetic records (bench/record.py), the second four times as large, are linked and exported by the command
line, each format in a process of its own. The cache of the database, which else fills with the record up to its
bound of 128 MB, is kept at 2 MB, so that what grows is the export's. Exit code 1 when memory grows with the record.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from record import Maker, load, stock

from riwaya.export import FORMATS
from riwaya.linked import link_record
from riwaya.store.location import create_store

LARGER = 4
MOST_MEGABYTES_MORE = 20
SEED = 20190128
CODE = """
import sys, time
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.pool import Pool
from riwaya.cli.main import run
event.listen(Pool, "checkout", lambda database, *_: database.execute("PRAGMA cache_size = -2000"))
begun = time.process_time()
code = run(["export", sys.argv[1], "--record", sys.argv[2], "--out", sys.argv[3], "--force"])
peak = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(code, time.process_time() - begun, peak, Path(sys.argv[3]).stat().st_size)
"""


@dataclass(frozen=True)
class Measured:
    """One export: seconds of the processor, megabytes of memory at most, megabytes written."""

    seconds: float
    memory: float
    written: float


def made(folder: Path, claims: int) -> tuple[Path, int, int]:
    """A linked record with so many claims or a few more: where it is, its claims, its events."""
    path = folder / f"{claims}.db"
    store, _ = create_store(str(path))
    load(store, Maker(stock(), SEED), claims)
    link_record(store, "2026-11-01T08:00:00Z")
    counts = store.counts()
    store.close()
    return path, counts.claims, counts.events


def measured(name: str, record: Path, out: Path) -> Measured:
    """An export in a process of its own. Stops where it fails."""
    done = subprocess.run(
        [sys.executable, "-c", CODE, name, str(record), str(out)], capture_output=True, text=True, check=True
    )
    code, seconds, memory, size = done.stdout.split()
    if code != "0":
        raise SystemExit(done.stderr)
    return Measured(float(seconds), int(memory) / 1024, int(size) / 1e6)


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=4_000)
    least = parser.parse_args().claims
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder:
        records = [made(Path(folder), claims) for claims in (least, LARGER * least)]
        sizes = " and ".join(f"{claims:,} claims ({events:,} events of claims)" for _, claims, events in records)
        print(f"exports of {sizes}", flush=True)
        for name in FORMATS:
            small, large = (measured(name, path, Path(folder) / "out") for path, _, _ in records)
            more = large.memory - small.memory
            worst = max(worst, more)
            print(
                f"  {name:12} {records[1][1] / large.seconds:8,.0f} claims/s, {large.seconds:5.1f} s, "
                f"{large.written:6.1f} MB; memory {small.memory:4.0f} and {large.memory:4.0f} MB ({more:+.0f})",
                flush=True,
            )
    print(f"memory grows by at most {worst:.0f} MB where the record is {LARGER} times as large")
    return 1 if worst > MOST_MEGABYTES_MORE else 0


if __name__ == "__main__":
    sys.exit(main())
