#!/usr/bin/env python3
"""Fetch the static files of the pages from npm, as scripts/vendor.toml lists them, and write their hashes.

usage: vendor.py          fetch all packages anew (needs npm and its registry), write files and THIRD_PARTY.md
       vendor.py --check  compare the files that are here with THIRD_PARTY.md (needs nothing)
"""

from __future__ import annotations

import base64
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIST = ROOT / "scripts/vendor.toml"
FILES = ROOT / "src/riwaya/web/static/vendor"
PAGE = ROOT / "THIRD_PARTY.md"
BEGIN, END = "<!-- vendored files: written by scripts/vendor.py -->", "<!-- end of vendored files -->"


def packages() -> list[dict]:
    """What scripts/vendor.toml lists."""
    return tomllib.loads(LIST.read_text(encoding="utf-8"))["package"]


def folder_of(package: dict) -> Path:
    """Where the files of a package lie: under its name without the scope."""
    return FILES / package["name"].rpartition("/")[2]


def fetch(package: dict, into: Path) -> Path:
    """The archive of a package as the registry gives it, its digest checked."""
    wanted = f"{package['name']}@{package['version']}"
    done = subprocess.run(["npm", "pack", "--silent", wanted], cwd=into, capture_output=True, text=True, check=True)  # noqa: S603, S607
    archive = into / done.stdout.strip().splitlines()[-1]
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    if f"sha512-{digest}" != package["integrity"]:
        sys.exit(f"{wanted}: the archive is not the one that scripts/vendor.toml names")
    return archive


def unpack(package: dict, archive: Path) -> None:
    """Keep the listed files of an archive, and nothing else."""
    target = folder_of(package)
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    with tarfile.open(archive) as tar:
        for name in package["files"]:
            source = tar.extractfile(f"package/{name}")
            if source is None:
                sys.exit(f"{package['name']}: no file {name}")
            (target / Path(name).name).write_bytes(source.read())


def table() -> str:
    """The part of THIRD_PARTY.md on vendored files, from what lies in the folder."""
    lines = ["| package | version | licence | home |", "|---|---|---|---|"]
    lines += [f"| {p['name']} | {p['version']} | {p['licence']} | {p['home']} |" for p in packages()]
    lines += ["", "| file | SHA-256 |", "|---|---|"]
    for path in sorted(p for p in FILES.rglob("*") if p.is_file()):
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        lines.append(f"| {path.relative_to(FILES)} | `{digest}` |")
    return "\n".join(lines)


def stated() -> str:
    """What THIRD_PARTY.md says of vendored files."""
    found = re.search(f"{re.escape(BEGIN)}\n(.*?)\n{re.escape(END)}", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return found[1] if found else ""


def write_page() -> None:
    """Put the table into THIRD_PARTY.md."""
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(page.replace(f"{BEGIN}\n{stated()}\n{END}", f"{BEGIN}\n{table()}\n{END}"), encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Check, or fetch and write."""
    if arguments == ["--check"]:
        return 0 if table() == stated() else 1
    with tempfile.TemporaryDirectory() as folder:
        for package in packages():
            unpack(package, fetch(package, Path(folder)))
    write_page()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
