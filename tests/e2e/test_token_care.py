# SPDX-License-Identifier: MIT
"""`export`, `revoke` and `inspect`: a token goes to another tool, ends, or is looked at."""

from __future__ import annotations

import json
import os

import pytest

from authorization_server import (BASIC_CLIENT, POST_CLIENT, PUBLIC_CLIENT, AuthorizationServer,
                                  Client)
from installation import Desk
from mail_store import User

DONE, TRY_LATER, CONFIGURATION = 0, 75, 78
REVOCATION = "/token/revocation"


def configure(desk: Desk, client: Client) -> None:
    desk.configure_sign_in(client, f'revocation_endpoint = "{desk.server.issuer}{REVOCATION}"\n')


@pytest.fixture
def care_desk(desk: Desk) -> Desk:
    """A desk whose provider has a revocation endpoint."""
    configure(desk, POST_CLIENT)
    return desk


def live_account(desk: Desk, user: User, client: Client = POST_CLIENT):
    tokens = desk.server.issue(user.login, client)
    desk.add_account(user.login, tokens, client=client, provider="local")
    return tokens


# export


def test_an_exported_account_comes_back_by_an_import(care_desk: Desk, user: User) -> None:
    tokens = live_account(care_desk, user)
    path = care_desk.folder / "tokens.json"
    done = care_desk.tool("export", user.login, "--output", str(path))
    assert done.returncode == DONE and "two programs must not refresh" in done.stderr
    assert path.stat().st_mode & 0o777 == 0o600
    content = json.loads(path.read_text())
    assert content["refresh_token"] == tokens.refresh_token and content["user"] == user.login
    assert content["token_endpoint"] == care_desk.server.token_endpoint
    assert set(content) >= {"access_token", "expiry", "client_id", "client_secret"}
    for secret in (tokens.access_token, tokens.refresh_token, POST_CLIENT.secret):
        assert secret not in done.stdout + done.stderr
    assert care_desk.tool("remove", user.login, "--yes").returncode == DONE
    assert care_desk.tool("import", str(path)).returncode == DONE


def test_an_export_replaces_no_file_unless_that_is_said(care_desk: Desk, user: User) -> None:
    live_account(care_desk, user)
    path = care_desk.folder / "tokens.json"
    path.write_text("mine")
    done = care_desk.tool("export", user.login, "--output", str(path))
    assert done.returncode == CONFIGURATION and "--force" in done.stderr
    assert path.read_text() == "mine"
    assert care_desk.tool("export", user.login, "-o", str(path), "--force").returncode == DONE
    assert "refresh_token" in path.read_text() and path.stat().st_mode & 0o777 == 0o600
    assert care_desk.tool("export", user.login).returncode == 2


def test_an_export_to_the_standard_output_is_the_file(care_desk: Desk, user: User) -> None:
    tokens = live_account(care_desk, user)
    done = care_desk.tool("export", user.login, "--output", "-")
    assert json.loads(done.stdout)["refresh_token"] == tokens.refresh_token
    assert "others can read" not in done.stderr


def test_what_sasl_xoauth2_cannot_refresh_is_not_exported(care_desk: Desk, user: User) -> None:
    live_account(care_desk, user, BASIC_CLIENT)
    path = care_desk.folder / "tokens.json"
    done = care_desk.tool("export", user.login, "--output", str(path))
    assert done.returncode == CONFIGURATION and "client_secret_basic" in done.stderr
    assert not path.exists()


# revoke


@pytest.mark.parametrize("client", [PUBLIC_CLIENT, POST_CLIENT, BASIC_CLIENT],
                         ids=lambda one: one.authentication)
def test_a_revoked_account_is_dead_at_the_server_and_gone_here(
        authorization_server: AuthorizationServer, desk: Desk, user: User, client: Client) -> None:
    configure(desk, client)
    tokens = live_account(desk, user, client)
    done = desk.tool("revoke", user.login, "--yes")
    assert done.returncode == DONE, done.stderr
    assert done.stdout == f"Revoked {user.login}; the account was removed\n"
    assert not authorization_server.is_refresh_token_alive(tokens.refresh_token)
    assert not desk.record_path(user.login).exists()
    requests = authorization_server.requests(REVOCATION)
    assert [one["form"]["token_type_hint"] for one in requests] == ["refresh_token", "access_token"]
    assert all(one["status"] == 200 for one in requests)
    assert authorization_server.requests() == []


def test_a_kept_account_has_no_tokens(care_desk: Desk, user: User) -> None:
    live_account(care_desk, user)
    done = care_desk.tool("revoke", user.login, "--yes", "--keep", "--json")
    assert json.loads(done.stdout) == {"account": user.login, "revoked": True, "was_gone": False,
                                       "removed": False}
    record = care_desk.record(user.login)
    assert (record["refresh_token"], record["access_token"]) == ("", "")
    assert record["client_id"] == POST_CLIENT.id


