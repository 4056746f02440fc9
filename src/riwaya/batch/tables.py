"""Write the tables of one shard as Parquet files, some rows at a time, so that memory stays bounded."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from riwaya.batch.rows import SCHEMAS, Row, table_of
from riwaya.batch.shard import File

_ROWS = 200
_ROW_BYTES = 1 << 20
_GROUP_BYTES = 4 << 20
"""Rows are turned into columns, which take a tenth of the memory, and written when these make a row group."""
_LEVEL = 6
_CHUNK = 1 << 20
_PLAIN = ("record", "data", "signature", "record_sha256")
"""Columns whose values hardly come twice: a dictionary would only take memory."""


@dataclass
class _Waiting:
    """The rows and columns of one table that are not yet written, and how many rows are."""

    path: Path
    writer: Any = None
    rows: list[Row] = field(default_factory=list)
    size: int = 0
    columns: list[Any] = field(default_factory=list)
    written: int = 0


class Tables:
    """The unfinished files of a shard in a folder of their own; a table without rows has none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._tables: dict[str, _Waiting] = {}

    def add(self, name: str, row: Row, size: int = 400) -> None:
        """Add a row that takes about so many bytes."""
        table = self._tables.setdefault(name, _Waiting(self._folder / f"{name}.parquet"))
        table.rows.append(row)
        table.size += size
        if len(table.rows) >= _ROWS or table.size >= _ROW_BYTES:
            _turn(name, table)
        if sum(columns.nbytes for columns in table.columns) >= _GROUP_BYTES:
            _write(name, table)

    def finish(self) -> dict[str, tuple[Path, File]]:
        """Write what waits; the finished files by the names of their tables."""
        for name, table in self._tables.items():
            _turn(name, table)
            _write(name, table)
            table.writer.close()
        return {name: (table.path, _noted(table)) for name, table in sorted(self._tables.items())}

    def close(self) -> None:
        """Let go of files that were not finished."""
        for table in self._tables.values():
            if table.writer is not None and table.writer.is_open:
                table.writer.close()


def _turn(name: str, table: _Waiting) -> None:
    """Make columns of the rows that wait."""
    if table.rows:
        table.columns.append(table_of(name, table.rows))
        table.written += len(table.rows)
        table.rows, table.size = [], 0


def _write(name: str, table: _Waiting) -> None:
    """Write the columns that wait as one row group."""
    schema = SCHEMAS[name]
    if table.writer is None:
        coded = [column for column in schema.names if column not in _PLAIN]
        table.writer = pq.ParquetWriter(
            table.path, schema, compression="zstd", compression_level=_LEVEL, use_dictionary=coded
        )
    if table.columns:
        table.writer.write_table(pa.concat_tables(table.columns))
        table.columns = []


def _noted(table: _Waiting) -> File:
    return File(table.written, table.path.stat().st_size, digest_of(table.path))


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(_CHUNK):
            found.update(data)
    return found.hexdigest()
