"""Sets that are likely alike: MinHash signatures with locality-sensitive hashing (Broder 1997; library rensa).

Band by band, so that memory holds one table at a time; within a band only what is near in time is paired, each
with the last few before it, so that a phrase that everybody prints costs no more than any other.
"""

from __future__ import annotations

from array import array
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rensa import RMinHash

_WIDTH = array("I").itemsize


@dataclass(frozen=True)
class Bands:
    """How signatures are made and cut: `rows` hashes a band; `most` pairs a member of one bucket, `days` apart."""

    permutations: int
    seed: int
    rows: int
    days: int
    most: int


def likely_alike(sets: Iterable[frozenset[str]], when: Sequence[int | None], bands: Bands) -> Iterator[tuple[int, int]]:
    """Pairs of indices (the lower first) of sets that share a band, each once, in an order that is always the same."""
    signatures = {k: _signature(words, bands) for k, words in enumerate(sets) if words}
    by_day = sorted(signatures, key=lambda k: (when[k] or 0, k))
    for band in range(bands.permutations // bands.rows):
        buckets: dict[bytes, deque[int]] = defaultdict(lambda: deque(maxlen=bands.most))
        for k in by_day:
            bucket = buckets[_cut(signatures[k], band, bands)]
            for other in bucket:
                near = when[k] is None or when[other] is None or (when[k] or 0) - (when[other] or 0) <= bands.days
                if near and not _met(signatures[other], signatures[k], band, bands):
                    yield min(k, other), max(k, other)
            bucket.append(k)


def _signature(words: frozenset[str], bands: Bands) -> bytes:
    sketch = RMinHash(num_perm=bands.permutations, seed=bands.seed)
    sketch.update(sorted(words))
    return array("I", sketch.digest()).tobytes()


def _cut(signature: bytes, band: int, bands: Bands) -> bytes:
    size = bands.rows * _WIDTH
    return signature[band * size : (band + 1) * size]


def _met(a: bytes, b: bytes, before: int, bands: Bands) -> bool:
    """Whether an earlier band has paired the two."""
    return any(_cut(a, band, bands) == _cut(b, band, bands) for band in range(before))
