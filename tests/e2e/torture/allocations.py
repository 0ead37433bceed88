# SPDX-License-Identifier: MIT
"""Runs a program again and again under the shim of allocations/: with its n-th allocation failing,
or with every block looked at that it gives back."""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import subprocess
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

HERE = Path(__file__).resolve().parent
LIMIT_SECONDS = 20
NONE, ONCE, LIMIT, TRACE = range(4)  # enum fault in allocations/shim.h


def compile_shim(folder: Path) -> Path:
    """The shim; its file's name is known to itself."""
    library = folder / "allocations.so"
    sources = sorted(str(one) for one in (HERE / "allocations").glob("*.c"))
    subprocess.run(["cc", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O2", "-shared", "-fPIC",
                    "-o", str(library), *sources, "-lgcc_s"], check=True)
    return library


def compile_host(folder: Path) -> Path:
    """memory_host.c."""
    program = folder / "memory_host"
    subprocess.run(["cc", "-D_GNU_SOURCE", "-O1", "-o", str(program), str(HERE / "memory_host.c"),
                    "-lsasl2"], check=True)
    return program


@dataclass(frozen=True)
class Held:
    """A block that was given back with a needle in it; `site` is who had asked for it."""

    owner: str
    freed_by: str
    site: str
    freed_at: str
    needle: str
    size: int


@dataclass(frozen=True)
class Run:
    """How a run of the program ended. `allocations` is None if it did not come to its end."""

    signal: int
    exit_code: int
    out: str
    err: str
    allocations: int | None = None
    failed_at: str = ""
    leaks: Counter[tuple[str, int]] = field(default_factory=Counter)
    held: tuple[Held, ...] = ()
    ways: tuple[str, ...] = ()

    @property
    def said(self) -> str:
        return self.out + self.err


def _read_report(text: str) -> dict[str, object]:
    found: dict[str, object] = {"leaks": Counter(), "held": (), "ways": []}
    for kind, *values in (line.split() for line in text.splitlines()):
        if kind == "allocations":
            found["allocations"] = int(values[0])
        elif kind == "failed":
            found["failed_at"] = values[0]
        elif kind == "leak":
            found["leaks"][values[0], int(values[1])] += 1
        elif kind == "way":
            found["ways"].append(values[0])
        elif kind == "held":
            found["held"] += (Held(*values[:5], int(values[5])),)
    found["ways"] = tuple(found["ways"])
    return found


class Victim:
    """A program under the shim, ready to be run any number of times."""

    def __init__(self, shim: Path, command: Sequence[str], environment: dict[str, str],
                 folder: Path, needles: Sequence[str] = ()) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        orders, self._orders = os.pipe()
        self._answers, answers = os.pipe()
        own = {"LD_PRELOAD": str(shim), "ALLOCATIONS_FOLDER": str(folder),
               "ALLOCATIONS_ORDERS": str(orders), "ALLOCATIONS_ANSWERS": str(answers)}
        if needles:
            (folder / "needles").write_text("".join(f"{one}\n" for one in needles))
            own["ALLOCATIONS_NEEDLES"] = str(folder / "needles")
        self._server = subprocess.Popen(list(command), env={**environment, **own}, cwd=folder,
                                        pass_fds=(orders, answers), stdin=subprocess.DEVNULL)
        os.close(orders)
        os.close(answers)
        self._pending = b""

    def stop(self) -> None:
        os.close(self._orders)
        self._server.wait(LIMIT_SECONDS)
        os.close(self._answers)

    def run(self, fault: int = NONE, number: int = 0) -> Run:
        """One run, from the start of the program to its end."""
        os.write(self._orders, f"{fault} {number}\n".encode())
        child = int(self._answer())
        try:
            status = int(self._answer())
        except TimeoutError:
            os.kill(child, signal.SIGKILL)
            self._answer()
            raise
        report = _read_report(self._text("report"))
        return Run(os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0,
                   os.WEXITSTATUS(status) if os.WIFEXITED(status) else -1,
                   self._text("out"), self._text("err"), **report)

    def _text(self, name: str) -> str:
        path = self._folder / name
        return path.read_text(errors="replace") if path.exists() else ""

    def _answer(self) -> bytes:
        while b"\n" not in self._pending:
            with selectors.DefaultSelector() as selector:
                selector.register(self._answers, selectors.EVENT_READ)
                if not selector.select(LIMIT_SECONDS):
                    raise TimeoutError(f"the program runs for more than {LIMIT_SECONDS} s")
            octets = os.read(self._answers, 4096)
            if not octets:
                raise RuntimeError("the program has ended before its main")
            self._pending += octets
        line, _, self._pending = self._pending.partition(b"\n")
        return line


@contextlib.contextmanager
def victim(*arguments, **options) -> Iterator[Victim]:
    """A Victim for the time of a `with`."""
    running = Victim(*arguments, **options)
    try:
        yield running
    finally:
        running.stop()
