"""Shapes (SHACL) of what the standards ask for, and the terms of the annotation context, which stands on the web."""

ANNOTATION_CONTEXT = {
    "oa": "http://www.w3.org/ns/oa#",
    "dc": "http://purl.org/dc/elements/1.1/",
    "as": "http://www.w3.org/ns/activitystreams#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dctypes": "http://purl.org/dc/dcmitype/",
    "id": "@id",
    "type": "@type",
    "Annotation": "oa:Annotation",
    "AnnotationPage": "as:OrderedCollectionPage",
    "SpecificResource": "oa:SpecificResource",
    "TextualBody": "oa:TextualBody",
    "TextPositionSelector": "oa:TextPositionSelector",
    "TextQuoteSelector": "oa:TextQuoteSelector",
    "Text": "dctypes:Text",
    "Software": "as:Application",
    "items": {"@id": "as:items", "@type": "@id", "@container": "@list"},
    "body": {"@id": "oa:hasBody", "@type": "@id"},
    "target": {"@id": "oa:hasTarget", "@type": "@id"},
    "source": {"@id": "oa:hasSource", "@type": "@id"},
    "selector": {"@id": "oa:hasSelector", "@type": "@id"},
    "scope": {"@id": "oa:hasScope", "@type": "@id"},
    "motivation": {"@id": "oa:motivatedBy", "@type": "@vocab"},
    "purpose": {"@id": "oa:hasPurpose", "@type": "@vocab"},
    "describing": "oa:describing",
    "identifying": "oa:identifying",
    "classifying": "oa:classifying",
    "tagging": "oa:tagging",
    "generator": {"@id": "as:generator", "@type": "@id"},
    "name": "foaf:name",
    "exact": "oa:exact",
    "prefix": "oa:prefix",
    "suffix": "oa:suffix",
    "start": {"@id": "oa:start", "@type": "xsd:nonNegativeInteger"},
    "end": {"@id": "oa:end", "@type": "xsd:nonNegativeInteger"},
    "value": "rdf:value",
    "format": "dc:format",
    "language": "dc:language",
}
"""Those terms of http://www.w3.org/ns/anno.jsonld that the export uses: tests have no network."""

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix prov: <http://www.w3.org/ns/prov#> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix : <urn:shapes:> .
"""

ANNOTATIONS = f"""{PREFIXES}
:Annotation a sh:NodeShape ; sh:targetClass oa:Annotation ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path oa:hasTarget ; sh:minCount 1 ; sh:maxCount 1 ; sh:node :Target ] ;
  sh:property [ sh:path oa:hasBody ; sh:minCount 1 ; sh:node :Body ] ;
  sh:property [ sh:path oa:motivatedBy ; sh:minCount 1 ; sh:maxCount 1 ;
    sh:in ( oa:describing oa:identifying oa:classifying ) ] .
:Target a sh:NodeShape ; sh:class oa:SpecificResource ;
  sh:property [ sh:path oa:hasSource ; sh:minCount 1 ; sh:maxCount 1 ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:path oa:hasSelector ; sh:minCount 2 ; sh:maxCount 2 ] ;
  sh:property [ sh:path oa:hasScope ; sh:minCount 1 ; sh:nodeKind sh:IRI ] .
:Position a sh:NodeShape ; sh:targetClass oa:TextPositionSelector ;
  sh:property [ sh:path oa:start ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ;
    sh:lessThan oa:end ] ;
  sh:property [ sh:path oa:end ; sh:minCount 1 ; sh:maxCount 1 ; sh:datatype xsd:nonNegativeInteger ] .
:Quote a sh:NodeShape ; sh:targetClass oa:TextQuoteSelector ;
  sh:property [ sh:path oa:exact ; sh:minCount 1 ; sh:maxCount 1 ; sh:minLength 1 ] ;
  sh:property [ sh:path oa:prefix ; sh:maxCount 1 ] ; sh:property [ sh:path oa:suffix ; sh:maxCount 1 ] .
:Body a sh:NodeShape ; sh:or ( [ sh:class oa:SpecificResource ] [ sh:class oa:TextualBody ;
  sh:property [ sh:path rdf:value ; sh:minCount 1 ; sh:maxCount 1 ] ] ) .
"""

PROV = f"""{PREFIXES}
:Entity a sh:NodeShape ; sh:targetClass prov:Entity ; sh:nodeKind sh:IRI ;
  sh:property [ sh:path prov:wasDerivedFrom ; sh:maxCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:hadPrimarySource ; sh:maxCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasQuotedFrom ; sh:maxCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasGeneratedBy ; sh:maxCount 1 ; sh:class prov:Activity ] ;
  sh:property [ sh:path prov:wasAttributedTo ; sh:maxCount 1 ; sh:nodeKind sh:IRI ;
    sh:or ( [ sh:class prov:Agent ] [ sh:class prov:Person ] [ sh:class prov:Organization ] ) ] .
:Statement a sh:NodeShape ; sh:targetSubjectsOf prov:wasQuotedFrom ;
  sh:property [ sh:path prov:value ; sh:minCount 1 ; sh:maxCount 1 ] ;
  sh:property [ sh:path prov:wasAttributedTo ; sh:minCount 1 ] .
:Activity a sh:NodeShape ; sh:targetClass prov:Activity ;
  sh:property [ sh:path prov:used ; sh:minCount 1 ; sh:class prov:Entity ] ;
  sh:property [ sh:path prov:wasAssociatedWith ; sh:minCount 1 ; sh:class prov:SoftwareAgent ] .
:Agents a sh:NodeShape ; sh:targetObjectsOf prov:wasAttributedTo ;
  sh:property [ sh:path rdfs:label ; sh:minCount 1 ] .
"""
