"""Measure the pages over many events. Run: `python bench/web.py [--events N] [--seed S] [--keep FILE]`.

The record is that of bench/record.py; its claims are put together into events at random, most of one claim, some
of many. Then `riwaya serve` serves it: the first paint of the map and a change of filters are measured in headless
Chromium, the lists of the API with many readers at once while `riwaya add` writes. Exit code 1 when a figure misses
its bound.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from statistics import median, quantiles

from record import DAYS, FIRST_DAY, ROOT, Maker, stock

from riwaya.linked import stamp_of
from riwaya.model.finding import EventCluster, Findings, Origin, Ref, SourceFigures, Voice
from riwaya.model.record import Record
from riwaya.store.base import Linking, Store
from riwaya.store.location import create_store, open_store

PAINT_MS, FILTER_MS, LIST_MS = 2500, 300, 60
READERS, ASKED = 50, 12
LISTS = (
    "events?limit=50", "events?limit=50&type=air_strike", "events?limit=50&min_origins=2", "events?limit=50&offset=200",
    "events?limit=50&until=2024-03-01", "events?limit=50&box=35,32,42,37",
    "claims?limit=50&type=shelling", "events?limit=50&type=killing&type=attack", "events?limit=50&contradicted=false",
    "events?limit=50&order=origins",
)  # fmt: skip


def put_together(records: Iterator[Record], wanted: int, seed: int) -> Findings:
    """So many events of the claims of records, about a fifth of them told several times."""
    chance = random.Random(seed)  # noqa: S311 - synthetic events
    drafts: list[list[tuple[Record, int, int]]] = []
    by_type: dict[str, list[int]] = {}
    claims = ((record, n) for record in records for n in range(len(record.claims)))
    for record, nth, index in ((r, n, k) for r, n in claims for k in range(len(r.claims[n].events))):
        same = by_type.setdefault(record.claims[nth].events[index].type, [])
        if same and chance.random() < 0.2:
            drafts[same[-1 - chance.randrange(min(9, len(same)))]].append((record, nth, index))
        elif len(drafts) < wanted:
            same.append(len(drafts))
            drafts.append([(record, nth, index)])
        else:
            break
    events = tuple(cluster(nth, draft) for nth, draft in enumerate(drafts))
    return Findings(events=events, statements=(), contradictions=(), control=(), areas=(), sources=sources(events))


def cluster(number: int, told: list[tuple[Record, int, int]]) -> EventCluster:
    """One event."""
    record, nth, index = told[0]
    first = record.claims[nth].events[index]
    place = record.places[first.places[0].place] if first.places else None
    claims = tuple(dict.fromkeys(r.claims[n].id for r, n, _ in told))
    outlets = tuple(sorted({r.article.outlet or "-" for r, _, _ in told}))
    days = sorted(day for r, n, i in told if (day := r.claims[n].events[i].start))
    reported = sorted(r.article.published or "" for r, _, _ in told)
    origins = tuple(origin(number, k, one) for k, one in enumerate(told))
    return EventCluster(
        id=f"event:{number:012x}", type=first.type, family="strike", place=place.id if place else None,
        place_ar=place.name_ar if place else None, place_en=place.name_en if place else None,
        lat=place.lat if place else None, lon=place.lon if place else None,
        radius_km=place.radius_km if place else None,
        start=days[0] if days else None, end=days[-1] if days else None,
        members=tuple(Ref(r.article.id, r.claims[n].id, i) for r, n, i in told), claims=claims, leaning=(),
        outlets=outlets, origins=origins, n_outlets=len(outlets), n_claims=len(claims), n_origins=len(origins),
        n_affirming=len(origins), n_denying=0, first_report=reported[0], last_report=reported[-1], joints=(),
    )  # fmt: skip


def origin(number: int, nth: int, told: tuple[Record, int, int]) -> Origin:
    """The origin of one account: the end of its chain."""
    record, claim = told[0], told[0].claims[told[1]]
    name = claim.chain[-1].source.text if claim.chain else record.article.outlet or "-"
    voice = Voice(f"name:{name}", name, claim.chain[-1].kind if claim.chain else "outlet", "source")
    return Origin(
        id=f"origin:{number}-{nth}", voices=(voice,), claims=(claim.id,), outlets=(record.article.outlet or "-",),
        affirms=True, denies=False, first_report=record.article.published, last_report=record.article.published,
    )  # fmt: skip


def sources(events: tuple[EventCluster, ...]) -> tuple[SourceFigures, ...]:
    """The figures of those that events rest on."""
    claims: dict[Voice, list[str]] = {}
    for event in events:
        for found in event.origins:
            claims.setdefault(found.voices[0], []).extend(found.claims)
    once = {voice.key: (voice, tuple(dict.fromkeys(ids))) for voice, ids in claims.items()}
    return tuple(
        SourceFigures(
            voice=voice, claims=ids, n_claims=len(ids), n_events=len(ids), matched=0, contradicted=0, through=(),
            outlets=(), channels=(), first_report=None, last_report=None,
        )
        for _, (voice, ids) in sorted(once.items())
    )  # fmt: skip


def fill(location: str, events: int, seed: int) -> None:
    """Make the record."""
    store, _ = create_store(location)
    store.load(Maker(stock(), seed).entries(events * 2))
    store.keep_findings(put_together(store.records(), events, seed), linking_of(store))
    store.close()


def linking_of(store: Store) -> Linking:
    """Findings that count as current."""
    return Linking(stamp_of(store), "2026-11-01T08:00:00Z")


class Server:
    """`riwaya serve` in a process of its own."""

    def __init__(self, location: str, folder: Path) -> None:
        arguments = ["serve", "--record", location, "--port", "0", "--data", str(folder)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "riwaya.cli", *arguments],
            stdout=subprocess.PIPE,
            text=True,
            env=os.environ | {"PYTHONUNBUFFERED": "1"},
        )
        found = re.search(r"http://\S+", self.process.stdout.readline() if self.process.stdout else "")
        if found is None:
            sys.exit("riwaya serve did not start")
        self.address = found[0].rstrip("/")

    def __enter__(self) -> Server:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(30)


def looked_at(address: str) -> tuple[list[float], list[float]]:
    """Milliseconds to the first paint of the map with its events, and of changes of filters until all is shown."""
    from playwright.sync_api import sync_playwright

    paints, changes = [], []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        for _ in range(3):
            page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
            page.goto(f"{address}/ar/", wait_until="commit")
            page.wait_for_selector("#record[data-shown-in].ready", timeout=60_000)
            paints.append(page.evaluate("performance.getEntriesByName('record-shown')[0].startTime"))
            for _ in range(4):
                for group in ("type", "stance", "origins"):
                    changes.append(page.evaluate(CHANGE, group))
            page.context.close()
        browser.close()
    return paints, changes


CHANGE = """async group => {
  const groups = ['type', 'stance', 'certainty', 'origins'];
  const facet = document.querySelectorAll('details.facet')[groups.indexOf(group)];
  const button = facet.querySelector("button.value");
  const begun = performance.now();
  button.click();
  await new Promise(done => requestAnimationFrame(() => setTimeout(done, 0)));
  return performance.now() - begun;
}"""


def asked_at_once(address: str) -> list[float]:
    """Milliseconds of each of many requests, by many readers at once, each of whom looks for some seconds between."""
    taken: list[float] = []

    def read(reader: int) -> None:
        chance = random.Random(reader)  # noqa: S311 - what to ask for
        for _ in range(ASKED):
            time.sleep(chance.uniform(1, 5))
            begun = time.perf_counter()
            asked = f"{chance.choice(LISTS)}&since={FIRST_DAY + timedelta(days=chance.randrange(DAYS))}"
            with urllib.request.urlopen(f"{address}/api/{asked}", timeout=60) as answer:  # noqa: S310
                answer.read()
            taken.append((time.perf_counter() - begun) * 1000)

    readers = [threading.Thread(target=read, args=(reader,)) for reader in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return taken


def adding(location: str, folder: Path) -> subprocess.Popen[bytes]:
    """`riwaya add` of the example pages many times over, each time another page."""
    pages = folder / "pages"
    pages.mkdir(exist_ok=True)
    for path in sorted((ROOT / "examples").rglob("*.html")):
        for copy in range(300):
            data = path.read_bytes().replace(b"</body>", f"<!-- {copy} {time.time()} --></body>".encode())
            (pages / f"{path.stem}-{copy}.html").write_bytes(data)
    command = [sys.executable, "-m", "riwaya.cli", "add", str(pages), "--record", location, "--data", str(folder)]
    return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def said(what: str, taken: list[float], bound: float, p95: bool = False) -> bool:
    """Print a figure beside its bound; whether it holds."""
    figure = quantiles(taken, n=20)[-1] if p95 else median(taken)
    word = "p95" if p95 else "median"
    print(f"{what:56} {word} {figure:7.1f} ms (bound {bound}), median {median(taken):.1f}, most {max(taken):.1f}")
    return figure <= bound


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20190128)
    parser.add_argument("--keep", help="a file for the record")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        location = options.keep or str(folder / "web.db")
        if not Path(location).exists():
            fill(location, options.events, options.seed)
        store = open_store(location)
        print(f"{len(store.event_columns().id):,} events of {store.counts().claims:,} claims")
        store.close()
        with Server(location, folder) as server:
            paints, changes = looked_at(server.address)
            alone = asked_at_once(server.address)
            writer = adding(location, folder)
            beside = asked_at_once(server.address)
            writing = writer.poll() is None
            writer.terminate()
            writer.wait()
    holds = [
        said("first paint of the map with all events", paints, PAINT_MS),
        said("change of a filter until all is shown", changes, FILTER_MS, p95=True),
        said(f"lists of the API, {READERS} readers", alone, LIST_MS, p95=True),
        said(f"the same while riwaya add writes{'' if writing else ' (it ended early)'}", beside, LIST_MS, p95=True),
    ]
    return 0 if all(holds) else 1


if __name__ == "__main__":
    sys.exit(main())
