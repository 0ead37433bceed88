# SPDX-License-Identifier: MIT
"""What the pages of sivtest and sieveshell say of Dovecot's ManageSieve, and of its mechanisms."""

from __future__ import annotations

import select
import subprocess

import pytest

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from host_situations import refused
from hosts.host import Bench
from installation import Desk
from mail_clients import Outcome, find_program, run
from mail_store import User
from terminal import run_on_terminal
from timsieved import Timsieved

SECONDS_OF_PATIENCE = 0.3


@pytest.fixture
def bench(desk: Desk, dovecot: Dovecot, authorization_server: AuthorizationServer,
          user: User) -> Bench:
    return Bench(desk, dovecot, authorization_server, user)


def sieveshell(bench: Bench, port: int) -> Outcome:
    name = bench.user.login
    output, seconds, code = run(["setsid", "-w", "sieveshell", "-a", name, "-u", name, "-e", "list",
                                 f"localhost:{port}"], bench.desk)
    return Outcome(code == 0, "", output, seconds, code)


def sivtest(bench: Bench) -> list[str]:
    return [find_program("sivtest", "cyrus-clients"), "-m", "XOAUTH2", "-a", bench.user.login,
            "-p", str(bench.dovecot.ports.sieve), "localhost"]


def test_sieveshell_cannot_read_dovecots_greeting(bench: Bench) -> None:
    outcome = sieveshell(bench, bench.dovecot.ports.sieve)
    assert not outcome.accepted
    assert "Bad protocol from MANAGESIEVE server: EOL2" in outcome.output


def test_sivtest_signs_in_to_dovecot_and_waits_for_more_of_a_refusal(bench: Bench) -> None:
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))
    assert "\nAuthenticated.\n" in run(sivtest(bench), bench.desk, "LOGOUT\r\n")[0]
    refused(bench)
    with subprocess.Popen(sivtest(bench), env=bench.desk.environment, stdin=subprocess.PIPE,
                          stdout=subprocess.PIPE) as waiting:
        assert waiting.stdout
        while not (line := waiting.stdout.readline()).startswith(b'S: "ey'):
            assert line, "it has ended"
        said_more = select.select([waiting.stdout], [], [], SECONDS_OF_PATIENCE)[0]
        waiting.kill()
    assert said_more == []


@pytest.mark.parametrize("has_account", [True, False])
def test_sieveshell_asks_for_a_password_at_its_terminal_only_without_an_account(
        bench: Bench, has_account: bool) -> None:
    name = bench.user.login
    if has_account:
        bench.desk.add_account(name, bench.server.issue(name))
    with Timsieved(bench.dovecot.ports.sieve, "OAUTHBEARER") as server:
        output, _, code = run_on_terminal(
            ["sieveshell", "-a", name, "-u", name, "-e", "list", f"localhost:{server.port}"],
            bench.desk, [("Please enter your password: ", "oauth2\n")])
    assert ("Please enter your password" in output, code == 0) == (not has_account, has_account)


def test_sieveshell_goes_on_with_the_second_mechanism_and_a_new_token(bench: Bench) -> None:
    refused(bench)
    with Timsieved(bench.dovecot.ports.sieve, "XOAUTH2 OAUTHBEARER") as server:
        outcome = sieveshell(bench, server.port)
    assert outcome.accepted, outcome.output
    assert server.refusals == ['NO "Authentication failed."']
    assert len(bench.server.refreshes()) == 1
