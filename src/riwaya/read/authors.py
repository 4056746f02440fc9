"""Find who wrote an article: what the page declares, else its bylines, each name without labels and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from riwaya.read.characters import clean_line, key, normaliser, words
from riwaya.read.dates import find_dates, is_date_word
from riwaya.read.furniture import Block, is_sentence, load_furniture, remainder
from riwaya.read.language import is_common_word
from riwaya.read.outlets import load_outlets

_PIECES = re.compile(r"\s*:\s+|\s*[|/\u2022\u00b7\u060c,\n]\s*|\s+[-\u2013\u2014]+\s+|\s{2,}|\s\u0648\s")
"""Between names: marks, or the word "and" (U+0648) alone."""
_ROLE = re.compile(r"\s*[(\[].*?[)\]]\s*$")
_EDGES = ' :\u060c,.|/-\u2013\u2014()[]"\u201c\u201d\u00ab\u00bb#@'
_NAME_WORDS = (2, 4)
_MOST_WORDS = 8
_NEAR = 2
_MAY_NAME = frozenset({"byline", "label", "date", "outside the article", "caption"})


def clean_authors(named: Iterable[str], outlet: str | None) -> tuple[str, ...]:
    """The names in declared authors or bylines, once each, without labels and without the outlet's own name."""
    own = key(outlet or "")
    found: list[str] = []
    for line in named:
        for piece in _PIECES.split(_without_label(clean_line(line))):
            name = _ROLE.sub("", _without_label(piece)).strip(_EDGES)
            said = key(name)
            if said and said != own and not _is_noise(name):
                found.append(name)
    people = [name for name in found if len(words(name)) > 1]
    return tuple(dict.fromkeys(people or found))


def _is_noise(name: str) -> bool:
    """Whether a piece is no name: an address, a number, a button, a section, a date."""
    if "://" in name or "@" in name or any(map(str.isdigit, name)) or len(words(name)) > _MOST_WORDS:
        return True
    judged = load_furniture().judge(name).reason
    return judged not in (None, "byline", "source")


def _without_label(line: str) -> str:
    rest = remainder(line, load_furniture().starts("byline"))
    return line if rest is None else rest


def bylines(blocks: Sequence[Block]) -> list[str]:
    """The removed lines that begin with a label such as "by", else names alone beside the date under the title."""
    furniture = load_furniture()
    labels = furniture.starts("byline")
    removed = [b.text for b in blocks if b.reason in _MAY_NAME and len(words(b.text)) <= 2 * _MOST_WORDS]
    labelled = [line for line in removed if furniture.judge(line).reason == "byline" and remainder(line, labels)]
    return labelled or list(_unlabelled(blocks))[:1]


def _unlabelled(blocks: Sequence[Block]) -> Iterator[str]:
    """Two to four words that begin with a given name, or an agency, on the date's line or near it."""
    first = next((k for k, block in enumerate(blocks) if block.reason is None), 0)
    titled = max((k for k, block in enumerate(blocks[:first]) if block.reason == "title"), default=None)
    if titled is None:
        return
    zone = blocks[titled + 1 : first]
    dated = [k for k, block in enumerate(zone) if block.reason == "date" or find_dates(block.text)]
    for k, block in enumerate(zone):
        near = any(abs(k - at) <= _NEAR for at in dated)
        if near and block.reason in _MAY_NAME and block.reason != "caption" and not is_sentence(block.text):
            yield from (name for piece in _PIECES.split(_undated(block.text)) if (name := _name(piece)))


def _undated(line: str) -> str:
    """A line in which dates and the words around them are cut out and leave a mark."""
    normal = normaliser().normal(line)
    for found in reversed(find_dates(line)):
        span = normal.span(found.start, found.end)
        line = f"{line[: span.start]} | {line[span.end :]}"
    return " ".join("|" if is_date_word(word) else word for word in line.split())


def _name(piece: str) -> str | None:
    said = words(piece)
    outlet = load_outlets().by_name(_ROLE.sub("", piece).strip(_EDGES))
    if outlet and outlet.kind == "agency":
        return piece
    if not _NAME_WORDS[0] <= len(said) <= _NAME_WORDS[1]:
        return None
    person = normaliser().form(said[0]) in _first_names() and not any(map(is_common_word, said))
    return piece if person and load_furniture().judge(piece).reason is None else None


@cache
def _first_names() -> frozenset[str]:
    from riwaya.rules.files import data_folder, read_table

    rows = read_table(data_folder() / "lexicon/first_names.csv")
    return frozenset(normaliser().form(row.cells["form"]) for row in rows)
