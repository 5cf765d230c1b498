"""Small changes to the staff list that an administrator makes from the command line."""

import json
import re
from pathlib import Path

from desk_app.bootstrap.data import load_settings
from desk_app.config.keys import write_private
from desk_app.domain.errors import NotFoundError

_BLOCK = re.compile(r"(?m)^(?=\[\[officer\]\])")
_HASH = re.compile(r"(?m)^password_hash\s*=.*\n?")


def set_password(profile: Path | None, user: str, password: str) -> None:
    """Give an officer a new password; the rest of the staff list keeps its words and comments.

    Raises:
        NotFoundError: ``staff.unknown``.
        RuleError: ``session.password_short``.
    """
    from desk_app.adapters.staff import StaffFile, hash_password

    file = load_settings(profile).within("staff.toml")
    StaffFile(file).officer(user)
    line = f"password_hash = {json.dumps(hash_password(password))}\n"
    blocks = _BLOCK.split(file.read_text(encoding="utf-8"))
    named = re.compile(rf"(?m)^user\s*=\s*{re.escape(json.dumps(user, ensure_ascii=False))}\s*$")
    found = False
    for number, block in enumerate(blocks):
        if named.search(block):
            head, rest = _HASH.sub("", block).split("\n", 1)
            blocks[number] = f"{head}\n{line}{rest}"
            found = True
    if not found:
        raise NotFoundError("staff.unknown", {"user": user})
    write_private(file, "".join(blocks).encode())
    StaffFile(file).officer(user)
