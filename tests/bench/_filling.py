"""Fills a database with invented dossiers: many, quickly, as the program itself would store them."""

import datetime as dt
import itertools
import random
from typing import Any

import sqlalchemy as sa
import uuid_utils

from desk_app.adapters.persistence import Database, rows, sync_rows
from desk_app.adapters.persistence.mapping import BODY_VERSION, moment, seal, to_body, to_row
from desk_app.application.sync_values import Actor, CommandKind, Device, OutboxEntry
from desk_app.domain.components import Component, PaperRef, Presence
from desk_app.domain.dossier import Dossier
from desk_app.domain.events import GENESIS, chain_head
from desk_app.domain.identifiers import DossierCode, DossierId
from desk_app.domain.people import Person
from desk_app.domain.procedures import Digitisation
from desk_app.domain.signatures import SignatureRole
from desk_app.domain.workflow import State
from tests.builders import DIGEST, EVERYBODY, NOW, a_received_dossier, a_signature, terms

SURNAMES = ("Nguyễn " * 38 + "Trần " * 12 + "Lê " * 11 + "Phạm " * 7 + "Hoàng " * 5 + "Huỳnh " * 5
            + "Phan " * 4 + "Vũ " * 4 + "Võ " * 4 + "Đặng " * 3 + "Bùi " * 2 + "Đỗ " * 2
            + "Hồ Ngô Dương Lý").split()  # fmt: skip
MIDDLES = ["Văn", "Thị", "Hữu", "Đức", "Minh", "Ngọc", "Thanh", "Xuân", "Quang", "Kim"]
GIVEN = ["An", "Anh", "Bình", "Châu", "Chi", "Cường", "Dung", "Dũng", "Dương", "Đạt", "Giang", "Hà", "Hải", "Hạnh", "Hiếu", "Hoa", "Hòa", "Huệ", "Hùng", "Hương", "Khánh", "Lan", "Linh", "Long", "Mai", "Nam", "Nga", "Nhung", "Phúc", "Phương", "Quân", "Quỳnh", "Sơn", "Tâm", "Thảo", "Thắng", "Thủy", "Trang", "Trung", "Tú", "Tuấn", "Tùng", "Uyên", "Vân", "Việt", "Yến"]  # fmt: skip
PLACES = [
    "Tân Mỹ",
    "Song Khê",
    "Đồng Sơn",
    "Dĩnh Kế",
    "Xương Giang",
    "Vũ Kiệt",
    "Ngô Quyền",
    "Hùng Vương",
]
PROCEDURES = (
    ("1.001193", "Đăng ký khai sinh"),
    ("1.009994", "Cấp giấy phép xây dựng nhà ở riêng lẻ"),
    ("1.001612", "Đăng ký thành lập hộ kinh doanh"),
    ("1.004873", "Cấp giấy xác nhận tình trạng hôn nhân"),
)
_OPEN_SHARE = 0.03
_BATCH = 2000


def a_person(draw: random.Random) -> Person:
    """Somebody invented."""
    name = f"{draw.choice(SURNAMES)} {draw.choice(MIDDLES)} {draw.choice(GIVEN)}"
    return Person(
        full_name=name,
        identifier=f"027{draw.randrange(10**9):09d}",
        phone=f"09{draw.randrange(10**8):08d}",
        address=f"Số {draw.randrange(1, 300)}, phố {draw.choice(PLACES)}, phường {draw.choice(PLACES)}",
    )


def a_big_dossier(components: int, **changes: Any) -> Dossier:
    """A received dossier of so many components, each of three pages, scanned and signed."""

    def paper(name: str) -> PaperRef:
        return PaperRef(
            sha256=DIGEST, name=name, media_type="application/pdf", size=200_000, pages=3
        )

    made = [
        Component(
            key=f"component_{number}",
            name=f"Thành phần hồ sơ số {number}: bản sao giấy tờ chứng minh",
            document_type="giay_to_khac",
            digitisation=Digitisation.MANDATORY,
            presence=Presence.PRESENT,
            pages=tuple(paper(f"trang-{page}.jpg") for page in range(3)),
            file=paper(f"thanh-phan-{number}.pdf"),
            earlier=(paper(f"thanh-phan-{number}-truoc.pdf"),),
            signatures=(a_signature(SignatureRole.OFFICER),),
        )
        for number in range(components)
    ]
    return a_received_dossier(components=made, **changes)


