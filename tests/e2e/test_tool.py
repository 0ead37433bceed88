# SPDX-License-Identifier: MIT
"""The tool's other words: it looks after the accounts that programs then use."""

from __future__ import annotations

import base64
import json

import pytest

from authorization_server import POST_CLIENT, AuthorizationServer
from dovecot import Dovecot
from installation import Desk
from mail_clients import CLIENTS, LoginClient, command_line, fetched
from mail_store import User

DONE, USAGE, BROKEN_PEER, TRY_LATER, SIGN_IN_NEEDED, CONFIGURATION = 0, 2, 69, 75, 77, 78


def test_token_prints_nothing_but_the_token(authorization_server: AuthorizationServer,
                                            ready_desk: Desk, user: User) -> None:
    tokens = authorization_server.issue(user.login)
    ready_desk.add_account(user.login, tokens)
    done = ready_desk.tool("token", user.login)
    assert (done.returncode, done.stdout, done.stderr) == (DONE, tokens.access_token + "\n", "")
    header = ready_desk.tool("token", user.login, "--format", "header").stdout
    assert header == f"Authorization: Bearer {tokens.access_token}\n"
    message = base64.b64decode(ready_desk.tool("token", user.login, "--format", "xoauth2").stdout)
    assert message == f"user={user.login}\1auth=Bearer {tokens.access_token}\1\1".encode()
    message = base64.b64decode(ready_desk.tool(
        "token", user.login, "--format", "oauthbearer", "--host", "h", "--port", "993").stdout)
    assert message == (f"n,a={user.login},\1host=h\1port=993\1auth=Bearer {tokens.access_token}"
                       "\1\1").encode()
    answer = json.loads(ready_desk.tool("token", user.login, "--format", "json").stdout)
    assert answer["access_token"] == tokens.access_token


def test_token_serves_a_program_that_wants_a_command_for_its_password(
        authorization_server: AuthorizationServer, dovecot: Dovecot, ready_desk: Desk,
        user: User) -> None:
    ready_desk.add_account("mine", authorization_server.issue(user.login), expires_in=-10)
    command = command_line([ready_desk.installation.tool, "token", "mine"])
    outcome = CLIENTS["mbsync"].login(ready_desk, dovecot, user, "XOAUTH2", pass_command=command)
    assert outcome.accepted and fetched(ready_desk) == sorted(user.subjects), outcome.output
    assert len(authorization_server.requests()) == 1


