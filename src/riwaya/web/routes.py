"""All routers, in the order in which addresses are tried."""

from __future__ import annotations

from riwaya.web.api import claims, events, exports, things
from riwaya.web.pages import actor, apidoc, article, entry, event, login, place, record, search, source, status

ROUTERS = (
    entry.router,
    login.router,
    events.router,
    claims.router,
    things.router,
    exports.router,
    record.router,
    event.router,
    article.router,
    place.router,
    actor.router,
    source.router,
    search.router,
    status.router,
    apidoc.router,
)
