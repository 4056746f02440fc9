"""Figures as text: one line a phenomenon, and the first disagreements of each kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from riwaya.quality.score import Figures, Scores


def table(figures: Mapping[str, Figures]) -> Iterator[str]:
    """One line a phenomenon: precision, recall, F1 and the counts."""
    for name, f in figures.items():
        shares = f"P {f.precision:.3f}  R {f.recall:.3f}  F1 {f.f1:.3f}"
        yield f"{name:24s} {shares}   (gold {f.gold}, system {f.system})"


def markdown(figures: Mapping[str, Figures]) -> Iterator[str]:
    """The same as the rows of a Markdown table."""
    yield "| phenomenon | precision | recall | F1 | gold | found |"
    yield "|---|---|---|---|---|---|"
    for name, f in figures.items():
        label = name.replace("_", " ")
        yield f"| {label} | {f.precision:.3f} | {f.recall:.3f} | {f.f1:.3f} | {f.gold} | {f.system} |"


def differences(scores: Scores, most: int) -> Iterator[str]:
    """Up to `most` disagreements of each kind, with the id of the article."""
    for kind, found in scores.differences.items():
        yield ""
        yield f"{kind}: {len(found)}"
        yield from (f"  {difference.article}: {difference.what}" for difference in found[:most])
