"""A progress bar on standard error, where that is a terminal and there is much to do."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")
_BAR_FROM = 6


def watched(items: Iterable[T], total: Callable[[], int], doing: str) -> Iterator[T]:
    """The items one by one, with a bar that says how many of the total are done."""
    number = total() if sys.stderr.isatty() else 0
    if number < _BAR_FROM:
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task(doing, total=number)
        for item in items:
            yield item
            bar.advance(task)
