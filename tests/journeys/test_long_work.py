"""The office's long work on real dossiers: read again, packed for the archive, last year's reports."""

import pytest

from desk_app.bootstrap.backlog import open_backlog, queue_round
from desk_app.domain.errors import RuleError
from resources.evidence import verify_package

pytestmark = pytest.mark.journey


def with_folder(profile, folder):
    settings = profile / "profile.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8") + f'\n[long_work]\nfolder = "{folder.as_posix()}"\n',
        encoding="utf-8",
    )


def results_of(work, kind):
    return next(one for one in work.ledger.progress(now=work.now()) if one.kind == kind).results


def test_a_finished_dossier_is_read_again_packed_and_reported(run, office, tmp_path):
    report = run.run()
    profile = office.profile.folder
    with open_backlog(profile) as work:
        for kind in ("pack_evidence", "yearly_reports"):
            with pytest.raises(RuleError) as refused:
                queue_round(work, kind)
            assert refused.value.code == "backlog.no_folder"
    folder = tmp_path / "gói"
    with_folder(profile, folder)
    with open_backlog(profile) as work:
        assert queue_round(work, "read_again") == 1
        assert queue_round(work, "pack_evidence") == 1
        assert queue_round(work, "pack_evidence") == 0
        reports = queue_round(work, "yearly_reports")
        assert reports > 5
        assert work.backlog.work(lambda: True) == reports + 2
        assert set(results_of(work, "read_again")) <= {"agrees", "unconfirmed"}
        assert results_of(work, "pack_evidence") == {"packed": 1}
        assert results_of(work, "yearly_reports") == {"written": reports}
    package = folder / f"{report['dossier_code']}.zip"
    assert verify_package.check_package(package).verdict == "valid"
    assert len(list(folder.glob("*.xlsx"))) == reports
