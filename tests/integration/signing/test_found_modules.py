"""Finding the driver of a token (F08-02): a table in data, the doctor's proposal, what loads decides."""

import shutil
from pathlib import Path

import pytest

from desk_app.bootstrap import checks
from signing.tokens import modules
from signing.tokens.broker import TokenBroker
from signing.tokens.modules import find_modules

pytestmark = pytest.mark.token


@pytest.fixture
def machine(tmp_path, pki):
    """Two folders of a machine with the files of two vendors; one of them is a module that works."""
    first, second = tmp_path / "lib", tmp_path / "lib64"
    first.mkdir(), second.mkdir()
    shutil.copy(pki.module, first / "libbit4xpki.so")
    (second / "libeToken.so").write_bytes(b"no module")
    (second / "libother.so").write_bytes(b"")
    (second / "libbit4xpki.so").symlink_to(first / "libbit4xpki.so")
    return first, second


def test_known_names_are_found_once_and_those_of_the_settings_come_first(machine, tmp_path):
    own = tmp_path / "own.so"
    own.write_bytes(b"")
    found = find_modules([own, tmp_path / "gone.so"], folders=machine)
    assert [(each.path.name, each.family) for each in found] == [
        ("own.so", "settings"), ("libbit4xpki.so", "Bit4id"), ("libeToken.so", "SafeNet / Thales"),
    ]  # fmt: skip


def test_nothing_is_loaded_to_find_them_and_loading_tells_which_have_a_token(machine):
    found = find_modules(folders=machine)
    with TokenBroker([each.path for each in found]) as broker:
        tokens = broker.tokens()
        faults = broker.module_faults()
    assert tokens
    assert {Path(str(token.module)).name for token in tokens} == {"libbit4xpki.so"}
    (fault,) = faults
    assert fault.code == "signing.module_unusable"


def test_the_doctor_says_which_line_to_write(machine, monkeypatch):
    real = modules.find_modules
    monkeypatch.setattr(modules, "find_modules", lambda: real(folders=machine))
    line = _module_line()
    assert line["state"] == "warn"
    assert "Bit4id (libbit4xpki.so)" in line["detail"]
    assert f'"{(machine[0] / "libbit4xpki.so").as_posix()}"' in line["fix"]
    assert "[signing]" in line["fix"]
    monkeypatch.setattr(modules, "find_modules", lambda: ())
    assert "libbit4xpki" not in _module_line()["fix"]


def _module_line():
    (check,) = (check for name, check in checks.CHECKS if name == "module")
    return checks._line(checks.Texts(), "module", checks._safe(check, None))
