"""The commands do the same with either store."""

import json

from tests.corpora import ROOT

from riwaya.cli.main import run


def test_a_record_from_beginning_to_end(place, capfd):
    def said(command, *arguments):
        assert run([command, *map(str, arguments), "--record", place.location]) == 0
        return capfd.readouterr().out

    assert said("init").endswith("a record is there already; it is up to date\n")
    assert said("add", ROOT / "examples/difaf") == "articles: 2 new\n"
    assert said("add", ROOT / "examples/difaf") == "articles: 0 new, 2 there already\n"
    assert json.loads(said("status", "--json"))["sightings"] == 4
    assert "outlet     ضفاف" in said("search", "بالغارات")
    place.execute("UPDATE records SET engine_data = 'before'")
    assert "2 unchanged" in said("reread")
    assert said("verify") == ""
