"""The tables that corrections are filled in from, loaded when they are first asked for."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fastapi import Request

from riwaya.judging import Known, load_known
from riwaya.rules.actortable import actor_files
from riwaya.web.site import site_of


def known_of(request: Request) -> Known:
    """The tables of the package and of the user whose data folder the server was started with."""
    return _loaded(actor_files(site_of(request).settings.data))


@lru_cache(maxsize=2)
def _loaded(actors: tuple[Path, ...]) -> Known:
    return load_known(actors)
