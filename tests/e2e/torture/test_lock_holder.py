# SPDX-License-Identifier: MIT
"""The process that holds an account's lock is killed in mid-request, or stopped: the others wait no
longer than they say, and go on as soon as they can."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Iterator

import pytest

import evidence
from authorization_server import AuthorizationServer
from effort import is_full, tried
from herd import PART, Animal, Herds, Login, check, expired_accounts, requests_of
from installation import Desk
from mail_store import User

HERD = 199
LOCK_SECONDS = 20  # bounds::lock_timeout
LIVE_LOCK_SECONDS = 3  # oauth/token_source.cc
BUSY_SECONDS = 10  # what 200 processes on two cores may take longer
SASL_UNAVAIL = -24


@contextlib.contextmanager
def holder(herds: Herds, desk: Desk, login: str) -> Iterator[Animal]:
    """A process in the middle of its request."""
    with herds.herd(desk, [login], processes=1) as herd:
        herd.begin()
        desk.server.wait_for_request()
        yield herd.animals[0]


def note_worst(logins: list[Login]) -> float:
    worst = max(one.seconds for one in logins)
    print(f"worst wait {worst:.2f} s")
    return worst


@pytest.mark.parametrize("shape", tried([(8, 25), (HERD, 1)], in_short=1))
def test_the_lock_of_a_killed_process_is_free_at_once(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds,
        shape: tuple[int, int]) -> None:
    accounts = expired_accounts(desk, user.login, 1)
    authorization_server.hang_next()
    with herds.herd(desk, list(accounts), processes=shape[0], threads=shape[1]) as herd, \
            holder(herds, desk, *accounts) as asking:
        herd.begin()
        time.sleep(0.5)
        asking.signal(signal.SIGKILL)
        logins = herd.all()
    evidence.note(PART, "lock holders killed", 1)
    # Its own request and one more.
    check(desk, accounts, logins, requests=2)
    assert note_worst(logins) < BUSY_SECONDS


def test_a_process_that_is_stopped_for_a_while_only_delays_the_others(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds) -> None:
    accounts = expired_accounts(desk, user.login, 1)
    authorization_server.delay_next(1)
    with herds.herd(desk, list(accounts), processes=HERD) as herd, \
            holder(herds, desk, *accounts) as asking:
        asking.signal(signal.SIGSTOP)
        herd.begin()
        time.sleep(2)
        asking.signal(signal.SIGCONT)
        asking.wait_for("done")
        logins = herd.all() + asking.logins
    evidence.note(PART, "lock holders stopped", 1)
    check(desk, accounts, logins)
    assert 1.5 < note_worst(logins) < 2 + BUSY_SECONDS


@contextlib.contextmanager
def stopped_for_good(herds: Herds, desk: Desk, login: str) -> Iterator[Animal]:
    """A process that holds the lock of this account and does nothing more."""
    desk.server.hang_next()
    with holder(herds, desk, login) as asking:
        asking.signal(signal.SIGSTOP)
        evidence.note(PART, "lock holders stopped", 1)
        yield asking


@pytest.mark.skipif(not is_full(), reason="waits for 20 s; ./dev torture does")
def test_logins_behind_a_process_that_is_stopped_for_good_fail_in_time_and_say_so(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds) -> None:
    accounts = expired_accounts(desk, user.login, 1)
    (login,) = accounts
    with herds.herd(desk, [login], processes=HERD) as herd, \
            stopped_for_good(herds, desk, login) as asking:
        logins = herd.logins()
        worst = note_worst(logins)
        evidence.note(PART, "longest wait for a lock that is never let go", worst, "max")
        sentence = (f"another process holds {desk.store}/{login}.lock for longer than "
                    f"{LOCK_SECONDS} s; try again later")
        assert all(one.code == SASL_UNAVAIL and sentence in one.sentence for one in logins)
        assert LOCK_SECONDS <= min(one.seconds for one in logins)
        assert worst < LOCK_SECONDS + BUSY_SECONDS
        assert requests_of(authorization_server, accounts) == {login: 1}
        asking.signal(signal.SIGKILL)
        with herds.herd(desk, [login], processes=1) as next_one:
            logins = next_one.logins()
    check(desk, accounts, logins, requests=2)


def test_a_token_that_still_lives_is_used_behind_a_process_that_is_stopped_for_good(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds) -> None:
    tokens = authorization_server.issue(user.login)
    desk.add_account(user.login, tokens, expires_in=60)
    with herds.herd(desk, [user.login], processes=4, threads=5) as herd, \
            stopped_for_good(herds, desk, user.login):
        logins = herd.logins()
    assert [one.token for one in logins] == [tokens.access_token] * 20
    assert note_worst(logins) < LIVE_LOCK_SECONDS + BUSY_SECONDS


def test_other_accounts_do_not_notice_a_process_that_is_stopped_for_good(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds) -> None:
    desk.add_expired_account(user.login)
    with stopped_for_good(herds, desk, user.login):
        authorization_server.reset()
        accounts = expired_accounts(desk, user.login, 20)
        with herds.herd(desk, list(accounts), processes=20) as herd:
            logins = herd.logins()
    check(desk, accounts, logins)
    assert note_worst(logins) < BUSY_SECONDS
