# SPDX-License-Identifier: MIT
"""`sasl-oauth test`: against a real Dovecot, and against what Gmail, Exchange and rogues say."""

from __future__ import annotations

import base64
import json
import subprocess

import pytest

from authorization_server import AuthorizationServer
from certificates import Certificates
from dovecot import Dovecot
from gmail_lines import GMAIL
from installation import Desk
from mail_store import User
from scripted_mail_server import TLS, ScriptedMailServer

DONE, USAGE, BROKEN_PEER, TRY_LATER, SIGN_IN_NEEDED, CONFIGURATION = 0, 2, 69, 75, 77, 78

GMAIL_CHALLENGE = base64.b64encode(GMAIL.challenges["XOAUTH2"].encode()).decode()


def servers(dovecot: Dovecot, encryption: str) -> str:
    """The provider's table of servers."""
    ports = dovecot.ports
    imap, pop, smtp = ((ports.imaps, ports.pop3s, ports.submissions) if encryption == "tls" else
                       (ports.imap, ports.pop3, ports.submission))
    return (f'servers = {{ imap = "127.0.0.1:{imap} {encryption}", '
            f'pop = "127.0.0.1:{pop} {encryption}", smtp = "127.0.0.1:{smtp} {encryption}" }}\n')


def reports(done: subprocess.CompletedProcess[str]) -> list[dict]:
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.parametrize("encryption", ["tls", "starttls"])
def test_every_service_over_both_mechanisms(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        encryption: str) -> None:
    desk.configure_sign_in(more=servers(dovecot, encryption))
    tokens = authorization_server.issue(user.login)
    path = desk.add_account(user.login, tokens)
    before = path.read_bytes()
    done = desk.tool("test", user.login)
    assert done.returncode == DONE, done.stdout + done.stderr
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [(line[0], line[3], line[4]) for line in lines] == [
        (service, mechanism, "ok") for service in ("imap", "pop", "smtp")
        for mechanism in ("OAUTHBEARER", "XOAUTH2")]
    assert path.read_bytes() == before and authorization_server.requests() == []
    assert dovecot.sink.messages == []


