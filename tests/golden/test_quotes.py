"""The quoting notation refuses what is missing or ambiguous."""

from __future__ import annotations

import pytest

from .expected import Expected
from .quotes import QuoteError, nearest, only

TEXT = "قال سامر إن الطريق مفتوح وقال عمر إن الطريق مغلق.\nونفى سامر ذلك."
WHOLE = (0, len(TEXT))


def words(span: tuple[int, int]) -> str:
    return TEXT[slice(*span)]


def test_plain_words_stand_once() -> None:
    assert words(only(TEXT, "عمر", WHOLE)) == "عمر"


@pytest.mark.parametrize("quote", ["الطريق", "قال", "سامر"])
def test_words_that_stand_twice_are_refused(quote: str) -> None:
    with pytest.raises(QuoteError, match="2 times"):
        only(TEXT, quote, WHOLE)


@pytest.mark.parametrize("quote", ["زيد", "الطر", "مر إن", "الطريق … ذلك"])
def test_missing_words_and_parts_of_words_are_refused(quote: str) -> None:
    with pytest.raises(QuoteError, match="missing"):
        only(TEXT, quote, WHOLE)


def test_proclitics_may_stand_before() -> None:
    assert only(TEXT, "نفى", WHOLE)[0] == TEXT.index("نفى")


def test_a_word_may_open_a_paragraph() -> None:
    assert only("بها\nأعلنت", "أعلنت", (4, 9)) == (4, 9)


def test_ellipsis_ends_at_the_nearest_last_words() -> None:
    assert words(only(TEXT, "سامر إن … الطريق", WHOLE)) == "سامر إن الطريق"


def test_brackets_hold_what_is_meant() -> None:
    span = only(TEXT, "عمر إن [الطريق]", WHOLE)
    assert span[0] == TEXT.rindex("الطريق")


def test_nearest_prefers_its_scope_and_else_looks_back() -> None:
    second = (TEXT.index("\n") + 1, len(TEXT))
    assert nearest(TEXT, "سامر", [second])[0] > second[0]
    assert words(nearest(TEXT, "الطريق", [second])) == "الطريق"
    assert nearest(TEXT, "الطريق", [second])[0] == TEXT.rindex("الطريق")


def test_all_faults_of_a_file_are_named_at_once() -> None:
    raw = {"claim": [{"content": "زيد"}], "place": [{"text": "حمص", "country": "SY"}], "title": "عنوان"}
    with pytest.raises(QuoteError, match=r"(?s)زيد.*حمص"):
        Expected("page", raw).gold(TEXT)


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(QuoteError, match="unknown keys"):
        Expected("page", {"claim": [{"content": "عمر", "stanse": "denied"}]}).gold(TEXT)
