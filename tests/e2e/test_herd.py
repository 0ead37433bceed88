# SPDX-License-Identifier: MIT
"""Fifty processes find the same expired token at a server that rotates refresh tokens."""

from __future__ import annotations

import contextlib
import subprocess

import pytest

from authorization_server import AuthorizationServer
from child import patience
from dovecot import Dovecot
from installation import Desk
from mail_clients import LoginClient
from mail_store import User
from sasl_dialogue import MECHANISMS

HERD = 50
LIMIT_SECONDS = patience(30)


def stampede(login_client: LoginClient, desk: Desk, dovecot: Dovecot, user: User,
             mechanism: str) -> list[tuple[int, str]]:
    """Fifty logins at once: the exit code and the output of each."""
    with contextlib.ExitStack() as stack:
        herd: list[subprocess.Popen[str]] = []
        for _ in range(HERD):
            one = login_client.started(desk, dovecot, user, mechanism)
            stack.callback(one.kill)
            herd.append(one)
        outputs = [one.communicate(timeout=LIMIT_SECONDS)[0] for one in herd]
        return [(one.returncode, output) for one, output in zip(herd, outputs)]


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_fifty_processes_make_one_request_and_all_sign_in(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        login_client: LoginClient, mechanism: str) -> None:
    old = desk.add_expired_account(user.login)
    authorization_server.delay_next(0.5)  # so that all are there while the one asks
    results = stampede(login_client, desk, dovecot, user, mechanism)
    assert [output for code, output in results if code != 0] == []
    (request,) = authorization_server.requests()
    assert (request["status"], request["form"]["refresh_token"]) == (200, old.refresh_token)
    assert authorization_server.is_refresh_token_alive(desk.record(user.login)["refresh_token"])


def test_fifty_processes_ask_a_dead_grant_once(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        login_client: LoginClient) -> None:
    tokens = desk.add_expired_account(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    results = stampede(login_client, desk, dovecot, user, "OAUTHBEARER")
    assert [code for code, _ in results] == [2] * HERD
    assert all(f"sasl-oauth login {user.login}" in output for _, output in results)
    assert len(authorization_server.requests()) == 1


def test_fifty_refused_logins_bring_one_new_token(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        login_client: LoginClient) -> None:
    tokens = authorization_server.issue(user.login)
    authorization_server.revoke_access_token(tokens.access_token)
    desk.add_account(user.login, tokens)
    results = stampede(login_client, desk, dovecot, user, "XOAUTH2")
    # Who came after the first refusal was noted has signed in with the new token already.
    assert {code for code, _ in results} <= {0, 1}
    assert len(authorization_server.requests()) <= 1
    assert login_client.login(desk, dovecot, user, "XOAUTH2").accepted
    assert len(authorization_server.requests()) == 1
    assert authorization_server.is_refresh_token_alive(desk.record(user.login)["refresh_token"])
