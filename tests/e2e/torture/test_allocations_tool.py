# SPDX-License-Identifier: MIT
"""The tool's commands when memory runs short: each way to an allocation fails once.

Most of what a command asks for is asked for by every command (the table of options alone takes four
thousand allocations), so a way that one of them has tried is not tried again by the next.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from allocation_bench import ACCOUNT, FAULTS, Bench, Scenario, new_ways, sweep
from installation import HOUR, Installation

EXPIRED = -10
DONE, OUT_OF_MEMORY = 0, 70  # doc/errors.md


@pytest.fixture(scope="module")
def bench(installed: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(installed, tmp_path_factory.mktemp("bench"))
    yield made
    made.stop()


@pytest.fixture(scope="module")
def known_ways() -> set[str]:
    """Those that a command before has tried."""
    return set()


# Those that take long are tried at every so many-th way.
EVERY = {"config": 4, "doctor": 15}

COMMANDS: tuple[tuple[tuple[str, ...], int, int], ...] = (
    (("token", ACCOUNT), HOUR, 40), (("refresh", ACCOUNT), EXPIRED, 40),
    (("refresh", "--due"), EXPIRED, 30), (("status", "--json"), HOUR, 10),
    (("status",), HOUR, 10), (("inspect", ACCOUNT), HOUR, 10),
    (("export", ACCOUNT, "--output", "-"), HOUR, 10), (("remove", ACCOUNT), HOUR, 10),
    (("config", "check"), HOUR, 5), (("doctor",), HOUR, 5))


@pytest.mark.parametrize("arguments,expires_in,in_short", COMMANDS,
                         ids=lambda one: " ".join(one) if isinstance(one, tuple) else "")
def test_a_command_that_runs_out_of_memory_says_so(
        bench: Bench, known_ways: set[str], arguments: tuple[str, ...], expires_in: int,
        in_short: int) -> None:
    scenario = Scenario(bench.tool(*arguments), lambda: bench.put_record(expires_in),
                        (DONE, OUT_OF_MEMORY), looks_after=arguments[0] == "refresh")
    numbers = new_ways(bench, scenario, known_ways)[::EVERY.get(arguments[0], 1)]
    found = sweep(bench, scenario, FAULTS["one fails"], in_short, numbers)
    assert found.faults() == []
