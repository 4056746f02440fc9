"""Measure the record: bulk load, size, search, linking, ledgers of places.

Run: `python bench/record.py [--claims N] [--link N,N,...] [--seed S] [--keep FILE]`. `--link 0` links nothing.

The record is synthetic: readings of the example pages by the real engine, in which outlets, dates, sources,
actors, places and some words of every claim are exchanged for others, so that indexes meet as many
different values as in a real record. Exit code 1 when a figure misses its bound.
"""

from __future__ import annotations

import argparse
import hashlib
import math
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import median, quantiles

import msgspec

from riwaya.link import link
from riwaya.link import load as load_tables
from riwaya.model.article import Article
from riwaya.model.claim import Claim, Event, Link
from riwaya.model.finding import Findings
from riwaya.model.mention import Mention, PlaceMention
from riwaya.model.record import Record
from riwaya.model.span import Span
from riwaya.pipeline import analyse, resources
from riwaya.read import read_inputs
from riwaya.store.base import Capture, Entry, Linking, Query, Store
from riwaya.store.location import create_store

ROOT = Path(__file__).resolve().parents[1]
FIRST_DAY = date(2012, 1, 1)
DAYS = 5000
LEAST_CLAIMS_A_SECOND = 5000
MOST_MILLISECONDS = 50
ASKED = 400
SLACK = 1.25
VARIANTS = 100
replace = msgspec.structs.replace


@dataclass(frozen=True)
class Stock:
    """What synthetic readings are made of."""

    records: tuple[Record, ...]
    words: tuple[str, ...]
    names: tuple[str, ...]
    places: tuple[PlaceMention, ...]
    actors: tuple[str, ...]
    types: tuple[str, ...]
    outlets: tuple[str, ...]


def stock() -> Stock:
    """Readings of the example pages, and the words, names and places in them."""
    engine = resources()
    pages = read_inputs([str(ROOT / "examples")], reading_date=date(2026, 11, 1))
    records = tuple(analyse(page, engine) for page in pages if isinstance(page, Article))
    claims = [claim for record in records for claim in record.claims]
    words = sorted({word for record in records for word in record.article.text.split() if word.isalpha()})
    links = [link for claim in claims for link in claim.chain]
    return Stock(
        records=records,
        words=tuple(words),
        names=tuple(sorted({link.source.text for link in links})),
        places=tuple(place for record in records for place in record.places if place.lat is not None),
        actors=tuple(sorted({actor.id for record in records for actor in record.actors})),
        types=tuple(sorted({event.type for claim in claims for event in claim.events})),
        outlets=tuple(f"صحيفة {first} {second}" for first in words[:20] for second in words[20:35]),
    )


