"""A report to read and print, in one HTML file: no script, nothing fetched; in English or Arabic, quotes in Arabic."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree
from lxml.html.builder import E

from riwaya.export import facts
from riwaya.export.manner import Manner
from riwaya.export.reportparts import Parts
from riwaya.export.view import Account, View
from riwaya.export.xmltext import legal

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def chunks(view: View, manner: Manner) -> Iterator[bytes]:
    """The page, an event a piece."""
    arabic = manner.language == "ar"
    parts = Parts(manner.tables.words(manner.language), manner.tables, arabic)
    yield _opening(parts, manner)
    number = 0
    for number, account in enumerate(view.accounts(), 1):
        yield _bytes(section(account, number, parts))
    ending = [] if number else [E.p(parts.say("nothing"))]
    made_by = E.footer(E.p(parts.say("made_by").format(version=manner.version)))
    yield b"".join(map(_bytes, [*ending, made_by])) + b"</main>\n</body>\n</html>\n"


def section(account: Account, number: int, parts: Parts) -> Any:
    """The section of one event."""
    found = account.event
    place = parts.choose(found.place_ar, found.place_en)
    name = parts.name_of("type", found.type)
    title = E.h2(f"{number}. {name}", *([parts.say("comma"), parts.own(place)] if place else []))
    return E.section(
        title,
        _counts(account, parts),
        _about(account, parts),
        *parts.origins(account),
        *parts.contradictions(account),
        *parts.numbers(account),
        *parts.places(account),
        {"class": "event", "id": f"event-{found.id.partition(':')[2]}"},
    )


def _opening(parts: Parts, manner: Manner) -> bytes:
    """Everything before the first event."""
    title = parts.say("title")
    asked = legal(manner.asked) or parts.say("everything")
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta({"http-equiv": "Content-Security-Policy", "content": _POLICY}),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.meta(name="referrer", content="no-referrer"),
        E.title(f"{title}: {asked}"),
        E.style(manner.tables.style),
    )
    header = E.header(E.h1(title), E.p(f"{parts.say('asked')}: ", parts.own(asked)))
    start = f'<!DOCTYPE html>\n<html lang="{manner.language}" dir="{"rtl" if parts.arabic else "ltr"}">\n'
    return start.encode() + _bytes(head) + b"<body>\n<main>\n" + _bytes(header)


def _counts(account: Account, parts: Parts) -> Any:
    """Origins and outlets side by side: the difference is the point."""
    found = account.event
    counts = (
        (found.n_origins, "origins"),
        (found.n_outlets, "outlets"),
        (found.n_claims, "claims"),
        (found.n_affirming, "affirming"),
        (found.n_denying, "denying"),
    )
    return E.ul(*(E.li(f"{parts.say(key)} ", E.b(str(number))) for number, key in counts), {"class": "counts"})


def _about(account: Account, parts: Parts) -> Any:
    """What is known of the event as a whole."""
    found, tables = account.event, parts.tables
    place = facts.place_of(account)
    name = parts.choose(found.place_ar, found.place_en)
    where = dict.fromkeys([name, *(parts.around(place) if place else [])])
    known = (
        ("days", _days(found.start, found.end, parts) or [parts.say("unknown_day")]),
        ("place", [parts.own(parts.joined(where) or parts.say("unknown_place"))]),
        ("agents", _names(facts.agents(account, tables), parts)),
        ("patients", _names(facts.patients(account, tables), parts)),
        ("reports", _days(_day(found.first_report), _day(found.last_report), parts)),
        ("event", [parts.plain(found.id)]),
    )
    return E.dl(*(part for key, said in known if said for part in (E.dt(parts.say(key)), E.dd(*said))))


def _names(names: Sequence[str], parts: Parts) -> list[Any]:
    """Names of both scripts, each in its own direction."""
    return [part for nth, name in enumerate(names) for part in (parts.say("comma") if nth else "", parts.own(name))]


def _day(moment: str | None) -> str | None:
    return moment[:10] if moment else None


def _days(start: str | None, end: str | None, parts: Parts) -> list[Any]:
    if start == end or not (start and end):
        return [parts.plain(day) for day in (start or end,) if day]
    return [parts.plain(start), f" {parts.say('to')} ", parts.plain(end)]


def _bytes(element: Any) -> bytes:
    written: bytes = etree.tostring(element, encoding="utf-8", method="html")
    return written + b"\n"
