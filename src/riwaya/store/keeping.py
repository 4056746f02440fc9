"""Write findings in the place of those that are kept, within one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

import msgspec
import zstandard
from sqlalchemy import Connection, Table, delete, select

from riwaya.model.errors import StoreError
from riwaya.model.finding import Contradiction, EventCluster, Findings, SourceFigures
from riwaya.store.backend import Backend
from riwaya.store.base import Linking
from riwaya.store.facets import point
from riwaya.store.found_tables import (
    FOUND,
    OF_CLAIMS,
    found_areas,
    found_contradictions,
    found_control,
    found_event_claims,
    found_events,
    found_source_claims,
    found_sources,
    found_statements,
    linkings,
)
from riwaya.store.rows import Row
from riwaya.store.tables import articles, claims, key_of
from riwaya.store.words import Words

_LEVEL = 3
_LARGEST = 1 << 28
_BATCH = 10_000
Rows = Iterable[Row]
T = TypeVar("T")


def keep(conn: Connection, backend: Backend, words: Words, findings: Findings, linking: Linking) -> None:
    """Put findings in the place of those that are kept."""
    for table in reversed(FOUND):
        conn.execute(delete(table))
    conn.execute(delete(linkings))
    backend.insert(conn, linkings, [{"key": 1, "stamp": linking.stamp, "linked_at": linking.linked_at}])
    keys = _claim_keys(conn)
    pack = zstandard.ZstdCompressor(level=_LEVEL).compress
    for table, rows in _tables(findings, words, keys).items():
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            if "body" in table.c:
                batch = [{**row, "body": pack(msgspec.json.encode(row["body"]))} for row in batch]
            backend.insert(conn, table, batch)


def forget(conn: Connection, article: int) -> None:
    """Take the claims of an article out of what findings rest on: another reading of it comes."""
    first, last = key_of(article, 0), key_of(article + 1, 0)
    for table in OF_CLAIMS:
        conn.execute(delete(table).where(table.c.claim >= first, table.c.claim < last))


def finding_of(kind: type[T], body: bytes) -> T:
    """A finding from its body. Raises StoreError when it is damaged."""
    try:
        plain = zstandard.ZstdDecompressor().decompress(body, max_output_size=_LARGEST)
        return msgspec.json.decode(plain, type=kind)
    except (zstandard.ZstdError, msgspec.MsgspecError) as fault:
        raise StoreError(f"a finding was altered: {fault}; `riwaya findings` makes them anew") from fault


def _claim_keys(conn: Connection) -> dict[str, int]:
    """The key of each claim of the latest versions by its id; of two alike the one that came last."""
    wanted = select(claims.c.id, claims.c.key).join(articles, articles.c.key == claims.c.article)
    return {row.id: row.key for row in conn.execute(wanted.where(articles.c.latest).order_by(claims.c.key))}


def _tables(findings: Findings, words: Words, keys: Mapping[str, int]) -> dict[Table, Rows]:
    disputed = {c.event for c in findings.contradictions}
    events, sources = findings.events, findings.sources
    return {
        found_events: (_event(k, event, event.id in disputed) for k, event in enumerate(events)),
        found_event_claims: _of_claims((event.claims for event in events), keys),
        found_sources: (_source(k, source, words) for k, source in enumerate(sources)),
        found_source_claims: _of_claims((source.claims for source in sources), keys),
        found_contradictions: _numbered(findings.contradictions, _disputed),
        found_control: _numbered(findings.control, lambda span: {"place": span.place}),
        found_areas: _numbered(findings.areas, lambda area: {"place": area.place, "holder": area.holder}),
        found_statements: _numbered(findings.statements, lambda same: {"a": same.a, "b": same.b}),
    }


def _numbered(findings: Sequence[Any], columns: Any) -> Rows:
    return ({"key": k, **columns(found), "body": found} for k, found in enumerate(findings))


def _disputed(found: Contradiction) -> Row:
    return {"event": found.event, "place": found.place}


def _of_claims(findings: Iterable[Sequence[str]], keys: Mapping[str, int]) -> Iterator[Row]:
    for k, ids in enumerate(findings):
        yield from ({"finding": k, "claim": key} for key in sorted({keys[id] for id in ids if id in keys}))


def _event(key: int, event: EventCluster, contradicted: bool) -> Row:
    same = (
        "id", "type", "place", "lat", "lon", "n_outlets", "n_claims", "n_origins", "first_report", "last_report",
    )  # fmt: skip
    located = event.lat is not None and event.lon is not None
    return {
        "key": key,
        **{name: getattr(event, name) for name in same},
        "point": point(event.lat or 0.0, event.lon or 0.0) if located else None,
        "start_day": event.start,
        "end_day": event.end,
        "contradicted": contradicted,
        "body": event,
    }


def _source(key: int, source: SourceFigures, words: Words) -> Row:
    head = {"key": key, "voice": source.voice.key, "form": words.normal(source.voice.name)}
    return {**head, "n_claims": source.n_claims, "body": source}
