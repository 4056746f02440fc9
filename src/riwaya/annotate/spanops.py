"""Values of expressions that count units of time, and of ranges between two days, months or years."""

from __future__ import annotations

from datetime import date, timedelta

from msgspec.structs import replace

from riwaya.annotate.dateops import IMPOSSIBLE, day, explicit_year, mode_of
from riwaya.annotate.timeparts import Context, Parts
from riwaya.annotate.timevalues import (
    YEARS,
    Value,
    bounds,
    edge_of,
    fit_year,
    label,
    make_date,
    month_bounds,
    nearest_weekday,
    period,
    shift,
)
from riwaya.model.mention import TimexBasis


def calendar_unit(parts: Parts, context: Context) -> Value | None:
    """This, last or next week, month or year, or a part of it."""
    unit, modifier = parts.unit(), parts.cell("mod", "modifier") or "this"
    if unit in {"S", "min", "H"}:
        return None
    base = context.story if modifier in {"same", "following", "previous"} else context.published
    if modifier == "recent":
        return Value(shift(base, unit, -1), base, period(unit, 1), type="DURATION")
    steps = {"last": -1, "previous": -1, "next": 1, "following": 1}.get(modifier, 0)
    first, _ = bounds(base, unit)
    span = bounds(shift(first, unit, steps), unit)
    value = label(span[0], unit)
    if parts.has("edge"):
        span = edge_of(span, unit, parts.cell("edge", "value"))
    basis: TimexBasis = "publication" if base == context.published else "previous_mention"
    return Value(*span, value, basis=basis)


def recent_units(parts: Parts, context: Context) -> Value | None:
    """The last or next so many days; without a number that end is open."""
    count, unit, published = parts.count(), parts.unit(), context.published
    value = period(unit, count)
    if parts.cell("mod", "modifier") in {"next", "following"}:
        last = shift(published, unit, count) if count else None
        return Value(published, last, value, type="DURATION")
    first = shift(published, unit, -count) if count else None
    return Value(first, published, value, type="DURATION")


def ago(parts: Parts, context: Context) -> Value | None:
    """So long ago: a day for days and weeks, else the calendar unit; counted from an event, the time between."""
    count, unit = parts.count(), parts.unit()
    if context.of_event:
        return _beside_event(count, unit, context)
    if count is None:
        return Value(None, context.published, "PAST_REF")
    found = shift(context.published, unit, -count)
    span = bounds(found, unit) if unit in {"M", *YEARS} and count == int(count) else (found, found)
    if unit in YEARS:
        span = bounds(found, "Y")
    return Value(*span, label(span[0], "Y" if unit in YEARS else unit if unit == "M" else "D"))


def _beside_event(count: float | None, unit: str, context: Context) -> Value:
    """So long before or after an event: the days between it and the last day named."""
    basis: TimexBasis = "previous_mention"
    if count is None and unit not in {"S", "min", "H"}:
        return Value(None, None, period(unit, count), type="DURATION", basis="explicit")
    first = shift(context.near, unit, -(count or 1))
    return Value(first, context.near, period(unit, count), "DURATION", basis)


def after(parts: Parts, context: Context) -> Value | None:
    """So long after: after an event named next, from now when the clause speaks of what is to come."""
    count, unit = parts.count(), parts.unit()
    if context.of_event or count is None:
        return _beside_event(count, unit, context) if count else _open(unit)
    if not context.future and context.anchor is None:
        return Value(None, None, period(unit, count), type="DURATION", basis="explicit")
    base = context.published if context.future else context.near
    found = shift(base, unit, count)
    basis: TimexBasis = "publication" if context.future or not context.anchor else "previous_mention"
    return Value(found, found, found.isoformat(), basis=basis)


def _open(unit: str) -> Value:
    return Value(None, None, period(unit, None), type="DURATION", basis="explicit")


def from_mention(parts: Parts, context: Context) -> Value | None:
    """So long before or after what was just named."""
    count, unit = parts.count(), parts.unit()
    basis: TimexBasis = "previous_mention"
    if count is None:
        return Value(None, None, period(unit, None), basis=basis)
    found = shift(context.near, unit, -count if parts.has("before") else count)
    return Value(found, found, found.isoformat(), basis=basis)


def since(parts: Parts, context: Context) -> Value | None:
    """For so long until now."""
    count, unit = parts.count(), parts.unit()
    first = shift(context.published, unit, -count) if count else None
    return Value(first, context.published, period(unit, count), type="DURATION")


def duration(parts: Parts, context: Context) -> Value | None:
    """A length of time; one that is a limit runs from the last day named."""
    count, unit = parts.count(), parts.unit()
    limit = context.deadline or parts.has("limit") or (parts.has("within") and context.future)
    if limit and count and not context.of_event:
        last = shift(context.near, unit, count)
        basis: TimexBasis = "previous_mention" if context.anchor else "publication"
        return Value(context.near, last, period(unit, count), "DURATION", basis)
    return Value(None, None, period(unit, count), type="DURATION", basis="explicit")


