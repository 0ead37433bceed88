# SPDX-License-Identifier: MIT
"""Files without end, and what is no file at all: told at once, with no memory spent."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from authorization_server import Tokens
from effort import tried
from evidence import note
from installation import Desk
from trapped_desk import ACCOUNT, BAD, GOOD, PART


def _socket(path: Path) -> None:
    """By way of the folder's descriptor: the kernel takes no path of more than 107 octets."""
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)


def _huge(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1 << 40)


SHAPES: dict[str, Callable[[Path], None]] = {
    "FIFO": os.mkfifo, "folder": Path.mkdir, "socket": _socket, "huge file": _huge,
    "link to itself": lambda path: path.symlink_to(path),
    "link to nothing": lambda path: path.symlink_to("/nowhere"),
    "link to /dev/zero": lambda path: path.symlink_to("/dev/zero"),
    "link to /dev/tty": lambda path: path.symlink_to("/dev/tty"),
    "link to /proc/self/mem": lambda path: path.symlink_to("/proc/self/mem"),
    "link to /proc/kmsg": lambda path: path.symlink_to("/proc/kmsg"),
    "link to /proc/self/environ": lambda path: path.symlink_to("/proc/self/environ"),
    "link to /proc/self/fd": lambda path: path.symlink_to("/proc/self/fd"),
}


def _record(desk: Desk, trap: Callable[[Path], None]) -> list[str]:
    desk.record_path(ACCOUNT).unlink()
    trap(desk.record_path(ACCOUNT))
    return ["token", ACCOUNT]


def _configuration(desk: Desk, trap: Callable[[Path], None]) -> list[str]:
    desk.config.unlink()
    trap(desk.config)
    return ["token", ACCOUNT]


def _beside(desk: Desk, name: str, trap: Callable[[Path], None]) -> Path:
    path = desk.folder / name
    trap(path)
    return path


def _authorities(desk: Desk, trap: Callable[[Path], None]) -> list[str]:
    desk.add_account(ACCOUNT, Tokens(GOOD, "refresh-token", 0), expires_in=-10,
                     ca_file=str(_beside(desk, "ca.pem", trap)),
                     token_endpoint="https://127.0.0.1:1/token")
    return ["token", ACCOUNT]


def _secret(desk: Desk, trap: Callable[[Path], None]) -> list[str]:
    path = _beside(desk, "secret", trap)
    desk.config.write_text(f'[store]\ndir = "{desk.store}"\n[client.app]\nclient_id = "x"\n'
                           f'client_secret = "file:{path}"\n[provider.p]\n'
                           f'token_endpoint = "https://127.0.0.1:1/"\nscope = "mail"\n')
    return ["add", "new@example.org", "--grant", "client_credentials", "--client", "app",
            "--provider", "p"]


PLACES: dict[str, Callable[[Desk, Callable[[Path], None]], list[str]]] = {
    "record": _record, "configuration": _configuration, "CA file": _authorities,
    "client's secret": _secret,
    "client file": lambda desk, trap: ["login", "new@gmail.com", "--begin", "--client",
                                       str(_beside(desk, "client.json", trap))],
    "key file": lambda desk, trap: ["add", "new@example.org", "--key",
                                    str(_beside(desk, "key.json", trap))],
    "import": lambda desk, trap: ["import", str(_beside(desk, "tokens.json", trap))],
    "inspect": lambda desk, trap: ["inspect", str(_beside(desk, "tokens.json", trap))],
    "begun sign-in": lambda desk, trap: _sign_in(desk, trap),
    "lock": lambda desk, trap: _lock(desk, trap),
}


def _sign_in(desk: Desk, trap: Callable[[Path], None]) -> list[str]:
    trap(desk.store / f"{ACCOUNT}.sign-in")
    return ["login", ACCOUNT, "--finish"]


def _lock(desk: Desk, trap: Callable[[Path], None]) -> list[str]:
    trap(desk.store / f"{ACCOUNT}.lock")
    return ["refresh", ACCOUNT]


def measured(command: list[str], environment: dict[str, str]) -> tuple[int, str, float, float]:
    """Exit code, all output, seconds, peak memory in MiB."""
    start = time.monotonic()
    process = subprocess.Popen(command, env=environment, stdin=subprocess.PIPE,
                               stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                               preexec_fn=lambda: signal.alarm(20))
    assert process.stdin and process.stdout
    process.stdin.write("http://127.0.0.1/?code=c&state=s\n")
    with contextlib.suppress(BrokenPipeError):
        process.stdin.close()
    output = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    return process.returncode, output, time.monotonic() - start, usage.ru_maxrss / 1024


@pytest.mark.parametrize("place,shape", tried(
    [(place, shape) for place in PLACES for shape in SHAPES], in_short=24))
def test_what_is_no_file_is_told_at_once(trapped: Desk, place: str, shape: str) -> None:
    tool = str(trapped.installation.tool)
    usual = measured([tool, "token", ACCOUNT], trapped.environment)[3]
    arguments = PLACES[place](trapped, SHAPES[shape])
    code, output, seconds, memory = measured([tool, *arguments], trapped.environment)
    if not (place == "lock" and shape in ("huge file",)):
        assert code in (69, 75, 77, 78), output
        assert output.count("\n") <= 2 and "internal" not in output, output
    assert BAD not in output and "environ" not in output.replace(str(trapped.folder), "")
    assert memory < usual + 24, output  # libcurl and OpenSSL, where the network is asked
    note(PART, "most memory for a file that is none", memory - usual, "max")
    assert seconds < 10
