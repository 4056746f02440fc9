"""Find the year of a date that names its weekday but not its year."""

from __future__ import annotations

from datetime import date

CYCLE = 28
"""After so many years the Gregorian calendar repeats (1901 to 2099)."""


def solve_year(weekday: int, day: int, month: int, not_after: date) -> date | None:
    """The latest date up to `not_after` with this day and month that falls on `weekday`.

    `weekday` is ISO 8601 (1 Monday to 7 Sunday). Counts back at most 28 years; None when no year fits.
    """
    for year in range(not_after.year, max(not_after.year - CYCLE - 1, 0), -1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= not_after and found.isoweekday() == weekday:
            return found
    return None
