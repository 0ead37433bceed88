# SPDX-License-Identifier: MIT
"""Storage without flock: nothing is asked for without the lock, and each program says why."""

from __future__ import annotations

import errno
import subprocess
from pathlib import Path

import pytest

from authorization_server import AuthorizationServer
from herd import Herds
from installation import Desk
from mail_store import User

NO_ACCESS = 78
CAUSES = [(errno.ENOLCK, "No locks available"), (errno.EOPNOTSUPP, "Operation not supported")]


@pytest.fixture(name="without_locks", params=CAUSES, ids=lambda one: errno.errorcode[one[0]])
def fixture_without_locks(request: pytest.FixtureRequest, desk: Desk, user: User,
                          tmp_path: Path) -> str:
    """Every program of the desk finds no locks; gives the sentence that tells it."""
    number, cause = request.param
    library = tmp_path / "no_flock.so"
    source = Path(__file__).with_name("no_flock.c")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source)], check=True)
    desk.environment.update(LD_PRELOAD=str(library), NO_FLOCK=str(number))
    return (f"cannot lock {desk.store}/{user.login}.lock: {cause}; keep it on storage that has "
            "file locks (flock), such as a local disk")


def test_a_login_that_needs_a_token_fails_and_says_why(
        desk: Desk, user: User, authorization_server: AuthorizationServer, without_locks: str,
        herds: Herds) -> None:
    desk.add_expired_account(user.login)
    before = desk.record_path(user.login).read_bytes()
    with herds.herd(desk, [user.login], processes=3, threads=4) as herd:
        logins = herd.logins()
    assert [one.has_token for one in logins] == [False] * 12
    assert all(without_locks in one.sentence for one in logins), logins[0]
    done = desk.tool("token", user.login)
    assert done.returncode == NO_ACCESS and without_locks in done.stderr
    assert authorization_server.requests() == []
    assert desk.record_path(user.login).read_bytes() == before


def test_a_token_that_still_lives_is_used(
        desk: Desk, user: User, authorization_server: AuthorizationServer, without_locks: str,
        herds: Herds) -> None:
    tokens = authorization_server.issue(user.login)
    desk.add_account(user.login, tokens, expires_in=60)
    with herds.herd(desk, [user.login], processes=1, threads=4) as herd:
        assert [one.token for one in herd.logins()] == [tokens.access_token] * 4
    done = desk.tool("token", user.login)
    assert (done.returncode, done.stdout) == (0, tokens.access_token + "\n")
    assert without_locks in done.stderr
    assert authorization_server.requests() == []
