# SPDX-License-Identifier: MIT
"""The power fails at any moment of a login, and the disk has kept what it had to and no more."""

from __future__ import annotations

import os
import pwd
from collections.abc import Callable
from pathlib import Path

import pytest

from disk_model import Disk, State
from effort import tried
from evidence import note
from fault_findings import DAMAGED, PART
from fault_runner import Call, missing_for_faults
from fault_series import Series
from kept_tokens import KeptTokens
from power_loss import PowerLoss
from rotating_server import RotatingServer

pytestmark = pytest.mark.skipif(bool(missing_for_faults), reason=missing_for_faults)


def recorded(series: Series) -> tuple[PowerLoss, Disk, list[Call]]:
    """A run with nothing wrong, and the disk as it was before."""
    series.work.prepare()
    path = series.work.tokens.path
    before = path.read_bytes() if path.exists() else None
    disk = Disk(path.parent)
    calls = series.runner.calls(series.work.command, series.work.environment, series.work.since)
    return PowerLoss(path.name, before, path.read_bytes()), disk, calls


def put(state: State, tokens: KeptTokens) -> None:
    """Makes the folder what the power failure left."""
    tokens.remove()
    for name, content in state.items():
        path = tokens.path.with_name(name)
        path.touch(0o600)
        path.write_bytes(content)


@pytest.fixture(params=["login", "refresh", "foreign", "refused", "add"])
def work_name(request: pytest.FixtureRequest) -> str:
    return request.param


def test_what_a_power_failure_leaves_is_the_old_record_or_the_new_one(
        series_of: Callable[[str], Series], work_name: str) -> None:
    loss, disk, calls = recorded(series_of(work_name))
    loss.judge(calls, disk)
    note(PART, "power failures modelled", loss.failures)
    note(PART, DAMAGED, len(loss.broken))
    assert loss.broken == [] and len(loss.states) > 1 and loss.used


@pytest.mark.parametrize("is_strict", [False, True], ids=["any moment, grace", "used, strict"])
def test_the_next_login_works_whatever_was_left(
        series_of: Callable[[str], Series], rotating_server: RotatingServer, work_name: str,
        is_strict: bool) -> None:
    """After a token was used even a strict server must find nothing amiss."""
    series = series_of(work_name)
    loss, disk, calls = recorded(series)
    loss.judge(calls, disk)
    rotating_server.is_strict = is_strict
    memory = rotating_server.memory()
    for state in tried(list((loss.used if is_strict else loss.states).values()), 5):
        rotating_server.go_back_to(memory)
        put(state, series.work.tokens)
        for _ in range(2):
            ended = series.work.log_in()
            assert ended.exit_code == 0, (state.keys(), ended.output)
            series.work.tokens.expire()
        assert series.work.tokens.left_over() == set(), state.keys()
        series.findings.logins += 2
    series.findings.note()


def judged_from(root: Path, series: Series) -> PowerLoss:
    """As recorded() and judge(), of all below a folder."""
    work = series.work
    work.prepare()
    disk = Disk(root)
    calls = series.runner.calls(work.command, work.environment, work.since)
    path = work.tokens.path
    loss = PowerLoss(str(path.relative_to(root)), None, path.read_bytes())
    loss.judge(calls, disk)
    note(PART, "power failures modelled", loss.failures)
    return loss


def test_a_first_account_is_saved_with_the_folders_that_are_made_for_it(
        series_of: Callable[[str], Series]) -> None:
    series = series_of("first_add")
    loss = judged_from(series.work.tokens.path.parents[2], series)
    assert loss.broken == [] and loss.used


def test_a_first_account_of_a_service_is_saved_with_its_mark(
        series_of: Callable[[str], Series]) -> None:
    if os.geteuid() != 0:
        pytest.skip("needs root: accounts of another user")
    series = series_of("service_add")
    try:
        loss = judged_from(series.work.tokens.path.parents[2], series)
        assert loss.broken == [] and loss.used
        mark = f"sasl-oauth/uid/{pwd.getpwnam('nobody').pw_uid}"
        assert all(mark in state for state in loss.used.values())
    finally:
        series.work.prepare()
