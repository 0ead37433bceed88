# SPDX-License-Identifier: MIT
"""A /dev/log of the test's own, for programs that log where nobody looks."""

from __future__ import annotations

import socket
import threading
from pathlib import Path

import rights

# A /dev with a few devices and the socket, in a mount namespace that ends with the program.
SCRIPT = """\
set -e
for one in null zero full random urandom; do
  touch "$0/$one"
  mount --bind "/dev/$one" "$0/$one"
done
mount --bind "$0" /dev
exec "$@"
"""
BIGGEST_LINE = 65536


def missing() -> str:
    """Why it cannot be had; empty if it can."""
    return rights.missing_for_namespaces()


class DevLog:
    """`lines` are what the programs logged that were started with `command`; a thread reads them,
    since syslog(3) waits when ten of them are unread. Use it as a context manager."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self._folder = folder
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._socket.bind(str(folder / "log"))
        self._thread = threading.Thread(target=self._read, daemon=True)
        self.lines: list[str] = []

    def __enter__(self) -> DevLog:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.settle()
        self._socket.close()

    def command(self, command: list[str]) -> list[str]:
        """The command, with this as its /dev/log; its process is the one that is started."""
        return ["unshare", "--mount", "sh", "-c", SCRIPT, str(self._folder), *command]

    def settle(self) -> list[str]:
        """The lines, once all is read that was sent before; ends the reading."""
        if self._thread.is_alive():
            with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as last:
                last.connect(str(self._folder / "log"))
                last.send(b"")
            self._thread.join()
        return self.lines

    def _read(self) -> None:
        while line := self._socket.recv(BIGGEST_LINE):
            self.lines.append(line.decode(errors="replace"))
