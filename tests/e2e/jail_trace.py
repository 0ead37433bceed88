# SPDX-License-Identifier: MIT
"""What a process did by paths after it had entered its jail, from the record of strace."""

from __future__ import annotations

import re
from pathlib import Path

# Every call that takes a path, the ways to change what paths mean, and who continues in a thread.
CALLS = "trace=%file,fchdir,open_by_handle_at,pivot_root,setns,unshare,clone,clone3,fork,vfork"
LINE = re.compile(r"^(\w+)\((.*)$")
STARTED = re.compile(r"^(?:clone3?|v?fork)\(.*= (\d+)$")
BY_DESCRIPTOR = re.compile(r"\b(AT_FDCWD|\d+)<([^>]*)>, \"((?:[^\"\\]|\\.)*)\"")
CHANGES_OF_PLACE = {"chroot", "fchdir", "open_by_handle_at", "pivot_root", "setns", "unshare"}


def tracer(folder: Path) -> list[str]:
    """A command line to be put before another: each process gets a file in `folder`. SIGTERM (-I 2)
    ends strace and what it started."""
    folder.mkdir()
    return ["strace", "-I", "2", "--seccomp-bpf", "-qq", "-ff", "-y", "-s", "4096", "-e", CALLS,
            "-e", "signal=none", "-o", str(folder / "trace")]


def after_chroot(folder: Path, program: str) -> list[list[str]]:
    """The lines of each process of this program that entered a jail, from there on, with those of
    the threads and children that it started in there."""
    jailed = []
    for file in sorted(folder.glob("trace.*")):
        lines = file.read_text(errors="replace").splitlines()
        entered = [number for number, line in enumerate(lines) if line.startswith("chroot(")]
        if entered and any(line.startswith("execve(") and f'/{program}"' in line for line in lines):
            jailed.append(_with_those_it_started(folder, lines[entered[0] + 1:]))
    return jailed


def _with_those_it_started(folder: Path, lines: list[str]) -> list[str]:
    found = list(lines)
    for line in lines:
        if started := STARTED.match(line):
            its = (folder / f"trace.{started[1]}").read_text(errors="replace").splitlines()
            found += _with_those_it_started(folder, its)
    return found


def reaches_outside(line: str, store: Path) -> bool:
    """Whether this call, made inside of the jail, can touch anything outside of it but a file
    directly in `store`.

    A path that is absolute, or relative to the current folder, is resolved inside by the kernel, as
    long as the current folder is inside. Relative to another descriptor it must be a plain name in
    the store. (An empty name is the descriptor itself.) strace -y shows what descriptors are, as
    seen from outside.
    """
    call = LINE.match(line)
    if not call:
        return False
    if call[1] in CHANGES_OF_PLACE or call[1] == "chdir" and '"/"' not in line:
        return True
    return any(base != "AT_FDCWD" and name[:1] not in ("", "/") and
               (Path(place) != store or "/" in name or name == "..")
               for base, place, name in BY_DESCRIPTOR.findall(call[2]))


def names_in(lines: list[str], call: str, store: Path) -> set[str]:
    """The names in the store that this call was made with."""
    return {name for line in lines if line.startswith(f"{call}(")
            for _, place, name in BY_DESCRIPTOR.findall(line) if Path(place) == store}
