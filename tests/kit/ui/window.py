"""A window over the sample desk for tests."""

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from desk_app.texts import shipped
from desk_app.ui.common import theme
from desk_app.ui.common.tokens import Scheme
from desk_app.ui.common.words import Words
from desk_app.ui.opening import Ready
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.sample_desk import SampleDesk

SIZE = (1366, 688)
STEP_DOSSIERS = {
    "appraise": "H02.15-261120-0018",
    "approve": "H02.15-261118-0031",
    "agency_sign": "H02.15-261120-0012",
    "return_result": "H02.15-261120-0015",
}
PAGES = (
    "dashboard",
    "intake",
    *STEP_DOSSIERS,
    "reports",
    "procedures",
    "restructuring",
    "sync",
    "doctor",
    "care",
    "backlog",
    "settings",
)


def open_window(
    sample: SampleDesk,
    *,
    language: str = "vi",
    scheme: Scheme = "light",
    scale: int = 100,
    signed_in: bool = True,
) -> Conductor:
    """A shown window, signed in, whose work is done at once."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    app.setStyle("Fusion")
    theme.apply(app, scheme, scale / 100)
    words = Words(shipped, language)
    window = Conductor(Ready(sample.desk), words, InlineTaskRunner(), sample.welcome())
    window.shell.resize(*SIZE)
    window.shell.show()
    if signed_in:
        window.sign_in.sign_in("lethuha", "mat-khau")
        window.settle()
    QApplication.processEvents()
    return window


def settle() -> None:
    """Let layouts come to rest and deleted parts go."""
    for _ in range(4):
        QApplication.processEvents()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def begin_intake(window: Conductor) -> None:
    """A dossier at intake with both papers scanned and the third reused."""
    window.go("new_dossier")
    intake = window.intake
    intake.begin("1.001193")
    intake.identify("024190001234")
    intake.papers.choose_component("application")
    intake.papers.scan()
    intake.papers.choose_component("birth_paper")
    intake.papers.scan()
    intake.papers.choose_component("card")
    intake.papers.reuse()
    intake.papers.choose_component("application")


def show(window: Conductor, page: str) -> None:
    """Bring a page into sight with something on it."""
    if page == "intake":
        begin_intake(window)
    elif page in STEP_DOSSIERS:
        window.open(STEP_DOSSIERS[page], page)  # type: ignore[arg-type]
    else:
        window.go(page)
    settle()


def close_window(window: Conductor) -> None:
    """Take the window away."""
    window.close()
    window.shell.hide()
    window.shell.deleteLater()
    window.deleteLater()
    settle()
