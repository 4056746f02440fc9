"""How a view is written: with which tables, in which language, and who is told what was left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from riwaya.export.tables import Tables

Language = Literal["en", "ar"]


def _nobody(reason: str) -> None:
    del reason


@dataclass(frozen=True)
class Manner:
    """How a view is written.

    `asked` says in words what was asked for, `version` which riwaya writes. `bom` puts a byte order mark before
    tables, by which spreadsheets know UTF-8. `left_out` is called with a reason for each event that a format
    has no room for.
    """

    tables: Tables
    version: str
    asked: str = ""
    language: Language = "en"
    bom: bool = False
    left_out: Callable[[str], None] = _nobody
