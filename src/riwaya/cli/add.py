"""`riwaya add`: read articles into the record, each in a transaction of its own."""

from __future__ import annotations

import hashlib
import sys
from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya.cli.inputs import STDIN, IsoDate, expected, reading_date_option, say_skipped
from riwaya.cli.progress import watched
from riwaya.cli.recording import EngineAtHand, now, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.errors import PageError
from riwaya.read import Received, receive

if TYPE_CHECKING:
    from riwaya.read.warc import Skipped, WarcPage
    from riwaya.store.base import Capture, Given, Outcome, Sighting, Store

OUTCOMES = ("new", "changed", "reread", "known", "failed")
_SIGHTINGS = 200


@dataclass
class Adding:
    """Reads what was received into a store, and counts what became of it."""

    store: Store
    read_on: date
    given: Given
    engine: EngineAtHand
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(OUTCOMES, 0))
    met: list[tuple[str, Sighting]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, item: Received | Skipped | PageError) -> None:
        """Keep one article. What this engine has read already is only noted as seen again."""
        if isinstance(item, PageError):
            self._no_bytes(item)
        elif isinstance(item, Received):
            self._keep(item)
        else:
            self.skipped[item.reason] += 1

    def _keep(self, item: Received) -> None:
        sha256 = hashlib.sha256(item.data).hexdigest()
        capture = self.store.capture(sha256)
        if capture is None:
            outcome = self._read(item, item.read_on(self.read_on), self.given)
            self.counts[self._new(sha256, item, outcome)] += 1
        else:
            self._meet_again(capture, item)
        if item.exchange is not None:
            self._keep_exchange(sha256, item.exchange)

    def _meet_again(self, capture: Capture, item: Received) -> None:
        """Note a capture that is there; read it again where this engine has not, or the user knows more now."""
        sha256 = capture.sha256
        given = self._better(capture.given)
        if given == capture.given and self._has_read(sha256):
            self.counts["known"] += 1
        else:
            first = replace(item, url=capture.url, encoding=capture.encoding, seen_on=None)
            outcome = self._read(first, date.fromisoformat(capture.read_on), given)
            self.store.reread(sha256, outcome, self.engine.engine, now(), given)
            self.counts["failed" if isinstance(outcome, PageError) else "reread"] += 1
        self._see(sha256, item.name)

    def _keep_exchange(self, sha256: str, page: WarcPage) -> None:
        """Keep the record of a WARC file whole: the headers of HTTP are in no other place."""
        from riwaya.store.web import Exchange

        url, at = page.url or "", page.seen_at or now()
        exchange = Exchange(url=url, final_url=url, at=at, status=200, capture=sha256)
        self.store.web.keep(exchange, page.record + b"\r\n\r\n")

    def _better(self, before: Given) -> Given:
        """What the user knows better, now or from an earlier time."""
        from riwaya.store.base import Given

        return Given(self.given.outlet or before.outlet, self.given.published or before.published)

    def _has_read(self, sha256: str) -> bool:
        """Whether this engine has made an article of a capture."""
        return self.store.read_by(sha256) == self.engine.engine and self.store.version(sha256) is not None

    def _read(self, item: Received, read_on: date, given: Given) -> Outcome:
        outcome = self.engine.read(item, read_on, given)
        if isinstance(outcome, PageError):
            click.echo(f"riwaya: {outcome}", err=True)
        return outcome

    def meet(self, sha256: str, name: str) -> None:
        """Count a capture as met again, at the place of this name."""
        self.counts["known"] += 1
        self._see(sha256, name)

    def _see(self, sha256: str, name: str) -> None:
        """Note a sighting; many are written in one transaction."""
        from riwaya.store.base import Sighting

        self.met.append((sha256, Sighting(name, now())))
        if len(self.met) >= _SIGHTINGS:
            self.flush()

    def flush(self) -> None:
        """Write the sightings that wait."""
        if self.met:
            self.store.see(self.met)
            self.met.clear()

    def _new(self, sha256: str, item: Received, outcome: Outcome) -> str:
        from riwaya.store.base import Capture, Entry

        capture = Capture(
            sha256=sha256,
            form=item.form,
            name=item.name,
            size=len(item.data),
            read_on=item.read_on(self.read_on).isoformat(),
            seen_at=now(),
            given=self.given,
            url=item.url,
            encoding=item.encoding,
        )
        return self.store.add(Entry(capture=capture, data=item.data, outcome=outcome, engine=self.engine.engine))

    def _no_bytes(self, error: PageError) -> None:
        from riwaya.store.base import Failure

        click.echo(f"riwaya: {error}", err=True)
        self.store.fail(Failure(name=error.name, reason=error.reason, failed_at=now()))
        self.counts["failed"] += 1


@click.command("add")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@record_option
@click.option("--outlet", help="The outlet of the articles, where you know it better than the page says.")
@click.option("--published", type=IsoDate(), help="Their day of publication, where you know it better.")
@reading_date_option
@data_option
@click.option("--json", "as_json", is_flag=True, help="Print the counts as one line of JSON.")
def command(inputs: tuple[str, ...], record: str, as_json: bool, **options: Any) -> int:
    """Read articles into the record, which is made where there is none.

    INPUT is what `riwaya read` takes. The bytes are kept as they were received. The same bytes are one
    capture, however often they are added; a page that has changed at its address is a new capture, which
    replaces the old one but does not erase it. When it is interrupted, run it again: what is there already
    is passed over.
    """
    with opened_record(record, create=True) as store:
        adding = Adding(store, options["reading_date"], given_by(options), EngineAtHand(options["data"]))
        given = sys.stdin.buffer.read() if STDIN in inputs else None
        try:
            for item in watched(receive(inputs, stdin=given), lambda: expected(inputs), "adding"):
                adding.add(item)
        finally:
            say_skipped(adding.skipped)
            click.echo(said(adding.counts, as_json))
        adding.flush()
    return 1 if adding.counts["failed"] else 0


def given_by(options: dict[str, Any]) -> Given:
    """What the options say that the user knows better."""
    from riwaya.store.base import Given

    return Given(options["outlet"], options["published"].isoformat() if options["published"] else None)


def said(counts: dict[str, int], as_json: bool) -> str:
    """The counts of articles for a person, or as JSON."""
    if as_json:
        return msgspec.json.encode(counts).decode()
    words = {"changed": "changed pages", "reread": "read anew", "known": "there already"}
    parts = [f"{number} {words.get(name, name)}" for name, number in counts.items() if number or name == "new"]
    return f"articles: {', '.join(parts)}"
