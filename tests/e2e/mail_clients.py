# SPDX-License-Identifier: MIT
"""The real mail programs, each told to sign in once over a given mechanism."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from child import patience
from dovecot import Dovecot
from installation import Desk, launcher
from mail_store import User

LIMIT_SECONDS = patience(10)


@dataclass(frozen=True)
class Outcome:
    """How a program's attempt ended; `answer` is the server's refusal, as the program shows it."""

    accepted: bool
    answer: str
    output: str
    seconds: float
    exit_code: int


def run(command: list[str], desk: Desk, spoken: str = "",
        limit: float = LIMIT_SECONDS) -> tuple[str, float, int]:
    """Runs a program under the hard limit: one that hangs is an error of the test."""
    start = time.monotonic()
    done = subprocess.run(command, env=desk.environment, cwd=desk.folder, input=spoken, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=limit,
                          errors="replace", check=False)
    return done.stdout, time.monotonic() - start, done.returncode


def find_program(program: str, package: str) -> str:
    """Its path; distributions hide Cyrus' programs in different folders."""
    folders = (os.environ["PATH"], "/usr/lib/cyrus/bin", "/usr/libexec/cyrus-imapd",
               "/usr/lib/cyrus-imapd")
    found = shutil.which(program, path=":".join(folders))
    if not found:
        raise RuntimeError(f"{program} is missing: install the package {package}")
    return found


@dataclass(frozen=True)
class CyrusClient:
    """imtest and its kin: they show the dialogue, and pass on what they are told."""

    name: str
    port: str
    goodbye: str
    refusal: str
    options: tuple[str, ...] = ()

    def login(self, desk: Desk, dovecot: Dovecot, user: User, mechanism: str, *,
              password: str | None = None, spoken: str = "") -> Outcome:
        """One login; `mechanism` may be "*"; without a password the program must not want one."""
        command = [find_program(self.name, "cyrus-clients"), *self.options,
                   "-a", user.login, "-p", str(getattr(dovecot.ports, self.port))]
        if mechanism != "*":
            command += ["-m", mechanism]
        if password is not None:
            command += ["-w", password]
        output, seconds, code = run([*command, dovecot.host], desk, spoken + self.goodbye)
        answer = re.search(self.refusal, output, re.MULTILINE)
        return Outcome("\nAuthenticated.\n" in output, answer.group(0) if answer else "", output,
                       seconds, code)


# What a configuration of mbsync says beside its IMAPAccount "server".
MBSYNC_STORES = """
IMAPStore there
Account server

MaildirStore here
Path {folder}/
Inbox {folder}/inbox

Channel mail
Far :there:
Near :here:
Patterns INBOX
Sync Pull
SyncState *
Create Near
"""

MBSYNC = """\
IMAPAccount server
Host localhost
Port {port}
User {user}
{secret}SSLType IMAPS
CertificateFile {ca_file}
AuthMechs {mechanism}
Timeout 8
""" + MBSYNC_STORES


@dataclass(frozen=True)
class Mbsync:
    """mbsync fetches what is new into `desk.folder/mail/inbox`."""

    name: str = "mbsync"

    def login(self, desk: Desk, dovecot: Dovecot, user: User, mechanism: str, *,
              password: str | None = None, pass_command: str = "") -> Outcome:
        """One synchronisation; `mechanism` may be "*"."""
        folder = desk.folder / "mail"
        folder.mkdir(exist_ok=True)
        secret = f"PassCmd {_quoted(pass_command)}\n" if pass_command else ""
        if password is not None:
            secret = f"Pass {_quoted(password)}\n"
        configuration = desk.folder / "mbsyncrc"
        configuration.write_text(MBSYNC.format(
            port=dovecot.ports.imaps, user=_quoted(user.login), secret=secret,
            ca_file=desk.server.ca_file, mechanism=mechanism, folder=folder))
        command = [find_program("mbsync", "isync"), "-V", "-c", str(configuration), "mail"]
        output, seconds, code = run(command, desk)
        answer = re.search(r"returned an error: (NO .*)$", output, re.MULTILINE)
        return Outcome(code == 0, answer.group(1) if answer else "", output, seconds, code)


class LoginClient:
    """Our own program, which prints libsasl2's detailed error and what went to the log."""

    name = "login_client"

    def __init__(self, folder: Path) -> None:
        self.program = folder / "login_client"
        self._before: list[str] = []
        source = Path(__file__).with_name("login_client.c")
        subprocess.run(["cc", "-O1", "-o", str(self.program), str(source), "-lsasl2"], check=True)

    def _command(self, dovecot: Dovecot, user: User, mechanism: str) -> list[str]:
        return [*self._before, *launcher(), str(self.program), str(dovecot.ports.imap), mechanism, user.login]

    @contextlib.contextmanager
    def without_disk(self) -> Iterator[None]:
        """Meanwhile no file can be written to."""
        self._before = ["sh", "-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"]
        yield
        self._before = []

    def started(self, desk: Desk, dovecot: Dovecot, user: User,
                mechanism: str) -> subprocess.Popen[str]:
        """A login that runs beside the test."""
        return subprocess.Popen(self._command(dovecot, user, mechanism), env=desk.environment,
                                stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)

    def login(self, desk: Desk, dovecot: Dovecot, user: User, mechanism: str, *,
              password: str | None = None, seconds: float = LIMIT_SECONDS) -> Outcome:
        """One login; without a password the program must not want one."""
        if password is None:
            desk.environment.pop("LOGIN_CLIENT_PASSWORD", None)
        else:
            desk.environment["LOGIN_CLIENT_PASSWORD"] = password
        output, took, code = run(self._command(dovecot, user, mechanism), desk, limit=seconds)
        answer = re.search(r"^server: A1 (NO .*)$", output, re.MULTILINE)
        return Outcome(code == 0, answer.group(1) if answer else "", output, took, code)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def fetched(desk: Desk) -> list[str]:
    """The subjects of the messages that mbsync has fetched, sorted."""
    return subjects_in(desk.folder / "mail" / "inbox")


def subjects_in(maildir: Path) -> list[str]:
    """The subjects of the messages of a maildir, sorted."""
    files = maildir.glob("*/*")
    subjects = (re.search(r"^Subject: (.*)$", one.read_text(), re.MULTILINE) for one in files)
    return sorted(found.group(1) for found in subjects if found)


def command_line(words: list[str | Path]) -> str:
    """The words as one line for a shell."""
    return shlex.join(map(str, words))


IMTEST = CyrusClient("imtest", "imap", ". logout\r\n", r"A01 NO .*$")
POP3TEST = CyrusClient("pop3test", "pop3", "QUIT\r\n", r"-ERR .*$")
SMTPTEST = CyrusClient("smtptest", "submission", "QUIT\r\n", r"535 .*$")
MBSYNC_CLIENT = Mbsync()
CLIENTS = {one.name: one for one in (IMTEST, POP3TEST, SMTPTEST, MBSYNC_CLIENT)}