def test_a_refused_token_is_explained_and_not_spent(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    desk.configure_sign_in(more=servers(dovecot, "tls"))
    tokens = authorization_server.issue(user.login)
    authorization_server.expire_access_token(tokens.access_token)
    path = desk.add_account(user.login, tokens)
    before = path.read_bytes()
    done = desk.tool("test", user.login, "--json")
    assert done.returncode == SIGN_IN_NEEDED, done.stdout + done.stderr
    found = reports(done)
    assert len(found) == 6
    for report in found:
        assert not report["ok"] and report["step"] == "sign_in"
        assert report["status"] == ("401" if report["mechanism"] == "XOAUTH2" else "invalid_token")
        assert report["openid_configuration"] == authorization_server.openid_configuration
        assert "Authentication failed." in report["words"]
        assert ("was withdrawn" in report["meaning"]) == (report["mechanism"] == "OAUTHBEARER")
    assert path.read_bytes() == before and authorization_server.requests() == []
    plain = desk.tool("test", user.login, "imap", "--mechanism", "XOAUTH2").stdout
    assert "failed" in plain and "NO [AUTHENTICATIONFAILED] Authentication failed." in plain
    assert "means:" in plain and "to do:" in plain


def test_a_token_for_something_else_or_somebody_else_is_refused(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    desk.configure_sign_in(more=servers(dovecot, "tls"))
    tokens = authorization_server.issue(user.login, access_token_scope="openid")
    desk.add_account(user.login, tokens, scope="openid")
    done = desk.tool("test", user.login, "imap")
    assert done.returncode == SIGN_IN_NEEDED and "which opens no mailbox" in done.stderr
    desk.add_account(user.login, authorization_server.issue(user.login))
    done = desk.tool("test", user.login, "imap", "--user", "else@example.org")
    assert done.returncode == SIGN_IN_NEEDED and "the token of else@example.org" in done.stdout


def test_a_token_that_is_due_is_refreshed_once_as_for_any_login(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    desk.configure_sign_in(more=servers(dovecot, "starttls"))
    desk.add_expired_account(user.login)
    done = desk.tool("test", user.login)
    assert done.returncode == DONE, done.stdout + done.stderr
    assert "a new one was fetched" in done.stderr and len(authorization_server.requests()) == 1


def test_the_dialogue_is_shown_without_secrets(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    desk.configure_sign_in(more=servers(dovecot, "tls"))
    tokens = authorization_server.issue(user.login)
    desk.add_account(user.login, tokens)
    done = desk.tool("test", user.login, "--verbose")
    assert "C: A2 AUTHENTICATE XOAUTH2 <" in done.stderr and "S: +OK" in done.stderr
    message = base64.b64encode(f"user={user.login}\1auth=Bearer {tokens.access_token}\1\1".encode())
    for secret in (tokens.access_token, message.decode(), tokens.refresh_token):
        assert secret not in done.stdout + done.stderr


@pytest.fixture
def ready_account(authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> str:
    """An account of a provider that the installed sheets know."""
    ready_desk.add_account(user.login, authorization_server.issue(user.login), provider="microsoft")
    return user.login


CAPABLE = ["* OK ready", None, "* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2", "A1 OK done", None]
EHLO = ["220 ready", None, "250-me", "250 AUTH XOAUTH2", None]


@pytest.mark.parametrize("service,steps,code,words", [
    ("imap", [*CAPABLE, "A2 OK done", None, "A3 BAD User is authenticated but not connected."],
     CONFIGURATION, ["took the token, but does not let", "means:"]),
    ("imap", [*CAPABLE, "A2 NO AUTHENTICATE failed."], CONFIGURATION,
     ["refused the token", "NO AUTHENTICATE failed.", "means:"]),
    ("imap", [*CAPABLE, "A2 OK done", None, "* BYE Session invalidated - AccessTokenExpired"],
     TRY_LATER, ["AccessTokenExpired"]),
    ("smtp", [*EHLO, f"334 {GMAIL_CHALLENGE}", None, "535-5.7.8 Username and Password not accepted.",
              "535 5.7.8  https://support.google.com/mail/?p=BadCredentials"], SIGN_IN_NEEDED,
     ["status 400, it wants the scope https://mail.google.com/", "BadCredentials"]),
    ("smtp", [*EHLO, "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is "
              "disabled for the Tenant."], CONFIGURATION, ["5.7.139", "means:", "to do:"]),
    ("pop", ["+OK ready", None, "+OK", "SASL XOAUTH2", ".", None, "+", None, "+OK done", None,
             "-ERR no mailbox"], CONFIGURATION, ["took the token, but", "-ERR no mailbox"]),
    ("imap", ["* BYE overloaded"], TRY_LATER, ["takes nobody now", "overloaded"]),
    ("imap", ["HTTP/1.1 400 Bad Request"], BROKEN_PEER, ["does not answer in IMAP"]),
    ("imap", [b"x" * 20000 + b"\r\n"], BROKEN_PEER, ["more than 16384 bytes of one line"]),
    ("imap", ["* OK ready", None, b"* 1 RECENT\r\n" * 40000], BROKEN_PEER,
     ["more than 262144 bytes"]),
    ("imap", [*CAPABLE, "+ e30=", None], TRY_LATER, ["was lost"]),
    ("smtp", ["220 ready", None, "250 me"], CONFIGURATION, ["neither OAUTHBEARER nor XOAUTH2"])])
def test_what_other_servers_say(
        certificates: Certificates, ready_desk: Desk, ready_account: str, service: str,
        steps: list[str | bytes | None], code: int, words: list[str]) -> None:
    with ScriptedMailServer(certificates, [TLS, *steps]) as server:
        done = ready_desk.tool("test", ready_account, service, "--server",
                               f"127.0.0.1:{server.port} tls")
    assert done.returncode == code, done.stdout + done.stderr
    for word in words:
        assert word in done.stdout, word


def test_pop_never_gets_the_token_in_the_line_of_auth(
        certificates: Certificates, ready_desk: Desk, ready_account: str) -> None:
    steps = [TLS, "+OK ready", None, "+OK", "SASL XOAUTH2", ".", None, "+", None, "+OK", None,
             "+OK 0 0", None, "+OK"]
    with ScriptedMailServer(certificates, steps) as server:
        done = ready_desk.tool("test", ready_account, "pop", "--server",
                               f"127.0.0.1:{server.port} tls")
    assert done.returncode == DONE, done.stdout + done.stderr
    assert [server.heard[1], *server.heard[3:]] == ["AUTH XOAUTH2", "STAT", "QUIT"]


def test_words_that_were_put_in_before_tls_are_not_believed(
        certificates: Certificates, ready_desk: Desk, ready_account: str) -> None:
    steps = ["* OK ready", None, b"* CAPABILITY IMAP4rev1 STARTTLS\r\nA1 OK done\r\n", None,
             b"A2 OK begin\r\n* CAPABILITY IMAP4rev1 AUTH=XOAUTH2\r\nA3 OK done\r\n", TLS]
    with ScriptedMailServer(certificates, steps) as server:
        done = ready_desk.tool("test", ready_account, "imap", "--server",
                               f"127.0.0.1:{server.port} starttls")
    assert done.returncode == BROKEN_PEER, done.stdout + done.stderr
    assert "before TLS began" in done.stdout
    assert server.heard == ["A1 CAPABILITY", "A2 STARTTLS"]


def test_no_token_goes_where_it_must_not(
        certificates: Certificates, ready_desk: Desk, ready_account: str) -> None:
    with ScriptedMailServer(certificates, ["220 ready", None, "250-me", "250 AUTH XOAUTH2"]) as clear:
        done = ready_desk.tool("test", ready_account, "smtp", "--server",
                               f"127.0.0.1:{clear.port} starttls")
        assert done.returncode == CONFIGURATION and "offers no STARTTLS" in done.stdout
    ready_desk.configure()
    ready_desk.config.write_text(ready_desk.config.read_text().replace("ca_file", "# ca_file"))
    with ScriptedMailServer(certificates, [TLS, *EHLO]) as stranger:
        done = ready_desk.tool("test", ready_account, "smtp", "--server",
                               f"127.0.0.1:{stranger.port} tls")
        assert done.returncode == TRY_LATER and "is not trusted" in done.stdout
    assert clear.heard == ["EHLO [127.0.0.1]"] and stranger.heard == []


@pytest.mark.parametrize("arguments,code,words", [
    ([], USAGE, "account"), (["nobody@example.org"], CONFIGURATION, "nobody@example.org"),
    (["ME", "mapi"], USAGE, "mapi"), (["ME", "--mechanism", "PLAIN"], USAGE, "PLAIN"),
    (["ME", "--server", "nowhere"], CONFIGURATION, "is not a mail server"),
    (["ME", "--server", "127.0.0.1:4711"], CONFIGURATION, "name the service: imap, pop or smtp"),
    (["ME", "imap", "pop", "--server", "127.0.0.1:993"], CONFIGURATION, "name one service")],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None)
def test_a_mistake_is_named(ready_desk: Desk, ready_account: str, arguments: list[str], code: int,
                            words: str) -> None:
    done = ready_desk.tool("test", *[ready_account if one == "ME" else one for one in arguments])
    assert (done.returncode, done.stdout) == (code, "") and words in done.stderr


def test_an_account_without_servers_says_where_to_name_them(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> None:
    ready_desk.add_account(user.login, authorization_server.issue(user.login))
    done = ready_desk.tool("test", user.login)
    assert done.returncode == CONFIGURATION
    assert 'the provider "local" names no mail server; give --server HOST:PORT' in done.stderr
