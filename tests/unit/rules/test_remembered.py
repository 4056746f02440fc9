"""Remembered: a word is worked out once, and memory stays within its bound."""

from riwaya.rules.remembered import Remembered


def test_a_word_is_worked_out_once():
    asked = []
    lengths = Remembered(lambda word: asked.append(word) or len(word), 10)
    assert [lengths["ab"], lengths["ab"], lengths["c"]] == [2, 2, 1]
    assert asked == ["ab", "c"]


def test_it_begins_anew_when_it_is_full():
    lengths = Remembered(len, 2)
    assert [lengths[word] for word in ("a", "bb", "ccc", "a")] == [1, 2, 3, 1]
    assert len(lengths) == 2


def test_a_word_without_end_is_not_kept():
    lengths = Remembered(len, 2)
    assert lengths["a" * 10_000] == 10_000
    assert not lengths
