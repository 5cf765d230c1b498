"""The published contract: every answer of the running province is inside it, and none is a 500."""

from pathlib import Path
from typing import Any

import pytest
import schemathesis
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from desk_app.application.sync_values import CommandKind
from tests.integration.sync.conftest import Province
from tests.kit.sync.desk import Desk, five_steps, new_id

ROOT = Path(__file__).resolve().parents[3]
CONTRACT = ROOT / "resources" / "openapi" / "counter-sync.yaml"
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]

load_all_checks()


def contract() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(CONTRACT.read_text(encoding="utf-8"))
    return loaded


def probe(province: Province, desk: Desk, examples: int) -> int:
    """Call every operation with generated requests, good and bad; give the number of calls."""
    dossier_id = new_id()
    five_steps(desk, dossier_id)
    desk.settle()
    schema = schemathesis.openapi.from_dict(contract())
    calls = 0
    for result in schema.get_all_operations():
        operation = result.ok()

        def call(case: Any) -> None:
            nonlocal calls
            calls += 1
            if case.path_parameters and "dossier_id" in case.path_parameters and calls % 2:
                case.path_parameters["dossier_id"] = dossier_id
            if case.query and "wait" in case.query:
                case.query["wait"] = 0
            case.call_and_validate(base_url=province.url, checks=CHECKS, timeout=20)

        for mode in (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE):
            check = settings(
                max_examples=examples,
                deadline=None,
                database=None,
                derandomize=True,
                suppress_health_check=list(HealthCheck),
            )
            try:
                strategy = operation.as_strategy(generation_mode=mode)
            except Exception:  # an operation without parameters has no bad call
                if mode is schemathesis.GenerationMode.POSITIVE:
                    raise
                continue
            try:
                check(given(strategy)(call))()
            except Unsatisfiable:
                continue
    return calls


def test_the_contract_names_every_kind_of_command() -> None:
    kinds = contract()["components"]["schemas"]["Command"]["properties"]["kind"]["enum"]
    assert set(kinds) == {kind.value for kind in CommandKind}


def test_the_contract_and_the_server_have_the_same_paths(province: Province) -> None:
    served = province.call("GET", "/openapi.json")["paths"]
    wanted = {
        (path, method)
        for path, entry in contract()["paths"].items()
        for method in entry
        if method != "parameters"
    }
    offered = {
        (path, method)
        for path, entry in served.items()
        for method in entry
        if not path.startswith("/v1/uploads")
    }
    assert offered == wanted


@pytest.mark.slow
def test_answers_stay_inside_the_contract(province: Province, tmp_path: Path) -> None:
    assert probe(province, Desk(tmp_path, province.url), 6) > 100


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_many_answers_stay_inside_the_contract(province: Province, tmp_path: Path) -> None:
    assert probe(province, Desk(tmp_path, province.url), 300) > 5000
