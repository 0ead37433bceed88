# SPDX-License-Identifier: MIT
"""Disks that are full, read-only or limited in truth: the login works or says why, and the next one
works as soon as the disk does."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

import rights
from account_work import Work, Works
from effort import tried
from evidence import note
from fault_findings import PART
from fault_runner import Ran
from fault_series import NOT_NOTED, NOT_SAVED, is_sentence
from mount_space import MountSpace
from rotating_server import RotatingServer

pytestmark = pytest.mark.skipif(bool(rights.missing_for_namespaces()),
                                reason=rights.missing_for_namespaces())
LIMIT_SECONDS = 30
WORKS = ("login", "foreign", "refused", "foreign_refused", "refresh")
Limit = list[str]
NO_LIMIT: Limit = []


def limited(script: str) -> Limit:
    return ["sh", "-c", script + '; exec "$@"', "sh"]


@dataclass
class Trial:
    """One work in a mount space: with the disk as it is, and again when it is well."""

    space: MountSpace
    work: Work
    server: RotatingServer

    def __post_init__(self) -> None:
        self.family = self.work.prepare()
        self.seen = replace(self.work.tokens, path=self.space.seen(self.work.tokens.path))

    def move_to_a_disk(self, *options: str) -> None:
        """The folder becomes a file system with these options."""
        content = self.work.tokens.path.read_bytes()
        self.space.small_disk(self.work.tokens.path.parent, *options)
        self.seen.path.touch(0o600)
        self.seen.path.write_bytes(content)

    def run(self, command: list[str], limit: Limit = NO_LIMIT) -> Ran:
        done = subprocess.run(self.space.command(*limit, *command), env=self.work.environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=LIMIT_SECONDS,
                              check=False)
        return Ran(done.returncode, done.stdout)

    def check_trouble(self, limit: Limit = NO_LIMIT) -> None:
        """While the disk is as it is: the token is used, and what was not saved is told; or nobody
        was asked, and it is said why."""
        ran = self.run(self.work.command, limit)
        members = self.seen.members()
        assert is_sentence(ran.output) and not self.seen.is_locked()
        if self.work.is_refused:
            assert self.seen.was_refused() or NOT_NOTED in ran.output, ran.output
        elif len(self.family.access_tokens) > 1:
            assert ran.exit_code == 0, ran.output
            assert not self.work.is_login or self.family.access_tokens[-1] in ran.output
            is_saved = members["refresh_token"] == self.family.newest
            assert is_saved or NOT_SAVED in ran.output, ran.output
        else:
            assert ran.exit_code != 0 and self.work.tokens.path.name[:8] in ran.output

    def check_recovery(self) -> None:
        """The disk is well again."""
        self.seen.expire()
        for _ in range(2):
            ended = self.run(self.work.login)
            assert ended.exit_code == 0, ended.output
        assert self.server.works(self.seen.members()["refresh_token"])
        assert self.seen.members()["refresh_token"] == self.family.newest
        assert self.seen.left_over() == set()
        note(PART, "logins attempted", 3)


@pytest.fixture
def space() -> Iterator[MountSpace]:
    with MountSpace() as one:
        yield one


@pytest.fixture(params=tried(WORKS, 3))
def trial(request: pytest.FixtureRequest, space: MountSpace, works: Works,
          rotating_server: RotatingServer) -> Trial:
    return Trial(space, getattr(works, request.param)(), rotating_server)


def fill(folder: Path) -> Path:
    """Takes all of the space that is left."""
    filler = folder / "filler"
    with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(bytes(4096))
    return filler


@pytest.mark.parametrize("pages", [0, 1], ids=["full", "one page left"])
def test_a_full_disk_loses_nothing(trial: Trial, pages: int) -> None:
    """W2."""
    trial.move_to_a_disk("size=32k")
    filler = fill(trial.seen.path.parent)
    os.truncate(filler, filler.stat().st_size - pages * 4096)
    trial.check_trouble()
    filler.unlink()
    trial.check_recovery()


@pytest.mark.parametrize("free", [0, 1])
def test_a_disk_that_can_hold_no_more_files_loses_nothing(trial: Trial, free: int) -> None:
    trial.move_to_a_disk(f"nr_inodes={2 + free}")
    trial.check_trouble()
    trial.space.mount("-o", "remount,nr_inodes=10", trial.work.tokens.path.parent)
    trial.check_recovery()


@pytest.mark.parametrize("blocks", [0, 1], ids=["no octet", "512 octets"])
def test_a_limit_on_the_size_of_files_loses_nothing(trial: Trial, blocks: int) -> None:
    """W2, as Postfix does it: the signal is ignored."""
    trial.check_trouble(limited(f"trap '' XFSZ; ulimit -f {blocks}"))
    trial.check_recovery()


def test_a_process_that_is_ended_for_the_size_of_its_files_loses_nothing(trial: Trial) -> None:
    ran = trial.run(trial.work.command, limited("ulimit -f 0"))
    assert ran.exit_code in (0, -25, 128 + 25)
    assert not trial.seen.is_locked() and trial.server.works(trial.seen.members()["refresh_token"])
    trial.check_recovery()


@pytest.mark.parametrize("is_whole", [True, False], ids=["folder", "file"])
def test_what_is_mounted_read_only_loses_nothing(trial: Trial, is_whole: bool) -> None:
    """W4."""
    path = trial.work.tokens.path
    place = path.parent if is_whole else path
    trial.space.read_only(place)
    trial.check_trouble()
    trial.space.writable_again(place)
    if not is_whole:
        trial.space.unmount(place)
    trial.check_recovery()


def test_a_file_that_is_mounted_alone_is_used_and_loses_nothing(trial: Trial) -> None:
    """W4, as a container has it."""
    trial.space.bound_alone(trial.work.tokens.path)
    trial.check_trouble()
    assert trial.work.is_refused or len(trial.family.access_tokens) == 2
    trial.space.unmount(trial.work.tokens.path)
    trial.check_recovery()
