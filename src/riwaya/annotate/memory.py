"""Remember who spoke: pro-drop, last names, and generic nouns (the source, the agency) lead back to a speaker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from riwaya.annotate.document import Document
from riwaya.annotate.marks import ARTICLE
from riwaya.annotate.phrase_index import GROUPS
from riwaya.annotate.phrases import is_definite
from riwaya.annotate.sources import Source
from riwaya.model.claim import Link
from riwaya.rules.lexicon import Hit

_FAR_BACK = 40
_HOLDERS = frozenset({"officials_unnamed", "sources_unnamed", "residents", "activists"})


class _Spoke(Struct):
    source: Source
    chain: tuple[Link, ...]
    direct: bool
    _words: list[str] | None = None

    def words(self, doc: Document) -> list[str]:
        """The words of the source's phrase without their articles."""
        if self._words is None:
            self._words = [_bare(doc, i) for i in range(self.source.first, self.source.last)]
        return self._words

    def name(self, doc: Document) -> list[str]:
        """The words by which the source is known again: the last one of a person's name, all of others."""
        if self.source.kind == "person":
            return [_bare(doc, doc.tokens.index(self.source.span.end - 1))]
        return self.words(doc)


@dataclass
class Memory:
    """The speakers so far, the latest last."""

    _spoke: list[_Spoke] = field(default_factory=list)

    def remember(self, source: Source, chain: tuple[Link, ...], *, direct: bool) -> None:
        """Note that a source spoke."""
        self._spoke.append(_Spoke(source, chain, direct))

    def last_direct(self, done: Sequence[Any]) -> Any:
        """The last attribution, if it was a quotation that a further one may continue."""
        if done and self._spoke and self._spoke[-1].direct and done[-1].quotation:
            return done[-1]
        return None

    def latest(self) -> tuple[Source | None, tuple[Link, ...]]:
        """The last speaker, none where nobody has spoken yet."""
        return (self._spoke[-1].source, self._spoke[-1].chain) if self._spoke else (None, ())

    def agreeing(self, hit: Hit | None) -> tuple[Source | None, tuple[Link, ...]]:
        """The latest speaker whose gender and number fit a verb without a subject."""
        for spoke in reversed(self._spoke[-_FAR_BACK:]):
            if hit is None or agrees(spoke.source, hit):
                return spoke.source, spoke.chain
        return None, ()

    def speaks(self, hit: Hit | None) -> bool:
        """Whether anybody has spoken who can be the subject of a verb."""
        return self.agreeing(hit)[0] is not None

    def identify(self, doc: Document, source: Source) -> tuple[Source, tuple[Link, ...]]:
        """The source, known better where it was named before, and the chain it last spoke through."""
        new, bare = _Spoke(source, (), direct=False), source.generic or _bare_office(doc, source)
        for spoke in reversed(self._spoke[-_FAR_BACK:]):
            old = spoke.source
            if source.actor and old.actor:
                same = source.actor == old.actor
            elif bare:
                same = _generic_fits(source, old, _bare(doc, source.first) in spoke.words(doc))
            else:
                same = source.kind == old.kind and new.name(doc) == spoke.name(doc)
            if same:
                return _completed(source, old, bare=bare), spoke.chain
        return source, ()


def agrees(source: Source, hit: Hit) -> bool:
    """Whether a verb form (3rd person) can have the source as its subject; plurals of things take the feminine."""
    entry = hit.entry
    if entry.get("person") not in ("", "3"):
        return False
    gender, number = entry.get("gender"), entry.get("number")
    if number == "p":
        return source.gender == "p"
    if gender == "f":
        return source.gender in ("f", "p")
    return source.gender == "m" or not gender


def same_source(doc: Document, source: Source, step: Link) -> bool:
    """Whether a link already stands for the source."""
    if source.actor and source.actor == step.actor:
        return True
    words = set(source.span.of(doc.article.text).split())
    return source.span.overlaps(step.source.span) or words <= set(step.source.text.split())


def _bare_office(doc: Document, source: Source) -> bool:
    """The commander, the official: an office without a name or body. An official is somebody new."""
    if source.kind != "officials_unnamed" or source.last - source.first > 2:
        return False
    return any(is_definite(doc, i) for i in range(source.first, source.last))


def _generic_fits(new: Source, old: Source, within: bool) -> bool:
    """Whether a bare noun stands for a source named before, `within` whose phrase it may stand."""
    held = old.kind == "person" and new.kind in _HOLDERS
    bodies = new.kind in GROUPS and old.kind in GROUPS
    if within and (new.kind == old.kind or bodies or held or new.kind == "officials_unnamed" or old.generic):
        return True
    if new.kind == "officials_unnamed":
        return old.kind in ("person", "officials_unnamed") and old.role is not None
    return new.kind == old.kind and new.kind in ("sources_unnamed", "armed_group") and old.gender == new.gender


def _completed(new: Source, old: Source, *, bare: bool) -> Source:
    """What the earlier mention knows is carried over to the new one, all of it where this is `bare`."""
    return replace(
        new,
        kind=old.kind if bare else new.kind,
        actor=new.actor or old.actor,
        role=new.role or old.role,
        affiliation=new.affiliation or old.affiliation,
        named=old.named if bare else new.named,
        generic=False,
    )


def _bare(doc: Document, i: int) -> str:
    word = doc.tokens.norm[i]
    for article in doc.marks.article if doc.shapes[i] & ARTICLE else ():
        if word.startswith(article) and len(word) > len(article) + 1:
            return word[len(article) :]
    return word
