"""Sets that are likely alike: MinHash signatures with locality-sensitive hashing (Broder 1997; library rensa).

Band by band, each with tables of the last days alone; within a band only what is near in time is paired, each
with the last few before it, so that a phrase that everybody prints costs no more than any other.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

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


def likely_alike(sets: Iterable[Collection[str]], when: Sequence[int | None], bands: Bands) -> Iterator[Two]:
    """Pairs of indices (the lower first) of sets that share a band, each once, in an order that is always the same."""
    signatures = [_signature(words, bands) if words else b"" for words in sets]
    by_day = sorted((k for k, made in enumerate(signatures) if made), key=lambda k: (when[k] or 0, k))
    for band in range(bands.permutations // bands.rows):
        for other, k in _in_one_bucket(by_day, signatures, when, (band, bands)):
            if not _met(signatures[other], signatures[k], band, bands):
                yield min(k, other), max(k, other)


def _in_one_bucket(
    by_day: Sequence[int], signatures: Sequence[bytes], when: Sequence[int | None], at: tuple[int, Bands]
) -> Iterator[Two]:
    """Pairs of one band that are near in time, the earlier first.

    Buckets without a member of the last days are let go, so that the tables stay small enough for a processor's
    cache however long the time is; those with a member of no day are near to all and stay.
    """
    band, bands = at
    first, last = band * bands.rows * _WIDTH, (band + 1) * bands.rows * _WIDTH
    undated, before, lately = Buckets(), Buckets(), Buckets()
    begun = 0
    for k in by_day:
        day = when[k]
        if day is not None and day > begun + bands.days:
            before, lately, begun = lately, Buckets(), day
        cut = signatures[k][first:last]
        table = undated if day is None or cut in undated else lately
        bucket = table.get(cut) or before.get(cut, ())
        for other in bucket:
            then = when[other]
            if day is None or then is None or day - then <= bands.days:
                yield other, k
        table[cut] = (*bucket, k)[-bands.most :] if bucket else (k,)


def _signature(words: Collection[str], bands: Bands) -> bytes:
    sketch = RMinHash(num_perm=bands.permutations, seed=bands.seed)
    sketch.update(sorted(words))
    return array("I", sketch.digest()).tobytes()


def _met(a: bytes, b: bytes, before: int, bands: Bands) -> bool:
    """Whether an earlier band has paired the two."""
    size = bands.rows * _WIDTH
    return any(a[at : at + size] == b[at : at + size] for at in range(0, before * size, size))
