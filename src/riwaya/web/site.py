"""What all pages share: the settings, the record, the languages, the templates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from fastapi import Depends, Request

from riwaya.web.actors import Actors
from riwaya.web.cache import ColumnsCache, EventLists
from riwaya.web.door import Door
from riwaya.web.language import Language
from riwaya.web.linker import Linker
from riwaya.web.settings import Settings

if TYPE_CHECKING:
    from jinja2 import Environment

    from riwaya.store.base import Store


@dataclass(frozen=True)
class Site:
    """The parts of a running server."""

    settings: Settings
    store: Store
    languages: dict[str, Language]
    templates: Environment
    actors: Actors
    linker: Linker
    columns: ColumnsCache
    lists: EventLists
    door: Door


def site_of(request: Request) -> Site:
    """The site that serves a request."""
    site = request.app.state.site
    if not isinstance(site, Site):
        raise RuntimeError("the app serves no record: it was not started")
    return site


Here = Annotated[Site, Depends(site_of)]
