"""The API answers as its description says, whatever is asked: examples drawn from the description itself."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from jsonschema import Draft202012Validator
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, status_code_conformance

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance]
ONCE = how(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def described(site):
    return schemathesis.openapi.from_url(f"{site}/api/openapi.json")


def schema_of(described, case, answer):
    """What is said of the JSON of such an answer; None where it is of another kind."""
    responses = described.raw_schema["paths"][case.path][case.method.lower()]["responses"]
    kind = answer.headers.get("content-type", [""])[0].partition(";")[0]
    content = responses.get(str(answer.status_code), {}).get("content", {})
    return content.get(kind, {}).get("schema") if kind == "application/json" else None


def faults(described, schema, answer):
    """Where JSON is not as described. (The check of schemathesis misreads tuples.)"""
    whole = {**schema, "components": described.raw_schema["components"]}
    return [f"{one.json_path}: {one.message[:200]}" for one in Draft202012Validator(whole).iter_errors(answer.json())]


def test_answers_are_those_of_the_description(described):
    asked, compared = set(), set()
    operations = [found.ok() for found in described.get_all_operations()]
    for operation in operations:

        @ONCE
        @given(case=operation.as_strategy())
        def ask(case):
            answer = case.call_and_validate(checks=CHECKS)
            asked.add((case.method, case.path))
            schema = schema_of(described, case, answer)
            if schema:
                compared.add((case.path, answer.status_code))
                assert faults(described, schema, answer) == [], case.as_curl_command()

        ask()
    assert len(asked) == len(operations) > 12
    assert len(compared) > 20