class Maker:
    """Makes readings that differ from one another; the same seed makes the same readings."""

    def __init__(self, given: Stock, seed: int) -> None:
        self.given, self.chance = given, random.Random(seed)  # noqa: S311 - synthetic readings

    def entries(self, claims: int) -> Iterator[Entry]:
        """Entries with so many claims, or a few more."""
        made, number = 0, 0
        while made < claims:
            record = self._record(self.given.records[number % len(self.given.records)], number)
            number, made = number + 1, made + len(record.claims)
            capture = Capture(
                sha256=record.article.sha256,
                form="page",
                name=f"{number}.html",
                size=1,
                read_on="2026-11-01",
                seen_at="2026-11-01T08:00:00Z",
            )
            yield Entry(capture=capture, data=None, outcome=record, engine=record.engine)

    def _record(self, record: Record, number: int) -> Record:
        """The record with other facts; each claim keeps its place in the text, as long as its words allow."""
        day = FIRST_DAY + timedelta(days=self.chance.randrange(DAYS))
        sha256 = hashlib.sha256(f"{number}".encode()).hexdigest()
        moved = [self.chance.randrange(VARIANTS) for _ in record.places]
        text = self._other_places(self._other_words(record.article.text), record.places, moved)
        article = replace(
            record.article,
            id=sha256,
            sha256=sha256,
            url=f"https://news.example/{number}",
            outlet=self._skewed(self.given.outlets),
            published=day.isoformat(),
            text=text,
        )
        places = tuple(self._place(place, text, by) for place, by in zip(record.places, moved, strict=True))
        return replace(
            record,
            article=article,
            claims=tuple(self._claim(claim, nth, sha256, text, day) for nth, claim in enumerate(record.claims)),
            places=places,
            times=tuple(replace(time, text=time.span.of(text)) for time in record.times),
            quantities=tuple(replace(found, text=found.span.of(text)) for found in record.quantities),
        )

    def _other_words(self, text: str) -> str:
        """Every fifth word exchanged for another of the same length, so that all spans stay where they are."""
        by_length = self._by_length()
        words = text.split(" ")
        for at in range(self.chance.randrange(5), len(words), 5):
            words[at] = self.chance.choice(by_length.get(len(words[at]), [words[at]]))
        return " ".join(words)

    def _by_length(self) -> dict[int, list[str]]:
        if not hasattr(self, "_lengths"):
            self._lengths: dict[int, list[str]] = {}
            for word in self.given.words:
                self._lengths.setdefault(len(word), []).append(word)
        return self._lengths

    def _claim(self, claim: Claim, nth: int, sha256: str, text: str, day: date) -> Claim:
        return replace(
            claim,
            id=hashlib.sha256(f"{sha256} {nth}".encode()).hexdigest()[:16],
            text=claim.span.of(text),
            cue=self._mention(claim.cue, text) if claim.cue else None,
            chain=tuple(self._link(link, text) for link in claim.chain),
            events=tuple(self._event(event, text, day) for event in claim.events),
        )

    def _link(self, link: Link, text: str) -> Link:
        actor = self._skewed(self.given.actors) if link.actor else None
        return replace(link, source=self._mention(link.source, text), actor=actor)

    def _event(self, event: Event, text: str, day: date) -> Event:
        start = (day - timedelta(days=self.chance.randrange(4))).isoformat() if event.start else None
        return replace(
            event,
            type=self._skewed(self.given.types),
            trigger=self._mention(event.trigger, text),
            agents=tuple(replace(a, text=a.span.of(text), actor=self._skewed(self.given.actors)) for a in event.agents),
            patients=tuple(replace(a, text=a.span.of(text)) for a in event.patients),
            places=tuple(replace(a, text=a.span.of(text)) for a in event.places),
            start=start,
            end=start,
        )

    def _other_places(self, text: str, places: tuple[PlaceMention, ...], moved: list[int]) -> str:
        """The text with names of other places at the same spans: a record of a million claims names thousands."""
        letters = list(text)
        for place, by in zip(places, moved, strict=True):
            name = list(place.text)
            random.Random(by).shuffle(name)  # noqa: S311 - the same name for the same number
            letters[place.span.start : place.span.end] = name if by else place.text
        return "".join(letters)

    def _place(self, place: PlaceMention, text: str, moved: int) -> PlaceMention:
        """A place with the name that now stands in the text, moved a little."""
        name = place.span.of(text)
        if place.id is None:
            return replace(place, text=name)
        lat, lon = (place.lat or 0) + moved / VARIANTS, (place.lon or 0) + moved / VARIANTS
        return replace(place, text=name, id=f"{place.id}-{moved}", name_ar=name, lat=lat, lon=lon)

    def _mention(self, found: Mention, text: str) -> Mention:
        return Mention(found.span.of(text), Span(*found.span))

    def _skewed(self, values: tuple) -> object:
        """One of the values, the first ones far more often than the last, as names in the news are."""
        return values[min(int(self.chance.paretovariate(0.6)) - 1, len(values) - 1)]


def load(store: Store, maker: Maker, claims: int) -> float:
    """Claims a second; making the readings is not counted."""
    taken, loaded, batch = 0.0, 0, []
    for entry in maker.entries(claims):
        batch.append(entry)
        if len(batch) == 500:
            taken, loaded, batch = *_loaded(store, batch, taken, loaded), []
    taken, loaded = _loaded(store, batch, taken, loaded)
    return loaded / taken


def _loaded(store: Store, batch: list[Entry], taken: float, loaded: int) -> tuple[float, int]:
    begun = time.perf_counter()
    store.load(batch)
    taken += time.perf_counter() - begun
    loaded += sum(len(entry.outcome.claims) for entry in batch if isinstance(entry.outcome, Record))
    if sys.stderr.isatty():
        print(f"\r{loaded:,} claims, {loaded / taken:,.0f} a second ", end="", file=sys.stderr, flush=True)
    return taken, loaded


def queries(given: Stock, chance: random.Random) -> dict[str, Callable[[], Query]]:
    """The kinds of queries, each with values drawn anew."""

    def word() -> str:
        return chance.choice(given.words)

    def name() -> str:
        return chance.choice(given.places).name_ar or ""

    def day() -> str:
        return (FIRST_DAY + timedelta(days=chance.randrange(DAYS))).isoformat()

    return {
        "one word": lambda: Query(words=word()),
        "two words": lambda: Query(words=f"{word()} {word()}"),
        "a phrase": lambda: Query(words=f'"{_pair(given, chance)}"'),
        "words since a day": lambda: Query(words=word(), since=day()),
        "words of an outlet": lambda: Query(words=word(), outlet=chance.choice(given.outlets)),
        "an actor": lambda: Query(actor=chance.choice(given.actors)),
        "an actor and a type": lambda: Query(actor=chance.choice(given.actors), types=(chance.choice(given.types),)),
        "a place": lambda: Query(place=name()),
        "a place and a type": lambda: Query(place=name(), types=(chance.choice(given.types),)),
        "20 km around a place": lambda: Query(place=name(), radius_km=20.0),
        "a month": lambda: _month(day()),
        "a denial of a type": lambda: Query(stance="denied", types=(chance.choice(given.types),)),
    }


def _pair(given: Stock, chance: random.Random) -> str:
    words = chance.choice(given.records).article.text.split()
    at = chance.randrange(len(words) - 1)
    return " ".join(word for word in words[at : at + 2] if word.isalpha()) or words[0]


