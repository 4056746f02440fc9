"""Texts that are nearly those of an earlier one: found by MinHash (library rensa), then compared word by word."""

from __future__ import annotations

import re
from array import array
from collections import OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from typing import NamedTuple

from rensa import RMinHash

from riwaya.text.normal import Normaliser

PERMUTATIONS = 64
ROWS = 4
SEED = 20190128
"""Signatures of other figures cannot be compared with these."""

LEAST = 0.8
"""The share of common shingles (Jaccard) from which on two texts are nearly the same."""

_RUN = 3
_WINDOW = 8_000
_LETTERS = 12_000_000
_COMPARED = 8
_WIDTH = array("I").itemsize
_WORD = re.compile(r"\w+")


class Nearly(NamedTuple):
    """The earlier text that a text is nearly, and the share of shingles that both have."""

    first: str
    share: float


def shingles(text: str) -> frozenset[str]:
    """Every three words of a text in normal form that follow one another; of a shorter text its words as one."""
    words = _WORD.findall(text)
    runs = [" ".join(words[k : k + _RUN]) for k in range(max(len(words) - _RUN + 1, 1))]
    return frozenset(run for run in runs if run)


def signature(runs: frozenset[str]) -> bytes:
    """The MinHash signature of a set."""
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=SEED)
    sketch.update(sorted(runs))
    return array("I", sketch.digest()).tobytes()


def bands(signed: bytes) -> list[bytes]:
    """The signature cut into bands; sets that share one are compared."""
    size = ROWS * _WIDTH
    return [signed[k : k + size] for k in range(0, len(signed), size)]


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """The share of common members (Jaccard)."""
    both = len(a & b)
    return both / (len(a) + len(b) - both) if both else 0.0


@dataclass
class Near:
    """The texts met so far, as far as memory allows: the latest thousands that are not nearly an earlier one."""

    normaliser: Normaliser
    _texts: OrderedDict[int, tuple[str, str]] = field(default_factory=OrderedDict)
    _buckets: dict[tuple[int, bytes], deque[int]] = field(default_factory=lambda: defaultdict(deque))
    _signed: dict[int, list[bytes]] = field(default_factory=dict)
    _letters: int = 0
    _next: int = 0

    def met(self, name: str, text: str) -> tuple[bytes, Nearly | None]:
        """The signature of a text, and the earlier one that it nearly is; `name` is how later ones refer to it."""
        normal = self.normaliser.form(text)
        runs = shingles(normal)
        signed = signature(runs)
        found = self._nearest(runs, bands(signed))
        if found is None:
            self._keep(name, normal, bands(signed))
        return signed, found

    def _nearest(self, runs: frozenset[str], cut: list[bytes]) -> Nearly | None:
        """The nearest of the first texts that share a band, the earliest of several."""
        likely = {k for band in enumerate(cut) for k in self._buckets.get(band, ())}
        compared = ((share(runs, shingles(self._texts[k][1])), -k) for k in sorted(likely))
        best, k = max(compared, default=(0.0, 0))
        return Nearly(self._texts[-k][0], round(best, 4)) if best >= LEAST else None

    def _keep(self, name: str, normal: str, cut: list[bytes]) -> None:
        number, self._next = self._next, self._next + 1
        self._texts[number] = (name, normal)
        self._signed[number] = cut
        self._letters += len(normal)
        for band in enumerate(cut):
            bucket = self._buckets[band]
            if len(bucket) < _COMPARED:
                bucket.append(number)
        while len(self._texts) > 1 and (len(self._texts) > _WINDOW or self._letters > _LETTERS):
            self._forget()

    def _forget(self) -> None:
        number, (_, normal) = self._texts.popitem(last=False)
        self._letters -= len(normal)
        for band in enumerate(self._signed.pop(number)):
            bucket = self._buckets[band]
            if bucket and bucket[0] == number:
                bucket.popleft()
            if not bucket:
                del self._buckets[band]
