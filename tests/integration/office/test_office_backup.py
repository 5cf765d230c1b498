"""The backup of an office of many desks: one desk makes it, another machine brings it back, alone or as an office."""

import pytest

from desk_app import bootstrap
from desk_app.bootstrap.data import load_settings
from desk_app.bootstrap.desk import keys_of, open_database_of, open_desk
from tests.integration.office.test_move import moved
from tests.kit.postgres import fresh_database
from tests.kit.security.small_desk import fill, make_profile

pytestmark = pytest.mark.postgres


def test_it_holds_rows_and_papers_of_all_desks_and_comes_back(
    office_url, postgres_server, seaweed, tmp_path
):
    folder = make_profile(tmp_path / "bàn")
    digests = fill(folder, dossiers=6)
    assert moved(folder, office_url, f"{seaweed}/{tmp_path.name}")[0] == 0

    made = bootstrap.back_up(folder, tmp_path / "b")
    assert made.is_whole
    assert (made.dossiers, made.papers, made.new_papers) == (6, 6, 6)
    assert bootstrap.back_up(folder, tmp_path / "b").new_papers == 0

    restored = tmp_path / "máy khác" / "bàn"
    assert bootstrap.restore(tmp_path / "b", restored).is_whole
    settings = load_settings(restored)
    assert (settings.database_url, settings.papers_url) == ("", "")
    desk = open_desk(restored)
    try:
        assert desk.enquiries.check_chain().is_whole
        assert desk.enquiries.dossier("H99.01-261123-0003").components[0].file is not None
        for digest in digests:
            assert desk.office.papers.read(digest).startswith(b"%PDF-1.7 gi")
    finally:
        desk.close()

    with fresh_database(postgres_server, "office_again") as again:
        code, answer = moved(restored, again)
        assert (code, answer["dossiers"]) == (0, 6)


def test_a_paper_lost_on_the_shelf_is_listed_and_the_rest_is_kept(office_url, seaweed, tmp_path):
    folder = make_profile(tmp_path / "bàn")
    digests = fill(folder, dossiers=3)
    assert moved(folder, office_url, f"{seaweed}/{tmp_path.name}")[0] == 0
    settings = load_settings(folder)
    keys = keys_of(settings)
    database = open_database_of(settings, keys)
    from desk_app.bootstrap.data import wall_clock
    from desk_app.bootstrap.office import papers_of

    shared = papers_of(settings, keys, database, now=wall_clock().now())
    with database.engine.connect():
        shared.shelf.remove(digests[1])
    database.close()
    made = bootstrap.back_up(folder, tmp_path / "b")
    assert made.papers + len(made.damaged) in {2, 3}
    assert made.dossiers == 3
