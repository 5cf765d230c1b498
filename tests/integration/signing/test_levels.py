"""Every level and every role, as foreign programs see them."""

from pathlib import Path

import pikepdf
import pytest

from signing.errors import SigningError
from signing.longterm import LongTerm
from signing.request import Level, Role, SignRequest
from signing.revocation import RevocationStore
from signing.sign import sign_file
from signing.standing import level_of
from signing.upgrade import add_timestamp_later
from tests.kit.signing import papers
from tests.kit.signing.foreign import (
    openssl_accepts,
    pdfsig_counts,
    pyhanko_verdicts,
    qpdf_accepts,
)

pytestmark = pytest.mark.token


def assert_accepted(path: Path, folder: Path, count: int) -> None:
    assert qpdf_accepts(path)
    assert pdfsig_counts(path) == (count, count)
    assert openssl_accepts(path, folder) == [True] * count
    verdicts = pyhanko_verdicts(path, folder)
    assert all(good for good, _ in verdicts.values()), verdicts


@pytest.mark.scenario(23)
@pytest.mark.parametrize("level", list(Level))
@pytest.mark.parametrize("cert", ["canbo1", "canbo2", "canbo3"])
def test_each_level_with_each_kind_of_key(
    level: Level, cert: str, tmp_path, pki, login, tsa, trust, long_term
) -> None:
    source = papers.pdf_a(tmp_path / "kết quả.pdf")
    target = tmp_path / "đã ký.pdf"
    with login(cert) as key:
        signed = sign_file(
            SignRequest(source=source, target=target, role=Role.OFFICER, level=level),
            key,
            tsa=tsa,
            trust=trust,
            long_term=long_term,
        )
    assert signed.level is level is level_of(target)
    assert target.read_bytes().startswith(source.read_bytes())
    assert_accepted(target, pki.folder, 1)
    assert not list(tmp_path.glob(".*.signing"))


@pytest.mark.scenario(46)
def test_five_signers_one_file(tmp_path, pki, login, tsa, trust, long_term) -> None:
    file = papers.pdf_a(tmp_path / "a.pdf", pages=2)
    row = [
        ("canbo1", Role.OFFICER, Level.B_B),
        ("canbo3", Role.OFFICER, Level.B_T),
        ("lanhdao", Role.APPROVER, Level.B_LT),
        ("condau", Role.AGENCY, Level.B_T),
        ("condau", Role.COPY, Level.B_LTA),
    ]
    for count, (cert, role, level) in enumerate(row, start=1):
        with login(cert) as key:
            sign_file(
                SignRequest(source=file, target=file, role=role, level=level),
                key,
                tsa=tsa,
                trust=trust,
                long_term=long_term,
            )
        assert_accepted(file, pki.folder, count)


@pytest.mark.scenario(59)
@pytest.mark.parametrize(
    "syntax",
    sorted(papers.every_syntax.__annotations__)
    and [
        "table",
        "streams",
        "linear",
        "linear-streams",
        "pdf14",
        "pdf20",
        "incremental",
        "indirect-annots",
        "form",
    ],
)
def test_every_syntax_is_extended_in_kind(syntax, tmp_path, pki, login, trust) -> None:
    file = papers.every_syntax(tmp_path)[syntax]
    before = file.read_bytes()
    for cert in ("canbo1", "condau"):
        with login(cert) as key:
            role = Role.COPY if cert == "condau" else Role.OFFICER
            sign_file(
                SignRequest(source=file, target=file, role=role, level=Level.B_B), key, trust=trust
            )
    data = file.read_bytes()
    assert data.startswith(before)
    was_stream = "streams" in syntax
    newest = int(data[data.rindex(b"startxref") :].split()[1])
    assert (not data[newest:].startswith(b"xref")) == was_stream or syntax == "linear"
    assert_accepted(file, pki.folder, 2)


def test_upgrade_step_by_step_and_at_once(tmp_path, pki, login, tsa, trust, long_term) -> None:
    source = papers.plain(tmp_path / "a.pdf")
    with login("canbo1") as key:
        for name in ("steps.pdf", "once.pdf"):
            sign_file(
                SignRequest(
                    source=source, target=tmp_path / name, role=Role.OFFICER, level=Level.B_B
                ),
                key,
                trust=trust,
            )
    steps, once = tmp_path / "steps.pdf", tmp_path / "once.pdf"
    for level in (Level.B_T, Level.B_LT, Level.B_LTA):
        raised = add_timestamp_later(steps, level, tsa=tsa, long_term=long_term)
        assert raised.level is level is level_of(steps)
        assert_accepted(steps, pki.folder, 1)
    raised = add_timestamp_later(once, Level.B_LTA, tsa=tsa, long_term=long_term)
    assert (raised.before, raised.level) == (Level.B_B, Level.B_LTA)
    assert_accepted(once, pki.folder, 1)
    again = add_timestamp_later(once, Level.B_T, tsa=tsa)
    assert again.source_sha256 == again.sha256


def test_long_term_without_network_from_cached_lists(
    tmp_path, pki, login, tsa, trust, services
) -> None:
    """Revocation data from the trust folder is enough: no request but the time stamp."""
    services.hits.clear()
    offline = LongTerm(trust, RevocationStore(lists=trust.revocation_lists, is_online=False))
    target = tmp_path / "b.pdf"
    with login("lanhdao") as key:
        sign_file(
            SignRequest(
                source=papers.plain(tmp_path / "a.pdf"),
                target=target,
                role=Role.APPROVER,
                level=Level.B_LT,
            ),
            key,
            tsa=tsa,
            trust=trust,
            long_term=offline,
        )
    assert set(services.hits) == {"tsa"}
    with pikepdf.open(target) as pdf:
        assert len(pdf.Root.DSS.CRLs) == 2
        assert len(pdf.Root.DSS.Certs) >= 4


@pytest.mark.scenario(35)
def test_long_term_without_data_refuses_and_leaves_nothing(tmp_path, login, tsa, trust) -> None:
    empty = LongTerm(trust, RevocationStore(is_online=False))
    target = tmp_path / "b.pdf"
    with login("lanhdao") as key, pytest.raises(SigningError) as caught:
        sign_file(
            SignRequest(
                source=papers.plain(tmp_path / "a.pdf"),
                target=target,
                role=Role.APPROVER,
                level=Level.B_LT,
            ),
            key,
            tsa=tsa,
            trust=trust,
            long_term=empty,
        )
    assert caught.value.code == "signing.revocation_unavailable"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]
