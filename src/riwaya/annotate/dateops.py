"""Values of expressions that name a day, a month or a year."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timevalues import (
    Value,
    bounds,
    day_value,
    edge_of,
    fit_year,
    from_hijri,
    hijri_year,
    label,
    make_date,
    month_bounds,
    nearest_weekday,
    season_bounds,
    shift,
)
from riwaya.model.mention import TimexBasis

IMPOSSIBLE = "no such date in the calendar"
MISMATCH = "the weekday does not fit the date"
UNLIKE_PUBLICATION = "not the weekday of the publication; the latest such day is taken"


def day(parts: Parts, context: Context) -> Value | None:
    """A day by date, by weekday or by its distance from publication, with a part of the day."""
    value = _date(parts, context) or _relative(parts, context) or _weekday(parts, context)
    if value is None:
        return None
    part = parts.cell("part", "part") or parts.cell("part2", "part") or parts.cell("late", "value")
    if not part:
        return value
    if parts.has("wd2") and part != "TNI":
        return None
    text = f"{value.value}{part}" if value.value else None
    return replace(value, type="TIME", value=text)


def mode_of(parts: Parts, context: Context, role: str = "mod") -> str:
    """Which of the dates that fit is meant: the last, the next, that of this year, or the nearest (free)."""
    modifier = parts.cell(role, "modifier")
    if modifier in {"last", "previous", "recent"}:
        return "last"
    if modifier in {"next", "following"}:
        return "next"
    if modifier in {"this", "same"}:
        return "this"
    return "next" if context.future else "free"


def _date(parts: Parts, context: Context) -> Value | None:
    if not parts.has("m", "mn"):
        return None
    month = int(parts.cell("m", "month") or parts.whole("mn"))
    number, year = parts.whole("d"), explicit_year(parts, context)
    weekday = int(parts.cell("wd", "weekday") or 0)
    if parts.has("mn") and month > 12 >= number:
        month, number = number, month
    found = _dated(month, number, year, (weekday, parts, context))
    if isinstance(found, str):
        return Value(None, None, None, basis="explicit", note=found)
    said = year or parts.cell("mod", "modifier") in {"this", "same"}
    basis: TimexBasis = "weekday" if weekday else "explicit" if said else "publication"
    return day_value(found, basis)


def _dated(month: int, number: int, year: int, more: tuple[int, Parts, Context]) -> date | str:
    """The date, or the reason why there is none."""
    weekday, parts, context = more
    if not 1 <= month <= 12:
        return IMPOSSIBLE
    if not year and make_date(2000, month, number) is None:
        return IMPOSSIBLE
    guess = year or fit_year(month, number, context.published, mode_of(parts, context))
    found = make_date(guess, month, number)
    if not weekday:
        return found or IMPOSSIBLE
    others = [] if year else [guess + 1] if context.future else [guess - 1]
    for candidate in [found, *(make_date(y, month, number) for y in others)]:
        if candidate and candidate.isoweekday() == weekday:
            return candidate
    return MISMATCH if found else IMPOSSIBLE


def explicit_year(parts: Parts, context: Context) -> int:
    """The year said, in digits or words or as this, last or next year; 0 for none."""
    if parts.has("y"):
        return parts.whole("y")
    if parts.has("ymod"):
        shift_by = {"last": -1, "previous": -1, "next": 1, "following": 1}
        return context.published.year + shift_by.get(parts.cell("ymod", "modifier"), 0)
    return 0


def _relative(parts: Parts, context: Context) -> Value | None:
    if not parts.has("rel"):
        return None
    offset = int(parts.cell("rel", "offset"))
    found = context.published + timedelta(days=offset)
    weekday = int(parts.cell("wd", "weekday") or 0)
    if not weekday or found.isoweekday() == weekday:
        return day_value(found, "weekday" if weekday else "publication")
    for near in (found - timedelta(days=1), found + timedelta(days=1)):
        if near.isoweekday() == weekday:
            return day_value(near, "weekday")
    latest = nearest_weekday(weekday, context.published, -1)
    return replace(day_value(latest, "weekday"), note=UNLIKE_PUBLICATION)


def _weekday(parts: Parts, context: Context) -> Value | None:
    if not parts.has("wd"):
        return None
    number = int(parts.cell("wd", "weekday"))
    if parts.has("wd2"):
        second = int(parts.cell("wd2", "weekday"))
        last = nearest_weekday(second, context.published, 1 if context.future else -1)
        first = nearest_weekday(number, last, -1)
        return Value(first, last, first.isoformat(), basis="weekday")
    return day_value(_one_weekday(number, parts, context), "weekday")


def _one_weekday(number: int, parts: Parts, context: Context) -> date:
    """Last Friday is never yesterday nor today; next Friday is not today; bare, the latest unless to come."""
    published, modifier = context.published, parts.cell("mod", "modifier")
    if modifier in {"last", "previous"}:
        return nearest_weekday(number, shift(published, "D", -2), -1)
    if modifier == "next":
        return nearest_weekday(number, shift(published, "D", 1), 1)
    if modifier == "following":
        return nearest_weekday(number, shift(context.near, "D", 1), 1)
    return nearest_weekday(number, published, 1 if context.future else -1)


def month(parts: Parts, context: Context) -> Value | None:
    """A month, or an early, middle or late part of it."""
    number, year = int(parts.cell("m", "month")), explicit_year(parts, context)
    span = month_bounds(year or _year_of_month(number, mode_of(parts, context), context), number)
    value = label(span[0], "M")
    if parts.has("edge"):
        span = edge_of(span, "M", parts.cell("edge", "value"))
    return Value(*span, value, basis="explicit" if year else "publication")


def _year_of_month(number: int, mode: str, context: Context) -> int:
    published = context.published
    if mode == "last":
        return published.year - (number >= published.month)
    if mode == "next":
        return published.year + (number < published.month or (number == published.month and not context.future))
    if mode == "this":
        return published.year
    if number == published.month % 12 + 1:
        return published.year + (published.month == 12)
    return published.year - (number > published.month)


def year(parts: Parts, context: Context) -> Value | None:
    """A year or a decade, or a part of it."""
    number = parts.whole("y") or int(parts.cell("decade", "year") or 0)
    if not 1000 <= number <= 2200:
        return None
    unit = "DE" if parts.has("decade") else "Y"
    span = bounds(date(number, 1, 1), unit)
    value = label(span[0], unit)
    if parts.has("edge"):
        span = edge_of(span, unit, parts.cell("edge", "value"))
    return Value(*span, value, basis="explicit")


def day_of_month(parts: Parts, context: Context) -> Value | None:
    """The fifteenth, or the days from one to another, of this (last, next) month."""
    modifier = parts.cell("mod", "modifier")
    steps = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(modifier, 0)
    first = shift(context.published.replace(day=1), "M", steps)
    found = make_date(first.year, first.month, parts.whole("d"))
    last = make_date(first.year, first.month, parts.whole("d2")) if parts.has("d2") else found
    if found is None or last is None or last < found:
        return Value(None, None, None, basis="explicit", note=IMPOSSIBLE)
    if parts.has("d2"):
        return Value(found, last, f"{found.isoformat()}/{last.isoformat()}", "DURATION")
    return day_value(found, "publication")


def hijri(parts: Parts, context: Context) -> Value | None:
    """A day or month of the Islamic calendar, without a year the one that fits the publication."""
    number, within = int(parts.cell("hm", "month")), parts.whole("d")
    this = hijri_year(context.published)
    found = _hijri_near(number, within, parts.whole("y") or 0, (this, parts, context))
    if found is None:
        return Value(None, None, None, basis="explicit", note=IMPOSSIBLE)
    value = found[0].isoformat() if found[0] == found[1] else f"{found[0].isoformat()}/{found[1].isoformat()}"
    if parts.has("edge"):
        found = edge_of(found, "M2", parts.cell("edge", "value"))
    return Value(*found, value, basis="explicit" if parts.has("y") else "publication")


def _hijri_near(number: int, within: int, year: int, more: tuple[int, Parts, Context]) -> tuple[date, date] | None:
    this, parts, context = more
    if year:
        return from_hijri(year, number, within)
    published, mode = context.published, mode_of(parts, context)
    spans = [s for s in (from_hijri(y, number, within) for y in (this - 1, this, this + 1)) if s]
    past = [s for s in spans if s[1] < published]
    present = [s for s in spans if s[0] <= published <= s[1]]
    ahead = [s for s in spans if s[0] > published]
    if mode == "last":
        return past[-1] if past else None
    if mode == "next":
        return ahead[0] if ahead else None
    if present:
        return present[0]
    near = bool(ahead) and (ahead[0][0] - published).days <= _SOON
    return ahead[0] if near or not past else past[-1]


_SOON = 60


def feast(parts: Parts, context: Context) -> Value | None:
    """A feast or another named day, the one nearest to the publication unless a word says which."""
    month_day, length = parts.cell("feast", "day"), int(parts.cell("feast", "length"))
    number, within = (int(x) for x in month_day.split("-"))
    mode = mode_of(parts, context)
    if parts.has("fixed"):
        year = explicit_year(parts, context) or fit_year(number, within, context.published, mode)
        first = make_date(year, number, within)
    else:
        span = _hijri_near(number, within, 0, (hijri_year(context.published), parts, context))
        first = span[0] if span else None
    if first is None:
        return None
    last = first + timedelta(days=length - 1)
    value = first.isoformat() if length == 1 else f"{first.isoformat()}/{last.isoformat()}"
    return Value(first, last, value)


def season(parts: Parts, context: Context) -> Value | None:
    """A season of a year, of this year, last or next."""
    name, published = parts.cell("season", "season"), context.published
    year = explicit_year(parts, context)
    mode = mode_of(parts, context)
    years = [year] if year else range(published.year - 2, published.year + 3)
    spans = [season_bounds(y, name) for y in years]
    if year:
        chosen = spans[0]
    elif mode == "next":
        chosen = next(s for s in spans if s[0] > published)
    elif mode == "last":
        chosen = [s for s in spans if s[1] < published][-1]
    else:
        chosen = [s for s in spans if s[0] <= published][-1]
    return Value(*chosen, f"{chosen[0].year}-{name}", basis="explicit" if year else "publication")


def last_night(parts: Parts, context: Context) -> Value | None:
    """Last night, tonight, this morning."""
    past = not parts.has("now") and (parts.has("last") or parts.cell("rel", "offset") == "-1")
    found = context.published - timedelta(days=1 if past else 0)
    value = day_value(found, "publication")
    return replace(value, type="TIME", value=f"{value.value}{parts.cell('part', 'part')}")
