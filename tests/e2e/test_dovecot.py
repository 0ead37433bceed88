# SPDX-License-Identifier: MIT
"""The mail servers do what the end-to-end tests take for granted."""

from __future__ import annotations

import concurrent.futures
import imaplib
import poplib
import smtplib
import ssl
import time

import pytest

from authorization_server import AuthorizationServer
from certificates import Certificates
from dovecot import Dovecot
from mail_store import MailStore, User
from reference_client import refresh
from sasl_dialogue import MECHANISMS, PROTOCOLS, first_message, login, refusal


def each_login(test):
    """Runs the test for both mechanisms over all three protocols."""
    test = pytest.mark.parametrize("mechanism", MECHANISMS)(test)
    return pytest.mark.parametrize("protocol", PROTOCOLS)(test)


@each_login
def test_a_good_token_is_accepted(authorization_server: AuthorizationServer, dovecot: Dovecot,
                                  user: User, protocol: str, mechanism: str) -> None:
    token = authorization_server.issue(user.login).access_token
    outcome = login(dovecot, protocol, mechanism, user.login, token)
    assert outcome.accepted and outcome.challenge is None, outcome


@each_login
@pytest.mark.parametrize("fate", ["expired", "revoked", "grant revoked", "made up", "of another",
                                  "without the scope", "a refresh token"])
def test_a_bad_token_gets_the_challenge_and_the_failure(
        authorization_server: AuthorizationServer, dovecot: Dovecot, user: User, protocol: str,
        mechanism: str, fate: str) -> None:
    server = authorization_server
    tokens = server.issue(user.login)
    token = tokens.access_token
    if fate == "expired":
        server.expire_access_token(token)
    elif fate == "revoked":
        server.revoke_access_token(token)
    elif fate == "grant revoked":
        server.revoke_grant_of(tokens.refresh_token)
    elif fate == "made up":
        token = "nobody-made-this-token"
    elif fate == "of another":
        token = server.issue("another@example.org").access_token
    elif fate == "without the scope":
        token = server.issue(user.login, access_token_scope="calendar").access_token
    else:
        token = tokens.refresh_token
    outcome = login(dovecot, protocol, mechanism, user.login, token)
    assert outcome == refusal(protocol, mechanism, server.issuer)


def test_a_revoked_access_token_leaves_the_refresh_token_alive(
        authorization_server: AuthorizationServer, dovecot: Dovecot, user: User) -> None:
    tokens = authorization_server.issue(user.login)
    authorization_server.revoke_access_token(tokens.access_token)
    new = refresh(authorization_server, tokens.refresh_token).json["access_token"]
    assert login(dovecot, "imap", "XOAUTH2", user.login, new).accepted


def test_failed_logins_are_not_slowed_down(dovecot: Dovecot, user: User) -> None:
    start = time.monotonic()
    for _ in range(10):
        assert not login(dovecot, "imap", "XOAUTH2", user.login, "bad").accepted
    assert time.monotonic() - start < 2


def test_fifty_logins_at_once_are_accepted(authorization_server: AuthorizationServer,
                                           dovecot: Dovecot, user: User) -> None:
    token = authorization_server.issue(user.login).access_token
    with concurrent.futures.ThreadPoolExecutor(50) as pool:
        outcomes = list(pool.map(
            lambda _: login(dovecot, "imap", "OAUTHBEARER", user.login, token), range(50)))
    assert [one for one in outcomes if not one.accepted] == []


