"""An officer who continues where the program stood: started, killed and started again by a test.

Arguments: PROFILE SPECIMENS JOURNAL DOSSIERS. A session of its own; says "open" and, at its end, "closed".
Each act that returned is one line of the journal, on the disk before the next act begins.
"""

import json
import os
import tomllib
from pathlib import Path

import desk_app.adapters.catalogue
import desk_app.adapters.papers
import desk_app.adapters.persistence
import desk_app.adapters.staff  # noqa: F401 - these four are loaded before the fork
from desk_app import bootstrap
from desk_app.application.commands import agency_sign as seal_in
from desk_app.application.commands import appraise as appraise_in
from desk_app.application.commands import approve as approve_in
from desk_app.application.commands import intake as intake_in
from desk_app.application.commands import return_result as return_in
from desk_app.application.enquiries import WorkQuery
from desk_app.domain.records import CheckState
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State
from desk_app.practice import demo
from desk_app.practice.pki import load_practice_pki

TRUTH = tomllib.loads(demo._TRUTH.read_text(encoding="utf-8"))


class Officer:
    def __init__(self, profile: Path, specimens: Path, journal: Path) -> None:
        self.desk = bootstrap.open_desk(profile)
        self.pki = load_practice_pki(profile / "pki")
        self.specimens = specimens
        self.journal = journal.open("a", encoding="utf-8")

    def confirmed(self, act: str, done) -> None:
        line = {
            "act": act,
            "dossier": done.dossier_id,
            "version": done.version,
            "state": done.state,
        }
        self.journal.write(json.dumps(line) + "\n")
        self.journal.flush()
        os.fsync(self.journal.fileno())

    def grant(self, user: str, certificate: str, role=SignatureRole.OFFICER):
        pin = bytearray(self.pki.token(certificate).pin.encode())
        return self.desk.grant(user, role, pin)

    def work(self, dossiers: int) -> None:
        while True:
            rows = self.desk.enquiries.work_list(WorkQuery()).rows
            open_rows = [r for r in rows if r.state != "RETURNED"]
            if not open_rows and len(rows) >= dossiers:
                return
            if not open_rows:
                new = intake_in.NewDossier(
                    procedure=demo.PROCEDURE, actor=self.desk.actor("canbo1")
                )
                self.confirmed("new", self.desk.steps.intake.new(new))
                continue
            self.next_act(open_rows[0].id)

    def next_act(self, key: str) -> None:
        dossier = self.desk.enquiries.dossier(key)
        {
            State.DRAFT: self.intake,
            State.ACCEPTED: self.pass_on,
            State.IN_APPRAISAL: self.appraise,
            State.IN_APPROVAL: self.approve,
            State.AWAITING_AGENCY_SIGNATURE: self.seal,
            State.RESULT_READY: self.hand_over,
        }[dossier.state](key, dossier)

    def intake(self, key, dossier) -> None:
        clerk, step = self.desk.actor("canbo1"), self.desk.steps.intake
        about = {"dossier": key, "actor": clerk}
        if dossier.applicant is None:
            self.confirmed(
                "identify",
                step.identify(
                    intake_in.Identify(
                        **about, full_name=TRUTH["nguoi_yeu_cau"], identifier=TRUTH["so_cccd"]
                    )
                ),
            )
            return
        for component in dossier.components:
            if component.key in demo._SCANNED and component.file is None:
                page = self.specimens / f"{demo._SCANNED[component.key]}-1.jpg"
                self.confirmed(
                    "digitise",
                    step.digitise(
                        intake_in.Digitise(**about, component=component.key, files=(page,))
                    ),
                )
                return
            if component.required and component.key not in demo._SCANNED and not component.is_there:
                self.confirmed(
                    "mark",
                    step.mark(
                        intake_in.MarkComponent(
                            **about, component=component.key, presence="present"
                        )
                    ),
                )
                return
        if any(c.file is not None and not c.is_signed_personally for c in dossier.components):
            self.confirmed(
                "sign",
                step.sign_components(
                    intake_in.SignComponents(**about), self.grant("canbo1", "canbo1")
                ),
            )
        elif dossier.missing_fields() or dossier.unverified_fields():
            self.confirmed("fill", step.fill(intake_in.FillForm(**about, values=TRUTH)))
        else:
            self.confirmed("receive", step.receive(intake_in.Receive(**about)))

    def pass_on(self, key, dossier) -> None:
        self.confirmed(
            "pass",
            self.desk.steps.intake.pass_to_appraisal(
                intake_in.PassToAppraisal(dossier=key, actor=self.desk.actor("canbo1"))
            ),
        )

    def appraise(self, key, dossier) -> None:
        judge, step = self.desk.actor("canbo2"), self.desk.steps.appraise
        if any(c.state is not CheckState.PASSED for c in dossier.checks):
            findings = tuple(
                appraise_in.Finding(check=c.key, state="passed") for c in dossier.checks
            )
            self.confirmed(
                "checks",
                step.record_checks(
                    appraise_in.RecordChecks(dossier=key, actor=judge, findings=findings)
                ),
            )
        else:
            self.confirmed("submit", step.submit(appraise_in.Submit(dossier=key, actor=judge)))

    def approve(self, key, dossier) -> None:
        self.confirmed(
            "approve",
            self.desk.steps.approve.approve(
                approve_in.Approve(dossier=key, actor=self.desk.actor("lanhdao")),
                self.grant("lanhdao", "lanhdao"),
            ),
        )

    def seal(self, key, dossier) -> None:
        self.confirmed(
            "seal",
            self.desk.steps.agency_sign.seal(
                seal_in.Seal(dossier=key, actor=self.desk.actor("vanthu")),
                self.grant("vanthu", "condau", SignatureRole.AGENCY),
            ),
        )

    def hand_over(self, key, dossier) -> None:
        self.confirmed(
            "hand_over",
            self.desk.steps.return_result.hand_over(
                return_in.HandOver(
                    dossier=key,
                    actor=self.desk.actor("traketqua"),
                    recipient=dossier.applicant.full_name,
                    recipient_identifier=dossier.applicant.identifier,
                    identity_method="card_seen",
                )
            ),
        )


def main(arguments: list[str]) -> int:
    os.setsid()
    profile, specimens, journal, dossiers = arguments
    officer = Officer(Path(profile), Path(specimens), Path(journal))
    print("open", flush=True)
    try:
        officer.work(int(dossiers))
    finally:
        officer.desk.close()
    print("closed", flush=True)
    return 0
