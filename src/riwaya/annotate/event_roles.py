"""The noun phrases of an event by what they are to it, while they are gathered."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, field

from riwaya.annotate.clauses import Chunk


class Roles(Struct):
    """Noun phrases by role while they are gathered; `pro_drop` as in FoundEvent.

    Of an event told by a noun `governor` is the chunk of the finite verb that governs it, or -1; `part` the noun for
    a part in it that stands before it.
    """

    agents: list[Chunk] = field(default_factory=list)
    patients: list[Chunk] = field(default_factory=list)
    pro_drop: bool = False
    governor: int = -1
    part: Chunk | None = None

    def add(self, role: str | None, chunks: Sequence[Chunk]) -> None:
        """Put noun phrases into a role, a number with what it counts for the number alone.

        Other roles than agent and patient are dropped.
        """
        if not chunks or role not in ("agent", "patient"):
            return
        target = self.agents if role == "agent" else self.patients
        for chunk in chunks:
            if chunk not in self.agents and chunk not in self.patients:
                target[:] = [c for c in target if c.first != chunk.first or c.last != chunk.last - 1]
                target.append(chunk)
