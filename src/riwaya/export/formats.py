"""The formats of exports: what each is called, what it is for, and where its writer is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from riwaya.export.manner import Manner
    from riwaya.export.view import View


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `unit` says whether it holds one thing a claim or an event.

    `module` is the file of `riwaya.export` that writes it, `suffix` its files' ending with the dot. `extra` is the
    extra of riwaya that brings the packages in `needs`; `binary` says that it is no text, `linked` that it tells of
    events, so that the record must be linked first.
    """

    name: str
    module: str
    media_type: str
    suffix: str
    unit: Literal["claim", "event"]
    summary: str
    extra: str | None = None
    needs: tuple[str, ...] = ()
    binary: bool = False
    linked: bool = True

    def chunks(self, view: View, manner: Manner) -> Iterator[bytes]:
        """The file, piece by piece. A view without anything in it gives a valid file that holds nothing."""
        write: Callable[[View, Manner], Iterator[bytes]] = import_module(f"riwaya.export.{self.module}").chunks
        return write(view, manner)

    def missing(self) -> tuple[str, ...]:
        """The packages that it needs and that are not installed."""
        return tuple(name for name in self.needs if find_spec(name) is None)


_ALL = (
    Format("acled", "acled", "text/csv", ".csv", "event", "CSV with the columns of ACLED, ours after them"),
    Format(
        "annotations",
        "annotations",
        "application/ld+json",
        ".jsonld",
        "claim",
        "W3C Web Annotations of the texts",
        linked=False,
    ),
    Format("csv", "spreadsheet", "text/csv", ".csv", "claim", "CSV for spreadsheets and OpenRefine"),
    Format("ftm", "ftm", "application/json+ftm", ".ftm.json", "event", "FollowTheMoney entities, one a line"),
    Format("geojson", "geojson", "application/geo+json", ".geojson", "event", "GeoJSON for maps"),
    Format("html", "report", "text/html", ".html", "event", "a report to read and print, in one file"),
    Format("hxl", "hxl", "text/csv", ".csv", "event", "CSV with HXL hashtags for humanitarian data"),
    Format(
        "jsonl",
        "lines",
        "application/jsonl",
        ".jsonl",
        "claim",
        "the records themselves, format riwaya/1",
        linked=False,
    ),
    Format("kml", "kml", "application/vnd.google-earth.kml+xml", ".kml", "event", "KML for Google Earth"),
    Format(
        "parquet",
        "parquet",
        "application/vnd.apache.parquet",
        ".parquet",
        "event",
        "GeoParquet for dataframes",
        extra="parquet",
        needs=("pyarrow",),
        binary=True,
    ),
    Format(
        "prov", "prov", "application/ld+json", ".jsonld", "claim", "W3C PROV-O of the chains of sources", linked=False
    ),
)
FORMATS = {known.name: known for known in _ALL}
"""All formats by name, sorted."""
