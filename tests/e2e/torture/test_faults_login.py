# SPDX-License-Identifier: MIT
"""A login with an expired token, and a fault at each of its system calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effort import tried
from fault_runner import missing_for_faults
from fault_series import Series
from sensible_faults import deaths, failures, lasting_failures, matters

pytestmark = pytest.mark.skipif(bool(missing_for_faults), reason=missing_for_faults)
Maker = Callable[[str], Series]


def test_a_kill_at_each_call_loses_nothing(series_of: Maker) -> None:
    series = series_of("login")
    series.try_all(tried([fault for one in series.calls() for fault in deaths(one)], 30))
    series.findings.conclude()


def test_a_failure_of_each_call_loses_nothing_and_is_told(series_of: Maker) -> None:
    series = series_of("login")
    series.try_all(tried([fault for one in series.calls() for fault in failures(one)], 30))
    series.findings.conclude()


def test_a_disk_that_fails_for_good_at_each_call_loses_nothing(series_of: Maker) -> None:
    series = series_of("login")
    series.try_all(tried([fault for one in series.calls() for fault in lasting_failures(one)], 20))
    series.findings.conclude()


def test_faults_under_tls_lose_nothing(secure_series: Series) -> None:
    calls = [one for one in secure_series.calls() if matters(one)]
    faults = [fault for one in calls for fault in (*deaths(one), *failures(one))]
    secure_series.try_all(tried(faults[::4], 15))
    secure_series.findings.conclude()
