# SPDX-License-Identifier: MIT
"""A token file that is mounted by itself, as containers have it, and a kill or a fault at each call
of a login: it cannot be replaced, and is written over."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import rights
from account_work import Work, Works
from effort import tried
from fault_runner import FaultRunner, missing_for_faults
from fault_series import Series
from mount_space import MountSpace
from rotating_server import Family, RotatingServer
from sensible_faults import deaths, failures, matters

why_not = missing_for_faults or rights.missing_for_namespaces()
pytestmark = pytest.mark.skipif(bool(why_not), reason=why_not)


def mounted(work: Work, space: MountSpace, server: RotatingServer) -> Work:
    """The same work, in a space where its file is mounted."""
    work.prepare()
    space.bound_alone(work.tokens.path)
    tokens = replace(work.tokens, path=space.seen(work.tokens.path), is_mounted=True)
    members = tokens.members()

    def prepare() -> Family:
        tokens.remove()
        pair = server.issue()
        expired = {"expiry": "1"} if tokens.is_foreign else {"expires_at": int(time.time()) - 10}
        fresh = {**members, **expired, "access_token": pair.access_token,
                 "refresh_token": pair.refresh_token}
        tokens.path.write_text(json.dumps(fresh))
        return server.family_of(pair.refresh_token)

    return replace(work, tokens=tokens, prepare=prepare, command=space.command(*work.command),
                   login=space.command(*work.login))


@pytest.fixture(params=["login", "foreign"])
def series(request: pytest.FixtureRequest, works: Works, rotating_server: RotatingServer,
           tmp_path: Path) -> Iterator[Series]:
    with MountSpace() as space:
        work = mounted(getattr(works, request.param)(), space, rotating_server)
        yield Series(rotating_server, FaultRunner(tmp_path), work)


def test_a_kill_or_a_fault_at_each_call_loses_nothing(series: Series) -> None:
    faults = [fault for one in series.calls() if matters(one)
              for fault in (*deaths(one), *failures(one))]
    series.try_all(tried(faults[::4], 12))
    series.findings.conclude()
