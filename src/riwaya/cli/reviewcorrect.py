"""`riwaya review correct`: say what fields of a claim should read, one judgement a field."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

import click
import msgspec
from msgspec.structs import replace

from riwaya.cli.inputs import IsoDate
from riwaya.cli.judging import acting, append
from riwaya.cli.recording import opened_record
from riwaya.cli.userdata import data_option
from riwaya.model.claim import Certainty, Polarity, Stance
from riwaya.model.errors import UsageError
from riwaya.model.span import Span

if TYPE_CHECKING:
    from riwaya.judging import Wish
    from riwaya.model.claim import Claim
    from riwaya.model.judgement import AnyAct
    from riwaya.model.record import Record

_VALUES = ("stance", "certainty", "type", "polarity")
_PARTS = ("words", "stance", "certainty", "source", "type", "polarity", "from", "to", "agent", "patient", "place", "at")


@click.command("correct")
@click.argument("claim")
@click.option("--words", metavar="TEXT", help="The words of the statement, as they stand in the article.")
@click.option("--stance", type=click.Choice(get_args(Stance)), help="How the source stands to what it says.")
@click.option("--certainty", type=click.Choice(get_args(Certainty)), help="How sure it is put.")
@click.option("--source", metavar="TEXT", help="The words that name the source.")
@click.option("--event", type=click.IntRange(min=1), default=1, help="Which event of the claim, counted from 1.")
@click.option("--type", metavar="TYPE", help="The type of the event.")
@click.option("--polarity", type=click.Choice(get_args(Polarity)), help="Whether the claim says that it happened.")
@click.option("--from", "from_", type=IsoDate(), help="The first day of the event.")
@click.option("--to", type=IsoDate(), help="The last day of the event.")
@click.option("--agent", metavar="TEXT", help="The words that name who did it.")
@click.option("--patient", metavar="TEXT", help="The words that name who underwent it.")
@click.option("--actor", metavar="ID", help="Whom the source, agent or patient is: an id of the tables of actors.")
@click.option("--name-ar", metavar="NAME", help="Arabic name of an --actor that no table has.")
@click.option("--name-en", metavar="NAME", help="English name of an --actor that no table has.")
@click.option("--kind", metavar="KIND", help="Kind of the source, or of an --actor that no table has.")
@click.option("--place", metavar="TEXT", help="The words that name the place.")
@click.option("--at", metavar="ID|LAT,LON[,KM]", help="Where it is: an id of the gazetteer, or a point and a radius.")
@click.option("--nth", type=click.IntRange(min=1), default=1, help="Which source, agent, patient or place, from 1.")
@click.option("--remove", type=click.Choice(["source", "agent", "patient", "place"]), help="Take the --nth one out.")
@click.option("--same", is_flag=True, help="Also wherever else the same words were read the same way, in one act.")
@acting
@data_option
def correct(claim: str, record: str, who: str, **options: Any) -> int:
    """Say what fields of a claim should read.

    Each field that is given becomes a judgement of its own. Words are looked for in the article, those nearest
    to the claim first; what the engine had read stays beside the correction.
    """
    why, as_json, data, same = (options.pop(name) for name in ("why", "as_json", "data", "same"))
    wanted = _Wanted({name.rstrip("_"): value for name, value in options.items()})
    if not wanted.anything():
        raise click.UsageError(f"nothing to correct: give one of {', '.join(f'--{name}' for name in _PARTS)}")
    from riwaya.judging import held, load_known
    from riwaya.judging.same import correction
    from riwaya.rules.actortable import actor_files

    known = load_known(actor_files(Path(data)))
    with opened_record(record) as store:
        found = held(store, [claim]).get(claim)
        if found is None:
            raise UsageError(f"no claim {claim}")
        wishes = list(wanted.wishes(*found))
        acts: list[AnyAct] = [correction(store, wish, found, known, same=same) for wish in wishes]
        return append(store, [replace(act, why=why) for act in acts], who, as_json, known.types)


@dataclass(frozen=True)
class _Wanted:
    """What the options ask for."""

    given: dict[str, Any]

    def anything(self) -> bool:
        """Whether they ask for anything."""
        return any(self.given[name] is not None for name in (*_PARTS, "remove", "actor"))

    def wishes(self, record: Record, claim: Claim) -> Iterator[Wish]:
        """One wish a field. Raises UsageError for words that are not in the article."""
        from riwaya.judging import Wish

        given = self.given
        asked: list[dict[str, Any]] = []
        if given["words"] is not None:
            asked.append({"field": "span", "span": _found(given["words"], record, claim)})
        asked += [{"field": name, "value": given[name]} for name in _VALUES if given[name] is not None]
        if given["from"] is not None or given["to"] is not None:
            asked.append({"field": "date", "start": _day(given["from"]), "end": _day(given["to"])})
        asked += self._mentions(record, claim)
        for wish in asked:
            yield msgspec.convert({"event": given["event"] - 1, **wish}, Wish)

    def _mentions(self, record: Record, claim: Claim) -> Iterator[dict[str, Any]]:
        """Source, agent, patient and place, and what is taken out."""
        given = self.given
        names = {name: given[name] for name in ("actor", "name_ar", "name_en", "kind")}
        parts = [part for part in ("source", "agent", "patient") if given[part] is not None]
        if given["actor"] is not None and not parts:
            parts = ["source"]
        facts = dict.fromkeys(parts, names)
        if given["place"] is not None or given["at"] is not None:
            facts["place"] = _point(given["at"])
        if given["remove"] is not None:
            facts = {given["remove"]: {"remove": True}}
        for part, fact in facts.items():
            span = _found(given[part], record, claim) if given[part] is not None else None
            yield {**_field(part), "nth": given["nth"] - 1, "span": span, **fact}


def _field(part: str) -> dict[str, Any]:
    return {"field": "party", "role": part} if part in ("agent", "patient") else {"field": part}


def _found(words: str, record: Record, claim: Claim) -> Span:
    from riwaya.review.words import nearest

    span = nearest(record.article.text, words, claim.span)
    if span is None:
        raise UsageError(f"the article does not say {words!r}")
    return span


def _day(given: date | None) -> str | None:
    return given.isoformat() if given else None


def _point(at: str | None) -> dict[str, Any]:
    """An id of the gazetteer, or latitude, longitude and radius."""
    if at is None:
        return {}
    parts = at.split(",")
    if len(parts) not in (2, 3):
        return {"place": at}
    try:
        numbers = [float(part) for part in parts]
    except ValueError as fault:
        raise UsageError(f"--at {at}: no point: {fault}") from fault
    if not (-90 <= numbers[0] <= 90 and -180 <= numbers[1] <= 180 and numbers[-1] >= (-180 if len(parts) == 2 else 0)):
        raise UsageError(f"--at {at}: no point on earth")
    return dict(zip(("lat", "lon", "radius_km"), numbers, strict=False))
