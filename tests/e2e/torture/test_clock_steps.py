# SPDX-License-Identifier: MIT
"""The machine's clock is stepped by ten years, both ways, between logins and in the middle of one;
and times beyond 2038 are times like others."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import evidence
from certificates import Certificates, make_certificates
from hostile_server import HostileServer, Peer, reply, server_context
from hosts.compiled import compiled
from installation import HOUR, Desk, Installation
from stepped_clock import YEAR, SteppedClock

PART = "endpoint"
USER = "clock@example.org"
CLIENT = SimpleNamespace(authentication="none", id="app", secret=None)
STEPS = {"forward": 10 * YEAR, "back": -10 * YEAR}
LIMIT_SECONDS = 10  # of a login at a server that answers at once
BEYOND_2038 = 2_200_000_000
each_step = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


class Rotating:
    """A token endpoint that takes a refresh token once, and may be told what else to do."""

    def __init__(self, clock: SteppedClock) -> None:
        self.clock = clock
        self.live = "refresh0"
        self.granted = 0
        self.step_while_asked: int | None = None
        self.refusal: bytes | None = None

    def play(self, peer: Peer) -> None:
        peer.start_tls()
        body = peer.read_request().decode()
        if self.step_while_asked is not None:
            self.clock.step_to(self.step_while_asked)
        peer.send(self.refusal or self._answer(body))
        peer.close_tls()

    def _answer(self, body: str) -> bytes:
        if f"refresh_token={self.live}" not in body.split("&"):
            return reply(400, {"error": "invalid_grant"})
        self.granted += 1
        self.live = f"refresh{self.granted}"
        return reply(body={"access_token": f"access{self.granted}", "token_type": "Bearer",
                           "expires_in": HOUR, "refresh_token": self.live})


class Bench:
    """An account whose programs live by a clock of their own."""

    def __init__(self, desk: Desk, clock: SteppedClock, endpoint: Rotating,
                 server: HostileServer) -> None:
        self.desk, self.clock, self.endpoint, self.server = desk, clock, endpoint, server
        desk.environment.update(clock.environment)
        self.add(expires_in=-10)

    def add(self, **members: Any) -> None:
        tokens = SimpleNamespace(access_token="access0", refresh_token="refresh0")
        self.desk.add_account(USER, tokens, client=CLIENT, token_endpoint=self.server.url,
                              **members)

    def login(self, password: str = "") -> str:
        """What it said; empty if it went well."""
        program = compiled("many_logins.c", "-lsasl2")
        began = time.monotonic()
        done = subprocess.run([str(program), "1", "XOAUTH2", USER], env=self.desk.environment,
                              capture_output=True, text=True, timeout=30, check=True)
        evidence.note(PART, "logins attempted", 1)
        evidence.note(PART, "worst wait", seconds := time.monotonic() - began, "max")
        assert seconds < LIMIT_SECONDS
        count, _, said = done.stdout.partition("\n")
        assert (count == "0 failed") == (said == "\n"), done.stdout
        return said.strip()

    def refresh(self) -> None:
        done = self.desk.tool("refresh", USER)
        assert done.returncode == 0, done.stderr

    def assert_live(self) -> None:
        """The record has the one refresh token that the server still takes, and the newest."""
        record = self.desk.record(USER)
        assert record["refresh_token"] == self.endpoint.live
        assert record["access_token"] == f"access{self.endpoint.granted}"

    def asked(self) -> int:
        return len(self.server.requests)


@pytest.fixture
def clock(tmp_path: Path) -> SteppedClock:
    return SteppedClock(tmp_path / "clock")


@pytest.fixture
def old_certificates(clock: SteppedClock, tmp_path: Path) -> Certificates:
    """Good from twenty years ago to twenty years from now."""
    folder = tmp_path / "certificates"
    folder.mkdir()
    clock.step_to(-20 * YEAR)
    made = make_certificates(folder, 40 * 365, clock.environment)
    clock.step_to(0)
    return made


def bench_with(certificates: Certificates, installed: Installation, clock: SteppedClock,
               folder: Path) -> Iterator[Bench]:
    endpoint = Rotating(clock)
    context = server_context(certificates.certificate_file, certificates.key_file)
    with HostileServer(context, endpoint.play) as server:
        place = SimpleNamespace(ca_file=certificates.ca_file, token_endpoint=server.url)
        yield Bench(Desk(installed, place, folder / "desk"), clock, endpoint, server)


@pytest.fixture
def bench(old_certificates: Certificates, installed: Installation, clock: SteppedClock,
          tmp_path: Path) -> Iterator[Bench]:
    yield from bench_with(old_certificates, installed, clock, tmp_path)


@pytest.fixture
def short_bench(certificates: Certificates, installed: Installation, clock: SteppedClock,
                tmp_path: Path) -> Iterator[Bench]:
    """At a server whose certificate lives for two days."""
    yield from bench_with(certificates, installed, clock, tmp_path)


@each_step
def test_a_step_between_logins_costs_one_request_there_and_one_back(bench: Bench,
                                                                    step: int) -> None:
    for number, seconds in enumerate((0, step, 0), start=1):
        bench.clock.step_to(seconds)
        for _ in range(3):
            assert bench.login() == ""
        assert bench.asked() == number
        bench.assert_live()


@each_step
def test_a_step_while_a_login_waits_loses_nothing(bench: Bench, step: int) -> None:
    bench.endpoint.step_while_asked = step
    assert bench.login() == ""
    bench.assert_live()
    bench.endpoint.step_while_asked = None
    for seconds in (step, 0):
        bench.clock.step_to(seconds)
        assert bench.login() == ""
        bench.assert_live()
    assert bench.asked() <= 3


@each_step
def test_a_step_while_the_tool_waits_loses_nothing(bench: Bench, step: int) -> None:
    bench.endpoint.step_while_asked = step
    bench.refresh()
    bench.assert_live()
    bench.endpoint.step_while_asked = 0
    bench.refresh()
    bench.assert_live()


@each_step
def test_a_pause_does_not_last_for_years(bench: Bench, step: int) -> None:
    bench.endpoint.refusal = reply(503, "", {"Retry-After": "3600"})
    assert "HTTP status 503" in bench.login()
    assert "the next one is asked for after" in bench.login()
    bench.endpoint.refusal = None
    bench.clock.step_to(step)
    assert bench.login() == ""
    bench.assert_live()


@each_step
def test_a_clock_that_makes_certificates_invalid_is_named_and_once_it_is_set_all_is_well(
        short_bench: Bench, step: int) -> None:
    short_bench.clock.step_to(step)
    said = short_bench.login()
    assert "is not trusted" in said and "check this machine's clock" in said, said
    assert short_bench.asked() == 0
    short_bench.clock.step_to(0)
    assert short_bench.login() == ""
    short_bench.assert_live()


def test_a_final_verdict_does_not_go_with_the_time(bench: Bench) -> None:
    bench.endpoint.live = "none"
    assert "invalid_grant" in bench.login()
    for step in STEPS.values():
        bench.clock.step_to(step)
        assert "invalid_grant" in bench.login()
    assert bench.asked() == 1 and bench.desk.record(USER)["refresh_token"] == "refresh0"


def test_a_token_that_lives_beyond_2038_is_used(bench: Bench) -> None:
    """W7."""
    bench.add(expires_at=BEYOND_2038)
    assert bench.login() == "" and bench.asked() == 0
    assert bench.desk.record(USER)["expires_at"] == BEYOND_2038


def test_after_2038_tokens_are_fetched_and_kept_as_before(bench: Bench) -> None:
    bench.clock.step_to(15 * YEAR)
    for _ in range(2):
        assert bench.login() == ""
    bench.assert_live()
    assert bench.asked() == 1 and bench.desk.record(USER)["expires_at"] > 2 ** 31
