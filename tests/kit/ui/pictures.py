"""Pictures of every screen in its states, over the sample desk. One command makes them all again.

``./desk screens DIR`` draws every scene in both themes, both languages and three text sizes.
``./desk screens --keep`` makes the pictures the program and the tests keep: those of the guide, the dark ones of the
picture test, and the pages of ``docs/huong-dan/``.
"""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PIL import Image
from PySide6.QtTest import QTest

from desk_app.domain.errors import UnavailableError
from desk_app.ui.contract import DocumentRef, ReaderNews
from desk_app.ui.contract import PaperNote as DossierNote
from desk_app.ui.shell.conductor import Conductor
from tests.kit.ui.sample_desk import SampleDesk
from tests.kit.ui.window import STEP_DOSSIERS, begin_intake, close_window, open_window, settle

ROOT = Path(__file__).parents[3]
GUIDE = ROOT / "resources" / "guide"
PREVIEW_MS = 250
COMMON = 160
GOLDEN = ROOT / "tests" / "ui" / "golden"
BOOK = ROOT / "docs" / "huong-dan"
Act = Callable[[Conductor, SampleDesk], None]


def _go(name: str) -> Act:
    return lambda window, sample: window.go(name)


def _step(step: str) -> Act:
    return lambda window, sample: window.open(STEP_DOSSIERS[step], step)


