"""`riwaya review accept`, `reject`, `note`, `undo` and `log`: the simple acts, and all that was done."""

from __future__ import annotations

import click
import msgspec

from riwaya.cli.judging import acting, append, json_option, said
from riwaya.cli.recording import opened_record, record_option
from riwaya.model.judgement import Accept, EventAt, Note, Reject, Undo


@click.command("accept")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@acting
def accept(claims: tuple[str, ...], record: str, who: str, why: str | None, as_json: bool) -> int:
    """Say that claims hold as they stand, with the corrections made so far."""
    with opened_record(record) as store:
        return append(store, [Accept(claim=claim, why=why) for claim in claims], who, as_json)


@click.command("reject")
@click.argument("claims", nargs=-1, required=True, metavar="CLAIM...")
@acting
def reject(claims: tuple[str, ...], record: str, who: str, why: str | None, as_json: bool) -> int:
    """Say that the articles do not make these claims; --why is required.

    A rejected claim stays in the record, and is left out of what is linked, shown and exported.
    """
    if not (why or "").strip():
        raise click.UsageError("a rejection needs its reason: --why")
    with opened_record(record) as store:
        return append(store, [Reject(claim=claim, why=str(why)) for claim in claims], who, as_json)


@click.command("note")
@click.argument("claim")
@click.argument("text")
@click.option("--event", type=click.IntRange(min=1), metavar="N", help="Of one event of the claim, counted from 1.")
@acting
def note(claim: str, text: str, event: int | None, record: str, **given: str | None) -> int:
    """Leave a remark on a claim, or on one of its events."""
    about = claim if event is None else EventAt(claim, event - 1)
    with opened_record(record) as store:
        return append(
            store, [Note(about=about, text=text, why=given["why"])], str(given["who"]), bool(given["as_json"])
        )


@click.command("undo")
@click.argument("numbers", nargs=-1, required=True, type=click.IntRange(min=1), metavar="NUMBER...")
@acting
def undo(numbers: tuple[int, ...], record: str, who: str, why: str | None, as_json: bool) -> int:
    """Take judgements back, by their numbers in the log; undoing an undo restores what it undid."""
    with opened_record(record) as store:
        return append(store, [Undo(number=number, why=why) for number in numbers], who, as_json)


@click.command("log")
@click.argument("subject", required=False, metavar="[CLAIM|EVENT]")
@record_option
@json_option
def log(subject: str | None, record: str, as_json: bool) -> int:
    """List what was decided, oldest first: all of it, or of one claim or event.

    Codes of a batch that is not coded by both yet are left out, so that nobody sees the other's.
    """
    from riwaya.judging.history import history

    with opened_record(record) as store:
        event = store.event(subject) if subject else None
        claims = set(event.claims) if event else {subject} if subject else None
        found = history(store.judgements(), claims)
    for judgement, undone in found:
        if as_json:
            click.echo(msgspec.json.encode({"undone": undone, **msgspec.to_builtins(judgement)}))
        else:
            click.echo(said(judgement, undone))
    return 0
