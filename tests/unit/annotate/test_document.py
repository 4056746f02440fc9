"""What a document works out goes over to its copies as long as what it depends on stays the same."""

import pytest
from tests.corpora import example_articles
from tests.reading import loaded

from riwaya.annotate.document import open_document
from riwaya.annotate.gloss_nouns import pieces, pieces_of
from riwaya.annotate.marks import DEFINITE
from riwaya.pipeline import annotate


@pytest.fixture(scope="module")
def doc():
    return annotate(next(iter(example_articles())), loaded())


def test_copies_take_over_what_stays_true(doc):
    facts, people = doc.facts, doc.people
    copy = doc.knowing(events=())
    assert copy.events == ()
    assert doc.events != ()
    assert copy.facts is facts
    assert copy.people is people


def test_copies_forget_what_depends_on_a_change(doc):
    assert doc.facts
    assert doc.people is not None
    assert doc.index
    copy = doc.knowing(places=())
    assert "facts" not in vars(copy)
    assert copy.index is doc.index
    assert copy.people is doc.people
    assert "people" not in vars(doc.knowing(agents=()))


def test_shapes_tell_definite_words(doc):
    marks = doc.marks
    for word, shape in zip(doc.tokens.norm, doc.shapes, strict=True):
        definite = word.startswith(marks.article) or (len(word) > 4 and word.endswith(marks.pronoun_suffix))
        assert bool(shape & DEFINITE) == definite


def test_words_of_mentions_are_the_same_from_tokens_and_from_their_text():
    base = loaded().base
    for article in example_articles():
        doc = open_document(article, base)
        for first in range(0, len(doc.tokens) - 4, 3):
            span = doc.tokens.span(first, first + 4)
            found = pieces_of(doc.tokens, *span)
            assert found is None or found == pieces(span.of(article.text), span.start, base.normaliser)


def test_words_are_found_where_they_stand_however_many_are_looked_for(doc):
    norm = doc.tokens.norm
    for word in norm[:40]:
        few = doc.tokens.standing({word}, 7)
        assert few == [i for i in range(7, len(norm)) if norm[i] == word]
        assert set(few) <= set(doc.tokens.standing({word, *norm[:40]}, 7))
    assert doc.tokens.standing(set(norm), 0) == list(range(len(norm)))
