"""A practice profile: people, tokens, keys, a province and specimen papers, made at run time.

Everything carries MẪU or THỬ NGHIỆM; nothing of it can touch real data, trust or outbox (R-5B-73).
"""

import datetime as dt
import json
import shutil
import socket
import uuid
from dataclasses import dataclass
from pathlib import Path

from desk_app import bootstrap
from desk_app.config.front import SETTINGS_FILE
from desk_app.config.keys import tighten
from desk_app.domain.errors import RuleError
from desk_app.practice.pictures import (
    SEAL_MM,
    SEAL_PICTURE,
    SIGNATURE_MM,
    draw_seal,
    draw_signature,
)
from desk_app.practice.pki import PracticePki, load_practice_pki, make_practice_pki

AGENCY_CODE = "H99.01"
UNIT_NAME = "Bộ phận Tiếp nhận và Trả kết quả xã Mẫu"
AGENCY_NAME = "Ủy ban nhân dân xã Mẫu"
SUPERIOR = "Ủy ban nhân dân tỉnh Mẫu"
PLACE = "xã Mẫu"


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeOfficer:
    """One person of the practice office.

    Attributes:
        certificate: name of the personal certificate, empty for somebody who signs nothing.
        seals: may use the agency token.
    """

    user: str
    full_name: str
    position: str
    roles: tuple[str, ...]
    certificate: str
    seals: bool = False
    block: tuple[str, ...] = ()


