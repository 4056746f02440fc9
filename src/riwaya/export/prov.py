"""W3C PROV-O (2013) as JSON-LD: from the bytes to each claim, and from each claim to the source it rests on.

A claim is quoted from its article and derives from the statement of the first source of its chain, that from the
statement of the next, up to the origin, its primary source. Each statement is attributed to who made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import msgspec

from riwaya.export import facts, iris
from riwaya.export.graph import document, known
from riwaya.export.manner import Manner
from riwaya.export.tables import Tables
from riwaya.export.view import Chosen, View
from riwaya.model.article import Article
from riwaya.model.claim import Claim, Link
from riwaya.model.record import Record

Node = dict[str, Any]
_LINKS = (
    "wasAttributedTo", "wasDerivedFrom", "wasQuotedFrom", "hadPrimarySource", "wasGeneratedBy", "used",
    "wasAssociatedWith", "actedOnBehalfOf", "atLocation",
)  # fmt: skip
CONTEXT: dict[str, Any] = {
    "prov": "http://www.w3.org/ns/prov#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "riwaya": "urn:riwaya:term:",
    "id": "@id",
    "type": "@type",
    "label": "rdfs:label",
    "value": "prov:value",
    "issued": {"@id": "dcterms:issued", "@type": "xsd:date"},
    "created": {"@id": "dcterms:created", "@type": "xsd:date"},
    "title": "dcterms:title",
    "publisher": {"@id": "dcterms:publisher", "@type": "@id"},
    **{name: {"@id": f"prov:{name}", "@type": "@id"} for name in _LINKS},
    **{
        name: f"riwaya:{name}"
        for name in ("stance", "certainty", "delivery", "channel", "kind", "role", "named", "depth", "quotedAs")
    },
}


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """A graph, the nodes of an article a piece. A node that two articles share stands with each."""
    return document({"@context": CONTEXT}, "@graph", (nodes(chosen, manner.tables) for chosen in view.chosen()))


def nodes(chosen: Chosen, tables: Tables) -> list[Node]:
    """The nodes of an article and of its claims, each once."""
    record = chosen.record
    found = [*_article(record, tables)]
    for claim in chosen.claims:
        found += [_claim(claim, record), *_statements(claim, tables)]
    return _once(found)


def _article(record: Record, tables: Tables) -> Iterator[Node]:
    article, engine = record.article, record.engine
    reading, outlet = iris.reading_iri(article, engine), iris.outlet_iri(article)
    yield known({
        "id": iris.capture_iri(article), "type": "prov:Entity", "label": f"capture {article.sha256[:12]}",
        "atLocation": facts.web_address(article.url),
    })  # fmt: skip
    yield known({
        "id": iris.text_iri(article), "type": "prov:Entity", "label": "text of the article", "title": article.title,
        "issued": article.published[:10] if article.published else None, "publisher": outlet,
        "wasDerivedFrom": iris.capture_iri(article), "wasGeneratedBy": reading, "wasAttributedTo": outlet,
    })  # fmt: skip
    yield {
        "id": reading, "type": "prov:Activity", "label": "reading",
        "used": iris.capture_iri(article), "wasAssociatedWith": iris.engine_iri(engine),
    }  # fmt: skip
    name = f"riwaya {engine.version}, data {engine.data}"
    yield {"id": iris.engine_iri(engine), "type": "prov:SoftwareAgent", "label": name}
    yield {"id": outlet, "type": "prov:Organization", "label": _outlet_labels(article, tables)}


def _outlet_labels(article: Article, tables: Tables) -> list[Node]:
    known_name = tables.outlets.get(article.outlet or "")
    english = [_said(known_name.name_en, "en")] if known_name else []
    return [_said(article.outlet or "outlet not known", "ar" if article.outlet else "en"), *english]


def _claim(claim: Claim, record: Record) -> Node:
    """The claim as the article has it; of one without a source the outlet itself is the origin."""
    last = len(claim.chain) - 1
    return known({
        "id": iris.claim_iri(claim),
        "type": "prov:Entity",
        "label": [_said(claim.gloss.en, "en")] if claim.gloss and claim.gloss.en else None,
        "value": _said(claim.text, "ar"),
        "stance": claim.stance,
        "certainty": claim.certainty,
        "delivery": claim.delivery,
        "wasQuotedFrom": iris.text_iri(record.article),
        "wasGeneratedBy": iris.reading_iri(record.article, record.engine),
        "wasAttributedTo": iris.outlet_iri(record.article),
        "wasDerivedFrom": iris.statement_iri(claim, 0) if claim.chain else None,
        "hadPrimarySource": iris.statement_iri(claim, last) if claim.chain else None,
    })  # fmt: skip


def _statements(claim: Claim, tables: Tables) -> Iterator[Node]:
    """What each link said, with who said it."""
    for depth, link in enumerate(claim.chain):
        deeper = depth + 1 < len(claim.chain)
        yield known({
            "id": iris.statement_iri(claim, depth),
            "type": "prov:Entity",
            "label": f"statement, link {depth + 1} of {len(claim.chain)}",
            "depth": depth,
            "channel": link.channel,
            "created": link.time[:10] if link.time else None,
            "quotedAs": _said(facts.plain(link.source.text), "ar"),
            "wasAttributedTo": iris.agent_iri(claim, depth),
            "wasDerivedFrom": iris.statement_iri(claim, depth + 1) if deeper else None,
        })  # fmt: skip
        yield from _agent(claim, depth, tables)


def _agent(claim: Claim, depth: int, tables: Tables) -> Iterator[Node]:
    link = claim.chain[depth]
    above = tables.actors.get(link.affiliation or "")
    yield known({
        "id": iris.agent_iri(claim, depth),
        "type": tables.prov.kinds.get(link.kind, "prov:Agent"),
        "label": _names(link, tables),
        "kind": link.kind,
        "named": link.named,
        "actedOnBehalfOf": iris.actor_iri(above.id) if above else None,
    })  # fmt: skip
    if above:
        labels = [_said(above.name_ar, "ar"), *([_said(above.name_en, "en")] if above.name_en else [])]
        kind = tables.prov.kinds.get(above.kind, "prov:Agent")
        yield {"id": iris.actor_iri(above.id), "type": kind, "label": labels, "kind": above.kind}


def _names(link: Link, tables: Tables) -> list[Node]:
    """The names of a known actor; of others the words of the article."""
    actor = tables.actors.get(link.actor or "")
    arabic = actor.name_ar if actor else facts.plain(link.source.text)
    english = actor.name_en if actor else link.name.en if link.name else None
    return [_said(arabic, "ar"), *([_said(english, "en")] if english else [])]


def _said(text: str, language: str) -> Node:
    return {"@value": text, "@language": language}


def _once(found: Iterable[Node]) -> list[Node]:
    """Nodes that say the same stand once; of two that say different things of one id a reader takes both."""
    return list({msgspec.json.encode(node): node for node in found}.values())
