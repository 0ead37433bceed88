# SPDX-License-Identifier: MIT
"""What stands where a program wants a password: token files, tokens, names, and real passwords."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from authorization_server import POST_CLIENT, AuthorizationServer
from dovecot import Dovecot
from installation import HOUR, Desk, Installation
from mail_clients import CLIENTS, MBSYNC_CLIENT, LoginClient, Outcome, command_line
from mail_store import User
from sasl_dialogue import MECHANISMS

LOG_SECONDS = 5
WAYS = ["imtest -w", "mbsync Pass", "mbsync PassCmd"]


class Door:
    """Signs in with a password that is none, the way the test says."""

    def __init__(self, desk: Desk, dovecot: Dovecot, user: User, way: str) -> None:
        self.desk, self.dovecot, self.user, self.way = desk, dovecot, user, way

    def login(self, password: str | Path, mechanism: str = "XOAUTH2") -> Outcome:
        client = CLIENTS[self.way.split()[0]]
        extra = {"password": str(password)}
        if self.way.endswith("PassCmd"):
            extra = {"pass_command": command_line(["echo", password])}
        return client.login(self.desk, self.dovecot, self.user, mechanism, **extra)


@pytest.fixture(params=WAYS)
def door(desk: Desk, dovecot: Dovecot, user: User, request: pytest.FixtureRequest) -> Door:
    return Door(desk, dovecot, user, request.param)


# sasl-xoauth2's token files


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_token_file_of_sasl_xoauth2_signs_in_and_stays_as_it_is(
        authorization_server: AuthorizationServer, door: Door, mechanism: str) -> None:
    path = door.desk.add_token_file(authorization_server.issue(door.user.login))
    before = path.read_bytes()
    outcome = door.login(path, mechanism)
    assert outcome.accepted, outcome.output
    assert path.read_bytes() == before and authorization_server.requests() == []
    assert door.login(f"file:{path}", mechanism).accepted


def test_a_refresh_rewrites_the_token_file_in_its_own_format(
        authorization_server: AuthorizationServer, door: Door) -> None:
    path = door.desk.add_token_file(authorization_server.issue(door.user.login, POST_CLIENT),
                                    client=POST_CLIENT, expires_in=-10)
    path.write_text(path.read_text().replace("[1, 2.5]", "[1, 2.50]"))
    path.chmod(0o640)
    before = json.loads(path.read_text())
    start = int(time.time())
    outcome = door.login(path)
    assert outcome.accepted, outcome.output
    assert len(authorization_server.requests()) == 1
    after = json.loads(path.read_text())
    assert path.stat().st_mode & 0o777 == 0o640
    assert [name for name in after if name != "sasl-oauth"] == list(before)
    changed = {name for name in before if after[name] != before[name]}
    assert changed == {"access_token", "refresh_token", "expiry"}
    assert isinstance(after["expiry"], str) and start + HOUR <= int(after["expiry"])
    assert authorization_server.is_refresh_token_alive(after["refresh_token"])
    assert '"kept":[1,2.50]' in path.read_text().replace(" ", "")
    assert door.login(path).accepted and len(authorization_server.requests()) == 1


def conf_text(server: AuthorizationServer) -> str:
    return json.dumps({"client_id": POST_CLIENT.id, "client_secret": POST_CLIENT.secret,
                       "token_endpoint": server.token_endpoint,
                       "ca_bundle_file": str(server.ca_file), "log_to_syslog_on_failure": "yes"})


def test_what_a_token_file_lacks_comes_from_the_configuration_of_sasl_xoauth2(
        authorization_server: AuthorizationServer, installed: Installation, door: Door) -> None:
    door.desk.config.write_text("")
    tokens = authorization_server.issue(door.user.login, POST_CLIENT)
    path = door.desk.add_token_file(tokens, expires_in=-10, client_id=None, client_secret=None,
                                    token_endpoint=None, ca_bundle_file=None)
    before = json.loads(path.read_text())
    with installed.file(installed.xoauth2_conf, conf_text(authorization_server)):
        outcome = door.login(path)
    assert outcome.accepted, outcome.output
    (request,) = authorization_server.requests()
    assert request["client_id"] == POST_CLIENT.id
    assert json.loads(path.read_text()).keys() - {"sasl-oauth"} == before.keys()


def test_what_a_token_file_says_goes_before_the_configuration_of_sasl_xoauth2(
        authorization_server: AuthorizationServer, installed: Installation, door: Door) -> None:
    path = door.desk.add_token_file(authorization_server.issue(door.user.login), expires_in=-10)
    wrong = json.dumps({"client_id": "wrong", "client_secret": "wrong", "proxy": "",
                        "token_endpoint": "https://127.0.0.1:1/", "ca_bundle_file": "/nowhere"})
    with installed.file(installed.xoauth2_conf, wrong):
        outcome = door.login(path)
    assert outcome.accepted, outcome.output
    (request,) = authorization_server.requests()
    assert (request["client_id"], request["status"]) == ("mail-app", 200)


def test_the_user_of_a_token_file_is_sent_instead_of_the_login_name(
        authorization_server: AuthorizationServer, door: Door) -> None:
    path = door.desk.add_token_file(authorization_server.issue(door.user.login),
                                    user=door.user.login)
    door.user = User("somebody-else@example.org", door.user.subjects)
    assert door.login(path).accepted


def test_a_refused_token_of_a_token_file_is_replaced_at_the_next_login(
        authorization_server: AuthorizationServer, door: Door) -> None:
    tokens = authorization_server.issue(door.user.login)
    authorization_server.revoke_access_token(tokens.access_token)
    path = door.desk.add_token_file(tokens)
    refused = door.login(path)
    assert refused.answer.endswith("NO [AUTHENTICATIONFAILED] Authentication failed.")
    assert json.loads(path.read_text())["expiry"] == "0" and authorization_server.requests() == []
    assert door.login(path).accepted
    assert len(authorization_server.requests()) == 1


def test_a_dead_token_file_is_asked_once_and_revived_by_a_new_refresh_token_in_it(
        authorization_server: AuthorizationServer, desk: Desk, dovecot: Dovecot,
        user: User) -> None:
    tokens = authorization_server.issue(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    path = desk.add_token_file(tokens, expires_in=-10)
    for _ in range(2):
        outcome = MBSYNC_CLIENT.login(desk, dovecot, user, "XOAUTH2", password=str(path))
        assert "answered invalid_grant" in outcome.output
        assert "a person must sign in" in outcome.output
    assert len(authorization_server.requests()) == 1
    content = json.loads(path.read_text())
    assert content["refresh_token"] == tokens.refresh_token
    assert content["sasl-oauth"]["verdict"]["error"] == "invalid_grant"
    content["refresh_token"] = authorization_server.issue(user.login).refresh_token
    path.write_text(json.dumps(content))
    outcome = MBSYNC_CLIENT.login(desk, dovecot, user, "XOAUTH2", password=str(path))
    assert outcome.accepted, outcome.output
    assert len(authorization_server.requests()) == 2


def test_a_token_file_that_all_may_read_works_is_told_and_is_tightened_by_the_next_write(
        authorization_server: AuthorizationServer, desk: Desk, dovecot: Dovecot, user: User,
        login_client: LoginClient) -> None:
    path = desk.add_token_file(authorization_server.issue(user.login), expires_in=-10)
    path.chmod(0o644)
    first = login_client.login(desk, dovecot, user, "XOAUTH2", password=str(path))
    assert first.accepted and path.stat().st_mode & 0o777 == 0o640
    second = login_client.login(desk, dovecot, user, "XOAUTH2", password=str(path))
    assert second.accepted and "log" not in second.output
    path.chmod(0o644)
    third = login_client.login(desk, dovecot, user, "XOAUTH2", password=str(path))
    assert third.accepted and f"log 3: sasl-oauth: {path} can be read by" in third.output


# Tokens and names


@pytest.mark.parametrize("mechanism", MECHANISMS)
@pytest.mark.parametrize("prefix", ["", "token:"])
def test_a_token_as_the_password_is_sent_as_it_is(
        authorization_server: AuthorizationServer, door: Door, prefix: str,
        mechanism: str) -> None:
    token = authorization_server.issue(door.user.login).access_token
    outcome = door.login(prefix + token, mechanism)
    assert outcome.accepted, outcome.output
    authorization_server.revoke_access_token(token)
    assert "NO [AUTHENTICATIONFAILED]" in door.login(prefix + token, mechanism).answer


@pytest.mark.parametrize("end", ["", "\n", "\r\n"], ids=["bare", "LF", "CRLF"])
def test_a_file_with_one_line_is_a_token(
        authorization_server: AuthorizationServer, door: Door, end: str) -> None:
    path = door.desk.folder / "one-line"
    path.write_text(authorization_server.issue(door.user.login).access_token + end, newline="")
    path.chmod(0o600)
    outcome = door.login(path)
    assert outcome.accepted, outcome.output


@pytest.mark.parametrize("password", ["oauth2:work", "oauth2:WORK"])
def test_an_account_can_be_named(authorization_server: AuthorizationServer, door: Door,
                                 password: str) -> None:
    door.desk.add_account("work", authorization_server.issue(door.user.login))
    outcome = door.login(password)
    assert outcome.accepted, outcome.output


@pytest.mark.parametrize("password", ["oauth2", "-", "anything at all", "/no/such/file"])
def test_an_account_of_the_login_name_goes_before_any_password(
        authorization_server: AuthorizationServer, door: Door, password: str) -> None:
    door.desk.add_account(door.user.login, authorization_server.issue(door.user.login))
    assert door.login(password).accepted


def test_the_password_is_not_even_asked_for_where_there_is_an_account(
        authorization_server: AuthorizationServer, desk: Desk, dovecot: Dovecot, user: User,
        login_client: LoginClient) -> None:
    desk.add_account(user.login, authorization_server.issue(user.login))
    assert "asked for" not in login_client.login(desk, dovecot, user, "XOAUTH2").output


# People with passwords


def ready(desk: Desk) -> None:
    """Makes the mark of a user who has an account."""
    mark = desk.home / ".local/state/sasl-oauth/.ready"
    mark.parent.mkdir(parents=True)
    mark.touch()


def mechanism_of(dovecot: Dovecot, user: User) -> str:
    """With what the user signed in last, as the mail server has it: in its log, a little later."""
    def lines() -> list[str]:
        return [one for one in dovecot.log().splitlines() if f"Login: user=<{user.login}>" in one]

    deadline = time.monotonic() + LOG_SECONDS
    while not lines() and time.monotonic() < deadline:
        time.sleep(0.01)
    return lines()[-1].partition("method=")[2].partition(",")[0]


@pytest.mark.parametrize("name", list(CLIENTS))
def test_a_user_with_a_password_and_no_account_is_not_disturbed(
        installed: Installation, desk: Desk, dovecot: Dovecot, user: User, name: str) -> None:
    with installed.file(installed.plugin_conf, "prefer: auto\n"):
        outcome = CLIENTS[name].login(desk, dovecot, user, "*", password=user.password)
    assert outcome.accepted, outcome.output
    assert mechanism_of(dovecot, user) in ("PLAIN", "LOGIN")


@pytest.mark.parametrize("mechanism", ["PLAIN", "LOGIN"])
@pytest.mark.parametrize("name", list(CLIENTS))
def test_a_named_password_mechanism_works_beside_a_preferred_plugin(
        desk: Desk, dovecot: Dovecot, user: User, name: str, mechanism: str) -> None:
    outcome = CLIENTS[name].login(desk, dovecot, user, mechanism, password=user.password)
    # Dovecot calls IMAP's LOGIN command PLAIN.
    assert outcome.accepted and mechanism_of(dovecot, user) in ("PLAIN", mechanism), outcome.output


@pytest.mark.parametrize("name", list(CLIENTS))
def test_a_user_with_an_account_is_signed_in_with_it_by_programs_that_choose_themselves(
        authorization_server: AuthorizationServer, installed: Installation, desk: Desk,
        dovecot: Dovecot, user: User, name: str) -> None:
    ready(desk)
    desk.add_account(user.login, authorization_server.issue(user.login))
    with installed.file(installed.plugin_conf, None):
        outcome = CLIENTS[name].login(desk, dovecot, user, "*")
    assert outcome.accepted, outcome.output
    assert mechanism_of(dovecot, user) in MECHANISMS


@pytest.mark.parametrize("name", list(CLIENTS))
def test_one_program_can_be_kept_away(installed: Installation, desk: Desk, dovecot: Dovecot,
                                      user: User, name: str) -> None:
    ready(desk)
    with installed.file(installed.plugin_conf, f"prefer: yes {name}=no\n"):
        outcome = CLIENTS[name].login(desk, dovecot, user, "*", password=user.password)
    assert outcome.accepted and mechanism_of(dovecot, user) in ("PLAIN", "LOGIN"), outcome.output


def test_where_we_are_chosen_for_a_password_the_error_names_the_line_that_helps(
        desk: Desk, dovecot: Dovecot, user: User) -> None:
    outcome = MBSYNC_CLIENT.login(desk, dovecot, user, "*", password="an app password")
    assert not outcome.accepted
    for words in (f"there is no account {user.login}", '"AuthMechs PLAIN LOGIN" in mbsync', "plugin.conf"):
        assert words in outcome.output
    assert "an app password" not in outcome.output


def test_the_tests_see_the_installed_plugin(installed: Installation) -> None:
    assert os.path.realpath(installed.sasl_path / "libsasl-oauth.so") == str(installed.plugin)
    assert (installed.sasl_path / "libplain.so").exists()