@pytest.mark.parametrize("tls", ["none", "starttls", "at once"])
def test_users_with_passwords_are_served(certificates: Certificates, dovecot: Dovecot,
                                         user: User, tls: str) -> None:
    context = ssl.create_default_context(cafile=str(certificates.ca_file))
    ports = dovecot.ports
    if tls == "at once":
        imap = imaplib.IMAP4_SSL("localhost", ports.imaps, ssl_context=context)
        pop = poplib.POP3_SSL("localhost", ports.pop3s, context=context)
        smtp = smtplib.SMTP_SSL("localhost", ports.submissions, context=context)
    else:
        imap = imaplib.IMAP4("localhost", ports.imap)
        pop = poplib.POP3("localhost", ports.pop3)
        smtp = smtplib.SMTP("localhost", ports.submission)
    if tls == "starttls":
        imap.starttls(context)
        pop.stls(context)
        smtp.starttls(context=context)
    with imap:
        imap.login(user.login, user.password)
        assert imap.select() == ("OK", [str(len(user.subjects)).encode()])
    pop.user(user.login)
    pop.pass_(user.password)
    assert pop.stat()[0] == len(user.subjects)
    pop.quit()
    with smtp:
        smtp.login(user.login, user.password)


def test_a_wrong_password_is_refused(dovecot: Dovecot, user: User) -> None:
    with imaplib.IMAP4("127.0.0.1", dovecot.ports.imap) as imap:
        with pytest.raises(imaplib.IMAP4.error):
            imap.login(user.login, "wrong")


def test_a_submitted_message_arrives_in_the_sink(authorization_server: AuthorizationServer,
                                                 dovecot: Dovecot, user: User) -> None:
    token = authorization_server.issue(user.login).access_token
    with smtplib.SMTP("127.0.0.1", dovecot.ports.submission) as smtp:
        smtp.ehlo()
        message = first_message("XOAUTH2", user.login, token).decode()
        smtp.auth("XOAUTH2", lambda challenge=None: message)
        smtp.sendmail(user.login, ["friend@example.org"], "Subject: hello\n\n.a dot\n")
    (taken,) = dovecot.sink.messages
    assert (taken.sender, taken.recipients) == (user.login, ["friend@example.org"])
    assert taken.data.endswith(b"Subject: hello\r\n\r\n.a dot\r\n")


def test_mail_can_be_delivered_later(dovecot: Dovecot, mail: MailStore, user: User) -> None:
    mail.deliver(user, "third")
    with imaplib.IMAP4("127.0.0.1", dovecot.ports.imap) as imap:
        imap.login(user.login, user.password)
        assert imap.select() == ("OK", [b"3"])


# Long tokens, checked by the mail server itself


@each_login
@pytest.mark.parametrize("algorithm", ["RS256", "HS256"])
def test_a_long_signed_token_is_accepted(
        authorization_server: AuthorizationServer, dovecot_jwt: Dovecot, user: User,
        protocol: str, mechanism: str, algorithm: str) -> None:
    tokens = authorization_server.issue_jwt(user.login, access_token_algorithm=algorithm)
    assert 2450 <= len(tokens.access_token) <= 2550
    outcome = login(dovecot_jwt, protocol, mechanism, user.login, tokens.access_token)
    assert outcome.accepted and outcome.challenge is None, outcome


@each_login
@pytest.mark.parametrize("settings", [{"access_token_ttl": -10}, {"access_token_key": "unknown"}])
def test_a_bad_long_token_gets_the_challenge_and_the_failure(
        authorization_server: AuthorizationServer, dovecot_jwt: Dovecot, user: User,
        protocol: str, mechanism: str, settings: dict) -> None:
    token = authorization_server.issue_jwt(user.login, **settings).access_token
    outcome = login(dovecot_jwt, protocol, mechanism, user.login, token)
    assert outcome == refusal(protocol, mechanism, authorization_server.issuer)


def test_a_refresh_gives_a_long_token_too(authorization_server: AuthorizationServer,
                                          dovecot_jwt: Dovecot, user: User) -> None:
    tokens = authorization_server.issue_jwt(user.login)
    new = refresh(authorization_server, tokens.refresh_token).json["access_token"]
    assert len(new) > 2400 and new != tokens.access_token
    assert login(dovecot_jwt, "pop3", "OAUTHBEARER", user.login, new).accepted
