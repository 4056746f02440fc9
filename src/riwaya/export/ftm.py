"""FollowTheMoney (version 4), an entity a line: events, who did and underwent them, places, articles, sources.

A claim is a link of its origin to the event, in the words of the article, which is its proof.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from riwaya.export import facts
from riwaya.export.iris import name_digest
from riwaya.export.manner import Manner
from riwaya.export.tables import Actor, Tables
from riwaya.export.view import Account, Told, View
from riwaya.model.claim import Argument, Link
from riwaya.model.record import Record

Entity = dict[str, Any]
_DIGITS = 24
_COUNTRY_DIGITS = 2
_INVISIBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2060-\u2064\ufeff]")
_SPACE = re.compile("[\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]")


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The entities, those of an event a piece; each entity stands once, before the first that names it."""
    seen: set[str] = set()
    for account in view.accounts():
        new = [entity for entity in entities(account, manner.tables) if entity["id"] not in seen]
        once = {entity["id"]: entity for entity in reversed(new)}
        seen |= once.keys()
        yield b"".join(msgspec.json.encode(entity) + b"\n" for entity in reversed(once.values()))


def entities(account: Account, tables: Tables) -> Iterator[Entity]:
    """The entities of an event; what two events share comes with each."""
    place = facts.place_of(account)
    if place:
        yield _entity(_id("place", place.id or ""), "Address", {
            "full": [place.name_en, place.name_ar], "country": [_country(place.country)], "state": [place.admin1],
            "latitude": [place.lat], "longitude": [place.lon],
        })  # fmt: skip
    agents, patients = (_arguments(account, part, tables) for part in ("agents", "patients"))
    for argument in {**agents, **patients}.values():
        yield from _with_affiliation(argument, tables)
    yield from (_article(told.record, tables) for told in account.told)
    yield _event(account, list(agents), list(patients), tables)
    for told in account.told:
        yield from _claimed(told, account, tables)


def _event(account: Account, agents: list[str], patients: list[str], tables: Tables) -> Entity:
    found, place = account.event, facts.place_of(account)
    name = f"{tables.labels[found.type]}, {found.place_en}" if found.place_en else tables.labels[found.type]
    counts = f"{found.n_origins} independent origins, {found.n_outlets} outlets, {found.n_claims} claims"
    against = [f"contradicted in {c.kind}: {c.note}" for c in account.contradictions]
    return _entity(_id("event", found.id), "Event", {
        "name": [name], "startDate": [found.start], "endDate": [found.end], "recordId": [found.id],
        "summary": [facts.notes(account)], "keywords": [found.type], "notes": [counts, *against],
        "location": [found.place_en, found.place_ar], "country": [_country(place.country if place else None)],
        "addressEntity": [_id("place", place.id or "")] if place else [],
        "organizer": agents, "involved": patients, "proof": [_id("article", t.record.article.id) for t in account.told],
    })  # fmt: skip


def _arguments(account: Account, part: str, tables: Tables) -> dict[str, Actor]:
    """The known actors among agents or patients, by the id of their entity."""
    named: list[Argument] = [a for told in account.told for a in getattr(told.event, part)]
    known = [tables.actors[a.actor] for a in named if a.actor and a.actor in tables.actors]
    return {_id("actor", actor.id): actor for actor in known}


def _with_affiliation(actor: Actor, tables: Tables) -> Iterator[Entity]:
    """An actor, after the one that it belongs to."""
    above = tables.actors.get(actor.affiliation)
    if above and above.id != actor.id:
        yield _actor(above, None, tables)
    yield _actor(actor, above, tables)


def _actor(actor: Actor, above: Actor | None, tables: Tables) -> Entity:
    kind = tables.ftm.kinds[actor.kind]
    parent = [_id("actor", above.id)] if above and kind.schema != "Person" else []
    return _entity(_id("actor", actor.id), kind.schema, {
        "name": [actor.name_en or actor.name_ar], "alias": [actor.name_ar], "country": [_country(actor.country)],
        "topics": kind.topics, "parent": parent,
    })  # fmt: skip


def _article(record: Record, tables: Tables) -> Entity:
    article = record.article
    return _entity(_id("article", article.id), "Article", {
        "title": [article.title], "publisher": [article.outlet, tables.outlet_name(article.outlet)],
        "publishedAt": [article.published[:10] if article.published else None], "author": article.authors,
        "sourceUrl": [facts.web_address(article.url)], "bodyText": [article.text], "language": ["ara"],
    })  # fmt: skip


def _claimed(told: Told, account: Account, tables: Tables) -> Iterator[Entity]:
    """The link of an origin that has a name to the event; its source before it."""
    claim = told.claim
    if not claim.chain or not claim.chain[-1].named or claim.chain[-1].kind not in tables.ftm.kinds:
        return
    source = claim.chain[-1]
    actor = tables.actors.get(source.actor or "")
    own = _id("actor", actor.id) if actor else _id("name", name_digest(source))
    yield from _with_affiliation(actor, tables) if actor else [_named(own, source, tables)]
    yield _entity(_id("claim", f"{claim.id} {account.event.id}"), "UnknownLink", {
        "subject": [own], "object": [_id("event", account.event.id)],
        "role": [f"{'denied' if told.negative else claim.stance} it"], "summary": [facts.plain(claim.text)],
        "description": [facts.chain(claim, told.record, tables)], "recordId": [claim.id],
        "date": [told.record.article.published[:10] if told.record.article.published else None],
        "proof": [_id("article", told.record.article.id)],
    })  # fmt: skip


def _named(own: str, source: Link, tables: Tables) -> Entity:
    names = [facts.plain(source.source.text), source.name.en if source.name else None]
    position = [facts.plain(source.role)] if source.role and source.kind == "person" else []
    return _entity(own, tables.ftm.kinds[source.kind].schema, {"name": names, "position": position})


def _country(code: str | None) -> str | None:
    return code.lower() if code and len(code) == _COUNTRY_DIGITS else None


def _entity(id: str, schema: str, properties: Mapping[str, Iterable[Any]]) -> Entity:
    """An entity whose values are texts, each once; without properties that are not known."""
    texts = {name: [_clean(str(v)) for v in found if v is not None] for name, found in properties.items()}
    values = {name: list(dict.fromkeys(filter(None, found))) for name, found in texts.items()}
    return {"id": id, "schema": schema, "properties": {name: found for name, found in values.items() if found}}


def _clean(text: str) -> str:
    """The text as FollowTheMoney keeps it: without control and formatting characters, with plain spaces."""
    return _SPACE.sub(" ", _INVISIBLE.sub("", text))


def _id(kind: str, key: str) -> str:
    return f"riwaya-{hashlib.sha256(f'{kind} {key}'.encode()).hexdigest()[:_DIGITS]}"
