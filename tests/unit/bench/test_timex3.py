import datetime

import pytest
from bench.timex3 import NO_DAYS, days, value_of


@pytest.mark.parametrize(
    ("value", "mod", "first", "last"),
    [
        ("2019-01-28", "", "2019-01-28", "2019-01-28"),
        ("2019-01-28T21:30", "", "2019-01-28", "2019-01-28"),
        ("2019-01-28TMO", "APPROX", "2019-01-28", "2019-01-28"),
        ("2019-W05", "", "2019-01-28", "2019-02-03"),
        ("2019-W05-WE", "", "2019-02-02", "2019-02-03"),
        ("2020-02", "", "2020-02-01", "2020-02-29"),
        ("2019-02", "START", "2019-02-01", "2019-02-10"),
        ("2019-02", "MID", "2019-02-11", "2019-02-20"),
        ("2019-02", "END", "2019-02-21", "2019-02-28"),
        ("2019-Q3", "", "2019-07-01", "2019-09-30"),
        ("2019-H2", "", "2019-07-01", "2019-12-31"),
        ("2019-SP", "", "2019-03-01", "2019-05-31"),
        ("2019-WI", "", "2019-12-01", "2020-02-29"),
        ("2019", "", "2019-01-01", "2019-12-31"),
        ("2019", "START", "2019-01-01", "2019-03-31"),
        ("2019", "MID", "2019-05-01", "2019-08-31"),
        ("2019", "END", "2019-10-01", "2019-12-31"),
        ("199", "", "1990-01-01", "1999-12-31"),
        ("199", "END", "1997-01-01", "1999-12-31"),
        ("19", "", "1900-01-01", "1999-12-31"),
    ],
)
def test_days_of_a_value(value, mod, first, last):
    assert days(value, mod) == (first, last)


@pytest.mark.parametrize(
    "value",
    ["PRESENT_REF", "PAST_REF", "FUTURE_REF", "P2D", "PT48H", "XXXX-XX-XX", "XXXX-SU", "UNDEF-last-day", "", "BC0100"]
    + ["2019-02-30", "2019-13", "2019-W60", "0000"],
)
def test_values_without_days(value):
    assert days(value) == NO_DAYS


@pytest.mark.parametrize(
    ("period", "value"), [("day", "2018-12-31"), ("time", "2018-12-31"), ("week", "2019-W01"), ("year", "2018")]
)
def test_value_of_a_day_that_stands_for_a_period(period, value):
    assert value_of(datetime.date(2018, 12, 31), period) == value
