"""Characters a second of the places stage alone, the time to load its tables, and a bare look-up beside it.

Figures depend on the machine and are only printed: python -m pytest bench/test_places_speed.py -s
"""

from time import process_time

import pytest
from tests.corpora import SHARED, example_articles, gold_articles, raw_articles

from riwaya.annotate import names, places
from riwaya.annotate.document import open_document
from riwaya.pipeline import load_base
from riwaya.rules.files import data_folder

ROUNDS = 5


def articles():
    """The real articles where they are at hand, else the example pages over and over."""
    return [*gold_articles(), *raw_articles()] if SHARED.is_dir() else list(example_articles()) * 10


@pytest.fixture(scope="module")
def base():
    return load_base(data_folder())


def test_characters_a_second(base):
    before = names.load(base)
    docs = [names.annotate(open_document(article, base), before) for article in articles()]
    characters = sum(len(doc.article.text) for doc in docs)
    tables, taken = places.load(base), []
    for _ in range(ROUNDS):
        begun = process_time()
        found = sum(len(places.annotate(doc, tables).places) for doc in docs)
        taken.append(process_time() - begun)
    print(f"\nplaces: {characters / min(taken) / 1e6:.2f} million characters a second, {found} found")
    assert found


def test_seconds_to_load(base):
    taken = []
    for _ in range(ROUNDS):
        begun = process_time()
        tables = places.load(base)
        taken.append(process_time() - begun)
    print(f"\nplaces: tables loaded in {min(taken) * 1000:.0f} ms")
    assert tables.names.gazetteer.lookup("حلب")
