"""The figures on articles small enough to count by hand."""

import msgspec
import pytest

from riwaya.model.article import Article
from riwaya.model.claim import Claim, Link
from riwaya.model.mention import Mention
from riwaya.model.record import Engine, Record
from riwaya.model.span import Span
from riwaya.quality import Gold, score
from riwaya.quality.pairing import distance_km, pair, same_source, shared_part
from riwaya.quality.score import Figures
from riwaya.quality.table import differences, markdown, table

TEXT = "قال علي إن القرية آمنة. نفى حسن ذلك."
FIRST, SECOND = Span(11, 22), Span(32, 35)
ALI, HASAN = Mention("علي", Span(4, 7)), Mention("حسن", Span(28, 31))


def gold(**more):
    claims = [
        {"span": FIRST, "chain": [{"source": {"text": "علي", "span": [4, 7]}}], "stance": "asserted"},
        {"span": SECOND, "chain": [{"source": {"text": "حسن", "span": [28, 31]}}], "stance": "denied"},
    ]
    return msgspec.convert({"id": "a", "text": TEXT, "claims": claims, **more}, Gold)


def record(*claims):
    article = Article(id="a", sha256="0", text=TEXT)
    empty = {"times": (), "places": (), "quantities": (), "actors": ()}
    return Record(engine=Engine("0", "0"), article=article, claims=claims, **empty)


def claim(span, source, stance="asserted"):
    return Claim(
        id=str(span), span=span, text=TEXT[slice(*span)], delivery="indirect", stance=stance,
        certainty="certain", cue=None, chain=(Link(source=source),) if source else (), events=(), rules=(),
    )  # fmt: skip


def figures(*claims):
    return score([gold()], {"a": record(*claims)}).figures()


def test_everything_right():
    found = figures(claim(FIRST, ALI), claim(SECOND, HASAN, "denied"))
    assert found["claims"] == found["attribution"] == Figures(1.0, 1.0, 1.0, 2, 2)
    assert found["stance"].f1 == 1.0
    assert found["delivery"].f1 == 0.0


def test_one_missed_one_misattributed():
    found = figures(claim(FIRST, HASAN))
    assert found["claims"] == Figures(1.0, 0.5, 0.6667, 2, 1)
    assert found["attribution"] == Figures(0.0, 0.0, 0.0, 2, 1)


def test_own_voice_is_an_attribution_too():
    assert figures(claim(FIRST, None))["attribution"].gold == 2
    assert figures(claim(FIRST, None))["attribution_named_only"] == Figures(0.0, 0.0, 0.0, 2, 0)


def test_half_of_the_words_must_agree():
    half, less = Span(11, 17), Span(11, 16)
    assert figures(claim(half, ALI))["claims"].f1 > 0
    assert figures(claim(less, ALI))["claims"].f1 == 0


def test_a_record_of_another_text_counts_as_empty():
    other = msgspec.structs.replace(record(claim(FIRST, ALI)), article=Article(id="a", sha256="0", text="غيره"))
    scores = score([gold()], {"a": other})
    assert scores.figures()["claims"] == Figures(0.0, 0.0, 0.0, 2, 0)
    assert [d.article for d in scores.differences["text"]] == ["a"]


def test_differences_name_the_article_and_the_words():
    scores = score([gold()], {"a": record(claim(FIRST, HASAN), claim(Span(0, 3), None))})
    lines = list(differences(scores, 1))
    assert "claims missed: 1" in lines
    assert f"  a: {TEXT[slice(*SECOND)]}" in lines
    assert "claims spurious: 1" in lines
    assert any(line.startswith("  a: want ['علي (unstated)'] got ['حسن (unstated)']") for line in lines)


def test_pairs_are_the_best_and_one_to_one():
    a, b = Mention("", Span(0, 10)), Mention("", Span(10, 20))
    wide = Mention("", Span(0, 18))
    assert pair([a, b], [wide, b], shared_part, 0.3) == [(b, b), (a, wide)]
    assert pair([a], [a, a], shared_part, 0.5) == [(a, a)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("مصطفى بالي", "بالي", True),
        ("الأمم المتحدة", "الامم المتحده", False),
        ("الأمم المتحدة", "الامم المتحدة", True),
        ("علي", "حسن", False),
        ("من", "من", False),
    ],
)
def test_same_source_by_words(one, other, same):
    far = Link(source=Mention(other, Span(500, 510)))
    assert (
        same_source(msgspec.convert({"source": {"text": one, "span": [0, 5]}}, type(gold().claims[0].chain[0])), far)
        is same
    )


def test_distance():
    assert distance_km((35.0, 40.0), (35.0, 40.0)) == 0
    assert distance_km((0.0, 0.0), (0.0, 1.0)) == pytest.approx(111.19, abs=0.01)


def test_tables():
    found = {"claims": Figures(0.5, 1.0, 0.6667, 2, 4)}
    assert list(table(found)) == ["claims                   P 0.500  R 1.000  F1 0.667   (gold 2, system 4)"]
    assert list(markdown(found))[2] == "| claims | 0.500 | 1.000 | 0.667 | 2 | 4 |"
