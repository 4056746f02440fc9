"""Find dates in visible text, for the date of publication only (annotate has a grammar of its own)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import msgspec

from riwaya.read.characters import key, normaliser, words
from riwaya.text.calendar import solve_year

_ENGLISH = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r"\b\d{1,2}:\d{2}(?::\d{2})?\b")
_CLOCK_ALONE = re.compile(r"\W*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?\W*(?:[^\W\d]{1,8}\W*)?")
_UNKNOWN_WORDS = 3
_LINE_WORDS = 18
_EARLIEST = date(1990, 1, 1)


class DateWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`furniture/dates.toml`: the words around dates."""

    about: str
    label: tuple[str, ...]
    updated: tuple[str, ...]
    today: tuple[str, ...]
    coming: tuple[str, ...]
    past: tuple[str, ...]
    noise: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A date in a line of normal form, `[start, end)`; year and weekday (ISO 8601) as far as written."""

    start: int
    end: int
    day: int
    month: int
    year: int | None
    weekday: int | None

    def on(self) -> date | None:
        """The calendar day, when the year is written and the day exists."""
        try:
            return date(self.year, self.month, self.day) if self.year else None
        except ValueError:
            return None


@dataclass(frozen=True)
class _Patterns:
    months: dict[str, int]
    weekdays: dict[str, int]
    written: re.Pattern[str]
    month_first: re.Pattern[str]
    numeric: re.Pattern[str]
    english: re.Pattern[str]
    hijri_months: dict[str, int]
    hijri: re.Pattern[str]


@cache
def date_words() -> DateWords:
    """The checked words of `furniture/dates.toml`."""
    from riwaya.rules.files import data_folder, read_toml

    return read_toml(data_folder() / "furniture/dates.toml", DateWords)


@cache
def _patterns() -> _Patterns:
    months, weekdays = _column("months", "month"), _column("weekdays", "weekday")
    month = "|".join(sorted(map(_spaced, months), key=len, reverse=True))
    weekday = "|".join(sorted(weekdays, key=len, reverse=True))
    mark = r"[\s,\u060c.:/|()-]*"
    written = re.compile(
        rf"(?:(?P<weekday>{weekday}){mark}(?:[^\W\d]{{2,6}}\s)?)?(?<!\d)(?P<day>\d{{1,2}})(?!\d)[\s/-]*"
        rf"(?:[^\W\d]{{2}}\s+)?(?P<month>{month})\b(?:\s*[/(|-]\s*(?:{month})\)?)?"
        rf"(?:{mark}(?:[^\W\d]{{2,4}}\s+)?(?P<year>(?:19|20)\d\d)(?!\d))?"
    )
    month_first = re.compile(
        rf"(?:(?P<weekday>{weekday}){mark})?\b(?P<month>{month})\s+(?P<day>\d{{1,2}})(?!\d)\s*[,\u060c]?\s+"
        r"(?P<year>(?:19|20)\d\d)(?!\d)"
    )
    numeric = re.compile(
        r"(?<![\d/.-])(?:(?P<y1>(?:19|20)\d\d)[/.-](?P<m1>\d{1,2})[/.-](?P<d1>\d{1,2})"
        r"|(?P<d2>\d{1,2})\s?[/.-]\s?(?P<m2>\d{1,2})\s?[/.-]\s?(?P<y2>(?:19|20)\d\d))(?![\d/])"
    )
    names = "|".join(_ENGLISH)
    english = re.compile(
        rf"\b(?:(?P<d1>\d{{1,2}})\s+(?P<n1>{names})[a-z]*\.?,?\s+(?P<y1>\d{{4}})"
        rf"|(?P<n2>{names})[a-z]*\.?\s+(?P<d2>\d{{1,2}}),?\s+(?:\d\d?:\d\d(?::\d\d)?\s+(?:[A-Z]{{2,5}}\s+)?)?(?P<y2>\d{{4}}))\b",
        re.IGNORECASE,
    )
    hijri_months = _column("hijri_months", "month")
    hijri_month = "|".join(sorted(map(_spaced, hijri_months), key=len, reverse=True))
    hijri = re.compile(rf"(?<!\d)(?P<day>\d{{1,2}})[\s/-]+(?P<month>{hijri_month})[\s,/-]+(?P<year>1[34]\d\d)(?!\d)")
    return _Patterns(months, weekdays, written, month_first, numeric, english, hijri_months, hijri)


def _column(name: str, value: str) -> dict[str, int]:
    from riwaya.rules.files import data_folder, read_table

    form = normaliser().form
    rows = read_table(data_folder() / f"lexicon/{name}.csv")
    return {form(row.cells["form"]): int(row.cells[value]) for row in rows}


def _spaced(form: str) -> str:
    return r"\s+".join(map(re.escape, form.split()))


def find_dates(text: str) -> list[Found]:
    """All dates of a line in order of place; offsets count code points of its normal form.

    Dates of the Islamic calendar (Umm al-Qura) are found where no others stand.
    """
    folded = normaliser().form(text)
    found = [*_written(folded), *_numeric(folded), *_english(folded)] or list(_hijri(folded))
    return sorted(found, key=lambda f: (f.start, -f.end))


def _written(folded: str) -> Iterator[Found]:
    patterns = _patterns()
    for m in (*patterns.written.finditer(folded), *patterns.month_first.finditer(folded)):
        month = patterns.months[" ".join(m["month"].split())]
        weekday = patterns.weekdays[m["weekday"]] if m["weekday"] else None
        yield Found(m.start(), m.end(), int(m["day"]), month, int(m["year"]) if m["year"] else None, weekday)


def _numeric(folded: str) -> Iterator[Found]:
    for m in _patterns().numeric.finditer(folded):
        day, month = int(m["d1"] or m["d2"]), int(m["m1"] or m["m2"])
        if month > 12 and day <= 12:
            day, month = month, day
        yield Found(m.start(), m.end(), day, month, int(m["y1"] or m["y2"]), None)


def _english(folded: str) -> Iterator[Found]:
    for m in _patterns().english.finditer(folded):
        month = _ENGLISH.index((m["n1"] or m["n2"]).lower()[:3]) + 1
        yield Found(m.start(), m.end(), int(m["d1"] or m["d2"]), month, int(m["y1"] or m["y2"]), None)


def _hijri(folded: str) -> Iterator[Found]:
    from hijridate import Hijri

    for m in _patterns().hijri.finditer(folded):
        month = _patterns().hijri_months[" ".join(m["month"].split())]
        try:
            day = Hijri(int(m["year"]), month, int(m["day"])).to_gregorian()
        except (ValueError, OverflowError):
            continue
        yield Found(m.start(), m.end(), day.day, day.month, day.year, None)


def believable(day: date, reading_date: date) -> bool:
    """Whether an article can bear this date: not before the web, not after tomorrow (time zones)."""
    return _EARLIEST <= day <= reading_date + timedelta(days=1)


@dataclass(frozen=True)
class DateLine:
    """A line that says when the article was published (`labelled`: in so many words), or changed.

    `solved` when the year was not written but found from the weekday.
    """

    day: date
    labelled: bool
    updated: bool
    solved: bool


def date_line(text: str, reading_date: date) -> DateLine | None:
    """What a line says when it holds a date and little else, else None."""
    if len(words(text)) > _LINE_WORDS:
        return None
    folded = normaliser().form(text)
    found = [(f, day) for f in find_dates(text) if (day := _day_of(f, reading_date))]
    if not found or _unknown_words(folded, [f for f, _ in found]) > _UNKNOWN_WORDS:
        return None
    lines = [_labelled(folded, f, day) for f, day in found if believable(day, reading_date)]
    return min(lines, key=lambda line: (line.updated, not line.labelled), default=None)


def is_stamp(text: str) -> bool:
    """Whether a line holds a date and a time of day and nothing else: the stamp of an article, not of a picture."""
    folded = normaliser().form(text)
    return bool(_CLOCK.search(folded)) and bool(found := find_dates(text)) and not _unknown_words(folded, found)


def _day_of(found: Found, reading_date: date) -> date | None:
    if found.year is None and found.weekday:
        return solve_year(found.weekday, found.day, found.month, reading_date)
    return found.on()


def _labelled(folded: str, found: Found, day: date) -> DateLine:
    before = f" {key(folded[max(0, found.start - 30) : found.start])} "
    places = {True: -1, False: -1}
    for updated, labels in ((True, date_words().updated), (False, date_words().label)):
        places[updated] = max(before.rfind(f" {key(label)} ") for label in labels)
    labelled = max(places.values()) >= 0
    return DateLine(day, labelled, places[True] > places[False], found.year is None)


def _unknown_words(folded: str, found: list[Found]) -> int:
    rest = folded
    for f in reversed(found):
        rest = rest[: f.start] + " " + rest[f.end :]
    known = _known_words()
    return sum(word not in known and not word.isdigit() for word in key(_CLOCK.sub(" ", rest)).split())


def is_date_word(word: str) -> bool:
    """Whether a word is one of those that stand around dates: a label, a month, a weekday, a clock's unit."""
    return key(word) in _known_words()


