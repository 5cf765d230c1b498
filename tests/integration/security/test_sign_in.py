"""Signing in: Argon2id, a rest after wrong passwords that a restart does not end, the token's answer."""

import datetime as dt
import types

import argon2
import pytest

from desk_app import bootstrap
from desk_app.adapters.staff import Accounts, StaffFile, hash_password
from desk_app.bootstrap import sign_in
from desk_app.domain.errors import NotFoundError, RuleError, UnavailableError
from tests.kit.security.small_desk import make_profile

GOOD = "mật khẩu tốt"


class Clock:
    """A clock that stands until it is moved."""

    def __init__(self):
        self.at = dt.datetime(2026, 11, 29, 8, 0, tzinfo=dt.UTC)

    def now(self):
        return self.at


@pytest.fixture(scope="module")
def hashed():
    return hash_password(GOOD)


@pytest.fixture
def clock():
    return Clock()


def accounts_with(known, folder, clock):
    def hash_of(user):
        if user != "lan":
            raise NotFoundError("staff.unknown", {"user": user})
        return known

    return lambda: Accounts(folder / "sign-in.json", hash_of, clock.now)


@pytest.fixture
def accounts(tmp_path, clock):
    """An officer whose password is looked at in a moment: tries and rests are what is shown."""
    quick = argon2.PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return accounts_with(quick.hash(GOOD), tmp_path, clock)


def test_hashes_are_argon2id_of_the_recommended_cost(hashed):
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=2$")


def test_the_same_password_typed_on_another_keyboard_fits(tmp_path, hashed, clock):
    import unicodedata

    accounts_with(hashed, tmp_path, clock)().check("lan", unicodedata.normalize("NFD", GOOD))


def test_five_wrong_passwords_rest_the_name_even_after_a_restart(accounts, clock):
    for left in (4, 3, 2, 1):
        with pytest.raises(RuleError) as refused:
            accounts().check("lan", "sai mật khẩu")
        assert (refused.value.code, refused.value.facts["tries_left"]) == (
            "session.wrong_password",
            left,
        )
    with pytest.raises(RuleError, match=r"session\.locked"):
        accounts().check("lan", "sai mật khẩu")
    with pytest.raises(RuleError, match=r"session\.locked"):
        accounts().check("lan", GOOD)
    clock.at += dt.timedelta(seconds=61)
    accounts().check("lan", GOOD)


def test_the_rest_grows_and_a_right_password_ends_it(accounts, clock):
    rests = []
    for _ in range(3):
        for _ in range(5):
            with pytest.raises(RuleError) as refused:
                accounts().check("lan", "sai mật khẩu")
        assert refused.value.code == "session.locked"
        minutes = 0
        while True:
            clock.at += dt.timedelta(minutes=1)
            minutes += 1
            try:
                accounts().check("lan", "sai mật khẩu")
            except RuleError as error:
                if error.code == "session.wrong_password":
                    break
        rests.append(minutes)
        for _ in range(4):
            with pytest.raises(RuleError):
                accounts().check("lan", "sai mật khẩu")
        clock.at += dt.timedelta(hours=2)
    assert rests == sorted(rests)
    assert rests[-1] > rests[0]


def test_unknown_names_rest_as_known_ones_do(accounts):
    codes = []
    for _ in range(6):
        with pytest.raises(RuleError) as refused:
            accounts().check("nobody", GOOD)
        codes.append(refused.value.code)
    assert codes == ["session.wrong_password"] * 4 + ["session.locked"] * 2


def test_a_clock_turned_back_locks_nobody_out_for_days(accounts, clock):
    for _ in range(5):
        with pytest.raises(RuleError):
            accounts().check("lan", "sai mật khẩu")
    clock.at -= dt.timedelta(days=30)
    accounts().check("lan", GOOD)


def test_a_password_is_set_without_losing_the_words_of_the_file(tmp_path):
    profile = make_profile(tmp_path / "p")
    staff = profile / "staff.toml"
    staff.write_text(
        '# ghi chú của quản trị\n[[officer]]\nuser = "lan"\nroles = ["intake_officer"]\n\n'
        '[[officer]]\nuser = "minh"  \nroles = ["approver"]\n',
        encoding="utf-8",
    )
    bootstrap.set_password(profile, "minh", GOOD)
    bootstrap.set_password(profile, "minh", GOOD + "!")
    text = staff.read_text(encoding="utf-8")
    assert "# ghi chú của quản trị" in text
    assert text.count("password_hash") == 1
    people = StaffFile(staff)
    assert people.password_hash("lan") == ""
    accounts = Accounts(tmp_path / "a.json", people.password_hash, Clock().now)
    accounts.check("minh", GOOD + "!")
    with pytest.raises(RuleError, match=r"session\.password_short"):
        bootstrap.set_password(profile, "minh", "ngắn")
    with pytest.raises(NotFoundError):
        bootstrap.set_password(profile, "nobody", GOOD)


def a_desk(clock, *, heard, profile):
    """As much of a desk as the lease asks about."""
    mark = types.SimpleNamespace(local_wall=clock.at - heard) if heard is not None else None

    def synchronise():
        raise UnavailableError("sync.no_target")

    return types.SimpleNamespace(
        profile=profile,
        office=types.SimpleNamespace(clock=clock),
        outbox=types.SimpleNamespace(last_mark=lambda: mark),
        synchronise=synchronise,
    )


@pytest.mark.parametrize(
    ("heard", "refused"),
    [(None, False), (dt.timedelta(hours=71), False), (dt.timedelta(hours=73), True)],
)
def test_a_desk_kept_off_the_network_lets_nobody_in_after_its_lease(
    tmp_path, clock, heard, refused
):
    profile = make_profile(tmp_path / "p")
    text = (profile / "profile.toml").read_text(encoding="utf-8")
    text = text.replace("practice = true", "practice = false").replace(
        'url = ""', 'url = "https://tinh.example"'
    )
    (profile / "profile.toml").write_text(text, encoding="utf-8")
    desk = a_desk(clock, heard=heard, profile=profile)
    if refused:
        with pytest.raises(UnavailableError, match=r"session\.lease_expired"):
            sign_in._within_lease(desk)
    else:
        sign_in._within_lease(desk)
