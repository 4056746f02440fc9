"""Put the application together: one record, all pages and the API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from starlette.concurrency import run_in_threadpool
from starlette.staticfiles import StaticFiles

from riwaya import __version__
from riwaya.model.finding import Contradiction, EventCluster, SourceFigures
from riwaya.model.record import Record
from riwaya.rules.actortable import actor_files
from riwaya.store.base import Found, FoundEvents, Hit, Ledger, Listed
from riwaya.store.eventcolumns import SentColumns
from riwaya.store.location import open_store
from riwaya.web import errors
from riwaya.web.actors import Actors
from riwaya.web.api.answers import schemas
from riwaya.web.api.exports import FormatLine
from riwaya.web.api.things import Actor, Status
from riwaya.web.cache import ColumnsCache, EventLists
from riwaya.web.door import Door
from riwaya.web.guard import Guard
from riwaya.web.headers import Headers
from riwaya.web.language import load_languages
from riwaya.web.linker import Linker, Work
from riwaya.web.routes import ROUTERS
from riwaya.web.settings import Settings
from riwaya.web.site import Site
from riwaya.web.templating import environment

STATIC = Path(__file__).resolve().parent / "static"
NOUNS = (
    Contradiction, EventCluster, SourceFigures, Record, Found, FoundEvents, Hit, Ledger, Listed, SentColumns, Actor,
    Status, FormatLine,
)  # fmt: skip
_GZIP_FROM = 1000
_GZIP_LEVEL = 5


def create_app(settings: Settings) -> FastAPI:
    """The application that serves one record.

    The record is opened when the server starts and closed when it ends. Raises StoreError when there is no
    record to open, DataError for faulty files of words.
    """
    app = FastAPI(
        title="riwaya",
        version=__version__,
        summary="A sourced record of conflict reporting in Arabic",
        description=(Path(__file__).resolve().parent / "api.md").read_text(encoding="utf-8"),
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(settings),
    )
    app.add_middleware(Guard, hosts=settings.hosts, any_address=settings.guarded)
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL)
    app.add_middleware(Headers, tiles=settings.tiles)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    errors.register(app)
    _describe(app)
    return app


def _describe(app: FastAPI) -> None:
    """Put the schemas of the record's nouns into the description of the API."""
    described = app.openapi()
    described.setdefault("components", {}).setdefault("schemas", {}).update(schemas(list(NOUNS)))
    app.openapi_schema = described


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        languages = load_languages()
        store = open_store(settings.record)
        extra = actor_files(settings.data)
        columns, door = ColumnsCache(store), Door(settings, store)
        linker = Linker(store, Work(settings.record, extra), settings, columns.get)
        try:
            app.state.site = Site(
                settings, store, languages, environment(), Actors(extra), linker, columns, EventLists(), door
            )
            await run_in_threadpool(linker.start)
            yield
            await run_in_threadpool(linker.stop)
        finally:
            store.close()

    return lifespan
