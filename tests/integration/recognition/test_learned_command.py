"""Lessons and words of papers on the command line, over a profile on disk."""

import json

import pytest

from desk_app import bootstrap
from desk_app.application.commands import intake as acts
from desk_app.cli import main
from desk_app.domain.learned import LearnedKind, Lesson
from desk_app.practice.profile import new_practice_profile
from tests.kit.papers.at_desk import picture

pytestmark = pytest.mark.tesseract

LABEL = Lesson(
    kind=LearnedKind.LABEL, document_type="to_khai_khai_sinh", field="que_quan", seen="Cội nguồn"
)
NAME = Lesson(kind=LearnedKind.NAME, seen="Hưong", meant="Hương")
PAPER = """\
TỜ KHAI ĐĂNG KÝ KHAI SINH
Kính gửi: Ủy ban nhân dân xã Phú Lâm
Họ, chữ đệm, tên: Lê Minh Khôi
Nghề nghiệp của người khai: thợ kim hoàn"""


@pytest.fixture(scope="module")
def profile(tmp_path_factory):
    folder = tmp_path_factory.mktemp("Quầy học")
    made = new_practice_profile(
        folder, now=bootstrap.wall_clock().now(), province_url="http://127.0.0.1:1"
    )
    return made.folder


@pytest.fixture
def run(profile, capfd):
    def told(*words, code=0):
        assert main.run([*words, "--json", "--profile", str(profile)]) == code
        return [json.loads(line) for line in capfd.readouterr().out.splitlines()]

    return told


def test_lessons_are_listed_decided_and_carried(profile, run, tmp_path):
    admin = ("--as", "quantri")
    assert run("learned", "list", *admin, code=3) == []
    desk = bootstrap.open_desk(profile)
    with desk.office.unit_of_work() as work:
        for lesson in (LABEL, LABEL, NAME):
            work.learned.note(lesson, at=desk.office.clock.now())
        work.commit()
    desk.close()
    assert [(x["id"], x["count"]) for x in run("learned", "list", *admin)] == [
        (LABEL.id, 2),
        (NAME.id, 1),
    ]
    (refused,) = run("learned", "list", "--as", "canbo1", code=1)
    assert refused["error"]["code"] == "workflow.role"
    (approved,) = run("learned", "approve", LABEL.id, *admin)
    assert approved["review"] == "approved"
    run("learned", "refuse", NAME.id, *admin)
    assert [x["seen"] for x in run("learned", "list", *admin)] == ["Cội nguồn"]
    file = tmp_path / "nhãn.toml"
    assert run("learned", "export", str(file), *admin) == [{"labels": 1}]
    assert "Hương" not in file.read_text("utf-8")
    assert run("learned", "import", str(file), *admin, code=3) == [{"labels": 0}]
    (unknown,) = run("learned", "approve", "khong-co", *admin, code=1)
    assert unknown["error"]["code"] == "learned.unknown"
    (wrong,) = run("learned", "import", str(tmp_path / "không có.toml"), *admin, code=64)
    assert wrong["error"]["code"] == "usage.input_unreadable"
    (unwritable,) = run("learned", "export", str(tmp_path / "a" / "b.toml"), *admin, code=64)
    assert unwritable["error"]["code"] == "usage.output_unwritable"


def test_a_word_of_a_scan_is_found(profile, run, tmp_path):
    desk = bootstrap.open_desk(profile)
    clerk = desk.actor("canbo1")
    new = acts.NewDossier(procedure="birth_registration", actor=clerk)
    key = desk.steps.intake.new(new).dossier_id
    on = {"dossier": key, "actor": clerk, "component": "declaration"}
    file = picture(PAPER, tmp_path / "a.jpg", "clean", 1)
    desk.steps.intake.digitise(acts.Digitise(files=(file,), **on))
    desk.steps.intake.read(acts.ReadComponent(**on))
    desk.close()
    (found,) = run("dossier", "find", key, "nghe nghiep")
    assert (found["component"], found["page"]) == ("declaration", 1)
    assert run("dossier", "find", key, "thợ mộc", code=3) == []
