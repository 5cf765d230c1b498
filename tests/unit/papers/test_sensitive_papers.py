"""Who looks at a sensitive paper after acceptance says why, and the chain keeps it (NĐ 356/2025/NĐ-CP Art. 4)."""

import dataclasses

import pytest

from desk_app.application.commands.papers import OpenSensitive
from desk_app.application.rights import shipped
from desk_app.application.sensitive_papers import closed_papers, open_sensitive
from desk_app.domain.components import PaperRef
from desk_app.domain.errors import RuleError
from desk_app.domain.people import Role
from desk_app.domain.workflow import State
from tests.builders import a_dossier, a_received_dossier, an_actor
from tests.fakes.memory import MemoryStore
from tests.unit.rights.test_matrix import an_office

PAGE = PaperRef(sha256="a" * 64, name="căn cước.jpg", media_type="image/jpeg", size=10)


def sensitive(dossier):
    first, *rest = dossier.components
    dossier.components = [dataclasses.replace(first, sensitive=True, pages=(PAGE,)), *rest]
    return dossier


@pytest.fixture
def dossier():
    return sensitive(a_received_dossier(state=State.IN_APPRAISAL))


@pytest.fixture
def store(dossier):
    kept = MemoryStore()
    with kept.unit_of_work() as uow:
        uow.dossiers.add(dossier)
        uow.commit()
    return kept


def command(dossier, role=Role.APPRAISER, reason="đối chiếu ảnh"):
    return OpenSensitive(
        dossier=dossier.id, actor=an_actor(role), component=dossier.components[0].key, reason=reason
    )


def test_at_intake_the_paper_lies_on_the_counter():
    assert closed_papers(sensitive(a_dossier())) == {}


def test_after_acceptance_each_of_its_papers_is_closed(dossier):
    assert PAGE.sha256 in closed_papers(dossier)


def test_a_look_is_an_event_with_reason_and_paper(store, dossier):
    done = open_sensitive(an_office(store), command(dossier))
    assert PAGE in done.files
    event = store.index.events(dossier.id)[-1]
    assert (event.kind, event.reason) == ("sensitive_opened", "đối chiếu ảnh")
    assert (PAGE.name, PAGE.sha256) in event.files
    assert event.data == {"component": dossier.components[0].key}


def test_without_a_reason_or_the_role_nothing_is_opened(store, dossier):
    office = an_office(store)
    before = len(store.index.events(dossier.id))
    with pytest.raises(RuleError, match=r"papers\.reason_missing"):
        open_sensitive(office, command(dossier, reason="  "))
    allowed = shipped().roles_of("papers", "open_sensitive")
    assert Role.ADMIN not in allowed
    for role in set(Role) - allowed:
        with pytest.raises(RuleError, match=r"workflow\.role"):
            open_sensitive(office, command(dossier, role=role))
    assert len(store.index.events(dossier.id)) == before


def test_the_window_itself_cannot_read_it_unasked(store, dossier):
    """The gate stands before the papers, not in the picture pane."""
    from types import SimpleNamespace

    from desk_app.ui.connect.lists import PagesPart
    from desk_app.ui.connect.sitting import Sitting

    papers = SimpleNamespace(has=lambda _d: True, read=lambda _d: b"jpeg")
    sitting = Sitting(SimpleNamespace(office=SimpleNamespace(papers=papers)))
    sitting.closed[PAGE.sha256] = (dossier.id, dossier.components[0].key)
    pages = PagesPart(sitting, None)
    with pytest.raises(RuleError, match=r"papers\.reason_needed"):
        pages.page(PAGE.sha256, 0, 100)
    sitting.desk.enquiries = SimpleNamespace(
        open_sensitive=lambda asked: open_sensitive(an_office(store), asked)
    )
    sitting.actor = an_actor(Role.APPRAISER)
    pages.open(PAGE.sha256, "đối chiếu ảnh")
    assert pages.page(PAGE.sha256, 0, 100).data == b"jpeg"
