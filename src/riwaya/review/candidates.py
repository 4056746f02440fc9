"""Names that reviewers gave to actors and that the tables of actors lack, as rows of such a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from riwaya.model.claim import Claim
from riwaya.model.judgement import AnyChange, KnownActor, PartyChange, SourceChange
from riwaya.model.record import Record
from riwaya.review.fit import misfit
from riwaya.review.state import State

Row = dict[str, str]


def candidates(
    records: Iterable[Record], state: State, known: Mapping[str, Mapping[str, str]], form: Callable[[str], str]
) -> list[Row]:
    """The rows of actors that gained a name in review, sorted by id, as `riwaya actors add` takes them.

    `known` are the rows of the tables of actors by id, `form` is the normal form in which names are compared.
    An actor that no table has gets a row of its own; of one that a table has, the row comes back with the names
    added to its aliases.
    """
    rows: dict[str, Row] = {}
    for words, actor in _named(records, state):
        row = rows.get(actor.id) or dict(known.get(actor.id) or _row(actor))
        if form(words) not in {form(name) for name in _names(row)}:
            row["aliases_ar"] = "|".join(filter(None, (row.get("aliases_ar", ""), words)))
            rows[actor.id] = row
        elif actor.id not in known:
            rows[actor.id] = row
    return [rows[actor] for actor in sorted(rows)]


def _named(records: Iterable[Record], state: State) -> list[tuple[str, KnownActor]]:
    """The words that people said stand for an actor, in claims that are not rejected, sorted."""
    found = {
        (change_words, actor)
        for record in records
        for claim in record.claims
        if state.of(claim.id).standing == "corrected"
        for change_words, actor in _of_claim(record, claim, state)
    }
    return sorted(found, key=lambda pair: (pair[1].id, pair[0], pair[1].name_ar))


def _of_claim(record: Record, claim: Claim, state: State) -> Iterable[tuple[str, KnownActor]]:
    for correction in state.of(claim.id).corrections:
        words, actor = _naming(correction.change)
        if words and actor and misfit(correction.change, record, claim) is None:
            yield " ".join(words.split()), actor


def _naming(change: AnyChange) -> tuple[str | None, KnownActor | None]:
    match change:
        case SourceChange() if change.to:
            return change.to.source.text, change.known
        case PartyChange() if change.to:
            return change.to.text, change.known
    return None, None


def _names(row: Mapping[str, str]) -> list[str]:
    return [name for column in ("name_ar", "aliases_ar") for name in row.get(column, "").split("|") if name]


def _row(actor: KnownActor) -> Row:
    return {"id": actor.id, "name_ar": actor.name_ar, "name_en": actor.name_en or "", "kind": actor.kind}
