"""`riwaya review batch`: two people code the same claims without seeing each other's codes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec

from riwaya.cli.inputs import IsoDate
from riwaya.cli.judging import acting, append
from riwaya.cli.recording import linked_record, opened_record, record_option
from riwaya.cli.userdata import data_option
from riwaya.model.claim import Certainty, Stance
from riwaya.model.errors import UsageError
from riwaya.model.judgement import Batch, Coding, Keep
from riwaya.review.queue import Order

if TYPE_CHECKING:
    from riwaya.review.reliability import Reliability
    from riwaya.store.base import Store


@click.group("batch")
def batch() -> None:
    """Let two people code the same claims blind, and measure how far they agree."""


@batch.command("make")
@click.argument("name")
@click.argument("claims", nargs=-1, metavar="[CLAIM]...")
@click.option("--coders", nargs=2, required=True, metavar="A B", help="The two who code.")
@click.option("--order", type=click.Choice(get_args(Order)), default="uncertain", help="Without CLAIM: from the queue.")
@click.option("--number", type=click.IntRange(min=1), default=20, show_default=True, help="So many from the queue.")
@acting
@data_option
def make(name: str, claims: tuple[str, ...], record: str, data: Path, **options: Any) -> int:
    """Make a batch of claims: those that are named, else the first of the queue."""
    from riwaya.judging.waiting import waiting
    from riwaya.review import state

    with linked_record(record, data) as store:
        if not claims:
            found = waiting(store, state(store.judgements()), options["order"], options["number"])
            claims = tuple(item.claim for item in found)
        if not claims:
            raise UsageError("no claims to code")
        made = Batch(name=name, coders=options["coders"], claims=claims, why=options["why"])
        return append(store, [made], options["who"], options["as_json"])


@batch.command("code")
@click.argument("name")
@click.argument("claim", required=False)
@click.option("--keep", type=click.Choice(get_args(Keep)), help="Whether the article makes the claim.")
@click.option("--stance", type=click.Choice(get_args(Stance)), help="How the source stands to what it says.")
@click.option("--certainty", type=click.Choice(get_args(Certainty)), default="certain", help="How sure it is put.")
@click.option("--source", metavar="NAME", help="Who says it in the end: an actor's id, or the name.")
@click.option("--type", metavar="TYPE", help="The type of its first event.")
@click.option("--place", metavar="ID", help="Where that was: an id of the gazetteer, or the name.")
@click.option("--date", type=IsoDate(), help="Its first day.")
@acting
def code(name: str, claim: str | None, record: str, who: str, **given: Any) -> int:
    """Code one claim of a batch; without CLAIM, show the next one to code.

    What is left out says that there is none. A claim may be coded again until both have coded all.
    """
    as_json, keep, stance = given.pop("as_json"), given.pop("keep"), given.pop("stance")
    with opened_record(record) as store:
        if claim is None:
            return _next(store, name, who)
        if keep is None or stance is None:
            raise click.UsageError("a code needs --keep and --stance")
        from riwaya.judging import load_known

        day = given.pop("date")
        coding = Coding(
            batch=name, claim=claim, keep=keep, stance=stance, date=day.isoformat() if day else None, **given
        )
        return append(store, [coding], who, as_json, load_known().types)


def _next(store: Store, name: str, who: str) -> int:
    """Show the next claim without anything that the engine or the other coder says of it."""
    from riwaya.judging import held
    from riwaya.review import state
    from riwaya.review.reliability import uncoded

    standing = state(store.judgements())
    made = standing.batches.get(name)
    if made is None or who not in made.coders:
        raise UsageError(f"{who} codes no batch {name}")
    left = uncoded(made, who, standing)
    click.echo(f"{len(made.claims) - len(left)} of {len(made.claims)} coded")
    for claim in left[:1]:
        click.echo(claim)
        found = held(store, [claim]).get(claim)
        click.echo(" ".join(found[1].text.split()) if found else "no longer read by this engine")
    return 0


@batch.command("agreement")
@click.argument("name")
@record_option
@click.option("--json", "as_json", is_flag=True, help="Print it as one line of JSON.")
def agreement(name: str, record: str, as_json: bool) -> int:
    """Print how far two coders agree, field by field: Cohen's kappa, Krippendorff's alpha, what they disagree on.

    Only when both have coded all. docs/review.md says how to read the figures.
    """
    if find_spec("nltk") is None:
        raise UsageError("agreement needs nltk: pip install 'riwaya[review]'")
    from riwaya.review import reliability, state

    with opened_record(record) as store:
        standing = state(store.judgements())
    made = standing.batches.get(name)
    if made is None:
        raise UsageError(f"no batch {name}")
    found = reliability(made, standing)
    click.echo(msgspec.json.encode(found).decode() if as_json else "\n".join(_lines(found)))
    return 0


def _lines(found: Reliability) -> list[str]:
    lines = [f"{'field':<12}{'claims':>7}{'same':>7}{'kappa':>8}{'alpha':>8}"]
    for a in found.agreements:
        kappa, alpha = ("-" if value is None else f"{value:.2f}" for value in (a.kappa, a.alpha))
        lines.append(f"{a.field:<12}{a.n:>7}{a.same:>7}{kappa:>8}{alpha:>8}")
    for d in found.disagreements:
        lines += [
            f"{d.claim} {d.field}",
            *(f"  {who}: {value}" for who, value in zip(found.coders, d.codes, strict=True)),
        ]
    return lines
