# SPDX-License-Identifier: MIT
"""A login with sasl-xoauth2's token file, the noting of a refusal, and a fault at each call."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effort import tried
from fault_runner import missing_for_faults
from fault_series import Series
from sensible_faults import deaths, failures, lasting_failures, matters

pytestmark = pytest.mark.skipif(bool(missing_for_faults), reason=missing_for_faults)
Maker = Callable[[str], Series]
WORKS = ("foreign", "refused", "foreign_refused")


@pytest.mark.parametrize("work", WORKS)
def test_a_kill_at_each_call_loses_nothing(series_of: Maker, work: str) -> None:
    series = series_of(work)
    faults = [fault for one in series.calls() if matters(one) for fault in deaths(one)]
    series.try_all(tried(faults, 15))
    series.findings.conclude()


@pytest.mark.parametrize("work", WORKS)
def test_a_failure_of_each_call_loses_nothing_and_is_told(series_of: Maker, work: str) -> None:
    series = series_of(work)
    faults = [fault for one in series.calls() if matters(one)
              for fault in (*failures(one), *lasting_failures(one))]
    series.try_all(tried(faults, 25))
    series.findings.conclude()
