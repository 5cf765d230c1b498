"""The newest schema by the names of the steps is the one the migrations lead to."""

from pathlib import Path

from alembic.script import ScriptDirectory

from desk_app.adapters.persistence.schema import _config, newest


def test_the_last_step_is_the_head():
    script = ScriptDirectory.from_config(_config())
    assert newest() == script.get_current_head()
    assert all(
        Path(step.path).name.startswith(f"{step.revision}_") for step in script.walk_revisions()
    )
