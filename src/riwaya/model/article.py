"""An article after cleaning: its text is the only coordinate system of the record."""

from __future__ import annotations

from typing import Literal

from msgspec import UNSET, Struct, UnsetType

Channel = Literal["telegram", "x", "facebook", "youtube", "instagram", "tiktok", "threads", "whatsapp", "social_media"]
PublishedBasis = Literal["given", "metadata", "page", "weekday", "none"]


class Caption(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A picture caption, with its credit (agency, photographer) and its date as written."""

    text: str
    credit: str | None = None
    date: str | None = None


LEFT = "left in the text"
"""How the reason of a removed line ends that stands in `Article.text` all the same, for that was given as it is."""


class Removed(Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A stretch of the page that is not the article, and why it was left out."""

    text: str
    reason: str


class Article(Struct, frozen=True, gc=False, kw_only=True, forbid_unknown_fields=True):
    """One article. `text` is its paragraphs joined by one newline; every span counts its code points.

    `published` is an ISO date (or date-time) and `published_basis` how it was known.
    `sha256` is that of the bytes as received. `channel` is where a post was made; an article has none.
    """

    id: str
    sha256: str
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    dateline: str | None = None
    authors: tuple[str, ...] = ()
    language: str | None = None
    published: str | None = None
    published_basis: PublishedBasis = "none"
    text: str
    captions: tuple[Caption, ...] = ()
    removed: tuple[Removed, ...] = ()
    channel: Channel | UnsetType = UNSET
