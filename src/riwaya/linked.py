"""Keep a record's findings current: link what it holds when that has changed since it was linked last."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from riwaya import __version__
from riwaya.link import link, load
from riwaya.review import forced, judged, state
from riwaya.rules.files import data_digest, data_folder
from riwaya.store.base import Linking, Store


def link_record(store: Store, at: str, actors: Sequence[Path] = (), tell: Callable[[str], None] | None = None) -> bool:
    """Bring the kept findings of a record up to date; whether there was anything to do.

    Records are linked as people left them. `at` is this instant (ISO), `actors` are the user's own tables of
    actors, `tell` is told when linking begins.
    """
    stamp = stamp_of(store, actors)
    kept = store.linking()
    if kept is not None and kept.stamp == stamp:
        return False
    decided = state(store.judgements())
    if tell is not None:
        tell(f"linking {store.counts().articles} articles")
    asked = forced(store.records(), decided)
    found = link(judged(store.records(), decided), load(extra=actors), asked.together, asked.apart)
    store.keep_findings(found, Linking(stamp, at))
    return True


def stamp_of(store: Store, actors: Sequence[Path] = ()) -> str:
    """What findings of the record as it is now are stamped with: its last reading or judgement, and the program."""
    return f"{store.head()} {__version__} {data_digest(data_folder(), tuple(actors))}"
