"""One specimen dossier through all five steps on real parts, and what came of it."""

import json
import shutil
import time
import tomllib
import urllib.parse
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from desk_app.application.commands import agency_sign as seal_in
from desk_app.application.commands import appraise as appraise_in
from desk_app.application.commands import approve as approve_in
from desk_app.application.commands import intake as intake_in
from desk_app.application.commands import return_result as return_in
from desk_app.application.desk import Desk
from desk_app.application.work import Done
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import IntegrityError, UnavailableError
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import Step
from desk_app.practice.office import PracticeOffice

PROCEDURE = "birth_registration"
_SCANNED = {"declaration": "birth_declaration", "birth_notice": "birth_notice"}
_TRUTH = Path(__file__).parent / "specimens" / "birth_declaration.toml"


@dataclass(slots=True, kw_only=True)
class DemoRun:
    """One run of the specimen dossier.

    Attributes:
        steps: what each step took and made.
    """

    desk: Desk
    office: PracticeOffice
    say: Callable[[str], None]
    steps: list[dict[str, object]] = field(default_factory=list)
    code: str = ""

    def run(self) -> dict[str, object]:
        """All five steps, then the province; gives the report of the command line."""
        for name, step in self.acts.items():
            started = time.perf_counter()
            files = step()
            seconds = round(time.perf_counter() - started, 3)
            names = [file.name for file in files]
            self.steps.append({"step": str(name), "seconds": seconds, "files": names})
            self.say(f"{name}: {seconds} s")
        return self.report()

    @property
    def acts(self) -> dict[Step, Callable[[], list[PaperRef]]]:
        """What each step does, in order."""
        return {
            Step.INTAKE: self.intake,
            Step.APPRAISE: self.appraise,
            Step.APPROVE: self.approve,
            Step.AGENCY_SIGN: self.agency_sign,
            Step.RETURN_RESULT: self.return_result,
        }

    def prepare_every_step(self) -> dict[str, str]:
        """A specimen dossier waiting at each of the five steps; its code, or id, by step."""
        waiting = {}
        for done, step in enumerate(Step):
            one = replace(self, steps=[], code="")
            key = one.prepare() if not done else ""
            for act in list(one.acts.values())[:done]:
                act()
            waiting[str(step)] = key or one.code
            self.say(f"{step}: {waiting[str(step)]}")
        return waiting

    def prepare(self) -> str:
        """The dossier ready at step 1, before it is received; gives its id."""
        desk, clerk = self.desk, self.desk.actor("canbo1")
        desk.exchange.once()  # a working day begins with fresh serials for codes
        step = desk.steps.intake
        new = step.new(intake_in.NewDossier(procedure=PROCEDURE, actor=clerk))
        key = new.dossier_id
        truth = tomllib.loads(_TRUTH.read_text(encoding="utf-8"))
        step.identify(
            intake_in.Identify(
                dossier=key,
                actor=clerk,
                full_name=truth["nguoi_yeu_cau"],
                identifier=truth["so_cccd"],
                birth="1990",
                sex="M",
                address=truth["noi_cu_tru"],
            )
        )
        for component in desk.enquiries.dossier(key).components:
            if component.key in _SCANNED:
                self.office.scanner.load(self.office.specimens[_SCANNED[component.key]])
                step.scan(
                    intake_in.Scan(
                        dossier=key,
                        actor=clerk,
                        component=component.key,
                        device=self.office.scanner.url,
                    )
                )
            elif component.required:
                step.mark(
                    intake_in.MarkComponent(
                        dossier=key, actor=clerk, component=component.key, presence="present"
                    )
                )
        step.read(intake_in.ReadComponent(dossier=key, actor=clerk, component="declaration"))
        return key

    def intake(self) -> list[PaperRef]:
        """Tiếp nhận: scan, read, confirm, sign, receive, pass on."""
        key = self.prepare()
        clerk, step = self.desk.actor("canbo1"), self.desk.steps.intake
        signed = step.sign_components(
            intake_in.SignComponents(dossier=key, actor=clerk), self._grant("canbo1")
        )
        self._whole(signed)
        truth = tomllib.loads(_TRUTH.read_text(encoding="utf-8"))
        read = self.desk.enquiries.dossier(key).form.data()
        mended = {name: value for name, value in truth.items() if read.get(name) != value}
        self.say(
            f"read: {len(truth) - len(mended)} of {len(truth)} fields, typed: {sorted(mended)}"
        )
        step.fill(intake_in.FillForm(dossier=key, actor=clerk, values=mended))
        left = self.desk.enquiries.dossier(key).unverified_fields()
        step.fill(intake_in.FillForm(dossier=key, actor=clerk, confirmed=tuple(left)))
        received = step.receive(intake_in.Receive(dossier=key, actor=clerk))
        self.code = received.dossier_code or received.dossier_id
        step.pass_to_appraisal(
            intake_in.PassToAppraisal(dossier=self.code, actor=clerk, receiver="canbo2")
        )
        return [*signed.files, *received.files]

    def appraise(self) -> list[PaperRef]:
        """Thẩm định: every criterion, then the draft result."""
        judge, step = self.desk.actor("canbo2"), self.desk.steps.appraise
        findings = tuple(
            appraise_in.Finding(check=c.key, state="passed")
            for c in self.desk.enquiries.dossier(self.code).checks
        )
        step.record_checks(
            appraise_in.RecordChecks(
                dossier=self.code, actor=judge, findings=findings, opinion="Đủ điều kiện."
            )
        )
        return list(step.submit(appraise_in.Submit(dossier=self.code, actor=judge)).files)

    def approve(self) -> list[PaperRef]:
        """Phê duyệt: the leader's personal signature."""
        leader = self.desk.actor("lanhdao")
        done = self.desk.steps.approve.approve(
            approve_in.Approve(dossier=self.code, actor=leader), self._grant("lanhdao")
        )
        return list(done.files)

    def agency_sign(self) -> list[PaperRef]:
        """Ký số cơ quan: verify all, number and date, seal, true copies."""
        clerk = self.desk.actor("vanthu")
        grant = self._grant("vanthu", SignatureRole.AGENCY)
        done = self.desk.steps.agency_sign.seal(seal_in.Seal(dossier=self.code, actor=clerk), grant)
        self._whole(done)
        return list(done.files)

    def return_result(self) -> list[PaperRef]:
        """Trả kết quả: identity checked, paper and electronic."""
        officer = self.desk.actor("traketqua")
        applicant = self.desk.enquiries.dossier(self.code).applicant
        done = self.desk.steps.return_result.hand_over(
            return_in.HandOver(
                dossier=self.code,
                actor=officer,
                recipient=applicant.full_name if applicant else "",
                recipient_identifier=applicant.identifier if applicant else "",
                identity_method="card_seen",
            )
        )
        return list(done.files)

    def _grant(self, user: str, role: SignatureRole = SignatureRole.OFFICER) -> Any:
        name = "condau" if role is SignatureRole.AGENCY else self._certificate(user)
        pin = self.office.profile.pki.token(name).pin
        return self.desk.grant(user, role, bytearray(pin.encode()))

    def _certificate(self, user: str) -> str:
        return self.desk.office.staff.token_of(user, "personal").certificate

    def _whole(self, done: Done) -> None:
        if done.stopped_by:
            raise UnavailableError(done.stopped_by, done.facts)

    def report(self) -> dict[str, object]:
        """Signatures verified again, the province asked, files named."""
        dossier = self.desk.enquiries.dossier(self.code)
        return {
            "dossier_code": self.code,
            "state": str(dossier.state),
            "steps": self.steps,
            "signatures": self._signatures(),
            "province": self._province(dossier.id),
            "files": {f.name: f.sha256 for f in self.papers()},
        }

    def papers(self) -> list[PaperRef]:
        """Every paper of the dossier in its newest state."""
        dossier = self.desk.enquiries.dossier(self.code)
        found = [c.file for c in dossier.components if c.file is not None]
        if dossier.result is not None and dossier.result.file is not None:
            found.append(dossier.result.file)
        return found + [s.file for s in dossier.slips]

    def keep(self, folder: Path) -> dict[str, str]:
        """Copy the papers into a folder, under their names."""
        folder.mkdir(parents=True, exist_ok=True)
        kept = {}
        for ref in self.papers():
            with self.desk.office.papers.plain_file(ref) as plain:
                shutil.copyfile(plain, folder / plain.name)
                kept[plain.name] = ref.sha256
        return kept

    def _signatures(self) -> list[dict[str, object]]:
        lines: list[dict[str, object]] = []
        for ref in self.papers():
            said = self.desk.office.verifier.verify(ref)
            entries = said.report.get("signatures", [])
            kept = ("signer", "role", "verdict", "level")
            lines.extend(
                {"file": ref.name} | {name: one[name] for name in kept}
                for one in (entries if isinstance(entries, list) else [])
            )
        return lines

    def _province(self, dossier_id: str) -> dict[str, object]:
        """Send everything, then compare what the province holds byte by byte."""
        report = self.desk.synchronise()
        for _ in range(20):
            if not report.waiting:
                break
            report = self.desk.synchronise()
        held = json.loads(self._get(f"/v1/dossiers/{dossier_id}"))
        differ = [
            f["sha256"]
            for f in held["files"]
            if self._get(f"/v1/blobs/{f['sha256']}") != self.desk.office.papers.read(f["sha256"])
        ]
        if differ:
            raise IntegrityError("demo.province_differs", {"sha256": differ[0]})
        return {
            "acknowledged": report.waiting == 0 and not report.parked,
            "version": held["version"],
            "state": held["state"],
            "files": len(held["files"]),
        }

    def _get(self, path: str) -> bytes:
        url = urllib.parse.urljoin(self.office.province.url, path)
        with urllib.request.urlopen(url, timeout=20) as answer:  # noqa: S310 - loopback, our own server
            return bytes(answer.read())
