"""Numbers in words and digits: values, bounds, and where they end."""

import pytest
from tests.stages import annotated

NUMBERS = [
    ("ثلاثة أشخاص", 3),
    ("خمسة عشر شخصا", 15),
    ("أحد عشر شخصا", 11),
    ("اثنتا عشرة امرأة", 12),
    ("اثنين وعشرين شخصا", 22),
    ("مئة شخص", 100),
    ("مائتي شخص", 200),
    ("ثلاثمئة شخص", 300),
    ("أربع مئة شخص", 400),
    ("ثمانمئة وخمسين شخصا", 850),
    ("مئة وخمسة وعشرين شخصا", 125),
    ("ألف شخص", 1000),
    ("ألفا شخص", 2000),
    ("ألفي شخص", 2000),
    ("ألف ومئتي شخص", 1200),
    ("ألف و200 شخص", 1200),
    ("ثلاثة آلاف شخص", 3000),
    ("خمسة وعشرين ألف شخص", 25_000),
    ("مئة ألف شخص", 100_000),
    ("ثلاثمئة وخمسين ألف شخص", 350_000),
    ("نصف مليون شخص", 500_000),
    ("مليون ونصف المليون شخص", 1_500_000),
    ("مليونين وثلاثمئة ألف شخص", 2_300_000),
    ("1,250 شخصا", 1250),
    ("1.250 شخصا", 1250),
    ("12 ألف شخص", 12_000),
    ("٣٥ شخصا", 35),
    ("2.5 مليون شخص", 2_500_000),
]
BOUNDS = [
    ("عشرات الأشخاص", (10, 99)),
    ("مئات الأشخاص", (100, 999)),
    ("آلاف الأشخاص", (1000, 9999)),
    ("عشرات الآلاف من الأشخاص", (10_000, 99_999)),
    ("مئات الآلاف من الأشخاص", (100_000, 999_999)),
    ("ملايين الأشخاص", (1_000_000, 9_999_999)),
    ("بضعة أشخاص", (3, 9)),
    ("بضع مئات من الأشخاص", (300, 900)),
    ("بضعة عشر شخصا", (13, 19)),
]


@pytest.mark.parametrize(("words", "value"), NUMBERS)
def test_value_of_number(words, value):
    (mention,) = annotated(f"وصل {words} إلى المخيم").quantities
    assert mention.item.value == value
    assert mention.item.text == words


@pytest.mark.parametrize(("words", "bounds"), BOUNDS)
def test_bounds_of_vague_number(words, bounds):
    (mention,) = annotated(f"وصل {words} إلى المخيم").quantities
    assert (mention.item.low, mention.item.high) == bounds
    assert mention.item.approximate


def test_numbers_in_a_row_stay_apart():
    items = [m.item.value for m in annotated("قتل ثلاثة جنود وأربعة ضباط و20 مدنيا").quantities]
    assert items == [3, 4, 20]


def test_a_number_ends_with_its_paragraph():
    items = [m.item.value for m in annotated("قتل ثلاثة جنود ومئة\nألف شخص نزحوا").quantities]
    assert 100_000 not in items
