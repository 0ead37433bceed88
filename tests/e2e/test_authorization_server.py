# SPDX-License-Identifier: MIT
"""The authorization server does what the end-to-end tests take for granted."""

from __future__ import annotations

import base64
import concurrent.futures
import http.client
import json
import os
import subprocess
import time
from pathlib import Path

import pytest

from authorization_server import (BASIC_CLIENT, MAIL_SERVER_CLIENT, POST_CLIENT, PUBLIC_CLIENT,
                                  AuthorizationServer, Client)
from browser import Browser
from dovecot import Dovecot
from mail_store import User
from reference_client import Listener, authorization_request, post, refresh
from sasl_dialogue import login
from world import World, installed_node_modules

CLIENTS = pytest.mark.parametrize("client", [PUBLIC_CLIENT, POST_CLIENT, BASIC_CLIENT],
                                  ids=lambda client: client.id)


# Refresh tokens


@CLIENTS
def test_a_refresh_rotates_the_token(authorization_server: AuthorizationServer, user: User,
                                     client: Client) -> None:
    server = authorization_server
    old = server.issue(user.login, client)
    reply = refresh(server, old.refresh_token, client)
    assert reply.status == 200
    assert reply.json["token_type"] == "Bearer" and reply.json["expires_in"] == 3600
    assert "mail" in reply.json["scope"].split()
    assert reply.json["refresh_token"] != old.refresh_token
    assert not server.is_refresh_token_alive(old.refresh_token)
    assert server.is_refresh_token_alive(reply.json["refresh_token"])


def test_a_token_used_twice_revokes_the_whole_family(authorization_server: AuthorizationServer,
                                                     dovecot: Dovecot, user: User) -> None:
    server = authorization_server
    old = server.issue(user.login).refresh_token
    new = refresh(server, old).json
    reused = refresh(server, old)
    assert (reused.status, reused.json["error"]) == (400, "invalid_grant")
    assert not server.is_refresh_token_alive(new["refresh_token"])
    assert refresh(server, new["refresh_token"]).json["error"] == "invalid_grant"
    assert not login(dovecot, "imap", "XOAUTH2", user.login, new["access_token"]).accepted


def test_only_one_of_many_refreshes_at_once_succeeds(authorization_server: AuthorizationServer,
                                                     user: User) -> None:
    server = authorization_server
    token = server.issue(user.login).refresh_token
    with concurrent.futures.ThreadPoolExecutor(10) as pool:
        statuses = list(pool.map(lambda _: refresh(server, token).status, range(10)))
    assert sorted(statuses) == [200] + [400] * 9
    assert len(server.refreshes()) == 10


def test_rotation_can_be_switched_off(authorization_server: AuthorizationServer,
                                      user: User) -> None:
    authorization_server.settings(rotate_refresh_tokens=False)
    token = authorization_server.issue(user.login).refresh_token
    for _ in range(2):
        assert refresh(authorization_server, token).json["refresh_token"] == token


def test_a_revoked_grant_gives_invalid_grant(authorization_server: AuthorizationServer,
                                             user: User) -> None:
    token = authorization_server.issue(user.login).refresh_token
    authorization_server.revoke_grant_of(token)
    reply = refresh(authorization_server, token)
    assert (reply.status, reply.json["error"]) == (400, "invalid_grant")


def test_a_wrong_client_secret_gives_invalid_client(authorization_server: AuthorizationServer,
                                                    user: User) -> None:
    token = authorization_server.issue(user.login, BASIC_CLIENT).refresh_token
    reply = refresh(authorization_server, token, Client(BASIC_CLIENT.id, "wrong",
                                                        BASIC_CLIENT.authentication))
    assert (reply.status, reply.json["error"]) == (401, "invalid_client")
    assert authorization_server.is_refresh_token_alive(token)


# The control interface


