#!/usr/bin/env python3
"""Write what the program prints into the documents: help texts, console blocks, the picture of the README.

usage: accept.py [--check]

With --check nothing is written; documents that are out of date are named, and the exit code is 1.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")))
PICTURE = ROOT / "docs/img/record.svg"
CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
ENVIRONMENT = os.environ | {
    "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    "COLUMNS": "80",
    "LINES": "40",
    "NO_COLOR": "1",
}


@dataclass(frozen=True)
class Command:
    """One command of a console block and the output written under it."""

    line: str
    output: str

    @property
    def is_shown_in_part(self) -> bool:
        """Whether the block leaves output out, with a line of three dots."""
        return "\n...\n" in f"\n{self.output}"

    def run(self) -> tuple[int, str]:
        """Exit code and output (both streams) when run by bash in the root of the repository."""
        done = subprocess.run(  # noqa: S603 - the commands of our own documents
            ["/bin/bash", "-o", "pipefail", "-c", self.line],
            cwd=ROOT,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return done.returncode, done.stdout


def commands(block: str) -> Iterator[Command]:
    """The commands of a console block: lines that begin with a dollar sign, each with what follows it."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        line, _, output = part.partition("\n")
        yield Command(line, output)


def refreshed(block: str) -> str:
    """The block with the output that its commands give now. Stops when one of them fails."""
    parts = []
    for command in commands(block):
        output = command.output
        if not command.is_shown_in_part:
            code, output = command.run()
            if code:
                raise SystemExit(f"exit code {code}: {command.line}\n{output}")
        parts.append(f"$ {command.line}\n{output}")
    return "".join(parts)


def documents() -> Iterator[tuple[Path, Callable[[], str]]]:
    """Every generated file and what makes its text."""
    for path in DOCUMENTS:
        yield (
            path,
            lambda path=path: CONSOLE.sub(  # type: ignore[misc]
                lambda found: f"```console\n{refreshed(found[1])}```", path.read_text(encoding="utf-8")
            ),
        )
    yield PICTURE, picture


def picture() -> str:
    """The picture of the README, drawn by the script beside this one."""
    from picture import draw

    return draw()


def main() -> int:
    """Write the documents that are out of date, or name them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing")
    check = parser.parse_args().check
    stale = []
    for path, make in documents():
        text = make()
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            stale.append(path)
            if not check:
                path.write_text(text, encoding="utf-8")
    for path in stale:
        print(f"{path.relative_to(ROOT)}: {'out of date; run `make accept`' if check else 'written'}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
