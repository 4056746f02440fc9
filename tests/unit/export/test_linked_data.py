"""Annotations and provenance, read by rdflib and checked against shapes by pyshacl."""

import json

import pyshacl
import pytest
from rdflib import Graph, Namespace, URIRef
from rdflib.namespace import PROV, RDF
from tests.unit.export.shapes import ANNOTATION_CONTEXT, ANNOTATIONS
from tests.unit.export.shapes import PROV as PROV_SHAPES

from riwaya.export.annotations import CONTEXT

OA = Namespace("http://www.w3.org/ns/oa#")
TERMS = Namespace("urn:riwaya:term:")


@pytest.fixture
def page(selection, write):
    return json.loads(write("annotations", selection))


def annotation_graph(page):
    return Graph().parse(data=json.dumps({**page, "@context": ANNOTATION_CONTEXT}), format="json-ld")


@pytest.fixture
def prov(selection, write):
    return Graph().parse(data=write("prov", selection), format="json-ld")


def conforms(graph, shapes):
    valid, _, text = pyshacl.validate(graph, shacl_graph=Graph().parse(data=shapes, format="turtle"))
    return "" if valid else text


def claim_node(claim):
    return URIRef(f"urn:riwaya:claim:{claim.id}")


def claims(selection):
    return [(claim, record) for record in selection.records for claim in record.claims]


def test_annotations_are_as_the_standard_asks(page):
    assert page["@context"] == CONTEXT
    graph = annotation_graph(page)
    assert len(set(graph.subjects(RDF.type, OA.Annotation))) == len(page["items"])
    assert conforms(graph, ANNOTATIONS) == ""


@pytest.mark.parametrize("fault", [("target", "selector", []), ("motivation", None, "thinking"), ("body", None, [])])
def test_the_shapes_of_annotations_find_faults(page, fault):
    where, part, value = fault
    item = page["items"][0]
    (item[where] if part else item)[part or where] = value
    assert conforms(annotation_graph({**page, "items": [item]}), ANNOTATIONS)


def test_every_selector_finds_its_words(page, selection):
    texts = {record.article.sha256: record.article.text for record in selection.records}
    claim_texts = {f"urn:riwaya:claim:{c.id}": (c, r.article) for c, r in claims(selection)}
    for item in page["items"]:
        claim, article = claim_texts[":".join(item["id"].split(":")[:4])]
        text = texts[article.sha256]
        position, quote = item["target"]["selector"]
        start, end = position["start"], position["end"]
        assert text[start:end] == quote["exact"]
        assert text[:start].endswith(quote["prefix"])
        assert text[end:].startswith(quote["suffix"])
        if item["id"] == f"urn:riwaya:claim:{claim.id}":
            assert (start, end) == tuple(claim.span)


def test_offsets_count_code_points_beyond_the_basic_plane(select, write):
    from tests.reading import record_of

    view = select(
        record_of("\U0001f534 عاجل \U0001f534\nقال الوزير إن الطريق مفتوح.", outlet="جريدة", published="2019-06-21")
    )
    text = view.records[0].article.text
    for item in json.loads(write("annotations", view))["items"]:
        position, quote = item["target"]["selector"]
        assert text[position["start"] : position["end"]] == quote["exact"]


def test_every_claim_cue_source_and_event_is_annotated(page, selection):
    wanted = sum(1 + bool(c.cue) + len(c.chain) + len(c.events) for c, _ in claims(selection))
    assert len(page["items"]) == wanted
    assert len({item["id"] for item in page["items"]}) == wanted


def test_provenance_is_as_the_standard_asks(prov):
    assert conforms(prov, PROV_SHAPES) == ""


def test_the_shapes_of_provenance_find_faults(prov):
    reading = next(prov.subjects(RDF.type, PROV.Activity))
    prov.remove((reading, PROV.wasAssociatedWith, None))
    assert conforms(prov, PROV_SHAPES)


def test_each_chain_leads_to_its_origin(prov, selection):
    for claim, record in claims(selection):
        node, depth = claim_node(claim), 0
        while (deeper := prov.value(node, PROV.wasDerivedFrom)) is not None:
            said = str(prov.value(deeper, TERMS.quotedAs))
            assert said == " ".join(claim.chain[depth].source.text.split())
            node, depth = deeper, depth + 1
        assert depth == len(claim.chain)
        assert prov.value(claim_node(claim), PROV.hadPrimarySource) == (node if claim.chain else None)
        text = prov.value(claim_node(claim), PROV.wasQuotedFrom)
        capture = prov.value(text, PROV.wasDerivedFrom)
        assert str(capture) == f"urn:riwaya:capture:{record.article.sha256}"


def test_speakers_act_for_their_bodies(prov, selection, tables):
    checked = 0
    for claim, _ in claims(selection):
        for depth, link in enumerate(claim.chain):
            if link.affiliation in tables.actors:
                agent = prov.value(URIRef(f"{claim_node(claim)}:link:{depth}"), PROV.wasAttributedTo)
                assert URIRef(f"urn:riwaya:actor:{link.affiliation}") in set(prov.objects(agent, PROV.actedOnBehalfOf))
                checked += 1
    assert checked
