"""Watched folders and imported files."""

from __future__ import annotations

import hashlib
import io
import threading
import time
from pathlib import Path

import pikepdf
import pytest
from PIL import Image

from scanner import (
    AcquireRequest,
    CancelFlag,
    DriverOptions,
    Ended,
    FileError,
    Importer,
    Tray,
    acquire,
)
from tests.kit.scanner import documents, pages
from tests.kit.scanner.mfp_drop import drop

JPEGS = [pages.page(pages.ident("f", n), dpi=150) for n in (1, 2, 3)]
QUICK = DriverOptions(quiet_s=0.45, poll_s=0.05, unfinished_s=1.5)


def take(device, folder, inspector, **more):
    request = AcquireRequest(device=device, out=folder, options=more.pop("options", QUICK))
    return acquire(request, inspector=inspector, **more)


# -- the watched folder


@pytest.fixture(scope="module")
def papers():
    return {
        "pdf": documents.pdf_of(JPEGS),
        "tif": documents.tiff_of([Image.open(io.BytesIO(j)) for j in JPEGS]),
        "jpg": JPEGS[0],
    }


@pytest.mark.parametrize(
    ("kind", "pattern"),
    [("pdf", "clean"), ("tif", "grow"), ("pdf", "reopen"), ("jpg", "touch0"), ("pdf", "rewrite")]
    + [
        pytest.param(kind, pattern, marks=pytest.mark.long)
        for kind, pattern in (
            ("tif", "clean"), ("jpg", "clean"), ("pdf", "grow"), ("jpg", "grow"), ("tif", "reopen"),
            ("jpg", "reopen"), ("pdf", "touch0"), ("tif", "touch0"), ("tif", "rewrite"),
            ("jpg", "rewrite"),
        )
    ],
)  # fmt: skip
def test_each_way_of_writing_is_taken_once_and_whole(kind, pattern, papers, tmp_path, inspector):
    """Scenario 35."""
    data, inbox = papers[kind], tmp_path / "Máy quét phòng một cửa"
    inbox.mkdir()
    writer = threading.Thread(
        target=drop, args=(inbox, f"a.{kind}", data, pattern), kwargs={"seconds": 0.6, "gap": 0.15}
    )
    writer.start()
    while not (inbox / f"a.{kind}").exists():  # a hidden one is not there yet
        time.sleep(0.01)
    result = take(f"folder:{inbox}", tmp_path / "out", inspector)
    writer.join()
    assert (result.ended, len(result.pages)) == (Ended.DONE, 1 if kind == "jpg" else 3)
    moved = inbox / "da-nhan" / f"a.{kind}"
    assert moved.read_bytes() == data, "the original is moved, never changed"
    if kind != "tif":
        expected = [hashlib.sha256(j).hexdigest() for j in JPEGS][: len(result.pages)]
        assert [p.sha256 for p in result.pages] == expected


def test_half_a_file_is_reported_and_left_alone(papers, tmp_path, inspector):
    """Scenario 35, abandoned: never silence, never half a document."""
    drop(tmp_path, "a.pdf", papers["pdf"], "abandon")
    result = take(f"folder:{tmp_path}", tmp_path / "out", inspector)
    assert (result.ended, result.problem.code) == (Ended.BROKEN, "scanner.file_unfinished")
    assert result.problem.facts["file"] == "a.pdf"
    assert (tmp_path / "a.pdf").exists()


def watching(inbox, folder, inspector, flag, seen):
    from dataclasses import replace

    options = replace(QUICK, keeps_watching=True)
    seen.append(take(f"folder:{inbox}", folder, inspector, options=options, cancel=flag))


def until(condition, seconds=8.0):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_the_same_name_again_is_another_document(tmp_path, inspector):
    """Scenario 36."""
    inbox, flag, seen = tmp_path / "in", CancelFlag(), []
    inbox.mkdir()
    watcher = threading.Thread(
        target=watching, args=(inbox, tmp_path / "out", inspector, flag, seen)
    )
    watcher.start()
    done = inbox / "da-nhan"
    drop(inbox, "a.jpg", JPEGS[0])
    until((done / "a.jpg").exists)
    drop(inbox, "a.jpg", JPEGS[1])
    until((done / "a-2.jpg").exists)
    flag.cancel()
    watcher.join()
    assert [pages.read_id(p.file.read_bytes()) for p in seen[0].pages] == [
        pages.ident("f", 1),
        pages.ident("f", 2),
    ]


def test_a_share_that_goes_and_comes_back(tmp_path, inspector):
    """Scenario 37: nothing lost, nothing doubled."""
    inbox, away, flag, seen = tmp_path / "in", tmp_path / "away", CancelFlag(), []
    inbox.mkdir()
    watcher = threading.Thread(
        target=watching, args=(inbox, tmp_path / "out", inspector, flag, seen)
    )
    watcher.start()
    drop(inbox, "a.jpg", JPEGS[0])
    until((inbox / "da-nhan" / "a.jpg").exists)
    inbox.rename(away)
    time.sleep(0.3)
    (away / "b.jpg").write_bytes(JPEGS[1])
    away.rename(inbox)
    until((inbox / "da-nhan" / "b.jpg").exists)
    flag.cancel()
    watcher.join()
    assert (len(seen[0].pages), seen[0].ended) == (2, Ended.DONE)


