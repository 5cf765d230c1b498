"""Files that cannot be signed are refused by name before the token is used, and stay untouched."""

import subprocess
import sys
import tracemalloc
from pathlib import Path

import pikepdf
import pytest

from signing.errors import SigningError
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.standing import refuse_broken
from signing.upgrade import add_timestamp_later
from signing.verify import Verdict, Verifier
from tests.kit.signing import papers
from tests.kit.signing.foreign import pyhanko_verdicts

pytestmark = pytest.mark.token


def refusal(key, source: Path, **options: object) -> str:
    before = source.read_bytes() if source.exists() else None
    options.setdefault("target", source)
    spent = key.token_seconds
    with pytest.raises(SigningError) as caught:
        sign_file(SignRequest(source=source, role=Role.OFFICER, level=Level.B_B, **options), key)
    assert key.token_seconds == spent, "the token was used"
    assert (source.read_bytes() if source.exists() else None) == before
    assert not list(source.parent.glob(".*.signing"))
    return caught.value.code


@pytest.mark.scenario(53)
def test_files_that_are_no_sound_pdf(tmp_path, login) -> None:
    whole = papers.plain(tmp_path / "whole.pdf").read_bytes()
    cases = {
        "zero.pdf": (b"", "signing.file_not_pdf"),
        "text.pdf": (b"hello", "signing.file_not_pdf"),
        "cut.pdf": (whole[: len(whole) // 2], "signing.file_damaged"),
        "tail.pdf": (whole[:-20], "signing.file_damaged"),
        "moved.pdf": (b"junk\n" + whole, "signing.file_damaged"),
        "pointer.pdf": (
            whole[: whole.rindex(b"startxref")] + b"startxref\n17\n%%EOF\n",
            "signing.file_damaged",
        ),
    }
    with login("canbo1") as key:
        for name, (data, code) in cases.items():
            path = tmp_path / name
            path.write_bytes(data)
            assert refusal(key, path) == code, name
        assert refusal(key, tmp_path / "missing.pdf") == "signing.file_not_found"


@pytest.mark.scenario(51, 52)
def test_encrypted_and_owner_restricted_files(tmp_path, login) -> None:
    with login("canbo1") as key:
        for at, encryption in enumerate(
            [
                pikepdf.Encryption(owner="o", user="u"),
                pikepdf.Encryption(owner="o", user=""),
                pikepdf.Encryption(owner="o", user="", R=4, aes=True),
            ]
        ):
            path = papers.plain(tmp_path / f"{at}.pdf", encryption=encryption)
            assert refusal(key, path) == "signing.file_encrypted"


def with_permission(path: Path, *, level: int | None, lock: dict[str, object] | None) -> Path:
    """A signed file whose signature certifies or locks, made with pyHanko-free syntax."""
    with pikepdf.open(path, allow_overwriting_input=True) as pdf:
        field = next(item for item in pdf.Root.AcroForm.Fields if "/V" in item)
        if level is not None:
            parameters = pikepdf.Dictionary(
                Type=pikepdf.Name.TransformParams, P=level, V=pikepdf.Name("/1.2")
            )
            reference = pikepdf.Dictionary(
                Type=pikepdf.Name.SigRef,
                TransformMethod=pikepdf.Name.DocMDP,
                TransformParams=parameters,
            )
            field.V.Reference = pikepdf.Array([reference])
        if lock is not None:
            field.Lock = pikepdf.Dictionary(Type=pikepdf.Name.SigFieldLock, **lock)
        pdf.save(path)
    return path


@pytest.mark.scenario(48, 49)
@pytest.mark.parametrize(
    ("level", "lock", "field", "code"),
    [
        (1, None, "", "signing.file_closed"),
        (2, None, "Moi", "signing.new_field_forbidden"),
        (3, None, "Moi", "signing.new_field_forbidden"),
        (None, {"Action": pikepdf.Name.All}, "SaoY", "signing.field_locked"),
        (
            None,
            {"Action": pikepdf.Name.Include, "Fields": ["SaoY"]},
            "SaoY",
            "signing.field_locked",
        ),
        (
            None,
            {"Action": pikepdf.Name.Exclude, "Fields": ["Khac"]},
            "SaoY",
            "signing.field_locked",
        ),
        (None, {"Action": pikepdf.Name.All, "P": 1}, "SaoY", "signing.file_closed"),
    ],
)
def test_what_an_earlier_signer_forbade(level, lock, field, code, tmp_path, login) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        sign_file(SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B), key)
        with_permission(file, level=level, lock=lock)
        assert refusal(key, file, field_name=field) == code


@pytest.mark.scenario(47)
def test_certified_with_prepared_fields_may_be_signed_in_them(tmp_path, login) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        sign_file(SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B), key)
        with_permission(file, level=2, lock={"Action": pikepdf.Name.Include, "Fields": ["Khac"]})
        signed = sign_file(
            SignRequest(source=file, target=file, role=Role.COPY, level=Level.B_B), key
        )
    assert signed.field == "SaoY"


@pytest.mark.scenario(50)
def test_a_field_that_is_signed_is_not_taken_again(tmp_path, login) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        sign_file(SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B), key)
        assert refusal(key, file, field_name="CanBo") == "signing.field_taken"


def test_another_file_than_the_one_shown(tmp_path, login) -> None:
    file = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        assert refusal(key, file, expected_sha256="00" * 32) == "signing.file_changed"


