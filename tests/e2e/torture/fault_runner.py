# SPDX-License-Identifier: MIT
"""Runs a program with one of its system calls failing; system_call_fault.c does the work."""

from __future__ import annotations

import errno
import json
import platform
import subprocess
from dataclasses import dataclass
from pathlib import Path

from hosts.compiled import compiled

LIMIT_SECONDS = 20
TIMED_OUT = 124


def _why_not() -> str:
    if platform.machine() != "x86_64":
        return "needs x86-64: fails system calls"
    probe = ["strace", "-qq", "-e", "trace=none", "-o", "/dev/null", "true"]
    is_traced = subprocess.run(probe, capture_output=True, check=False).returncode == 0
    return "" if is_traced else "needs ptrace, which some containers forbid: fails system calls"


# Why no system call can be failed here; empty if that works.
missing_for_faults = _why_not()


@dataclass(frozen=True)
class Call:
    """A system call that was made: the `number`-th of its name. `files` are the paths of its
    descriptors and its paths, in the order of its arguments."""

    name: str
    number: int
    args: tuple[int, ...]
    files: tuple[str, ...]
    data: bytes
    result: int | None

    @property
    def path(self) -> str:
        """The file that it is about; empty if none."""
        if not self.files:
            return ""
        if len(self.files) > 1 and self.files[1]:
            return str(Path(self.files[0], self.files[1]))
        return self.files[0]


@dataclass(frozen=True)
class Fault:
    """What goes wrong: `kind` as in system_call_fault.c; `path` is what the call is about."""

    kind: str
    name: str
    number: int
    error: int = 0
    path: str = ""

    def __str__(self) -> str:
        what = errno.errorcode.get(self.error, "")
        return f"{self.kind} {self.name} {self.number} {what}".rstrip()

    @property
    def kills(self) -> bool:
        return self.kind in ("kill", "killed")

    @property
    def is_harmless(self) -> bool:
        """Whether a program has only to go on."""
        return self.kind == "short" or self.error == errno.EINTR


@dataclass(frozen=True)
class Ran:
    """How it ended, and all that it printed."""

    exit_code: int
    output: str
    came_to_pass: bool = True


class FaultRunner:
    """Compiles what it needs; `folder` is for its log."""

    def __init__(self, folder: Path) -> None:
        self._program = compiled("torture/system_call_fault.c", "-O1")
        self._log = folder / "system-calls.log"

    def run(self, command: list[str], environment: dict[str, str], fault: Fault,
            since: str = "marks") -> Ran:
        """`since`: from which call on they are counted, "marks" or "start"."""
        word = f"{fault.kind}:{fault.name}:{fault.number}:{fault.error}"
        ran = self._run(command, environment, word, since)
        return Ran(ran.exit_code, ran.output, '"fault"' in self._log.read_text())

    def calls(self, command: list[str], environment: dict[str, str],
              since: str = "marks") -> list[Call]:
        """What the program calls if nothing goes wrong, which it must not; what is called at the
        end mark is named "end_mark"."""
        ran = self._run(command, environment, "none", since)
        assert ran.exit_code == 0, ran.output
        return [_call(json.loads(line)) for line in self._log.read_text().splitlines()]

    def _run(self, command: list[str], environment: dict[str, str], word: str,
             since: str) -> Ran:
        self._log.unlink(missing_ok=True)
        done = subprocess.run(
            [str(self._program), str(self._log), str(LIMIT_SECONDS), since, word, *command],
            env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", timeout=2 * LIMIT_SECONDS,
            check=False)
        return Ran(done.returncode, done.stdout)


def _call(line: dict) -> Call:
    return Call(line["call"], line.get("number", 0), tuple(line.get("args", ())),
                tuple(line.get("files", ())), bytes.fromhex(line.get("data", "")),
                line.get("result"))
