"""Times in sentences from the whole region, with negative cases among them (times.csv), and the hard corners."""

import csv
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stages import annotated

from riwaya.annotate.timevalues import fit_year, from_hijri, nearest_weekday, shift, shift_months

ROWS = list(csv.DictReader(Path(__file__).with_name("times.csv").open(encoding="utf-8")))
REGIONS = {"Syria", "Iraq", "Yemen", "Sudan", "Gaza", "Lebanon", "Libya", "Egypt", "Gulf", "Maghreb"}
LEAST_EXPRESSIONS = 400
PUBLISHED = "2024-05-15"


def found(text, published=PUBLISHED):
    return [mention.item for mention in annotated(text, published).times]


def days(item):
    """The value of a mention as times.csv writes it."""
    if item.value is None and item.note and "publication" not in item.note:
        return "impossible"
    start, end = (item.start or "")[:10], (item.end or "")[:10]
    if not start and not end:
        return "open"
    return start if start == end else f"{start}..{end}"


def test_the_set_is_large_and_covers_the_region():
    assert {row["region"] for row in ROWS} == REGIONS
    assert sum(row["times"].count("=") for row in ROWS) >= LEAST_EXPRESSIONS
    assert sum(not row["times"] for row in ROWS) >= 30


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['region']}" for n, row in enumerate(ROWS, 2)])
def test_times_of_sentence(row):
    got = [f"{item.text} = {days(item)}" for item in found(row["sentence"], row["published"] or None)]
    assert "; ".join(got) == row["times"]


def test_an_impossible_date_is_kept_with_a_note():
    (item,) = found("وقع الهجوم في 31 شباط 2023")
    assert (item.text, item.value, item.start, item.end) == ("31 شباط 2023", None, None, None)
    assert item.note == "no such date in the calendar"


def test_a_weekday_that_does_not_fit_its_date_is_kept_with_a_note():
    (item,) = found("اجتمع الوفدان الاثنين 29 كانون الثاني 2019")
    assert (item.value, item.start, item.note) == (None, None, "the weekday does not fit the date")


def test_without_a_publication_date_only_explicit_dates_have_days():
    relative, explicit = found("قال أمس إن المعركة بدأت في 3 آذار 2017", None)
    assert (relative.start, relative.value) == (None, None)
    assert relative.note == "the publication date is not known"
    assert (explicit.start, explicit.end, explicit.note) == ("2017-03-03", "2017-03-03", None)


def test_since_without_a_publication_date_has_an_open_end():
    (item,) = found("يعيشون في المخيم منذ عام 2015", None)
    assert (item.start, item.end) == ("2015-01-01", None)


def test_clock_times_are_date_times():
    (item,) = found("وقع الانفجار الساعة العاشرة والنصف ليلا")
    assert (item.start, item.type) == ("2024-05-15T22:30", "TIME")


def test_mention_leaves_out_the_proclitic():
    text = "انسحبوا ويوم الثلاثاء عادوا"
    (item,) = found(text)
    assert item.text == "يوم الثلاثاء"
    assert text[item.span.start : item.span.end] == item.text


def test_diacritics_and_quotes_do_not_hide_a_time():
    (item,) = found("قال إنّ «يومَ الثُّلاثاءِ» كان هادئا")
    assert item.start == "2024-05-14"


def test_a_paragraph_end_parts_two_weekdays():
    items = found("انتهت المعارك ليل السبت\nالأحد عاد الأهالي")
    assert [item.start for item in items] == ["2024-05-11", "2024-05-12"]


def test_a_name_with_a_number_holds_no_time():
    assert found("ذكرت شبكة «الفرات 2015» أن الطريق مغلق") == []


def test_recurring_takes_the_interval_that_follows():
    recurring, since = found("يتظاهرون كل جمعة منذ 30 مارس الماضي")
    assert (recurring.type, recurring.start, recurring.end) == ("SET", since.start, since.end)
    assert (since.start, since.end) == ("2024-03-30", PUBLISHED)


def test_the_rule_that_fired_is_known():
    doc = annotated("وصل الوفد أمس", PUBLISHED)
    (fired,) = [f for f in doc.fired if f.rule.startswith("times/")]
    assert fired.rule == "times/day"
    assert fired.span.of(doc.article.text) == "أمس"


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.integers(1, 7))
def test_nearest_weekday_is_within_a_week(day, weekday):
    before, after = nearest_weekday(weekday, day, -1), nearest_weekday(weekday, day, 1)
    assert before.isoweekday() == after.isoweekday() == weekday
    assert timedelta(0) <= day - before < timedelta(7)
    assert timedelta(0) <= after - day < timedelta(7)


@given(st.dates(date(1950, 1, 1), date(2060, 12, 31)), st.integers(-600, 600))
def test_shifting_months_keeps_the_day_or_the_month_end(day, months):
    moved = shift_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == day.day or (moved + timedelta(1)).day == 1


@given(st.dates(date(1990, 1, 1), date(2050, 12, 31)), st.integers(1, 12), st.integers(1, 28))
def test_a_date_without_year_is_never_a_year_off(published, month, day):
    chosen = date(fit_year(month, day, published, "free"), month, day)
    assert -366 <= (chosen - published).days <= 60
    assert date(fit_year(month, day, published, "last"), month, day) < published
    assert date(fit_year(month, day, published, "next"), month, day) >= published


def test_hours_make_days_only_when_they_are_enough():
    assert shift(date(2024, 5, 15), "H", -48) == date(2024, 5, 13)
    assert shift(date(2024, 5, 15), "min", -30) == date(2024, 5, 14)


def test_islamic_dates_are_those_of_umm_al_qura():
    assert from_hijri(1445, 9, 1) == (date(2024, 3, 11), date(2024, 3, 11))
    assert from_hijri(1445, 9, None) == (date(2024, 3, 11), date(2024, 4, 9))
    assert from_hijri(1300, 1, 1) is None


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([w for row in ROWS for w in row["sentence"].split()]), max_size=40))
def test_any_words_in_any_order_are_read(words):
    text = " ".join(words)
    items = found(text)
    assert [i.span for i in items] == sorted(i.span for i in items)
    assert all(text[i.span.start : i.span.end] == i.text for i in items)
    assert all(a.span.end <= b.span.start for a, b in zip(items, items[1:], strict=False))
    assert all(i.start <= i.end for i in items if i.start and i.end)