def is_clock(line: str) -> bool:
    """Whether a line holds nothing but a time of day, as live reports put over each entry."""
    return _CLOCK_ALONE.fullmatch(normaliser().form(line)) is not None


@cache
def _known_words() -> frozenset[str]:
    data = date_words()
    forms = [*data.label, *data.updated, *data.today, *data.noise, *_patterns().weekdays, *_patterns().months]
    return frozenset(word for form in forms for word in key(form).split())


@dataclass(frozen=True)
class Solved:
    """The date of publication that running text betrays, and whether its year was written."""

    day: date
    written: bool


def solve_from_text(paragraphs: list[str], reading_date: date) -> Solved | None:
    """The date of an article from a weekday, day and month in its text (codebook, section 4).

    A date beside "today" goes first; else the latest of those with a weekday that are not said to come.
    """
    best: tuple[int, date, bool] | None = None
    for paragraph in paragraphs:
        folded = normaliser().form(paragraph)
        for found in find_dates(paragraph):
            rank = _rank(folded, found)
            day = _day_of(found, reading_date) if rank else None
            if day and day <= reading_date:
                best = max(best or (0, day, False), (rank, day, found.year is not None))
    return Solved(best[1], best[2]) if best and best[0] else None


def _rank(folded: str, found: Found) -> int:
    data = date_words()
    near = key(folded[max(0, found.start - 12) : found.start]).split()[-1:]
    after = key(folded[found.end : found.end + 20]).split()[:1]
    if after and after[0] in {key(word) for word in data.coming}:
        return 0
    today = bool(near and near[0] in {key(word) for word in data.today})
    if found.year is not None:
        return 2 if today else 0
    if not found.weekday:
        return 0
    return 3 if today else 1
