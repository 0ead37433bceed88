# SPDX-License-Identifier: MIT
"""The model of a disk finds what is written in a wrong order: else it would prove nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from disk_model import Disk
from fault_runner import FaultRunner, missing_for_faults
from power_loss import PowerLoss

pytestmark = pytest.mark.skipif(bool(missing_for_faults), reason=missing_for_faults)

OLD, NEW = b'{"token": "old"}', b'{"token": "new and longer"}'
WRITE = """
import os
folder = os.open({folder!r}, os.O_RDONLY)
def put(name, flags):
    file = os.open(name, os.O_WRONLY | flags, 0o600, dir_fd=folder)
    os.write(file, {new!r})
    return file
"""
SYNCED = "os.fsync(put('a.new', os.O_CREAT | os.O_EXCL)); "
MOVED = "os.rename('a.new', 'a.json', src_dir_fd=folder, dst_dir_fd=folder); "
NAMELESS = ("file = os.open('.', os.O_TMPFILE | os.O_WRONLY, 0o600, dir_fd=folder)\n"
            "os.write(file, {new!r}); os.fsync(file)\n"
            "os.link('/proc/self/fd/%d' % file, 'a.new', dst_dir_fd=folder)\n")


def judged(folder: Path, runner: FaultRunner, text: str) -> PowerLoss:
    """What may be left of a program that replaces a.json."""
    (folder / "a.json").write_bytes(OLD)
    disk = Disk(folder)
    program = (WRITE + text).format(folder=str(folder), new=NEW)
    command = [sys.executable, "-I", "-S", "-c", program]
    calls = runner.calls(command, dict(os.environ), "start")
    loss = PowerLoss("a.json", OLD, NEW)
    loss.judge(calls, disk)
    return loss


@pytest.fixture
def judge(tmp_path: Path) -> Callable[[str], PowerLoss]:
    folder = (tmp_path / "disk").resolve()
    folder.mkdir()
    runner = FaultRunner(tmp_path)
    return lambda text: judged(folder, runner, text)


@pytest.mark.parametrize("text", [
    SYNCED + MOVED + "os.fsync(folder)",
    SYNCED + "os.fsync(folder); " + MOVED + "os.fsync(folder)",
    NAMELESS + MOVED + "os.fsync(folder)",
    SYNCED + "os.fsync(folder); os.fsync(put('a.json', os.O_TRUNC))",
], ids=["rename", "synced twice", "nameless", "in place, with a copy"])
def test_what_is_written_in_the_right_order_is_never_lost(
        judge: Callable[[str], PowerLoss], text: str) -> None:
    loss = judge(text)
    damaged = [one for one in loss.broken if "damaged" in one]
    assert loss.used and [one for one in loss.broken if one not in damaged] == []
    assert bool(damaged) == ("O_TRUNC" in text)


@pytest.mark.parametrize("text,words", [
    ("put('a.new', os.O_CREAT); " + MOVED + "os.fsync(folder)", "the record is damaged: b''"),
    (SYNCED + MOVED, "what was used already is not saved"),
    (SYNCED + "os.unlink('a.json', dir_fd=folder); " + MOVED + "os.fsync(folder)",
     "the record is gone"),
    ("os.fsync(put('a.json', os.O_TRUNC))", "the record is damaged: b''"),
    ("os.fsync(put('a.json', 0))", "the record is damaged"),
    ("put('a.new', os.O_CREAT); os.fsync(folder); " + MOVED + "os.fsync(folder)",
     "the record is damaged: b''"),
    (NAMELESS.replace("os.fsync(file)", "0") + MOVED + "os.fsync(folder)",
     "the record is damaged: b''"),
], ids=["no fsync of the file", "no fsync of the folder", "removed first", "in place",
        "over the old one", "the folder instead of the file", "nameless, no fsync"])
def test_what_is_written_in_a_wrong_order_is_found(
        judge: Callable[[str], PowerLoss], text: str, words: str) -> None:
    assert any(words in one for one in judge(text).broken)
