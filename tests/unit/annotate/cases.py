"""Attribution cases: what a short text should be read as, and where a record differs from it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.reading import record_of

from riwaya.model.claim import Claim
from riwaya.model.record import Record

Case = Mapping[str, Any]
CASES = Path(__file__).with_name("attributions.toml")
_EDGES = ' \n.،,؛;:!؟?…"«»“”'


def load_cases() -> list[Case]:
    """All cases in the order of the file."""
    found: list[Case] = _file()["case"]
    return found


def floor() -> float:
    """The least share of cases that must be read well."""
    return float(_file()["floor"])


def _file() -> dict[str, Any]:
    return tomllib.loads(CASES.read_text(encoding="utf-8"))


def read(case: Case) -> Record:
    """The record of a case's text."""
    return record_of(case["text"], outlet=case.get("outlet"), published=case.get("published"))


def differences(case: Case) -> list[str]:
    """What the record says otherwise than the case; empty where it reads as it should.

    Claims are compared in text order, those with a source always, those of the outlet's own voice only
    where the case names any. Marks at the edges of a content do not count; fields left out are not compared.
    """
    wanted = case["claims"]
    own = any(claim.get("chain") == [] for claim in wanted)
    got = [claim for claim in read(case).claims if own or claim.chain]
    if len(got) != len(wanted):
        return [f"{len(wanted)} claims wanted, read {[shown(claim) for claim in got]}"]
    return [fault for pair in zip(wanted, got, strict=True) for fault in _claim(*pair)]


def shown(claim: Claim) -> str:
    """A claim on one line."""
    chain = " <- ".join(f"{k.source.text} ({k.kind}, {k.channel})" for k in claim.chain)
    return f"[{claim.text}] {chain or 'own voice'} {claim.stance}"


def _claim(wanted: Mapping[str, Any], got: Claim) -> Iterator[str]:
    if "content" in wanted and wanted["content"].strip(_EDGES) != got.text.strip(_EDGES):
        yield f"content: want [{wanted['content']}] got [{got.text}]"
    cue = got.cue.text if got.cue else None
    if "cue" in wanted and wanted["cue"] != cue:
        yield f"cue: want {wanted['cue']} got {cue}"
    for field in ("delivery", "stance", "certainty"):
        if field in wanted and wanted[field] != getattr(got, field):
            yield f"{field}: want {wanted[field]} got {getattr(got, field)}"
    yield from _chain(wanted.get("chain"), got)


def _chain(wanted: list[Mapping[str, Any]] | None, got: Claim) -> Iterator[str]:
    if wanted is None:
        return
    if len(wanted) != len(got.chain):
        yield f"chain: want {[link['source'] for link in wanted]} got {shown(got)}"
        return
    for link, read_link in zip(wanted, got.chain, strict=True):
        named = {"source": read_link.source.text, "actor": read_link.actor, "named": read_link.named}
        has = named | {"kind": read_link.kind, "channel": read_link.channel, "role": read_link.role}
        yield from (f"{key}: want {value} got {has[key]}" for key, value in link.items() if has[key] != value)
