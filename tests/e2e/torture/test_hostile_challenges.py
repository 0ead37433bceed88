# SPDX-License-Identifier: MIT
"""Challenges that no server should send, through libsasl itself, in a host of our own that guards
the memory behind each."""

from __future__ import annotations

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace

import pytest

import evidence
from certificates import Certificates
from hostile_challenges import JUNK, REFUSALS, Challenge
from hosts.compiled import compiled
from installation import Desk, Installation

PART = "mail server"
USER = "challenged@example.org"
TOKEN = "access-token-that-is-challenged"
LIMIT_SECONDS = 20
OK, CONTINUE, FAIL = 0, 1, -1
ANSWERS = {"XOAUTH2": "", "OAUTHBEARER": "01"}
each_mechanism = pytest.mark.parametrize("mechanism", ANSWERS)


@dataclass(frozen=True)
class Step:
    """What libsasl gave back: its code, what was to be sent (hex), or the sentence."""

    code: int
    sent: str
    sentence: str = ""


class Bench:
    """A host, and an account whose token is good."""

    def __init__(self, program: Path, desk: Desk, folder: Path) -> None:
        self.program, self.desk, self.folder = program, desk, folder
        self.put_record()

    def put_record(self) -> None:
        tokens = SimpleNamespace(access_token=TOKEN, refresh_token="refresh-token")
        self.before = self.desk.add_account(USER, tokens, client=SimpleNamespace(
            authentication="none", id="app", secret=None)).read_bytes()

    def files(self, challenges: list[Challenge]) -> list[str]:
        paths = []
        for number, one in enumerate(challenges):
            path = self.folder / f"challenge{number}"
            path.write_bytes(one.content)
            paths.append(str(path))
        return paths

    def steps(self, mechanism: str, when: str, files: list[str]) -> list[Step]:
        """The host must end by itself, in time, and with all of its steps."""
        began = time.monotonic()
        done = subprocess.run([str(self.program), mechanism, USER, when, *files],
                              env=self.desk.environment, capture_output=True, text=True,
                              errors="replace", timeout=LIMIT_SECONDS, check=False)
        evidence.note(PART, "hostile dialogues tried", len(files))
        evidence.note(PART, "hosts that died", int(done.returncode < 0))
        evidence.note(PART, "worst wait", time.monotonic() - began, "max")
        assert done.returncode == 0, f"{done.returncode}: {done.stdout[-2000:]}{done.stderr}"
        return [self._step(line) for line in done.stdout.splitlines()]

    @staticmethod
    def _step(line: str) -> Step:
        code, _, rest = line.partition(" ")
        is_failure = rest.startswith("# ")
        return Step(int(code), "" if is_failure else rest, rest[2:] if is_failure else "")

    def is_noted(self) -> bool:
        """Whether the token counts as refused now."""
        record = json.loads(self.desk.record_path(USER).read_text())
        assert record["access_token"] == TOKEN and record["refresh_token"] == "refresh-token"
        return record["expires_at"] == 0

    def is_untouched(self) -> bool:
        return self.desk.record_path(USER).read_bytes() == self.before


@pytest.fixture
def bench(installed: Installation, certificates: Certificates, tmp_path: Path) -> Bench:
    place = SimpleNamespace(ca_file=certificates.ca_file, token_endpoint="https://127.0.0.1:1/t")
    desk = Desk(installed, place, tmp_path / "desk")
    return Bench(compiled("torture/challenge_host.c", "-lsasl2"), desk, tmp_path)


@each_mechanism
def test_junk_is_answered_as_an_error_is_and_the_token_is_let_stand(bench: Bench,
                                                                    mechanism: str) -> None:
    steps = bench.steps(mechanism, "after", bench.files(JUNK))
    assert steps == [Step(OK, ANSWERS[mechanism])] * len(JUNK)
    assert bench.is_untouched()


@each_mechanism
@pytest.mark.parametrize("challenge", REFUSALS, ids=lambda one: one.title)
def test_a_refusal_is_answered_and_noted_once(bench: Bench, mechanism: str,
                                              challenge: Challenge) -> None:
    steps = bench.steps(mechanism, "after", bench.files([challenge]))
    assert steps == [Step(OK, ANSWERS[mechanism])]
    assert bench.is_noted()


@each_mechanism
def test_nothing_at_all_is_answered_with_nothing(bench: Bench, mechanism: str) -> None:
    """NULL without a length, and a length of 0 at the end of a page that is all there is."""
    empty = bench.files([Challenge("empty", b"")])
    assert bench.steps(mechanism, "after", ["-", *empty]) == [Step(OK, "")] * 2
    assert bench.is_untouched()


@each_mechanism
def test_what_comes_behind_the_end_is_refused_by_libsasl_and_noted_no_more(
        bench: Bench, mechanism: str) -> None:
    """A server that says success, and then that the token was refused; or asks for ever."""
    [refused, junk] = bench.files([REFUSALS[0], JUNK[-1]])
    first, *later = bench.steps(mechanism, "again", ["-", *[refused, junk] * 50])
    assert first == Step(OK, "") and {step.code for step in later} == {FAIL}
    assert bench.is_untouched()


@each_mechanism
def test_a_challenge_before_our_message_is_passed_over(bench: Bench, mechanism: str) -> None:
    """libsasl passes it on to our first step, where the server has had nothing to judge."""
    for challenge in (REFUSALS[0], *JUNK[-3:]):
        [file] = bench.files([challenge])
        [first, second] = bench.steps(mechanism, "instead", [file, file])
        assert first.code == CONTINUE and TOKEN in bytes.fromhex(first.sent).decode()
        assert second == Step(OK, ANSWERS[mechanism])
        assert bench.is_noted() == challenge.is_refusal
        bench.put_record()
