# SPDX-License-Identifier: MIT
"""A server that ends the account when a refresh token is used again: what nobody can prevent is
counted, and everything else loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from errno import EIO

import pytest

from effort import tried
from evidence import note
from fault_findings import PART
from fault_runner import Call, missing_for_faults
from fault_series import Series
from rotating_server import RotatingServer
from sensible_faults import deaths, failures, matters

pytestmark = pytest.mark.skipif(bool(missing_for_faults), reason=missing_for_faults)


@pytest.fixture
def strict_login(series_of: Callable[[str], Series], rotating_server: RotatingServer) -> Series:
    series = series_of("login")
    rotating_server.is_strict = True
    return series


def place_of(name: str, calls: list[Call]) -> int:
    """Where the last call of that name stands; -1 if there is none."""
    return max((place for place, one in enumerate(calls) if one.name == name), default=-1)


def test_a_kill_loses_the_account_only_while_the_new_token_is_nowhere_but_in_memory(
        strict_login: Series) -> None:
    calls = [one for one in strict_login.calls() if matters(one)]
    asked = place_of("sendto", calls)
    whole = max(place_of(name, calls) for name in ("write", "ftruncate"))
    assert 0 < asked < whole
    lost = [place for place in tried(range(len(calls)), 30)
            if strict_login.try_one(deaths(calls[place])[0])]
    strict_login.findings.conclude()
    note(PART, "calls at which a kill cannot be survived", len(lost), "max")
    # From then on the new file is whole, and whoever comes next takes it from there.
    assert all(asked < place <= whole for place in lost), [calls[place] for place in lost]


def test_no_failure_but_of_a_broken_disk_loses_the_account(strict_login: Series) -> None:
    """Whatever the call, there is another way to save what the server has given. A disk that says
    EIO is not written to again: the old record may be all that is left."""
    calls = [one for one in strict_login.calls() if matters(one)]
    after_answer = calls[place_of("sendto", calls) + 1:]
    faults = [fault for one in after_answer for fault in failures(one)]
    lost = [fault for fault in tried(faults, 25) if strict_login.try_one(fault)]
    strict_login.findings.conclude()
    note(PART, "calls at which a broken disk cannot be survived", len(lost), "max")
    assert faults and [str(fault) for fault in lost if fault.error != EIO] == []