def test_requests_are_counted_with_what_they_got(authorization_server: AuthorizationServer,
                                                 user: User) -> None:
    server = authorization_server
    token = server.issue(user.login, POST_CLIENT).refresh_token
    refresh(server, token, POST_CLIENT)
    refresh(server, "no such token", POST_CLIENT)
    first, second = server.refreshes()
    assert (first["status"], first["error"], first["client_id"]) == (200, None, POST_CLIENT.id)
    assert (second["status"], second["error"]) == (400, "invalid_grant")
    assert first["form"] == {"grant_type": "refresh_token", "refresh_token": token,
                             "client_id": POST_CLIENT.id, "client_secret": POST_CLIENT.secret}
    assert server.requests(grant_type="authorization_code") == []
    server.reset()
    assert server.requests() == []


def test_the_life_of_new_tokens_can_be_set(authorization_server: AuthorizationServer,
                                           user: User) -> None:
    authorization_server.settings(access_token_ttl=7)
    tokens = authorization_server.issue(user.login)
    assert tokens.expires_in == 7
    assert refresh(authorization_server, tokens.refresh_token).json["expires_in"] == 7
    authorization_server.reset()
    assert authorization_server.issue(user.login).expires_in == 3600


def test_a_misspelt_setting_is_refused(authorization_server: AuthorizationServer) -> None:
    with pytest.raises(ValueError, match="no such setting: acces_token_ttl"):
        authorization_server.settings(acces_token_ttl=7)


def test_the_next_requests_get_the_wished_answer(authorization_server: AuthorizationServer,
                                                 user: User) -> None:
    server = authorization_server
    token = server.issue(user.login).refresh_token
    server.reply_next(429, {"error": "slow_down"}, headers={"Retry-After": "2"}, count=2)
    server.reply_next(200, b"<html>\x00", headers={"Content-Type": "text/html"})
    for _ in range(2):
        limited = refresh(server, token)
        assert (limited.status, limited.headers["retry-after"]) == (429, "2")
        assert limited.json == {"error": "slow_down"}
    page = refresh(server, token)
    assert (page.status, page.body, page.headers["content-type"]) == (200, b"<html>\x00",
                                                                      "text/html")
    assert refresh(server, token).status == 200
    assert [one["status"] for one in server.refreshes()] == [429, 429, 200, 200]
    assert [one["action"] for one in server.refreshes()] == ["reply", "reply", "reply", None]


def test_a_request_can_be_late_hang_or_be_cut(authorization_server: AuthorizationServer,
                                              user: User) -> None:
    server = authorization_server
    token = server.issue(user.login).refresh_token
    server.hang_next()
    with pytest.raises(TimeoutError):
        refresh(server, token, seconds=0.3)
    server.cut_next()
    with pytest.raises(http.client.IncompleteRead):
        refresh(server, token)
    assert server.is_refresh_token_alive(token)
    server.delay_next(0.3)
    start = time.monotonic()
    assert refresh(server, token).status == 200
    assert time.monotonic() - start >= 0.3


def test_a_lost_reply_has_rotated_the_token(authorization_server: AuthorizationServer,
                                            user: User) -> None:
    server = authorization_server
    token = server.issue(user.login).refresh_token
    server.lose_next_reply()
    with pytest.raises(ConnectionError):
        refresh(server, token)
    assert not server.is_refresh_token_alive(token)


# Sign-in by the browser


@CLIENTS
@pytest.mark.parametrize("scope", ["mail", "openid offline_access mail"])
def test_a_sign_in_with_pkce_gives_tokens_that_work(
        authorization_server: AuthorizationServer, dovecot: Dovecot, browser: Browser, user: User,
        client: Client, scope: str) -> None:
    server = authorization_server
    with Listener() as listener:
        request = authorization_request(server, listener.redirect_uri, client, scope)
        page = browser.sign_in(request.url, user.login)
    assert page.text == "you may close this window"
    (query,) = listener.queries
    assert (query["state"], query["iss"]) == (request.state, server.issuer)
    tokens = request.exchange(query["code"]).json
    assert login(dovecot, "imap", "OAUTHBEARER", user.login, tokens["access_token"]).accepted
    assert refresh(server, tokens["refresh_token"], client).status == 200
    assert [one["grant_type"] for one in server.requests()] == ["authorization_code",
                                                                "refresh_token"]


