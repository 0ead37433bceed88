# SPDX-License-Identifier: MIT
"""Mounts that only the programs of one test see. Linux, root."""

from __future__ import annotations

import subprocess
from pathlib import Path

import child


class MountSpace:
    """A mount namespace of its own; use it as a context manager."""

    def __enter__(self) -> MountSpace:
        # It says so when it is there, and ends when its input does.
        self._keeper = subprocess.Popen(
            child.dies_with_us(["unshare", "--mount", "--propagation", "private",
                                "sh", "-c", "echo ready; exec cat"]),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._keeper.stdout.readline() == b"ready\n"
        return self

    def __exit__(self, *_: object) -> None:
        child.stop(self._keeper)

    def command(self, *words: str | Path) -> list[str]:
        """The command, to be run in here."""
        return ["nsenter", "--target", str(self._keeper.pid), "--mount", *map(str, words)]

    def seen(self, path: Path) -> Path:
        """The path as it is in here, for those outside."""
        return Path(f"/proc/{self._keeper.pid}/root{path}")

    def mount(self, *words: str | Path) -> None:
        subprocess.run(self.command("mount", *words), check=True)

    def small_disk(self, folder: Path, *options: str) -> None:
        """An empty file system on that folder."""
        self.mount("-t", "tmpfs", "-o", ",".join(("mode=0700", *options)), "none", folder)

    def read_only(self, folder: Path) -> None:
        """Nobody can change anything in it, or in the file, if it is one."""
        self.mount("--bind", folder, folder)
        self.mount("-o", "remount,bind,ro", folder)

    def writable_again(self, folder: Path) -> None:
        self.mount("-o", "remount,bind,rw", folder)

    def bound_alone(self, file: Path) -> None:
        """As a container's single file is: it can be written to, and not be replaced."""
        self.mount("--bind", file, file)

    def unmount(self, place: Path) -> None:
        subprocess.run(self.command("umount", place), check=True)
