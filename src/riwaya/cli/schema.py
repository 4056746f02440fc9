"""`riwaya schema`: the JSON Schema of the record, made from the model itself."""

from __future__ import annotations

import json
from typing import Any

import click
import msgspec

from riwaya.model.record import Record

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one record of format riwaya/1."""
    return {"$schema": DIALECT, "title": "riwaya/1", **msgspec.json.schema(Record)}


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of the record."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=2))
