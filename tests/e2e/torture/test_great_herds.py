# SPDX-License-Identifier: MIT
"""200 processes, and 8 of 25 threads, find the tokens of one account or of fifty expired at once."""

from __future__ import annotations

import pytest

import evidence
from authorization_server import AuthorizationServer
from effort import tried
from herd import PART, Herds, check, expired_accounts
from installation import Desk
from mail_store import User

SHAPES = ((200, 1), (8, 25))
SIZES = [(shape, accounts) for shape in SHAPES for accounts in (1, 50)]
SECONDS = 20  # 200 logins on a busy machine; the one request takes 0.3 of them


@pytest.mark.parametrize(("shape", "count"), tried(SIZES, in_short=2))
def test_each_account_is_refreshed_once_and_all_sign_in(
        desk: Desk, user: User, authorization_server: AuthorizationServer, herds: Herds,
        shape: tuple[int, int], count: int) -> None:
    accounts = expired_accounts(desk, user.login, count)
    authorization_server.delay_next(0.3, count=count)
    processes, threads = shape
    evidence.note(PART, "processes at once", processes, "max")
    evidence.note(PART, "threads in one process", threads, "max")
    with herds.herd(desk, list(accounts), processes=processes, threads=threads) as herd:
        logins = herd.logins()
    assert len(logins) == 200
    check(desk, accounts, logins)
    print(f"worst wait {max(one.seconds for one in logins):.2f} s")
    assert max(one.seconds for one in logins) < SECONDS
