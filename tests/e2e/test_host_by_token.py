# SPDX-License-Identifier: MIT
"""Programs without Cyrus SASL at Gmail and at Exchange Online, with the examples of their pages."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest

import host_situations as situations
import login_matrix
from authorization_server import AuthorizationServer
from certificates import Certificates
from dovecot import Dovecot
from gmail_lines import EXCHANGE, GMAIL, Personality
from gmail_server import GmailServer
from hosts.host import Bench
from hosts.native import HOSTS, Fetchmail, Msmtp, Mutt, Native, Neomutt, NeomuttSmtp
from installation import Desk, Installation
from mail_store import User
from sasl_dialogue import MECHANISMS
from terminal import run_on_terminal

GMAILS_CHALLENGE = f"334 {base64.b64encode(GMAIL.challenges['XOAUTH2'].encode()).decode()}"
SHOWN = {
    "mutt, IMAP": ("XOAUTH2 authentication failed.", "XOAUTH2 authentication failed."),
    # mutt sends the answer to a challenge, whether there was one or not.
    "mutt, SMTP": (GMAIL.smtp.refused[1], EXCHANGE.smtp.unknown),
    "neomutt, IMAP": ("XOAUTH2 authentication failed", "XOAUTH2 authentication failed"),
    "neomutt, SMTP": (GMAILS_CHALLENGE, EXCHANGE.smtp.refused[0]),
    "msmtp": ("535 5.7.8  https://support.google.com/mail/?p=BadCredentials",
              EXCHANGE.smtp.refused[0]),
    "fetchmail": (f"A1 {GMAIL.imap.refused}", f"A1 {EXCHANGE.imap.refused}"),
}
"""What a program shows of a refusal at Gmail, and at Exchange."""
each_host = pytest.mark.parametrize("host", HOSTS, ids=lambda one: one.name)


@pytest.fixture
def host_desk(installed: Installation, authorization_server: AuthorizationServer, tmp_path: Path,
              host: Native) -> Desk:
    return host.desk(installed, authorization_server, tmp_path / "desk")


@pytest.mark.parametrize("personality", [GMAIL, EXCHANGE], ids=lambda one: one.name)
@each_host
def test_a_refusal_is_shown_and_a_refresh_makes_the_next_login_work(
        certificates: Certificates, host_desk: Desk, user: User, host: Native,
        personality: Personality) -> None:
    if personality is EXCHANGE:
        login_matrix.skip_unless_it_runs(host)
    with GmailServer(certificates, host_desk.server, personality) as server:
        bench = Bench(host_desk, server, host_desk.server, user)
        situations.refused(bench)
        outcome = host.login(bench, "XOAUTH2")
        assert not outcome.accepted and host_desk.server.requests() == []
        assert SHOWN[host.name][personality is EXCHANGE] in outcome.output, outcome.output
        assert host_desk.tool("refresh", user.login).returncode == 0
        outcome = host.login(bench, "XOAUTH2")
        assert outcome.accepted and len(host_desk.server.requests()) == 1, outcome.output
        assert [one.accepted for one in server.sign_ins] == [False, True]


# Some send the token in the line of AUTH, however long (RFC 4954 has it end at 512 octets), and
# Dovecot does not take that. neomutt's OAUTHBEARER ends at 2,559 octets, everywhere.
IN_ONE_LINE = "500 5.5.2 Line too long"
TOO_LONG = {
    # The answer to what mutt sends next, whatever the server said.
    ("mutt, SMTP", "OAUTHBEARER"): "500 5.5.2 Invalid command syntax",
    ("msmtp", "OAUTHBEARER"): IN_ONE_LINE,
    ("neomutt, SMTP", "XOAUTH2"): IN_ONE_LINE,
    ("neomutt, SMTP", "OAUTHBEARER"): "OAUTH token is too big",
    ("neomutt, IMAP", "OAUTHBEARER"): "OAUTH token is too big",
}


@pytest.mark.parametrize("mechanism", MECHANISMS)
@each_host
def test_a_long_token_gets_through_or_the_program_says_that_it_is_too_long(
        dovecot_jwt: Dovecot, host_desk: Desk, user: User, host: Native, mechanism: str) -> None:
    """2,500 characters, as Microsoft's are."""
    login_matrix.skip_unless_it_runs(host)
    host_desk.add_account(user.login, host_desk.server.issue_jwt(user.login))
    outcome = host.login(Bench(host_desk, dovecot_jwt, host_desk.server, user), mechanism)
    words = TOO_LONG.get((host.name, mechanism), "")
    assert outcome.accepted == (words == "") and words in outcome.output, outcome.output


@pytest.mark.parametrize("host", [Fetchmail()], ids=["fetchmail"])
def test_fetchmails_plugin_gives_a_server_that_it_does_not_trust_no_token(
        certificates: Certificates, host_desk: Desk, user: User, host: Native,
        monkeypatch: pytest.MonkeyPatch) -> None:
    host_desk.add_account(user.login, host_desk.server.issue(user.login))
    with GmailServer(certificates, host_desk.server) as server:
        monkeypatch.setattr(host_desk.server, "ca_file", "/dev/null")
        outcome = host.login(Bench(host_desk, server, host_desk.server, user), "XOAUTH2")
        assert not outcome.accepted and server.heard == [], outcome.output
        assert "unable to get local issuer certificate" in outcome.output


@pytest.mark.parametrize("host,refreshed", [(Neomutt(), True), (NeomuttSmtp(), False),
                                            (Msmtp(), False)],
                         ids=["neomutt, IMAP", "neomutt, SMTP", "msmtp"])
def test_an_example_asks_for_a_token_that_an_imap_session_can_live_on(
        certificates: Certificates, host_desk: Desk, user: User, host: Native,
        refreshed: bool) -> None:
    """The token has 10 of its 60 minutes left."""
    host_desk.add_account(user.login, host_desk.server.issue(user.login), expires_in=600,
                          issued_at=int(time.time()) - 3000)
    with GmailServer(certificates, host_desk.server) as server:
        outcome = host.login(Bench(host_desk, server, host_desk.server, user), "XOAUTH2")
        assert outcome.accepted, outcome.output
    assert len(host_desk.server.refreshes()) == refreshed


SOON = 3
"""Seconds that a token lives which is to end within the test."""


@pytest.mark.parametrize("host,back", [(Mutt(), "Mailbox reconnected."), (Neomutt(), "closed")],
                         ids=["mutt", "neomutt"])
def test_an_open_mailbox_is_signed_in_again_with_a_younger_token_when_its_session_ends(
        certificates: Certificates, host_desk: Desk, user: User, host: Mutt, back: str) -> None:
    login_matrix.skip_unless_it_runs(host)
    host_desk.add_expired_account(user.login)
    host_desk.server.settings(access_token_ttl=SOON)
    with GmailServer(certificates, host_desk.server) as server:
        bench = Bench(host_desk, server, host_desk.server, user)
        often = "set sleep_time=0 quit=yes mail_check=1 timeout=1 imap_keepalive=1"
        command = [*host.command(bench, "XOAUTH2"), "-e", often]
        shown, _, _ = run_on_terminal(command, host_desk, [(back, "q")])
        assert "Session expired, please login again." in shown
        first, second = server.sign_ins
        assert first.accepted and second.accepted and first.ends_at < second.ends_at
    assert len(host_desk.server.refreshes()) == 2
