# SPDX-License-Identifier: MIT
"""`sasl-oauth import`: other tools' files, each proved by one refresh at a server that rotates."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import foreign_files
from authorization_server import (POST_CLIENT, PUBLIC_CLIENT, AuthorizationServer, Client,
                                  Tokens)
from dovecot import Dovecot
from foreign_files import JSON_KINDS, private
from installation import Desk
from mail_clients import CLIENTS
from mail_store import User

DONE, USAGE, TRY_LATER, SIGN_IN_NEEDED, CONFIGURATION = 0, 2, 75, 77, 78


def written(desk: Desk, kind: str, user: User, client: Client = POST_CLIENT,
            **members: object) -> tuple[Path, Tokens]:
    """A file of that kind with tokens that nobody has used."""
    tokens = desk.server.issue(user.login, client)
    content = JSON_KINDS[kind][0](desk.server, client, tokens, user.login)
    return private(desk.folder / f"{kind}.json", json.dumps({**content, **members})), tokens


def assert_says_no_secret(done, tokens: Tokens, *more: str) -> None:
    for secret in (tokens.access_token, tokens.refresh_token, POST_CLIENT.secret, *more):
        assert secret not in done.stdout + done.stderr


@pytest.mark.parametrize("kind", JSON_KINDS)
def test_a_file_is_known_by_its_members_and_its_account_serves_a_mail_program(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        kind: str) -> None:
    desk.configure_sign_in(POST_CLIENT)
    path, tokens = written(desk, kind, user)
    before = path.read_bytes()
    client = ["--client", "app"] if JSON_KINDS[kind][1] else []
    done = desk.tool("import", str(path), "--account", user.login, *client)
    assert done.returncode == DONE, done.stderr
    assert f"Imported {user.login} from " in done.stdout and "old tool off: " in done.stdout
    assert_says_no_secret(done, tokens)
    (request,) = authorization_server.refreshes()
    assert request["status"] == 200
    record = desk.record(user.login)
    assert record["refresh_token"] != tokens.refresh_token and record["provider"] == "local"
    assert authorization_server.is_refresh_token_alive(record["refresh_token"])
    assert path.read_bytes() == before
    assert CLIENTS["mbsync"].login(desk, dovecot, user, "XOAUTH2").accepted
    assert len(authorization_server.requests()) == 1


def test_a_token_file_takes_from_sasl_xoauth2s_configuration_what_it_lacks(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    path, tokens = written(desk, "sasl_xoauth2", user)
    content = json.loads(path.read_text())
    defaults = {name: content.pop(name) for name in ("client_id", "client_secret",
                                                     "token_endpoint")}
    path.write_text("// by hand\n" + json.dumps(content))
    with desk.installation.file(desk.installation.xoauth2_conf, json.dumps(defaults)):
        done = desk.tool("import", str(path))
    assert done.returncode == DONE, done.stderr
    assert_says_no_secret(done, tokens)
    assert desk.record(user.login)["client_id"] == POST_CLIENT.id


def test_json_says_what_was_done_and_what_to_do(desk: Desk, user: User) -> None:
    path, tokens = written(desk, "sasl_xoauth2", user)
    done = desk.tool("import", str(path), "--json")
    answer = json.loads(done.stdout)
    assert (answer["account"], answer["from"], answer["imported"]) == (user.login, "sasl_xoauth2",
                                                                       True)
    assert answer["path"] == str(desk.record_path(user.login)) and "sasl-xoauth2" in answer["next"]
    assert_says_no_secret(done, tokens)


def test_a_dry_run_asks_nobody_and_keeps_nothing(authorization_server: AuthorizationServer,
                                                 desk: Desk, user: User) -> None:
    path, tokens = written(desk, "sasl_xoauth2", user)
    done = desk.tool("import", str(path), "--dry-run")
    assert done.returncode == DONE and POST_CLIENT.id in done.stdout
    assert_says_no_secret(done, tokens)
    assert authorization_server.requests() == [] and list(desk.store.iterdir()) == []


def test_an_account_that_stands_is_replaced_only_if_that_is_said(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    path, _ = written(desk, "sasl_xoauth2", user)
    standing = desk.add_account(user.login, authorization_server.issue(user.login))
    before = standing.read_bytes()
    done = desk.tool("import", str(path))
    assert done.returncode == CONFIGURATION and "--replace" in done.stderr
    assert standing.read_bytes() == before and authorization_server.requests() == []
    assert desk.tool("import", str(path), "--replace").returncode == DONE
    assert desk.record(user.login)["client_id"] == POST_CLIENT.id


def test_an_msal_cache_is_for_microsoft_alone(authorization_server: AuthorizationServer,
                                              desk: Desk, user: User) -> None:
    """As far as that goes without Microsoft: what would be refreshed, and where."""
    tokens = authorization_server.issue(user.login)
    text = foreign_files.msal_cache(tokens, user.login, "login.microsoftonline.com")
    path = private(desk.folder / "credentials.bin", text)
    done = desk.tool("import", str(path), "--dry-run", "--json")
    assert done.returncode == DONE, done.stderr
    answer = json.loads(done.stdout)
    assert (answer["account"], answer["provider"]) == (user.login, "microsoft")
    assert answer["token_endpoint"] == "https://login.microsoftonline.com/utid/oauth2/v2.0/token"
    path.write_text(foreign_files.msal_cache(tokens, user.login, "evil.example"))
    done = desk.tool("import", str(path))
    assert done.returncode == CONFIGURATION and "environment that is not Microsoft" in done.stderr
    assert_says_no_secret(done, tokens)


# What cannot be taken over leaves the store as it was


@pytest.mark.parametrize("stands", [False, True], ids=["new", "replaced"])
def test_a_dead_token_leaves_the_store_as_it_was(
        authorization_server: AuthorizationServer, desk: Desk, user: User, stands: bool) -> None:
    path, tokens = written(desk, "sasl_xoauth2", user)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    if stands:
        desk.add_account(user.login, authorization_server.issue(user.login))
    record = desk.record_path(user.login)
    before = json.loads(record.read_text()) if stands else None
    done = desk.tool("import", str(path), "--replace")
    assert done.returncode == SIGN_IN_NEEDED and "invalid_grant" in done.stderr
    assert "nothing was taken over" in done.stderr and done.stderr.count("\n") == 1
    assert_says_no_secret(done, tokens)
    if before:
        after = json.loads(record.read_text())
        assert {name: after[name] for name in before} == before
    else:
        assert not record.exists()


@pytest.mark.parametrize("changes,code,words", [
    ({"client_secret": "wrong-secret-canary"}, CONFIGURATION, "use to the client alone that got it"),
    ({"client_id": "unknown-client"}, CONFIGURATION, "use to the client alone that got it"),
    ({"client_id": PUBLIC_CLIENT.id, "client_secret": ""}, SIGN_IN_NEEDED, "another client got it")],
    ids=["secret", "unknown", "another"])
def test_a_wrong_client_is_named_as_the_cause(desk: Desk, user: User, changes: dict[str, str],
                                              code: int, words: str) -> None:
    path, tokens = written(desk, "sasl_xoauth2", user, **changes)
    done = desk.tool("import", str(path))
    assert done.returncode == code and words in done.stderr, done.stderr
    assert_says_no_secret(done, tokens, "wrong-secret-canary")
    assert not desk.record_path(user.login).exists()


def test_a_server_that_is_away_is_to_be_tried_again(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    path, _ = written(desk, "sasl_xoauth2", user)
    authorization_server.reply_next(503, "")
    done = desk.tool("import", str(path))
    assert done.returncode == TRY_LATER and not desk.record_path(user.login).exists()
    assert desk.tool("import", str(path)).returncode == DONE


def test_a_new_token_that_came_with_a_useless_answer_is_kept(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    path, _ = written(desk, "sasl_xoauth2", user)
    authorization_server.reply_next(200, {"refresh_token": "the-only-copy"})
    done = desk.tool("import", str(path))
    assert done.returncode != DONE and "so the account was kept" in done.stderr
    assert desk.record(user.login)["refresh_token"] == "the-only-copy"


def test_a_client_is_not_shown_to_a_server_that_only_the_file_names(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    desk.configure_sign_in(POST_CLIENT)
    path, _ = written(desk, "sasl_xoauth2", user, token_endpoint="https://evil.example/token",
                      client_id="", client_secret="")
    done = desk.tool("import", str(path), "--client", "app")
    assert done.returncode == CONFIGURATION and "evil.example" in done.stderr
    assert authorization_server.requests() == [] and list(desk.store.iterdir()) == []


@pytest.mark.parametrize("text,words", [
    ("", "is empty"), ('{"refresh_token": "1//abc", "exp', "cut off"),
    ('{"refresh_token": "a", "refresh_token": "b", "expiry": 0}', "stands twice"),
    ('{"refresh_token": 7, "registration": "google"}', "is not a string"),
    ('{"refresh_token": "a\\u0001canary", "expiry": "0"}', "control character"),
    ('{"access_token": "canary"}', "no refresh token"), ('{"a": 1}', "no program that is known"),
    ('{"refresh_token": "a", "expiry": 0, "token_endpoint": "http://x.example/"}', "not https"),
    ("-----BEGIN PGP MESSAGE-----\n", "--decrypt"), ("1//bare-token-canary\n", "one token"),
    ('{"version": 1, "account": "a", "refresh_token": "canary"}', "record of sasl-oauth"),
    ('{"installed": {"client_id": "a"}}', "sasl-oauth login ADDRESS --client"),
    ('{"a": ' + "[" * 5000, "cut off")], ids=lambda one: one[:24])
def test_a_file_that_is_none_is_named_with_the_remedy_and_repeats_nothing(
        desk: Desk, text: str, words: str) -> None:
    path = private(desk.folder / "file", text)
    done = desk.tool("import", str(path), "--account", "a@example.org")
    assert (done.returncode, done.stdout) == (CONFIGURATION, ""), done.stderr
    assert words in done.stderr and done.stderr.count("\n") == 1 and "canary" not in done.stderr
    assert list(desk.store.iterdir()) == []


def test_what_is_no_file_or_open_to_others_is_told(desk: Desk, user: User) -> None:
    done = desk.tool("import", str(desk.folder / "missing"))
    assert done.returncode == CONFIGURATION and "there is no file" in done.stderr
    done = desk.tool("import", str(desk.folder))
    assert done.returncode == CONFIGURATION and "name a file, not a folder" in done.stderr
    path, tokens = written(desk, "sasl_xoauth2", user)
    path.chmod(0o644)
    done = desk.tool("import", str(path))
    assert done.returncode == DONE and f"chmod 600 {path}" in done.stderr
    assert_says_no_secret(done, tokens)


def test_a_mistake_on_the_command_line_is_named(desk: Desk) -> None:
    done = desk.tool("import", "nonsense", "file")
    assert done.returncode == USAGE and "nonsense is not among auto, sasl_xoauth2" in done.stderr
    assert desk.tool("import").returncode == USAGE
