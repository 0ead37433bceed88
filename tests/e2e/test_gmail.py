# SPDX-License-Identifier: MIT
"""Signing in where Gmail's and Exchange Online's own words are the answer."""

from __future__ import annotations

import imaplib
import json
import smtplib
import ssl
from collections.abc import Iterator

import pytest

from authorization_server import AuthorizationServer
from certificates import Certificates
from gmail_clients import CLIENTS, IMPATIENT_POP3TEST, done, login
from gmail_lines import EXCHANGE, GMAIL, Personality
from gmail_server import GmailServer
from installation import Desk
from mail_clients import SMTPTEST
from mail_store import User
from sasl_dialogue import MECHANISMS

REFUSALS = {
    GMAIL.name: {"imtest": f"A01 {GMAIL.imap.refused}", "mbsync": GMAIL.imap.refused,
                 "pop3test": GMAIL.pop.refused, "smtptest 465": GMAIL.smtp.refused[1],
                 "smtptest 587": GMAIL.smtp.refused[1]},
    EXCHANGE.name: {"imtest": f"A01 {EXCHANGE.imap.refused}", "mbsync": EXCHANGE.imap.refused,
                    "pop3test": EXCHANGE.pop.refused, "smtptest 465": EXCHANGE.smtp.refused[0],
                    "smtptest 587": EXCHANGE.smtp.refused[0]},
}
DONE, SIGN_IN_NEEDED, CONFIGURATION = 0, 77, 78


@pytest.fixture
def gmail(certificates: Certificates,
          authorization_server: AuthorizationServer) -> Iterator[GmailServer]:
    with GmailServer(certificates, authorization_server) as server:
        yield server


@pytest.fixture
def exchange(certificates: Certificates,
             authorization_server: AuthorizationServer) -> Iterator[GmailServer]:
    with GmailServer(certificates, authorization_server, EXCHANGE) as server:
        yield server


def add_refused_account(desk: Desk, login: str, **members: str) -> None:
    """Its token is over at the server, which nobody here knows."""
    tokens = desk.server.issue(login)
    desk.server.expire_access_token(tokens.access_token)
    desk.add_account(login, tokens, **members)


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_refusal_of_gmail_is_shown_and_the_next_login_fetches_or_sends(
        gmail: GmailServer, desk: Desk, user: User, client: str, mechanism: str) -> None:
    add_refused_account(desk, user.login)
    outcome = login(client, desk, gmail, user, mechanism)
    assert not outcome.accepted and outcome.answer == REFUSALS["gmail"][client], outcome.output
    assert desk.server.requests() == [] and desk.record(user.login)["expires_at"] == 0
    outcome = login(client, desk, gmail, user, mechanism)
    assert outcome.accepted and done(client, desk, gmail, outcome), outcome.output
    assert len(desk.server.requests()) == 1
    attempts = [(one.mechanism, one.user, one.accepted, one.obeys_mechanism())
                for one in gmail.sign_ins]
    assert attempts == [(mechanism, user.login, False, True), (mechanism, user.login, True, True)]


@pytest.mark.parametrize("client", CLIENTS)
def test_exchange_tells_nobody_of_a_refusal_so_that_a_refresh_must_be_asked_for(
        exchange: GmailServer, desk: Desk, user: User, client: str) -> None:
    add_refused_account(desk, user.login)
    for _ in range(2):
        outcome = login(client, desk, exchange, user, "XOAUTH2")
        assert not outcome.accepted, outcome.output
        assert outcome.answer == REFUSALS["exchange"][client], outcome.output
    assert desk.server.requests() == []
    assert desk.tool("refresh", user.login).returncode == DONE
    outcome = login(client, desk, exchange, user, "XOAUTH2")
    assert outcome.accepted and done(client, desk, exchange, outcome), outcome.output
    assert len(desk.server.requests()) == 1


def test_exchange_closes_on_a_token_in_pops_line_of_auth(
        exchange: GmailServer, desk: Desk, user: User) -> None:
    desk.add_account(user.login, desk.server.issue(user.login))
    outcome = IMPATIENT_POP3TEST.login(desk, exchange, user, "XOAUTH2")
    assert outcome.answer == "-ERR Protocol error. Connection is closed. 10", outcome.output
    assert not outcome.accepted and exchange.sign_ins == []


@pytest.mark.parametrize("client", CLIENTS)
def test_exchange_gets_xoauth2_from_a_program_that_may_choose(
        exchange: GmailServer, desk: Desk, user: User, client: str) -> None:
    desk.add_account(user.login, desk.server.issue(user.login))
    outcome = login(client, desk, exchange, user, "*")
    assert outcome.accepted and done(client, desk, exchange, outcome), outcome.output
    assert [one.mechanism for one in exchange.sign_ins] == ["XOAUTH2"]


