# SPDX-License-Identifier: MIT
"""The file that holds one account's tokens, as it stands between two logins."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class KeptTokens:
    """A record of ours, or a token file of sasl-xoauth2. `others` are the names that may stand
    beside it. One that is mounted by itself can be written to, and not be replaced."""

    path: Path
    others: frozenset[str] = frozenset()
    is_foreign: bool = False
    is_mounted: bool = False

    @property
    def lock_path(self) -> Path:
        name = self.path.name if self.is_foreign else self.path.stem
        return self.path.with_name(name + ".lock")

    def members(self) -> dict[str, Any]:
        """A ValueError if it is not whole."""
        content = json.loads(self.path.read_text())
        if not isinstance(content, dict):
            raise ValueError("not an object")
        return content

    def change(self, **members: Any) -> None:
        """By hand."""
        if self.is_mounted:
            self.path.write_text(json.dumps({**self.members(), **members}))
            return
        fresh = self.path.with_name("by-hand")
        fresh.touch(0o600)
        fresh.write_text(json.dumps({**self.members(), **members}))
        with contextlib.suppress(PermissionError):
            os.chown(fresh, self.path.stat().st_uid, self.path.stat().st_gid)
        fresh.rename(self.path)

    def expire(self) -> None:
        """The access token is over."""
        self.change(**({"expiry": "1"} if self.is_foreign else {"expires_at": 1}))

    def wait_out_a_pause(self) -> None:
        """As if the time had passed that a failed request is to be followed by."""
        if self.is_foreign:
            ours = self.members().get("sasl-oauth", {})
            self.change(**{"sasl-oauth": {**ours, "next_attempt_at": 1}})
        else:
            self.change(next_attempt_at=1)

    def was_refused(self) -> bool:
        """Whether it is noted that the mail server refused the access token."""
        members = self.members()
        return bool((members.get("sasl-oauth", {}) if self.is_foreign else members).get(
            "was_refused"))

    def left_over(self) -> set[str]:
        """Names of files that have no business here."""
        known = {self.path.name, self.lock_path.name, *self.others}
        return {one.name for one in self.path.parent.iterdir()} - known

    def is_locked(self) -> bool:
        """Whether somebody still holds the lock, or that of the folder."""
        return any(_is_locked(one) for one in (self.lock_path, self.path.parent) if one.exists())

    def remove(self) -> None:
        """With all that a run may have left; what is mounted stays."""
        mine = set() if self.is_mounted else {self.path.name}
        for name in {self.lock_path.name, *mine, *self.left_over()}:
            self.path.with_name(name).unlink(missing_ok=True)


def _is_locked(path: Path) -> bool:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False
