"""docs/scale.md names every column of every table, and its queries run."""

import re

import duckdb
from tests.corpora import ROOT
from tests.unit.batch.made import line, words

from riwaya.batch.rows import SCHEMAS

PAGE = (ROOT / "docs/scale.md").read_text(encoding="utf-8")


def test_every_column_is_in_the_document():
    for table, schema in SCHEMAS.items():
        part = PAGE[PAGE.index(f"Columns of `{table}`") :].partition("\n\nColumns")[0]
        assert [name for name in schema.names if f"`{name}`" not in part] == [], table


def test_queries_of_the_document_run(crawled, tmp_path):
    text = "\n".join(map(words, range(6)))
    (tmp_path / "a.jsonl").write_bytes(line(1, text=text))
    (tmp_path / "b.jsonl").write_bytes(line(2, text=text + " وانتهى الخبر"))
    crawled.run(ROOT / "examples", tmp_path / "a.jsonl", tmp_path / "b.jsonl")
    pair = [row["sha256"] for row in crawled.rows("articles") if row["name"].startswith(str(tmp_path))]
    [queries] = re.findall(r"```sql\n(.*?)```", PAGE, re.DOTALL)
    asked = [query for query in queries.replace("'out/", f"'{crawled.out}/").split(";") if query.strip()]
    found = [duckdb.sql(query).fetchall() for query in asked]
    *others, alike = found
    assert len(others) == 3
    assert all(others)
    assert alike == [tuple(sorted(pair))]
