"""The nightly look at signatures: what no longer holds is named, and a round goes on where it stopped."""

import dataclasses
import shutil
import uuid

import pytest

from desk_app.adapters.papers import PapersStore
from desk_app.adapters.signatures.desk_verifier import DeskVerifier
from desk_app.bootstrap.audits import audit
from desk_app.bootstrap.care import Care
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of
from desk_app.bootstrap.signature_rounds import SIGNATURES, broken_signatures, check_signatures
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.signatures import SignatureRole
from desk_app.practice.pki.people import USER_PIN
from signing.request import Level, Role, SignRequest
from signing.sign import sign_file
from signing.tokens.choice import find_certificate
from tests.builders import EVERYBODY, NOW, a_dossier, a_result
from tests.kit.security.small_desk import make_profile
from tests.kit.signing import papers as specimens

pytestmark = pytest.mark.token


@pytest.fixture(scope="module")
def signed_files(pki, broker, tmp_path_factory):
    """Six signed papers: the third changed before it was stored, the sixth by a revoked certificate."""
    folder = tmp_path_factory.mktemp("signed")
    made = [
        _signed(pki, broker, folder / f"{number}.pdf", "thuhoi" if number == 5 else "canbo1")
        for number in range(6)
    ]
    at = made[2].index(b"/MediaBox")
    made[2] = made[2][:at] + made[2][at:].replace(b"595", b"596", 1)
    return made


def _signed(pki, broker, file, cert):
    fact = find_certificate(broker.tokens(), token_label=pki.token(cert).token, label=cert)
    with broker.login(fact, bytearray(USER_PIN.encode())) as key:
        request = SignRequest(
            source=specimens.plain(file, size=(595, 842 + len(file.stem) + int(file.stem))),
            target=file,
            role=Role.OFFICER,
            level=Level.B_B,
        )
        sign_file(request, key)
    return file.read_bytes()


@pytest.fixture
def desk(pki, signed_files, tmp_path):
    """Six dossiers with one of these papers each, as a component or as the result."""
    folder = make_profile(tmp_path / "p")
    shutil.copytree(pki.trust_folder, folder / "trust", dirs_exist_ok=True)
    settings = load_settings(folder)
    keys = keys_of(settings)
    store = PapersStore(folder / "papers", keys.papers, keys.recovery)
    database = open_database_of(settings, keys)
    for number in range(6):
        data = signed_files[number]
        ref = store.put(data, name=f"tờ khai {number}.pdf", media_type="application/pdf")
        dossier = a_dossier(
            id=DossierId(str(uuid.UUID(int=number + 1))),
            code=DossierCode.parse(f"H99.01-261123-{number + 1:04d}"),
            received_at=NOW,
        )
        if number < 4:
            dossier.components = [dataclasses.replace(dossier.components[0], file=ref)]
        else:
            dossier.components = []
            dossier.result = dataclasses.replace(a_result(SignatureRole.APPROVER), file=ref)
        dossier.note_event("draft_opened", by=EVERYBODY, at=NOW, files=(ref,))
        with database.unit_of_work() as uow:
            uow.dossiers.add(dossier)
            uow.commit()
    judge = DeskVerifier(store, settings.trust_folder, settings.within("revocation"))
    yield settings, database, store, judge
    judge.close()
    database.close()


def codes(found):
    return [one.dossier[-4:] for one in found]


def test_what_no_longer_holds_is_named_with_its_dossier(desk):
    found = check_signatures(*desk, lambda: False)
    assert (found.checked, found.left, found.undecided) == (6, 0, 0)
    assert codes(found.broken) == ["0003", "0006"]
    assert found.broken[0].paper == "tờ khai 2.pdf"
    assert "certificate.revoked" in found.broken[1].reasons


def test_a_round_goes_on_where_it_stopped_and_the_finding_stands_until_the_next_is_complete(desk):
    settings, database, store, judge = desk
    asked = []

    class Counted:
        def verify(self, file):
            asked.append(file.sha256)
            return judge.verify(file)

    def part(most):
        return check_signatures(settings, database, store, Counted(), lambda: len(asked) >= most)

    first = part(4)
    assert (first.checked, first.left, codes(first.broken)) == (4, 2, ["0003"])
    second = part(99)
    assert (second.checked, second.left, codes(second.broken)) == (2, 0, ["0003", "0006"])
    assert len(asked) == len(set(asked)) == 6
    # The next round has only begun: what the last one found is still told.
    third = part(len(asked) + 1)
    assert (third.checked, third.left, third.broken) == (1, 5, ())
    assert codes(broken_signatures(settings)) == ["0003", "0006"]


def test_a_paper_that_was_purged_or_is_damaged_is_left_to_the_round_over_papers(desk):
    settings, database, store, judge = desk
    purged, damaged = sorted(store.digests())[:2]
    store.purge(purged)
    next(settings.within("papers").glob(f"??/??/{damaged}*")).write_bytes(b"damage")
    assert check_signatures(settings, database, store, judge, lambda: False).checked == 4


def test_the_command_and_the_page_tell_it(desk):
    settings, database, *_ = desk
    database.close()
    said = audit(settings.folder, papers_s=60, signatures_s=60)
    assert (said["signatures"], said["signatures_left"], len(said["broken"])) == (6, 0, 2)
    assert said["whole"] is False
    standing = Care(settings.folder).standing()
    assert (standing.broken, standing.undecided) == (2, 0)
    assert standing.first_broken == ("H99.01-261123-0003", "tờ khai 2.pdf")
    assert standing.signatures_at is not None
    assert settings.within(SIGNATURES).is_file()
