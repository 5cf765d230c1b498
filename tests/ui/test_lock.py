"""The desk locks itself: nobody acts until somebody signs in, and what was typed stays."""

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication

from desk_app.ui.shell.lock import IdleGuard
from tests.kit.ui.window import begin_intake

pytestmark = pytest.mark.ui


def test_a_locked_desk_does_nothing_and_gives_the_page_back(window):
    begin_intake(window)
    page = window.shell.page
    officer = window.officer
    window.lock()
    QApplication.processEvents()
    assert window.officer is None
    assert not window.shell.is_at_work
    window.go("go_approve")
    window.go("new_dossier")
    assert not window.shell.is_at_work
    window._begin(officer)
    QApplication.processEvents()
    assert window.shell.page is page


def test_another_officer_begins_at_the_start(window):
    begin_intake(window)
    page, officer = window.shell.page, window.officer
    window.lock()
    window._begin(officer._replace(id="somebody-else"))
    QApplication.processEvents()
    assert window.shell.page is not page


def test_a_pin_that_is_being_typed_is_forgotten(window):
    answers = []
    begin_intake(window)
    sheet = window.shell.work.pin_sheet
    sheet.ask(answers.append, sheet.pin)
    assert sheet.isVisible()
    window.lock()
    assert answers == [None]
    assert not sheet.isVisible()


def test_signs_of_life_begin_the_time_anew(qtbot):
    guard = IdleGuard()
    told = []
    guard.expired.connect(lambda: told.append(1))
    guard.watch(1)
    guard._timer.setInterval(30)
    guard._timer.start()
    for _ in range(3):
        guard.eventFilter(QObject(), QEvent(QEvent.Type.MouseMove))
    qtbot.waitUntil(lambda: told == [1], timeout=5000)
    guard.rest()


def test_zero_minutes_never_lock(qtbot):
    guard = IdleGuard()
    guard.watch(0)
    assert not guard._timer.isActive()


def test_pulling_the_signing_device_locks(window, qtbot):
    sample = window.desk.tokens
    assert window.officer.signs
    window._guards.removal.look()
    qtbot.waitUntil(lambda: window._guards.removal._was_here, timeout=60_000)
    sample.remove_token_after = 0
    with qtbot.waitSignal(window._guards.removal.removed, timeout=60_000):
        for _ in range(2):
            qtbot.waitUntil(lambda: not window._guards.removal._is_looking, timeout=60_000)
            window._guards.removal.look()
    assert window.officer is None
    assert not window.shell.is_at_work


def test_a_device_that_was_never_there_locks_nothing(window, qtbot):
    sample = window.desk.tokens
    sample.remove_token_after = 0
    for _ in range(4):
        window._guards.removal.look()
        qtbot.waitUntil(lambda: not window._guards.removal._is_looking, timeout=60_000)
    assert window.officer is not None


def test_a_device_plugged_in_later_is_told_in_the_top_bar(window, qtbot):
    """At sign-in it was missing; nobody has to sign in again, or sign, to see that it is ready."""
    guard, chip = window._guards.removal, window.shell.work.top.token
    window.desk.tokens.remove_token_after = 0
    window._watch.look_at_token(window.officer)
    guard.look()
    missing = chip.accessibleName()
    window.desk.tokens.remove_token_after = None
    with qtbot.waitSignal(guard.plugged, timeout=60_000):
        guard.look()
    assert chip.accessibleName() != missing
    with qtbot.assertNotEmitted(guard.plugged):
        guard.look()


def test_one_missed_look_and_a_module_that_cannot_tell_lock_nothing(window, qtbot):
    looks = iter([True, False, True, OSError(), False, OSError(), True])

    def look() -> bool:
        seen = next(looks)
        if isinstance(seen, OSError):
            raise seen
        return seen

    window._guards.removal.watch(look)
    for _ in range(7):
        window._guards.removal.look()
        qtbot.waitUntil(lambda: not window._guards.removal._is_looking, timeout=60_000)
    assert window.officer is not None
