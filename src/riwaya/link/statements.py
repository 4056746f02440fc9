"""The same statement in two articles: copies of a text, and one utterance told in different words.

Candidates come from MinHash signatures; each is then compared word by word.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from riwaya.link.digest import Digest, Said
from riwaya.link.signatures import Bands, likely_alike
from riwaya.link.stems import contained, share, triples
from riwaya.link.tables import StatementRules, Tables
from riwaya.link.voices import Speaker
from riwaya.model.finding import SameStatement, Voice

At = tuple[int, int]
_FREE = frozenset({"own_voice", "unnamed", "credit"})
_NAMESAKE = 0.5
_LATELY = 256


class Told(Struct, frozen=True, gc=False):
    """A claim as it is compared, and where it stands."""

    at: At
    said: Said

    @property
    def voice(self) -> Voice:
        """Who speaks."""
        return self.said.speaker.voice


class Same(Struct, frozen=True, gc=False):
    """Two claims that are one statement."""

    a: Told
    b: Told
    found: SameStatement


def same_statements(articles: Sequence[Digest], tables: Tables) -> list[Same]:
    """All pairs of claims of different articles that are one statement, in the order of the claims."""
    rules = tables.scoring.statements
    told = [Told((k, c), said) for k, article in enumerate(articles) for c, said in enumerate(article.claims)]
    told = [t for t in told if len(t.said.words) >= rules.fewest_words]
    copies = _copied_articles(articles, rules)
    found = []
    days = [articles[t.at[0]].day for t in told]
    for i, j in likely_alike(lambda k: told[k].said.words, days, _bands(rules, rules.claim_rows)):
        a, b = told[i], told[j]
        same = _compared(a, b, (a.at[0], b.at[0]) in copies, rules) if a.at[0] != b.at[0] else None
        if same:
            found.append(Same(a, b, same))
    return sorted(found, key=lambda same: (same.a.at, same.b.at))


def _compared(a: Told, b: Told, copied: bool, rules: StatementRules) -> SameStatement | None:
    alike = share(a.said.words, b.said.words)
    if alike < rules.least:
        return None
    reason = _reason(a, b, alike, copied, rules)
    return SameStatement(a=a.said.id, b=b.said.id, reason=reason, similarity=round(alike, 4)) if reason else None


def _reason(a: Told, b: Told, alike: float, copied: bool, rules: StatementRules) -> str | None:
    """Why two claims are one statement: the more is known of their sources, the more they must agree in."""
    mine, theirs = a.said.speaker, b.said.speaker
    retold = alike >= rules.retold
    if mine.voice.key == theirs.voice.key:
        return "one source, one statement" if retold else None
    free = [speaker.voice.basis in _FREE for speaker in (mine, theirs)]
    least = rules.copied_in_copy if copied and all(free) else rules.copied
    if any(free) and alike >= least:
        return "text of a copied article" if copied else "near-identical text"
    if retold and _one_party(mine, theirs):
        return "one party's statement in different words"
    if retold and mine.voice.basis == theirs.voice.basis == "source" and _namesakes(mine, theirs):
        return "one statement, its source named in different words"
    return None


def _one_party(a: Speaker, b: Speaker) -> bool:
    """Whether one speaks for the other, or both for one party and at most one is named."""
    if f"actor:{a.affiliation}" == b.voice.key or f"actor:{b.affiliation}" == a.voice.key:
        return True
    one_unnamed = "unnamed" in (a.voice.basis, b.voice.basis)
    return one_unnamed and a.affiliation is not None and a.affiliation == b.affiliation


def _namesakes(a: Speaker, b: Speaker) -> bool:
    """Whether two names share half of their words: a body named in full and in short."""
    words = frozenset(a.voice.name.split()), frozenset(b.voice.name.split())
    return contained(*words) >= _NAMESAKE


def _copied_articles(articles: Sequence[Digest], rules: StatementRules) -> set[tuple[int, int]]:
    """Pairs of articles (by index, both ways) of which one repeats a good part of the other's text."""
    days = [article.day for article in articles]
    out: set[tuple[int, int]] = set()

    @lru_cache(_LATELY)
    def text(k: int) -> frozenset[str]:
        return triples(articles[k].words)

    for i, j in likely_alike(text, days, _bands(rules, rules.article_rows)):
        if contained(text(i), text(j)) >= rules.article_copy:
            out |= {(i, j), (j, i)}
    return out


def _bands(rules: StatementRules, rows: int) -> Bands:
    return Bands(rules.permutations, rules.seed, rows, rules.days, rules.most_compared)
