"""What the commands of review share: who judges, appending an act, saying what was done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import click
import msgspec

from riwaya.cli.recording import now, record_option
from riwaya.model.errors import StoreError, UsageError
from riwaya.model.judgement import AnyAct, Judgement, body_of

if TYPE_CHECKING:
    from riwaya.store.base import Store

WHO = "RIWAYA_WHO"
json_option = click.option("--json", "as_json", is_flag=True, help="Print each judgement as one line of JSON.")
why_option = click.option("--why", metavar="TEXT", help="The reason, kept with the judgement.")
who_option = click.option(
    "--who", required=True, envvar=WHO, show_envvar=True, metavar="NAME", help="Who judges: a name or an address."
)
_ACTING = (record_option, who_option, why_option, json_option)


def acting(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options that all judgements have."""
    return reduce(lambda wrapped, option: option(wrapped), reversed(_ACTING), command)


def append(store: Store, acts: Sequence[AnyAct], who: str, as_json: bool, types: frozenset[str] = frozenset()) -> int:
    """Append acts one by one and print each; what is refused is named, the others are kept. Returns the exit code."""
    from riwaya.judging import judge

    failed = 0
    for act in acts:
        try:
            entry = judge(store, act, who, now(), types)
        except (UsageError, StoreError) as fault:
            failed += 1
            click.echo(f"riwaya: {fault}", err=True)
        else:
            done = Judgement(number=entry.number, at=entry.act.at, who=entry.act.who, act=act)
            click.echo(msgspec.json.encode(done).decode() if as_json else said(done))
    return 1 if failed else 0


def said(judgement: Judgement, undone: bool = False) -> str:
    """A judgement in one line: number, instant, who, what, and why."""
    fields = msgspec.json.decode(body_of(judgement.act))
    deed, why = fields.pop("do"), fields.pop("why", None)
    facts = " ".join(_fact(name, fields[name]) for name in sorted(fields, key=lambda name: (name != "claim", name)))
    line = f"{judgement.number} {judgement.at} {judgement.who}: {deed} {facts}"
    return f"{line}{f' because {why}' if why else ''}{' (undone)' if undone else ''}"


_IMPLIED = frozenset({"field", "known", "trigger", "acled", "plover"})


def _fact(name: str, value: Any) -> str:
    if isinstance(value, dict) and "field" in value:
        rest = {
            k: v
            for k, v in value.items()
            if k not in ("field", "known", "trigger", "acled", "plover") and v is not None
        }
        plain = rest["to"] if list(rest) == ["to"] and isinstance(rest["to"], str) else None
        return f"{value['field']} {plain or msgspec.json.encode(rest, order='sorted').decode()}"
    if isinstance(value, list):
        return f"{len(value)} {name}"
    text = value if isinstance(value, str) else msgspec.json.encode(value, order="sorted").decode()
    return text if name == "claim" else f"{name} {text}"
