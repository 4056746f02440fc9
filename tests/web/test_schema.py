"""The API answers as its description says, whatever is asked: examples drawn from the description itself."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as how
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
ONCE = how(
    max_examples=12,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


@pytest.fixture(scope="module")
def operations(site):
    described = schemathesis.openapi.from_url(f"{site}/api/openapi.json")
    return [found.ok() for found in described.get_all_operations()]


def test_answers_are_those_of_the_description(operations):
    asked = set()
    for operation in operations:

        @ONCE
        @given(case=operation.as_strategy())
        def ask(case):
            case.call_and_validate(checks=CHECKS)
            asked.add((case.method, case.path))

        ask()
    assert len(asked) == len(operations) > 12
