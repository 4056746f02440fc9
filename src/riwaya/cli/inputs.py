"""What the reading commands share: the inputs, the reading date, the progress bar, reports of failures."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

import click
import msgspec

from riwaya.model.article import Article
from riwaya.model.errors import PageError, UsageError
from riwaya.read import count_inputs, read_inputs

if TYPE_CHECKING:
    from rich.progress import Progress

T = TypeVar("T")
Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
STDIN = "-"
_BAR_FROM = 6


class IsoDate(click.ParamType[date]):
    """A day written YYYY-MM-DD."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day that `value` writes; refuses anything else as wrong usage."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not a day written YYYY-MM-DD", param, ctx)


def today() -> date:
    """The day on which the program runs, where the user is: the one clock of riwaya."""
    return date.today()  # noqa: DTZ011 - a reader's own calendar day, not an instant


reading_date_option: Decorator = click.option(
    "--reading-date",
    type=IsoDate(),
    default=today,
    show_default="today",
    help="The day on which the reading takes place: no article is dated later.",
)


@dataclass
class Reading:
    """The articles of some inputs, how many of them could not be read, and what was no article, by reason."""

    paths: tuple[str, ...]
    reading_date: date
    failed: int = field(default=0, init=False)
    skipped: Counter[str] = field(default_factory=Counter, init=False)

    def articles(self) -> Iterator[Article]:
        """The articles one after the other; what cannot be read is reported on standard error and counted."""
        given = sys.stdin.buffer.read() if STDIN in self.paths else None
        for outcome in read_inputs(self.paths, reading_date=self.reading_date, stdin=given):
            if isinstance(outcome, PageError):
                self.failed += 1
                click.echo(f"riwaya: {outcome}", err=True)
            elif isinstance(outcome, Article):
                yield outcome
            else:
                self.skipped[outcome.reason] += 1
        say_skipped(self.skipped)

    @property
    def exit_code(self) -> int:
        """0 when everything was read, 1 otherwise."""
        return 1 if self.failed else 0


def say_skipped(skipped: Counter[str]) -> None:
    """Say on standard error how many parts of the inputs were no articles, and why."""
    if skipped:
        reasons = sorted(skipped.items(), key=lambda pair: (-pair[1], pair[0]))
        told = ", ".join(f"{number} {reason}" for reason, number in reasons)
        click.echo(f"riwaya: {skipped.total()} record{'s' if skipped.total() != 1 else ''} skipped: {told}", err=True)


def with_given(article: Article, outlet: str | None, published: date | None) -> Article:
    """The article with the outlet and the publication date that the user knows better."""
    if outlet:
        article = msgspec.structs.replace(article, outlet=outlet)
    if published:
        article = msgspec.structs.replace(article, published=published.isoformat(), published_basis="given")
    return article


def finished(reading: Reading, work: Callable[[Article], T]) -> Iterator[T]:
    """What `work` makes of each article; with a bar on a terminal where there are many inputs."""
    total = expected(reading.paths) if sys.stderr.isatty() else 0
    if total < _BAR_FROM:
        yield from map(work, reading.articles())
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("reading", total=total)
        for article in reading.articles():
            result = work(article)
            with _out_of_the_way(bar):
                yield result
            bar.advance(task)


def expected(paths: tuple[str, ...]) -> int:
    """About how many articles there are: one a file, and one a line of the JSON Lines files named."""
    files = [Path(path) for path in paths if path.endswith(".jsonl") and Path(path).is_file()]
    return count_inputs(paths) - len(files) + sum(_lines(path) for path in files)


def _lines(path: Path) -> int:
    try:
        with path.open("rb") as lines:
            return sum(1 for _ in lines)
    except OSError:
        return 1


@contextmanager
def _out_of_the_way(bar: Progress) -> Iterator[None]:
    """Take the bar away while results are written to the terminal that it stands on."""
    if not sys.stdout.isatty():
        yield
        return
    bar.stop()
    yield
    bar.start()


@contextmanager
def opened(output: Path | None) -> Iterator[BinaryIO]:
    """Where finished lines go: standard output, or a file that appears only when it is complete.

    Raises UsageError when the file cannot be written.
    """
    if output is None:
        yield sys.stdout.buffer
        return
    unfinished = output.with_name(f"{output.name}.part")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(output)
    except OSError as fault:
        raise UsageError(f"{output}: {fault.strerror}") from fault
    finally:
        unfinished.unlink(missing_ok=True)
