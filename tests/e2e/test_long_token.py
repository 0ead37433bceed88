# SPDX-License-Identifier: MIT
"""Tokens of 2,500 characters, as Microsoft hands out, get through every mail program."""

from __future__ import annotations

import pytest

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from installation import Desk
from mail_clients import CLIENTS, fetched
from mail_store import User
from sasl_dialogue import MECHANISMS

LONG = range(2450, 2551)


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("name", list(CLIENTS))
def test_a_long_token_signs_in_and_so_does_the_long_one_that_replaces_it(
        authorization_server: AuthorizationServer, dovecot_jwt: Dovecot, desk: Desk, user: User,
        name: str, mechanism: str) -> None:
    tokens = authorization_server.issue_jwt(user.login)
    assert len(tokens.access_token) in LONG
    desk.add_account(user.login, tokens)
    outcome = CLIENTS[name].login(desk, dovecot_jwt, user, mechanism)
    assert outcome.accepted, outcome.output
    assert authorization_server.requests() == []

    desk.add_account(user.login, tokens, expires_in=-10)
    outcome = CLIENTS[name].login(desk, dovecot_jwt, user, mechanism)
    assert outcome.accepted, outcome.output
    (request,) = authorization_server.requests()
    new = desk.record(user.login)["access_token"]
    assert len(new) in LONG and new != tokens.access_token
    if name == "mbsync":
        assert fetched(desk) == sorted(user.subjects)


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_long_token_that_is_refused_is_replaced_at_the_next_login(
        authorization_server: AuthorizationServer, dovecot_jwt: Dovecot, desk: Desk, user: User,
        mechanism: str) -> None:
    tokens = authorization_server.issue_jwt(user.login, access_token_key="unknown")
    desk.add_account(user.login, tokens)
    refused = CLIENTS["imtest"].login(desk, dovecot_jwt, user, mechanism)
    assert refused.answer == "A01 NO [AUTHENTICATIONFAILED] Authentication failed."
    authorization_server.settings(access_token_key="trusted")
    assert CLIENTS["imtest"].login(desk, dovecot_jwt, user, mechanism).accepted
    assert len(authorization_server.requests()) == 1
