"""What several formats say of a claim or an event: its parties, place, numbers, chains and words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from riwaya.export.tables import Tables
from riwaya.export.view import Account, Told
from riwaya.model.claim import Argument, Claim, Event, Link
from riwaya.model.mention import PlaceMention, Quantity
from riwaya.model.record import Record

ARROW = " > "
_WEB = ("http://", "https://")
_IRI_CHARACTERS = "!#$%&'()*+,/:;=?@[]~-._"


@dataclass(frozen=True, slots=True)
class Bounds:
    """The lowest and the highest number that accounts give; None where no account gives one."""

    low: int | None = None
    high: int | None = None


def affirming(account: Account) -> list[Told]:
    """The accounts that do not deny the event."""
    return [told for told in account.told if not told.negative]


def place_of(account: Account) -> PlaceMention | None:
    """The mention by which the event has its place; None where it has none."""
    found = account.event
    places = (place for told in account.told for place in told.record.places if place.id == found.place)
    return next((p for p in places if (p.lat, p.lon) == (found.lat, found.lon)), None) if found.place else None


def agents(account: Account, tables: Tables) -> tuple[str, ...]:
    """Who did it, by English name where known, those first whom most accounts name."""
    return _parties((told.event.agents for told in account.told), tables)


def patients(account: Account, tables: Tables) -> tuple[str, ...]:
    """Who or what underwent it, in the same way."""
    return _parties((told.event.patients for told in account.told), tables)


def _parties(named: Iterable[Sequence[Argument]], tables: Tables) -> tuple[str, ...]:
    counts = Counter(tables.actor_name(a.actor, plain(a.text)) for arguments in named for a in arguments)
    return tuple(name for name, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def toll(told: Iterable[Told], role: str, tables: Tables) -> Bounds:
    """The bounds of a number over accounts. Of several numbers in one account the largest is meant: the total."""
    found = [bounds for account in told if (bounds := _largest(account.event, account.record, role, tables))]
    lows = [bounds.low for bounds in found if bounds.low is not None]
    highs = [bounds.high for bounds in found if bounds.high is not None]
    return Bounds(min(lows, default=None), max(highs, default=None))


def claim_toll(claim: Claim, record: Record, role: str, tables: Tables) -> Bounds:
    """The bounds of a number in a claim: of several events the largest."""
    return max((_largest(e, record, role, tables) or Bounds() for e in claim.events), key=_size, default=Bounds())


def _largest(event: Event, record: Record, role: str, tables: Tables) -> Bounds | None:
    given = [record.quantities[n] for n in event.quantities]
    return max((_bounds(q) for q in given if _is(q, role, event, tables)), key=_size, default=None)


def _is(quantity: Quantity, role: str, event: Event, tables: Tables) -> bool:
    """Whether a number is of a role: by itself, or as that of those who undergo a killing."""
    if quantity.role != "other":
        return quantity.role == role
    undergo = any(quantity.span.overlaps(patient.span) for patient in event.patients)
    return undergo and event.type in tables.tolls.get(role, ())


def _size(bounds: Bounds) -> tuple[int, int]:
    return bounds.high or bounds.low or 0, bounds.low or 0


def _bounds(quantity: Quantity) -> Bounds:
    """`more than 30` is 30 and no upper bound; `about 30` is 30 and 30."""
    low = quantity.value if quantity.value is not None else quantity.low
    high = quantity.value if quantity.value is not None else quantity.high
    return Bounds(None if low is None else int(low), None if high is None else int(high))


def plain(text: str) -> str:
    """Words on one line."""
    return " ".join(text.split())


def chain(claim: Claim, record: Record, tables: Tables) -> str:
    """The chain of sources in one line: the outlet, then each source, the origin last."""
    names = [tables.outlet_name(record.article.outlet) or record.article.id]
    return ARROW.join([*names, *(source_name(link, tables) for link in claim.chain)])


def source_name(link: Link, tables: Tables) -> str:
    """The English name of a source where there is one, else its words, with the role that it is given."""
    known = tables.actors.get(link.actor or "")
    name = known.name if known else (link.name.en if link.name and link.name.en else plain(link.source.text))
    return f"{name} ({plain(link.role)})" if link.role else name


def notes(account: Account) -> str:
    """What the accounts say in English: the first reading of each origin, a sentence each."""
    glosses = {told.claim.id: told.claim.gloss.en for told in account.told if told.claim.gloss and told.claim.gloss.en}
    firsts = [next((glosses[c] for c in origin.claims if c in glosses), None) for origin in account.event.origins]
    found = [gloss for gloss in firsts if gloss] or list(glosses.values())[:1]
    return " ".join(f"{gloss}." for gloss in dict.fromkeys(found))


def days(event: Event) -> tuple[str | None, str | None]:
    """First and last day of an event of a claim, ISO, without the time of day."""
    return event.start[:10] if event.start else None, event.end[:10] if event.end else None


def web_address(url: str | None) -> str | None:
    """The address as a valid IRI in ASCII; None for anything but http and https."""
    if not url or not url.lower().startswith(_WEB):
        return None
    return quote(url.strip(), safe=_IRI_CHARACTERS)
