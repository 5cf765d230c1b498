"""Tests that share a machine-wide part run on one worker: the runner honours their groups."""

import os

import pytest


@pytest.mark.xdist_group("grouping")
def test_the_runner_knows_the_group_of_a_test(request):
    if "PYTEST_XDIST_WORKER" in os.environ and request.config.getoption("loadgroup", False):
        assert request.node.nodeid.endswith("@grouping")
