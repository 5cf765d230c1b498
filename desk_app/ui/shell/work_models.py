"""View-models of the work pages, over one desk."""

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Slot

from desk_app.ui.shell.caretaking import care_of, reason_asker
from desk_app.ui.task_runner import TaskRunner

if TYPE_CHECKING:
    from desk_app.ui.common.prompts import Prompts
    from desk_app.ui.contract import Desk
    from desk_app.ui.shell.backlog_view_model import BacklogViewModel
    from desk_app.ui.shell.code_reader_view_model import CodeReaderViewModel
    from desk_app.ui.shell.plans_view_model import PlansViewModel
    from desk_app.ui.shell.printing_view_model import PrintingViewModel
    from desk_app.ui.shell.procedures_view_model import ProceduresViewModel
    from desk_app.ui.shell.reports_view_model import ReportsViewModel


class WorkModels(QObject):
    """Holds them by name; loaded and made after the first paint, when somebody signs in.

    Those of pages beside the steps are made when their page is.

    Attributes:
        source: pages of papers.
        jobs: what the officer's steps have running, line by line.
    """

    def make_models(self, desk: "Desk", runner: TaskRunner, prompts: "Prompts") -> None:
        """Make them all over an opened desk; questions go to ``prompts``."""
        from desk_app.ui.common.pages import PageSource
        from desk_app.ui.shell.dashboard_view_model import DashboardViewModel
        from desk_app.ui.shell.device_list import DeviceList
        from desk_app.ui.shell.doctor_view_model import DoctorViewModel
        from desk_app.ui.shell.selection_view_model import SelectionViewModel
        from desk_app.ui.shell.sync_view_model import SyncViewModel
        from desk_app.ui.steps.agency_sign.view_model import AgencySignViewModel
        from desk_app.ui.steps.appraise.view_model import AppraiseViewModel
        from desk_app.ui.steps.approve.view_model import ApproveViewModel
        from desk_app.ui.steps.intake.view_model import IntakeViewModel
        from desk_app.ui.steps.return_result.view_model import ReturnViewModel

        self._over = desk, runner
        self.source = PageSource(desk.pages, runner, self)
        self.source.reason_wanted.connect(reason_asker(self.source, prompts))
        self.dashboard = DashboardViewModel(desk, runner, prompts, self)
        self.selection = SelectionViewModel(desk.selection, runner, self)
        self.intake = IntakeViewModel(desk, runner, prompts, self)
        self.devices = DeviceList(desk.intake, runner, self)
        self.appraise = AppraiseViewModel(desk, runner, prompts, self)
        self.approve = ApproveViewModel(desk, runner, prompts, self)
        self.agency_sign = AgencySignViewModel(desk, runner, prompts, self)
        self.return_result = ReturnViewModel(desk, runner, prompts, self)
        self.sync = SyncViewModel(desk.outbox, runner, desk.now, self)
        self.doctor = DoctorViewModel(desk.doctor, runner, desk.now, Path.home(), self)
        self.care = care_of(desk, runner, self)
        self.care.alarmed.connect(self.dashboard.alarm)
        self._follow_jobs(desk)

    @cached_property
    def procedures(self) -> "ProceduresViewModel":
        """Of the catalogue's page."""
        from desk_app.ui.shell.procedures_view_model import ProceduresViewModel

        desk, runner = self._over
        return ProceduresViewModel(desk.procedures, runner, self)

    @cached_property
    def plans(self) -> "PlansViewModel":
        """Of the restructuring's page."""
        from desk_app.ui.shell.plans_view_model import PlansViewModel

        desk, runner = self._over
        return PlansViewModel(desk.restructuring, runner, self)

    @cached_property
    def reports(self) -> "ReportsViewModel":
        """Of the reports' page."""
        from desk_app.ui.shell.reports_view_model import ReportsViewModel

        desk, runner = self._over
        return ReportsViewModel(desk.reports, runner, desk.now, self)

    @cached_property
    def printing(self) -> "PrintingViewModel":
        """Of the printers in the settings."""
        from desk_app.ui.shell.printing_view_model import PrintingViewModel

        desk, runner = self._over
        return PrintingViewModel(desk.printing, runner, self)

    @cached_property
    def code_reader(self) -> "CodeReaderViewModel":
        """Of the reader on a serial port; a desk without one makes it when it is looked at."""
        from desk_app.ui.shell.code_reader_view_model import CodeReaderViewModel

        desk, runner = self._over
        return CodeReaderViewModel(desk.code_reader, runner, self)

    @cached_property
    def backlog(self) -> "BacklogViewModel":
        """Of the long work's page."""
        from desk_app.ui.shell.backlog_view_model import BacklogViewModel

        desk, runner = self._over
        return BacklogViewModel(desk.backlog, runner, desk.now, self)

    def _follow_jobs(self, desk: "Desk") -> None:
        """Every job of a step is a line in the job list."""
        from desk_app.ui.shell.job_log import JobLog

        self.jobs = JobLog(desk.now, self)
        for name, model in (
            ("intake", self.intake),
            ("selection", self.selection),
            ("approve", self.approve),
            ("agency_sign", self.agency_sign),
        ):
            model.setProperty("job_source", name)
            model.state_changed.connect(self._note_job)

    @Slot(object)
    def _note_job(self, state: object) -> None:
        sender = self.sender()
        if sender is not None:
            failed = getattr(state, "failure", None) is not None
            source = str(sender.property("job_source"))
            self.jobs.follow(source, getattr(state, "job", None), failed=failed)

    def in_hand(self, page: str) -> str:
        """Key of the dossier on a page; empty when there is none."""
        if page == "approve_page":
            return self.approve.state.chosen
        if page == "dashboard":
            return self.dashboard.state.chosen
        if page == "sync":
            item = self.sync.state.item
            return item.dossier_key if item is not None else ""
        models: dict[str, Any] = {
            "intake_page": self.intake,
            "appraise_page": self.appraise,
            "agency_page": self.agency_sign,
            "return_page": self.return_result,
        }
        dossier = models[page].state.dossier if page in models else None
        return str(dossier.key) if dossier is not None else ""
