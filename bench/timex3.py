"""First and last day of a TIMEX3 value (TimeML, ISO 24617-1), the same for every system that is compared."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta

Days = tuple[str | None, str | None]
NO_DAYS: Days = (None, None)

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:T.*)?")
_WEEK = re.compile(r"(\d{4})-W(\d\d)(-WE)?(?:T.*)?")
_MONTH = re.compile(r"(\d{4})-(\d\d)(?:T.*)?")
_PART = re.compile(r"(\d{4})-(Q[1-4]|H[12]|SP|SU|FA|WI)")
_YEAR = re.compile(r"\d{4}")
_DECADE = re.compile(r"\d{3}")
_CENTURY = re.compile(r"\d{2}")
# First month and number of months; the seasons are those of meteorology (WMO), winter beginning in December.
_PARTS = {
    "Q1": (1, 3), "Q2": (4, 3), "Q3": (7, 3), "Q4": (10, 3), "H1": (1, 6), "H2": (7, 6),
    "SP": (3, 3), "SU": (6, 3), "FA": (9, 3), "WI": (12, 3),
}  # fmt: skip
# What `mod` takes of a month and of a year: section 4 of the codebook.
_DAYS_OF_MONTH = {"START": (1, 10), "MID": (11, 20), "END": (21, 31)}
_MONTHS_OF_YEAR = {"START": (1, 3), "MID": (5, 4), "END": (10, 3)}
_SHARE_OF_YEARS = {"START": (0, 3), "MID": (3, 7), "END": (7, 10)}


def days(value: str, mod: str = "") -> Days:
    """First and last day (ISO) of a TIMEX3 value; none of a duration, a set, PAST_REF or an unknown year.

    Impossible dates have no days either. `mod` is START, MID or END; every other modifier changes nothing.
    """
    try:
        bounds = _bounds(value, mod)
    except ValueError:
        return NO_DAYS
    return (bounds[0].isoformat(), bounds[1].isoformat()) if bounds else NO_DAYS


def value_of(day: date, period: str) -> str:
    """The TIMEX3 value of a day that stands for its week, month or year; every other period is the day."""
    formats = {"week": "%G-W%V", "month": "%Y-%m", "year": "%Y"}
    return day.strftime(formats.get(period, "%Y-%m-%d"))


def _bounds(value: str, mod: str) -> tuple[date, date] | None:
    if found := _DAY.fullmatch(value):
        day = date(int(found[1]), int(found[2]), int(found[3]))
        return day, day
    if found := _WEEK.fullmatch(value):
        monday = date.fromisocalendar(int(found[1]), int(found[2]), 1)
        return monday + timedelta(5 if found[3] else 0), monday + timedelta(6)
    if found := _MONTH.fullmatch(value):
        return _in_month(int(found[1]), int(found[2]), mod)
    if found := _PART.fullmatch(value):
        return _months(int(found[1]), *_PARTS[found[2]])
    return _years(value, mod)


def _in_month(year: int, month: int, mod: str) -> tuple[date, date]:
    first, last = _DAYS_OF_MONTH.get(mod, (1, 31))
    return date(year, month, first), date(year, month, min(last, monthrange(year, month)[1]))


def _years(value: str, mod: str) -> tuple[date, date] | None:
    if _YEAR.fullmatch(value):
        return _months(int(value), *_MONTHS_OF_YEAR.get(mod, (1, 12)))
    if _DECADE.fullmatch(value):
        first, last = _SHARE_OF_YEARS.get(mod, (0, 10))
        return date(int(value) * 10 + first, 1, 1), date(int(value) * 10 + last - 1, 12, 31)
    if _CENTURY.fullmatch(value):
        return date(int(value) * 100, 1, 1), date(int(value) * 100 + 99, 12, 31)
    return None


def _months(year: int, first: int, count: int) -> tuple[date, date]:
    end_year, end_month = divmod(year * 12 + first - 1 + count - 1, 12)
    return date(year, first, 1), date(end_year, end_month + 1, monthrange(end_year, end_month + 1)[1])
