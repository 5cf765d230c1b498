"""The register of seal tokens: what may follow what, and who may seal (R-5B-10, R-5B-55)."""

import datetime as dt
from types import SimpleNamespace

import pytest

from desk_app.application.custody import RecordCustody, SealCustody
from desk_app.domain.custody import (
    CustodyAct,
    CustodyEntry,
    check_entry,
    holder_of,
    refuse_without_custody,
)
from desk_app.domain.errors import NotFoundError, RuleError
from desk_app.domain.people import Role
from tests.builders import NOW, an_actor
from tests.fakes.memory import MemoryStore

DAY = dt.timedelta(days=1)
SEAL = "CONDAU-2"


def entry(act: CustodyAct, days: int, holder: str = "", giver: str = "", papers: bool = True):
    return CustodyEntry(
        token=SEAL,
        act=act,
        at=NOW + days * DAY,
        holder=holder,
        giver=giver,
        permission="1/GP" if papers else "",
        minutes="1/BB" if papers else "",
    )


REGISTER = [
    entry(CustodyAct.RECEIVED, 0, "an"),
    entry(CustodyAct.HANDED_OVER, 3, "binh", "an"),
    entry(CustodyAct.RETURNED, 9, "", "binh"),
]


def test_holder_at_each_time() -> None:
    seen = [holder_of(REGISTER, SEAL, NOW + days * DAY) for days in (-1, 0, 2, 3, 8, 9, 20)]
    assert seen == [None, "an", "an", "binh", "binh", None, None]
    assert holder_of(REGISTER, "CONDAU-1", NOW) is None


@pytest.mark.parametrize(
    ("fresh", "code"),
    [
        (entry(CustodyAct.RECEIVED, 1, "chi"), "custody.conflict"),
        (entry(CustodyAct.HANDED_OVER, 1, "chi", "binh"), "custody.conflict"),
        (entry(CustodyAct.HANDED_OVER, 1, "chi", "an", papers=False), "custody.without_minutes"),
        (entry(CustodyAct.HANDED_OVER, 1, "", "an"), "custody.conflict"),
        (entry(CustodyAct.RETURNED, -1, "", "an"), "custody.conflict"),
        (entry(CustodyAct.RETURNED, 1, "chi", "an"), "custody.conflict"),
        (entry(CustodyAct.LOST, 1, "", "binh"), "custody.conflict"),
    ],
)
def test_entries_that_do_not_follow(fresh, code) -> None:
    with pytest.raises(RuleError) as caught:
        check_entry(REGISTER[:1], fresh)
    assert caught.value.code == code


def test_every_entry_of_a_sound_register_follows_from_the_ones_before() -> None:
    for at, fresh in enumerate(REGISTER):
        check_entry(REGISTER[:at], fresh)


def test_only_the_holder_seals_and_an_unregistered_token_is_left_to_the_staff_list() -> None:
    refuse_without_custody(REGISTER, token=SEAL, user="binh", at=NOW + 4 * DAY)
    refuse_without_custody(REGISTER, token="CONDAU-1", user="binh", at=NOW)
    for who, days in (("an", 4), ("binh", 10), ("binh", 1)):
        with pytest.raises(RuleError) as caught:
            refuse_without_custody(REGISTER, token=SEAL, user=who, at=NOW + days * DAY)
        assert caught.value.code == "custody.seal_not_held"


class TestTheRegister:
    @pytest.fixture
    def custody(self) -> SealCustody:
        store = MemoryStore()
        known = {"vanthu", "traketqua"}

        def officer(user: str) -> object:
            if user not in known:
                raise NotFoundError("staff.unknown", {"user": user})
            return SimpleNamespace(user=user)

        office = SimpleNamespace(
            unit_of_work=store.unit_of_work,
            staff=SimpleNamespace(officer=officer),
            clock=SimpleNamespace(now=lambda: NOW),
        )
        return SealCustody(office=office)  # type: ignore[arg-type]  # what the register asks of it

    def test_a_hand_over_of_the_second_seal(self, custody) -> None:
        clerk = an_actor(Role.RECORDS_CLERK)
        custody.record(
            RecordCustody(actor=clerk, token=SEAL, act=CustodyAct.RECEIVED, holder="vanthu")
        )
        with pytest.raises(RuleError) as caught:
            custody.record(
                RecordCustody(
                    actor=clerk, token=SEAL, act=CustodyAct.HANDED_OVER, holder="traketqua"
                )
            )
        assert caught.value.code == "custody.without_minutes"
        line = custody.record(
            RecordCustody(
                actor=clerk,
                token=SEAL,
                act=CustodyAct.HANDED_OVER,
                holder="traketqua",
                permission="12/GP-UBND",
                minutes="03/BB",
            )
        )
        assert (line.giver, line.holder, line.recorded_by) == ("vanthu", "traketqua", "someone")
        assert [e.act for e in custody.register()] == ["received", "handed_over"]

    def test_who_may_not_write_and_who_is_not_of_the_staff(self, custody) -> None:
        wish = {"token": SEAL, "act": CustodyAct.RECEIVED}
        with pytest.raises(RuleError) as caught:
            custody.record(
                RecordCustody(actor=an_actor(Role.INTAKE_OFFICER), holder="vanthu", **wish)
            )
        assert caught.value.code == "workflow.role"
        with pytest.raises(NotFoundError):
            custody.record(RecordCustody(actor=an_actor(Role.ADMIN), holder="la", **wish))
        assert custody.register() == ()
