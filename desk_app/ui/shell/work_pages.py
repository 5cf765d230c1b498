"""The pages of the desk, each built when it is first looked at."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desk_app.ui.common.page import Page
    from desk_app.ui.shell.conductor import Conductor

Make = Callable[[], "Page"]


class Pages:
    """Pages by name. A page that nobody looked at costs neither time nor memory.

    Args:
        take: told of every page as it is built.
    """

    def __init__(self, take: "Callable[[Page], None]") -> None:
        self._take = take
        self._makers: dict[str, Make] = {}
        self._built: dict[str, Page] = {}

    def offer(self, makers: Mapping[str, Make]) -> None:
        """Pages that can be built from now on; what stood under the same name is forgotten."""
        self._makers |= makers
        for name in makers:
            self._built.pop(name, None)

    def __contains__(self, name: str) -> bool:
        return name in self._makers

    def __getitem__(self, name: str) -> "Page":
        page = self._built.get(name)
        if page is None:
            page = self._built[name] = self._makers[name]()
            self._take(page)
        return page

    def name_of(self, page: "Page | None") -> str:
        """The name of a built page; empty for any other."""
        return next((name for name, built in self._built.items() if built is page), "")

    def clear(self) -> None:
        """Forget what was built: the window is made anew around the same view-models."""
        self._built.clear()


def pages_before_desk(window: "Conductor") -> dict[str, Make]:
    """What can be seen before anybody signs in: what is wrong, and bringing a backup back."""

    def doctor() -> "Page":
        from pathlib import Path

        from desk_app.bootstrap import wall_clock
        from desk_app.ui.shell.doctor_view import DoctorPage
        from desk_app.ui.shell.doctor_view_model import DoctorViewModel

        now = wall_clock().now
        window.doctor = DoctorViewModel(
            window.entry.doctor, window.runner, now, Path.home(), window
        )
        return DoctorPage(window.words, window.doctor)

    def care() -> "Page":
        from desk_app.ui.shell.caretaking import care_before_desk

        return care_before_desk(window.entry, window.words, window.runner, window)

    return {"doctor": doctor, "care": care}


def work_pages(window: "Conductor") -> dict[str, Make]:  # noqa: C901  one builder a page
    """What builds each page of the desk, over the view-models of the window."""
    words = window.words

    def dashboard() -> "Page":
        from desk_app.ui.shell.dashboard_view import DashboardPage

        page = DashboardPage(words, window.dashboard, window.selection)
        page.search_cleared.connect(window.clear_search)
        return page

    def intake() -> "Page":
        from desk_app.ui.steps.intake.view import IntakePage

        return IntakePage(words, window.intake, window.source)

    def appraise() -> "Page":
        from desk_app.ui.steps.appraise.view import AppraisePage

        return AppraisePage(words, window.appraise, window.source)

    def approve() -> "Page":
        from desk_app.ui.steps.approve.view import ApprovePage

        return ApprovePage(words, window.approve, window.source)

    def agency() -> "Page":
        from desk_app.ui.steps.agency_sign.view import AgencySignPage

        return AgencySignPage(words, window.agency_sign, window.source)

    def returned() -> "Page":
        from desk_app.ui.steps.return_result.view import ReturnPage

        page = ReturnPage(words, window.return_result, window.source)
        page.outbox_asked.connect(window.go_sync)
        return page

    def sync() -> "Page":
        from desk_app.ui.shell.sync_view import SyncPage

        return SyncPage(words, window.sync)

    def doctor() -> "Page":
        from desk_app.ui.shell.doctor_view import DoctorPage

        return DoctorPage(words, window.doctor)

    def care() -> "Page":
        from desk_app.ui.shell.caretaking import care_page

        return care_page(words, window.care)

    def procedures() -> "Page":
        from desk_app.ui.shell.procedures_view import ProceduresPage

        return ProceduresPage(words, window.procedures, window.source)

    def restructuring() -> "Page":
        from desk_app.ui.shell.plans_view import PlansPage

        return PlansPage(words, window.plans, window.source)

    def backlog() -> "Page":
        from desk_app.ui.shell.backlog_view import BacklogPage

        return BacklogPage(words, window.backlog)

    def reports() -> "Page":
        from desk_app.ui.shell.reports_view import ReportsPage

        page = ReportsPage(words, window.reports)
        page.dossier_asked.connect(window.look_up)
        return page

    def settings() -> "Page":
        from desk_app.ui.shell.settings_view import SettingsPage

        page = SettingsPage(words, window.settings, window.desk.fixed_settings)
        page.offer_devices(window.devices.found)
        window.devices.changed.connect(page.offer_devices)
        page.follow_printing(window.printing)
        page.follow_code_reader(window.code_reader)
        return page

    return {
        "dashboard": dashboard,
        "intake_page": intake,
        "appraise_page": appraise,
        "approve_page": approve,
        "agency_page": agency,
        "return_page": returned,
        "sync": sync,
        "doctor": doctor,
        "care": care,
        "procedures": procedures,
        "restructuring": restructuring,
        "backlog": backlog,
        "reports": reports,
        "settings": settings,
    }
