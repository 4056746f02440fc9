"""Sets that are likely alike: MinHash signatures with locality-sensitive hashing (Broder 1997; library rensa).

The sets pass by in the order of their days, and each meets the last few before it that share a band and are near in
time, so that a phrase that everybody prints costs no more than any other.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from struct import Struct

from rensa import RMinHash

Two = tuple[int, int]
Buckets = dict[bytes, tuple[int, ...]]
_WIDTH = array("I").itemsize


@dataclass(frozen=True)
class Bands:
    """How signatures are made and cut: `rows` hashes a band; `most` pairs a member of one bucket, `days` apart."""

    permutations: int
    seed: int
    rows: int
    days: int
    most: int

    @property
    def count(self) -> int:
        """How many bands a signature has."""
        return self.permutations // self.rows


def likely_alike(members: Callable[[int], Collection[str]], when: Sequence[int | None], bands: Bands) -> Iterator[Two]:
    """Pairs of indices (the lower first) of sets that share a band, each once, in an order that is always the same.

    Two sets meet in the first band that both share, or never. Each set is asked for once.
    """
    passing, cut = _Passing(bands), Struct(f"{bands.rows * _WIDTH}s" * bands.count)
    for k in sorted(range(len(when)), key=lambda k: when[k] or 0):
        words, day = members(k), when[k]
        if words:
            for other in passing.meet(k, cut.unpack_from(_signature(words, bands)), day):
                then = when[other]
                if day is None or then is None or day - then <= bands.days:
                    yield min(k, other), max(k, other)


class _Days:
    """The members of some days: the bands of each, and the buckets of each band."""

    def __init__(self, bands: Bands) -> None:
        self.cuts: dict[int, Sequence[bytes]] = {}
        self.buckets = [Buckets() for _ in range(bands.count)]


class _Passing:
    """Sets that pass by.

    Days that are over are let go, so that the tables stay small however long the time is; members of no day are
    near to all and stay.
    """

    def __init__(self, bands: Bands) -> None:
        self._bands, self._begun = bands, 0
        self._undated, self._before, self._lately = _Days(bands), _Days(bands), _Days(bands)

    def meet(self, k: int, cuts: Sequence[bytes], day: int | None) -> list[int]:
        """Put a member into its bucket of each band; those whom it meets there."""
        if day is not None and day > self._begun + self._bands.days:
            self._before, self._lately, self._begun = self._lately, _Days(self._bands), day
        (self._undated if day is None else self._lately).cuts[k] = cuts
        met, seen, full, alone, most = list[int](), set[int](), list[int](), (k,), self._bands.most
        tables = zip(self._undated.buckets, self._before.buckets, self._lately.buckets, cuts, strict=True)
        for band, (undated, before, lately, cut) in enumerate(tables):
            table = undated if day is None or cut in undated else lately
            bucket = table.get(cut) or before.get(cut)
            if bucket:
                if not seen.issuperset(bucket):
                    fresh = [other for other in bucket if other not in seen]
                    seen.update(fresh)
                    met += [other for other in fresh if not self._missed(other, cuts, full)] if full else fresh
                if len(bucket) == most:
                    full.append(band)
            table[cut] = (bucket + alone)[-most:] if bucket else alone
        return met

    def _missed(self, other: int, cuts: Sequence[bytes], full: Sequence[int]) -> bool:
        """Whether a member was in one of the full buckets before; those of days let go are near to none."""
        theirs = self._lately.cuts.get(other) or self._before.cuts.get(other) or self._undated.cuts.get(other)
        return theirs is None or any(theirs[band] == cuts[band] for band in full)


def _signature(words: Collection[str], bands: Bands) -> bytes:
    sketch = RMinHash(num_perm=bands.permutations, seed=bands.seed)
    sketch.update(sorted(words))
    return array("I", sketch.digest()).tobytes()
