"""Makes the folder of a real desk: settings to fill in, no staff, no trust yet."""

import json
import uuid
from pathlib import Path

from desk_app.config.front import SETTINGS_FILE
from desk_app.config.keys import tighten
from desk_app.domain.errors import RuleError

_TEMPLATE = """[office]
agency_code = ""
unit = ""
unit_name = ""
agency_name = ""
superior = ""
place = ""

[desk]
name = "Quầy 1"
id = {id}
generation = 1
asks_password = true

[database]
url = {database}

[papers]
url = {papers}

[province]
url = {province}

[codes]
default = {codes}

[signing]
modules = []
tsa = ""

[recovery]
public = {recovery}

[backup]
folder = ""
every_hours = 24

[session]
offline_hours = 72
lock_minutes = 10
"""


def new_profile(
    folder: Path, *, province: str, database: str, papers: str, recovery: str = ""
) -> None:
    """Write a profile an administrator completes; RuleError ``profile.exists``."""
    if (folder / SETTINGS_FILE).exists():
        raise RuleError("profile.exists", {"folder": str(folder)})
    tighten(folder)
    (folder / "trust").mkdir(exist_ok=True)
    (folder / "staff.toml").write_text("# [[officer]]\n", encoding="utf-8")
    text = _TEMPLATE.format(
        id=json.dumps(str(uuid.uuid4())),
        database=json.dumps(database),
        papers=json.dumps(papers),
        province=json.dumps(province),
        codes=json.dumps("server" if province else "book"),
        recovery=json.dumps(recovery),
    )
    (folder / SETTINGS_FILE).write_text(text, encoding="utf-8")
