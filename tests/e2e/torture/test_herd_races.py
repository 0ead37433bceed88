# SPDX-License-Identifier: MIT
"""What else changes an account while a herd signs in with it: the timer, a person who removes it or
signs in anew, and a mail server that refuses all of them."""

from __future__ import annotations

import subprocess
import time

import pytest

import evidence
from authorization_server import AuthorizationServer
from effort import is_full, tried
from folder_watch import FolderWatch
from herd import PART, Herds, check, expired_accounts
from installation import Desk
from mail_store import User

DONE = 0
TIMERS = 3
MOMENTS = [0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8]


def started(desk: Desk, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen([str(desk.installation.tool), *arguments], env=desk.environment,
                            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                            stderr=subprocess.PIPE, text=True)


def test_timers_and_logins_make_one_request_an_account(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds) -> None:
    count = 50 if is_full() else 10
    accounts = expired_accounts(desk, user.login, count)
    authorization_server.delay_next(0.2, count=count)
    with herds.herd(desk, list(accounts), processes=2 * count, threads=2) as herd:
        timers = [started(desk, "refresh", "--due", "--quiet") for _ in range(TIMERS)]
        logins = herd.logins()
        ends = [(one.communicate(timeout=30)[1], one.returncode) for one in timers]
    assert ends == [("", DONE)] * TIMERS
    check(desk, accounts, logins)


@pytest.mark.parametrize("moment", tried(MOMENTS, in_short=2))
def test_a_removed_account_does_not_come_back(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds,
        moment: float) -> None:
    desk.add_expired_account(user.login)
    authorization_server.delay_next(0.3, count=100)
    with herds.herd(desk, [user.login], processes=10, threads=4) as herd:
        herd.begin()
        time.sleep(moment)
        removal = desk.tool("remove", user.login, "--yes")
        logins = herd.all()
    assert removal.returncode == DONE, removal.stderr
    assert [one.name for one in desk.store.iterdir() if one.suffix != ".lock"] == []
    assert len(authorization_server.requests()) <= 1
    for one in logins:
        assert one.has_token or f"sasl-oauth login {user.login}" in one.sentence, one
    evidence.note(PART, "accounts removed under a herd", 1)


def test_a_record_that_somebody_deletes_by_hand_does_not_come_back(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds) -> None:
    desk.add_expired_account(user.login)
    authorization_server.delay_next(1)
    with herds.herd(desk, [user.login], processes=10, threads=4) as herd:
        herd.begin()
        authorization_server.wait_for_request()
        desk.record_path(user.login).unlink()
        logins = herd.all()
    assert [one.name for one in desk.store.iterdir() if one.suffix != ".lock"] == []
    assert len(authorization_server.requests()) == 1
    # The one that asked has its token; it says that it could not keep it.
    assert [one.has_token for one in logins].count(True) == 1
    evidence.note(PART, "accounts removed under a herd", 1)


@pytest.mark.parametrize("late", tried([0.0, 0.5, 1.0, 2.0], in_short=1))
def test_a_new_sign_in_is_not_overwritten_by_a_refresh_under_way(
        ready_desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds,
        late: float) -> None:
    old = ready_desk.add_expired_account(user.login)
    authorization_server.delay_next(late)
    with herds.herd(ready_desk, [user.login], processes=10, threads=2) as herd:
        herd.begin()
        authorization_server.wait_for_request()
        ready_desk.sign_in(user.login)
        logins = herd.all()
    assert all(one.has_token for one in logins), logins
    record = ready_desk.record(user.login)
    if authorization_server.is_refresh_token_alive(old.refresh_token):
        authorization_server.revoke_grant_of(old.refresh_token)
    assert authorization_server.is_refresh_token_alive(record["refresh_token"])
    assert [one["form"]["refresh_token"] for one in authorization_server.refreshes()] == [
        old.refresh_token]
    evidence.note(PART, "sign-ins under a herd", 1)


@pytest.mark.parametrize("shape", tried([(8, 25), (200, 1)], in_short=1))
def test_200_refused_logins_note_one_refusal_and_ask_once(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds,
        shape: tuple[int, int]) -> None:
    tokens = authorization_server.issue(user.login)
    desk.add_account(user.login, tokens)
    record = desk.record_path(user.login)
    processes, threads = shape
    with FolderWatch(record.parent) as watch, herds.herd(
            desk, [user.login], processes=processes, threads=threads, refuse=True) as herd:
        herd.begin()
        logins = herd.all("begun")
        assert {one.token for one in logins} == {tokens.access_token} and len(logins) == 200
        herd.begin()
        herd.all()
        assert watch.renamed() == [record.name]
    assert desk.record(user.login)["expires_at"] == 0
    assert authorization_server.requests() == []
    with herds.herd(desk, [user.login], processes=processes, threads=threads) as herd:
        logins = herd.logins()
    evidence.note(PART, "refused logins", 200)
    check(desk, {user.login: tokens}, logins)
