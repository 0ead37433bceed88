# SPDX-License-Identifier: MIT
"""Counts how often a file of a folder was put in place, by inotify(7)."""

from __future__ import annotations

import ctypes
import os
import struct
from pathlib import Path

IN_MOVED_FROM = 0x40
IN_MOVED_TO = 0x80
EVENT = struct.Struct("iIII")
BUFFER_BYTES = 1 << 20

_libc = ctypes.CDLL(None, use_errno=True)


class FolderWatch:
    """Renames into `folder` from its making on; a `with` closes it."""

    def __init__(self, folder: Path) -> None:
        self._descriptor = _libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
        # inotify makes one of equal events that follow each other: the first part of a rename keeps
        # the second parts apart.
        mask = IN_MOVED_FROM | IN_MOVED_TO
        if _libc.inotify_add_watch(self._descriptor, os.fsencode(folder), mask) < 0:
            raise OSError(ctypes.get_errno(), "inotify_add_watch")

    def __enter__(self) -> FolderWatch:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._descriptor)

    def renamed(self) -> list[str]:
        """The names since the last call, one for each time."""
        try:
            events = os.read(self._descriptor, BUFFER_BYTES)
        except BlockingIOError:
            return []
        names = []
        while events:
            _, mask, _, size = EVENT.unpack_from(events)
            if mask & IN_MOVED_TO:
                names.append(os.fsdecode(events[EVENT.size:EVENT.size + size].rstrip(b"\0")))
            events = events[EVENT.size + size:]
        return names
