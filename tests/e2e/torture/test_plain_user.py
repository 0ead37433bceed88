# SPDX-License-Identifier: MIT
"""A plain user whose files or folders are closed to him: nothing is lost, and he is told."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from account_work import Work, Works
from fault_series import NOT_SAVED, is_sentence
from hosts.compiled import compiled
from installation import Desk, Installation
from rotating_server import RotatingServer
from world import World

NOBODY = 65534
AS_NOBODY = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups"]


def can_use(installed: Installation) -> bool:
    """Whether everybody may run what was installed."""
    done = subprocess.run([*AS_NOBODY, str(installed.tool), "--version"], capture_output=True,
                          check=False)
    return done.returncode == 0


@pytest.fixture
def plain_works(installed: Installation, rotating_server: RotatingServer,
                world: World) -> Iterator[Works]:
    """As `works`, of the user nobody."""
    if os.geteuid() != 0 or not can_use(installed):
        pytest.skip("needs root, and an installation that the user nobody may use")
    folder = world.folder / "plain-user"
    desk = Desk(installed, rotating_server, folder)
    rotating_server.is_strict = False
    program = shutil.copy(compiled("torture/marked_login.c", "-lsasl2"), folder / "marked_login")
    yield Works(desk, rotating_server, Path(program))
    shutil.rmtree(folder)


def given_away(work: Work) -> Work:
    """Its files are nobody's, and its programs run as nobody."""
    desk_folder = work.tokens.path.parent.parent
    for path in (desk_folder, *desk_folder.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    return replace(work, command=[*AS_NOBODY, *work.command], login=[*AS_NOBODY, *work.login])


@pytest.fixture(params=["login", "refresh", "foreign"])
def plain_work(request: pytest.FixtureRequest, plain_works: Works) -> Work:
    work = getattr(plain_works, request.param)()
    work.prepare()
    return given_away(work)


def check(work: Work, server: RotatingServer, told: str) -> None:
    """The new token is used and that it was not saved is told, or why nobody was asked."""
    before = server.requests
    whole = work.tokens.path.read_text()
    ran = work.run(work.command)
    was_asked = server.requests > before
    is_saved = work.tokens.path.read_text() != whole
    assert is_sentence(ran.output) and (ran.exit_code == 0) == was_asked, ran.output
    assert is_saved or (told in ran.output and (NOT_SAVED in ran.output) == was_asked), ran.output
    assert not work.tokens.is_locked() and server.works(work.refresh_token())


def check_mended(work: Work, server: RotatingServer) -> None:
    work.tokens.expire()
    for _ in range(2):
        ended = work.run(work.login)
        assert ended.exit_code == 0, ended.output
    assert work.tokens.left_over() == set()
    assert server.works(work.refresh_token())


@pytest.mark.parametrize("mode", [0o500, 0o555])
def test_a_folder_that_he_may_not_write_to(plain_work: Work, rotating_server: RotatingServer,
                                           mode: int) -> None:
    folder = plain_work.tokens.path.parent
    folder.chmod(mode)
    check(plain_work, rotating_server, "Permission denied")
    folder.chmod(0o700)
    check_mended(plain_work, rotating_server)


def test_a_folder_of_roots(plain_work: Work, rotating_server: RotatingServer) -> None:
    """As a distribution's /etc has it: the file is his, the folder is not."""
    folder = plain_work.tokens.path.parent
    os.chown(folder, 0, 0)
    folder.chmod(0o755)
    check(plain_work, rotating_server, "Permission denied")
    os.chown(folder, NOBODY, NOBODY)
    folder.chmod(0o700)
    check_mended(plain_work, rotating_server)


def test_a_lock_that_root_has_made_for_himself(plain_work: Work,
                                               rotating_server: RotatingServer) -> None:
    plain_work.tokens.lock_path.touch(0o600)
    check(plain_work, rotating_server, "Permission denied")
    plain_work.tokens.lock_path.unlink()
    check_mended(plain_work, rotating_server)
