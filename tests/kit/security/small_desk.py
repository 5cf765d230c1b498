"""A profile with dossiers and papers, made in a second: encrypted as a real one, keys in a file."""

import dataclasses
import uuid
from pathlib import Path

from desk_app.adapters.papers import PapersStore
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.domain.identifiers import DossierCode, DossierId
from tests.builders import EVERYBODY, NOW, a_dossier

SETTINGS = """[office]
agency_code = "H99.01"
unit = "H99.01"
unit_name = "Bộ phận Một cửa"
agency_name = "Ủy ban nhân dân xã Mẫu"
superior = "Ủy ban nhân dân tỉnh Mẫu"
place = "Xã Mẫu"

[desk]
name = "Quầy 1"
id = "{id}"
generation = 1
practice = true
asks_password = false

[province]
url = ""
"""


def make_profile(folder: Path) -> Path:
    """A profile folder without dossiers."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "profile.toml").write_text(SETTINGS.format(id=uuid.uuid4()), encoding="utf-8")
    (folder / "staff.toml").write_text("# [[officer]]\n", encoding="utf-8")
    (folder / "trust").mkdir(exist_ok=True)
    return folder


def fill(folder: Path, *, dossiers: int = 5, start: int = 1) -> list[str]:
    """Dossiers with one paper each; gives the papers' digests."""
    settings = load_settings(folder)
    keys = keys_of(settings)
    papers = PapersStore(folder / "papers", keys.papers, keys.recovery)
    database = open_database_of(settings, keys)
    digests = []
    try:
        for number in range(start, start + dossiers):
            ref = papers.put(
                f"%PDF-1.7 giấy số {number} {folder}".encode(),
                name=f"tờ khai {number}.pdf",
                media_type="application/pdf",
            )
            digests.append(ref.sha256)
            dossier = a_dossier(
                id=DossierId(str(uuid.uuid4())),
                code=DossierCode.parse(f"H99.01-261123-{number:04d}"),
                received_at=NOW,
            )
            component = dataclasses.replace(dossier.components[0], file=ref, signatures=())
            dossier.components = [component]
            dossier.note_event("draft_opened", by=EVERYBODY, at=NOW)
            dossier.note_event("component_digitised", by=EVERYBODY, at=NOW, files=(ref,))
            with database.unit_of_work() as uow:
                uow.dossiers.add(dossier)
                uow.commit()
    finally:
        database.close()
    return digests
