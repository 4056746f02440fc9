"""Characters a second of the stages for times and quantities alone, on one core.

Figures depend on the machine and are only printed: python -m pytest bench/test_times_speed.py -s
"""

from time import process_time

import pytest
from tests.corpora import measured_articles
from tests.stages import base

from riwaya.annotate import names, quantities, times
from riwaya.annotate.document import open_document

ROUNDS = 5


@pytest.mark.parametrize("stage", [times, quantities], ids=["times", "quantities"])
def test_characters_a_second(stage):
    docs = [open_document(article, base()) for article in measured_articles()]
    characters = sum(len(doc.article.text) for doc in docs)
    for before in (names, times)[: 1 if stage is times else 2]:
        tables = before.load(base())
        docs = [before.annotate(doc, tables) for doc in docs]
    tables = stage.load(base())
    taken = []
    for _ in range(ROUNDS):
        begun = process_time()
        found = sum(len(getattr(stage.annotate(doc, tables), stage.ASSIGNS[0])) for doc in docs)
        taken.append(process_time() - begun)
    print(f"\n{stage.__name__}: {characters / min(taken) / 1e6:.2f} million characters a second, {found} found")
    assert found
