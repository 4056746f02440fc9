"""What another reading of one article changed, claim by claim; claims are matched by their ids."""

from __future__ import annotations

from dataclasses import dataclass

from riwaya.model.claim import Claim
from riwaya.model.record import Record


@dataclass(frozen=True, slots=True)
class Changed:
    """A claim that both readings have, and the fields in which they differ."""

    before: Claim
    after: Claim
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """What a later reading has more, has no longer, has otherwise, and how much it has alike."""

    new: tuple[Claim, ...]
    gone: tuple[Claim, ...]
    changed: tuple[Changed, ...]
    same: int
    parts: tuple[str, ...]

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.new or self.gone or self.changed or self.parts)


_PARTS = ("article", "times", "places", "quantities", "actors")


def changes(before: Record, after: Record) -> Changes:
    """The differences of two readings of one capture; engines are not compared."""
    earlier = {claim.id: claim for claim in before.claims}
    later = {claim.id: claim for claim in after.claims}
    pairs = [(earlier[name], claim) for name, claim in later.items() if name in earlier]
    changed = tuple(Changed(old, new, _fields(old, new)) for old, new in pairs if old != new)
    return Changes(
        new=tuple(claim for name, claim in later.items() if name not in earlier),
        gone=tuple(claim for name, claim in earlier.items() if name not in later),
        changed=changed,
        same=len(pairs) - len(changed),
        parts=tuple(part for part in _PARTS if getattr(before, part) != getattr(after, part)),
    )


def _fields(before: Claim, after: Claim) -> tuple[str, ...]:
    return tuple(name for name in before.__struct_fields__ if getattr(before, name) != getattr(after, name))
