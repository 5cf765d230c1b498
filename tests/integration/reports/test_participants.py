"""Who may do what with a restructuring file, and what the file says of them; its assessment."""

import pytest

from desk_app import bootstrap
from desk_app.domain.definitions import DefinitionError
from desk_app.domain.errors import RuleError
from desk_app.domain.people import Actor, Role
from desk_app.domain.restructuring.portal_test import RunEvent
from desk_app.domain.restructuring.selection import ListState

CODE = "1.004222"


def an_officer(user, *roles):
    return Actor(user=user, full_name=user, unit="H99.01", desk="1", roles=frozenset(roles))


@pytest.fixture(scope="module")
def files(desk):
    """The files of an office where everybody acts under a name."""
    head, leader = an_officer("lan", Role.ONE_STOP_HEAD), an_officer("binh", Role.AGENCY_LEADER)
    made = {who.user: desk.restructuring.acting_as(who) for who in (head, leader)}
    made["lan"].create(CODE)
    return made


@pytest.mark.parametrize("role", [r for r in Role if r not in {Role.ONE_STOP_HEAD, Role.ADMIN}])
def test_only_the_control_agency_carries_it_out(desk, files, role, tmp_path):
    """R-RS-03: nobody else begins, changes, sends on, tests or records an approval."""
    other = desk.restructuring.acting_as(an_officer("x", role))
    before = desk.restructuring.store.load(CODE)
    acts = [
        lambda: other.create("1.000894"),
        lambda: other.change(CODE, {"purpose": "x"}),
        lambda: other.submit_list(CODE, ListState.SUBMITTED),
        lambda: other.happen(CODE, RunEvent.REQUESTED),
    ]
    if role is not Role.AGENCY_LEADER:
        acts.append(lambda: other.submit_list(CODE, ListState.APPROVED, "QĐ 1"))
        acts.append(lambda: other.approve(CODE, "1", None, tmp_path / "none.pdf"))
    for act in acts:
        with pytest.raises(RuleError) as caught:
            act()
        assert caught.value.code == "workflow.role"
    assert desk.restructuring.store.load(CODE) == before


def test_the_head_approves_the_list_and_the_file_says_who_did_what(files):
    files["lan"].change(CODE, {"purpose": "Cắt giảm"})
    files["lan"].submit_list(CODE, ListState.SUBMITTED)
    with pytest.raises(RuleError) as caught:
        files["lan"].submit_list(CODE, ListState.APPROVED, "QĐ 1")
    assert caught.value.code == "workflow.role"
    files["binh"].submit_list(CODE, ListState.APPROVED, "QĐ 1")
    told = [(deed.by, deed.what) for deed in files["lan"].get(CODE).history]
    assert told == [
        ("lan", ("procedures",)),
        ("lan", ("purpose",)),
        ("lan", ("list_state",)),
        ("binh", ("list_decision", "list_state")),
    ]


@pytest.mark.parametrize(
    "part", ["list_state", "list_decision", "list_consulted", "approval", "history"]
)
def test_no_edit_goes_round_the_commands_that_check(desk, part):
    with pytest.raises(RuleError) as caught:
        desk.restructuring.change(CODE, {part: "approved"})
    assert caught.value.code == "restructuring.own_command"


def test_the_assessment_is_a_list_of_questions_marked_as_not_read(desk):
    """R-RS-34: answered and open questions of each file; the office may put its own."""
    made = bootstrap.make_list(desk, "assessment")
    rows = [row.cells for row in made.rows if row.cells[1] == CODE]
    assert {cells[2] for cells in rows} == {"Khả thi", "Hiệu quả"}
    assert {cells[4] for cells in rows} == {"Chưa trả lời"}
    assert "chưa đọc được văn bản" in made.notes[0]
    assert len(made.notes) == 2
    answers = {"law": {"answer": "yes", "basis": "Luật 20/2023"}, "cost": {"answer": "partly"}}
    desk.restructuring.change(CODE, {"assessment": answers})
    again = bootstrap.make_list(desk, "assessment")
    given = {
        c[3]: c[4:] for c in (r.cells for r in again.rows) if c[1] == CODE and c[4] != rows[0][4]
    }
    assert sorted(given.values()) == [("Có", "Luật 20/2023"), ("Một phần", "")]
    with pytest.raises(DefinitionError):
        desk.restructuring.change(CODE, {"assessment": {"law": {"answer": "maybe"}}})
    own = desk.profile / "restructuring" / "questions.toml"
    own.write_text(
        'schema = 1\nsource = "TT 02/2017"\n[questions.a]\naim = "feasibility"\ntext = "Được không?"\n',
        encoding="utf-8",
    )
    try:
        made = bootstrap.make_list(desk, "assessment")
        assert [row.cells[3] for row in made.rows if row.cells[1] == CODE] == ["Được không?"]
        assert len(made.notes) == 1
    finally:
        own.unlink()
