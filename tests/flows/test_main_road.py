"""The five steps without a detour (R-5B-01)."""


def test_five_steps(office):
    key = office.returned()
    assert office.see(key).state == "RETURNED"
    assert office.rows(key) == ["T01", "T08", "T13", "T15", "T17", "T24"]
