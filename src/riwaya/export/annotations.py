"""W3C Web Annotations (2017) as JSON-LD: claims, their cues, sources and events, each on the words it is read from.

Every target has a TextPositionSelector and a TextQuoteSelector. Positions count Unicode code points of the text
after cleaning, as the standard asks, half-open; the quotes also find the words in the page itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from riwaya.export import facts, iris
from riwaya.export.graph import document, known
from riwaya.export.manner import Manner
from riwaya.export.view import Chosen, View
from riwaya.model.claim import Claim, Link
from riwaya.model.record import Engine, Record
from riwaya.model.span import Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
_DIGITS = 16
_LANGUAGE = "ar"
Annotation = dict[str, Any]


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """An annotation page, the annotations of an article a piece."""
    page = hashlib.sha256(manner.asked.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    head = {"@context": CONTEXT, "id": f"{iris.BASE}annotations:{page}", "type": "AnnotationPage"}
    return document(head, "items", (_article(chosen) for chosen in view.chosen()))


def _article(chosen: Chosen) -> Iterator[Annotation]:
    for claim in chosen.claims:
        yield from claim_annotations(claim, chosen.record)


def claim_annotations(claim: Claim, record: Record) -> Iterator[Annotation]:
    """The annotations of a claim: itself, its cue, its sources, its events."""
    iri = iris.claim_iri(claim)
    yield _annotation(iri, "describing", _described(claim), claim.span, record)
    if claim.cue:
        yield _annotation(f"{iri}:cue", "classifying", [_tag("cue")], claim.cue.span, record)
    for depth, link in enumerate(claim.chain):
        yield _annotation(iris.statement_iri(claim, depth), "identifying", _source(link), link.source.span, record)
    for nth, event in enumerate(claim.events):
        bodies = [_tag(f"event:{event.type}"), _tag(f"polarity:{event.polarity}"), _tag(f"status:{event.status}")]
        yield _annotation(f"{iri}:event:{nth}", "classifying", bodies, event.trigger.span, record)


def target(span: Span, record: Record) -> dict[str, Any]:
    """Where words stand: the cleaned text, by position and by quote; the page is their scope."""
    article, text = record.article, record.article.text
    source = {"id": iris.text_iri(article), "type": "Text", "format": "text/plain", "language": article.language}
    quote = {
        "type": "TextQuoteSelector",
        "exact": span.of(text),
        "prefix": text[max(0, span.start - AROUND) : span.start],
        "suffix": text[span.end : span.end + AROUND],
    }
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    scope = facts.web_address(article.url) or iris.capture_iri(article)
    return {"type": "SpecificResource", "source": known(source), "scope": scope, "selector": [position, quote]}


def _annotation(iri: str, motivation: str, bodies: list[Any], span: Span, record: Record) -> Annotation:
    return {
        "id": iri,
        "type": "Annotation",
        "motivation": motivation,
        "generator": _generator(record.engine),
        "body": bodies,
        "target": target(span, record),
    }


def _generator(engine: Engine) -> dict[str, Any]:
    return {"id": iris.engine_iri(engine), "type": "Software", "name": f"riwaya {engine.version}"}


def _described(claim: Claim) -> list[dict[str, Any]]:
    """The English reading, and how the claim is made."""
    tags = [_tag(f"stance:{claim.stance}"), _tag(f"delivery:{claim.delivery}"), _tag(f"certainty:{claim.certainty}")]
    if not claim.gloss or not claim.gloss.en:
        return tags
    return [_words(claim.gloss.en, "en", "describing"), *tags]


def _source(link: Link) -> list[dict[str, Any]]:
    """Who it is: the known actor, and what the article says of him."""
    bodies: list[dict[str, Any]] = []
    if link.actor:
        bodies.append({"type": "SpecificResource", "source": iris.actor_iri(link.actor), "purpose": "identifying"})
    if link.name and link.name.en:
        bodies.append(_words(link.name.en, "en", "identifying"))
    if link.role:
        bodies.append(_words(facts.plain(link.role), _LANGUAGE, "describing"))
    return [*bodies, _tag(f"kind:{link.kind}"), _tag(f"channel:{link.channel}")]


def _words(text: str, language: str, purpose: str) -> dict[str, Any]:
    return {
        "type": "TextualBody",
        "value": text,
        "format": "text/plain",
        "language": language,
        "purpose": purpose,
    }


def _tag(text: str) -> dict[str, Any]:
    return {"type": "TextualBody", "value": text, "purpose": "tagging"}
