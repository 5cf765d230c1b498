"""From nothing to a desk: the window first, the desk behind it, the doctor where there is none (UI-22)."""

import contextlib
import types

import pytest

import desk_app
from desk_app import bootstrap
from desk_app.domain.errors import ConflictError, UnavailableError
from desk_app.texts import shipped
from desk_app.ui.common.words import Words
from desk_app.ui.opening import Opening, Ready
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.window import close_window, settle

pytestmark = pytest.mark.ui


class Shut(Ready):
    """A desk that cannot be opened."""

    def __init__(self, desk, code):
        super().__init__(desk)
        self.code = code

    def desk(self):
        raise UnavailableError(self.code)


@pytest.mark.parametrize("code", ["profile.missing", "persistence.damaged", "keys.no_key_ring"])
def test_a_desk_that_cannot_be_opened_leads_to_the_doctor(qapp, sample, code):
    window = Conductor(
        Shut(sample.desk, code), Words(shipped, "vi"), InlineTaskRunner(), sample.welcome()
    )
    window.shell.show()
    window.prepare()
    assert window.sign_in.state.failure.code == code
    assert window.sign_in_page.problem.isVisible()
    window.sign_in_page.problem.button.click()
    settle()
    assert window.shell.page.scope == "doctor"
    assert window.doctor.state.lines
    window.shell.press("escape")
    assert window.shell.front.currentWidget() is window.sign_in_page
    close_window(window)


def test_who_saw_the_doctor_first_signs_in_all_the_same(qapp, sample):
    window = Conductor(
        Ready(sample.desk), Words(shipped, "vi"), InlineTaskRunner(), sample.welcome()
    )
    window.shell.show()
    window.examine()
    window.shell.press("escape")
    window.sign_in.sign_in("lethuha", "mat-khau")
    settle()
    assert window.shell.page is window.pages["dashboard"]
    close_window(window)


def test_a_page_is_built_when_it_is_first_looked_at(window):
    assert window.pages.name_of(window.shell.page) == "dashboard"
    assert list(window.pages._built) == ["dashboard"]
    window.go("doctor")
    assert list(window.pages._built) == ["dashboard", "doctor"]
    assert window.pages["doctor"] is window.shell.page


def test_an_empty_folder_is_a_profile_that_is_missing(tmp_path):
    opening = Opening(tmp_path)
    assert opening.welcome().office == ""
    with pytest.raises(UnavailableError) as refused:
        opening.desk()
    assert refused.value.code == "profile.missing"
    opening.close()


def test_one_window_holds_a_profile_and_a_refused_one_holds_nothing(tmp_path):
    opening = Opening(tmp_path)
    with bootstrap.single_instance(tmp_path), pytest.raises(ConflictError) as refused:
        opening.desk()
    assert refused.value.code == "profile.in_use"
    with pytest.raises(UnavailableError):
        opening.desk()
    with bootstrap.single_instance(tmp_path):
        opening.close()


def test_an_opening_and_its_desk_keep_choices_in_one_place(tmp_path, monkeypatch):
    given = []

    @contextlib.contextmanager
    def connected(desk, scanner="", *, settings=None):
        given.append(settings)
        yield object()

    opened = types.SimpleNamespace(close=lambda: None)
    monkeypatch.setattr(bootstrap, "open_desk", lambda folder, **kinds: opened)
    monkeypatch.setattr("desk_app.ui.opening.connected", connected)
    opening = Opening(tmp_path)
    opening.desk()
    opening.close()
    assert given == [opening.settings]


def test_the_version_is_that_of_the_package():
    import tomllib
    from pathlib import Path

    project = tomllib.loads(
        (Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8")
    )
    assert project["project"]["version"] == desk_app.__version__