def fill(database: Database, count: int, *, seed: int = 1, first: int = 0) -> None:
    """Put ``count`` dossiers into the database, with two events each, and anchor nothing."""
    draw = random.Random(seed)
    template = a_big_dossier(3)
    body = to_body(template)
    numbers = iter(range(first, first + count))
    while part := list(itertools.islice(numbers, _BATCH)):
        made = [_rows_of(template, body, number, draw) for number in part]
        with database.engine.begin() as connection:
            connection.execute(sa.insert(rows.dossiers), [one[0] for one in made])
            ids = [one[0]["id"] for one in made]
            found = sa.select(rows.dossiers.c.no).where(rows.dossiers.c.id.in_(ids))
            connection.execute(
                sa.insert(rows.bodies),
                [
                    {"no": no, "body_version": BODY_VERSION, "body": body}
                    for no in connection.execute(found).scalars()
                ],
            )
            connection.execute(sa.insert(rows.events), [line for one in made for line in one[1]])


def _rows_of(
    template: Dossier, body: str, number: int, draw: random.Random
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    day = NOW - dt.timedelta(minutes=number % 1_000_000)
    is_open = draw.random() < _OPEN_SHARE
    procedure_code, name = draw.choice(PROCEDURES)
    template.id = DossierId(str(uuid_utils.uuid7()))
    template.code = DossierCode("H98.01", day.date(), f"{number:06d}"[-6:])
    template.terms = terms(code=procedure_code, name=name)
    template.applicant = a_person(draw)
    template.state = draw.choice((State.ACCEPTED, State.IN_APPRAISAL, State.IN_APPROVAL))
    template.due_at = NOW + dt.timedelta(hours=draw.randrange(-40, 200))
    if not is_open:
        template.state, template.due_at = State.RETURNED, day
    columns = to_row(template, updated_at=day)
    lines, head = [], GENESIS
    for seq, kind in enumerate(("dossier_created", "dossier_received"), start=1):
        template.note_event(kind, by=EVERYBODY, at=day)
        event = template.events.pop()
        head = chain_head(head, seq, event)
        lines.append(
            {
                "dossier_id": template.id,
                "seq": seq,
                "head": head,
                "canonical": event.canonical().decode(),
            }
        )
    columns |= {"version": 1, "last_event": 2, "head": head}
    columns["seal"] = seal(columns | {"body_version": BODY_VERSION}, body)
    return columns, lines


def fill_outbox(database: Database, count: int, *, each: int = 8) -> None:
    """Queue ``count`` commands, ``each`` per dossier, one dossier's acts spread over the queue."""
    dossiers = [str(uuid_utils.uuid7()) for _ in range(count // each)]
    for seq in range(1, each + 1):
        for part in range(0, len(dossiers), _BATCH):
            with database.engine.begin() as connection:
                connection.execute(
                    sa.insert(sync_rows.outbox),
                    [_queued(dossier_id, seq) for dossier_id in dossiers[part : part + _BATCH]],
                )


def _queued(dossier_id: str, seq: int) -> dict[str, Any]:
    import json

    entry = OutboxEntry(
        command_id=str(uuid_utils.uuid7()),
        target="province",
        dossier_id=dossier_id,
        dossier_seq=seq,
        kind=CommandKind.EDIT_FORM,
        actor=Actor(user="lan", unit="H98.01", role="intake_officer"),
        device=Device(id="desk-1", gen=1),
        occurred_at=NOW,
        body={"form": {f"truong_{n}": "Nguyễn Thị Mẫu, phường Tân Mỹ" * 2 for n in range(40)}},
    )
    return {
        "command_id": entry.command_id,
        "target": entry.target,
        "dossier_id": dossier_id,
        "dossier_seq": seq,
        "kind": entry.kind.value,
        "wire": json.dumps(entry.to_wire(), ensure_ascii=False),
        "fingerprint": entry.fingerprint,
        "created_at": moment(NOW),
        "state": "ready",
        "attempts": 0,
    }
