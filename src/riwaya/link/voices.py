"""Voices: who a claim rests on, as a key that is equal for equal sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from riwaya.link.sightings import outlet_of
from riwaya.link.tables import Tables
from riwaya.model.article import Article
from riwaya.model.claim import Claim, Link
from riwaya.model.finding import Voice
from riwaya.model.record import Record
from riwaya.text.tokens import tokenise

_MEDIA = frozenset({"media", "outlet"})
_FORWARDED = "forwarded"
_CREDITS = frozenset({"source", "byline", "credits"})
_LONGEST_CREDIT = 8
UNNAMED_AGENCIES = "agencies"


class Speaker(Struct, frozen=True, gc=False):
    """The voice of a claim, the party it speaks for, and who came between it and the outlet."""

    voice: Voice
    affiliation: str | None
    through: tuple[str, ...]


def speakers(record: Record, tables: Tables) -> list[Speaker]:
    """The speaker of every claim of a record, in their order."""
    credit = credited(record.article, tables)
    people = _full_names(record, tables)
    return [_speaker(claim, record, credit, people, tables) for claim in record.claims]


def outlet_key(name: str, tables: Tables) -> str:
    """The key of an outlet by any of its names."""
    bare = tables.outlets.bare(name)
    return tables.media.get(bare, f"outlet:{bare}")


def credited(article: Article, tables: Tables) -> Voice | None:
    """Who an article was taken from: the author of a post that is passed on, or the agency that it credits.

    An agency stands in the dateline, the byline, a source line or the last words. None where nobody is credited.
    """
    passed_on = next((removed.text for removed in article.removed if removed.reason == _FORWARDED), None)
    if passed_on and outlet_key(passed_on, tables) != outlet_key(article.outlet or "", tables):
        return Voice(outlet_key(passed_on, tables), passed_on, "media", "credit")
    for text in _credit_texts(article):
        found = _agency_in(text, tables)
        if found and found.key != outlet_key(article.outlet or "", tables):
            return found
    return None


def _credit_texts(article: Article) -> Iterator[str]:
    yield from (article.dateline or "", *article.authors)
    yield from (removed.text for removed in article.removed if removed.reason in _CREDITS)
    last = article.text.rstrip().rpartition("\n")[2]
    tail = last.rstrip(" .")
    if tail.endswith(")") and "(" in tail:
        yield tail.rpartition("(")[2]
    elif len(last.split()) <= _LONGEST_CREDIT:
        yield last
    head = article.text[:80]
    if "(" in head and ")" in head.partition("(")[2]:
        yield head.partition("(")[2].partition(")")[0]


def _agency_in(text: str, tables: Tables) -> Voice | None:
    words = [w for w in tokenise(tables.normaliser.normal(text)).norm if w.isalnum()]
    for size in range(min(4, len(words)), 0, -1):
        for first in range(len(words) - size + 1):
            phrase = " ".join(words[first : first + size])
            key = tables.media.get(tables.outlets.bare(phrase))
            if key in tables.agencies:
                return Voice(key or "", phrase, "media", "credit")
    if tables.agency in words[:-1]:
        name = words[words.index(tables.agency) + 1]
        return Voice(outlet_key(name, tables), name, "media", "credit")
    if tables.unnamed_agencies & {word.lower() for word in words} and len(words) <= _LONGEST_CREDIT:
        return Voice(UNNAMED_AGENCIES, text.strip(), "media", "credit")
    return None


def _speaker(claim: Claim, record: Record, credit: Voice | None, people: dict[str, str], tables: Tables) -> Speaker:
    outlet = outlet_of(record)
    if not claim.chain:
        own = Voice(outlet_key(outlet, tables), outlet, "outlet", "own_voice")
        return Speaker(credit or own, None, ())
    last = claim.chain[-1]
    through = tuple(_link_key(link, outlet, people, tables) for link in claim.chain[:-1])
    voice = _voice(last, through[-1] if through else outlet_key(outlet, tables), people, tables)
    if last.kind == "outlet" and last.actor is None:
        voice = credit or Voice(outlet_key(outlet, tables), outlet, "outlet", "own_voice")
    return Speaker(voice, last.affiliation, through)


def _voice(link: Link, heard_by: str, people: dict[str, str], tables: Tables) -> Voice:
    body = link.affiliation if _is_spokesman(link, tables) else None
    if body and not link.actor:
        known = tables.actors.get(body)
        return Voice(f"actor:{body}", known.name if known else link.source.text, "organization", "source")
    if not link.named and not link.actor:
        return Voice(f"unnamed:{heard_by}", link.source.text, link.kind, "unnamed")
    return Voice(_link_key(link, heard_by, people, tables), link.source.text, link.kind, "source")


def _is_spokesman(link: Link, tables: Tables) -> bool:
    """An unnamed officer or paper of a body speaks with its voice."""
    if link.named:
        return False
    words = tables.normaliser.form(f"{link.role or ''} {link.source.text}").split()
    return not tables.spokesmen.isdisjoint(words)


def _link_key(link: Link, heard_by: str, people: dict[str, str], tables: Tables) -> str:
    if link.actor:
        return f"actor:{link.actor}"
    if link.kind in _MEDIA:
        return outlet_key(link.source.text, tables)
    if not link.named:
        return f"unnamed:{heard_by}"
    name = _name(link, tables)
    return f"name:{people.get(name, name)}"


def _name(link: Link, tables: Tables) -> str:
    tokens = tokenise(tables.normaliser.normal(link.source.text))
    return " ".join(word for word in tokens.norm if word.isalnum())


def _full_names(record: Record, tables: Tables) -> dict[str, str]:
    """Short names of persons to the full ones of the same article (the family name alone, later on)."""
    names = {_name(k, tables) for c in record.claims for k in c.chain if k.kind == "person" and not k.actor}
    return {short: full for short in sorted(names) if (full := _longer(short, names)) is not None}


def _longer(short: str, names: Sequence[str] | set[str]) -> str | None:
    parts = set(short.split())
    return next((name for name in sorted(names, key=len, reverse=True) if parts < set(name.split())), None)
