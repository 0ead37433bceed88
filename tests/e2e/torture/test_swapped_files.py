# SPDX-License-Identifier: MIT
"""Files that change places between two looks: what was judged is what is read."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from effort import is_full
from evidence import note
from installation import Desk
from trapped_desk import ACCOUNT, AS_ROOT, BAD, GOOD, OTHER, PART, as_user

LOOKS = 300 if is_full() else 40

SWAPPER = """\
import ctypes, os, sys
libc = ctypes.CDLL(None)
one, other = map(os.fsencode, sys.argv[1:])
print("running", flush=True)
while os.getppid() == int(os.environ["PARENT"]):
    libc.renameat2(-100, one, -100, other, 2)
"""


@contextlib.contextmanager
def swapped(one: Path, other: Path) -> Iterator[None]:
    """Meanwhile they change places without pause."""
    process = subprocess.Popen([sys.executable, "-c", SWAPPER, str(one), str(other)],
                               stdout=subprocess.PIPE, env={"PARENT": str(os.getpid())})
    assert process.stdout and process.stdout.readline()
    try:
        yield
    finally:
        process.kill()
        process.wait()


def _planted(desk: Desk, path: Path) -> Path:
    record = json.loads(desk.record_path(ACCOUNT).read_text())
    path.write_text(json.dumps({**record, "access_token": BAD}))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("trap", [
    "readable", "writable", "a link", pytest.param("another's", marks=AS_ROOT)])
def test_a_record_that_is_swapped_is_never_taken(trapped: Desk, trap: str) -> None:
    """What was judged is what is read, however the name changes meanwhile."""
    bad = _planted(trapped, trapped.store / "other.json")
    command = [str(trapped.installation.tool), "token", ACCOUNT]
    environment = dict(trapped.environment)
    if trap == "readable":
        bad.chmod(0o644)
    elif trap == "writable":
        bad.chmod(0o602)
    elif trap == "a link":
        bad.rename(trapped.folder / "real.json")
        bad.symlink_to(trapped.folder / "real.json")
    else:
        command = as_user(trapped, command)
        os.chown(bad, OTHER.pw_uid, OTHER.pw_gid)
    seen = set()
    with swapped(trapped.record_path(ACCOUNT), bad):
        for _ in range(LOOKS):
            done = subprocess.run(command, env=environment, capture_output=True, text=True,
                                  check=False)
            seen.add(done.stdout or done.returncode)
            assert BAD not in done.stdout + done.stderr
    assert seen <= {GOOD + "\n", 78}, seen
    note(PART, "looks at a file that is swapped meanwhile", LOOKS)
