"""Offline from step 1 to 5, then online: the province ends in the same state, every file identical."""

import pytest

from desk_app import bootstrap
from desk_app.practice.demo import DemoRun
from desk_app.practice.office import open_practice_office

pytestmark = [pytest.mark.journey]


def test_a_day_without_network_ends_in_the_same_state(tmp_path):
    with open_practice_office(tmp_path, clock=bootstrap.wall_clock().now) as office:
        office.province.stop()
        desk = bootstrap.open_desk(tmp_path)
        try:
            run = DemoRun(desk=desk, office=office, say=lambda text: None)
            for step in (run.intake, run.appraise, run.approve, run.agency_sign, run.return_result):
                step()
            report = desk.synchronise()
            assert report.sent == 0
            queued = desk.outbox.items(desk.office.facts.target)
            assert report.waiting >= len(queued) >= 7
            assert desk.enquiries.dossier(run.code).state == "RETURNED"
        finally:
            desk.close()
    with open_practice_office(tmp_path, clock=bootstrap.wall_clock().now) as office:
        desk = bootstrap.open_desk(tmp_path)
        try:
            again = DemoRun(desk=desk, office=office, say=lambda text: None, code=run.code)
            report = again.report()
            assert report["province"]["acknowledged"] is True
            assert report["province"]["state"] == "RETURNED"
            assert report["province"]["version"] == len(queued)
        finally:
            desk.close()