def test_a_locked_file_is_tried_again(tmp_path, inspector, monkeypatch):
    """Scenario 38: another program holds it for a while."""
    import shutil

    drop(tmp_path, "a.jpg", JPEGS[0])
    real, refusals = shutil.copyfile, []

    def held(source, target, **more):
        if len(refusals) < 2:
            refusals.append(source)
            raise PermissionError(13, "sharing violation")
        return real(source, target, **more)

    monkeypatch.setattr(shutil, "copyfile", held)
    result = take(f"folder:{tmp_path}", tmp_path / "out", inspector)
    assert (result.ended, len(result.pages), len(refusals)) == (Ended.DONE, 1, 2)


def test_a_crash_before_the_move_doubles_nothing(papers, tmp_path, inspector, monkeypatch):
    """The pages are safe, the file is still there: it is moved, not taken again."""
    from scanner.drivers.files import FolderDriver

    inbox = tmp_path / "in"
    inbox.mkdir()
    drop(inbox, "a.pdf", papers["pdf"])
    with monkeypatch.context() as crash:
        crash.setattr(FolderDriver, "_set_aside", lambda *_: None)
        first = take(f"folder:{inbox}", tmp_path / "out", inspector)
    second = take(f"folder:{inbox}", tmp_path / "out", inspector)
    assert (len(first.pages), len(second.pages)) == (3, 0)
    assert not (inbox / "a.pdf").exists()


def test_an_empty_folder_is_an_empty_feeder(tmp_path, inspector):
    result = take(f"folder:{tmp_path}", tmp_path / "out", inspector)
    assert (result.ended, result.exit_code) == (Ended.EMPTY, 3)
    result = take(f"folder:{tmp_path / 'nowhere'}", tmp_path / "out", inspector)
    assert result.ended is Ended.OFFLINE


# -- import


@pytest.fixture(scope="module")
def importer():
    with Importer() as warm:
        yield warm


def _bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20000, 20000)).save(out, "PNG")
    return out.getvalue()


