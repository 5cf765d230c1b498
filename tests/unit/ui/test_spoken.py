"""How values are said aloud."""

import pytest

from desk_app.ui.common.spoken import spoken


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("024190001234", "0 2 4, 1 9 0, 0 0 1, 2 3 4"),
        ("CCCD 024190001234", "Cccd, 0 2 4, 1 9 0, 0 0 1, 2 3 4"),
        ("TRẦN MINH ĐĂNG", "Trần, Minh, Đăng"),
        ("Nguyễn Thị Phương Đông", "Nguyễn, Thị, Phương, Đông"),
        ("17/11/2026", "17, 11, 2026"),
        ("0981 234 567", "0981, 234, 567"),
        ("", ""),
    ],
)
def test_values_are_said_in_groups(value, said):
    assert spoken(value) == said
