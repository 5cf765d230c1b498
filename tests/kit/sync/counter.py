"""A counter that does real acts over a real database and exchanges them with a real province."""

import dataclasses
from pathlib import Path

from desk_app.adapters.papers.blobs import PapersBlobs
from desk_app.adapters.persistence import open_database
from desk_app.adapters.sync.reference import ReferenceProvince
from desk_app.adapters.sync.rules import act_rules
from desk_app.application.code_plan import CodePlan, CodeStrategy
from desk_app.application.codes import adopt_codes
from desk_app.application.enquiries import Enquiries
from desk_app.application.sync_values import Device, SyncReport
from desk_app.application.synchronise import SyncEngine, SyncSettings
from desk_app.bootstrap.data import SortableIds
from tests.kit.office import Counter
from tests.kit.sync.desk import FAST, DeskClock
from tests.kit.sync.store import KEY

AGENCY = "H99.01"


class CounterDesk(Counter):
    """One desk; ``generation`` is what fencing found out about it."""

    def __init__(
        self,
        folder: Path,
        url: str,
        strategy: CodeStrategy,
        *,
        name: str = "desk-1",
        generation: int = 1,
        database: str | Path | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        super().__init__(folder)
        self.url = url
        self.clock = DeskClock()
        self.database = open_database(database or folder / "desk.db", KEY)
        self.device = Device(id=name, gen=generation)
        self.settings = SyncSettings(
            lease_s=30,
            lease_units=(AGENCY,) if strategy is CodeStrategy.SLOT else (),
            pool_units=(AGENCY,) if strategy is CodeStrategy.POOL else (),
            pool_size=6,
        )
        facts = dataclasses.replace(
            self.office.facts,
            device_id=name,
            device_gen=generation,
            desk=name,
            codes=CodePlan(default=strategy),
        )
        self.use(
            dataclasses.replace(
                self.office,
                facts=facts,
                unit_of_work=self.database.unit_of_work,
                clock=self.clock,
                ids=SortableIds(),
            )
        )
        self.enquiries = Enquiries(office=self.office, index=self.database.index)

    def sync(self) -> SyncReport:
        """One pass, and what comes after it."""
        engine = SyncEngine(
            lambda: ReferenceProvince(self.url, line=FAST),
            self.database.sync_store,
            PapersBlobs(self.papers),
            self.clock,
            act_rules(),
            self.device,
            settings=self.settings,
        )
        report = engine.run_once()
        adopt_codes(self.office)
        return report

    def close(self) -> None:
        self.database.close()
