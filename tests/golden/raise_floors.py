"""Moves the floors of the example pages up to what is reached now: python -m tests.golden.raise_floors."""

from __future__ import annotations

import math

from riwaya.pipeline import resources

from .harness import FIGURES, FLOORS, expectations, figures, floors, read_page

PREAMBLE = "# Least figures of each example page; raised by python -m tests.golden.raise_floors.\n"


def main() -> None:
    """Writes floors.toml: the higher of the old floor and of what is reached, rounded down."""
    old, given, lines = floors(), resources(), [PREAMBLE]
    for expected in expectations():
        found = figures(expected, read_page(expected), given)
        least = old.get(expected.name, {})
        lines.append(f"[{expected.name}]")
        lines += [f"{n} = {max(least.get(n, 0.0), math.floor(found[n] * 100) / 100):.2f}" for n in FIGURES]
        lines.append("")
    FLOORS.write_text("\n".join(lines), encoding="utf-8")


if __name__ == "__main__":
    main()
