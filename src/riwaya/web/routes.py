"""All routers, in the order in which addresses are tried."""

from __future__ import annotations

from riwaya.web.pages import entry, record, search, status

ROUTERS = (entry.router, record.router, search.router, status.router)
