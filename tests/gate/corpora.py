"""The corpora whose figures may not fall: the example pages, and the gold files where they are at hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
from tests.corpora import GOLD_FILES, ROOT
from tests.golden.harness import expectations, read_page

from riwaya.pipeline import Resources, analyse
from riwaya.quality import Gold, gold_article, read_gold, score
from riwaya.quality.floors import corpus_digest
from riwaya.quality.score import Figures

FLOORS = Path(__file__).parent / "floors.toml"
EXAMPLES = "examples"


@dataclass(frozen=True)
class Corpus:
    """Gold records under a name, and the digest of the files that they come from."""

    name: str
    digest: str
    gold: tuple[Gold, ...]

    def figures(self, given: Resources) -> dict[str, Figures]:
        """What the engine reaches on it now."""
        return score(self.gold, {g.id: analyse(gold_article(g), given) for g in self.gold}).figures()


def corpora() -> Iterator[Corpus]:
    """All corpora that are here."""
    yield Corpus(EXAMPLES, corpus_digest(example_files()), tuple(example_gold()))
    for path in GOLD_FILES:
        if path.exists():
            yield Corpus(path.stem, corpus_digest([path]), read_gold(path))


def example_files() -> list[Path]:
    """The example pages and what they should read as, sorted by path."""
    found = [*(ROOT / "examples").rglob("*.html"), *(ROOT / "tests/golden").rglob("expected.toml")]
    return sorted(found)


def example_gold() -> Iterator[Gold]:
    """The expected records of the example pages, over the text as the package reads it."""
    for expected in expectations():
        yield msgspec.convert(expected.gold(read_page(expected).text), Gold)
