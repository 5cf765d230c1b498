"""The real window over real use cases, with stand-ins for devices: what an officer does, end to end."""

import dataclasses
import types

from PySide6.QtWidgets import QApplication

from desk_app.adapters.window.print_tray import PrintTrayFile
from desk_app.application.desk import Desk
from desk_app.application.printouts import PrinterStanding, Printouts
from desk_app.config.front import CHOICES_FILE
from desk_app.texts import shipped
from desk_app.ui.common import theme
from desk_app.ui.common.words import Words
from desk_app.ui.connect.desk import connect
from desk_app.ui.connect.parts import WindowParts
from desk_app.ui.connect.settings_file import FileSettings
from desk_app.ui.contract import PageImage, TokenCertificate
from desk_app.ui.opening import Ready
from desk_app.ui.shell.conductor import Conductor
from desk_app.ui.task_runner import InlineTaskRunner
from tests.kit.ui.window import SIZE, settle


class Pages:
    """White pages."""

    def page(self, data, page, width_px):
        return PageImage(data=b"", width=width_px, height=width_px)


class Tokens:
    """A device that is always there."""

    def certificate(self, module, token, certificate):
        import datetime as dt

        return TokenCertificate(
            holder=token,
            issuer_group="Cơ quan mẫu",
            serial_tail="0001",
            expires_on=dt.date(2030, 1, 1),
            days_left=900,
            tries_left=5,
        )


class Outbox:
    """Nothing waits for an answer."""

    def items(self, target, dossier_id=None, **_):
        return ()

    def summary(self, target):
        return types.SimpleNamespace(waiting=0, parked=0)


class Exchange:
    """A province that has not said how large a paper may be."""

    most_bytes = None
    rests_until = None


class Claims:
    """One desk alone: nobody else holds a dossier."""

    def of(self, dossier_ids, **_):
        return {}

    def take(self, *_, **__):
        return None

    release = release_all = take


class Spooler:
    """One printer that takes everything; tests look at what was sent."""

    def __init__(self):
        self.sent = []

    def printers(self):
        return (PrinterStanding(name="quay-1", is_default=True),)

    def send(self, pdf, *, printer, title, copies):
        self.sent.append((printer, title, copies, pdf))


def window_over(counter, user):
    """The window of an officer of that office, signed in."""
    used = {
        "profile": counter.folder,
        "is_practice": True,
        "office": counter.office,
        "steps": counter.steps,
        "enquiries": counter.enquiries,
        "outbox": Outbox(),
        "exchange": Exchange(),
        "claims": Claims(),
        "synchronise": lambda: None,
        "close": lambda: None,
    }
    rest = {f.name: types.SimpleNamespace() for f in dataclasses.fields(Desk)}
    desk = Desk(**(rest | used))
    spooler = Spooler()
    parts = WindowParts(
        pdf_pages=Pages(),
        tokens=Tokens(),
        printouts=Printouts(
            counter.office.papers.read,
            spooler,
            PrintTrayFile(counter.folder / "printouts.json"),
            counter.office.clock.now,
        ),
        authenticate=lambda user, password: None,
        check_up=list,
        speak=None,
    )
    app = QApplication.instance()
    app.setStyle("Fusion")
    theme.apply(app, "light", 1.0)
    connected = connect(desk, parts, settings=FileSettings(desk.profile / CHOICES_FILE, ""))
    window = Conductor(
        Ready(connected), Words(shipped, "vi"), InlineTaskRunner(), connected.session.welcome()
    )
    window.shell.resize(*SIZE)
    window.shell.show()
    window.sign_in.sign_in(user, "x")
    settle()
    window.spooler = spooler
    return window


def do_act(window, act, **values):
    """Press the key, choose the act in the sheet, fill it in, confirm; gives what the sheet says."""
    window.shell.press("other_acts")
    settle()
    sheet = window.shell.work.act_sheet
    assert sheet.isVisible()
    sheet.pick(act)
    assert sheet.choice.currentData() == act
    fill(sheet, values)
    sheet.accept.click()
    settle()
    return sheet


def fill(sheet, values):
    """Enter values into the fields of the sheet."""
    from desk_app.ui.common.buttons import ChoiceBox
    from desk_app.ui.common.tick_box import TickBox

    for name, value in values.items():
        field = sheet._fields[name]
        if isinstance(field, TickBox):
            field.setChecked(value)
        elif isinstance(field, ChoiceBox):
            field.choose(value)
        else:
            field.show_value(value)


def answer_reason(window, text):
    """Answer the question for a reason."""
    sheet = window.shell.work.reason_sheet
    assert sheet.isVisible()
    sheet.text.show_value(text)
    sheet.accept.click()
    settle()
