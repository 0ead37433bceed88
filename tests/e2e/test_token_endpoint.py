# SPDX-License-Identifier: MIT
"""What the token endpoint may answer, through the plugin: the sentence, the record, the time."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass, field
from typing import Any

import pytest

from authorization_server import BASIC_CLIENT, POST_CLIENT, PUBLIC_CLIENT, AuthorizationServer
from child import patience
from dovecot import Dovecot
from installation import HOUR, Desk
from mail_clients import LoginClient, Outcome
from mail_store import User

STATE = {"failures", "next_attempt_at", "verdict"}
PERSON, GENERIC, REFUSED, UNAVAILABLE = -18, -1, -13, -24
MISSING = "missing"
YEAR_2099 = {"Retry-After": "Wed, 21 Oct 2099 07:28:00 GMT"}
NOT_OAUTH = "is a proxy or a sign-in page of the network in between?"


@dataclass(frozen=True)
class Answer:
    """An answer of the endpoint, and what has to come of it."""

    title: str
    status: int
    body: Any
    code: int
    words: tuple[str, ...]
    headers: dict[str, str] = field(default_factory=dict)
    pause: range = range(1, 3)  # seconds until the next try, where there is one

    @property
    def is_final(self) -> bool:
        return self.code != UNAVAILABLE


def final(title: str, status: int, body: Any, code: int, *words: str) -> Answer:
    return Answer(title, status, body, code, words)


def transient(title: str, status: int, body: Any, *words: str, **more: Any) -> Answer:
    return Answer(title, status, body, UNAVAILABLE, words, **more)


SIGN_IN = "a person must sign in: sasl-oauth login {user}"
CORRECT = "correct the client or provider, then run: sasl-oauth login {user}"
ANSWERS = [
    final("R5 expired or revoked", 400, {"error": "invalid_grant", "error_description":
          "Token has been expired or revoked."}, PERSON,
          "127.0.0.1 answered invalid_grant: Token has been expired or revoked", SIGN_IN),
    final("R7 rapt", 400, {"error": "invalid_grant", "error_subtype": "invalid_rapt",
          "error_description": "reauth related error (invalid_rapt)"}, PERSON,
          "invalid_grant (invalid_rapt): reauth related error (invalid_rapt)", SIGN_IN),
    final("R8 AADSTS", 400, {"error": "invalid_grant", "error_codes": [700082], "suberror":
          "token_expired", "error_description": "AADSTS700082: The refresh token has expired."},
          PERSON, "invalid_grant (token_expired): AADSTS700082: The refresh token has expired",
          SIGN_IN),
    final("interaction", 400, {"error": "interaction_required"}, PERSON, "interaction_required",
          SIGN_IN),
    final("error with 200", 200, {"error": "invalid_grant"}, PERSON, "invalid_grant", SIGN_IN),
    final("R9 client", 401, {"error": "invalid_client"}, GENERIC, "invalid_client", CORRECT),
    final("scope", 400, {"error": "invalid_scope"}, GENERIC, "invalid_scope", CORRECT),
    final("R14 redirect", 302, "", GENERIC, "HTTP status 302", "check the token_endpoint", CORRECT),
    final("no such page", 404, "<html>", GENERIC, "HTTP status 404", "check the token_endpoint"),
    final("administrator", 400, {"error": "admin_policy_enforced"}, REFUSED,
          "admin_policy_enforced", "ask the mail domain's administrator"),
    transient("R10 too many", 429, {}, "HTTP status 429; it may work later",
              headers={"Retry-After": "120"}, pause=range(118, 122)),
    transient("R11 500", 500, "", "HTTP status 500; it may work later"),
    transient("R11 502", 502, "<html>no</html>", "HTTP status 502; it may work later"),
    transient("R11 503 until 2099", 503, "", "HTTP status 503", headers=YEAR_2099,
              pause=range(HOUR - 2, HOUR + 1)),
    transient("R11 504", 504, "", "HTTP status 504; it may work later"),
    transient("R12", 400, {"error": "temporarily_unavailable"}, "temporarily_unavailable"),
    transient("quota", 403, {"error": "rate_limit_exceeded"}, "rate_limit_exceeded"),
    transient("slow down", 400, {"error": "slow_down"}, "slow_down"),
    transient("R13 page", 200, "<html>sign in</html>", "not a JSON object", NOT_OAUTH),
    transient("page with 400", 400, "<html>sign in</html>", "HTTP status 400", NOT_OAUTH),
    transient("R13 empty", 200, "", "not a JSON object", NOT_OAUTH),
    transient("R13 {}", 200, {}, "holds no access_token", NOT_OAUTH),
    transient("R13 []", 200, [], "it is an array", NOT_OAUTH),
    transient("R13 truncated", 200, '{"access_token":"leaked-secret', "syntax error at byte"),
    transient("R13 a megabyte", 200, "x" * 1_000_000, "sent more than 65536 bytes of reply"),
    transient("R13 NUL", 200, b'{"access_token":"leaked-secret\0"}', "not a JSON object"),
    transient("R13 deep", 200, '{"a":' + "[" * 10_000, "not a JSON object"),
    transient("R4 mac", 200, {"access_token": "leaked-secret", "token_type": "mac"},
              'a token of type "mac", where mail wants Bearer'),
    transient("null", 200, {"access_token": None, "token_type": "Bearer"},
              "holds no access_token"),
    transient("R20 control byte", 200, {"access_token": "leaked-secret\x01", "token_type":
              "Bearer"}, "an access_token with forbidden characters"),
    transient("R20 line feed", 200, {"access_token": "leaked-secret\r\n", "token_type": "Bearer"},
              "an access_token with forbidden characters"),
    transient("twice", 200, '{"access_token":"leaked-secret","access_token":"leaked-secret",'
              '"token_type":"Bearer"}', 'has "access_token" twice'),
]


class Attempt:
    """Logins of one account, with a look at its record before and after."""

    def __init__(self, desk: Desk, dovecot: Dovecot, user: User, client: LoginClient) -> None:
        self.desk, self.dovecot, self.user, self.client = desk, dovecot, user, client

    def login(self, seconds: float = patience(5)) -> Outcome:
        """One login within the time; nothing secret in what it says, nothing half on the disk."""
        secrets = self._secrets()
        outcome = self.client.login(self.desk, self.dovecot, self.user, "XOAUTH2", seconds=seconds)
        for secret in (*secrets, *self._secrets(), "leaked-secret"):
            assert secret not in outcome.output
        names = {one.name for one in self.desk.store.iterdir()}
        record = self.desk.record_path(self.user.login).name
        assert names - {record, record.replace(".json", ".lock")} == set()
        return outcome

    def record(self) -> dict[str, Any]:
        return self.desk.record(self.user.login)

    def put_off(self, seconds: int) -> None:
        """The next request may be made so many seconds from now."""
        record = {**self.record(), "next_attempt_at": int(time.time()) + seconds}
        self.desk.record_path(self.user.login).write_text(json.dumps(record))

    def _secrets(self) -> list[str]:
        record = self.record()
        return [record[name] for name in ("access_token", "refresh_token", "client_secret")
                if record.get(name)]


@pytest.fixture
def attempt(desk: Desk, dovecot: Dovecot, user: User, login_client: LoginClient) -> Attempt:
    return Attempt(desk, dovecot, user, login_client)


def each_answer(test):
    return pytest.mark.parametrize("answer", ANSWERS, ids=[one.title for one in ANSWERS])(test)


@each_answer
def test_a_failure_is_told_in_a_sentence_and_noted_in_an_otherwise_unchanged_record(
        authorization_server: AuthorizationServer, attempt: Attempt, answer: Answer) -> None:
    attempt.desk.add_expired_account(attempt.user.login, POST_CLIENT)
    before = attempt.record()
    authorization_server.reply_next(answer.status, answer.body, headers=answer.headers)
    start = int(time.time())
    outcome = attempt.login()
    assert outcome.exit_code == 2
    error = outcome.output.splitlines()[-1]
    assert error.startswith(f"error {answer.code}: ") and ": sasl-oauth: 127.0.0.1" in error
    for words in answer.words:
        assert words.format(user=attempt.user.login) in error

    after = attempt.record()
    assert {name: value for name, value in after.items() if name not in STATE} == before
    assert ("verdict" in after) == answer.is_final
    if not answer.is_final:
        assert after["failures"] == 1
        assert after["next_attempt_at"] - start in range(answer.pause.start, answer.pause.stop + 1)


@each_answer
def test_a_failure_is_not_repeated_by_the_next_login(
        authorization_server: AuthorizationServer, attempt: Attempt, answer: Answer) -> None:
    attempt.desk.add_expired_account(attempt.user.login)
    authorization_server.reply_next(answer.status, answer.body, headers=answer.headers)
    attempt.login()
    if not answer.is_final:
        attempt.put_off(60)  # a first pause of a second may be over already
    noted = attempt.desk.record_path(attempt.user.login).read_bytes()
    second = attempt.login()
    assert second.exit_code == 2
    assert answer.is_final or f"no new token for {attempt.user.login}" in second.output
    assert attempt.desk.record_path(attempt.user.login).read_bytes() == noted
    assert len(authorization_server.requests()) == 1


@each_answer
def test_a_token_that_still_lives_is_used_all_the_same(
        authorization_server: AuthorizationServer, attempt: Attempt, answer: Answer) -> None:
    tokens = authorization_server.issue(attempt.user.login)
    attempt.desk.add_account(attempt.user.login, tokens, expires_in=60)
    authorization_server.reply_next(answer.status, answer.body, headers=answer.headers)
    outcome = attempt.login()
    assert outcome.accepted and "log 3: sasl-oauth: " in outcome.output
    assert len(authorization_server.requests()) == 1


def good_token(server: AuthorizationServer, user: User) -> dict[str, Any]:
    return {"access_token": server.issue(user.login).access_token, "token_type": "Bearer",
            "expires_in": 3599}


@pytest.mark.parametrize("changes,life", [
    ({}, 3599), ({"expires_in": "3599"}, 3599), ({"expires_in": None}, 3600),
    ({"expires_in": MISSING}, 3600), ({"expires_in": 1e3}, 1000), ({"expires_in": "x"}, 3600),
    ({"expires_in": []}, 3600),
    ({"expires_in": 124234123534}, 10 * 365 * 24 * HOUR), ({"token_type": "bEARER"}, 3599),
    ({"token_type": MISSING}, 3599), ({"scope": "mail", "id_token": {"a": [1]}}, 3599)],
    ids=str)
def test_a_lenient_reader_takes_what_servers_send(
        authorization_server: AuthorizationServer, attempt: Attempt, changes: dict[str, Any],
        life: int) -> None:
    """R1, R3 and R4."""
    old = attempt.desk.add_expired_account(attempt.user.login)
    reply = {**good_token(authorization_server, attempt.user), **changes}
    authorization_server.reply_next(
        200, {name: value for name, value in reply.items() if value is not MISSING})
    start = int(time.time())
    assert attempt.login().accepted
    record = attempt.record()
    assert (record["access_token"], record["refresh_token"]) == (
        reply["access_token"], old.refresh_token)
    assert start + life <= record["expires_at"] <= start + life + 3
    assert len(authorization_server.requests()) == 1


@pytest.mark.parametrize("life", [0, -5])
def test_a_token_that_is_over_at_once_is_not_used_again(
        authorization_server: AuthorizationServer, attempt: Attempt, life: int) -> None:
    attempt.desk.add_expired_account(attempt.user.login)
    reply = {**good_token(authorization_server, attempt.user), "expires_in": life}
    authorization_server.reply_next(200, reply)
    attempt.login()
    assert attempt.record()["expires_at"] <= time.time()
    assert attempt.login().accepted
    assert len(authorization_server.requests()) == 2


def test_a_new_refresh_token_replaces_the_old_one(
        authorization_server: AuthorizationServer, attempt: Attempt) -> None:
    """R2."""
    attempt.desk.add_expired_account(attempt.user.login)
    reply = {**good_token(authorization_server, attempt.user), "refresh_token": "new-one"}
    authorization_server.reply_next(200, reply)
    assert attempt.login().accepted
    assert attempt.record()["refresh_token"] == "new-one"


@pytest.mark.parametrize("body", [{"access_token": None}, {"access_token": "a\x01"}, {}], ids=str)
def test_a_new_refresh_token_is_kept_even_if_the_access_token_is_no_good(
        authorization_server: AuthorizationServer, attempt: Attempt, body: dict[str, Any]) -> None:
    attempt.desk.add_expired_account(attempt.user.login)
    authorization_server.reply_next(200, {**body, "refresh_token": "new-one"})
    assert attempt.login().exit_code == 2
    assert attempt.record()["refresh_token"] == "new-one"


@pytest.mark.parametrize("value", ["", None, 7, ["x"]], ids=str)
def test_a_refresh_token_is_never_replaced_by_what_is_none(
        authorization_server: AuthorizationServer, attempt: Attempt, value: Any) -> None:
    old = attempt.desk.add_expired_account(attempt.user.login)
    reply = {**good_token(authorization_server, attempt.user), "refresh_token": value}
    authorization_server.reply_next(200, reply)
    assert attempt.login().accepted
    assert attempt.record()["refresh_token"] == old.refresh_token


def test_a_redirect_is_not_followed_with_the_secrets(
        authorization_server: AuthorizationServer, attempt: Attempt) -> None:
    attempt.desk.add_expired_account(attempt.user.login)
    elsewhere = authorization_server.introspection_endpoint
    authorization_server.reply_next(307, "", headers={"Location": elsewhere})
    assert attempt.login().exit_code == 2
    assert len(authorization_server.requests()) == 1
    assert authorization_server.requests("/token/introspection") == []


@pytest.mark.parametrize("client", [PUBLIC_CLIENT, POST_CLIENT, BASIC_CLIENT],
                         ids=lambda one: one.authentication)
def test_each_way_of_client_authentication_is_accepted_with_an_odd_secret(
        authorization_server: AuthorizationServer, attempt: Attempt, client) -> None:
    attempt.desk.add_expired_account(attempt.user.login, client)
    assert attempt.login().accepted
    (request,) = authorization_server.requests()
    is_basic = client.authentication == "client_secret_basic"
    assert request["client_authentication"] == ("basic" if is_basic else "form")
    assert attempt.record().get("client_secret") == client.secret


def test_a_connection_that_is_cut_is_told_and_tried_again_later(
        authorization_server: AuthorizationServer, attempt: Attempt) -> None:
    """R15."""
    attempt.desk.add_expired_account(attempt.user.login)
    authorization_server.cut_next()
    assert "connection to 127.0.0.1:" in (output := attempt.login().output)
    assert "was lost: " in output and "try again later" in output
    attempt.put_off(-1)
    assert attempt.login().accepted
    assert not STATE & attempt.record().keys()


def test_a_server_that_never_answers_costs_fifteen_seconds_and_only_one_login(
        authorization_server: AuthorizationServer, attempt: Attempt) -> None:
    """R15."""
    attempt.desk.add_expired_account(attempt.user.login)
    authorization_server.hang_next()
    outcome = attempt.login(seconds=20)
    assert "no answer from 127.0.0.1:" in outcome.output and 14 < outcome.seconds < 17
    assert attempt.record()["failures"] == 1


def test_the_time_limit_can_be_set(authorization_server: AuthorizationServer,
                                   attempt: Attempt) -> None:
    attempt.desk.configure("request_timeout = \"1s\"\n")
    attempt.desk.add_expired_account(attempt.user.login)
    authorization_server.hang_next()
    assert 0.9 < attempt.login().seconds < 3


def test_a_lost_answer_of_a_rotating_server_leaves_an_account_that_says_what_to_do(
        authorization_server: AuthorizationServer, attempt: Attempt) -> None:
    """The server has spent the refresh token, and we shall never know the new one."""
    attempt.desk.add_expired_account(attempt.user.login)
    authorization_server.lose_next_reply()
    assert attempt.login().exit_code == 2
    assert "verdict" not in attempt.record()
    attempt.put_off(-1)
    assert f"sasl-oauth login {attempt.user.login}" in attempt.login().output
    assert len(authorization_server.requests()) == 2


@pytest.mark.parametrize("endpoint,words", [
    ("https://127.0.0.1:1/token", "cannot connect to 127.0.0.1:1"),
    ("https://nowhere.invalid/token", "cannot find host nowhere.invalid"),
    ("https://0.0.0.0:{port}/token", "certificate of 0.0.0.0:{port} is not trusted: "),
])
def test_a_server_that_cannot_be_reached_is_named_and_tried_again_later(
        attempt: Attempt, endpoint: str, words: str) -> None:
    """R15."""
    port = attempt.desk.server.issuer.rsplit(":", 1)[1]
    tokens = attempt.desk.server.issue(attempt.user.login)
    attempt.desk.add_account(attempt.user.login, tokens, expires_in=-10,
                             token_endpoint=endpoint.format(port=port))
    outcome = attempt.login()
    assert outcome.output.splitlines()[-1].startswith("error -24: ")
    assert words.format(port=port) in outcome.output
    assert attempt.record()["failures"] == 1 and "verdict" not in attempt.record()


def test_a_full_disk_loses_nothing_and_is_told_while_the_login_works(
        authorization_server: AuthorizationServer, attempt: Attempt) -> None:
    """R17; a limit on the size of files stands for the disk."""
    old = attempt.desk.add_expired_account(attempt.user.login)
    whole = attempt.desk.record_path(attempt.user.login).read_bytes()
    with attempt.client.without_disk():
        outcome = attempt.login()
    assert outcome.accepted, outcome.output
    assert "the new token could not be saved, and the next login may fail" in outcome.output
    assert attempt.desk.record_path(attempt.user.login).read_bytes() == whole
    assert old.refresh_token in whole.decode() and len(authorization_server.requests()) == 1