def nth_unit(parts: Parts, context: Context) -> Value | None:
    """For the fourth day running: four days that end at publication."""
    count, unit = parts.whole("n"), parts.unit() or "D"
    first = shift(context.published, unit, 1 - count)
    return Value(first, context.published, period(unit, count), type="DURATION")


def adjacent_day(parts: Parts, context: Context) -> Value | None:
    """The next day, the same day, the day before: from the last day named."""
    steps = {"following": 1, "previous": -1}.get(parts.cell("mod", "modifier"), 0)
    found = context.near + timedelta(days=steps)
    basis: TimexBasis = "previous_mention" if context.anchor else "publication"
    part = parts.cell("part", "part")
    text = found.isoformat() + part
    return Value(found, found, text, "TIME" if part else "DATE", basis)


def day_range(parts: Parts, context: Context) -> Value | None:
    """Two days: both with a month, or sharing one, or two weekdays."""
    if parts.has("wd"):
        return _weekday_range(parts, context)
    second = int(parts.cell("m2", "month") or parts.cell("m", "month"))
    first = int(parts.cell("m", "month"))
    said = explicit_year(parts, context)
    year = said or fit_year(second, min(parts.whole("d2"), 28), context.published, mode_of(parts, context))
    begin = make_date(year - (first > second), first, parts.whole("d"))
    end = make_date(year, second, parts.whole("d2"))
    basis: TimexBasis = "explicit" if said else "publication"
    return _range(begin, end, basis)


def _range(begin: date | None, end: date | None, basis: TimexBasis) -> Value:
    if begin is None or end is None or end < begin:
        return Value(None, None, None, basis="explicit", note=IMPOSSIBLE)
    text = f"{begin.isoformat()}/{end.isoformat()}"
    return Value(begin, end, text, "DURATION", basis)


def _weekday_range(parts: Parts, context: Context) -> Value:
    one, two = int(parts.cell("wd", "weekday")), int(parts.cell("wd2", "weekday"))
    if context.future:
        begin = nearest_weekday(one, context.published, 1)
        return _range(begin, nearest_weekday(two, begin, 1), "weekday")
    end = nearest_weekday(two, context.published, -1)
    return _range(nearest_weekday(one, end, -1), end, "weekday")


def month_range(parts: Parts, context: Context) -> Value | None:
    """From one month to another."""
    one, two = int(parts.cell("m", "month")), int(parts.cell("m2", "month"))
    said = explicit_year(parts, context)
    year = said or fit_year(two, 1, context.published, mode_of(parts, context))
    begin, end = month_bounds(year - (one > two), one)[0], month_bounds(year, two)[1]
    return _range(begin, end, "explicit" if said else "publication")


def year_range(parts: Parts, context: Context) -> Value | None:
    """From one year to another."""
    one, two = parts.whole("y"), parts.whole("y2")
    if not one < two:
        return None
    return Value(date(one, 1, 1), date(two, 12, 31), f"{one}/{two}", "DURATION", "explicit")


def every(parts: Parts, context: Context) -> Value | None:
    """What recurs: every day, every Friday, weekly."""
    if parts.has("wd"):
        return Value(None, None, f"XXXX-WXX-{parts.cell('wd', 'weekday')}", type="SET", basis="explicit")
    value = parts.cell("set", "value")
    text = value or period(parts.unit(), parts.count() or 1)
    return Value(None, None, text, type="SET", basis="explicit")


def reference(parts: Parts, context: Context) -> Value | None:
    """Now, lately, soon; then and later point at the last mention."""
    if parts.has("then"):
        return _then(context)
    value = parts.cell("ref", "value")
    day_ = context.published if value == "PRESENT_REF" else None
    return Value(day_, day_, value)


def _then(context: Context) -> Value:
    if context.previous is None:
        return Value(None, None, "PAST_REF", basis="previous_mention")
    return replace(context.previous, basis="previous_mention", clock=None, note=None)


def later(parts: Parts, context: Context) -> Value | None:
    """Later: on the last day named."""
    near = context.near
    basis: TimexBasis = "previous_mention" if context.anchor else "publication"
    return Value(near, near, near.isoformat(), basis=basis)


def clock(parts: Parts, context: Context) -> Value | None:
    """A time of day, on the day that is said with it or on the last day named."""
    hour, minute = parts.whole("h"), parts.whole("min")
    minute += 30 * parts.has("half_past") + 15 * parts.has("quarter_past") + 20 * parts.has("third_past")
    part = parts.cell("part2", "part") or parts.cell("part", "part")
    if part in {"TAF", "TEV"} and hour < 12 or (part == "TNI" and 6 <= hour < 12):
        hour += 12
    if part == "TNI" and hour == 12:
        hour = 0
    if hour > 24 or minute > 59:
        return None
    said = day(parts, context) if parts.has("rel", "wd", "m", "mn") else None
    found = said.start if said else context.near
    if found is None:
        return said
    text = f"{hour % 24:02d}:{minute:02d}"
    basis: TimexBasis = said.basis if said else "previous_mention" if context.anchor else "publication"
    return Value(found, found, f"{found.isoformat()}T{text}", "TIME", basis, clock=text)
