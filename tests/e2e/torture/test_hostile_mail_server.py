# SPDX-License-Identifier: MIT
"""Mail programs, and `sasl-oauth test`, at mail servers that say what none should."""

from __future__ import annotations

import concurrent.futures
import itertools
import json
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import effort
import evidence
from certificates import Certificates
from hostile_mail import IMAP, POP, RUDE, SMTP, Language, Rudeness
from hostile_server import HostileServer, server_context
from hosts.compiled import compiled
from installation import Desk, Installation
from mail_clients import MBSYNC, find_program

PART = "mail server"
LIMIT_SECONDS = 30
PROMISED_SECONDS = 16
PROMISED_KIB = 4096
AT_ONCE = 6
TOKEN = "access-token-of-the-rude-server-"
PLAIN_CLIENT = SimpleNamespace(authentication="none", id="app", secret=None)
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Program:
    """A mail program, or our tool: its protocol, and whether it begins with TLS."""

    name: str
    language: Language
    is_encrypted: bool = False

    def command(self, desk: Desk, user: str, port: int) -> list[str]:
        if self.name == "mbsync":
            return mbsync(desk, user, port)
        if self.name.startswith("sasl-oauth"):
            return [str(desk.installation.tool), "test", user, self.language.name, "--mechanism",
                    "XOAUTH2", "--server", f"127.0.0.1:{port} tls"]
        return [find_program(self.name, "cyrus-clients"), "-a", user, "-p", str(port), "-m",
                "XOAUTH2", "127.0.0.1"]


def mbsync(desk: Desk, user: str, port: int, mechanism: str = "XOAUTH2",
           secret: str = "") -> list[str]:
    folder = desk.folder / f"mail-{port}"
    folder.mkdir()
    configuration = folder / "mbsyncrc"
    configuration.write_text(MBSYNC.format(port=port, user=user, secret=secret,
                                           mechanism=mechanism, ca_file=desk.server.ca_file,
                                           folder=folder))
    return [find_program("mbsync", "isync"), "-c", str(configuration), "mail"]


@dataclass(frozen=True)
class MbsyncWithoutUs(Program):
    """With a password, and with none of our modules in its process."""

    def command(self, desk: Desk, user: str, port: int) -> list[str]:
        return ["env", "-u", "SASL_PATH", *mbsync(desk, user, port, "PLAIN", "Pass secret\n")]


PROGRAMS = [Program("mbsync", IMAP, is_encrypted=True), Program("imtest", IMAP),
            Program("pop3test", POP), Program("smtptest", SMTP)]
TRIALS = [Program(f"sasl-oauth test {one.name}", one, is_encrypted=True)
          for one in (IMAP, POP, SMTP)]
EACH = [(rudeness, program) for rudeness in RUDE for program in (*PROGRAMS, *TRIALS)]
CHOSEN = effort.tried(EACH, in_short=30)
# isync 1.4.4 dies of one challenge more than a mechanism has steps for, if the next has come too.
UNASKED = next(one for one in RUDE if one.title == "challenges without end, unasked")
WITHOUT_US = (UNASKED, MbsyncWithoutUs("mbsync without us", replace(
    IMAP, greeting=IMAP.greeting.replace(b"XOAUTH2", b"PLAIN"),
    offers=IMAP.offers.replace(b"XOAUTH2", b"PLAIN")), is_encrypted=True))
CONTROL = (Rudeness("success", lambda dialogue: dialogue.succeed()), TRIALS[0])


@dataclass(frozen=True)
class Meeting:
    """How a program fared at a server, and what became of its account."""

    output: str
    seconds: float
    status: int
    peak_kib: int
    expires_at: int
    record: dict
    before: dict

    @property
    def signal(self) -> int:
        return self.status & 0x7f


