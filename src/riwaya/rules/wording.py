"""The words for the codes of the record in the languages of its readers: `data/words`, one file a language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from riwaya.model.errors import DataError
from riwaya.rules.files import data_folder


def load_wording(code: str, folder: Path | None = None) -> dict[str, str]:
    """The words of a language (`en`, `ar`) by table and key, as `stance.denied`. Raises DataError."""
    return words_of((folder or data_folder()) / f"words/{code}.toml")


def words_of(path: Path) -> dict[str, str]:
    """The words of a TOML file by table and key. Raises DataError for a file that is no table of words."""
    try:
        return dict(_flat(msgspec.toml.decode(path.read_bytes()), ""))
    except (OSError, ValueError) as fault:
        raise DataError([f"{path}: {fault}"]) from fault


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", str(value)
