"""A record as rows of the tables: a pure function, so that rows can be compared with what they should be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from riwaya.model.article import Article
from riwaya.model.claim import Argument, Claim, Event, Link
from riwaya.model.errors import StoreError
from riwaya.model.mention import Mention, PlaceMention, Quantity, Timex
from riwaya.model.record import Record
from riwaya.store import tables

Row = dict[str, Any]
Rows = dict[str, list[Row]]
_DAY = len("2019-01-28")


def rows_of(record: Record, article: int) -> Rows:
    """The rows of one reading by the names of their tables. Raises StoreError for a record beyond all measure."""
    if max(len(record.claims), len(record.places)) >> tables.KEY_BITS:
        raise StoreError(f"{record.article.id}: too many claims or places for one article")
    rows: Rows = {table.name: [] for table in tables.READING}
    rows["places"] = [_place(article, nth, place) for nth, place in enumerate(record.places)]
    rows["times"] = [_time(article, nth, time) for nth, time in enumerate(record.times)]
    rows["quantities"] = [_quantity(article, nth, found) for nth, found in enumerate(record.quantities)]
    for actor in record.actors:
        rows["actors"].append(_only(actor, "id", "name_ar", "name_en", "kind") | {"article": article})
        spans = dict.fromkeys(actor.mentions)
        mentions = ({"article": article, "actor": actor.id, "start": start, "end": end} for start, end in spans)
        rows["actor_mentions"].extend(mentions)
    for nth, claim in enumerate(record.claims):
        key = tables.key_of(article, nth)
        rows["claims"].append(_claim(claim, article, key, record.article))
        rows["links"].extend(_link(key, depth, link) for depth, link in enumerate(claim.chain))
        _add_events(rows, claim, article, key)
    return rows


def article_row(article: Article) -> Row:
    """The row of an article, without its key and its place among the versions of its page."""
    return _only(article, "id", "url", "outlet", "title", "published", "published_basis", "text") | {
        "capture": article.sha256,
    }


def index_texts(claim: Claim) -> tuple[str, str, str]:
    """What is searched of a claim: its words, the names of its sources, its reading in English."""
    sources = " ".join(part for link in claim.chain for part in _named(link))
    return claim.text, sources, (claim.gloss.en or "") if claim.gloss else ""


def days_of(claim: Claim, article: Article) -> tuple[str | None, str | None]:
    """The first and the last day of which a claim speaks: those of its events, else the day of publication."""
    events = [event for event in claim.events if event.start or event.end]
    if not events:
        day = article.published[:_DAY] if article.published else None
        return day, day
    first = min((event.start or event.end or "")[:_DAY] for event in events)
    last = max((event.end or event.start or "")[:_DAY] for event in events)
    return first, last


def _add_events(rows: Rows, claim: Claim, article: int, key: int) -> None:
    for nth, event in enumerate(claim.events):
        rows["events"].append(_event(key, nth, event))
        rows["arguments"].extend(_arguments(key, nth, "agent", event.agents))
        rows["arguments"].extend(_arguments(key, nth, "patient", event.patients))
        for index, place in enumerate(event.places):
            head = {"claim": key, "event": nth, "nth": index, **_words(place)}
            rows["event_places"].append({**head, "place": tables.key_of(article, place.place)})


def _claim(claim: Claim, article: int, key: int, page: Article) -> Row:
    first_day, last_day = days_of(claim, page)
    return {
        "key": key,
        "article": article,
        **_only(claim, "id", "delivery", "stance", "certainty"),
        **_words(claim),
        **(_words(claim.cue, "cue_") if claim.cue else {"cue_text": None, "cue_start": None, "cue_end": None}),
        "first_day": first_day,
        "last_day": last_day,
        "rules": _json(claim.rules),
        "notes": _json(claim.notes) if claim.notes else None,
        "gloss_en": claim.gloss.en if claim.gloss else None,
        "gloss_ar": claim.gloss.ar if claim.gloss else None,
    }


def _link(claim: int, depth: int, link: Link) -> Row:
    return {
        "claim": claim,
        "depth": depth,
        **_words(link.source, "source_"),
        "name_ar": link.name.ar if link.name else None,
        "name_en": link.name.en if link.name else None,
        **_only(link, "actor", "kind", "role", "affiliation", "channel", "named", "time"),
    }


def _event(claim: int, nth: int, event: Event) -> Row:
    return {
        "claim": claim,
        "nth": nth,
        **_only(event, "type", "polarity", "status"),
        **_words(event.trigger, "trigger_"),
        "start_day": event.start,
        "end_day": event.end,
        "quantities": _json(event.quantities) if event.quantities else None,
        "acled_type": event.acled.event_type if event.acled else None,
        "acled_sub_type": event.acled.sub_event_type if event.acled else None,
        "plover_event": event.plover.event if event.plover else None,
        "plover_mode": event.plover.mode if event.plover else None,
    }


def _arguments(claim: int, event: int, role: str, found: Sequence[Argument]) -> Iterator[Row]:
    for nth, argument in enumerate(found):
        yield {
            "claim": claim, "event": event, "role": role, "nth": nth, **_words(argument), "actor": argument.actor,
        }  # fmt: skip


def _place(article: int, nth: int, place: PlaceMention) -> Row:
    facts = _only(
        place, "id", "name_ar", "name_en", "feature", "country", "admin1", "lat", "lon", "radius_km", "relation",
        "candidates",
    )  # fmt: skip
    return {"key": tables.key_of(article, nth), "article": article, **_words(place), **facts}


def _time(article: int, nth: int, time: Timex) -> Row:
    head = {"article": article, "nth": nth, **_words(time), "start_day": time.start, "end_day": time.end}
    return head | _only(time, "type", "value", "basis", "note")


def _quantity(article: int, nth: int, found: Quantity) -> Row:
    head = {"article": article, "nth": nth, **_words(found)}
    return head | _only(found, "value", "low", "high", "unit", "of", "role", "approximate")


def _named(link: Link) -> Iterator[str]:
    yield link.source.text
    yield from (part for part in (link.role, link.name and link.name.ar, link.name and link.name.en) if part)


def _words(found: Mention | Claim | Argument | PlaceMention | Timex | Quantity | Any, prefix: str = "") -> Row:
    start, end = found.span
    return {f"{prefix}text": found.text, f"{prefix}start": start, f"{prefix}end": end}


def _only(found: object, *fields: str) -> Row:
    """Some fields of a struct (two at least)."""
    return dict(zip(fields, _getter(fields)(found), strict=True))


@lru_cache
def _getter(fields: tuple[str, ...]) -> attrgetter[Any]:
    """Reads all fields at once: a million claims have ten million of them."""
    return attrgetter(*fields)


def _json(found: object) -> str:
    return msgspec.json.encode(found).decode()
