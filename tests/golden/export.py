"""Prints the expected records as gold JSON Lines: python -m tests.golden.export > golden.jsonl."""

from __future__ import annotations

import json
import sys

from .harness import expectations, read_page


def main() -> None:
    """One line a page, its text as the package reads it."""
    for expected in expectations():
        gold = expected.gold(read_page(expected).text)
        sys.stdout.write(json.dumps(gold, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
