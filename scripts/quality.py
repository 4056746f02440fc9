#!/usr/bin/env python3
"""Measure the engine on every corpus at hand and write the tables of docs/quality.md anew.

usage: quality.py [--check]

With --check nothing is written, and the exit code is 1 when a table is out of date. A corpus that is not here
keeps its table.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from tests.gate.corpora import corpora  # noqa: E402

from riwaya.pipeline import resources  # noqa: E402 - the corpora are found from the root of the repository
from riwaya.quality.table import markdown  # noqa: E402

PAGE = ROOT / "docs/quality.md"


def measured(page: str) -> str:
    """The page with the tables of all corpora that are here."""
    given = resources()
    for corpus in corpora():
        block = re.compile(rf"(<!-- figures: {corpus.name} -->\n).*?(<!-- end -->)", re.DOTALL)
        rows = "".join(f"{row}\n" for row in markdown(corpus.figures(given)))
        page, found = block.subn(lambda m, rows=rows: f"{m[1]}{rows}{m[2]}", page)  # type: ignore[misc]
        if found != 1:
            raise SystemExit(f"{PAGE}: {found} blocks of figures for {corpus.name}, not one")
    return page


def main() -> int:
    """Write the page, or say whether it is out of date."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    old = PAGE.read_text(encoding="utf-8")
    new = measured(old)
    if new == old:
        return 0
    if not check:
        PAGE.write_text(new, encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {'out of date; run `make quality`' if check else 'written'}")
    return 1 if check else 0


if __name__ == "__main__":
    sys.exit(main())
