"""After a working day nothing personal lies outside the encrypted stores: 0 hits for what was planted."""

import json
import os
import signal
import subprocess
import sys
import tomllib
import unicodedata
import zipfile
from pathlib import Path

import pytest

from desk_app import bootstrap
from desk_app.application.commands import intake as acts
from desk_app.application.commands.appraise import AddPageNote
from desk_app.bootstrap.hardening import WORK
from desk_app.bootstrap.recorder import Recorder
from desk_app.domain.workflow import Step
from desk_app.practice.demo import DemoRun
from desk_app.practice.pki.people import USER_PIN

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]
ROOT = Path(__file__).parents[2]
TRUTH = Path("desk_app/practice/specimens/birth_declaration.toml")
PERSONAL = (
    "nguoi_yeu_cau",
    "so_cccd",
    "ho_ten",
    "me_ho_ten",
    "cha_ho_ten",
    "noi_cu_tru",
    "noi_sinh",
)
# What the practice office itself brings: specimen papers, the province's own data, token files and
# certificates with the names of the practice officers.
BROUGHT = {"specimens", "province", "pki", "trust", "staff.toml", "revocation"}


NOTE = "Chữ ký của Âu Văn Bên Lề chưa rõ"
"""An appraiser's note at a place of a paper."""
EARLIER = "Mạc Thị Giá Trị Cũ"
"""Stood in a field of the form and was replaced the same morning."""


def forms_of(text):
    """The bytes a text can lie in."""
    for form in ("NFC", "NFD"):
        shaped = unicodedata.normalize(form, text)
        for spelt in {shaped, shaped.upper(), shaped.lower(), json.dumps(shaped)[1:-1]}:
            yield spelt.encode("utf-8")
            yield spelt.encode("utf-16-le")


VISITORS = (
    ("Đoàn Thị Kín Miệng", "027188004477", "0987 600 411", "kin.mieng@thu.example"),
    ("Tạ Quang Giữ Lời", "027090118822", "0912 455 377", "giu.loi@thu.example"),
)


def needles():
    """Names, numbers, phones and addresses of everybody who came that day, and the PIN."""
    truth = tomllib.loads((ROOT / TRUTH).read_text(encoding="utf-8"))
    values = {truth[key] for key in PERSONAL} | {said for each in VISITORS for said in each}
    values |= {EARLIER, NOTE}
    found = {value: set(forms_of(value)) for value in values}
    found["the PIN as a line of its own"] = {f'"{USER_PIN}"'.encode(), f"pin={USER_PIN}".encode()}
    return found


def hits(folder, wanted):
    """Files below a folder that hold something planted; what cannot be read is a hit too."""
    lines = []
    for path in sorted(folder.rglob("*")):
        if not path.is_file() or path.relative_to(folder).parts[0] in BROUGHT:
            continue
        data = path.read_bytes()
        lines += [
            f"{path.relative_to(folder)}: {name}"
            for name, shapes in wanted.items()
            if any(shape in data for shape in shapes)
        ]
    return lines


# Ends as a worker that falls: with the dossier in memory and a paper of it in the clear on disk.
_FALLS = """
import faulthandler, os, sys, tempfile
from pathlib import Path
from desk_app.bootstrap.hardening import harden_process
harden_process()
from desk_app import bootstrap
desk = bootstrap.open_desk(Path(sys.argv[1]))
dossier = desk.enquiries.dossier(sys.argv[2])
kept = repr(dossier)
folder = Path(tempfile.mkdtemp())
(folder / "in the clear.txt").write_text(kept, encoding="utf-8")
print(len(kept), folder, flush=True)
faulthandler.enable()
os.abort()
"""


@pytest.mark.skipif(os.name == "nt", reason="core files of POSIX")
def test_a_crash_leaves_nothing_planted(office, desk, tmp_path):
    import resource

    run = DemoRun(desk=desk, office=office, say=lambda text: None)
    run.intake()
    home = tmp_path / "home"
    home.mkdir()
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    with (home / "said.txt").open("wb") as said:
        fallen = subprocess.run(
            [sys.executable, "-c", _FALLS, office.profile.folder, run.code],
            cwd=home,
            env={**os.environ, "HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)},
            stdout=said,
            stderr=subprocess.STDOUT,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CORE, (most, most)),
            check=False,
        )
    assert fallen.returncode == -signal.SIGABRT
    told = (home / "said.txt").read_text(encoding="utf-8")
    assert int(told.split()[0]) > 1000
    assert "Fatal Python error: Aborted" in told
    wanted = needles()
    assert hits(home, wanted) == []
    assert [path.name for path in home.iterdir()] == ["said.txt"]
    left = Path(told.split()[1])
    assert left.is_relative_to(office.profile.folder / WORK), "where the next start cleans up"
    assert hits(left, wanted) != []
    bootstrap.open_desk(office.profile.folder).close()
    assert hits(office.profile.folder, wanted) == []