BAD = {
    "cut.pdf": (lambda: documents.pdf_of(JPEGS)[:-4000], "scanner.file_damaged"),
    "cut.tif": (
        lambda: documents.tiff_of([Image.open(io.BytesIO(j)) for j in JPEGS])[:3000],
        "scanner.file_damaged",
    ),
    "cut.jpg": (lambda: JPEGS[0][:9000], "scanner.file_damaged"),
    "text.jpg": ("không phải ảnh".encode, "scanner.file_not_a_page"),
    "nothing.pdf": (lambda: b"", "scanner.file_not_a_page"),
    "locked.pdf": (lambda: documents.pdf_of(JPEGS, encrypt="k"), "scanner.file_encrypted"),
    "bomb.png": (_bomb, "scanner.file_too_large"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_in_words(name, tmp_path, importer):
    """Scenario 39: each by name, in the same process, which goes on working."""
    make, code = BAD[name]
    file = tmp_path / name
    file.write_bytes(make())
    with pytest.raises(FileError) as refused:
        list(importer.pages(file))
    assert (refused.value.code, refused.value.facts["file"]) == (code, name)
    good = tmp_path / "good.jpg"
    good.write_bytes(JPEGS[0])
    assert len(list(importer.pages(good))) == 1


@pytest.mark.parametrize("kind", ["plain", "hidden"])
def test_a_page_that_is_one_image_is_taken_byte_for_byte(kind, tmp_path, importer):
    """Scenario 40, also with a layer of invisible recognised text."""
    file = tmp_path / "a.pdf"
    file.write_bytes(documents.pdf_of(JPEGS, text=kind))
    assert [p.data for p in importer.pages(file)] == JPEGS


@pytest.mark.parametrize(
    "more", [{"dirt": b"0 0 100 100 re f"}, {"rotate": 90}, {"dirt": b"BT /F0 9 Tf (x) Tj ET"}]
)
def test_a_page_with_more_than_an_image_is_rendered(more, tmp_path, importer):
    file = tmp_path / "a.pdf"
    file.write_bytes(documents.pdf_of(JPEGS[:1], **more))
    (page,) = importer.pages(file)
    assert page.data != JPEGS[0]
    wide = more.get("rotate") == 90
    with Image.open(io.BytesIO(page.data)) as image:
        across, down = image.size if not wide else image.size[::-1]
        assert (abs(across - 2480), abs(down - 3508)) <= (1, 1)


def test_a_signed_pdf_says_so_and_is_not_touched(tmp_path, importer):
    file = tmp_path / "a.pdf"
    file.write_bytes(documents.signed_pdf())
    before = file.read_bytes()
    content = importer.examine(file)
    assert (content.is_signed, content.pages, content.mime) == (True, 1, "application/pdf")
    assert len(list(importer.pages(file))) == 1
    assert file.read_bytes() == before


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_upright_everywhere(orientation, tmp_path, inspector):
    """Scenario 41: thumbnail, size and PDF agree, the bytes stay."""
    from scanner.pdf import PdfPage, build_pdf

    base = Image.open(io.BytesIO(JPEGS[0]))
    backward = {
        2: [Image.Transpose.FLIP_LEFT_RIGHT], 3: [Image.Transpose.ROTATE_180],
        4: [Image.Transpose.FLIP_TOP_BOTTOM],
        5: [Image.Transpose.TRANSPOSE], 6: [Image.Transpose.ROTATE_90],
        7: [Image.Transpose.TRANSVERSE], 8: [Image.Transpose.ROTATE_270],
    }  # fmt: skip
    for step in backward.get(orientation, []):
        base = base.transpose(step)
    out = io.BytesIO()
    base.save(out, "JPEG", quality=92)
    file = tmp_path / "ảnh.jpg"
    file.write_bytes(documents.with_exif_orientation(out.getvalue(), orientation))
    result = take(f"file:{file}", tmp_path / "out", inspector)
    (page,) = result.pages
    assert (page.width, page.height) == (1240, 1754)
    assert page.sha256 == hashlib.sha256(file.read_bytes()).hexdigest()
    with Image.open(io.BytesIO(page.findings.thumbnail)) as small:
        assert small.height > small.width
    assert page.findings.codes[0].box[1] < page.height / 4, "the QR is at the top"
    if orientation in {1, 3, 6, 8}:
        pdf = tmp_path / "a.pdf"
        made = PdfPage(
            data=file.read_bytes(), mime=page.mime, width=page.width, height=page.height, dpi=150
        )
        pdf.write_bytes(build_pdf([made]))
        import pypdfium2

        shown = pypdfium2.PdfDocument(pdf)[0].render(scale=150 / 72).to_pil()
        assert max(abs(shown.width - 1240), abs(shown.height - 1754)) <= 1  # rounding of the drawer
        assert pages.read_id(pages.jpeg(shown.convert("RGB"), 150, 95)) == pages.ident("f", 1)


def test_heic_from_a_phone(tmp_path, inspector):
    import pillow_heif

    file = tmp_path / "ảnh.heic"
    pillow_heif.from_pillow(Image.open(io.BytesIO(JPEGS[0]))).save(file, quality=90)
    result = take(f"file:{file}", tmp_path / "out", inspector)
    (page,) = result.pages
    assert (page.mime, page.width, page.height) == ("image/jpeg", 1240, 1754)
    assert pages.read_id(page.file.read_bytes()) == pages.ident("f", 1)


@pytest.mark.slow
def test_a_drawing_of_139_million_pixels(tmp_path, inspector):
    """Scenario 50: A0 at 300 dpi is taken, looked at in a smaller size, within the memory limit."""
    drawing = Image.new("L", (9933, 14043), 245)
    for x in range(0, 9933, 400):
        drawing.paste(20, (x, 0, x + 6, 14043))
    out = io.BytesIO()
    drawing.save(out, "JPEG", quality=60, dpi=(300, 300))
    file = tmp_path / "bản vẽ.jpg"
    file.write_bytes(out.getvalue())
    with Tray.at(tmp_path / "out") as tray:
        result = acquire(AcquireRequest(device=f"file:{file}"), tray=tray, inspector=inspector)
    (page,) = result.pages
    assert (page.width, page.height, page.dpi) == (9933, 14043, 300)
    assert page.findings is not None
    assert _peak_mb(inspector.pid) < 900


def _peak_mb(pid) -> int:
    status = Path(f"/proc/{pid}/status")
    if not status.exists():
        return 0
    line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM"))
    return int(line.split()[1]) // 1024


def _with_form(tmp_path, form):
    file = tmp_path / "form.pdf"
    with pikepdf.open(io.BytesIO(documents.pdf_of(JPEGS[:1]))) as pdf:
        form(pdf)
        pdf.save(file)
    return file


def _in_circles(pdf):
    field = pdf.make_indirect(pikepdf.Dictionary(T=pikepdf.String("a")))
    field.Kids = pikepdf.Array([field])
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))


def _of_nothing(pdf):
    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([None, 3, pikepdf.Name.Sig]))


def _of_another_kind(pdf):
    pdf.Root.AcroForm = pikepdf.Array([1])


@pytest.mark.parametrize("form", [_in_circles, _of_nothing, _of_another_kind])
def test_a_form_that_is_none_neither_holds_nor_ends_the_child(form, tmp_path):
    with Importer(deadline_s=20.0) as importer:
        assert importer.examine(_with_form(tmp_path, form)).is_signed is False
        first = importer._worker.pid
        assert importer.examine(_with_form(tmp_path, form)).pages == 1
        assert importer._worker.pid == first
