# SPDX-License-Identifier: MIT
"""What the pages of sivtest and sieveshell say of Dovecot's ManageSieve, and of its mechanisms."""

from __future__ import annotations

import subprocess

import pytest

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from host_situations import refused
from hosts.host import Bench
from installation import Desk
from mail_clients import Outcome, find_program, run
from mail_store import User
from timsieved import Timsieved

SECONDS_OF_PATIENCE = 1


@pytest.fixture
def bench(desk: Desk, dovecot: Dovecot, authorization_server: AuthorizationServer,
          user: User) -> Bench:
    return Bench(desk, dovecot, authorization_server, user)


def sieveshell(bench: Bench, port: int) -> Outcome:
    name = bench.user.login
    output, seconds, code = run(["setsid", "-w", "sieveshell", "-a", name, "-u", name, "-e", "list",
                                 f"localhost:{port}"], bench.desk)
    return Outcome(code == 0, "", output, seconds, code)


def sivtest(bench: Bench) -> str:
    command = [find_program("sivtest", "cyrus-clients"), "-m", "XOAUTH2", "-a", bench.user.login,
               "-p", str(bench.dovecot.ports.sieve), "localhost"]
    return run(command, bench.desk, "LOGOUT\r\n", limit=SECONDS_OF_PATIENCE)[0]


def test_sieveshell_cannot_read_dovecots_greeting(bench: Bench) -> None:
    outcome = sieveshell(bench, bench.dovecot.ports.sieve)
    assert not outcome.accepted
    assert "Bad protocol from MANAGESIEVE server: EOL2" in outcome.output


def test_sivtest_signs_in_to_dovecot_and_waits_for_more_of_a_refusal(bench: Bench) -> None:
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))
    assert "\nAuthenticated.\n" in sivtest(bench)
    refused(bench)
    with pytest.raises(subprocess.TimeoutExpired) as waited:
        sivtest(bench)
    assert waited.value.stdout.splitlines()[-1].startswith(b'S: "')


def test_sieveshell_goes_on_with_the_second_mechanism_and_a_new_token(bench: Bench) -> None:
    refused(bench)
    with Timsieved(bench.dovecot.ports.sieve, "XOAUTH2 OAUTHBEARER") as server:
        outcome = sieveshell(bench, server.port)
    assert outcome.accepted, outcome.output
    assert server.refusals == ['NO "Authentication failed."']
    assert len(bench.server.refreshes()) == 1
