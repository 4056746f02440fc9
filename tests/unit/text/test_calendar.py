"""The year of a date that names its weekday."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from riwaya.text.calendar import solve_year


def test_the_latest_year_in_which_the_weekday_fits():
    assert solve_year(1, 28, 1, date(2026, 11, 22)) == date(2019, 1, 28)


def test_a_date_after_the_limit_is_an_earlier_year():
    assert solve_year(7, 22, 11, date(2026, 11, 21)) == date(2020, 11, 22)


def test_a_leap_day_may_lie_28_years_back():
    assert solve_year(4, 29, 2, date(2024, 2, 10)) == date(1996, 2, 29)


def test_a_day_that_no_year_has():
    assert solve_year(1, 31, 2, date(2024, 2, 10)) is None


@given(st.dates(date(1930, 1, 1), date(2090, 1, 1)), st.integers(0, 3000))
def test_a_solved_date_fits_and_is_not_older_than_the_true_one(day, later):
    limit = day + timedelta(days=later)
    found = solve_year(day.isoweekday(), day.day, day.month, limit)
    assert found is not None
    assert day <= found <= limit
    assert (found.isoweekday(), found.day, found.month) == (day.isoweekday(), day.day, day.month)
