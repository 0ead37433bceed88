# SPDX-License-Identifier: MIT
"""Whose a file is, and who may read it, before and after it is written anew."""

from __future__ import annotations

import json
import os
import struct
import subprocess
from pathlib import Path

import pytest

from authorization_server import Tokens
from installation import Desk
from tempting_server import TemptingServer
from trapped_desk import ACCOUNT, AS_ROOT, GOOD, OTHER


def _access_list(*entries: tuple[int, int, int]) -> bytes:
    """acl(5) as the kernel has it: (tag, rights, id) each."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *one) for one in entries)


@AS_ROOT
def test_a_refresh_by_root_leaves_a_users_record_his(
        trapped: Desk, tempting_server: TemptingServer) -> None:
    path = trapped.add_account(ACCOUNT, Tokens(GOOD, "refresh-token", 0), expires_in=-10)
    for one in (trapped.store, path):
        os.chown(one, OTHER.pw_uid, OTHER.pw_gid)
    assert trapped.tool("token", ACCOUNT).stdout == "fresh-token\n"
    assert len(tempting_server.asked) == 1
    for one in trapped.store.iterdir():
        assert (one.stat().st_uid, one.stat().st_mode & 0o077) == (OTHER.pw_uid, 0), one


@AS_ROOT
@pytest.mark.parametrize("umask", [0o000, 0o022, 0o077])
def test_a_foreign_token_file_keeps_owner_group_and_rights(
        trapped: Desk, tmp_path: Path, umask: int, canary_host: Path) -> None:
    """W14: under any umask, with an access list."""
    path = trapped.add_token_file(Tokens(GOOD, "refresh-token", 0), expires_in=-10)
    os.chown(path, OTHER.pw_uid, OTHER.pw_gid)
    path.chmod(0o640)
    access = _access_list((0x01, 6, 0xFFFFFFFF), (0x02, 4, 4711), (0x04, 0, 0xFFFFFFFF),
                          (0x10, 4, 0xFFFFFFFF), (0x20, 0, 0xFFFFFFFF))
    marks = {"system.posix_acl_access": access}
    for name, value in marks.items():
        _mark(path, name, value)
    done = subprocess.run([str(canary_host), "callback", "XOAUTH2", "x@example.org",
                           str(tmp_path / "sasl")], input=str(path), text=True, umask=umask,
                          env=trapped.environment, capture_output=True, check=False)
    assert "auth=Bearer fresh-token" in (tmp_path / "sasl").read_text(), done.stdout
    status = path.stat()
    assert (status.st_uid, status.st_gid, status.st_mode & 0o7777) == (
        OTHER.pw_uid, OTHER.pw_gid, 0o640)
    assert {name: os.getxattr(path, name) for name in marks} == marks
    assert {one.name for one in path.parent.iterdir()} == {
        "config.toml", "home", "store", "tokens.json", "tokens.json.lock"}


def _mark(path: Path, name: str, value: bytes) -> None:
    try:
        os.setxattr(path, name, value)
    except OSError as problem:
        pytest.skip(f"this file system takes no {name}: {problem}")


def test_a_link_to_a_token_file_stays_one(trapped: Desk, tmp_path: Path,
                                          canary_host: Path) -> None:
    real = trapped.add_token_file(Tokens(GOOD, "refresh-token", 0), expires_in=-10)
    link = trapped.home / "tokens.json"
    link.symlink_to(real)
    subprocess.run([str(canary_host), "callback", "XOAUTH2", "x@example.org",
                    str(tmp_path / "sasl")], input=str(link), text=True,
                   env=trapped.environment, capture_output=True, check=False)
    assert "auth=Bearer fresh-token" in (tmp_path / "sasl").read_text()
    assert link.is_symlink() and json.loads(real.read_text())["access_token"] == "fresh-token"
