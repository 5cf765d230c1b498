"""Long work rests while somebody uses the desk."""

import os

from desk_app.bootstrap.backlog import BUSY, REST_S, DeskBacklog, is_at_rest


def test_a_touch_keeps_the_work_waiting_for_a_minute(tmp_path):
    assert is_at_rest(tmp_path)
    DeskBacklog(tmp_path).stir()
    assert not is_at_rest(tmp_path)
    used_at = (tmp_path / BUSY).stat().st_mtime - REST_S - 1
    os.utime(tmp_path / BUSY, (used_at, used_at))
    assert is_at_rest(tmp_path)
