"""`riwaya explain`: the derivation of a record, claim by claim: which rule fired on which words."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path

import click
from rich.console import Console, RenderableType
from rich.rule import Rule
from rich.text import Text

from riwaya.annotate.document import Document, Fired, Found
from riwaya.cli.engine import engine
from riwaya.cli.inputs import Reading, finished, opened, reading_date_option
from riwaya.cli.show import Labelled, chain, console_for, laid_out, meaning
from riwaya.cli.userdata import data_option
from riwaya.model.article import Article
from riwaya.model.claim import Claim
from riwaya.model.span import Span
from riwaya.pipeline import Resources, annotate
from riwaya.rules.actortable import actor_files

MENTIONS = ("times", "places", "quantities")


@click.command("explain")
@click.argument("inputs", nargs=-1, required=True, metavar="INPUT...")
@reading_date_option
@data_option
def command(inputs: tuple[str, ...], reading_date: date, data: Path) -> int:
    """Show which rule found what, claim by claim.

    INPUT is what `riwaya read` takes. Every rule is named with its file, which holds its examples.
    """
    given = engine(actor_files(data))
    console = console_for(None)
    reading = Reading(inputs, reading_date)

    def work(article: Article) -> bytes:
        doc = annotate(article, given)
        return laid_out(console, partial(explain, doc, given))

    with opened(None) as out:
        for lines in finished(reading, work):
            out.write(lines)
            out.flush()
    return reading.exit_code


def explain(doc: Document, given: Resources, console: Console) -> None:
    """Print the derivation of every claim, then of the times, places and quantities."""
    console.print(Rule(style="dim"))
    console.print(Labelled("title", doc.article.title or doc.article.id, style="bold"))
    for number, claim in enumerate(doc.claims, 1):
        console.print()
        for line in _claim(number, claim, doc, given.base.folder):
            console.print(line)
    for kind in MENTIONS:
        found: tuple[Found, ...] = getattr(doc, kind)
        if found:
            console.print()
            console.print(Text(kind.capitalize(), style="bold"))
        for mention in found:
            console.print(Labelled("words", mention.item.text, 3, "green"))
            console.print(Labelled("reading", meaning(mention.item), 5))
            console.print(Labelled("rule", str(rule_file(mention.rule, given.base.folder) or mention.rule), 5))
    console.print()


def rule_file(rule: str, folder: Path) -> Path | None:
    """The file in which a rule is written, from here where it lies below; None for a step of the engine."""
    for candidate in (folder / f"grammar/{rule}.toml", folder / f"{rule}.toml"):
        if candidate.is_file():
            here = Path.cwd()
            return candidate.relative_to(here) if candidate.is_relative_to(here) else candidate
    return None


def _claim(number: int, claim: Claim, doc: Document, folder: Path) -> Iterator[RenderableType]:
    yield Text(f"{number}. {claim.stance}, {claim.delivery}".replace("_", " "), style="bold cyan")
    yield Labelled("words", claim.text, 3, "green")
    yield from chain(claim, doc.article)
    for event in claim.events:
        yield Labelled("event", event.type.replace("_", " "), 3, "yellow")
        yield Labelled("trigger", event.trigger.text, 5)
    for rule in claim.rules:
        yield from _rule(rule, folder)
        for fired in _firings(rule, claim, doc.fired):
            yield from _firing(fired, doc.article.text)


def _rule(rule: str, folder: Path) -> Iterator[RenderableType]:
    path = rule_file(rule, folder)
    yield Labelled("rule", str(path or rule), 3, "bold")
    about = tomllib.loads(path.read_text(encoding="utf-8")).get("about") if path else None
    if about:
        yield Labelled("about", str(about), 5)


def _firing(fired: Fired, text: str) -> Iterator[RenderableType]:
    yield Labelled("fired on", fired.span.of(text), 5)
    for role, span in fired.roles:
        yield Labelled(role, span.of(text), 7)


def _firings(rule: str, claim: Claim, fired: Iterable[Fired]) -> list[Fired]:
    """Where the rule fired for this claim: on its words, its cue or one of its sources."""
    own = [claim.span, *(link.source.span for link in claim.chain)]
    own += [claim.cue.span] if claim.cue else []
    return [f for f in fired if f.rule == rule and _touches(f.span, own)]


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span.overlaps(other) for other in others)
