"""Role × act: every forbidden pair is refused by the use case itself, before anything else is touched."""

import dataclasses
import datetime as dt
import functools
import typing

import pytest

import resources
from desk_app.application.acts import ACTS, Steps
from desk_app.application.ports import Office, OfficeFacts, SigningGrant
from desk_app.application.rights import Rights, shipped
from desk_app.application.work import Act
from desk_app.domain.errors import RuleError
from desk_app.domain.people import Actor, Role
from desk_app.domain.workflow import TERMINAL, State
from tests.builders import NOW, a_dossier, a_received_dossier, an_actor
from tests.fakes.memory import MemoryStore

KEY = "01a20ad6-93f6-778b-86d8-45be2ebcf7ad"
PAIRS = [(spec, role) for spec in ACTS for role in Role]


@functools.cache
def shipped_catalogue():
    """Procedures as shipped, read once."""
    from desk_app.adapters.catalogue import Catalogue

    return Catalogue([])


class Untouchable:
    """A port that must not be reached."""

    def __init__(self, name):
        self._name = name

    def __getattr__(self, name):
        raise AssertionError(f"{self._name}.{name} was touched before the refusal")


class Now:
    def now(self):
        return NOW


class NoDelegations:
    def assignments(self):
        return ()

    def delegations(self):
        return ()


class OneProcedure:
    """The catalogue, as far as opening a draft asks it."""

    def procedure(self, key, on=None, version=None):
        return shipped_catalogue().procedure(key, on=on)

    def form(self, key, version=None):
        return shipped_catalogue().form(key)


class Numbers:
    def new(self):
        return KEY


def an_office(store, rights=None):
    """An office of which only the database, the clock and the staff list may be asked."""
    locked = {
        name: Untouchable(name)
        for name in ("papers", "calendars", "reader", "scanner", "signer", "verifier", "printer")
    }
    return Office(
        facts=OfficeFacts(
            agency_code="H99.01",
            unit="H99.01",
            unit_name="",
            agency_name="",
            superior="",
            place="",
            desk="Quầy 1",
            device_id="d",
        ),
        unit_of_work=store.unit_of_work,
        clock=Now(),
        ids=Numbers(),
        catalogue=OneProcedure(),
        staff=NoDelegations(),
        rights=rights or shipped(),
        **locked,
    )


def a_value(kind):
    """Something of a type, for inputs that are never read."""
    plain = {str: "birth_registration", int: 1, bool: True, dt.date: NOW.date(), dt.datetime: NOW}
    return plain.get(kind, ())


def a_command(spec, actor) -> Act:
    """The command of an act with every required input filled."""
    hints = typing.get_type_hints(spec.command)
    needed = {
        f.name: a_value(hints[f.name])
        for f in dataclasses.fields(spec.command)
        if f.default is dataclasses.MISSING and f.default_factory is dataclasses.MISSING
    }
    needed |= {"actor": actor}
    if spec.needs_dossier:
        needed["dossier"] = KEY
    return spec.command(**needed)


@pytest.fixture(scope="module")
def store():
    """One dossier in memory."""
    filled = MemoryStore()
    with filled.unit_of_work() as uow:
        uow.dossiers.add(a_dossier())
        uow.commit()
    return filled


def test_there_is_a_line_for_every_act_and_no_other():
    listed = {
        (r["step"], r["name"], r["command"]) for r in resources.toml("rules/rights.toml")["act"]
    }
    # A look at sensitive papers belongs to no step; tests/unit/papers has its pairs.
    looks = {("papers", "open_sensitive", "OpenSensitive")}
    assert listed == {(str(a.step), a.name, a.command.__name__) for a in ACTS} | looks


@pytest.mark.parametrize("spec", ACTS, ids=lambda a: f"{a.step}.{a.name}")
def test_the_command_line_tells_the_roles_of_the_matrix(spec):
    assert spec.roles == shipped().roles_of(spec.step, spec.name)


@pytest.mark.parametrize("spec", ACTS, ids=lambda a: f"{a.step}.{a.name}")
def test_a_forbidden_pair_is_refused_by_the_use_case(spec, store):
    before = dict(store.dossiers)
    forbidden = set(Role) - shipped().roles_of(spec.step, spec.name)
    assert forbidden
    for role in sorted(forbidden):
        command = a_command(spec, an_actor(role, holds_token=True))
        grant = SigningGrant(module="m", token="t", certificate="c", pin=bytearray(b"123456"))
        with pytest.raises(RuleError) as refused:
            Steps.of(an_office(store)).call(spec, command, grant)
        assert (role, refused.value.code) == (role, "workflow.role")
    assert store.dossiers == before
    assert not store.outbox


