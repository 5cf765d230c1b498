"""The published schemas say the same as the parsers."""

import copy
import datetime as dt
import json

import pytest
from jsonschema import Draft202012Validator

import resources
from desk_app.adapters.catalogue.catalogue import parse_form, read
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.procedure_checks import check_procedure, errors
from desk_app.domain.procedure_reading import procedure_from_data

PROCEDURES = sorted(resources.path("procedures").glob("*.toml"))
FORMS = sorted(resources.path("eforms").glob("*.json"))


def plain(value):
    """TOML dates and times as JSON writes them."""
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [plain(child) for child in value]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    return value


def validator(name):
    schema = json.loads(resources.text(f"schemas/{name}.schema.json"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


@pytest.fixture(scope="module")
def procedure_schema():
    return validator("procedure")


@pytest.mark.parametrize("file", PROCEDURES, ids=lambda file: file.stem)
def test_shipped_procedures_satisfy_the_schema(procedure_schema, file):
    data = plain(read(file))
    assert [error.message for error in procedure_schema.iter_errors(data)] == []
    assert procedure_from_data(data) == procedure_from_data(read(file))


@pytest.mark.parametrize("file", FORMS, ids=lambda file: file.stem)
def test_shipped_forms_satisfy_the_schema(file):
    assert [e.message for e in validator("eform").iter_errors(read(file))] == []
    parse_form(read(file))  # the schema in it is one; the program does not ask again at each start


def places(value, path=()):
    """Every place of a definition, outer ones first."""
    yield path
    if isinstance(value, dict):
        for key, child in value.items():
            yield from places(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from places(child, (*path, index))


def harmed(data, path, change):
    copied = copy.deepcopy(data)
    place = copied
    for part in path[:-1]:
        place = place[part]
    if change is None:
        del place[path[-1]]
    else:
        place[path[-1]] = change
    return copied


@pytest.mark.parametrize("change", [None, "  ", 7.5, True, ["x"], {"x": 1}])
def test_what_the_schema_refuses_the_program_refuses(procedure_schema, change):
    """Every place of one procedure is spoiled in turn; both judges must agree."""
    data = plain(read(resources.path("procedures/construction_permit_house.2.toml")))
    disagreed = []
    for path in places(data):
        if not path:
            continue
        spoiled = harmed(data, path, change)
        refused = any(True for _ in procedure_schema.iter_errors(spoiled))
        try:
            procedure_from_data(spoiled)
            faults = errors(check_procedure(spoiled))
        except DefinitionError as error:
            faults = list(error.problems)
        if refused and not faults:
            disagreed.append(path)
    assert disagreed == []