def a_working_day(office, desk, home):
    """One dossier through all steps, one refused, one sent back for more; then what a clerk asks.

    ``home`` is where programs of the day would leave their traces: home, temporary and working
    folder, and everything they said beside their answers.
    """
    run = DemoRun(desk=desk, office=office, say=lambda text: None)
    for step, act in run.acts.items():
        act()
        if step is Step.INTAKE:
            spot = (0.1, 0.2, 0.4, 0.05)
            desk.steps.page_notes.add_note(
                AddPageNote(
                    dossier=run.code, actor=desk.actor("canbo2"), paper="declaration", page=0,
                    place=spot, text=NOTE,
                )
            )  # fmt: skip
    clerk, intake = desk.actor("canbo1"), desk.steps.intake
    keys = []
    for name, number, phone, mail in VISITORS:
        new = intake.new(acts.NewDossier(procedure="birth_registration", actor=clerk))
        keys.append(new.dossier_id)
        intake.identify(
            acts.Identify(
                dossier=keys[-1], actor=clerk, full_name=name, identifier=number, phone=phone,
                email=mail, address=name, remark=f"{name} gọi từ {phone}",
            )
        )  # fmt: skip
    for name in (EARLIER, VISITORS[1][0]):
        intake.fill(acts.FillForm(dossier=keys[1], actor=clerk, values={"me_ho_ten": name}))
    intake.reject(
        acts.Reject(dossier=keys[0], actor=clerk, reason=f"{VISITORS[0][0]} không thuộc thẩm quyền")
    )
    point = acts.Point(component="declaration", what=f"Chữ ký của {VISITORS[1][0]}")
    intake.ask_to_supplement(
        acts.AskToSupplement(dossier=keys[1], actor=clerk, points=(point,), reason=VISITORS[1][3])
    )
    desk.exchange.once()
    said = (home / "said.txt").open("wb")
    surroundings = {"HOME": str(home), "TMPDIR": str(home), "PYTHONPATH": str(ROOT)}
    with said:
        for words in (
            ("dossier", "list", "--text", VISITORS[0][0]),
            ("dossier", "show", keys[1]),
            ("dossier", "shift"),
            ("nightly", "--seconds", "5"),
            ("report", "criteria"),
            ("dossier", "show", f"{VISITORS[0][1]}"),  # refused in words
            ("doctor",),
        ):
            subprocess.run(
                [sys.executable, "-m", "desk_app", *words, "--json", "--profile", office.profile.folder],
                cwd=home, env={**os.environ, **surroundings}, stdout=subprocess.DEVNULL, stderr=said,
                check=False, timeout=120,
            )  # fmt: skip
    return run.code, keys


def test_nothing_planted_lies_outside_the_encrypted_stores(office, desk, tmp_path):
    home = tmp_path / "home"
    home.mkdir()
    done, keys = a_working_day(office, desk, home)
    profile = office.profile.folder
    wanted = needles()
    dossier = desk.enquiries.dossier(keys[1])
    assert VISITORS[1][0] in repr(dossier)
    assert [one.value for one in dossier.form.earlier_of("me_ho_ten")] == [EARLIER]
    assert NOTE in repr(desk.enquiries.dossier(done).page_notes)
    assert hits(home, wanted) == []
    assert {path.name for path in home.rglob("*") if path.is_file()} == {"said.txt"}
    box = Recorder(profile / "logs")
    for value in wanted:  # as a careless caller would
        box.note("act", id=value)
    box.flush()
    bootstrap.audit(profile, papers_s=5.0)
    assert hits(profile, wanted) == []
    assert [p for p in (profile / WORK).rglob("*") if p.is_file() and p.suffix == ".pdf"] == []
    bundle = bootstrap.support_bundle(profile, tmp_path, [])
    with zipfile.ZipFile(bundle) as packed:
        packed.extractall(tmp_path / "bundle")
    assert hits(tmp_path / "bundle", wanted) == []
    made = bootstrap.back_up(profile, tmp_path / "backup")
    assert made.is_whole
    assert hits(tmp_path / "backup", wanted) == []
    assert not list(profile.rglob("core*"))
    if os.name == "posix":
        loose = [p for p in profile.rglob("*.age") if p.stat().st_mode & 0o077]
        assert loose == []
