# SPDX-License-Identifier: MIT
"""A session ends with its token: what the programs see, and how `min_validity` puts it off."""

from __future__ import annotations

import subprocess
import time

import pytest

from certificates import Certificates
from gmail_clients import done, login
from gmail_lines import EXCHANGE, GMAIL, Personality
from gmail_server import GmailServer
from installation import HOUR, Desk
from mail_clients import LIMIT_SECONDS, fetched, find_program
from mail_store import User

MINUTE = 60
SOON = 3
"""Seconds that a token lives which is to end within the test."""

each_personality = pytest.mark.parametrize("personality", [GMAIL, EXCHANGE],
                                           ids=lambda one: one.name)


@each_personality
def test_mbsync_goes_on_with_a_younger_token_where_its_session_ended(
        certificates: Certificates, desk: Desk, user: User, personality: Personality) -> None:
    desk.add_expired_account(user.login)
    with GmailServer(certificates, desk.server, personality) as server:
        desk.server.settings(access_token_ttl=SOON)
        server.stalls_after = 1
        outcome = login("mbsync", desk, server, user, "XOAUTH2")
        assert outcome.exit_code != 0 and fetched(desk) == ["first"], outcome.output
        assert personality.imap.session_over.removeprefix("BYE ") in outcome.output
        desk.server.settings(access_token_ttl=HOUR)
        server.stalls_after = None
        outcome = login("mbsync", desk, server, user, "XOAUTH2")
        assert outcome.accepted and done("mbsync", desk, server, outcome), outcome.output
        first, second = server.sign_ins
        assert first.token != second.token and len(desk.server.refreshes()) == 2


def test_an_idle_session_is_told_that_it_ends_and_the_next_one_is_younger(
        certificates: Certificates, desk: Desk, user: User) -> None:
    desk.add_expired_account(user.login)
    with GmailServer(certificates, desk.server) as server:
        desk.server.settings(access_token_ttl=SOON)
        command = [find_program("imtest", "cyrus-clients"), "-s", "-m", "XOAUTH2", "-a", user.login,
                   "-p", str(server.ports.imaps), server.host]
        with subprocess.Popen(command, env=desk.environment, stdin=subprocess.PIPE, text=True,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as idle:
            assert idle.stdin and idle.stdout
            idle.stdin.write(". SELECT INBOX\r\n. IDLE\r\n")
            idle.stdin.flush()
            seen = idle.stdout.read()
        assert f"* {GMAIL.imap.session_over}" in seen and "+ idling" in seen, seen
        assert login("imtest", desk, server, user, "XOAUTH2").accepted
        assert len({one.token for one in server.sign_ins}) == 2
        assert server.sign_ins[1].ends_at > server.sign_ins[0].ends_at


@pytest.mark.parametrize("client,life,left,settings,refreshed", [
    ("imtest", 60, 10, "", True),
    ("mbsync", 60, 10, "", True),
    ("imtest", 60, 35, "", False),
    ("pop3test", 60, 10, "", False),
    ("smtptest 587", 60, 10, "", False),
    ("smtptest 587", 60, 3, "", True),
    ("imtest", 60, 10, '[defaults]\nmin_validity = { imap = "5m" }\n', False),
    ("smtptest 587", 60, 10, '[defaults]\nmin_validity = { smtp = "15m" }\n', True),
    # Never more than half of a token's life.
    ("imtest", 40, 25, "", False),
    ("imtest", 40, 15, "", True),
])
def test_a_login_wants_a_token_that_its_session_can_live_on(
        certificates: Certificates, desk: Desk, user: User, client: str, life: int, left: int,
        settings: str, refreshed: bool) -> None:
    desk.configure(settings)
    desk.server.settings(access_token_ttl=left * MINUTE)
    tokens = desk.server.issue(user.login)
    desk.server.settings(access_token_ttl=life * MINUTE)
    desk.add_account(user.login, tokens, expires_in=left * MINUTE,
                     issued_at=int(time.time()) - (life - left) * MINUTE)
    with GmailServer(certificates, desk.server) as server:
        outcome = login(client, desk, server, user, "XOAUTH2")
        assert outcome.accepted, outcome.output
        (session,) = server.sign_ins
    assert len(desk.server.requests()) == refreshed
    expected = (life if refreshed else left) * MINUTE
    assert expected - LIMIT_SECONDS < session.ends_at - time.time() <= expected
