"""Recognise page furniture: the lines of a page that are not its article, by the lists of data/furniture."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import msgspec

from riwaya.read.characters import clean_line, ends_sentence, key, normaliser, words
from riwaya.read.dateline import find_dateline

Opens = Literal["nothing", "titles", "rest"]

_PIECES = re.compile(r"\s*[|/\u2022\u00b7\u00bb>\u203a]\s*|\s+[-\u2013]\s+")
_HASHTAGS = re.compile(r"^#\S+(?:\s+#\S+)+$")
_COUNT = re.compile(r"^[\W\d]+|[\W\d]+$")
_LISTED_WORDS = 6
_OPEN_TITLES = ("navigation", "image source")
_MENU_PIECES = 4
_MENU_WORDS = 2.5
_RULER = re.compile(r"^[\W_]+$")
_PARAGRAPH_WORDS = 12
_LONG_WORDS = 18
_SENTENCE_WORDS = 5
_STANDFIRST_WORDS = 8
_TRAILING_WORDS = 6
_REPEATED_WORDS = 4
_MANY_LINES = 1000
_DATELINE_WORDS = 5
_LEADS = 3
"""A dateline may stand below a subtitle or two."""
_ALONE = re.compile(r"[^\W\d]+(?: [^\W\d]+)?\s?[:/\u2013-]\s?[^:/\u2013\d-]+")
_ARTICLE_WORDS = 30
_STOPPED = 0.4


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A line that a file's lists must catch, or must not, and why."""

    text: str
    why: str | None = None


class FurnitureFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file of furniture: why such lines go, and how they are known.

    `line` is the whole line, `start` its beginning, `contain` any part of it (words, punctuation aside);
    the last two in lines of at most `max_words`. `start_punctuated` asks for a mark or the end after `start`.
    `strip` is debris glued to a line's beginning: it is cut and the rest looked at again.
    `opens` says what follows such a line: nothing, titles (up to the next paragraph) or the rest of the page.
    """

    about: str
    reason: str
    line: tuple[str, ...] = ()
    start: tuple[str, ...] = ()
    contain: tuple[str, ...] = ()
    strip: tuple[str, ...] = ()
    start_punctuated: bool = False
    max_words: int = 25
    opens: Opens = "nothing"
    example: tuple[Sample, ...] = ()
    counterexample: tuple[Sample, ...] = ()


NOT_LINES = frozenset({"attributes", "credits", "dates", "languages", "self_mentions"})
"""Files of the folder that are no lists of furniture lines."""


@dataclass(frozen=True)
class Judgement:
    """What is left of a line, why the line goes (None: it stays), and what it opens."""

    rest: str
    reason: str | None = None
    opens: Opens = "nothing"
    stripped: bool = False


@dataclass
class Block:
    """A line of a page on its way to be kept or removed.

    `voted`: another extractor takes it for the article; `stripped`: debris was cut off its beginning;
    `heading`: it opens a box of furniture.
    """

    text: str
    reason: str | None = None
    voted: bool = False
    stripped: bool = False
    heading: bool = False


class Furniture:
    """The lists of one data folder, ready to judge lines."""

    def __init__(self, files: Iterable[FurnitureFile]) -> None:
        self._files = tuple(files)
        self._lines = {key(line): f for f in self._files for line in f.line}
        self._starts: defaultdict[str, list[tuple[str, FurnitureFile]]] = defaultdict(list)
        for start, file in ((key(s), f) for f in self._files for s in f.start):
            self._starts[start.partition(" ")[0]].append((start, file))
        self._parts = [(f" {key(c)} ", f) for f in self._files for c in f.contain]
        self._strips = [
            (re.compile(rf"\W*{re.escape(strip)}[\s:|]*", re.IGNORECASE), f) for f in self._files for strip in f.strip
        ]

        self._judged = lru_cache(maxsize=512)(self._judge)

    def judge(self, line: str) -> Judgement:
        """Judge one cleaned line."""
        return self._judged(line)

    def _judge(self, line: str) -> Judgement:
        for pattern, debris in self._strips:
            found = pattern.match(line)
            if found:
                rest = line[found.end() :]
                again = self.judge(rest) if rest else Judgement(rest, debris.reason)
                return Judgement(again.rest, again.reason, again.opens, stripped=True)
        if _RULER.match(line):
            return Judgement(line, "ruler")
        words_key = key(line)
        if _HASHTAGS.match(line):
            return Judgement(line, "tags")
        if _is_menu(line):
            return Judgement(line, "navigation")
        file = self._lines.get(words_key) or self._by_label(line) or self._by_part(line, words_key)
        if file is None:
            return Judgement(line)
        heading = words_key in self._lines or file.opens == "rest"
        return Judgement(line, file.reason, file.opens if heading or line.endswith(":") else "nothing")

    def starts(self, reason: str) -> tuple[str, ...]:
        """The beginnings of lines that go for `reason`."""
        return tuple(start for file in self._files if file.reason == reason for start in file.start)

    def _by_label(self, line: str) -> FurnitureFile | None:
        """A heading with a count or a short list behind it; names of sections may also open a title."""
        pieces = [self._lines.get(key(piece)) for piece in line.split("|")]
        known = [file for file in pieces if file]
        if len(known) >= 2 and 2 * len(known) > len(pieces):
            return known[0]
        label = key(_COUNT.sub("", re.split(":", line, maxsplit=1)[0]))
        file = self._lines.get(label)
        short = len(words(line)) - len(label.split()) <= _LISTED_WORDS
        return file if file and short and file.reason not in _OPEN_TITLES else None

    def _by_part(self, line: str, words_key: str) -> FurnitureFile | None:
        count = words_key.count(" ") + 1
        for start, file in self._starts.get(words_key.partition(" ")[0], ()):
            if count > file.max_words or not _starts_with(words_key, start):
                continue
            if not file.start_punctuated or _marked_after(line, start):
                return file
        padded = f" {words_key} "
        return next((f for part, f in self._parts if count <= f.max_words and part in padded), None)


def _is_menu(line: str) -> bool:
    """Whether a line is a row of short names between bars, slashes or dashes."""
    pieces = [piece for piece in _PIECES.split(line) if any(map(str.isalpha, piece))]
    return len(pieces) >= _MENU_PIECES and len(words(line)) / len(pieces) <= _MENU_WORDS


def _starts_with(words_key: str, start: str) -> bool:
    return words_key.startswith(start) and words_key[len(start) : len(start) + 1] in ("", " ")


def _marked_after(line: str, start: str) -> bool:
    """Whether a mark (colon, slash, dash, bar) or the end of the line follows the words of `start`."""
    folded = normaliser().form(line).lower()
    pattern = r"\W*" + r"\W+".join(map(re.escape, start.split())) + r"\s*([:/|\u00bb>\u203a-]|$)"
    return re.match(pattern, folded) is not None


@cache
def load_furniture() -> Furniture:
    """The furniture lists of the data folder. Raises DataError with the faults of all files."""
    return Furniture(read_furniture_files().values())


def read_furniture_files() -> dict[str, FurnitureFile]:
    """The checked furniture files by name. Raises DataError with the faults of all files."""
    from riwaya.model.errors import DataError
    from riwaya.rules.files import data_folder, files_below, read_toml

    files: dict[str, FurnitureFile] = {}
    faults: list[str] = []
    for path in files_below(data_folder() / "furniture", ".toml"):
        if path.stem in NOT_LINES:
            continue
        try:
            files[path.stem] = read_toml(path, FurnitureFile)
        except DataError as fault:
            faults.extend(fault.faults)
    if faults:
        raise DataError(faults)
    return files


def is_paragraph(text: str, loose: bool = False) -> bool:
    """Whether a line reads as a paragraph of an article rather than as a title or a label.

    `loose`: on a page whose paragraphs end without full stops, length alone must do.
    """
    count = len(words(text))
    return count >= _LONG_WORDS or (count >= _PARAGRAPH_WORDS and (loose or ends_sentence(text)))


def _without_full_stops(blocks: Sequence[Block]) -> bool:
    """Whether most long lines of a page end without any mark, as some outlets write."""
    long = [ends_sentence(block.text) for block in blocks if len(words(block.text)) >= _PARAGRAPH_WORDS]
    return sum(long) < _STOPPED * len(long)


def judge_blocks(blocks: Sequence[Block], furniture: Furniture) -> None:
    """Give every block of furniture its reason, with the titles and boxes that furniture opens.

    Nothing is opened before the first paragraph: a menu above the article names the same boxes.
    """
    section = ""
    opened: Opens = "nothing"
    begun = False
    loose = _without_full_stops(blocks)
    for block in blocks:
        if block.reason:
            continue
        found = furniture.judge(block.text)
        block.stripped = found.stripped
        if found.stripped and not found.reason:
            block.text = found.rest
        if found.reason:
            block.reason = found.reason
            block.heading = found.opens != "nothing"
            if begun and found.opens != "nothing" and opened != "rest":
                section, opened = found.reason, found.opens
        elif not block.voted and (opened == "rest" or (opened == "titles" and not is_paragraph(block.text, loose))):
            block.reason = section
        else:
            opened = "nothing"
            begun = begun or is_paragraph(block.text, loose)


_OF_OTHERS = frozenset({"title", "caption", "duplicate caption", "date", "source", "image source", "related"})


def own_lines(blocks: Sequence[Block]) -> list[str]:
    """The removed lines in which only the outlet itself speaks."""
    return [block.text for block in blocks if block.reason and block.reason not in _OF_OTHERS]


def mark_repeats(blocks: Sequence[Block]) -> None:
    """Remove pull quotes and repeated paragraphs: lines whose words stand in another line of the article."""
    kept = [(block, f" {key(block.text)} ") for block in blocks if not block.reason]
    if len(kept) > _MANY_LINES:
        return
    whole = "\n".join(words_key for _, words_key in kept)
    lines = Counter(words_key for _, words_key in kept)
    seen: set[str] = set()
    for block, words_key in kept:
        inside_longer = whole.count(words_key) > lines[words_key]
        if words_key.count(" ") > _REPEATED_WORDS and (words_key in seen or inside_longer):
            block.reason = "repeated"
        seen.add(words_key)


def trim_head(blocks: Sequence[Block]) -> None:
    """Remove labels (section, author, place of work) that stand before the first sentence."""
    for block in blocks:
        if block.reason:
            continue
        if (
            block.voted
            or is_sentence(block.text)
            or find_dateline(block.text)
            or len(words(block.text)) >= _STANDFIRST_WORDS
        ):
            return
        block.reason = "label"


def trim_tail(blocks: Sequence[Block]) -> None:
    """Remove what stands after the last full stop: short labels, and any line beyond other furniture."""
    ends = [k for k, block in enumerate(blocks) if not block.reason and ends_sentence(block.text)]
    last = ends[-1] if ends else len(blocks)
    beyond = False
    for block in blocks[last + 1 :]:
        if block.reason:
            beyond = True
        elif len(words(block.text)) < (_PARAGRAPH_WORDS if beyond else _TRAILING_WORDS):
            block.reason = "label"


def dateline_of(blocks: Sequence[Block], known: Callable[[str], str | None] = lambda text: None) -> str | None:
    """The dateline at the beginning of the kept text, or alone on the line above it; `known` finds it first."""
    above: str | None = None
    kept = 0
    for block in blocks:
        if block.reason is None:
            found = known(block.text) or _alone(block.text) or find_dateline(block.text) or above
            kept += 1
            if found or kept == _LEADS or is_paragraph(block.text) and ends_sentence(block.text):
                return found
            continue
        above = _alone(block.text) if block.reason == "label" else None
    return None


def _alone(line: str) -> str | None:
    """A line that is nothing but a dateline."""
    return line if _ALONE.fullmatch(line) and len(words(line)) <= _DATELINE_WORDS else None


def holds_article(paragraphs: Sequence[str]) -> bool:
    """Whether the lines kept are an article: one reads as a sentence, or they are long enough without full stops."""
    counts = [len(words(paragraph)) for paragraph in paragraphs]
    return any(map(is_sentence, paragraphs)) or (
        max(counts, default=0) >= _PARAGRAPH_WORDS and sum(counts) >= _ARTICLE_WORDS
    )


def is_sentence(text: str) -> bool:
    """Whether a line reads as a sentence, if a short one."""
    return is_paragraph(text) or (ends_sentence(text) and len(words(text)) >= _SENTENCE_WORDS)


def remainder(line: str, labels: Iterable[str]) -> str | None:
    """What follows one of the labels at the beginning of a line, or None without a label."""
    words_key = key(line)
    for label in sorted(map(key, labels), key=len, reverse=True):
        if _starts_with(words_key, label):
            pattern = r"\W*" + r"\W+".join(map(re.escape, label.split())) + r"[\s:/|,\u060c-]*"
            found = re.match(pattern, normaliser().form(line).lower())
            return clean_line(line[found.end() :]) if found else ""
    return None