@pytest.mark.scenario(62)
def test_a_file_another_desk_signed_meanwhile_is_not_overwritten(tmp_path, login) -> None:
    from signing.sign import FileSigner

    file = papers.plain(tmp_path / "a.pdf")
    wish = SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B)
    with login("canbo1") as key:
        first = FileSigner(key.certificate, others=key.others)
        prepared = first.prepare(wish)
        signature = key.sign(prepared.attributes)
        theirs = sign_file(wish, key)
        with pytest.raises(SigningError) as caught:
            first.finish(prepared, signature, 0)
    assert caught.value.code == "signing.file_changed"
    import hashlib

    assert hashlib.sha256(file.read_bytes()).hexdigest() == theirs.sha256


def test_a_broken_earlier_signature_is_not_signed_upon(tmp_path, login, tsa) -> None:
    file = papers.plain(tmp_path / "a.pdf", compress_streams=False)
    with login("canbo1") as key:
        sign_file(SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B), key)
    data = bytearray(file.read_bytes())
    at = data.index(b"(Page 1)")
    data[at + 1] ^= 1
    file.write_bytes(data)
    with pytest.raises(SigningError) as caught:
        refuse_broken(file)
    assert caught.value.code == "signing.earlier_signature_broken"
    with pytest.raises(SigningError) as caught:
        add_timestamp_later(file, Level.B_T, tsa=tsa)
    assert caught.value.code == "signing.earlier_signature_broken"


@pytest.mark.scenario(57)
@pytest.mark.skipif(sys.platform == "win32", reason="folder permissions differ")
def test_read_only_folder_and_full_disk(tmp_path, login) -> None:
    source = papers.plain(tmp_path / "a.pdf", bulk_bytes=300_000)
    small = tmp_path / "small"
    small.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(small)], capture_output=True
    )
    if mounted.returncode != 0:
        pytest.skip("no right to mount a small file system")
    try:
        with login("canbo1") as key:
            assert refusal(key, source, target=small / "b.pdf") == "signing.disk_full"
            assert list(small.iterdir()) == []
            subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)
            assert refusal(key, source, target=small / "b.pdf") == "signing.file_unwritable"
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.scenario(57)
def test_vietnamese_and_long_paths(tmp_path, login) -> None:
    folder = tmp_path
    while len(str(folder)) < 300:
        folder = folder / "hồ sơ đăng ký khai sinh số 0001 năm 2026"
    folder.mkdir(parents=True)
    file = papers.plain(folder / "Giấy chứng sinh – bản quét.pdf")
    with login("canbo1") as key:
        signed = sign_file(
            SignRequest(source=file, target=file, role=Role.OFFICER, level=Level.B_B), key
        )
    assert signed.file == file


def test_an_older_kind_of_signature_is_neither_broken_nor_in_the_way(
    tmp_path, login, pki, trust
) -> None:
    """PKCS#7 without a certificate attribute, as other programs make them."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, fields, signers

    signer = signers.SimpleSigner.load(
        str(pki.folder / "keys" / "canbo2.pem"),
        str(pki.folder / "certs" / "canbo2.pem"),
        ca_chain_files=[str(pki.folder / "certs" / "sub.pem")],
    )
    file = papers.plain(tmp_path / "a.pdf")
    with file.open("rb") as source, (tmp_path / "b.pdf").open("wb") as target:
        metadata = PdfSignatureMetadata(
            field_name="Khac",
            md_algorithm="sha256",
            subfilter=fields.SigSeedSubFilter.ADOBE_PKCS7_DETACHED,
        )
        signers.sign_pdf(IncrementalPdfFileWriter(source), metadata, signer=signer, output=target)
    refuse_broken(tmp_path / "b.pdf")
    with login("condau") as key:
        sign_file(
            SignRequest(
                source=tmp_path / "b.pdf",
                target=tmp_path / "c.pdf",
                role=Role.COPY,
                level=Level.B_B,
            ),
            key,
            trust=trust,
        )
    assert all(good for good, _ in pyhanko_verdicts(tmp_path / "c.pdf", pki.folder).values())
    data = bytearray((tmp_path / "b.pdf").read_bytes())
    data[200] ^= 1
    (tmp_path / "b.pdf").write_bytes(data)
    with pytest.raises(SigningError) as caught:
        refuse_broken(tmp_path / "b.pdf")
    assert caught.value.code in {"signing.earlier_signature_broken", "signing.file_damaged"}


@pytest.mark.scenario(54)
def test_a_hundred_megabytes_are_streamed(tmp_path, login) -> None:
    """Python never holds more than a few buffers of a large scan, whatever its size."""
    source = papers.plain(tmp_path / "scan.pdf", bulk_bytes=100_000_000)
    size = source.stat().st_size
    assert size > 95_000_000
    request = SignRequest(
        source=source,
        target=tmp_path / "signed.pdf",
        role=Role.OFFICER,
        level=Level.B_B,
        is_visible=False,
    )
    with login("canbo1") as key:
        tracemalloc.start()
        signed = sign_file(request, key)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < size / 20
    assert signed.bytes_added < 10_000


@pytest.mark.scenario(55)
def test_a_thousand_pages_are_signed_and_judged(tmp_path, login, pki) -> None:
    source = papers.plain(tmp_path / "a.pdf", pages=1000)
    request = SignRequest(source=source, target=source, role=Role.OFFICER, level=Level.B_B)
    with login("canbo1") as key:
        sign_file(request, key)
    refuse_broken(source)
    with Verifier(pki.trust_folder) as verifier:
        assert verifier.verify(source).verdict is Verdict.VALID
