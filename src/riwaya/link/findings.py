"""The whole linking on one screen: records in, findings out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from riwaya.link.cluster import Asked, Pairs, clusters
from riwaya.link.contradict import contradictions
from riwaya.link.control import areas, control, opposed_holders
from riwaya.link.digest import digests
from riwaya.link.events import event_cluster
from riwaya.link.origins import Sources, by_claim, origins_of
from riwaya.link.score import explain_pair
from riwaya.link.sources import source_figures
from riwaya.link.statements import same_statements
from riwaya.link.tables import Tables
from riwaya.model.errors import UsageError
from riwaya.model.finding import Explanation, Findings, Ref
from riwaya.model.record import Record


def link(records: Iterable[Record], tables: Tables, together: Pairs = (), apart: Pairs = ()) -> Findings:
    """All findings of a set of records, which may come one by one. Their order makes no difference.

    `together` and `apart` are pairs of accounts that a person joined or keeps in different events, whatever the
    scores; where the two contradict each other, apart holds.
    """
    articles = digests(records, tables)
    accounts = [account for article in articles for account in article.accounts]
    same = same_statements(articles, tables)
    sources = Sources(articles, by_claim(same), tables)
    asked = Asked(tuple(together), tuple(apart))
    found = [(c, origins_of(c.members, sources)) for c in clusters(accounts, tables, asked)]
    events = [event_cluster(c, told, sources, tables) for c, told in found]
    against = [x for c, told in found for x in contradictions(c.members, told, sources)]
    against += opposed_holders(accounts, sources)
    return Findings(
        events=tuple(events),
        statements=tuple(s.found for s in same),
        contradictions=tuple(against),
        control=tuple(control(accounts, sources)),
        areas=tuple(areas(accounts, sources)),
        sources=tuple(source_figures(sources, events, against)),
    )


def explain(records: Iterable[Record], a: Ref, b: Ref, tables: Tables) -> Explanation:
    """Why two events of claims are, or are not, linked. Raises UsageError for a reference to none of them."""
    return next(explain_all(records, [(a, b)], tables))


def explain_all(records: Iterable[Record], pairs: Iterable[tuple[Ref, Ref]], tables: Tables) -> Iterator[Explanation]:
    """Why the events of each pair are, or are not, linked. Raises UsageError for a reference to none of them."""
    wanted = list(pairs)
    articles = {ref.article for pair in wanted for ref in pair}
    named = digests((record for record in records if record.article.id in articles), tables)
    known = {account.ref: account for article in named for account in article.accounts}
    for ref in (ref for pair in wanted for ref in pair):
        if ref not in known:
            raise UsageError(f"no event {ref.event} of claim {ref.claim} in article {ref.article}")
    return (explain_pair(known[a], known[b], tables) for a, b in wanted)
