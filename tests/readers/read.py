"""Reads an export with a library that is not ours, and prints what it found as JSON: read.py ftm|hxl|kml FILE.

Run by the Python of build/readers/venv (`make readers`), for these libraries need packages under copyleft
licences, which are no part of riwaya.
"""

import json
import sys
from pathlib import Path


def ftm(path):
    """Entities by schema, and every fault that the model finds in them."""
    from followthemoney import model

    found, faults, ids = [], [], set()
    for line in path.read_text(encoding="utf-8").splitlines():
        entity = json.loads(line)
        schema = model.get(entity["schema"])
        try:
            schema.validate(entity)
        except Exception as fault:  # noqa: BLE001 - whatever the library raises is what is wrong
            faults.append(f"{entity['id']}: {getattr(fault, 'errors', fault)}")
        proxy = model.get_proxy(entity, cleaned=False)
        kept = {name: sorted(proxy.get(name)) for name in entity["properties"]}
        lost = {name for name, values in entity["properties"].items() if sorted(values) != kept[name]}
        faults += [f"{entity['id']}: {entity['schema']}.{name}: {entity['properties'][name]}" for name in sorted(lost)]
        named = [value for prop, value in proxy.itervalues() if prop.type.name == "entity"]
        found.append({"id": proxy.id, "schema": proxy.schema.name, "caption": proxy.caption, "names": named})
        ids.add(proxy.id)
    faults += [f"{e['id']}: no entity {name}" for e in found for name in e["names"] if name not in ids]
    return {"entities": found, "faults": faults}


def hxl(path):
    """Columns and rows, and every error of the core schema of HXL."""
    import hxl

    data = hxl.data(str(path), hxl.InputOptions(allow_local=True))
    rows = [[str(value) for value in row.values] for row in data]
    report = hxl.validate(hxl.data(str(path), hxl.InputOptions(allow_local=True)))
    issues = [issue for issue in report["issues"] if issue["severity"] == "error"]
    return {"tags": [column.display_tag for column in data.columns], "rows": rows, "faults": issues}


def kml(path):
    """Placemarks, and every fault that the KML schema of the OGC finds."""
    import fastkml
    from lxml import etree

    folder = Path(fastkml.__file__).parent / "schema"
    schema = etree.XMLSchema(etree.parse(folder / "ogckml22.xsd"))
    document = etree.parse(path)
    schema.validate(document)
    if schema.error_log:
        return {"placemarks": [], "faults": [str(fault) for fault in schema.error_log]}
    (root,) = fastkml.KML.parse(path).features
    marks = [{"name": p.name, "point": list(p.geometry.coords[0]) if p.geometry else None} for p in root.features]
    return {"placemarks": marks, "faults": []}


if __name__ == "__main__":
    what, file = sys.argv[1:]
    sys.stdout.write(json.dumps({"ftm": ftm, "hxl": hxl, "kml": kml}[what](Path(file))))
