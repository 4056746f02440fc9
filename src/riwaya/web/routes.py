"""All routers, in the order in which addresses are tried."""

from __future__ import annotations

from riwaya.web.api import claims, events, exports, things
from riwaya.web.api import review as deciding
from riwaya.web.pages import (
    actor,
    apidoc,
    article,
    batches,
    entry,
    event,
    login,
    place,
    record,
    review,
    search,
    source,
    status,
)

ROUTERS = (
    entry.router,
    login.router,
    events.router,
    claims.router,
    things.router,
    exports.router,
    deciding.router,
    record.router,
    event.router,
    article.router,
    place.router,
    actor.router,
    source.router,
    search.router,
    review.router,
    batches.router,
    status.router,
    apidoc.router,
)
