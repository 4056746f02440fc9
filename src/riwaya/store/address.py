"""The address of an article: what stays the same when its page is changed and captured again."""

from __future__ import annotations

import hashlib

from riwaya.model.article import Article

_DAY = len("2019-01-28")


def address_of(article: Article) -> str:
    """The URL without its fragment; else the given id together with what tells equal ids of two sources apart.

    An article that has neither is only the same as itself.
    """
    if article.url:
        return article.url.partition("#")[0]
    if article.id == article.sha256:
        return f"sha256:{article.sha256}"
    if article.outlet or article.published:
        return f"id:{article.id} {article.outlet or '-'} {(article.published or '-')[:_DAY]}"
    return f"id:{article.id} {hashlib.sha256(article.text.encode()).hexdigest()}"
