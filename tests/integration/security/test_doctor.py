"""The doctor's lines, the file for support, and the nightly chores that resume."""

import zipfile

import pytest

from desk_app import bootstrap
from desk_app.bootstrap import audits, checks
from desk_app.bootstrap.bundle import redacted
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of
from desk_app.bootstrap.finding import Finding
from tests.kit.security.small_desk import fill, make_profile


@pytest.fixture
def profile(tmp_path):
    folder = make_profile(tmp_path / "p")
    fill(folder, dossiers=4)
    return folder


def lines(profile, *names):
    settings = load_settings(profile)
    texts = checks.Texts()
    return {
        name: checks._line(texts, name, checks._safe(check, settings))
        for name, check in checks.CHECKS
        if name in names
    }


def test_every_part_has_words_for_its_fix_in_both_languages():
    from desk_app.texts import Texts

    for language in ("vi", "en"):
        texts = Texts(language)
        missing = [p for p in checks.CHECK_PARTS if not texts.has(f"doctor.{p}.fix")]
        assert missing == []
        assert [p for p in checks.CHECK_PARTS if not texts.has(f"ui.doctor_part.{p}")] == []


def test_a_part_that_crashes_is_a_finding_and_not_the_end():
    def broken(settings):
        raise OSError("x")

    assert checks._safe(broken, None) == Finding("fail", "OSError")


def test_a_procedure_file_that_cannot_be_read_is_named(profile):
    assert lines(profile, "catalogue")["catalogue"]["state"] == "ok"
    folder = profile / "catalogue" / "procedures"
    folder.mkdir(parents=True)
    (folder / "own.toml").write_text('key = "x', encoding="utf-8")
    line = lines(profile, "catalogue")["catalogue"]
    assert (line["state"], line["code"]) == ("fail", "doctor.catalogue_broken")
    assert "own.toml" in line["detail"]
    assert "procedures check" in line["fix"]


def test_a_desk_without_a_backup_is_told_so_until_there_is_one(profile, tmp_path):
    before = lines(profile, "backup")["backup"]
    assert before["state"] == "warn"
    assert "desk-app backup" in before["fix"]
    bootstrap.back_up(profile, tmp_path / "b")
    assert lines(profile, "backup")["backup"]["state"] == "ok"


def test_lost_papers_and_changed_rows_are_failures_with_a_fix(profile):
    assert {line["state"] for line in lines(profile, "papers", "database", "keys").values()} == {
        "ok"
    }
    next((profile / "papers").glob("??/??/*.age")).unlink()
    found = lines(profile, "papers")["papers"]
    assert found["state"] == "fail"
    assert found["fix"]


def test_personal_data_do_not_pass_the_redactor():
    line = (
        "saved dossier H99.01-261123-0001 of Nguyễn Thị Hoa, 027090000123, tel 0912 345 678, "
        "hoa.nguyen@example.vn at 'số 5 đường Lê Lợi' sha 0123456789abcdef0123456789abcdef"
    )
    said = redacted(line)
    for word in ("Nguyễn", "Hoa", "027090000123", "345", "example.vn", "Lợi", "0001", "abcdef"):
        assert word not in said
    assert "saved dossier" in said


def test_the_file_for_support_holds_versions_findings_and_clean_logs(profile, tmp_path):
    logs = profile / "logs"
    logs.mkdir(exist_ok=True)
    (logs / "desk.log").write_text("INFO read 027090000123 of Trần Văn Nam\n", encoding="utf-8")
    made = bootstrap.support_bundle(
        profile, tmp_path, [{"id": "disk", "state": "ok", "detail": "5 MB", "code": ""}]
    )
    with zipfile.ZipFile(made) as bundle:
        assert set(bundle.namelist()) == {
            "versions.json",
            "doctor.json",
            "settings.json",
            "logs/desk.log",
            "recorder.txt",
        }
        everything = b"".join(bundle.read(name) for name in bundle.namelist())
    for word in ("027090000123", "Nam", "Ủy ban", "H99.01"):
        assert word.encode() not in everything


class Slow:
    """A store in which every paper takes its time."""

    def __init__(self, store):
        self.store, self.asked = store, []

    def digests(self):
        return self.store.digests()

    def is_sound(self, digest):
        self.asked.append(digest)
        return self.store.is_sound(digest)


def test_the_nightly_check_goes_on_where_it_stopped(profile):
    from desk_app.adapters.papers import PapersStore

    settings = load_settings(profile)
    keys = keys_of(settings)
    store = Slow(PapersStore(profile / "papers", keys.papers, keys.recovery))
    next((profile / "papers").glob("??/??/*.age")).write_bytes(b"damage")
    first = audits.check_papers(settings, store, lambda: len(store.asked) >= 3)
    assert (first.checked, first.left) == (3, 1)
    second = audits.check_papers(settings, store, lambda: False)
    assert (second.checked, second.left) == (1, 0)
    assert sorted(store.asked) == store.digests()
    assert len(second.damaged) == 1
