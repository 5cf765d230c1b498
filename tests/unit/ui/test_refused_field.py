"""The box a refusal of the province names is the box the form opens at."""

import pytest

from desk_app.application.sync_values import Problem
from desk_app.ui.connect.outbox import refused_field


@pytest.mark.parametrize(
    ("pointer", "field"),
    [
        ("/body/form/ngay_sinh", "ngay_sinh"),
        ("/body/form/cha~1me/ho_ten", "cha/me"),
        ("/body/code", ""),
        ("", ""),
    ],
)
def test_the_pointer_names_the_field(pointer: str, field: str) -> None:
    problem = Problem(code="sync.invalid", facts={"problems": [{"pointer": pointer}]})
    assert refused_field(problem) == field


def test_other_answers_name_none() -> None:
    assert refused_field(None) == ""
    assert refused_field(Problem(code="sync.busy")) == ""
