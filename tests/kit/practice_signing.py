"""Papers signed with a token of an open practice office."""

import os
from pathlib import Path
from unittest import mock

from desk_app import bootstrap


def signed_in(office, paper: Path, folder: Path) -> Path:
    """A PDF with the signature of the office's first token; the file, in `folder`."""
    token = office.profile.as_json()["tokens"][0]
    out = folder / "signed.pdf"
    order = bootstrap.SignFiles(
        files=(paper,), out=out, out_dir=None, module=Path(token["module"]), token=token["token"],
        certificate=token["cert"], role="approver", level="b-b", tsa=None,
        trust=office.profile.folder / "trust", pin=bytearray(token["pin"].encode()),
    )  # fmt: skip
    own = {"SOFTHSM2_CONF": bootstrap.load_settings(office.profile.folder).softhsm_conf}
    with mock.patch.dict(os.environ, own):  # another office may have been opened since
        list(bootstrap.sign_files(order))
    return out
