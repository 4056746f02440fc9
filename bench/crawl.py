#!/usr/bin/env python3
"""Measure crawls: pages a second, what a second worker adds, memory, a WARC file of 5 GB, near texts, loading.

usage: crawl.py [--pages N] [--gigabytes N] [--folder DIR] [--only PART]

The pages are those of examples/ with other names, numbers and days, padded with menus and scripts to the size of
a page of the web. The exit code is 1 when a figure is missed. CPU seconds are told beside seconds of the clock,
since a machine that others use makes the clock run faster than the work.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.unit.batch.made import TOWNS, response, warc_record  # noqa: E402

from riwaya.batch.near import Near  # noqa: E402
from riwaya.read.characters import normaliser  # noqa: E402
from riwaya.read.decode import decode  # noqa: E402

SEED = 20190128
PAGE_BYTES = 60_000
ARABIC_SHARE = 0.035
"""How much of CC-NEWS is in Arabic (its language statistics, by pages)."""
LEAST_RATIO, MOST_MEGABYTES, LEAST_PAGES = 1.8, 500, 40
SHARDS = 4
_DIGITS = re.compile(r"(?<![\d&#/.-])\d{2,3}(?![\d;/.-])")
_WORD = re.compile(r"[\u0621-\u064a]{4,}")
_CLOCK = os.sysconf("SC_CLK_TCK")


@dataclass
class Table:
    """The figures as they come in."""

    missed: int = 0

    def row(self, name: str, figure: str, wanted: str = "", holds: bool = True) -> None:
        """Print one figure."""
        self.missed += not holds
        print(f"{name:44} {figure:>26}  {wanted}{'' if holds else '  MISSED'}", flush=True)


class Maker:
    """Makes pages that differ from one another; the same seed makes the same pages."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)  # noqa: S311 - synthetic pages
        self.pages = [decode(path.name, path.read_bytes()) for path in sorted((ROOT / "examples").rglob("*.html"))]
        self.words = sorted({word for page in self.pages for word in _WORD.findall(page)})
        self.ballast = self._ballast()

    def arabic(self, number: int) -> bytes:
        """A page with other towns, other figures and every eighth word another."""
        page = self.pages[number % len(self.pages)]
        page = _DIGITS.sub(lambda m: str(self.chance.randrange(10, 10 ** len(m[0]))), page)
        for town in TOWNS:
            page = page.replace(town, self.chance.choice(TOWNS))
        head, body, rest = page.partition("<body")
        other = _WORD.sub(lambda m: self.chance.choice(self.words) if self.chance.random() < 0.12 else m[0], rest)
        return self._padded(head + body + other)

    def english(self, number: int) -> bytes:
        """A page that is passed over."""
        text = "".join(f"<p>Report {number * 31 + k}: nothing of this is in Arabic.</p>" for k in range(40))
        return self._padded(f"<html><head><title>News {number}</title></head><body>{text}</body></html>")

    def _padded(self, page: str) -> bytes:
        missing = max(0, PAGE_BYTES - len(page.encode()))
        return page.replace("</body>", f"{self.ballast[:missing]}</script></body>", 1).encode()

    def _ballast(self) -> str:
        calls = (f"track('section-{k}', {{id: {k * 7919}, value: '{k:x}'}});\n" for k in range(3000))
        return "<script>" + "".join(calls)


def warc(path: Path, bodies: Iterator[bytes]) -> Path:
    """A WARC file as those of CC-NEWS: a request and a response for each page, gzip record by record."""
    with path.open("wb") as out:
        out.write(gzip.compress(warc_record("warcinfo", b"software: bench\r\n"), 1))
        for number, body in enumerate(bodies):
            out.write(gzip.compress(warc_record("request", b"GET / HTTP/1.1\r\nHost: news.example\r\n\r\n"), 1))
            out.write(gzip.compress(response(f"https://news.example/{path.stem}/{number}", body), 1))
    return path


def long_warc(path: Path, gigabytes: float) -> int:
    """A plain WARC file of so many GB: pages, and pictures of 4 MB that are holes in the file; how many pages."""
    maker, picture, pages = Maker(SEED), 4 << 20, 0
    with path.open("wb") as out:
        while out.tell() < gigabytes * 1e9:
            pages += 1
            out.write(response(f"https://news.example/{pages}", maker.arabic(pages) if pages % 5 == 0 else b"none"))
            block = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"
            record = warc_record("response", block, "WARC-Target-URI: https://news.example/p.png\r\n")
            head = record.replace(f"Content-Length: {len(block)}".encode(), f"Content-Length: {picture}".encode())
            out.write(head.removesuffix(b"\r\n\r\n"))
            out.seek(picture - len(block), os.SEEK_CUR)
            out.write(b"\r\n\r\n")
    return pages


