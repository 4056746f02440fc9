"""Floors: figures that may rise freely and fall only when a person says so, over a corpus that is pinned."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec
from msgspec import Struct

from riwaya.model.errors import DataError
from riwaya.quality.score import Figures

_STEPS = 1000


class Floors(Struct, frozen=True, forbid_unknown_fields=True):
    """The floors of one corpus: its digest, and the least F1 of each phenomenon."""

    digest: str
    f1: dict[str, float] = {}


def corpus_digest(files: Iterable[Path]) -> str:
    """SHA-256 over the bytes of the files of a corpus, in the order given."""
    digest = hashlib.sha256()
    for path in files:
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def read_floors(path: Path) -> dict[str, Floors]:
    """The floors of every corpus of a file. Raises DataError when the file is missing or not of that form."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=dict[str, Floors])
    except OSError as fault:
        raise DataError([f"{path}: {fault.strerror}"]) from fault
    except (msgspec.DecodeError, ValueError) as fault:
        raise DataError([f"{path}: {fault}"]) from fault


def faults(name: str, floors: Floors, digest: str, figures: Mapping[str, Figures]) -> list[str]:
    """What is wrong with these figures: another corpus than the one pinned, or one below its floor."""
    found = []
    if floors.digest != digest:
        found.append(f"{name}: digest: the corpus has changed ({digest}); look at it, then pin it anew")
    for phenomenon, least in floors.f1.items():
        f1 = figures[phenomenon].f1 if phenomenon in figures else 0.0
        if f1 < least:
            found.append(f"{name}: {phenomenon}: F1 {f1:.4f} is below its floor {least:.3f}")
    return found


def raised(floors: Floors | None, digest: str, figures: Mapping[str, Figures], lower: bool = False) -> Floors:
    """The floors moved up to the figures, and down too when `lower` is set; a new phenomenon gets one."""
    old = floors.f1 if floors else {}
    new = {name: math.floor(figure.f1 * _STEPS) / _STEPS for name, figure in figures.items()}
    if not lower:
        new = {name: max(least, old.get(name, 0.0)) for name, least in new.items()}
    return Floors(digest, dict(sorted(new.items())))


def write_floors(path: Path, floors: Mapping[str, Floors], preamble: str) -> None:
    """Write a floors file that `read_floors` reads, with a comment before it."""
    lines = [f"# {line}" for line in preamble.splitlines()]
    for name, corpus in sorted(floors.items()):
        lines += ["", f"[{name}]", f'digest = "{corpus.digest}"', f"[{name}.f1]"]
        lines += [f"{phenomenon} = {least:.3f}" for phenomenon, least in corpus.f1.items()]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
