"""Tables as CSV: cells that no spreadsheet takes for a formula, written row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence

Cell = str | int | float | None | Sequence[str]

BOM = "\ufeff"
JOINT = "; "
_ROWS = 200
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def table(heads: Iterable[Sequence[str]], rows: Iterable[Sequence[Cell]], *, bom: bool = False) -> Iterator[bytes]:
    """CSV in UTF-8, some rows a piece: the heading rows, then the rows, lines ended by a line feed."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    out.write(BOM if bom else "")
    writer.writerows(heads)
    for number, row in enumerate(rows, 1):
        writer.writerow([cell(value) for value in row])
        if number % _ROWS == 0:
            yield _taken(out)
    yield _taken(out)


def cell(value: Cell) -> str | int | float:
    """What stands in the cell: nothing for None, several values joined, text made safe.

    Text that begins as a formula does gets an apostrophe before it (OWASP, "CSV Injection"); numbers, and text
    that is nothing but a number, stay as they are.
    """
    if value is None:
        return ""
    if isinstance(value, int | float):
        return value
    return _safe(value if isinstance(value, str) else JOINT.join(value))


def _safe(text: str) -> str:
    text = _CONTROL.sub("", text)
    return f"'{text}" if _FORMULA.match(text.lstrip(" ")) and not _NUMBER.fullmatch(text) else text


def _taken(out: io.StringIO) -> bytes:
    text = out.getvalue()
    out.seek(0)
    out.truncate()
    return text.encode("utf-8", "replace")