def test_token_refreshes_once_and_tells_a_dead_grant_without_a_request(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> None:
    tokens = ready_desk.add_expired_account(user.login)
    assert ready_desk.tool("token", user.login).returncode == DONE
    assert len(authorization_server.requests()) == 1
    authorization_server.revoke_grant_of(ready_desk.record(user.login)["refresh_token"])
    ready_desk.add_account(user.login, tokens, expires_in=-10)
    for _ in range(2):
        done = ready_desk.tool("token", user.login)
        assert (done.returncode, done.stdout) == (SIGN_IN_NEEDED, "")
        assert f"sasl-oauth login {user.login}" in done.stderr
    assert len(authorization_server.requests()) == 2


def test_refresh_brings_a_new_token_before_its_time(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> None:
    tokens = authorization_server.issue(user.login)
    ready_desk.add_account(user.login, tokens)
    done = ready_desk.tool("refresh", user.login)
    assert done.returncode == DONE, done.stderr
    record = ready_desk.record(user.login)
    assert record["access_token"] != tokens.access_token
    assert record["access_token"] not in done.stdout + done.stderr
    assert ready_desk.tool("refresh", "--all").returncode == DONE
    assert len(authorization_server.requests()) == 2


def test_a_refresh_that_must_wait_leaves_75(authorization_server: AuthorizationServer,
                                            ready_desk: Desk, user: User) -> None:
    ready_desk.add_expired_account(user.login)
    authorization_server.reply_next(503, "", headers={"Retry-After": "60"})
    done = ready_desk.tool("refresh", user.login)
    assert done.returncode == TRY_LATER and "HTTP status 503" in done.stderr
    assert ready_desk.tool("status").returncode == TRY_LATER


def test_status_shows_each_account_and_no_secret(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> None:
    tokens = authorization_server.issue(user.login)
    ready_desk.add_account(user.login, tokens)
    ready_desk.add_account("other@example.org", tokens, expires_in=-10)
    done = ready_desk.tool("status")
    assert user.login in done.stdout and "other@example.org" in done.stdout
    machine = ready_desk.tool("status", "--json")
    found = json.loads(machine.stdout)
    assert user.login in json.dumps(found)
    for secret in (tokens.access_token, tokens.refresh_token):
        assert secret not in done.stdout + machine.stdout
    assert authorization_server.requests() == []


def test_status_without_an_account_says_how_to_begin(ready_desk: Desk) -> None:
    done = ready_desk.tool("status")
    assert "sasl-oauth login" in done.stdout + done.stderr


def test_a_removed_account_is_gone_for_every_program(
        authorization_server: AuthorizationServer, dovecot: Dovecot, ready_desk: Desk, user: User,
        login_client: LoginClient) -> None:
    ready_desk.add_account(user.login, authorization_server.issue(user.login))
    done = ready_desk.tool("remove", user.login, "--yes")
    assert done.returncode == DONE and not ready_desk.record_path(user.login).exists()
    outcome = login_client.login(ready_desk, dovecot, user, "XOAUTH2", password="oauth2")
    assert f"there is no account {user.login}" in outcome.output
    assert ready_desk.tool("remove", user.login, "--yes").returncode != DONE


# Bad input


@pytest.mark.parametrize("arguments,words", [
    ([], "a command is missing"), (["logn"], 'did you mean: sasl-oauth login?'),
    (["login"], "account"), (["token", "x", "--format", "gif"], "gif"),
    (["token", "x", "--bogus"], "--bogus"), (["login", "x", "--timeout", "soon"], "soon")],
    ids=lambda one: " ".join(one) if isinstance(one, list) else None)
def test_a_mistake_on_the_command_line_is_named(ready_desk: Desk, arguments: list[str],
                                                words: str) -> None:
    done = ready_desk.tool(*arguments)
    assert (done.returncode, done.stdout) == (USAGE, "")
    assert words in done.stderr and done.stderr.count("\n") == 1


@pytest.mark.parametrize("text,words", [
    ('[stor]\ndir = "/x"\n', ':1: unknown table [stor]; did you mean "store"?'),
    ("[store\n", ":1:"), ('[provider.x]\ntoken_endpoint = "http://x/"\n', ":2: ")], ids=repr)
@pytest.mark.parametrize("command", [["config", "check"], ["status"], ["token", "x"],
                                     ["login", "x@example.org", "--no-browser"]], ids=" ".join)
def test_a_broken_configuration_is_named_with_its_line_by_every_command(
        desk: Desk, text: str, words: str, command: list[str]) -> None:
    desk.config.write_text(text)
    done = desk.tool(*command)
    assert (done.returncode, done.stdout) == (CONFIGURATION, "")
    assert f"sasl-oauth: {desk.config}{words}" in done.stderr and done.stderr.count("\n") == 1


def test_config_check_and_show_pass_a_good_configuration_with_the_secret_masked(
        desk: Desk) -> None:
    desk.configure_sign_in(POST_CLIENT)
    assert desk.tool("config", "check").returncode == DONE
    done = desk.tool("config", "show")
    assert done.returncode == DONE and POST_CLIENT.id in done.stdout
    assert POST_CLIENT.secret and POST_CLIENT.secret not in done.stdout + done.stderr


def test_a_literal_secret_in_a_file_that_others_may_read_is_refused(desk: Desk) -> None:
    desk.configure_sign_in(POST_CLIENT)
    desk.config.chmod(0o644)
    done = desk.tool("config", "check")
    assert done.returncode == CONFIGURATION and "client_secret" in done.stderr
    assert POST_CLIENT.secret and POST_CLIENT.secret not in done.stderr


@pytest.mark.parametrize("command", ["token", "refresh", "status", "remove"])
def test_an_unknown_account_is_named(ready_desk: Desk, command: str) -> None:
    done = ready_desk.tool(command, "nobody@example.org", *(["--yes"] * (command == "remove")))
    assert done.returncode == CONFIGURATION and done.stdout == ""
    assert "there is no account nobody@example.org" in done.stderr


@pytest.mark.parametrize("command", ["token", "refresh"])
def test_a_broken_record_is_named_by_the_tool_too(ready_desk: Desk, command: str) -> None:
    path = ready_desk.record_path("x@example.org")
    path.write_text("{")
    path.chmod(0o600)
    done = ready_desk.tool(command, "x@example.org")
    assert done.returncode == CONFIGURATION and str(path) in done.stderr
    assert path.read_text() == "{"


@pytest.mark.parametrize("status,body,code,words", [
    (400, {"error": "invalid_grant"}, SIGN_IN_NEEDED, "invalid_grant (the server has ended the"),
    (401, {"error": "invalid_client"}, CONFIGURATION, "invalid_client (the server does not know"),
    (400, {"error": "access_denied"}, CONFIGURATION, "access_denied (the access was refused"),
    (302, "", CONFIGURATION, "HTTP status 302 to the token request; check the token_endpoint"),
    (503, "", TRY_LATER, "HTTP status 503; it may work later"),
    (200, "<html>no</html>", BROKEN_PEER, "a reply that is not a JSON object"),
    (200, {"access_token": "leaked-secret\1"}, BROKEN_PEER, "forbidden character")], ids=repr)
def test_what_a_token_endpoint_answers_decides_sentence_and_exit_code(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User, status: int, body,
        code: int, words: str) -> None:
    tokens = ready_desk.add_expired_account(user.login)
    authorization_server.reply_next(status, body)
    done = ready_desk.tool("refresh", user.login)
    assert (done.returncode, done.stdout) == (code, ""), done.stderr
    assert words in done.stderr and done.stderr.count("\n") == 1
    for secret in (tokens.access_token, tokens.refresh_token, "leaked-secret"):
        assert secret not in done.stderr
    assert ready_desk.record(user.login)["refresh_token"] == tokens.refresh_token


@pytest.mark.parametrize("command", ["token", "refresh", "status"])
def test_a_record_that_others_may_read_is_named_with_the_remedy(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User,
        command: str) -> None:
    path = ready_desk.add_account(user.login, authorization_server.issue(user.login))
    path.chmod(0o644)
    before = path.read_bytes()
    done = ready_desk.tool(command, user.login)
    assert done.returncode == CONFIGURATION
    said = done.stdout + done.stderr
    assert f"chmod 600 {path}" in said  # in one piece, to be copied
    words = " ".join(said.split())  # status folds its sentences
    assert f"{path} can be read by others; run: chmod 600 {path}" in words
    assert path.read_bytes() == before and authorization_server.requests() == []


def test_a_missing_ca_file_is_named_by_refresh_and_by_login(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> None:
    missing = str(ready_desk.folder / "missing.pem")
    ready_desk.add_account(user.login, authorization_server.issue(user.login), expires_in=-10,
                           ca_file=missing)
    done = ready_desk.tool("refresh", user.login)
    assert done.returncode == CONFIGURATION and f"cannot read ca_file {missing}: " in done.stderr
    ready_desk.config.write_text(
        ready_desk.config.read_text().replace(str(authorization_server.ca_file), missing))
    done = ready_desk.tool("login", user.login, env=ready_desk.browser_environment(user.login))
    assert done.returncode == CONFIGURATION and f"cannot read ca_file {missing}: " in done.stderr
    assert authorization_server.requests() == []
