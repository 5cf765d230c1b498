"""Restructuring files for tests of screens: real use cases and catalogue, files and counts in memory."""

import copy
import datetime as dt
import types
from dataclasses import replace
from pathlib import Path

import resources
from desk_app.application.restructuring.projects import Restructuring
from desk_app.application.restructuring.study import Findings
from desk_app.domain.deadlines import WorkCalendar
from desk_app.domain.errors import Cancelled, NotFoundError
from desk_app.domain.people import Role
from desk_app.domain.restructuring.assessment import questions_from_data
from desk_app.domain.restructuring.evidence import (
    Evidence,
    FieldEvidence,
    PartEvidence,
    StepEvidence,
)
from desk_app.domain.restructuring.linked import GroupComparison
from desk_app.domain.restructuring.replay import Comparison
from desk_app.domain.restructuring.selection import Figures, Thresholds, candidates
from desk_app.domain.signatures import Verdict
from desk_app.texts import shipped
from desk_app.ui.connect.restructuring import RestructuringPart
from tests.builders import an_actor
from tests.fakes.memory import FrozenClock
from tests.kit.office import shipped_catalogue

BIRTH, EXTRACT, GROUP = "1.001193", "2.000635", "LT.khai-sinh"
COUNTED = {
    BIRTH: Figures(received=412, online=268, components_in_scope=1648, components_digitised=1483, components_reused=390),
    EXTRACT: Figures(received=3228, online=1140, components_in_scope=6456, components_digitised=4120),
    "1.004222": Figures(received=655, online=301, components_in_scope=1310, components_digitised=1205, components_reused=88),
    "2.000815": Figures(received=948, components_in_scope=948, components_digitised=120),
}  # fmt: skip


class FilesInMemory:
    """Restructuring files that end with the test."""

    def __init__(self):
        self.kept = {}

    def load(self, code):
        if code not in self.kept:
            raise NotFoundError("restructuring.unknown", {"plan": code})
        return copy.deepcopy(self.kept[code])

    def save(self, code, data):
        self.kept[code] = copy.deepcopy(dict(data))

    def codes(self):
        return tuple(sorted(self.kept))


class Tools:
    """A year that was counted before, and papers that are only named."""

    def __init__(self, now):
        self._now, self.made = now, []

    def candidates(self, first, last):
        found = shipped_catalogue().procedures(last)
        return candidates(found, COUNTED, thresholds=Thresholds(), days=(last - first).days + 1)

    def questions(self):
        return questions_from_data(resources.toml("restructuring/questions.toml"))

    def study(self, code, period, tell, is_stopped):
        study = StudyOfAYear()
        for done in range(1, 413):
            if is_stopped():
                raise Cancelled
            tell(done, 0)
        keys = ("birth_registration", "permanent_residence") if code == GROUP else (code,)
        keys = tuple(shipped_catalogue().procedure(key).key for key in keys)
        return Findings(evidence=dict.fromkeys(keys, study.evidence()), replay=study.replay(code))

    def keep_part_one(self, code, suffix, tell, is_stopped):
        for done in range(1, 3):
            if is_stopped():
                raise Cancelled
            tell(done, 3)
        moment = self._now + dt.timedelta(minutes=len(self.made))
        file = (
            Path("C:/Một cửa/restructuring/out") / f"{code}-phan-1-{moment:%Y%m%d-%H%M%S}{suffix}"
        )
        self.made.insert(0, file)
        return file

    def keep_list(self, name, period, code):
        return Path("C:/Một cửa/restructuring/out") / f"{name}-{self._now:%Y%m%d-%H%M%S}.xlsx"

    def kept(self, code):
        return tuple(file for file in self.made if file.name.startswith(code))


class StudyOfAYear:
    """Answers as a year of birth registrations gives them."""

    def evidence(self):
        dead = PartEvidence(
            key="marriage_certificate", there=398, opened=4, reused=390, asked_again=0, is_dead=True
        )
        unused = FieldEvidence(name="email", dossiers=412, filled=3, corrected=0, is_unused=True)
        idle = StepEvidence(step="approve", visits=405, changed=0, days=406, is_idle=True)
        return Evidence(
            dossiers=412, recorded=398, parts=(dead,), fields=(unused,), steps=(idle,),
            causes=(("birth_notice", 31), ("identity", 9)),
        )  # fmt: skip

    def replay(self, code):
        queues = (
            {"intake": 9, "appraise": 22, "approve": 14},
            {"intake": 9, "appraise": 19, "approve": 6},
        )
        found = Comparison(
            dossiers=412, ended=(405, 405), days=(611, 498), signatures=(1633, 1235), late=(12, 4),
            queues=queues,
        )  # fmt: skip
        if code == GROUP:
            return GroupComparison(cases=380, whole=32, together=found, parts=(found, found))
        return GroupComparison(cases=412, whole=412, together=found, parts=(found,))


