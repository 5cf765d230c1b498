"""One real dossier through all five steps, on real parts, checked by foreign programs."""

import subprocess

import pytest

from desk_app.domain.errors import IntegrityError, RuleError, UnavailableError
from desk_app.domain.signatures import Verdict

pytestmark = [pytest.mark.journey, pytest.mark.xdist_group("journey")]


@pytest.fixture(scope="module")
def finished(desk, office, tmp_path_factory):
    """A dossier that went all the way, its report and its papers on disk."""
    from desk_app.practice.demo import DemoRun

    run = DemoRun(desk=desk, office=office, say=lambda text: None)
    report = run.run()
    folder = tmp_path_factory.mktemp("papers")
    run.keep(folder)
    return run, report, folder


def test_the_report_says_what_the_contract_promises(finished):
    _, report, _ = finished
    assert set(report) == {"dossier_code", "state", "steps", "signatures", "province", "files"}
    assert report["state"] == "RETURNED"
    assert [s["step"] for s in report["steps"]] == [
        "intake",
        "appraise",
        "approve",
        "agency_sign",
        "return_result",
    ]
    assert report["province"]["acknowledged"] is True
    assert report["province"]["state"] == "RETURNED"


def test_every_signature_is_valid_with_a_trusted_time(finished):
    _, report, _ = finished
    assert {s["verdict"] for s in report["signatures"]} == {"valid"}
    assert {s["level"] for s in report["signatures"]} == {"b-t"}
    assert {s["role"] for s in report["signatures"]} >= {"officer", "approver", "agency", "copy"}


def test_papers_reach_their_archive_level_in_the_background(finished, desk):
    """The pass that sends also raises what waits: B-LTA with lists and answers of the services."""
    run, report, _ = finished
    assert desk.office.levels.waiting() == ()
    signed = [p for p in run.papers() if desk.office.verifier.verify(p).signers]
    assert len(signed) >= 3
    for paper in signed:
        said = desk.office.verifier.verify(paper)
        levels = {one["level"] for one in said.report["signatures"]}
        assert (said.verdict, levels) == (Verdict.VALID, {"b-lta"}), paper.name
    dossier = desk.enquiries.dossier(report["dossier_code"])
    assert {s.level for s in dossier.result.signatures} == {"b-lta"}
    kinds = [event.kind for event in desk.enquiries.events(report["dossier_code"])]
    assert kinds.count("level_raised") == len(signed)


def test_foreign_programs_accept_every_file(finished, office):
    _, _, folder = finished
    for path in folder.glob("*.pdf"):
        subprocess.run(["qpdf", "--check", path], check=True, capture_output=True)
    signed = [p for p in folder.glob("*.pdf") if "KQ1" in p.name or not p.name.startswith("H99")]
    assert len(signed) >= 3
    for path in signed:
        said = subprocess.run(
            ["pdfsig", "-nocert", path], capture_output=True, text=True, check=True
        )
        assert said.stdout.count("Signature is Valid") >= 2
        assert "Invalid" not in said.stdout


def test_openssl_accepts_each_signature_over_its_bytes(finished, office, tmp_path):
    _, _, folder = finished
    from tests.kit.pdf_parts import signed_parts

    trust = office.profile.folder / "trust"
    count = 0
    for path in folder.glob("*.pdf"):
        for number, (content, cms) in enumerate(signed_parts(path.read_bytes())):
            data, signature = tmp_path / f"{number}.bin", tmp_path / f"{number}.p7s"
            data.write_bytes(content)
            signature.write_bytes(cms)
            subprocess.run(
                [
                    "openssl",
                    "cms",
                    "-verify",
                    "-binary",
                    "-inform",
                    "DER",
                    "-in",
                    signature,
                    "-content",
                    data,
                    "-CAfile",
                    trust / "root.pem",
                    "-certfile",
                    trust / "sub.pem",
                    "-purpose",
                    "any",
                    "-cades",
                    "-out",
                    tmp_path / "out",
                ],
                check=True,
                capture_output=True,
            )
            count += 1
    assert count >= 8


def test_the_audit_chain_is_whole_and_tells_the_five_steps(finished):
    run, report, _ = finished
    code = report["dossier_code"]
    assert run.desk.enquiries.check_chain(code).is_whole
    rows = [e.transition for e in run.desk.enquiries.events(code) if e.transition]
    assert rows == ["T01", "T08", "T13", "T15", "T17", "T24"]


def test_a_returned_dossier_refuses_every_step(finished, desk):
    run, report, _ = finished
    for step in (run.appraise, run.approve, run.agency_sign, run.return_result):
        with pytest.raises(RuleError) as refusal:
            step()
        assert refusal.value.code.startswith("workflow.")
    assert desk.enquiries.dossier(report["dossier_code"]).state == "RETURNED"


def test_a_wrong_pin_is_tried_once_and_changes_nothing(run, desk):
    from desk_app.application.commands.intake import SignComponents

    key = run.prepare()
    before = desk.enquiries.dossier(key).version
    grant = desk.grant("canbo1", "officer", bytearray(b"00000000"))
    with pytest.raises((RuleError, UnavailableError)) as refusal:
        desk.steps.intake.sign_components(
            SignComponents(dossier=key, actor=desk.actor("canbo1")), grant
        )
    assert refusal.value.code == "signing.pin_incorrect"
    assert bytes(grant.pin) == bytes(8)
    assert desk.enquiries.dossier(key).version == before


def test_the_token_of_somebody_else_approves_nothing(run, desk):
    """F07-02: the certificate must be that of the approver who acts."""
    from desk_app.application.commands.approve import Approve
    from desk_app.practice.pki.people import USER_PIN

    run.intake(), run.appraise()
    act = Approve(dossier=run.code, actor=desk.actor("lanhdao"))
    foreign = desk.grant("canbo1", "officer", bytearray(USER_PIN.encode()))
    before = desk.enquiries.dossier(run.code)
    with pytest.raises((RuleError, UnavailableError)) as refusal:
        desk.steps.approve.approve(act, foreign)
    assert refusal.value.code == "signing.signer_mismatch"
    after = desk.enquiries.dossier(run.code)
    assert (after.state, after.version) == ("IN_APPROVAL", before.version)
    assert after.result.file == before.result.file
    run.approve()
    (signature,) = desk.enquiries.dossier(run.code).result.signatures
    approver = desk.office.staff.officer("lanhdao")
    assert signature.user == "lanhdao"
    assert signature.signer == approver.full_name


def test_a_changed_component_stops_the_agency_signature(run, desk):
    from desk_app.application.commands.agency_sign import Verify

    run.intake(), run.appraise(), run.approve()
    dossier = desk.enquiries.dossier(run.code)
    file = dossier.components[0].file
    place = next((desk.profile / "papers").rglob(f"{file.sha256}.age"))
    good = place.read_bytes()
    place.write_bytes(good[:-40] + bytes(40))
    try:
        with pytest.raises(IntegrityError) as refusal:
            desk.steps.agency_sign.verify(Verify(dossier=run.code, actor=desk.actor("vanthu")))
        assert refusal.value.code == "papers.damaged"
    finally:
        place.write_bytes(good)
    done = desk.steps.agency_sign.verify(Verify(dossier=run.code, actor=desk.actor("vanthu")))
    assert set(done.facts.values()) == {str(Verdict.VALID)}
