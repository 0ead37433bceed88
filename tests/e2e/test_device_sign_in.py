# SPDX-License-Identifier: MIT
"""`sasl-oauth login --device`: a person types a code on any device (RFC 8628)."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import termios
import time
from pathlib import Path

import pytest

from authorization_server import BASIC_CLIENT, PUBLIC_CLIENT, AuthorizationServer
from browser import Browser
from dovecot import Dovecot
from installation import Desk
from mail_clients import CLIENTS
from mail_store import User

DONE, TRY_LATER, SIGN_IN_NEEDED, CONFIGURATION = 0, 75, 77, 78
DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"


@pytest.fixture
def device_desk(desk: Desk) -> Desk:
    """A desk whose provider has a device endpoint."""
    desk.configure_sign_in(more=device_endpoint(desk))
    return desk


def device_endpoint(desk: Desk) -> str:
    return f'device_authorization_endpoint = "{desk.server.device_authorization_endpoint}"\n'


class Waiting:
    """A device sign-in that waits, its output being read beside the test."""

    def __init__(self, desk: Desk, login: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [str(desk.installation.tool), "login", login, "--json", *arguments],
            env=desk.environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, text=True)

    def __enter__(self) -> Waiting:
        assert self.process.stdout
        self.codes = json.loads(self.process.stdout.readline())
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def end(self) -> tuple[int, str, str]:
        output, errors = self.process.communicate(timeout=25)
        return self.process.returncode, output, errors


@pytest.mark.parametrize("client", [PUBLIC_CLIENT, BASIC_CLIENT], ids=lambda one: one.authentication)
def test_a_person_types_the_code_and_mail_programs_sign_in(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        browser: Browser, client) -> None:
    desk.configure_sign_in(client, device_endpoint(desk))
    with Waiting(desk, user.login, "--device") as waiting:
        browser.sign_in_device(waiting.codes["verification_uri_complete"], user.login)
        code, output, errors = waiting.end()
    assert code == DONE, errors
    assert json.loads(output)["account"] == user.login
    assert waiting.codes["user_code"] in errors and waiting.codes["verification_uri"] in errors
    record = desk.record(user.login)
    assert (record["client_id"], record["scope"]) == (client.id, "mail")
    assert {one["grant_type"] for one in authorization_server.requests()} == {DEVICE_GRANT}
    assert CLIENTS["mbsync"].login(desk, dovecot, user, "XOAUTH2").accepted


def test_it_asks_again_while_nobody_has_signed_in_and_slower_when_told(
        authorization_server: AuthorizationServer, device_desk: Desk, user: User,
        browser: Browser) -> None:
    authorization_server.reply_next(400, {"error": "authorization_pending"})
    authorization_server.reply_next(400, {"error": "slow_down"})
    start = time.monotonic()
    with Waiting(device_desk, user.login, "--device") as waiting:
        browser.sign_in_device(waiting.codes["verification_uri_complete"], user.login)
        code, _, errors = waiting.end()
    assert code == DONE, errors
    assert [one["status"] for one in authorization_server.requests()] == [400, 400, 200]
    assert time.monotonic() - start >= 1 + 1 + 6


def test_a_person_who_refuses_ends_it_and_nothing_is_kept(
        device_desk: Desk, user: User, browser: Browser) -> None:
    with Waiting(device_desk, user.login, "--device") as waiting:
        browser.sign_in_device(waiting.codes["verification_uri_complete"], user.login, "refuse")
        code, output, errors = waiting.end()
    assert (code, output) == (SIGN_IN_NEEDED, "")
    assert "the access was refused on the sign-in page; run the same command again" in errors
    assert not device_desk.record_path(user.login).exists()


def test_a_code_that_ends_says_so(authorization_server: AuthorizationServer, device_desk: Desk,
                                  user: User) -> None:
    authorization_server.reply_next(400, {"error": "expired_token"})
    done = device_desk.tool("login", user.login, "--device")
    assert done.returncode == TRY_LATER
    assert "nobody signed in before the code ended; run the same command again" in done.stderr


def test_googles_refusal_of_mail_is_explained(authorization_server: AuthorizationServer,
                                              device_desk: Desk, user: User) -> None:
    authorization_server.reply_next(
        400, {"error": "invalid_scope",
              "error_description": "Invalid device flow scope: https://mail.google.com/"},
        path="/device/auth")
    done = device_desk.tool("login", user.login, "--device")
    assert done.returncode == CONFIGURATION
    assert "device sign-in does not open mailboxes: leave out --device" in done.stderr


def test_a_grant_without_mail_is_told_at_once_and_not_kept(
        authorization_server: AuthorizationServer, device_desk: Desk, user: User) -> None:
    authorization_server.reply_next(200, {"access_token": "a", "refresh_token": "r",
                                          "token_type": "Bearer", "scope": "openid email"})
    done = device_desk.tool("login", user.login, "--device")
    assert done.returncode == SIGN_IN_NEEDED
    assert "the access to mail was not granted (the scope mail was asked for)" in done.stderr
    assert not device_desk.record_path(user.login).exists()


def test_a_provider_without_a_sign_in_page_is_asked_for_a_code_by_itself(
        desk: Desk, user: User, browser: Browser) -> None:
    desk.configure_sign_in(more=device_endpoint(desk))
    text = re.sub(r"(?m)^authorization_endpoint.*\n", "", desk.config.read_text())
    desk.config.write_text(text)
    with Waiting(desk, user.login) as waiting:
        browser.sign_in_device(waiting.codes["verification_uri_complete"], user.login)
        assert waiting.end()[0] == DONE


def test_a_provider_without_a_device_endpoint_cannot_be_asked(ready_desk: Desk, user: User) -> None:
    done = ready_desk.tool("login", user.login, "--device")
    assert done.returncode == CONFIGURATION
    assert 'provider "local" has no device_authorization_endpoint' in done.stderr


class OnATerminal:
    """A sign-in on a terminal of 100 columns, all of whose output is kept."""

    def __init__(self, desk: Desk, login: str) -> None:
        self.output = ""
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            tool = str(desk.installation.tool)
            os.execve(tool, [tool, "login", login, "--device"],
                      {**desk.environment, "TERM": "xterm-256color"})
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 100, 0, 0))

    def read_until(self, pattern: str, seconds: float = 10) -> str:
        deadline = time.monotonic() + seconds
        while not (found := re.search(pattern, self.output)):
            left = deadline - time.monotonic()
            assert left > 0 and select.select([self.terminal], [], [], left)[0], self.output
            self.output += os.read(self.terminal, 65536).decode()
        return found.group(0)

    def interrupt(self) -> int:
        """Presses Ctrl-C; gives the signal that ended it."""
        os.write(self.terminal, b"\x03")
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def as_image(lines: list[str]) -> bytes:
    """Half blocks as a picture (PGM), four pixels a module."""
    upper = {"█": 255, "▀": 255, "▄": 0, " ": 0}
    lower = {"█": 255, "▀": 0, "▄": 255, " ": 0}
    rows = [bytes(half[letter] for letter in line for _ in range(4))
            for line in lines for half in (upper, lower) for _ in range(4)]
    return b"P5 %d %d 255\n" % (len(rows[0]), len(rows)) + b"".join(rows)


def test_the_qr_code_on_a_terminal_is_read_by_a_scanner_and_ctrl_c_leaves_nothing(
        device_desk: Desk, user: User, tmp_path: Path) -> None:
    shown = OnATerminal(device_desk, user.login)
    shown.read_until(r"Waiting for the sign-in \.\.\. \d+:\d\d")
    assert shown.interrupt() == -signal.SIGINT
    assert list(device_desk.store.iterdir()) == []
    text = re.sub(r"\x1b\[[0-9;]*[mK]", "", shown.output)
    lines = [line for line in text.replace("\r", "").split("\n") if re.fullmatch("[█▀▄ ]{20,}", line)]
    assert len({len(line) for line in lines}) == 1, text
    scanner = shutil.which("zbarimg")
    if not scanner:
        pytest.skip("there is no scanner: install zbar-tools (Debian) or zbar (Fedora)")
    picture = tmp_path / "code.pgm"
    picture.write_bytes(as_image(lines))
    scanned = subprocess.run([scanner, "--quiet", "--raw", str(picture)], capture_output=True,
                             text=True, check=True).stdout.strip()
    code = re.search(r"type this code:\s+(\S+)", text)
    page = re.search(r"open this page:\s+(\S+)", text)
    assert code and page
    assert scanned == f"{page.group(1)}?user_code={code.group(1)}"