class Meetings:
    """All programs at all servers; see `of`."""

    def __init__(self, desk: Desk, certificates: Certificates, folder: Path) -> None:
        self._desk, self._folder = desk, folder
        self._context = server_context(certificates.certificate_file, certificates.key_file)
        self._peak = compiled("torture/peak_memory.c")
        self._ended: dict[tuple[str, str], concurrent.futures.Future[Meeting]] = {}

    def run(self, pairs: list[tuple[Rudeness, Program]]) -> Meetings:
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            for rudeness, program in pairs:
                self._ended[rudeness.title, program.name] = pool.submit(self._meet, rudeness,
                                                                        program)
        return self

    def of(self, rudeness: Rudeness, program: Program) -> Meeting:
        return self._ended[rudeness.title, program.name].result()

    def all(self) -> list[Meeting]:
        """Of programs with us in them."""
        return [ended.result() for (_, name), ended in self._ended.items()
                if name != WITHOUT_US[1].name]

    def dies_of_us(self, meeting: Meeting) -> bool:
        """Whether a signal ended the program that does not end it without us, too."""
        return meeting.signal not in (0, self.of(*WITHOUT_US).signal)

    def _meet(self, rudeness: Rudeness, program: Program) -> Meeting:
        user = f"rude{next(_numbers)}@example.org"
        tokens = SimpleNamespace(access_token=TOKEN + user, refresh_token="refresh-" + user)
        path = self._desk.add_account(user, tokens, client=PLAIN_CLIENT)
        before = json.loads(path.read_text())
        play = rudeness.play(program.language, program.is_encrypted)
        with HostileServer(self._context, play) as server:
            command = program.command(self._desk, user, server.port)
            output, seconds, peak, status = self._run(command, user)
        record = json.loads(path.read_text())
        return Meeting(output, seconds, status, peak, record["expires_at"], record, before)

    def _run(self, command: list[str], name: str) -> tuple[str, float, int, int]:
        """Without SIGPIPE, which imtest and its kin do not ignore when a server hangs up."""
        report = self._folder / f"{name}.peak"
        began = time.monotonic()
        done = subprocess.run([str(self._peak), str(report), *command], text=True,
                              env=self._desk.environment, cwd=self._desk.folder, input="",
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, errors="replace",
                              timeout=LIMIT_SECONDS, restore_signals=False, check=False)
        seconds = time.monotonic() - began
        peak, status = map(int, report.read_text().split())
        return done.stdout, seconds, peak, status


@pytest.fixture(scope="module")
def meetings(installed: Installation, certificates: Certificates,
             tmp_path_factory: pytest.TempPathFactory) -> Iterator[Meetings]:
    folder = tmp_path_factory.mktemp("rude")
    place = SimpleNamespace(ca_file=certificates.ca_file, token_endpoint="https://127.0.0.1:1/t")
    done = Meetings(Desk(installed, place, folder / "desk"), certificates, folder)
    done.run([CONTROL, WITHOUT_US, *CHOSEN])
    yield done
    evidence.note(PART, "hostile dialogues tried", len(CHOSEN))
    evidence.note(PART, "hosts that died", sum(map(done.dies_of_us, done.all())))
    evidence.note(PART, "worst wait", max(one.seconds for one in done.all()), "max")


@pytest.fixture
def meeting(request: pytest.FixtureRequest, meetings: Meetings) -> Meeting:
    return meetings.of(*request.param)


def title(pair: tuple[Rudeness, Program]) -> str:
    return f"{pair[0].title}-{pair[1].name}"


each_meeting = pytest.mark.parametrize("meeting", CHOSEN, ids=title, indirect=True)


@each_meeting
def test_the_program_lives_and_ends_in_time(meetings: Meetings, meeting: Meeting) -> None:
    assert not meetings.dies_of_us(meeting), f"signal {meeting.signal}: {meeting.output[-2000:]}"
    assert meeting.seconds <= PROMISED_SECONDS, meeting.output[-2000:]


@pytest.mark.parametrize("pair", [one for one in CHOSEN if one[1] in PROGRAMS], ids=title)
def test_a_token_counts_as_refused_if_it_was_and_only_then(
        meetings: Meetings, pair: tuple[Rudeness, Program]) -> None:
    rudeness, program = pair
    meeting = meetings.of(rudeness, program)
    is_noted = meeting.expires_at == 0
    assert rudeness.is_refusal in (is_noted, None), meeting.output[-2000:]
    if not is_noted:
        assert meeting.record == meeting.before, meeting.record
    assert meeting.record["access_token"] == meeting.before["access_token"]
    assert meeting.record["refresh_token"] == meeting.before["refresh_token"]


@pytest.mark.parametrize("pair", [one for one in CHOSEN if one[1] in TRIALS], ids=title)
def test_a_trial_says_how_it_was_in_little_memory_and_changes_nothing(
        meetings: Meetings, pair: tuple[Rudeness, Program]) -> None:
    meeting, control = meetings.of(*pair), meetings.of(*CONTROL)
    assert meeting.record == meeting.before
    assert meeting.peak_kib - control.peak_kib <= PROMISED_KIB
    assert all(line.isprintable() for line in meeting.output.splitlines()), meeting.output
    assert TOKEN not in meeting.output and "127.0.0.1:" in meeting.output
    assert len(meeting.output) < 4000
