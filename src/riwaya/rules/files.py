"""Open the data folder: CSV tables, TOML files, and the digest of them all."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import msgspec

from riwaya.model.errors import DataError

T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """One row of a CSV table and where it stands."""

    where: str
    cells: dict[str, str]


def data_folder() -> Path:
    """The folder of the data that comes with the package."""
    return Path(__file__).resolve().parent.parent / "data"


def read_table(path: Path) -> list[Row]:
    """The rows of a CSV table with a header row. Raises DataError for rows of another width."""
    rows: list[Row] = []
    faults: list[str] = []
    reader = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    header = next(reader, [])
    for cells in reader:
        where = f"{path.name}:{reader.line_num}"
        if len(cells) != len(header):
            faults.append(f"{path}: line {reader.line_num}: {len(cells)} cells under {len(header)} headings")
        elif any(cells):
            rows.append(Row(where, {h: c.strip() for h, c in zip(header, cells, strict=True)}))
    if faults:
        raise DataError(faults)
    return rows


def read_toml(path: Path, into: type[T]) -> T:
    """A TOML file decoded and checked against a type. Raises DataError naming file, key and reason."""
    try:
        return msgspec.toml.decode(path.read_bytes(), type=into)
    except (msgspec.DecodeError, ValueError) as fault:
        raise DataError([f"{path}: {fault}"]) from fault


def files_below(folder: Path, suffix: str) -> Iterator[Path]:
    """All files of one suffix under a folder, sorted by path."""
    yield from sorted(p for p in folder.rglob(f"*{suffix}") if p.is_file())


def data_digest(folder: Path, extra: Iterable[Path] = ()) -> str:
    """SHA-256 (first 16 hex digits) over names and bytes of all data files, and of some that lie elsewhere."""
    digest = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        digest.update(str(path.relative_to(folder)).encode())
        digest.update(path.read_bytes())
    for path in extra:
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
