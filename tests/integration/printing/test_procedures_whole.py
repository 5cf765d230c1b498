"""A procedure from file to paper: the shipped ones, and a new one that needs no code."""

import datetime as dt
import json

import pytest

from desk_app.adapters.catalogue import Catalogue, check_values
from desk_app.adapters.printing.pdfa import check_pdfa
from desk_app.adapters.printing.printer import Printer
from desk_app.domain.forms import FilledForm, Origin, values_from_reading
from desk_app.domain.procedure_checks import errors
from tests.integration.printing.conftest import MOMENT, OFFICE


def test_every_shipped_procedure_is_sound_down_to_its_paper(printer):
    found = Catalogue().check_all(renders=printer.renders)
    assert {name: errors(problems) for name, problems in found.items() if errors(problems)} == {}
    assert len({name.rpartition(".")[0] for name in found}) >= 20


@pytest.mark.parametrize("key", [p.key for p in Catalogue().procedures(MOMENT.date())])
def test_the_specimen_of_a_result_satisfies_its_form(printer, key):
    """The words of form and template agree: specimen values pass the schema of the e-form."""
    catalogue = Catalogue()
    procedure = catalogue.procedure(key, on=MOMENT.date())
    if procedure.result.template is None:
        return
    form = catalogue.form(procedure.form)
    values = printer.sample(procedure.result.template)["form"]
    assert set(values) <= {field.name for field in form.fields}
    wrong = [p for p in check_values(form, values) if p.code != "form.value_missing"]
    assert wrong == []


PROCEDURE = """
schema = 1
key = "dog_licence"
name = "Cấp thẻ nuôi chó"
version = 1
valid_from = 2026-01-01
agency_level = "commune"
applicants = ["citizen"]
form = "dog_licence"
channels_in = ["counter"]
channels_out = ["counter"]
slips = ["receipt"]
[sector]
name = "Thú y"
[five_step]
eligible = true
[term]
unit = "working_days"
amount = 2
[roles]
intake = ["intake_officer"]
appraise = ["appraiser"]
approve = ["approver"]
agency_sign = ["records_clerk"]
return_result = ["result_officer"]
[[components]]
key = "identity"
name = "Thẻ căn cước"
document_type = "cccd"
digitisation = "mandatory"
originals = 1
feeds_form = true
[[steps]]
key = "a"
step = "intake"
agency = "Một cửa"
role = "intake_officer"
duty = "Tiếp nhận"
amount = 0.5
following = ["b"]
[[steps]]
key = "b"
step = "appraise"
agency = "Thú y"
role = "appraiser"
duty = "Thẩm định"
amount = 0.5
following = ["c"]
[[steps]]
key = "c"
step = "approve"
agency = "Xã"
role = "approver"
duty = "Ký"
amount = 0.5
following = ["d"]
[[steps]]
key = "d"
step = "agency_sign"
agency = "Xã"
role = "records_clerk"
duty = "Ký số"
amount = 0.25
following = ["e"]
[[steps]]
key = "e"
step = "return_result"
agency = "Một cửa"
role = "result_officer"
duty = "Trả"
amount = 0.25
[result]
name = "Thẻ nuôi chó"
template = "the_nuoi_cho"
refusal_template = "quyet_dinh_tu_choi"
book = "dogs"
number_pattern = "{number}/TNC"
[provenance]
code = { to_confirm = true }
publication = { to_confirm = true }
term = { to_confirm = true }
five_step = { to_confirm = true }
retention = { to_confirm = true }
result = { to_confirm = true }
"components.identity" = { to_confirm = true }
"""

FORM = {
    "key": "dog_licence",
    "version": 1,
    "valid_from": "2026-01-01",
    "title": "Đơn xin cấp thẻ nuôi chó",
    "schema": {
        "type": "object",
        "properties": {
            "chu_nuoi": {"title": "Chủ nuôi", "type": "string"},
            "ten_cho": {"title": "Tên chó", "type": "string"},
        },
        "required": ["chu_nuoi", "ten_cho"],
    },
    "ui": {
        "sections": [
            {
                "key": "all",
                "title": "Thông tin",
                "fields": [{"name": "chu_nuoi"}, {"name": "ten_cho"}],
            }
        ]
    },
    "read": {"cccd": {"chu_nuoi": {"field": "ho_ten"}}},
}

TEMPLATE = """
key = "the_nuoi_cho"
valid_from = 2026-01-01
layout = "certificate.typ"
required = ["form.chu_nuoi", "signer.name"]
[source]
instrument = "Office"
[options]
header = "agency"
size = 13
[labels]
title = "Thẻ nuôi chó"
recipients = "Nơi nhận:"
[[rows]]
cells = [{ label = "Chủ nuôi:", field = "form.chu_nuoi", style = "upper", strong = true }]
[[rows]]
cells = [{ label = "Tên chó:", field = "form.ten_cho" }]
"""


class Read:
    value = "ĐỖ VĂN LỰC"
    confidence = 0.99
    sure = True
    box = (0, 0, 9, 9)
    source = "qr"
    suggestions = ()
    doubts = ()


def test_a_new_procedure_needs_no_code(tmp_path):
    """An office adds files; form, reading, check and paper follow."""
    for folder in ("procedures", "eforms", "forms/results", "forms/samples"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "procedures" / "dog.toml").write_text(PROCEDURE, encoding="utf-8")
    (tmp_path / "eforms" / "dog.json").write_text(json.dumps(FORM), encoding="utf-8")
    (tmp_path / "forms" / "results" / "dog.toml").write_text(TEMPLATE, encoding="utf-8")
    sample = {"form": {"chu_nuoi": "A"}, "signer": {"name": "B", "capacity": ["CHỦ TỊCH"]}}
    (tmp_path / "forms" / "samples" / "the_nuoi_cho.json").write_text(json.dumps(sample))
    catalogue = Catalogue([tmp_path])
    with Printer(OFFICE, templates=[tmp_path / "forms"]) as printer:
        problems = catalogue.check_all(renders=printer.renders)["dog_licence.1"]
        assert errors(problems) == []
        assert len(problems) == 7
        form = catalogue.form(catalogue.procedure("dog_licence").form)
        filled = FilledForm(definition_key=form.key, definition_version=form.version)
        at = dt.datetime(2026, 9, 16, 9, tzinfo=dt.UTC)
        filled = filled.read(
            values_from_reading(form, "cccd", {"ho_ten": Read()}, component="identity"),
            by="officer",
            at=at,
        )
        assert filled.values["chu_nuoi"].origin is Origin.QR
        assert filled.missing(form) == ("ten_cho",)
        filled = filled.typed("ten_cho", "Vàng", by="officer", at=at)
        assert check_values(form, filled.data()) == []
        rendered = printer.result(
            "the_nuoi_cho", {**sample, "form": filled.data()}, issued_at=MOMENT
        )
        assert check_pdfa(rendered.pdf) == []
        assert {"LanhDao", "ConDau", "SaoY", "SoVanBan", "NgayVanBan"} == set(rendered.fields)
