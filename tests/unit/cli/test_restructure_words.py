"""Evidence and replay as sentences on the terminal."""

from desk_app.cli.restructure_words import evidence_words, replay_words
from tests.kit.office import shipped_catalogue
from tests.kit.ui.sample_restructuring import BIRTH, GROUP, StudyOfAYear

PROCEDURES = [shipped_catalogue().procedure(code) for code in (BIRTH, "1.004222")]


def test_evidence_names_papers_fields_and_steps_in_words():
    form = shipped_catalogue().form(PROCEDURES[0].form)
    lines = list(evidence_words(PROCEDURES[0], form, StudyOfAYear().evidence()))
    assert lines[0] == "Bằng chứng · Đăng ký khai sinh"
    assert lines[1] == "412 hồ sơ, 398 có ghi giấy tờ nào được mở"
    dead = next(c.name for c in PROCEDURES[0].components if c.key == "marriage_certificate")
    assert lines[2] == f"{dead}: mở 4 trong 398 hồ sơ"
    assert lines[3] == "1 ô không ai điền: Thư điện tử"
    assert lines[4] == "Phê duyệt: 405 lượt, không lần nào thay đổi hồ sơ"
    assert lines[5].endswith(": 31 lần")


def test_a_group_tells_its_cases_and_each_procedure_alone():
    lines = list(replay_words(PROCEDURES, StudyOfAYear().replay(GROUP)))
    assert "380 lượt của người dân, 32 lượt qua đủ các thủ tục" in lines
    assert lines.count("Ngày làm việc: 611 → 498") == 3
    assert [line for line in lines if line in {p.name for p in PROCEDURES}] == [
        p.name for p in PROCEDURES
    ]
    single = list(replay_words(PROCEDURES[:1], StudyOfAYear().replay(BIRTH)))
    assert single.count("Ngày làm việc: 611 → 498") == 1
    assert not any("lượt của người dân" in line for line in single)
    assert "Hàng chờ lớn nhất ở Thẩm định: 22 → 19" in single
