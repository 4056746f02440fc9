"""Moves the floors up to what the engine reaches: python -m tests.gate.raise_floors [--lower]."""

from __future__ import annotations

import argparse

from tests.gate.corpora import FLOORS, corpora

from riwaya.pipeline import resources
from riwaya.quality.floors import raised, read_floors, write_floors

PREAMBLE = """The least F1 of each phenomenon on each corpus, and the digest of the corpus they were measured on.
`make floors` raises them to what the engine reaches; `make floors LOWER=1` lowers them too: say why in the commit."""


def main() -> None:
    """Write floors.toml anew; a corpus that is not here keeps its floors."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--lower", action="store_true", help="lower floors too")
    lower = parser.parse_args().lower
    floors = read_floors(FLOORS) if FLOORS.exists() else {}
    given = resources()
    for corpus in corpora():
        found = corpus.figures(given)
        floors[corpus.name] = raised(floors.get(corpus.name), corpus.digest, found, lower)
    write_floors(FLOORS, floors, PREAMBLE)


if __name__ == "__main__":
    main()
