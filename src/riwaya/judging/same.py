"""A correction of one field, alone or wherever the same mention stands in the record."""

from __future__ import annotations

from riwaya.judging.wishes import Known, Wish, change_of
from riwaya.model.judgement import Bulk, Correct
from riwaya.review import state
from riwaya.review.fit import Found
from riwaya.review.same import mention_of, same_mention
from riwaya.store.base import Query, Store


def correction(store: Store, wish: Wish, found: Found, known: Known, *, same: bool = False) -> Correct | Bulk:
    """The act that a wish asks for; with `same` one for all mentions in the record that read alike.

    Raises UsageError for what does not fit. A field that is no mention is corrected here alone.
    """
    record, claim = found
    first = Correct(claim=claim.id, change=change_of(wish, record, claim, known))
    words = mention_of(first.change, claim) if same else None
    if words is None:
        return first
    readings = dict.fromkeys(choice.sha256 for choice in store.choose(Query(words=f'"{_plain(words)}"')))
    others = (one for sha256 in readings if sha256 != record.article.sha256 and (one := store.record(sha256)))
    bulk = same_mention(first, [record, *others], state(store.judgements()), known.form)
    if bulk is None or len(bulk.corrections) == 1:
        return first
    return bulk


def _plain(words: str) -> str:
    return words.replace('"', " ")
