"""The same statement in two articles: copies of a text, and one utterance told in different words.

Candidates come from MinHash signatures; each is then compared word by word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from riwaya.link.sightings import day_of, outlet_of
from riwaya.link.signatures import Bands, likely_alike
from riwaya.link.stems import Words, contained, share
from riwaya.link.tables import StatementRules, Tables
from riwaya.link.voices import Speaker
from riwaya.model.finding import SameStatement
from riwaya.model.record import Record

At = tuple[int, int]
_FREE = frozenset({"own_voice", "unnamed", "credit"})
_NAMESAKE = 0.5


@dataclass(frozen=True)
class Told:
    """A claim as it is compared: where it stands, its words, its speaker, its outlet and day."""

    at: At
    id: str
    words: frozenset[str]
    speaker: Speaker
    outlet: str
    day: int | None


@dataclass(frozen=True)
class Same:
    """Two claims that are one statement."""

    a: Told
    b: Told
    found: SameStatement


def same_statements(
    records: Sequence[Record], words: Sequence[Words], voices: Sequence[Sequence[Speaker]], tables: Tables
) -> list[Same]:
    """All pairs of claims of different articles that are one statement, in the order of the claims."""
    rules = tables.scoring.statements
    days = [day_of(record.article.published) for record in records]
    told = [t for k, record in enumerate(records) for t in _told((k, days[k]), record, words[k], voices[k])]
    told = [t for t in told if len(t.words) >= rules.fewest_words]
    copies = _copied_articles(days, words, rules)
    found = []
    for i, j in likely_alike([t.words for t in told], [t.day for t in told], _bands(rules, rules.claim_rows)):
        a, b = told[i], told[j]
        same = _compared(a, b, (a.at[0], b.at[0]) in copies, rules) if a.at[0] != b.at[0] else None
        if same:
            found.append(Same(a, b, same))
    return sorted(found, key=lambda same: (same.a.at, same.b.at))


def _told(at: tuple[int, int | None], record: Record, words: Words, voices: Sequence[Speaker]) -> Iterator[Told]:
    for c, claim in enumerate(record.claims):
        yield Told((at[0], c), claim.id, words.claims[c], voices[c], outlet_of(record), at[1])


def _compared(a: Told, b: Told, copied: bool, rules: StatementRules) -> SameStatement | None:
    alike = share(a.words, b.words)
    reason = _reason(a, b, alike, copied, rules)
    return SameStatement(a=a.id, b=b.id, reason=reason, similarity=round(alike, 4)) if reason else None


def _reason(a: Told, b: Told, alike: float, copied: bool, rules: StatementRules) -> str | None:
    """Why two claims are one statement: the more is known of their sources, the more they must agree in."""
    mine, theirs = a.speaker, b.speaker
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


def _copied_articles(days: Sequence[int | None], words: Sequence[Words], rules: StatementRules) -> set[tuple[int, int]]:
    """Pairs of articles (by index, both ways) of which one repeats a good part of the other's text."""
    triples = (found.triples() for found in words)
    out: set[tuple[int, int]] = set()
    for i, j in likely_alike(triples, days, _bands(rules, rules.article_rows)):
        if contained(words[i].triples(), words[j].triples()) >= rules.article_copy:
            out |= {(i, j), (j, i)}
    return out


def _bands(rules: StatementRules, rows: int) -> Bands:
    return Bands(rules.permutations, rules.seed, rows, rules.days, rules.most_compared)
