# SPDX-License-Identifier: MIT
"""A program run under strace: every octet that it or its children hand to anybody, by channel."""

from __future__ import annotations

import collections
import dataclasses
import functools
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

# What carries octets out of a process, or names something in the world outside.
CALLS = ("execve,execveat,write,writev,pwrite64,pwritev,pwritev2,sendto,sendmsg,sendmmsg,open,"
         "openat,creat,mkdir,mkdirat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,mknod,"
         "mknodat,setxattr,lsetxattr,fsetxattr,prctl,bind,connect,memfd_create,sendfile,splice,tee,"
         "vmsplice,copy_file_range,add_key,shmat,msgsnd")
CALL = re.compile(r"^(\w+)\((.*)$", re.DOTALL)
DESCRIPTOR = re.compile(r"^(\d+)(?:<((?:->|[^<>]|<[^<>]*>)*)>)?")
STRING = re.compile(r'"((?:\\x[0-9a-f]{2})*)"(\.\.\.)?')
SENDS = {"write", "writev", "pwrite64", "pwritev", "pwritev2", "sendto", "sendmsg", "sendmmsg"}
COPIES = {"sendfile", "splice", "tee", "vmsplice", "copy_file_range", "shmat", "msgsnd", "add_key"}
LONGEST = 1 << 22
LIMIT_SECONDS = 60


class Unwatched(Exception):
    """Something left the process by a way that cannot be looked at."""


@functools.cache
def missing() -> str:
    """Why programs cannot be watched here; empty if they can."""
    strace = shutil.which("strace")
    if not strace:
        return "strace is missing: install it"
    done = subprocess.run([strace, "-o", "/dev/null", "true"], capture_output=True, check=False)
    return "" if done.returncode == 0 else "processes cannot be traced here"


@dataclasses.dataclass(frozen=True)
class Run:
    """What came of a run. `channels`: all octets, by where they went. `written`: the paths of files
    that were opened for writing, made or renamed."""

    exit_code: int
    output: bytes
    errors: bytes
    channels: dict[str, bytes]
    written: frozenset[str]
    programs: tuple[str, ...]


def watched(command: list[str], folder: Path, *, environment: dict[str, str], cwd: Path,
            spoken: bytes = b"", before: list[str] | None = None) -> Run:
    """Runs the command. `before`: what is put before strace, to give it a /dev/log, say."""
    folder.mkdir(parents=True)
    traces = folder / "trace"
    traces.mkdir()
    strace = [*(before or []), "strace", "-qq", "-ff", "-v", "-xx", "-yy", "-s", str(LONGEST),
              "--seccomp-bpf", "-e", f"trace={CALLS}", "-e", "signal=none", "-o",
              str(traces / "of")]
    with _private(folder / "out") as out, _private(folder / "err") as err:
        done = subprocess.run([*strace, *command], input=spoken, stdout=out, stderr=err, cwd=cwd,
                              env=environment, check=False, timeout=LIMIT_SECONDS)
    run = _read(traces)
    return dataclasses.replace(run, exit_code=done.returncode,
                               output=(folder / "out").read_bytes(),
                               errors=(folder / "err").read_bytes())


def _private(path: Path):  # type: ignore[no-untyped-def]
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "wb")


def _read(traces: Path) -> Run:
    channels: dict[str, list[bytes]] = collections.defaultdict(list)
    written: set[str] = set()
    programs: list[str] = []
    for file in sorted(traces.iterdir(), key=lambda one: int(one.suffix[1:])):
        for line in file.read_text().splitlines():
            _take(line, file.suffix[1:], channels, written, programs)
    return Run(0, b"", b"", {name: b"".join(parts) for name, parts in channels.items()},
               frozenset(written), tuple(programs))


def _take(line: str, process: str, channels: dict[str, list[bytes]], written: set[str],
          programs: list[str]) -> None:
    call = CALL.match(line)
    if not call:
        return
    name, rest = call.groups()
    target = DESCRIPTOR.match(rest)
    strings = STRING.findall(rest, target.end() if target else 0)
    if any(cut for _, cut in strings) and name != "prctl":  # a process' name is cut by the kernel
        raise Unwatched(f"strace has cut a line: {line[:200]}")
    octets = [bytes.fromhex(text.replace("\\x", "")) for text, _ in strings]
    if name in COPIES and " = -1 " not in rest:
        raise Unwatched(line[:200])
    if name in SENDS:
        channels[f"{_kind(name)} {_descriptor(rest, process)}"].append(b"".join(octets))
    elif name.startswith("exec"):
        if rest.endswith(" = 0"):
            programs.append(octets[0].decode(errors="replace"))
        for channel, values in _of_exec(rest):
            channels[channel].append(b"\0".join(values) + b"\0")
    elif name in ("open", "openat", "creat"):
        if re.search(r"O_(WRONLY|RDWR|CREAT)", rest) or name == "creat":
            channels["name"].append(b"\0".join(octets))
            if " = -1 " not in rest:
                written.add(_descriptor(rest.rpartition(" = ")[2], process))
    else:
        channels["name"].append(b"\0".join(octets))
        if name.startswith(("rename", "link", "symlink", "mk")) and rest.endswith(" = 0"):
            written.update(one.decode(errors="replace") for one in octets)


def _of_exec(rest: str) -> Iterator[tuple[str, list[bytes]]]:
    """Arguments and environment of an execve line."""
    lists = re.findall(r"\[((?:\"(?:\\x[0-9a-f]{2})*\"(?:, )?)*)\]", rest)
    for channel, text in zip(("arguments", "environment"), lists):
        yield channel, [bytes.fromhex(one.replace("\\x", "")) for one, _ in STRING.findall(text)]


def _kind(name: str) -> str:
    return "send" if name.startswith("send") else "write"


def _descriptor(rest: str, process: str) -> str:
    """What the descriptor is: a path, a socket with its peer, a pipe of this process."""
    found = DESCRIPTOR.match(rest)
    if not found:
        raise Unwatched(rest[:200])
    text = re.sub(r"\\x([0-9a-f]{2})", lambda one: chr(int(one[1], 16)), found[2] or "")
    text = re.sub(r"<char \d+:\d+>$", "", text)
    if text.startswith(("TCP", "UDP", "UNIX")):
        text = text.partition(":")[0] + " to " + text.rpartition("->")[2].rstrip("]")
    return text or f"descriptor {found[1]} of {process}"
