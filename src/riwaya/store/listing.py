"""List the articles of a record."""

from __future__ import annotations

from sqlalchemy import Connection, func, select

from riwaya.store.base import Listed
from riwaya.store.tables import articles, claims


def listed(conn: Connection, outlet: str | None, limit: int, offset: int) -> tuple[Listed, ...]:
    """The latest versions of articles, the last published first; of one outlet where it is given."""
    one = articles.c
    number = select(func.count()).where(claims.c.article == one.key).scalar_subquery()
    wanted = select(one.capture, one.id, one.url, one.outlet, one.title, one.published, number.label("claims"))
    wanted = wanted.where(one.latest, *([one.outlet == outlet] if outlet is not None else []))
    wanted = wanted.order_by(one.published.desc().nulls_last(), one.key.desc()).limit(limit).offset(offset)
    return tuple(
        Listed(
            sha256=row.capture,
            id=row.id,
            url=row.url,
            outlet=row.outlet,
            title=row.title,
            published=row.published,
            claims=row.claims,
        )
        for row in conn.execute(wanted)
    )