def _insight(place: str, question: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        if place == "dashboard":
            window.go("dashboard")
            settle()
        else:
            window.open(STEP_DOSSIERS[place], place)
        window.shell.press(question)

    return act


def _own_filter(window: Conductor, sample: SampleDesk) -> None:
    from desk_app.ui.contract import SavedFilter, WorkQuery

    query = WorkQuery(scope="mine", step="appraise")
    sample.filters.keep(SavedFilter(name="Thẩm định", query=query))
    sample.filters.keep(SavedFilter(name="Khai sinh", query=WorkQuery(text="khai sinh")))
    window.dashboard.sit_down()
    window.dashboard.use("Khai sinh")


def _selected(window: Conductor, sample: SampleDesk) -> None:
    window.dashboard.filter_by("office")
    for row in window.dashboard.state.rows[4:7]:
        window.selection.tick(row.key)
    sample.selection.refuses = {window.dashboard.state.rows[5].key: "selection.no_receipt"}
    window.shell.press("print_selected")


def _intake(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.intake.form.jump("child_name")


def _compare(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    model = window.intake
    model.papers.choose_component("application")
    note = DossierNote(
        code="intake.note_given_before",
        facts={"dossier": "H21.14-260901-0003 · Tờ khai"},
        page=0,
        other=DocumentRef(id="form", name="H21.14-260901-0003 · Tờ khai", pages=1),
    )
    parts = tuple(
        replace(part, notes=(note,)) if part.id == "application" else part
        for part in model.state.parts
    )
    model.show(dossier=replace(model.state.dossier, components=parts), sheet=0)
    window.shell.press("compare_pages")


def _never_changed(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.intake.form.jump("birth")
    window.shell.press("earlier_values")


def _backs(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.intake.papers.choose_component("application")
    window.shell.press("scan_backs")


def _problems(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.intake.form.edit("phone", "098123")
    window.shell.press("receive")


def _scanning(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.runner.hold = True
    window.shell.press("scan")


def _jam(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.intake.fail(UnavailableError("scanner.jam", {"sheet": 3}))


def _noted_draft(window: Conductor, sample: SampleDesk) -> None:
    window.open(STEP_DOSSIERS["approve"], "approve")
    key = window.approve.state.chosen
    sample.desk.notes.add(
        key, "result", "result", 0, (0.2, 0.3, 0.5, 0.04), "Ngày sinh chưa khớp giấy chứng sinh"
    )
    sample.desk.notes.add(key, "result", "result", 0, (0.1, 0.14, 0.4, 0.04), "Viết hoa tên xã")
    sample.desk.notes.tick(key, "n2", is_done=True)
    window.approve.load(key)
    window.approve.notes.choose("n1")


def _choosing_place(window: Conductor, sample: SampleDesk) -> None:
    window.open(STEP_DOSSIERS["approve"], "approve")
    settle()
    window.shell.press("add_note")


def _noted_papers(window: Conductor, sample: SampleDesk) -> None:
    key = STEP_DOSSIERS["appraise"]
    sample.desk.notes.add(
        key, "result", "result", 0, (0.2, 0.3, 0.5, 0.04), "Ngày sinh chưa khớp giấy chứng sinh"
    )
    sample.desk.notes.add(
        key, "application", "form", 0, (0.05, 0.2, 0.6, 0.05), "Thiếu tên đường trong nơi cư trú"
    )
    window.open(key, "appraise")
    window.appraise.notes.choose("n2")


def _pin(window: Conductor, sample: SampleDesk) -> None:
    window.open(STEP_DOSSIERS["approve"], "approve")
    window.shell.press("sign_selected")


def _pin_wrong(window: Conductor, sample: SampleDesk) -> None:
    _pin(window, sample)
    window.shell.work.pin_sheet.pin.setText("000000")
    window.shell.work.pin_sheet.confirm()


def _pulled(window: Conductor, sample: SampleDesk) -> None:
    window.open(STEP_DOSSIERS["approve"], "approve")
    for item in window.approve.state.items[1:]:
        window.approve.choose(item.key)
        window.approve.tick(item.key)
    sample.remove_token_after = 2
    window.shell.press("sign_selected")
    window.shell.work.pin_sheet.pin.setText(sample.pin)
    window.shell.work.pin_sheet.confirm()


def _search(window: Conductor, sample: SampleDesk) -> None:
    window.shell.work.top.search.setText("duong 0981")
    window.search("duong 0981")


def _offline(then: Act) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        sample.online = False
        window.look_around()
        then(window, sample)

    return act


def _panel(then: Act, action: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        then(window, sample)
        window.shell.press(action)

    return act


def _section(name: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        window.go("settings")
        window.settings.choose_section(name)

    return act


def _printouts(window: Conductor, sample: SampleDesk) -> None:
    sample.printing.hold("receipt", "H99.01-261121-0007")
    sample.printing.hold("supplement_request", "H99.01-261121-0006")
    window.look_around()
    _section("printing")(window, sample)


def _reader_tried(window: Conductor, sample: SampleDesk) -> None:
    window.settings.choose("code_reader.port", "COM3")
    _section("code_reader")(window, sample)
    settle()
    window.shell.page.code_reader.button.click()
    window.code_reader._hear(
        ReaderNews(
            kind="read",
            text="024190001234|012345678|Nguyễn Thị Phương Đông|17051990|Nữ|Thôn 4, xã Minh Đức, tỉnh Bắc Giang|01012021",
        )
    )


def _reader_away(window: Conductor, sample: SampleDesk) -> None:
    sample.code_reader.news = (
        ReaderNews(kind="away", code="code_reader.gone", facts={"port": "COM3"}),
    )
    window.settings.choose("code_reader.port", "COM3")
    _section("code_reader")(window, sample)


def _catalogue(section: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        window.go("procedures")
        settle()
        window.procedures.choose("construction_permit_house.2")
        window.procedures.choose_section(section)

    return act


def _draft(section: str, row: str, **cells: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        _catalogue(section)(window, sample)
        window.shell.press("new_version")
        model = window.procedures
        model.edit("valid_from", "01/01/2027")
        model.choose_section(section)
        model.choose_row(row)
        for field, text in cells.items():
            model.edit(field, text)
        model.next_fault()

    return act


def _diagram(section: str, row: str, times: int = 1, **cells: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        _draft(section, row, **cells)(window, sample)
        for _ in range(times):
            window.procedures.turn_diagram()

    return act


def _plan(code: str, section: str, row: str = "0", *presses: str) -> Act:
    def act(window: Conductor, sample: SampleDesk) -> None:
        window.go("restructuring")
        settle()
        window.plans.open(code)
        window.plans.choose_section(section)
        window.plans.choose_row(row)
        for action in presses:
            window.shell.press(action)

    return act


def _plan_new(window: Conductor, sample: SampleDesk) -> None:
    window.go("restructuring")
    window.shell.press("new_plan")
    for code in ("1.001193", "1.004222"):
        window.plans.choosing.choose(code)
        window.plans.choosing.tick(code)
    window.plans.choosing.call("LT.khai-sinh-thuong-tru")


def _plan_lacking(window: Conductor, sample: SampleDesk) -> None:
    _plan("1.001193", "components", "4")(window, sample)
    window.plans.filling.edit("row", "choice", "drop")
    window.shell.press("next_fault")


def _plan_counting(window: Conductor, sample: SampleDesk) -> None:
    _plan("1.001193", "evidence")(window, sample)
    window.runner.hold = True
    window.shell.press("plan_next")


def _plan_refused(window: Conductor, sample: SampleDesk) -> None:
    from desk_app.domain.people import Role

    sample.plan_roles = (Role.INTAKE_OFFICER,)
    _plan("LT.khai-sinh", "list")(window, sample)
    window.plans.filling.edit("ask", "place", "submitted")
    window.shell.press("plan_next")


def _plan_none(window: Conductor, sample: SampleDesk) -> None:
    sample.has_no_plans = True
    window.go("restructuring")


def _conflict(window: Conductor, sample: SampleDesk) -> None:
    first = sample.outbox_items[0]
    told = {"their_user": "Trần Văn Tỉnh", "their_unit": "Sở Tư pháp", "their_time": "13:58 21/11"}
    sample.outbox_items[0] = replace(
        first, state="conflict", answer="sync.conflict_fields", answer_facts=told
    )
    window.go("sync")
    window.sync.choose(first.id)


def _locked(window: Conductor, sample: SampleDesk) -> None:
    begin_intake(window)
    window.lock()


SCENES: dict[str, Act | None] = {
    "dang-nhap": None,
    "dang-nhap-sai": lambda window, sample: window.sign_in.sign_in("lethuha", "x"),
    "bang-cong-viec": _go("dashboard"),
    "ngay-hen": _insight("dashboard", "explain_due"),
    "ban-giao-ca": _insight("dashboard", "shift_page"),
    "tap-huan": _insight("appraise", "lesson"),
    "truoc-khi-ket-thuc": _insight("return_result", "before_closing"),
    "bang-cong-viec-bo-loc": _own_filter,
    "bang-cong-viec-chon": _selected,
    "bang-cong-viec-rong": lambda window, sample: window.dashboard.filter_by("online"),
    "bang-cong-viec-khong-thay": _search,
    "bang-cong-viec-ngoai-tuyen": _offline(_go("dashboard")),
    "tiep-nhan-moi": _go("new_dossier"),
    "tiep-nhan": _intake,
    "tiep-nhan-con-thieu": _problems,
    "tiep-nhan-dang-quet": _scanning,
    "tiep-nhan-ket-giay": _jam,
    "tiep-nhan-mat-sau": _backs,
    "tiep-nhan-so-trang": _compare,
    "tiep-nhan-gia-tri-truoc": _panel(_intake, "earlier_values"),
    "tiep-nhan-chua-doi": _never_changed,
    "tham-dinh": _step("appraise"),
    "phe-duyet": _step("approve"),
    "phe-duyet-ghi-chu": _noted_draft,
    "phe-duyet-chon-cho": _choosing_place,
    "tham-dinh-ghi-chu": _noted_papers,
    "phe-duyet-rut-usb": _pulled,
    "ma-pin": _pin,
    "ma-pin-sai": _pin_wrong,
    "ky-so-co-quan": _step("agency_sign"),
    "tra-ket-qua": _step("return_result"),
    "tra-ket-qua-ngoai-tuyen": _offline(_step("return_result")),
    "hop-gui": _go("sync"),
    "xung-dot": _conflict,
    "khoa-may": _locked,
    "bao-cao": _go("reports"),
    "kiem-tra": _go("doctor"),
    "an-toan-du-lieu": _go("care"),
    "viec-ton-dong": _go("backlog"),
    "thu-tuc": _catalogue("components"),
    "thu-tuc-nhap": _draft("steps", "2", amount="nửa", duty=""),
    "thu-tuc-nhap-chung": _draft("general", "0", name=""),
    "thu-tuc-so-do-ca-trang": _diagram(
        "steps", "2", 2, duty="Thẩm định, dự thảo kết quả trên hệ thống"
    ),
    "thu-tuc-so-do": _diagram("steps", "2", duty="Thẩm định, dự thảo kết quả trên hệ thống"),
    "tai-cau-truc": _go("restructuring"),
    "tai-cau-truc-rong": _plan_none,
    "tai-cau-truc-moi": _plan_new,
    "tai-cau-truc-danh-muc": _plan("LT.khai-sinh", "list"),
    "tai-cau-truc-thanh-phan": _plan("1.001193", "components", "3"),
    "tai-cau-truc-con-thieu": _plan_lacking,
    "tai-cau-truc-buoc": _plan("1.001193", "steps", "2", "show_diagram"),
    "tai-cau-truc-so-do": _plan("1.001193", "steps", "2", "show_diagram", "show_diagram"),
    "tai-cau-truc-muc-do": _plan("1.001193", "levels", "5"),
    "tai-cau-truc-kha-thi": _plan("1.001193", "assessment"),
    "tai-cau-truc-bang-chung": _plan("1.001193", "evidence", "0", "plan_next"),
    "tai-cau-truc-dang-dem": _plan_counting,
    "tai-cau-truc-chi-phi": _plan("1.001193", "costs", "1"),
    "tai-cau-truc-lo-trinh": _plan("LT.khai-sinh", "roadmap"),
    "tai-cau-truc-phan-i": _plan("1.001193", "document", "0", "plan_next", "write_plan_pdf"),
    "tai-cau-truc-cau-chu": _plan("1.001193", "texts"),
    "tai-cau-truc-bai-bo": _plan("1.001193", "abolished", "0", "add_row"),
    "tai-cau-truc-phe-duyet": _plan("1.001193", "approval"),
    "tai-cau-truc-da-duyet": _plan("2.000635", "approval"),
    "tai-cau-truc-kiem-thu": _plan("2.000635", "test", "2"),
    "tai-cau-truc-ngoai-tuyen": _offline(_plan("2.000635", "test")),
    "tai-cau-truc-khong-quyen": _plan_refused,
    "cai-dat": _go("settings"),
    "cai-dat-ky-so": _section("signing"),
    "cai-dat-may-in": _printouts,
    "cai-dat-dau-doc": _reader_tried,
    "cai-dat-dau-doc-mat": _reader_away,
    "phim-tat": _panel(_intake, "help"),
    "viec-dang-chay": _panel(_intake, "jobs"),
}
SIGNED_OUT = ("dang-nhap", "dang-nhap-sai")
OF_GUIDE = (
    "dang-nhap", "bang-cong-viec", "tiep-nhan", "tham-dinh", "phe-duyet", "ma-pin", "ky-so-co-quan", "tra-ket-qua",
    "hop-gui", "kiem-tra", "cai-dat", "thu-tuc", "thu-tuc-nhap", "thu-tuc-so-do", "tai-cau-truc", "tai-cau-truc-moi", "tai-cau-truc-thanh-phan", "tai-cau-truc-kiem-thu",
)  # fmt: skip
DARK = ("bang-cong-viec", "tiep-nhan", "phe-duyet", "tra-ket-qua")


def draw(
    name: str, *, scheme: str = "light", language: str = "vi", scale: int = 100
) -> Image.Image:
    """One scene as a picture."""
    sample = SampleDesk()
    window = open_window(
        sample, language=language, scheme=scheme, scale=scale, signed_in=name not in SIGNED_OUT
    )
    act = SCENES[name]
    if act is not None:
        act(window, sample)
    settle()
    if window.has_desk and window.shell.page is window.pages["dashboard"]:
        QTest.qWait(PREVIEW_MS)  # the preview comes when the cursor rests
    image = window.shell.grab().toImage().convertToFormat(image_format())
    bits = image.constBits()
    picture = Image.frombuffer(
        "RGBA", (image.width(), image.height()), bytes(bits), "raw", "BGRA", image.bytesPerLine(), 1
    ).convert("RGB")
    window.runner.hold = False
    window.runner.pending.clear()
    close_window(window)
    return picture


def image_format():
    """32 bits a pixel."""
    from PySide6.QtGui import QImage

    return QImage.Format.Format_ARGB32


def small(picture: Image.Image) -> Image.Image:
    """A picture as it is kept: its commonest colours as they are, rare ones by the nearest (a red dot stays red)."""
    counted = sorted(picture.getcolors(picture.width * picture.height), reverse=True)
    common = [part for _, colour in counted[:COMMON] for part in colour]
    rare = picture.quantize(256 - COMMON, method=Image.Quantize.MAXCOVERAGE).getpalette()
    palette = Image.new("P", (1, 1))
    palette.putpalette((common + rare)[: 3 * 256])
    return picture.quantize(palette=palette, dither=Image.Dither.NONE)


def keep() -> None:
    """Make what is kept again."""
    from desk_app.ui.guide import as_markdown

    for folder in (GUIDE, GOLDEN, BOOK):
        folder.mkdir(parents=True, exist_ok=True)
    for name in OF_GUIDE:
        small(draw(name)).save(GUIDE / f"{name}.png", optimize=True)
    for name in DARK:
        small(draw(name, scheme="dark")).save(GOLDEN / f"{name}-toi.png", optimize=True)
    for name, text in as_markdown("../../resources/guide"):
        (BOOK / name).write_text(text, encoding="utf-8")


def main(arguments: list[str]) -> int:
    """Draw everything into a folder, or what is kept into its places."""
    parser = argparse.ArgumentParser(prog="./desk screens", description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("screens"), metavar="DIR")
    parser.add_argument("scenes", nargs="*", metavar="SCENE")
    parser.add_argument("--keep", action="store_true", help="what the program and the tests keep")
    given = parser.parse_args(arguments)
    if unknown := set(given.scenes) - set(SCENES):
        parser.error(f"no scene {', '.join(sorted(unknown))}; there are {', '.join(SCENES)}")
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from desk_app.ui.start import make_application

    application = make_application(["screens"])
    if given.keep:
        keep()
        return 0
    folder: Path = given.folder
    folder.mkdir(parents=True, exist_ok=True)
    for name in given.scenes or list(SCENES):
        for scheme, language, scale in (
            ("light", "vi", 100), ("light", "vi", 150), ("light", "vi", 175), ("dark", "vi", 100),
            ("light", "en", 100), ("light", "en", 150),
        ):  # fmt: skip
            marks = (
                ["en"] * (language == "en")
                + ["toi"] * (scheme == "dark")
                + [str(scale)] * (scale != 100)
            )
            picture = draw(name, scheme=scheme, language=language, scale=scale)
            picture.save(folder / f"{'-'.join([name, *marks])}.png")
    application.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
