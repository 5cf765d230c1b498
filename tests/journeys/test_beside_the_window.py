"""A command beside the open window of the same desk: the officer keeps what they have in hand."""

from contextlib import closing

import pytest

from desk_app import bootstrap
from desk_app.application.commands import intake as intake_in
from desk_app.domain.errors import ConflictError
from desk_app.ui.opening import Opening

pytestmark = pytest.mark.journey


def test_claims_end_with_the_window_and_not_with_a_command(office):
    folder = office.profile.folder
    now = bootstrap.wall_clock().now()
    with closing(bootstrap.open_desk(folder)) as command:
        officer = command.actor("canbo1")
        new = intake_in.NewDossier(procedure="birth_registration", actor=officer)
        dossier = command.steps.intake.new(new).dossier_id
        command.claims.take(dossier, officer, at=now)
    with closing(bootstrap.open_desk(folder)) as command:
        assert command.claims.of([dossier], at=now)[dossier].user == "canbo1"
        with closing(Opening(folder)) as window:
            window.desk()
            assert command.claims.of([dossier], at=now) == {}, "left by a window that is gone"
            command.claims.take(dossier, officer, at=now)
            bootstrap.open_desk(folder).close()
            assert dossier in command.claims.of([dossier], at=now)
        assert command.claims.of([dossier], at=now) == {}


def test_a_second_window_is_refused_in_words(office):
    folder = office.profile.folder
    with closing(Opening(folder)) as first, closing(Opening(folder)) as second:
        first.desk()
        with pytest.raises(ConflictError) as refused:
            second.desk()
        assert refused.value.code == "profile.in_use"
    with closing(Opening(folder)) as third:
        third.desk()
