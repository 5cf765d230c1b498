"""The board of the practice province in a real browser: what it holds, followed live."""

from pathlib import Path

import pytest

from tests.integration.sync.conftest import Province
from tests.kit.browser import open_page
from tests.kit.sync.desk import FIVE_STEPS, Desk, five_steps, new_id


def row(dossier_id: str) -> str:
    return f"document.querySelector('tr[data-dossier=\"{dossier_id}\"]')?.innerText ?? ''"


@pytest.mark.browser
def test_the_board_shows_what_the_province_holds_and_follows_it(
    own_province: Province, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "desk", own_province.url)
    first, second = new_id(), new_id()
    five_steps(desk, first)
    desk.settle()
    with open_page(f"{own_province.url}/board") as page:
        page.wait_for(f"({row(first)}).includes('RETURNED')")
        shown = page.evaluate(row(first))
        assert own_province.dossier(first)["code"] in shown
        assert "Đăng ký khai sinh" in shown
        assert "1 hồ sơ" in page.evaluate("document.querySelector('#status').innerText")

        for kind, body in FIVE_STEPS[:3]:
            desk.act(second, kind, body)
        desk.settle()
        page.wait_for(f"({row(second)}).includes('ACCEPTED')")
        desk.act(second, "hand_over")
        desk.settle()
        page.wait_for(f"({row(second)}).includes('IN_APPRAISAL')")
        assert page.evaluate("document.querySelectorAll('tbody tr').length") == 2
        assert not page.evaluate("document.querySelectorAll('button, input, form, a').length")

        own_province.restart()
        desk.act(
            second, "submit_result", {"outcome": "grant"}, files={"r": b"r"}, file_role="result"
        )
        desk.settle()
        page.wait_for(f"({row(second)}).includes('IN_APPROVAL')")