def restructuring_of(now, store=None, verdict=Verdict.VALID):
    """The use cases over the shipped catalogue and the example calendar."""
    calendar = WorkCalendar.from_data(resources.toml("rules/calendar-example.toml"))
    stored = types.SimpleNamespace(name="qd-34.pdf", sha256="ab" * 32)
    office = types.SimpleNamespace(
        catalogue=shipped_catalogue(),
        clock=FrozenClock(now),
        calendars=types.SimpleNamespace(calendar=lambda: calendar),
        papers=types.SimpleNamespace(put_file=lambda file, **_: stored),
        verifier=types.SimpleNamespace(verify=lambda file: types.SimpleNamespace(verdict=verdict)),
    )
    return Restructuring(
        office=office, store=store or FilesInMemory(), words=lambda key, **facts: shipped().label(key, **facts),
        template=resources.toml("restructuring/part_one.toml"),
    )  # fmt: skip


def restructuring_part(now, *roles, is_empty=False, verdict=Verdict.VALID):
    """The files as the head of the one-stop unit, or another officer, works on them."""
    files = restructuring_of(now, verdict=verdict)
    head = replace(an_actor(Role.ONE_STOP_HEAD, Role.AGENCY_LEADER), user="nguyenthimau")
    if not is_empty:
        fill(files.acting_as(head))
    desk = types.SimpleNamespace(restructuring=files)
    officer = replace(an_actor(*roles), user="lethuha") if roles else head
    sitting = types.SimpleNamespace(
        desk=desk, officer=officer, now=lambda: now, names=lambda: {head.user: head.full_name}
    )
    return RestructuringPart(sitting, Tools(now))


def fill(files):
    """One file under review, one under test, and a linked group at its beginning."""
    from desk_app.domain.restructuring.portal_test import RunEvent
    from desk_app.domain.restructuring.project import ProjectKind
    from desk_app.domain.restructuring.selection import ListState

    now = files.office.clock.now()
    for code in (BIRTH, EXTRACT):
        files.create(code)
        files.submit_list(code, ListState.SUBMITTED)
        files.submit_list(code, ListState.APPROVED, "12/QĐ-UBND")
        files.change(code, {"criteria": {str(n): {"met": n != 6} for n in range(1, 9)}})
    drop = {"choice": "drop", "reason": "Có trong cơ sở dữ liệu hộ tịch"}
    data = {
        "choice": "replace_by_data", "reason": "Tra cứu được", "owner": "Bộ Công an",
        "system": "Cơ sở dữ liệu quốc gia về dân cư", "connection": "Đã kết nối",
    }  # fmt: skip
    files.change(BIRTH, {"components": {"marriage_certificate": drop, "identity": data}})
    approve = {"choice": "merge", "other": "agency_sign", "reason": "Ký số một lần"}
    files.change(BIRTH, {"steps": {"approve": approve}})
    files.change(
        BIRTH,
        {
            "costs": {
                "hourly_income": 32000, "subjects": 412,
                "before": [
                    {"name": "Chuẩn bị giấy tờ", "hours": 4, "spent": 60000},
                    {"name": "Đi nộp và nhận kết quả", "hours": 5, "spent": 80000},
                ],
                "after": [{"name": "Khai và nộp trực tuyến", "hours": "1.5"}],
            }
        },
    )  # fmt: skip
    files.change(EXTRACT, {"purpose": "Cắt giảm giấy tờ, thời gian của người dân"})
    signed = Path("qd-34.pdf")
    files.approve(EXTRACT, "34/QĐ-UBND", now.date() - dt.timedelta(days=20), signed)
    cases = {str(n): {"passed": True, "dossier_code": "H02.15-261116-0007"} for n in (1, 2)}
    files.change(EXTRACT, {"test_run": {"system_in_use": "Quyết định 56/QĐ-UBND", "cases": cases}})
    files.happen(EXTRACT, RunEvent.REQUESTED, now - dt.timedelta(days=5))
    files.happen(EXTRACT, RunEvent.PUBLISHED, now - dt.timedelta(days=4))
    files.create(GROUP, kind=ProjectKind.LINKED_GROUP, linked=[BIRTH, "1.004222"])
    files.change(
        GROUP, {"blockers": [{"kind": "technical", "what": "Chưa kết nối dữ liệu cư trú"}]}
    )
