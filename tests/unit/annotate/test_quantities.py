"""Quantities in sentences from the whole region, with negative cases among them (quantities.csv)."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.stages import annotated

ROWS = list(csv.DictReader(Path(__file__).with_name("quantities.csv").open(encoding="utf-8")))
REGIONS = {"Syria", "Iraq", "Yemen", "Sudan", "Gaza", "Lebanon", "Libya", "Egypt", "Gulf", "Maghreb"}
LEAST_QUANTITIES = 200


def found(text):
    return [mention.item for mention in annotated(text, "2024-05-15").quantities]


def written(item, wanted):
    """A quantity as quantities.csv writes it; unit and role only where the row asks for them."""
    if item.value is not None:
        number = f"{'~' if item.approximate else ''}{item.value}"
    else:
        number = f"{'' if item.low is None else item.low}..{'' if item.high is None else item.high}"
    asked = wanted.split()[-2:] if wanted else ["-", "-"]
    unit = "-" if asked[0] == "-" else item.unit
    role = "-" if asked[1] == "-" else item.role
    return f"{item.text} = {number} {unit} {role}"


def test_the_set_is_large_and_covers_the_region():
    assert {row["region"] for row in ROWS} == REGIONS
    assert sum(row["quantities"].count("=") for row in ROWS) >= LEAST_QUANTITIES
    assert sum(not row["quantities"] for row in ROWS) >= 15


@pytest.mark.parametrize("row", ROWS, ids=[f"{n}-{row['region']}" for n, row in enumerate(ROWS, 2)])
def test_quantities_of_sentence(row):
    wanted = row["quantities"].split("; ") if row["quantities"] else []
    items = found(row["sentence"])
    padded = wanted + [""] * (len(items) - len(wanted))
    assert [written(item, want) for item, want in zip(items, padded, strict=False)] == wanted


def test_at_least_has_no_upper_bound():
    (item,) = found("قتل ما لا يقل عن 34 شخصا")
    assert (item.text, item.value, item.low, item.high, item.approximate) == ("34 شخصا", None, 34, None, True)


def test_at_least_may_stand_after():
    (item,) = found("مقتل 12 شخصا على الأقل")
    assert (item.low, item.high) == (12, None)


def test_a_time_is_never_a_quantity():
    doc = annotated("استمر القصف 48 ساعة وقتل 12 مدنيا في 12 أيار 2024", "2024-05-15")
    assert [f.item.text for f in doc.quantities] == ["12 مدنيا"]
    assert [f.item.text for f in doc.times] == ["48 ساعة", "12 أيار 2024"]


def test_others_are_people_like_those_before():
    _, others = found("قتل خمسة جنود وأصيب ستة آخرون")
    assert (others.unit, others.of, others.role) == ("people", "جنود", "injured")


def test_a_mention_in_brackets_takes_the_bracket_along():
    (item,) = found("ضبط عدد (8) بندقية آلية")
    assert (item.text, item.value) == ("(8) بندقية آلية", 8)


def test_spans_cover_the_words_of_the_text():
    text = "سقطت بـ 15 قذيفةً على «حيّ» المدينة وأُصيبَ ثلاثونَ"
    for item in found(text):
        assert text[item.span.start : item.span.end] == item.text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([w for row in ROWS for w in row["sentence"].split()]), max_size=40))
def test_any_words_in_any_order_are_read(words):
    doc = annotated(" ".join(words), "2024-05-15")
    taken = sorted([(f.first, f.last) for f in (*doc.times, *doc.quantities)])
    assert all(a[1] <= b[0] for a, b in zip(taken, taken[1:], strict=False))
