# SPDX-License-Identifier: MIT
"""`sasl-oauth refresh`, `add` and `import`, and a fault at each of their system calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from effort import tried
from fault_runner import missing_for_faults
from fault_series import Series
from sensible_faults import deaths, failures, lasting_failures, matters

pytestmark = pytest.mark.skipif(bool(missing_for_faults), reason=missing_for_faults)
Maker = Callable[[str], Series]
COMMANDS = ("refresh", "add", "imported")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_kill_at_each_call_loses_nothing(series_of: Maker, command: str) -> None:
    series = series_of(command)
    faults = [fault for one in series.calls() if matters(one) for fault in deaths(one)]
    series.try_all(tried(faults, 10))
    series.findings.conclude()


@pytest.mark.parametrize("command", COMMANDS)
def test_a_failure_of_each_call_loses_nothing_and_is_told(series_of: Maker, command: str) -> None:
    series = series_of(command)
    faults = [fault for one in series.calls() if matters(one)
              for fault in (*failures(one), *lasting_failures(one))]
    series.try_all(tried(faults, 15))
    series.findings.conclude()
