"""How many entries were added to a record, by what became of them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class Tally:
    """How many entries were added, by what became of them."""

    counts: dict[str, int] = field(default_factory=dict)

    def add(self, outcome: str) -> None:
        """Count one more."""
        self.counts[outcome] = self.counts.get(outcome, 0) + 1

    def of(self, outcome: str) -> int:
        """How many there were of one outcome."""
        return self.counts.get(outcome, 0)
