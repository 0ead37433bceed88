# SPDX-License-Identifier: MIT
"""What libetpan can do beyond the table of hosts: long tokens by IMAP, and not by SMTP."""

from __future__ import annotations

import socket
import subprocess

import pytest

from dovecot import Dovecot
from hosts.etpan import EtpanImap, compiled_client
from hosts.host import MECHANISMS, Bench
from installation import Desk
from mail_clients import LIMIT_SECONDS
from mail_store import User
from world import HERE

CHUNK = 65536
DOC = HERE.parents[1] / "doc"


@pytest.fixture
def bench(desk: Desk, dovecot_jwt: Dovecot, user: User) -> Bench:
    """With a token of 2,500 characters in the account."""
    desk.add_account(user.login, desk.server.issue_jwt(user.login))
    return Bench(desk, dovecot_jwt, desk.server, user)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_imap_takes_a_long_token(bench: Bench, mechanism: str) -> None:
    outcome = EtpanImap().login(bench, mechanism)
    assert outcome.accepted, outcome.output


def read_command(listener: socket.socket) -> bytes:
    """Plays an SMTP server up to AUTH; gives that command as far as it came, and hangs up."""
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(LIMIT_SECONDS)
        peer.sendall(b"220 mail.example.org ESMTP\r\n")
        peer.recv(CHUNK)
        peer.sendall(b"250-mail.example.org\r\n250 AUTH XOAUTH2 OAUTHBEARER\r\n")
        return peer.recv(CHUNK)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_smtp_sends_512_octets_of_a_long_token_and_no_end_of_the_line(
        bench: Bench, mechanism: str) -> None:
    """What its buffer for a command holds (SMTP_STRING_SIZE); it would wait for an answer now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(LIMIT_SECONDS)
        command = [str(compiled_client()), "smtp", str(listener.getsockname()[1]), mechanism,
                   bench.user.login]
        with subprocess.Popen(command, env=bench.desk.environment) as program:
            heard = read_command(listener)
            assert program.wait(LIMIT_SECONDS) == 1
    assert heard.startswith(b"AUTH %s " % mechanism.encode())
    assert len(heard) == 512 and b"\n" not in heard


def test_the_calls_on_its_page_are_those_of_the_program_here() -> None:
    calls = [line.strip() for line in (DOC / "hosts" / "libetpan.md").read_text().splitlines()
             if line.startswith("    ")]
    program = (HERE / "etpan_client.c").read_text()
    assert len(calls) == 2 and all(one in program for one in calls)
