"""The scanner's ledger of pages in the database of the desk."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from desk_app.adapters.persistence.engine import translated
from desk_app.adapters.persistence.page_rows import acts, pages, stacks
from desk_app.adapters.persistence.transactions import put_new
from desk_app.domain.errors import IntegrityError, UnavailableError
from scanner.devices import Ended, Source
from scanner.errors import TrayError
from scanner.records import Findings, PageRecord, StackRecord

_BUSY = "persistence.busy"
_FULL = "persistence.disk_full"


class SqlPageLedger:
    """Rows of one desk's tray; every method is a transaction of its own.

    Args:
        engine: of the desk's database.
        desk: name of this desk; the stacks of other desks are not seen.
        root: folder of the page files; they are stored relative to it.
    """

    def __init__(self, engine: sa.Engine, desk: str, root: Path) -> None:
        self._writing = engine
        self._reading = engine.execution_options(reads_only=True)
        self._desk, self._root = desk, root

    def open_stack(self, *, device: str, source: Source, label: str) -> StackRecord:
        """See `scanner.PageLedger`."""
        values = {"desk": self._desk, "device": device, "source": source.value, "label": label}
        with self._change() as connection:
            made = connection.execute(sa.insert(stacks).values(**values))
            (number,) = made.inserted_primary_key or (0,)
        return StackRecord(id=_stack_id(int(number)), device=device, source=source, label=label)

    def add_page(self, page: PageRecord) -> None:
        """See `scanner.PageLedger`."""
        with self._change() as connection:
            put_new(connection, pages, [self._row(page)])

    def supersede(self, page_ids: Sequence[str]) -> None:
        """See `scanner.PageLedger`."""
        with self._change() as connection:
            connection.execute(
                sa.update(pages).where(pages.c.id.in_(page_ids)).values(superseded=True)
            )

    def release(self, page_ids: Sequence[str]) -> None:
        """See `scanner.PageLedger`."""
        with self._change() as connection:
            connection.execute(sa.update(pages).where(pages.c.id.in_(page_ids)).values(file=""))

    def set_findings(self, page_id: str, findings: Findings) -> None:
        """See `scanner.PageLedger`."""
        text = json.dumps(findings.as_json(), ensure_ascii=False)
        with self._change() as connection:
            connection.execute(
                sa.update(pages)
                .where(pages.c.id == page_id)
                .values(findings=text, thumbnail=findings.thumbnail)
            )

    def close_stack(self, stack_id: str, ended: Ended, expected_next_sheet: int | None) -> None:
        """See `scanner.PageLedger`."""
        with self._change() as connection:
            connection.execute(
                sa.update(stacks)
                .where(stacks.c.no == int(stack_id))
                .values(ended=ended.value, expected_next_sheet=expected_next_sheet)
            )

    def stacks(self, *, under: str = "") -> Sequence[StackRecord]:
        """See `scanner.PageLedger`."""
        wanted = sa.select(stacks).where(stacks.c.desk == self._desk).order_by(stacks.c.no)
        if under:
            wanted = wanted.where(stacks.c.label.startswith(under, autoescape=True))
        with self._look() as connection:
            rows = connection.execute(wanted).all()
        return [
            StackRecord(
                id=_stack_id(row.no),
                device=row.device,
                source=Source(row.source),
                label=row.label,
                ended=Ended(row.ended) if row.ended else None,
                expected_next_sheet=row.expected_next_sheet,
            )
            for row in rows
        ]

    def pages(self, stack_id: str | None = None) -> Sequence[PageRecord]:
        """See `scanner.PageLedger`."""
        wanted = sa.select(pages).join(stacks).where(stacks.c.desk == self._desk)
        if stack_id is not None:
            wanted = wanted.where(pages.c.stack == int(stack_id))
        with self._look() as connection:
            rows = connection.execute(wanted.order_by(pages.c.stack, pages.c.number)).all()
        return [self._page(row) for row in rows]

    def with_digest(self, sha256: str) -> PageRecord | None:
        """See `scanner.PageLedger`."""
        wanted = sa.select(pages).join(stacks)
        wanted = wanted.where(stacks.c.desk == self._desk, pages.c.sha256 == sha256)
        wanted = wanted.where(pages.c.file != "")
        with self._look() as connection:
            row = connection.execute(
                wanted.order_by(pages.c.stack, pages.c.number).limit(1)
            ).first()
        return self._page(row) if row is not None else None

    def seen(self, digests: Sequence[str]) -> Sequence[PageRecord]:
        """See `scanner.PageLedger`."""
        first = (
            sa.select(sa.func.min(pages.c.id))
            .where(pages.c.sha256.in_(digests), pages.c.findings.is_not(None))
            .group_by(pages.c.sha256)
        )
        columns: list[sa.ColumnElement[Any]] = [c for c in pages.c if c.name != "thumbnail"]
        columns.append(sa.literal(b"").label("thumbnail"))
        wanted: sa.Select[Any] = sa.select(*columns).where(pages.c.id.in_(first))
        with self._look() as connection:
            return [self._page(row) for row in connection.execute(wanted)]

    def has_origin(self, origin: str) -> bool:
        """See `scanner.PageLedger`."""
        if not origin:
            return False
        wanted = sa.select(pages.c.id).join(stacks)
        wanted = wanted.where(stacks.c.desk == self._desk, pages.c.origin == origin).limit(1)
        with self._look() as connection:
            return connection.execute(wanted).first() is not None

    def append_act(self, scope: str, act: str) -> None:
        """See `scanner.PageLedger`."""
        with self._change() as connection:
            connection.execute(sa.insert(acts).values(scope=scope, act=act))

    def acts(self, scope: str) -> Sequence[str]:
        """See `scanner.PageLedger`."""
        wanted = sa.select(acts.c.act).where(acts.c.scope == scope).order_by(acts.c.no)
        with self._look() as connection:
            return [str(text) for text in connection.execute(wanted).scalars()]

    @contextmanager
    def _change(self) -> Iterator[sa.Connection]:
        with _as_tray_errors(), translated(), self._writing.begin() as connection:
            yield connection

    @contextmanager
    def _look(self) -> Iterator[sa.Connection]:
        with _as_tray_errors(), translated(), self._reading.begin() as connection:
            yield connection

    def _row(self, page: PageRecord) -> dict[str, Any]:
        return {
            "id": page.id,
            "stack": int(page.stack),
            "number": page.number,
            "sheet": page.sheet,
            "side": page.side,
            "file": page.file.relative_to(self._root).as_posix(),
            "mime": page.mime,
            "sha256": page.sha256,
            "size": page.size,
            "width": page.width,
            "height": page.height,
            "dpi": page.dpi,
            "origin": page.origin,
            "warnings": json.dumps(page.warnings),
            "superseded": page.superseded,
        }

    def _page(self, row: "sa.Row[Any]") -> PageRecord:
        found = row.findings
        return PageRecord(
            id=row.id,
            stack=_stack_id(row.stack),
            number=row.number,
            sheet=row.sheet,
            side=row.side,
            file=self._root / row.file,
            mime=row.mime,
            sha256=row.sha256,
            size=row.size,
            width=row.width,
            height=row.height,
            dpi=row.dpi,
            origin=row.origin,
            warnings=tuple(json.loads(row.warnings)),
            superseded=bool(row.superseded),
            is_released=not row.file,
            findings=Findings.from_json(json.loads(found), bytes(row.thumbnail or b""))
            if found
            else None,
        )


def _stack_id(number: int) -> str:
    return f"{number:04d}"


@contextmanager
def _as_tray_errors() -> Iterator[None]:
    """The database's refusals in the words of the tray."""
    try:
        yield
    except (UnavailableError, IntegrityError) as error:
        if error.code == _BUSY:
            raise TrayError("scanner.ledger_busy") from error
        if error.code == _FULL:
            raise TrayError("scanner.no_space", sheet=None) from error
        raise TrayError("scanner.ledger_failed", reason=error.code) from error