def _month(first: str) -> Query:
    return Query(since=first, until=(date.fromisoformat(first) + timedelta(days=30)).isoformat())


def search(store: Store, given: Stock, seed: int) -> float:
    """Print how long each kind of query takes; the p95 of the slowest kind, in milliseconds.

    The processor's time stands beside that of the clock, for a machine that others use too.
    """
    slowest = 0.0
    chance = random.Random(seed)  # noqa: S311 - what to ask for
    for kind, query in queries(given, chance).items():
        taken, of_cpu = zip(*(_searched(store, query()) for _ in range(ASKED // 10)), strict=True)
        p95, cpu = quantiles(taken, n=20)[-1], quantiles(of_cpu, n=20)[-1]
        print(f"  {kind:22} median {median(taken):6.1f} ms, p95 {p95:6.1f} ms; CPU p95 {cpu:6.1f} ms")
        slowest = max(slowest, p95)
    return slowest


def _searched(store: Store, query: Query) -> tuple[float, float]:
    """Milliseconds of the clock and of this process (not of a server) that a query takes."""
    begun = time.process_time()
    taken = _taken(lambda: store.search(query))
    return taken, (time.process_time() - begun) * 1000


def _taken(ask: Callable[[], object]) -> float:
    """Milliseconds that something takes."""
    begun = time.perf_counter()
    ask()
    return (time.perf_counter() - begun) * 1000


class Made:
    """Readings made one by one, as a store gives them; how many claims they have, and what making them took."""

    def __init__(self, given: Stock, seed: int) -> None:
        self._maker, self.claims, self.taken = Maker(given, seed), 0, 0.0

    def records(self, size: int) -> Iterator[Record]:
        """Readings with so many claims, or a few more."""
        begun = time.process_time()
        for entry in self._maker.entries(size):
            if isinstance(entry.outcome, Record):
                self.claims += len(entry.outcome.claims)
                self.taken += time.process_time() - begun
                yield entry.outcome
                begun = time.process_time()


def linking(given: Stock, seed: int, sizes: list[int]) -> tuple[Findings | None, bool]:
    """Print what linking costs at each size; the findings of the last, and whether it grows no faster than n log n.

    A factor of growth up to a quarter above that of n log n is the noise of a shared machine.
    """
    tables, costs, found = load_tables(), [], None
    for size in sizes:
        made = Made(given, seed)
        begun = time.process_time()
        found = link(made.records(size), tables)
        costs.append((made.claims, time.process_time() - begun - made.taken))
        claims = made.claims
        each = costs[-1][1] / (claims * math.log2(claims))
        what = f"{claims:>9,} claims, {len(found.events):>9,} events"
        print(f"link: {what}, {costs[-1][1]:7.1f} s of CPU, {each * 1e6:.2f} us by n log n")
    grown = [(b / a) / (m * math.log2(m) / (n * math.log2(n))) for (n, a), (m, b) in pairwise(costs)]
    return found, all(factor < SLACK for factor in grown)


def ledgers(store: Store, findings: Findings, seed: int) -> float:
    """The p95 of what the ledger of a place takes, in milliseconds, with the findings kept in the store."""
    taken = _taken(lambda: store.keep_findings(findings, Linking("bench", "2026-11-01T08:00:00Z")))
    print(f"keep findings: {taken / 1000:.1f} s")
    held = sorted({span.place for span in findings.control})
    chance = random.Random(seed)  # noqa: S311 - what to ask for
    asked = [chance.choice(held) for _ in range(ASKED)]
    by_id = [_taken(lambda place=place: store.ledgers(place)) for place in asked]
    listed = [_taken(lambda place=place: store.find_events(Query(place=place))) for place in asked]
    for what, times in (("ledger of a place", by_id), ("events of a place", listed)):
        print(f"  {what:22} median {median(times):6.1f} ms, p95 {quantiles(times, n=20)[-1]:6.1f} ms")
    return max(quantiles(times, n=20)[-1] for times in (by_id, listed))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--link", default="10000,100000", help="numbers of claims to link")
    parser.add_argument("--seed", type=int, default=20190128)
    parser.add_argument("--keep", help="a file for the record, or the address of a database")
    given, options = stock(), parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        location = options.keep or str(Path(folder) / "bench.db")
        store, made = create_store(location)
        if made:
            rate = load(store, Maker(given, options.seed), options.claims)
            print(f"load: {rate:,.0f} claims a second")
        claims = store.counts().claims
        if Path(location).exists():
            print(f"size: {Path(location).stat().st_size / claims:,.0f} bytes a claim")
        print(f"search among {claims:,} claims:")
        slowest = search(store, given, options.seed)
        print(f"search: p95 {slowest:.1f} ms of the slowest kind of query")
        sizes = [int(size) for size in options.link.split(",") if int(size)]
        findings, linear = linking(given, options.seed, sizes)
        ledger = ledgers(store, findings, options.seed) if findings else 0.0
        store.close()
    missed = (made and rate < LEAST_CLAIMS_A_SECOND) or max(slowest, ledger) > MOST_MILLISECONDS or not linear
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