@dataclass
class Watch:
    """The workers of a crawl: their greatest memory in MB, their CPU seconds, and when the first began to read."""

    out: Path
    peak: float = 0.0
    cpu: dict[int, float] = field(default_factory=dict)
    begun: float | None = None
    before: float = 0.0
    ended: bool = False

    def reading(self) -> tuple[float, float]:
        """Seconds of the clock and of the CPU since the first worker had loaded the engine."""
        return time.perf_counter() - (self.begun or 0.0), sum(self.cpu.values()) - self.before

    def look(self) -> None:
        """Look at the workers once."""
        for process in Path("/proc").glob("[0-9]*"):
            try:
                if b"riwaya.batch.worker" not in (process / "cmdline").read_bytes():
                    continue
                status = (process / "status").read_text()
                fields = (process / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            found = re.search(r"VmHWM:\s+(\d+)", status)
            self.peak = max(self.peak, int(found[1]) / 1024 if found else 0)
            self.cpu[int(process.name)] = (int(fields[11]) + int(fields[12])) / _CLOCK
        if self.begun is None and any((self.out / ".part").glob("*")):
            self.begun, self.before = time.perf_counter(), sum(self.cpu.values())

    def run(self) -> None:
        """Look ten times a second."""
        while not self.ended:
            self.look()
            time.sleep(0.1)


@contextmanager
def watching(out: Path) -> Iterator[Watch]:
    """Watch the workers while a crawl into a folder runs."""
    watch = Watch(out)
    thread = threading.Thread(target=watch.run, daemon=True)
    thread.start()
    yield watch
    watch.ended = True
    thread.join()


def riwaya(*arguments: object) -> tuple[dict, float]:
    """Run a command that prints JSON; that and the CPU seconds it took itself."""
    begun = _cpu_of_children()
    command = [sys.executable, "-m", "riwaya.cli", *map(str, arguments), "--json"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout), _cpu_of_children() - begun


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def workers(table: Table, folder: Path, pages: int) -> None:
    """One worker and two over the same shards; the start of workers is not counted."""
    given = folder / "arabic"
    given.mkdir()
    for shard in range(SHARDS):
        maker = Maker(SEED + shard)
        warc(given / f"{shard}.warc.gz", (maker.arabic(number) for number in range(pages // SHARDS)))
    rates, peak, size = {}, 0.0, 0
    for number in (1, 2):
        out = folder / f"out{number}"
        with watching(out) as watch:
            sums, _ = riwaya("crawl", given, "--out", out, "--workers", number)
            seconds, cpu = watch.reading()
        rates[number] = (sums["read"] / seconds, sums["read"] / cpu)
        peak, size = max(peak, watch.peak), sums["written_bytes"] / max(sums["read"], 1)
        told = f"{rates[number][0]:.1f}/s, {rates[number][1]:.1f}/CPU s"
        table.row(f"Arabic pages, {number} worker{'s' * (number > 1)}", told)
    ratio, one = rates[2][0] / rates[1][0], rates[1][1]
    table.row("page to record, one core", f"{one:.1f}/CPU s", f">= {LEAST_PAGES}", one >= LEAST_PAGES)
    table.row("two workers to one, by the clock", f"{ratio:.2f}", f">= {LEAST_RATIO}", ratio >= LEAST_RATIO)
    table.row("two workers to one, by CPU seconds", f"{2 * rates[2][1] / rates[1][1]:.2f}", f">= {LEAST_RATIO}")
    table.row("memory of a worker", f"{peak:.0f} MB", f"< {MOST_MEGABYTES} MB", peak < MOST_MEGABYTES)
    table.row("start of a worker", f"{watch.before / 2:.1f} CPU s")
    table.row("bytes written for an Arabic page", f"{size:,.0f}")
    load(table, folder)


def mixed(table: Table, folder: Path, pages: int) -> None:
    """A file as CC-NEWS has it: hardly a page is in Arabic."""
    maker = Maker(SEED)
    arabic = round(1 / ARABIC_SHARE)
    bodies = (maker.arabic(n) if n % arabic == 0 else maker.english(n) for n in range(pages))
    given = warc(folder / "mixed.warc.gz", bodies)
    with watching(folder / "mixed") as watch:
        sums, _ = riwaya("crawl", given, "--out", folder / "mixed", "--workers", 1)
        seconds, cpu = watch.reading()
    met = sums["read"] + sum(sums["skipped"].values()) - sums["skipped"].get("request record", 0) - 1
    told = f"{met / seconds:.0f}/s, {met / cpu:.0f}/CPU s"
    table.row(f"pages of a file with {sums['read'] / met:.1%} Arabic", told)
    table.row("bytes written for a page of such a file", f"{sums['written_bytes'] / met:,.0f}")


def long_file(table: Table, folder: Path, gigabytes: float) -> None:
    """A file larger than the memory that a worker may take."""
    path = folder / "long.warc"
    pages = long_warc(path, gigabytes)
    with watching(folder / "long") as watch:
        sums, _ = riwaya("crawl", path, "--out", folder / "long", "--workers", 1)
        seconds, cpu = watch.reading()
    told = f"{path.stat().st_size / 1e6 / cpu:.0f} MB/CPU s, {sums['read']} read"
    holds = watch.peak < MOST_MEGABYTES and sums["read"] == pages // 5
    table.row(f"a WARC file of {path.stat().st_size / 1e9:.1f} GB in {seconds:.0f} s", told, "all", holds)
    table.row("memory of a worker over it", f"{watch.peak:.0f} MB", f"< {MOST_MEGABYTES} MB", holds)
    path.unlink()


def hard(table: Table, folder: Path) -> None:
    """Pages that take all memory there is."""
    text = "<p>" + "كلمة عن المدينة والناس " * 20 + "</p>"
    nested = "<div>" * 10_000 + text + "</div>" * 10_000
    bodies = [nested, "<table><tr><td>" * 20_000 + text, text * 30_000, f"<p>{'كلمة ' * 400_000}</p>", "<b>" * 900_000]
    pages = (f'<html><head><meta charset="utf-8"></head><body>{body}</body></html>'.encode() for body in bodies)
    given = warc(folder / "hard.warc.gz", pages)
    with watching(folder / "hard") as watch:
        sums, _ = riwaya("crawl", given, "--out", folder / "hard", "--workers", 1, "--page-seconds", 30)
    holds = watch.peak < MOST_MEGABYTES and sums["shards"] == {"read": 1}
    table.row("memory of a worker over hostile pages", f"{watch.peak:.0f} MB", f"< {MOST_MEGABYTES} MB", holds)


def near(table: Table, texts: int) -> None:
    """Texts a second, every third nearly an earlier one, each found compared word by word."""
    chance, maker = random.Random(SEED), Maker(SEED)  # noqa: S311 - synthetic texts
    made: list[str] = []
    for number in range(texts):
        if number % 3 == 2:
            made.append(chance.choice(made[-500:]).replace(" في ", " داخل ", 1))
        else:
            made.append(" ".join(chance.choice(maker.words) for _ in range(250)))
    finder = Near(normaliser())
    begun = time.process_time()
    found = sum(finder.met(str(number), text)[1] is not None for number, text in enumerate(made))
    taken = time.process_time() - begun
    table.row("near texts, with verification", f"{texts / taken:,.0f}/CPU s", f"{found} of {texts // 3} found")


def load(table: Table, folder: Path) -> None:
    """Into a record of SQLite."""
    record = folder / "bench.db"
    counts, seconds = riwaya("load", folder / "out1", "--record", record)
    status, _ = riwaya("status", "--record", record)
    claims = status["claims"]
    table.row("load into SQLite", f"{counts['new'] / seconds:.0f} articles, {claims / seconds:,.0f} claims/CPU s")
    size = record.stat().st_size
    table.row("bytes of the record for an article", f"{size / max(counts['new'], 1):,.0f}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pages", type=int, default=2_000)
    parser.add_argument("--gigabytes", type=float, default=5.0)
    parser.add_argument("--folder", type=Path, help="where to put what is made; with room for it")
    parser.add_argument("--only", choices=("workers", "mixed", "hard", "near", "long"), help="measure this alone")
    options = parser.parse_args()
    table, folder = Table(), Path(tempfile.mkdtemp(dir=options.folder))
    print(f"load of the machine: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    parts: dict[str, Callable[[], None]] = {
        "workers": lambda: workers(table, folder, options.pages),
        "mixed": lambda: mixed(table, folder, options.pages * 3),
        "hard": lambda: hard(table, folder),
        "near": lambda: near(table, options.pages * 2),
        "long": lambda: long_file(table, folder, options.gigabytes),
    }
    try:
        for name, part in parts.items():
            if options.only in (None, name):
                part()
    finally:
        shutil.rmtree(folder)
    return 1 if table.missed else 0


if __name__ == "__main__":
    sys.exit(main())