@pytest.mark.parametrize("status,body,code,words", [
    (503, "", TRY_LATER, "HTTP status 503; it may work later; the token is still good"),
    (401, {"error": "invalid_client"}, CONFIGURATION, "invalid_client"),
    (404, "", CONFIGURATION, "check the provider's revocation_endpoint"),
    (400, {"error": "unsupported_token_type"}, CONFIGURATION, "does not revoke tokens of this type")],
    ids=["later", "client", "endpoint", "type"])
def test_a_server_that_does_not_agree_leaves_everything_as_it_was(
        authorization_server: AuthorizationServer, care_desk: Desk, user: User, status: int, body,
        code: int, words: str) -> None:
    tokens = live_account(care_desk, user)
    before = care_desk.record_path(user.login).read_bytes()
    authorization_server.reply_next(status, body, path=REVOCATION, headers={"Retry-After": "60"})
    done = care_desk.tool("revoke", user.login, "--yes")
    assert (done.returncode, done.stdout) == (code, "") and words in done.stderr, done.stderr
    assert tokens.refresh_token not in done.stderr
    assert care_desk.record_path(user.login).read_bytes() == before


def test_googles_answer_for_a_token_that_is_gone_counts_as_revoked(
        authorization_server: AuthorizationServer, care_desk: Desk, user: User) -> None:
    live_account(care_desk, user)
    authorization_server.reply_next(400, {"error": "invalid_token"}, path=REVOCATION, count=2)
    done = care_desk.tool("revoke", user.login, "--yes")
    assert done.returncode == DONE and "the server knew the token no more" in done.stdout
    assert not care_desk.record_path(user.login).exists()


def test_nothing_is_revoked_without_a_yes_or_an_endpoint(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    desk.configure_sign_in(POST_CLIENT)
    live_account(desk, user)
    done = desk.tool("revoke", user.login, "--yes")
    assert done.returncode == CONFIGURATION and "has no revocation_endpoint" in done.stderr
    assert f"sasl-oauth remove {user.login}" in done.stderr
    configure(desk, POST_CLIENT)
    done = desk.tool("revoke", user.login)
    assert done.returncode == CONFIGURATION and "--yes" in done.stderr
    assert authorization_server.requests(REVOCATION) == []
    assert desk.record_path(user.login).exists()


# inspect


def test_an_account_is_shown_with_its_secrets_cut(
        authorization_server: AuthorizationServer, care_desk: Desk, user: User) -> None:
    tokens = live_account(care_desk, user)
    for arguments in ([user.login], [user.login, "--json"], [str(care_desk.record_path(user.login))]):
        done = care_desk.tool("inspect", *arguments)
        assert done.returncode == DONE, done.stderr
        for shown in (user.login, "local", POST_CLIENT.id, care_desk.server.token_endpoint,
                      f"{tokens.refresh_token[:8]}...({len(tokens.refresh_token)})"):
            assert shown in done.stdout
        for secret in (tokens.access_token, tokens.refresh_token, POST_CLIENT.secret):
            assert secret[:len(secret) // 4 + 1] not in done.stdout
    assert authorization_server.requests() == []


def test_the_claims_of_a_signed_token_are_shown(care_desk: Desk, user: User) -> None:
    tokens = care_desk.server.issue_jwt(user.login)
    for arguments in (["-"], ["-", "--json"]):
        done = care_desk.tool("inspect", *arguments, input=tokens.access_token + "\n")
        assert done.returncode == DONE, done.stderr
        assert care_desk.server.issuer in done.stdout and user.login in done.stdout
        assert "RS256" in done.stdout and tokens.access_token not in done.stdout
        assert tokens.access_token.rpartition(".")[2][:20] not in done.stdout
    assert json.loads(done.stdout)["unknown"] == ""
    claims = json.loads(done.stdout)["claims"]
    assert claims["sub"] == user.login and claims["exp"].endswith(" UTC")


def test_a_token_file_of_another_tool_is_shown(care_desk: Desk, user: User) -> None:
    tokens = care_desk.server.issue(user.login)
    path = care_desk.add_token_file(tokens)
    done = care_desk.tool("inspect", str(path))
    assert done.returncode == DONE, done.stderr
    assert "sasl-xoauth2" in done.stdout and PUBLIC_CLIENT.id in done.stdout
    assert tokens.refresh_token not in done.stdout and "opaque" in done.stdout


@pytest.mark.parametrize("text", ["", "\x00", "{", "a b c", "[x]\n", "." * 100, "a.b.c", "{}"],
                         ids=repr)
def test_nonsense_is_no_token_and_breaks_nothing(care_desk: Desk, text: str) -> None:
    done = care_desk.tool("inspect", "-", input=text)
    assert done.returncode in (DONE, CONFIGURATION)
    assert done.stdout or done.stderr.count("\n") == 1


def test_what_is_neither_an_account_nor_a_file_is_named(care_desk: Desk) -> None:
    done = care_desk.tool("inspect", "nobody@example.org")
    assert done.returncode == CONFIGURATION and "there is no account nobody@" in done.stderr
    done = care_desk.tool("inspect", os.fspath(care_desk.folder / "missing"))
    assert done.returncode == CONFIGURATION and "there is no file" in done.stderr
