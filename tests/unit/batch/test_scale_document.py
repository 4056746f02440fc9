"""docs/scale.md names every column of every table, and its queries run."""

import re

import duckdb
from tests.corpora import ROOT

from riwaya.batch.rows import SCHEMAS

PAGE = (ROOT / "docs/scale.md").read_text(encoding="utf-8")


def test_every_column_is_in_the_document():
    for table, schema in SCHEMAS.items():
        part = PAGE[PAGE.index(f"Columns of `{table}`") :].partition("\n\nColumns")[0]
        assert [name for name in schema.names if f"`{name}`" not in part] == [], table


def test_queries_of_the_document_run(crawled):
    crawled.run(ROOT / "examples")
    [queries] = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    asked = [query for query in queries.replace("'out/", f"'{crawled.out}/").split(";") if query.strip()]
    found = [duckdb.sql(query).fetchall() for query in asked]
    assert len(found) == 3
    assert all(found)
