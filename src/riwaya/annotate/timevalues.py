"""Calendar arithmetic for TIMEX3 values (ISO 8601): units, their bounds, parts of them, and the Islamic calendar."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from hijridate import Gregorian, Hijri
from msgspec import Struct

from riwaya.model.mention import TimexBasis, TimexType

PERIODS = {"S": "PT{}S", "min": "PT{}M", "H": "PT{}H", "D": "P{}D", "night": "P{}D", "W": "P{}W", "M": "P{}M",
           "Y": "P{}Y", "DE": "P{}DE", "C": "P{}CE"}  # fmt: skip
YEARS = {"Y": 1, "DE": 10, "C": 100}
SEASONS = {"SP": 3, "SU": 6, "FA": 9, "WI": 12}
"""The first month of each meteorological season (WMO)."""


class Value(Struct, frozen=True):
    """What an expression stands for: inclusive days (an end may be open), the TIMEX3 value, type and basis."""

    start: date | None
    end: date | None
    value: str | None
    type: TimexType = "DATE"
    basis: TimexBasis = "publication"
    note: str | None = None
    clock: str | None = None


def day_value(day: date, basis: TimexBasis) -> Value:
    """One day."""
    return Value(day, day, day.isoformat(), basis=basis)


def month_bounds(year: int, month: int) -> tuple[date, date]:
    """First and last day of a month."""
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def shift_months(day: date, months: int) -> date:
    """The same day so many months away, or the last day of that month where it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def shift(day: date, unit: str, count: float) -> date:
    """A day moved by so many units; hours make a day when they reach one, fractions are rounded down to days."""
    if unit in {"S", "min", "H"}:
        hours = count / {"S": 3600, "min": 60, "H": 1}[unit]
        return day + timedelta(days=_whole(hours / 24))
    if unit in {"D", "night", "W"}:
        return day + timedelta(days=_whole(count * (7 if unit == "W" else 1)))
    return shift_months(day, _whole(count * 12 * YEARS[unit] if unit in YEARS else count))


def _whole(count: float) -> int:
    """Away from zero for anything less than one, else towards zero."""
    if 0 < abs(count) < 1:
        return 1 if count > 0 else -1
    return int(count)


def bounds(day: date, unit: str) -> tuple[date, date]:
    """First and last day of the calendar unit that holds a day (weeks from Monday, ISO 8601)."""
    if unit == "W":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if unit == "M":
        return month_bounds(day.year, day.month)
    if unit in YEARS:
        first = day.year - day.year % YEARS[unit]
        return date(first, 1, 1), date(first + YEARS[unit] - 1, 12, 31)
    return day, day


def label(first: date, unit: str) -> str:
    """The TIMEX3 value of the calendar unit that begins on a day."""
    if unit == "W":
        year, week, _ = first.isocalendar()
        return f"{year}-W{week:02d}"
    lengths = {"M": 7, "Y": 4, "DE": 3, "C": 2}
    return first.isoformat()[: lengths.get(unit, 10)]


def edge_of(span: tuple[date, date], unit: str, edge: str) -> tuple[date, date]:
    """The first day, or the early, middle or late part of a unit: a month by tens of days, a year by quarters."""
    first, last = span
    if edge == "first":
        return first, first
    if unit == "M":
        days = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[edge]
        return first.replace(day=days[0]), first.replace(day=days[1])
    if unit == "Y":
        months = {"early": (1, 3), "mid": (5, 8), "late": (10, 12)}[edge]
        return date(first.year, months[0], 1), month_bounds(first.year, months[1])[1]
    length = (last - first).days + 1
    third = length // 3
    at = {"early": (0, third - 1), "mid": (third, length - third - 1), "late": (length - third, length - 1)}[edge]
    return shift(first, "D", at[0]), shift(first, "D", at[1])


def season_bounds(year: int, season: str) -> tuple[date, date]:
    """The three months of a season; the winter of a year begins in its December."""
    first = date(year, SEASONS[season], 1)
    last = shift_months(first, 2)
    return first, month_bounds(last.year, last.month)[1]


def period(unit: str, count: float | None) -> str:
    """A TIMEX3 duration; X for a number that is not said."""
    if count is None:
        return PERIODS[unit].format("X")
    if unit in YEARS and unit != "Y":
        return f"P{int(count * YEARS[unit])}Y"
    return PERIODS[unit].format(int(count) if count == int(count) else count)


def make_date(year: int, month: int, day: int) -> date | None:
    """A date, None where the calendar has none such."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def from_hijri(year: int, month: int, day: int | None) -> tuple[date, date] | None:
    """Gregorian bounds of an Islamic day or month (Umm al-Qura, by hijridate); None outside its tables."""
    try:
        first = Hijri(year, month, day or 1)
        last = first if day else Hijri(year, month, first.month_length())
        return date(*first.to_gregorian().datetuple()), date(*last.to_gregorian().datetuple())
    except (ValueError, OverflowError):
        return None


def hijri_year(day: date) -> int:
    """The Islamic year of a day; hijridate's tables reach from 1924 to 2077."""
    return int(Gregorian(day.year, day.month, day.day).to_hijri().year)


def nearest_weekday(weekday: int, day: date, direction: int) -> date:
    """The weekday (ISO, 1 Monday) nearest to a day in one direction, the day itself included."""
    if direction < 0:
        return day - timedelta(days=(day.isoweekday() - weekday) % 7)
    return day + timedelta(days=(weekday - day.isoweekday()) % 7)


def fit_year(month: int, day: int, published: date, mode: str) -> int:
    """The year of a month and day without one.

    `mode` is last (before), next (after), this (the year of publication) or free: then the nearest past, but
    a date up to two months ahead counts as meant.
    """
    same = make_date(published.year, month, day) or date(published.year, month, 28)
    if mode == "this":
        return published.year
    if mode == "last":
        return published.year if same < published else published.year - 1
    if mode == "next":
        return published.year if same >= published else published.year + 1
    ahead = same if same > published else (make_date(published.year + 1, month, day) or same)
    if (ahead - published).days <= _NEAR:
        return ahead.year
    return published.year if same <= published else published.year - 1


_NEAR = 60
