"""No figure falls below its floor, and no corpus shrinks unseen."""

import pytest
from tests.corpora import GOLD_FILES
from tests.gate.corpora import EXAMPLES, FLOORS, corpora

from riwaya.pipeline import resources
from riwaya.quality.floors import faults, read_floors

CORPORA = {EXAMPLES, *(path.stem for path in GOLD_FILES)}


@pytest.fixture(scope="module")
def here():
    return {corpus.name: corpus for corpus in corpora()}


@pytest.mark.parametrize("name", sorted(CORPORA))
def test_figures_hold_their_floors(name, here):
    if name not in here:
        pytest.skip(f"the gold records of {name} are not beside the repository")
    corpus = here[name]
    assert faults(name, read_floors(FLOORS)[name], corpus.digest, corpus.figures(resources())) == []


def test_every_corpus_has_floors():
    floors = read_floors(FLOORS)
    assert set(floors) == CORPORA
    assert all(corpus.f1 for corpus in floors.values())