@pytest.mark.parametrize("spec", ACTS, ids=lambda a: f"{a.step}.{a.name}")
def test_who_holds_no_role_may_do_nothing(spec, store):
    with pytest.raises(RuleError, match=r"workflow\.role"):
        Steps.of(an_office(store)).call(spec, a_command(spec, an_actor()), None)


def test_each_permitted_pair_passes_the_guard(store):
    rights = shipped()
    for spec, role in PAIRS:
        if role in rights.roles_of(spec.step, spec.name):
            rights.permit(a_command(spec, an_actor(role)), an_actor(role), a_dossier())


def test_a_command_nobody_listed_is_refused_to_everybody():
    @dataclasses.dataclass(frozen=True, kw_only=True)
    class Unlisted(Act):
        pass

    everybody = an_actor(*Role, holds_token=True)
    with pytest.raises(RuleError, match=r"workflow\.role"):
        shipped().permit(Unlisted(dossier=KEY, actor=everybody), everybody, a_dossier())


def test_another_units_dossier_is_out_of_scope_unless_the_staff_list_says_so():
    spec = next(a for a in ACTS if a.name == "fill")
    stranger = Actor(
        user="x", full_name="X", unit="H99.02", desk="1", roles=frozenset({Role.INTAKE_OFFICER})
    )
    with pytest.raises(RuleError, match=r"workflow\.scope"):
        shipped().permit(a_command(spec, stranger), stranger, a_dossier())
    named = dataclasses.replace(stranger, units=frozenset({"H99.01"}))
    shipped().permit(a_command(spec, named), named, a_dossier())


def test_an_officer_limited_to_procedures_reaches_no_other():
    spec = next(a for a in ACTS if a.name == "fill")
    limited = dataclasses.replace(an_actor(Role.INTAKE_OFFICER), procedures=frozenset({"9.9"}))
    with pytest.raises(RuleError, match=r"workflow\.scope"):
        shipped().permit(a_command(spec, limited), limited, a_dossier())


def test_an_office_may_take_rights_away_and_never_add():
    own = {
        "act": [
            {"step": "intake", "name": "fill", "command": "FillForm", "roles": ["approver"]},
            {"step": "approve", "name": "approve", "command": "Approve", "roles": ["approver"]},
        ]
    }
    narrowed = shipped().narrowed_by(own)
    assert narrowed.roles_of("intake", "fill") == frozenset()
    assert narrowed.roles_of("approve", "approve") == {Role.APPROVER}
    assert narrowed.roles_of("intake", "receive") == {Role.INTAKE_OFFICER}


def test_four_eyes_refuse_whoever_did_the_earlier_step():
    rights = shipped().narrowed_by(
        {
            "four_eyes": [
                {
                    "step": "approve",
                    "name": "approve",
                    "other_than": "appraise",
                    "procedures": ["1.001193"],
                }
            ]
        }
    )
    dossier = a_received_dossier()
    dossier.checks = tuple(dataclasses.replace(c, by="someone") for c in dossier.checks)
    spec = next(a for a in ACTS if (a.step, a.name) == ("approve", "approve"))
    same = an_actor(Role.APPROVER)
    with pytest.raises(RuleError, match=r"workflow\.four_eyes"):
        rights.permit(a_command(spec, same), same, dossier)
    other = dataclasses.replace(same, user="another")
    rights.permit(a_command(spec, other), other, dossier)
    assert isinstance(rights, Rights)


@pytest.mark.parametrize("state", sorted(TERMINAL | {State.RETURNED}))
def test_what_changes_a_dossier_is_refused_once_it_has_ended(state):
    """No fee, paper, signature or agency is added behind a result that went out."""
    dossier = a_dossier()
    dossier.state = state
    changing = [spec for spec in ACTS if shipped().line(a_command(spec, an_actor())).states]
    assert {spec.name for spec in changing} >= {"assess_fee", "describe", "pass_to_agency"}
    for spec in changing:
        actor = an_actor(*spec.roles, holds_token=True)
        with pytest.raises(RuleError, match=r"workflow\.state"):
            shipped().permit(a_command(spec, actor), actor, dossier)