OFFICERS = (
    PracticeOfficer(
        user="canbo1",
        full_name="Nguyễn Thị Mẫu Một",
        position="Công chức tiếp nhận",
        roles=("intake_officer",),
        certificate="canbo1",
    ),
    PracticeOfficer(
        user="canbo2",
        full_name="Trần Văn Mẫu Hai",
        position="Công chức thẩm định",
        roles=("appraiser",),
        certificate="canbo2",
    ),
    PracticeOfficer(
        user="lanhdao",
        full_name="Phạm Văn Mẫu Bốn",
        position="Chủ tịch",
        roles=("approver", "agency_leader", "one_stop_head"),
        certificate="lanhdao",
        block=("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"),
    ),
    PracticeOfficer(
        user="vanthu",
        full_name="Đỗ Thị Mẫu Sáu",
        position="Văn thư",
        roles=("records_clerk",),
        certificate="",
        seals=True,
    ),
    PracticeOfficer(
        user="traketqua",
        full_name="Lý Thị Mẫu Năm",
        position="Công chức trả kết quả",
        roles=("result_officer",),
        certificate="canbo4",
    ),
    PracticeOfficer(
        user="quantri",
        full_name="Vũ Thị Mẫu Bảy",
        position="Quản trị hệ thống",
        roles=("admin",),
        certificate="",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeProfile:
    """What ``profile new --practice`` answers."""

    folder: Path
    pki: PracticePki
    province_url: str

    def as_json(self) -> dict[str, object]:
        """The answer of the command line."""
        return {
            "profile": str(self.folder),
            "people": [
                {"user": o.user, "full_name": o.full_name, "roles": list(o.roles)} for o in OFFICERS
            ],
            "tokens": [
                {
                    "module": t.module,
                    "token": t.token,
                    "cert": t.cert,
                    "role": t.role,
                    "pin": t.pin,
                }
                for t in self.pki.tokens
            ],
            "province": self.province_url,
            "softhsm_conf": str(self.pki.softhsm_conf or ""),
            "trust": str(self.folder / "trust"),
        }


def new_practice_profile(
    folder: Path,
    *,
    now: dt.datetime,
    province_url: str = "",
    database_url: str = "",
    papers_url: str = "",
) -> PracticeProfile:
    """Make a practice profile in an empty folder.

    Raises:
        FileExistsError: the folder already holds a profile.
    """
    if (folder / SETTINGS_FILE).exists():
        raise FileExistsError(str(folder))
    tighten(folder)
    folder = folder.resolve()
    pki = make_practice_pki(folder / "pki", port=_free_port(), now=now)
    (folder / "trust").mkdir(exist_ok=True)
    for file in pki.trust_folder.iterdir():
        (folder / "trust" / file.name).write_bytes(file.read_bytes())
    _draw_pictures(folder / "pictures")
    (folder / "staff.toml").write_text(_staff(pki), encoding="utf-8")
    settings = _settings(pki, province_url, database_url, papers_url)
    (folder / SETTINGS_FILE).write_text(settings, encoding="utf-8")
    return PracticeProfile(folder=folder, pki=pki, province_url=province_url)


def reset_practice_profile(folder: Path, *, now: dt.datetime) -> PracticeProfile:
    """Make a practice profile anew: dossiers, papers, tokens and the province's copy are gone.

    The new one is whole before the old one is removed.

    Raises:
        RuleError: ``profile.not_practice``; nothing was touched.
        ConflictError: ``profile.in_use`` by an open window.
        UnavailableError: ``profile.*`` when the folder holds no profile.
    """
    settings = bootstrap.load_settings(folder)
    if not settings.is_practice:
        raise RuleError("profile.not_practice", {"folder": folder.name})
    with bootstrap.single_instance(folder):
        pass
    old = folder.with_name(f"{folder.name}.{uuid.uuid4().hex[:8]}")
    folder.rename(old)
    try:
        made = new_practice_profile(folder, now=now, province_url=settings.province_url)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)
    return made


def _draw_pictures(folder: Path) -> None:
    folder.mkdir(exist_ok=True)
    (folder / SEAL_PICTURE).write_bytes(draw_seal(AGENCY_NAME, SUPERIOR))
    for officer in OFFICERS:
        for key, name in _picture(officer):
            if key == "signature_image":
                (folder / str(name)).write_bytes(draw_signature(officer.full_name))


def open_practice_profile(folder: Path, province_url: str) -> PracticeProfile:
    """The practice profile that lies there."""
    return PracticeProfile(
        folder=folder, pki=load_practice_pki(folder / "pki"), province_url=province_url
    )


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _toml(value: object) -> str:
    """JSON strings, lists, numbers and booleans are TOML ones too."""
    return json.dumps(value, ensure_ascii=False)


def _table(section: str, /, **values: object) -> str:
    lines = [f"[{section}]"] + [f"{key} = {_toml(value)}" for key, value in values.items()]
    return "\n".join(lines) + "\n"


def _settings(pki: PracticePki, province_url: str, database_url: str, papers_url: str) -> str:
    return "\n".join(
        (
            _table(
                "office",
                agency_code=AGENCY_CODE,
                unit=AGENCY_CODE,
                unit_name=UNIT_NAME,
                agency_name=AGENCY_NAME,
                superior=SUPERIOR,
                place=PLACE,
            ),
            _table(
                "desk",
                name="Quầy 1",
                id=str(uuid.uuid4()),
                generation=1,
                practice=True,
                asks_password=False,
            ),
            _table("database", url=database_url),
            _table("papers", url=papers_url),
            _table("province", url=province_url, target="province", kind="reference"),
            _table("codes", default="slot" if province_url else "book"),
            _table(
                "signing",
                modules=[str(pki.module)] if pki.module else [],
                softhsm_conf=str(pki.softhsm_conf or ""),
                tsa=pki.tsa_url,
                policies_officer=[pki.policy_officer],
                policies_approver=[pki.policy_officer],
                policies_agency=[pki.policy_seal],
                policies_copy=[pki.policy_seal],
                seal_image=SEAL_PICTURE,
                seal_mm=SEAL_MM,
            ),
            _table("scanning", devices=[]),
            _table("cards", countries="countries", practice_port=0),
        )
    )


def _staff(pki: PracticePki) -> str:
    parts = []
    for officer in OFFICERS:
        part = ["[[officer]]"]
        part += [
            f"{key} = {_toml(value)}"
            for key, value in (
                ("user", officer.user),
                ("full_name", officer.full_name),
                ("position", officer.position),
                ("unit", AGENCY_CODE),
                ("roles", list(officer.roles)),
                ("holds_agency_token", officer.seals),
                ("signature_block", list(officer.block)),
                *_picture(officer),
            )
        ]
        if officer.certificate and pki.tokens:
            part.append(_token("token", pki, officer.certificate))
        if officer.seals and pki.tokens:
            part.append(_token("agency_token", pki, "condau"))
        parts.append("\n".join(part))
    return "\n\n".join(parts) + "\n"


def _picture(officer: PracticeOfficer) -> tuple[tuple[str, object], ...]:
    """Who signs by name on results has a picture of the handwritten signature."""
    if not officer.block:
        return ()
    return (
        ("signature_image", f"{officer.user}.png"),
        ("signature_mm", SIGNATURE_MM),
    )


def _token(key: str, pki: PracticePki, certificate: str) -> str:
    token = pki.token(certificate)
    return (
        f"{key} = {{ module = {_toml(token.module)}, label = {_toml(token.token)}, "
        f"certificate = {_toml(token.cert)} }}"
    )
