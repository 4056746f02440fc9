"""The names under which things of the record go in linked data: IRIs that are the same in every export."""

from __future__ import annotations

import hashlib

from riwaya.model.article import Article
from riwaya.model.claim import Claim, Link
from riwaya.model.record import Engine

BASE = "urn:riwaya:"
_DIGITS = 16


def claim_iri(claim: Claim) -> str:
    """A claim, by its id."""
    return f"{BASE}claim:{claim.id}"


def statement_iri(claim: Claim, depth: int) -> str:
    """What one link of a claim's chain said: 0 is whom the outlet heard."""
    return f"{claim_iri(claim)}:link:{depth}"


def capture_iri(article: Article) -> str:
    """The bytes as received, by their SHA-256."""
    return f"{BASE}capture:{article.sha256}"


def text_iri(article: Article) -> str:
    """The text of the article after cleaning, in which offsets count, by its own SHA-256."""
    return f"{BASE}text:{hashlib.sha256(article.text.encode('utf-8', 'replace')).hexdigest()}"


def reading_iri(article: Article, engine: Engine) -> str:
    """The reading of a capture by an engine."""
    return f"{BASE}reading:{article.sha256[:_DIGITS]}:{engine.version}:{engine.data}"


def engine_iri(engine: Engine) -> str:
    """The program with its data."""
    return f"{BASE}engine:{engine.version}:{engine.data}"


def outlet_iri(article: Article) -> str:
    """The outlet of an article, by its name; one of its own where no outlet is known."""
    return f"{BASE}outlet:{_digest(article.outlet)}" if article.outlet else f"{BASE}outlet:of:{article.sha256}"


def actor_iri(actor: str) -> str:
    """A known actor, by its id."""
    return f"{BASE}actor:{actor}"


def agent_iri(claim: Claim, depth: int) -> str:
    """Who speaks in a link: a known actor, else the name; one who is not named is nobody else."""
    link = claim.chain[depth]
    if link.actor:
        return actor_iri(link.actor)
    return f"{BASE}name:{name_digest(link)}" if link.named else f"{statement_iri(claim, depth)}:source"


def name_digest(link: Link) -> str:
    """A digest of the name of a source that is no known actor."""
    return _digest(" ".join(link.source.text.split()))


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
