# SPDX-License-Identifier: MIT
"""Whether our sentence comes to the system's log, from programs that have no log of their own."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from host_situations import dead
from hosts.host import Bench
from installation import Desk
from mail_clients import find_program, run
from mail_store import User

AUTH_NOTICE = "<37>"  # LOG_AUTH | LOG_NOTICE


@pytest.fixture(scope="module")
def system_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library that shows it."""
    library = tmp_path_factory.mktemp("system-log") / "system_log.so"
    source = Path(__file__).with_name("system_log.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    return library


@pytest.mark.parametrize("option,is_logged", [(["-o", "log_level=2"], True), ([], False)])
def test_imtest_logs_our_sentence_if_it_is_told_to(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        system_log: Path, option: list[str], is_logged: bool) -> None:
    """libsasl2 of Debian 12 sends nothing above `log_level`, and that is 1."""
    dead(Bench(desk, dovecot, authorization_server, user))
    desk.environment["LD_PRELOAD"] = str(system_log)
    command = [find_program("imtest", "cyrus-clients"), "-m", "XOAUTH2", "-a", user.login, *option,
               "-p", str(dovecot.ports.imap), dovecot.host]
    output = run(command, desk, ". logout\r\n")[0]
    assert "Authentication failed. passphrase expired, has to be reset" in output
    sentences = [line for line in output.splitlines() if line.startswith(AUTH_NOTICE)]
    assert len(sentences) == is_logged
    assert all(one.endswith(f"sasl-oauth login {user.login}") for one in sentences)


def test_the_sentence_is_kept_for_status_all_the_same(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    dead(Bench(desk, dovecot, authorization_server, user))
    run([find_program("imtest", "cyrus-clients"), "-m", "XOAUTH2", "-a", user.login,
         "-p", str(dovecot.ports.imap), dovecot.host], desk, ". logout\r\n")
    shown = " ".join(desk.tool("status").stdout.split())
    assert "answered invalid_grant" in shown and f"sasl-oauth login {user.login}" in shown
