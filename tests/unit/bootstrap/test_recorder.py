"""The black box: bounded, and unable to hold what a person typed."""

from desk_app.bootstrap.recorder import MOST_BYTES, Recorder, recorded


def test_words_and_numbers_of_the_program_are_kept(tmp_path):
    box = Recorder(tmp_path, lambda: 1_796_000_000.25)
    box.note("act", id="receive")
    box.note("failed", lane="io", what="IntakeViewModel.scan", ms=12.4, code="scanner.jam")
    assert list(recorded(tmp_path)) == [
        "1796000000.250 act id=receive",
        "1796000000.250 failed lane=io what=IntakeViewModel.scan ms=12 code=scanner.jam",
    ]


def test_what_a_person_typed_is_never_kept(tmp_path):
    box = Recorder(tmp_path, lambda: 1_796_000_000.0)
    for value in (
        "Nguyễn Văn Mẫu",
        "nguyen van mau",
        "001099000001",
        "a@b.vn",
        "0912345678",
        "x\ny",
        24190001234,
        "",
    ):
        box.note("act", id=value)
    box.note("bad kind", id="x")
    box.flush()
    lines = list(recorded(tmp_path))
    assert {line.partition(" ")[2] for line in lines} == {"act id=?", "unfit"}


def test_it_is_bounded_and_the_newest_lines_stay(tmp_path):
    box = Recorder(tmp_path, lambda: 1_796_000_000.0)
    for number in range(40_000):
        box.note("act", id=f"n{number}")
    box.flush()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 2.1 * MOST_BYTES
    assert list(recorded(tmp_path))[-1].endswith("id=n39999")


def test_foreign_lines_in_the_file_stay_out_of_the_bundle(tmp_path):
    (tmp_path / "recorder.txt").write_text(
        "Nguyễn Văn Mẫu\n1796000000.000 act id=scan\n001099000001\n"
    )
    assert list(recorded(tmp_path)) == ["1796000000.000 act id=scan"]
