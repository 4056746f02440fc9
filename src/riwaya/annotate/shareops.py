"""Values of expressions that name a share of a month or a year: its first week, its second half."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from riwaya.annotate.dateops import month, year
from riwaya.annotate.spanops import calendar_unit
from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timevalues import Value, shift_months


def share(parts: Parts, context: Context) -> Value | None:
    """The nth week of a month, the nth half, third or quarter of a month or a year."""
    whole = month(parts, context) if parts.has("m") else year(parts, context) if parts.has("y") else None
    whole = whole or (calendar_unit(parts, context) if parts.has("u") else None)
    if whole is None or whole.start is None or whole.end is None:
        return None
    nth = parts.whole("nth")
    span = (whole.start, whole.end)
    if parts.has("months_of"):
        return _first_months(whole, span[0], parts)
    found = (
        _week(span, nth) if parts.cell("share", "unit") == "W" else _part(span, nth, int(parts.cell("share", "value")))
    )
    if found is None:
        return None
    return replace(whole, start=found[0], end=found[1])


def _first_months(whole: Value, first: date, parts: Parts) -> Value | None:
    """The first so many months; the first months, without a number, are the first three."""
    if parts.unit("months_of") != "M":
        return None
    count = parts.whole("n") or _FIRST_MONTHS
    return replace(whole, end=shift_months(first, count) - timedelta(days=1))


_FIRST_MONTHS = 3


def _week(span: tuple[date, date], nth: int) -> tuple[date, date] | None:
    """Days 1 to 7 are the first week; without a number the last seven days."""
    if nth > 5:
        return None
    first = span[0] + timedelta(days=7 * (nth - 1)) if nth else span[1] - timedelta(days=6)
    return first, min(first + timedelta(days=6), span[1])


def _part(span: tuple[date, date], nth: int, parts: int) -> tuple[date, date] | None:
    """One of equal parts: by months for a year, by days for anything shorter."""
    nth = nth or parts
    if nth > parts:
        return None
    if (span[1] - span[0]).days > 360:
        months = 12 // parts
        first = shift_months(span[0], months * (nth - 1))
        return first, shift_months(first, months) - timedelta(days=1)
    length = ((span[1] - span[0]).days + 1) / parts
    first = span[0] + timedelta(days=round(length * (nth - 1)))
    return first, span[0] + timedelta(days=round(length * nth) - 1)
