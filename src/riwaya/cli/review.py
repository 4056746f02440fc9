"""`riwaya review`: decide about claims and events; everything is appended, nothing is overwritten."""

from __future__ import annotations

import click

from riwaya.cli.reviewacts import accept, log, note, reject, undo
from riwaya.cli.reviewbatch import batch
from riwaya.cli.reviewcorrect import correct
from riwaya.cli.reviewevents import merge, split
from riwaya.cli.reviewqueue import candidates, queue


@click.group("review")
def command() -> None:
    """Decide about claims and events: accept, correct, reject, merge, split, undo.

    Each act is appended to the audit chain of the record with who, when and why; readings stay as they are.
    """


for _part in (queue, accept, correct, reject, note, merge, split, undo, log, batch, candidates):
    command.add_command(_part)
