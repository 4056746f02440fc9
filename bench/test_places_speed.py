"""Characters a second of the places stage alone, the time to load its tables, and a bare look-up beside it.

Figures depend on the machine and are only printed: python -m pytest bench/test_places_speed.py -s
"""

from time import process_time

from tests.corpora import measured_articles
from tests.stages import base

from riwaya.annotate import names, places
from riwaya.annotate.document import open_document

ROUNDS = 5


def test_characters_a_second():
    before = names.load(base())
    docs = [names.annotate(open_document(article, base()), before) for article in measured_articles()]
    characters = sum(len(doc.article.text) for doc in docs)
    tables, taken = places.load(base()), []
    for _ in range(ROUNDS):
        begun = process_time()
        found = sum(len(places.annotate(doc, tables).places) for doc in docs)
        taken.append(process_time() - begun)
    print(f"\nplaces: {characters / min(taken) / 1e6:.2f} million characters a second, {found} found")
    assert found


def test_seconds_to_load():
    taken = []
    for _ in range(ROUNDS):
        begun = process_time()
        tables = places.load(base())
        taken.append(process_time() - begun)
    print(f"\nplaces: tables loaded in {min(taken) * 1000:.0f} ms")
    assert tables.names.gazetteer.lookup("حلب")
