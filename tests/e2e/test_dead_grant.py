# SPDX-License-Identifier: MIT
"""A refresh token that is dead: asked once, then remembered until a person signs in.

`test_hosts.py` shows it for every program; here is what stands behind it."""

from __future__ import annotations

from authorization_server import AuthorizationServer
from child import patience
from dovecot import Dovecot
from installation import Desk
from mail_clients import LoginClient
from mail_store import User


def sentence(user: User) -> str:
    return f"a person must sign in: sasl-oauth login {user.login}"


def add_dead_account(desk: Desk, user: User) -> str:
    """Gives the refresh token."""
    tokens = desk.add_expired_account(user.login)
    desk.server.revoke_grant_of(tokens.refresh_token)
    return tokens.refresh_token


def test_the_reason_and_the_command_are_in_the_error_and_in_the_log_each_time(
        dovecot: Dovecot, desk: Desk, user: User, login_client: LoginClient) -> None:
    add_dead_account(desk, user)
    outputs = [login_client.login(desk, dovecot, user, "XOAUTH2").output for _ in range(2)]
    assert outputs[0] == outputs[1]
    log, error = outputs[0].splitlines()
    assert log.startswith("log 2: sasl-oauth: 127.0.0.1 answered invalid_grant: ")
    assert log.endswith(sentence(user))
    assert error == ("error -18: SASL(-18): passphrase expired, has to be reset: "
                     + log.removeprefix("log 2: "))


def test_the_verdict_is_kept_beside_an_untouched_refresh_token(
        dovecot: Dovecot, desk: Desk, user: User, login_client: LoginClient) -> None:
    refresh_token = add_dead_account(desk, user)
    before = desk.record(user.login)
    login_client.login(desk, dovecot, user, "OAUTHBEARER")
    after = desk.record(user.login)
    verdict = after.pop("verdict")
    assert after == before
    assert (verdict["kind"], verdict["error"]) == ("consent_needed", "invalid_grant")
    assert verdict["refresh_token"] == refresh_token and sentence(user) in verdict["reason"]


def test_a_token_that_is_still_alive_goes_on_being_used(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        login_client: LoginClient) -> None:
    tokens = authorization_server.issue(user.login)
    desk.add_account(user.login, tokens, expires_in=60)
    authorization_server.reply_next(400, {"error": "invalid_grant"})
    for _ in range(2):
        outcome = login_client.login(desk, dovecot, user, "XOAUTH2")
        assert outcome.accepted and sentence(user) in outcome.output
        assert len(authorization_server.requests()) == 1


def test_a_refresh_token_that_another_program_has_rotated_is_used_instead(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        login_client: LoginClient) -> None:
    """R6: invalid_grant, but meanwhile somebody who takes no lock has written a better record."""
    desk.add_expired_account(user.login)
    authorization_server.reply_next(400, {"error": "invalid_grant"}, seconds=0.5)
    better = authorization_server.issue(user.login)
    with login_client.started(desk, dovecot, user, "XOAUTH2") as process:
        authorization_server.wait_for_request()
        desk.add_account(user.login, better)
        output, _ = process.communicate(timeout=patience(10))
    assert process.returncode == 0, output
    assert "verdict" not in desk.record(user.login)
