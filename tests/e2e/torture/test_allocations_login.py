# SPDX-License-Identifier: MIT
"""A login in which memory runs short: each allocation of ours fails once, in turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from allocation_bench import FAULTS, Bench, Scenario, sweep
from installation import Installation

EXPIRED = -10
CHALLENGE = '{"status":"401","schemes":"Bearer","scope":"mail"}'


@pytest.fixture(scope="module")
def bench(installed: Installation, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(installed, tmp_path_factory.mktemp("bench"))
    yield made
    made.stop()


def fresh(bench: Bench) -> Scenario:
    """Nothing is asked: the record alone."""
    return Scenario(bench.login(), bench.put_record)


def refused(bench: Bench) -> Scenario:
    """The mail server refuses the token, which is noted; the next login asks for another."""
    return Scenario(bench.login("OAUTHBEARER", "-", CHALLENGE), bench.put_record)


def token_file(bench: Bench) -> Scenario:
    """No account, and a password that names a token file of sasl-xoauth2."""
    return Scenario(bench.login("XOAUTH2", str(bench.password)), bench.put_token_file)


def expired(bench: Bench) -> Scenario:
    """The server is asked, and rotates the refresh token."""
    return Scenario(bench.login(), lambda: bench.put_record(EXPIRED))


def expired_token_file(bench: Bench) -> Scenario:
    """The same with a token file."""
    return Scenario(bench.login("XOAUTH2", str(bench.password)),
                    lambda: bench.put_token_file(EXPIRED))


SCENARIOS: tuple[tuple[Callable[[Bench], Scenario], int], ...] = (
    (fresh, 15), (refused, 20), (token_file, 15), (expired, 60), (expired_token_file, 30))


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("make,in_short", SCENARIOS, ids=lambda one: getattr(one, "__name__", ""))
def test_a_login_that_runs_out_of_memory_harms_nobody(
        bench: Bench, make: Callable[[Bench], Scenario], in_short: int, fault: str) -> None:
    bench.token_file.unlink(missing_ok=True)
    found = sweep(bench, make(bench), FAULTS[fault], in_short)
    assert found.faults() == []
