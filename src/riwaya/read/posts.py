"""Read posts of social media: saved ones in JSON Lines, and the messages of a channel that Telegram has exported.

The author of a post is its outlet and speaks in his own voice. A post that he passes on from somebody else is
credited to that one, as an article is to the agency that it was taken from.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from typing import Literal

import msgspec

from riwaya.model.article import Article, Channel, Removed
from riwaya.model.errors import PageError
from riwaya.read.language import language_fault
from riwaya.read.warc import Skipped

FORWARDED = "forwarded"
_ZONE = timezone(timedelta(hours=3))
_LINK = r"(?:https?://\S+|\S+\.(?:me|com|net|org)/\S*|[@#][\w.]+)"
_LINKS = re.compile(rf"[\W_]*{_LINK}(?:[\W_]+{_LINK})*[\W_]*")
_LETTER = re.compile(r"[^\W\d_]")
_YEARS = range(1990, 9999)


class Post(msgspec.Struct, frozen=True):
    """One saved post; other keys are tolerated. `posted_at` is an ISO day or instant."""

    platform: Channel
    author: str
    text: str
    handle: str | None = None
    url: str | None = None
    posted_at: str | None = None
    shared_from: str | None = None


class Part(msgspec.Struct, frozen=True):
    """A stretch of a message that Telegram marks, such as a link or bold words."""

    text: str = ""


class Message(msgspec.Struct, frozen=True):
    """One message of an export of Telegram. Its text is a string, or a list of strings and marked stretches."""

    id: int
    type: str = "message"
    date: str | None = None
    date_unixtime: str | None = None
    edited_unixtime: str | None = None
    sender: str | None = msgspec.field(name="from", default=None)
    author: str | None = None
    forwarded_from: str | None = None
    text: str | list[str | Part] = ""

    def words(self) -> str:
        """The whole text."""
        parts = [self.text] if isinstance(self.text, str) else self.text
        return "".join(part if isinstance(part, str) else part.text for part in parts)


class Chat(msgspec.Struct, frozen=True):
    """The channel or group that was exported."""

    name: str | None = None
    type: str | None = None
    id: int | None = None


class Exported(msgspec.Struct, frozen=True):
    """A message together with what the export says of its chat: how a message is kept in the record."""

    telegram: Chat
    message: Message


class _Chat(msgspec.Struct, frozen=True):
    messages: list[msgspec.Raw]
    name: str | None = None
    type: str | None = None
    id: int | None = None


class _Chats(msgspec.Struct, frozen=True):
    chats: list[_Chat] = msgspec.field(name="list", default_factory=list)


class _Export(msgspec.Struct, frozen=True):
    chats: _Chats | None = None
    left_chats: _Chats | None = None


class _Kind(msgspec.Struct, frozen=True):
    id: int = 0
    type: str = ""
    text: str | list[str | Part] = ""


@dataclass(frozen=True, slots=True)
class TelegramMessage:
    """One message to be read: its name (`file:message 7`) and a line of JSON with the message as it was exported."""

    name: str
    line: bytes


def is_post(line: bytes) -> Literal["post", "telegram"] | None:
    """Whether a line of JSON is a saved post or a message of Telegram; None for an article."""
    try:
        keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    if "telegram" in keys and "message" in keys:
        return "telegram"
    return "post" if "platform" in keys and "id" not in keys else None


def is_export(start: bytes) -> bool:
    """Whether a file that begins with these bytes is an export of Telegram (result.json)."""
    head = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    return head.startswith(b"{") and (b'"messages": [' in head or b'"messages":[' in head or b'"chats": {' in head)


def read_export(name: str, data: bytes) -> Iterator[TelegramMessage | Skipped | PageError]:
    """The messages of an export of one chat or of a whole account, in their order."""
    try:
        chats = _chats(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as fault:
        yield PageError(name, f"not an export of Telegram: {fault}")
        return
    for chat in chats:
        about = msgspec.json.encode(Chat(name=chat.name, type=chat.type, id=chat.id))
        for number, raw in enumerate(chat.messages, start=1):
            yield _message(name, number, bytes(raw), about)


def read_post_line(where: str, line: bytes, kind: Literal["post", "telegram"]) -> Article | PageError:
    """The article of a line that `is_post` knows. Its sha256 is that of the line."""
    try:
        if kind == "post":
            return _article(where, line, msgspec.json.decode(line, type=Post), ())
        return _of_telegram(where, line, msgspec.json.decode(line, type=Exported))
    except msgspec.ValidationError as fault:
        return PageError(where, f"not a post: {fault}")


def _chats(data: bytes) -> list[_Chat]:
    data = data.removeprefix(b"\xef\xbb\xbf")
    whole = msgspec.json.decode(data, type=_Export)
    if whole.chats or whole.left_chats:
        return [chat for chats in (whole.chats, whole.left_chats) if chats for chat in chats.chats]
    return [msgspec.json.decode(data, type=_Chat)]


def _message(name: str, number: int, raw: bytes, about: bytes) -> TelegramMessage | Skipped | PageError:
    try:
        kind = msgspec.json.decode(raw, type=_Kind)
    except msgspec.ValidationError as fault:
        return PageError(f"{name}:message number {number}", f"not a message of Telegram: {fault}")
    where = f"{name}:message {kind.id}"
    if kind.type != "message":
        return Skipped(where, "service message")
    parts = [kind.text] if isinstance(kind.text, str) else kind.text
    if not _LETTER.search("".join(part if isinstance(part, str) else part.text for part in parts)):
        return Skipped(where, "message without words")
    return TelegramMessage(where, b'{"telegram":%b,"message":%b}' % (about, raw))


def _of_telegram(where: str, line: bytes, exported: Exported) -> Article | PageError:
    message, chat = exported.message, exported.telegram
    author = message.sender or chat.name
    if not author:
        return PageError(where, "nobody is named as the author")
    posted = _instant(message.date_unixtime) or message.date
    edited = _instant(message.edited_unixtime)
    post = Post(
        platform="telegram",
        author=author,
        text=message.words(),
        handle=message.author,
        url=f"https://t.me/c/{chat.id}/{message.id}" if chat.id else None,
        posted_at=posted,
        shared_from=message.forwarded_from,
    )
    return _article(where, line, post, (Removed(edited, "edited"),) if edited else ())


def _article(where: str, line: bytes, post: Post, removed: tuple[Removed, ...]) -> Article | PageError:
    for field in ("author", "text"):
        if not getattr(post, field).strip():
            return PageError(where, f"{field} is blank")
    if post.posted_at and not _is_iso(post.posted_at):
        return PageError(where, f"posted_at is no ISO 8601 date: {post.posted_at[:40]!r}")
    lines = [" ".join(line.split()) for line in post.text.splitlines() if line.strip()]
    kept = [line for line in lines if not _LINKS.fullmatch(line)]
    fault = language_fault("\n".join(kept))
    if fault:
        return PageError(where, fault)
    gone = [Removed(line, "links") for line in lines if _LINKS.fullmatch(line)]
    source = [Removed(post.shared_from.strip(), FORWARDED)] if post.shared_from and post.shared_from.strip() else []
    digest = hashlib.sha256(line).hexdigest()
    return Article(
        id=digest,
        sha256=digest,
        url=post.url or None,
        outlet=post.author.strip(),
        authors=(post.handle.strip(),) if post.handle and post.handle.strip() else (),
        language="ar",
        published=post.posted_at or None,
        published_basis="given" if post.posted_at else "none",
        text="\n".join(kept),
        removed=(*source, *removed, *gone),
        channel=post.platform,
    )


def _instant(unixtime: str | None) -> str | None:
    """An instant of Telegram (seconds since 1970) as ISO 8601 at UTC+3, which most of the region keeps."""
    try:
        moment = datetime.fromtimestamp(int(unixtime or ""), _ZONE)
    except (ValueError, OverflowError, OSError):
        return None
    return moment.isoformat() if moment.year in _YEARS else None


def _is_iso(text: str) -> bool:
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True