def test_a_wrong_verifier_is_refused(authorization_server: AuthorizationServer, browser: Browser,
                                     user: User) -> None:
    request = authorization_request(authorization_server, "http://127.0.0.1:1/")
    pasted = browser.redirect_of(request.url, user.login)
    code = pasted.split("code=")[1].split("&")[0]
    assert request.exchange(code, "x" * 43).json["error"] == "invalid_grant"


def test_a_request_without_pkce_is_refused(authorization_server: AuthorizationServer,
                                           browser: Browser, user: User) -> None:
    request = authorization_request(authorization_server, "http://127.0.0.1:1/")
    pasted = browser.redirect_of(request.url.split("&code_challenge=")[0], user.login)
    assert "error=invalid_request" in pasted and "PKCE" in pasted


def test_a_user_can_refuse(authorization_server: AuthorizationServer, browser: Browser,
                           user: User) -> None:
    request = authorization_request(authorization_server, "http://127.0.0.1:1/callback")
    pasted = browser.redirect_of(request.url, user.login, "refuse")
    assert pasted.startswith("http://127.0.0.1:1/callback?error=access_denied&")
    assert f"state={request.state}" in pasted


def test_the_browser_is_a_program_too(authorization_server: AuthorizationServer,
                                      user: User) -> None:
    with Listener() as listener:
        request = authorization_request(authorization_server, listener.redirect_uri)
        environment = {**os.environ, "SASL_OAUTH_E2E_USER": user.login,
                       "SASL_OAUTH_E2E_CA": str(authorization_server.ca_file)}
        program = Path(__file__).with_name("browser.py")
        done = subprocess.run([str(program), request.url], env=environment, capture_output=True,
                              text=True, check=True)
    assert done.stdout == "you may close this window\n"
    assert listener.queries[0]["state"] == request.state


# What the server tells about itself and its tokens


def test_introspection_tells_the_user_and_the_scope(authorization_server: AuthorizationServer,
                                                    user: User) -> None:
    server = authorization_server
    tokens = server.issue(user.login)

    def introspect(token: str) -> dict:
        return post(server, server.introspection_endpoint, {"token": token},
                    MAIL_SERVER_CLIENT).json

    answer = introspect(tokens.access_token)
    assert answer["active"] is True and answer["scope"] == "mail"
    assert answer["email"] == answer["username"] == answer["sub"] == user.login
    server.revoke_access_token(tokens.access_token)
    assert introspect(tokens.access_token) == {"active": False}
    assert introspect(tokens.refresh_token) == {"active": False}


def test_the_metadata_announces_what_the_clients_need(authorization_server: AuthorizationServer,
                                                      browser: Browser) -> None:
    metadata = json.loads(browser.get(authorization_server.openid_configuration).text)
    assert metadata["issuer"] == authorization_server.issuer
    assert metadata["token_endpoint"] == authorization_server.token_endpoint
    assert metadata["authorization_endpoint"] == authorization_server.authorization_endpoint
    assert metadata["introspection_endpoint"] == authorization_server.introspection_endpoint
    assert (metadata["device_authorization_endpoint"]
            == authorization_server.device_authorization_endpoint)
    assert metadata["authorization_response_iss_parameter_supported"] is True
    assert metadata["code_challenge_methods_supported"] == ["S256"]


def test_signed_tokens_are_of_the_type_jwt(authorization_server: AuthorizationServer,
                                           user: User) -> None:
    head = authorization_server.issue_jwt(user.login).access_token.split(".")[0]
    header = json.loads(base64.urlsafe_b64decode(head + "=" * (-len(head) % 4)))
    assert header == {"alg": "RS256", "typ": "JWT", "kid": "trusted"}


# The end


@pytest.mark.parametrize("how", ["stdin closes", "SIGTERM"])
def test_the_authorization_server_ends_with_the_tests(world: World, tmp_path: Path,
                                                      how: str) -> None:
    server = AuthorizationServer(world.certificates, installed_node_modules(), tmp_path / "log")
    if how == "SIGTERM":
        server.process.terminate()
    else:
        server.process.stdin.close()
    assert server.process.wait(5) == 0
    server.stop()
