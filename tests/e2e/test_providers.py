# SPDX-License-Identifier: MIT
"""Providers as data: the sheets that were installed, tenants, and codes that are explained."""

from __future__ import annotations

import json

import pytest

from authorization_server import PUBLIC_CLIENT, AuthorizationServer
from dovecot import Dovecot
from installation import Desk
from mail_clients import Mbsync
from mail_store import User

DONE, SIGN_IN_NEEDED, CONFIGURATION = 0, 77, 78
IDLE = {"error": "invalid_grant", "suberror": "token_expired", "error_codes": [700082],
        "error_description": "AADSTS700082: The refresh token has expired due to inactivity.\r\n"
                             "Trace ID: 1\r\nCorrelation ID: 2\r\nTimestamp: 2026-01-02 03:04:05Z"}
EXPLAINED = ("127.0.0.1 answered invalid_grant (token_expired): AADSTS700082: The refresh token has"
             " expired due to inactivity (the account was not used for 90 days); a person must sign"
             " in: sasl-oauth login ")


def add_idle_account(desk: Desk, user: User, **members: str) -> None:
    tokens = desk.server.issue(user.login)
    desk.server.expire_access_token(tokens.access_token)
    desk.add_account(user.login, tokens, expires_in=-10, **members)
    desk.server.reply_next(400, IDLE)


def test_the_installed_sheets_are_listed_with_their_servers_and_files(desk: Desk) -> None:
    listed = desk.tool("providers", "--json")
    assert listed.returncode == DONE, listed.stderr
    sheets = {one["name"]: one for one in json.loads(listed.stdout)["providers"]}
    assert {"google", "microsoft", "microsoft-us-gov-dod", "outlook", "yahoo", "aol", "fastmail",
            "comcast", "mailru", "yandex", "generic"} <= set(sheets)
    assert sheets["microsoft-us-gov-dod"]["servers"]["imap"] == "outlook-dod.office365.us:993 tls"
    folder = desk.installation.prefix / "share/sasl-oauth/providers"
    assert sheets["google"]["file"] == str(folder / "google.toml")
    text = desk.tool("providers").stdout
    assert "\x1b" not in text and "imap.gmail.com:993 tls" in text and "Outlook.com" in text


def test_one_sheet_shows_how_to_get_a_client(desk: Desk) -> None:
    done = desk.tool("providers", "microsoft")
    assert done.returncode == DONE, done.stderr
    for words in ("https://entra.microsoft.com", "http://localhost", "--tenant DOMAIN", "XOAUTH2",
                  "smtp.office365.com:587 starttls", str(desk.config)):
        assert words in " ".join(done.stdout.split()), words
    unknown = desk.tool("providers", "gogle")
    assert unknown.returncode == CONFIGURATION
    assert 'did you mean "google"?' in unknown.stderr


def test_what_one_writes_himself_is_checked_and_shown_with_the_sheets(desk: Desk) -> None:
    desk.configure('[provider.own]\nbased_on = "generic"\ntoken_endpoint = "https://own/t"\n')
    assert "provider own: fine" in desk.tool("config", "check").stdout
    shown = desk.tool("config", "show")
    assert shown.returncode == DONE, shown.stderr
    assert 'token_endpoint = "https://own/t"' in shown.stdout
    desk.config.write_text(shown.stdout)
    assert desk.tool("config", "show").stdout == shown.stdout


@pytest.mark.parametrize("address,provider,site", [
    ("you@outlook.com", "outlook", "https://entra.microsoft.com"),
    ("you@yahoo.com", "yahoo", "https://developer.yahoo.com"),
    ("you@gmail.com", "google", "https://console.cloud.google.com/auth/clients")])
def test_the_mail_domain_tells_the_provider_and_the_sheet_how_to_begin(
        desk: Desk, address: str, provider: str, site: str) -> None:
    done = desk.tool("login", address)
    assert done.returncode == CONFIGURATION
    assert f"there is no OAuth client for {provider} yet" in done.stderr and site in done.stderr
    assert f"sasl-oauth login {address} --client" in done.stderr


def test_a_workspace_domain_wants_the_provider_named(desk: Desk) -> None:
    done = desk.tool("login", "you@workspace.example")
    assert done.returncode == CONFIGURATION
    assert "name it by --provider NAME" in done.stderr and "google" in done.stderr


def test_a_tenant_is_named_once_and_kept(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    server = authorization_server
    desk.configure_sign_in(PUBLIC_CLIENT, 'tenant = "common"\n')
    text = desk.config.read_text()
    for url in (server.authorization_endpoint, server.token_endpoint):
        text = text.replace(f'"{url}"', f'"{url}?tenant={{tenant}}"')
    desk.config.write_text(text)
    endpoint = server.token_endpoint + "?tenant="

    desk.sign_in(user.login)
    assert desk.record(user.login)["token_endpoint"] == endpoint + "common"
    desk.sign_in(user.login, "--tenant", "corp.example")
    assert desk.record(user.login)["token_endpoint"] == endpoint + "corp.example"
    desk.sign_in(user.login)
    assert desk.record(user.login)["token_endpoint"] == endpoint + "corp.example"
    assert desk.tool("refresh", user.login).returncode == DONE
    assert desk.record(user.login)["token_endpoint"] == endpoint + "corp.example"

    wrong = desk.tool("login", user.login, "--tenant", "a/../b")
    assert wrong.returncode == CONFIGURATION and "no such tenant" in wrong.stderr


def test_a_code_is_explained_by_refresh_status_and_a_mail_program(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    add_idle_account(desk, user, provider="microsoft")
    done = desk.tool("refresh", user.login)
    assert done.returncode == SIGN_IN_NEEDED
    assert EXPLAINED + user.login in done.stderr and "Trace ID" not in done.stderr
    status = json.loads(desk.tool("status", "--json").stdout)
    assert status["accounts"][0]["reason"] == EXPLAINED + user.login
    assert desk.record(user.login)["verdict"]["reason"] == EXPLAINED + user.login
    outcome = Mbsync().login(desk, dovecot, user, "XOAUTH2")
    assert not outcome.accepted and EXPLAINED + user.login in outcome.output
    assert len(authorization_server.requests()) == 1


def test_a_mail_program_explains_what_it_meets_first(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    """Without a provider in the record: such a code tells whose it is."""
    add_idle_account(desk, user)
    outcome = Mbsync().login(desk, dovecot, user, "XOAUTH2")
    assert not outcome.accepted and EXPLAINED + user.login in outcome.output
    assert len(authorization_server.requests()) == 1


def test_a_sign_in_explains_why_it_failed(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    desk.configure_sign_in(PUBLIC_CLIENT, 'based_on = "microsoft"\n')
    authorization_server.reply_next(401, {
        "error": "invalid_client",
        "error_description": "AADSTS7000218: The request body must contain the following"
                             " parameter: 'client_assertion' or 'client_secret'."})
    done = desk.tool("login", user.login, env=desk.browser_environment(user.login))
    assert done.returncode == CONFIGURATION, done.stderr
    assert "set Allow public client flows to Yes, or give a client_secret" in done.stderr
    assert not desk.record_path(user.login).exists()
