# SPDX-License-Identifier: MIT
"""Files that another user has put there, or can change: refused, with the remedy."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from installation import Desk
from trapped_desk import ACCOUNT, AS_ROOT, GOOD, OTHER, as_user


@AS_ROOT
@pytest.mark.parametrize("what,words", [
    ("record", "belongs to user"), ("store", "belongs to user"),
    ("record, readable", "can be read by others; run: chmod 600"),
    ("record, writable", "can be written by others; run: chmod 600"),
    ("store, writable", "can be written by others; run: chmod 700")])
def test_what_another_user_can_change_is_refused(trapped: Desk, what: str, words: str) -> None:
    """As a user who is not root."""
    record = trapped.record_path(ACCOUNT)
    command = as_user(trapped, [str(trapped.installation.tool), "token", ACCOUNT])
    before = subprocess.run(command, env=trapped.environment, capture_output=True, text=True,
                            check=False)
    assert before.returncode == 0, before.stderr
    _spoil(what, {"record": record, "store": trapped.store})
    done = subprocess.run(command, env=trapped.environment, capture_output=True, text=True,
                          check=False)
    assert done.returncode == 78 and done.stdout == "", done.stdout
    assert words in done.stderr and GOOD not in done.stderr, done.stderr


def _spoil(what: str, files: dict[str, Path]) -> None:
    name, _, how = what.partition(", ")
    path = files[name]
    if how == "readable":
        path.chmod(0o640)
    elif how == "writable":
        path.chmod(path.stat().st_mode | 0o002)
    else:
        os.chown(path, OTHER.pw_uid, OTHER.pw_gid)
        path.chmod(0o755 if path.is_dir() else 0o644)


@pytest.mark.parametrize("name", [f"{ACCOUNT}.new", f"{ACCOUNT}.lock", f"{ACCOUNT}.sign-in",
                                  f"{ACCOUNT}.sign-in.new", f"{ACCOUNT}.json"])
def test_no_link_in_the_store_is_written_through(trapped: Desk, name: str) -> None:
    target = trapped.folder / "target"
    target.write_text("precious")
    target.chmod(0o644)
    path = trapped.store / name
    path.unlink(missing_ok=True)
    path.symlink_to(target)
    trapped.tool("refresh", ACCOUNT)
    trapped.tool("login", ACCOUNT, "--finish", input="http://127.0.0.1/?code=c&state=s\n")
    assert target.read_text() == "precious" and target.stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", ["out.json", "out.json.new"])
def test_no_link_is_written_through_by_export(trapped: Desk, name: str) -> None:
    target = trapped.folder / "target"
    target.write_text("precious")
    (trapped.folder / name).symlink_to(target)
    trapped.tool("export", ACCOUNT, "--force", "--output", str(trapped.folder / "out.json"))
    assert target.read_text() == "precious"
