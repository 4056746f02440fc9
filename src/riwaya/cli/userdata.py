"""Where the data of the user lies: by option, by environment, or in the XDG data home."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

VARIABLE = "RIWAYA_DATA"


def default_folder() -> Path:
    """The user's data folder where nothing else is said (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_DATA_HOME")
    return (Path(home) if home else Path.home() / ".local/share") / "riwaya"


data_option: Callable[[Callable[..., Any]], Callable[..., Any]] = click.option(
    "--data",
    type=click.Path(file_okay=False, path_type=Path),
    envvar=VARIABLE,
    default=default_folder,
    show_default="$RIWAYA_DATA, or riwaya in the XDG data home",
    metavar="FOLDER",
    help="Your own data: its folder actors is read beside the package's.",
)
