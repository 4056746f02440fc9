#!/usr/bin/env python3
"""Draw the beginning of an example's record as it looks in a terminal: docs/img/record.svg.

usage: picture.py > docs/img/record.svg
"""

from __future__ import annotations

import io
import re
import sys
from datetime import date
from pathlib import Path

import msgspec
from rich.console import Console
from rich.terminal_theme import SVG_EXPORT_THEME

from riwaya.cli.show import show_claims
from riwaya.model.article import Article
from riwaya.pipeline import analyse, resources
from riwaya.read import read_inputs

ROOT = Path(__file__).resolve().parents[1]
PAGE = "examples/difaf/tal-malah-dawn.html"
READ_ON = date(2026, 11, 1)
CLAIMS, WIDTH = 2, 92
ARABIC = "[\u0600-\u06ff]"
COLUMN, SPACE = 12.2, "&#160;"
TEXT = re.compile(
    r'<text class="(?P<style>record-r\d+)" x="(?P<x>[^"]*)" y="(?P<y>[^"]*)" [^>]*>(?P<words>[^<]*)</text>'
)
FORMAT = """<svg class="rich-terminal" viewBox="0 0 {width} {height}" xmlns="http://www.w3.org/2000/svg">
<style>
.{unique_id}-matrix {{ font-family: "DejaVu Sans Mono", Consolas, Menlo, monospace; font-size: {char_height}px; }}
{styles}
</style>
<defs>
<clipPath id="{unique_id}-clip-terminal">
<rect x="0" y="0" width="{terminal_width}" height="{terminal_height}"/>
</clipPath>
{lines}
</defs>
{chrome}
<g transform="translate({terminal_x}, {terminal_y})" clip-path="url(#{unique_id}-clip-terminal)">
{backgrounds}
<g class="{unique_id}-matrix">
{matrix}
</g>
</g>
</svg>
"""


def draw() -> str:
    """The picture as SVG: no fonts from elsewhere, and Arabic not stretched to a width, which would cut its joins."""
    (article,) = read_inputs([str(ROOT / PAGE)], reading_date=READ_ON)
    if not isinstance(article, Article):
        raise article
    record = analyse(article, resources())
    begun = msgspec.structs.replace(record, claims=record.claims[:CLAIMS])
    console = Console(record=True, width=WIDTH, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    show_claims(begun, console)
    svg = console.export_svg(
        title=f"riwaya read {PAGE}", theme=SVG_EXPORT_THEME, code_format=FORMAT, unique_id="record"
    )
    return TEXT.sub(_text, svg)


def _text(found: re.Match[str]) -> str:
    """One stretch of a line, put where its first letter stands; Arabic is marked as running from the right."""
    words = found["words"].replace(SPACE, " ")
    inner = words.strip().replace(" ", SPACE)
    if not inner:
        return "\n" if "\n" in words else ""
    x = float(found["x"]) + COLUMN * (len(words) - len(words.lstrip(" ")))
    if re.search(ARABIC, inner):
        inner = f"&#8207;{inner}&#8207;"
    return f'<text class="{found["style"]}" x="{x:g}" y="{found["y"]}">{inner}</text>'


if __name__ == "__main__":
    sys.stdout.write(draw())
