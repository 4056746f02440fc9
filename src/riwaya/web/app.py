"""Put the application together: one record, all pages and the API."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

from fastapi import FastAPI
from fastapi.middleware.gzip import GZipMiddleware
from starlette.staticfiles import StaticFiles

from riwaya import __version__
from riwaya.store.location import open_store
from riwaya.web import errors
from riwaya.web.headers import Headers
from riwaya.web.language import load_languages
from riwaya.web.routes import ROUTERS
from riwaya.web.settings import Settings
from riwaya.web.site import Site
from riwaya.web.templating import environment

STATIC = Path(__file__).resolve().parent / "static"
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
    app.add_middleware(GZipMiddleware, minimum_size=_GZIP_FROM, compresslevel=_GZIP_LEVEL)
    app.add_middleware(Headers, tiles=settings.tiles)
    app.mount("/static", StaticFiles(directory=STATIC), name="static")
    for router in ROUTERS:
        app.include_router(router)
    errors.register(app)
    return app


def _lifespan(settings: Settings) -> Callable[[FastAPI], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        languages = load_languages()
        store = open_store(settings.record)
        app.state.site = Site(settings, store, languages, environment())
        try:
            yield
        finally:
            store.close()

    return lifespan
