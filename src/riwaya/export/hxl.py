"""CSV with HXL hashtags (Humanitarian Exchange Language 1.1) under the headings, a row an event."""

from __future__ import annotations

from collections.abc import Iterator

from riwaya.export.cells import table
from riwaya.export.eventrows import event_row
from riwaya.export.manner import Manner
from riwaya.export.view import View


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The table, some rows a piece."""
    columns = manner.tables.hxl.column
    heads = [[column.heading for column in columns], [column.tag for column in columns]]
    found = (event_row(account, manner.tables) for account in view.accounts())
    rows = ([getattr(row, column.field) for column in columns] for row in found)
    return table(heads, rows, bom=manner.bom)