def test_exchange_takes_anothers_token_and_refuses_the_next_command(
        exchange: GmailServer, desk: Desk, user: User) -> None:
    desk.add_account(user.login, desk.server.issue("else@example.org"))
    outcome = login("mbsync", desk, exchange, user, "XOAUTH2")
    assert not outcome.accepted and exchange.sign_ins[0].accepted
    assert EXCHANGE.imap.other_mailbox in outcome.output
    for client, words in (("pop3test", EXCHANGE.pop.other_mailbox),
                          ("smtptest 587", EXCHANGE.smtp.other_mailbox)):
        outcome = login(client, desk, exchange, user, "XOAUTH2")
        assert outcome.accepted and not done(client, desk, exchange, outcome), outcome.output
        assert words in outcome.output


def test_gmail_refuses_anothers_token(gmail: GmailServer, desk: Desk, user: User) -> None:
    desk.add_account(user.login, desk.server.issue("else@example.org"))
    outcome = login("mbsync", desk, gmail, user, "XOAUTH2")
    assert not outcome.accepted and outcome.answer == GMAIL.imap.refused
    assert gmail.sign_ins[0].owner == "else@example.org"


def test_passwords_open_nothing_and_nothing_is_asked_before_tls(
        certificates: Certificates, gmail: GmailServer, desk: Desk, user: User) -> None:
    trust = ssl.create_default_context(cafile=str(certificates.ca_file))
    with (imaplib.IMAP4_SSL("localhost", gmail.ports.imaps, ssl_context=trust) as imap,
          pytest.raises(imaplib.IMAP4.error, match="Invalid credentials")):
        imap.login(user.login, user.password)
    with smtplib.SMTP("localhost", gmail.ports.submission) as smtp:
        smtp.ehlo()
        assert smtp.has_extn("starttls") and not smtp.has_extn("auth")
        assert smtp.docmd("AUTH XOAUTH2")[0] == 530
        smtp.starttls(context=trust)
        smtp.ehlo()
        assert "XOAUTH2" in smtp.esmtp_features["auth"]
    desk.add_account(user.login, desk.server.issue(user.login))
    outcome = SMTPTEST.login(desk, gmail, user, "*")
    assert not outcome.accepted and gmail.sign_ins == [], outcome.output


SHEETS = {GMAIL.name: "google", EXCHANGE.name: "microsoft"}


def configure(desk: Desk, server: GmailServer) -> None:
    """The sheet that comes with the package, but for the places of the servers."""
    ports = server.ports
    desk.configure(f'[provider.{SHEETS[server.personality.name]}.servers]\n'
                   f'imap = "localhost:{ports.imaps} tls"\npop = "localhost:{ports.pop3s} tls"\n'
                   f'smtp = "localhost:{ports.submission} starttls"\n')


@pytest.mark.parametrize("personality,logins", [(GMAIL, 6), (EXCHANGE, 3)],
                         ids=lambda one: getattr(one, "name", None))
def test_the_tool_tries_every_service_of_a_provider(
        certificates: Certificates, desk: Desk, user: User, personality: Personality,
        logins: int) -> None:
    with GmailServer(certificates, desk.server, personality) as server:
        configure(desk, server)
        desk.add_account(user.login, desk.server.issue(user.login),
                         provider=SHEETS[personality.name])
        ended = desk.tool("test", user.login, "--json")
        assert ended.returncode == DONE, ended.stdout + ended.stderr
        good = [one for one in map(json.loads, ended.stdout.splitlines()) if one["ok"]]
        assert len(good) == logins == sum(one.accepted for one in server.sign_ins)
        assert server.sink.messages == [] and not any(one.flags for one in server.mailbox.letters)


@pytest.mark.parametrize("personality,code", [(GMAIL, SIGN_IN_NEEDED), (EXCHANGE, CONFIGURATION)],
                         ids=lambda one: getattr(one, "name", None))
def test_the_tool_explains_the_refusal_of_each_service(
        certificates: Certificates, desk: Desk, user: User, personality: Personality,
        code: int) -> None:
    with GmailServer(certificates, desk.server, personality) as server:
        configure(desk, server)
        add_refused_account(desk, user.login, provider=SHEETS[personality.name])
        ended = desk.tool("test", user.login, "--mechanism", "XOAUTH2")
        assert ended.returncode == code, ended.stdout + ended.stderr
        for words in (personality.imap.refused, personality.pop.refused,
                      " ".join(line[4:] for line in personality.smtp.refused)):
            assert words in ended.stdout, words
        assert all(one.obeys_mechanism() for one in server.sign_ins)
        provider = personality.name.capitalize()
        assert ended.stdout.count(f"means:     {provider} did not take the token") == 3
        # At Exchange nothing else makes the next login take another token.
        assert ended.stdout.count("sasl-oauth refresh") == (3 if personality is EXCHANGE else 0)
