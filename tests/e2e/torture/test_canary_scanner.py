# SPDX-License-Identifier: MIT
"""The scanner itself: a leak by each way that it watches, in each writing, is found."""

from __future__ import annotations

import base64
import gzip
import os
import sys
import urllib.parse
from collections.abc import Callable
from pathlib import Path

import pytest

import dev_log
import watched_run
from canaries import finds, invented
from watched_run import Run, watched

CANARY = invented("canary", "ya29.", '"/\\+')

WRITINGS: dict[str, Callable[[str], bytes]] = {
    "plain": str.encode,
    "the first half": lambda text: text[:20].encode(),
    "from the middle": lambda text: text[12:28].encode(),
    "percent": lambda text: urllib.parse.quote(text, safe="").encode(),
    "all percent": lambda text: "".join(f"%{one:02x}" for one in text.encode()).encode(),
    **{f"base64 behind {count}": lambda text, count=count: base64.b64encode(
        b"x" * count + text.encode()) for count in range(3)},
    **{f"base64url behind {count}": lambda text, count=count: base64.urlsafe_b64encode(
        b"x" * count + text.encode()).rstrip(b"=") for count in range(3)},
    "hex": lambda text: text.encode().hex().encode(),
    "upper-case hex": lambda text: text.encode().hex().upper().encode(),
    "JSON": lambda text: "".join(f"\\u{ord(one):04X}" for one in text).encode(),
    "UTF-16": lambda text: text.encode("utf-16-le"),
    "reversed": lambda text: text[::-1].encode(),
    "gzip": lambda text: b"..." + gzip.compress(text.encode()) + b"...",
}


@pytest.mark.parametrize("writing", WRITINGS)
def test_it_finds_each_writing(writing: str) -> None:
    text = b"before " + WRITINGS[writing](CANARY.text) + b" after"
    assert finds(text, [CANARY]) and not finds(text, [invented("another")])


def test_it_finds_nothing_where_nothing_is() -> None:
    assert finds(os.urandom(1 << 20) + base64.b64encode(os.urandom(1 << 18)), [CANARY]) == []


LEAKS = {
    "stdout": "print(text)",
    "stderr": "sys.stderr.write(text)",
    "a file": "open('leaked', 'w').write(text)",
    "the name of a file": "open(text[5:37], 'w')",
    "a mapped file": ("f = open('mapped', 'w+b'); f.truncate(4096); import mmap\n"
                      "m = mmap.mmap(f.fileno(), 4096); m[:len(text)] = text.encode(); m.flush()"),
    "a file elsewhere": "open('/var/tmp/sasl-oauth-leak', 'w').write(text)",
    "arguments": "subprocess.run(['true', text])",
    "environment": "subprocess.run(['true'], env={'X': text})",
    "a grandchild's arguments": "subprocess.run(['sh', '-c', 'exec env \"$0\" true', 'X=' + text])",
    "a socket": ("a, b = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)\n"
                 "a.sendmsg([text[:20].encode(), text[20:].encode()])"),
    "TCP": ("l = socket.create_server(('127.0.0.1', 0))\n"
            "socket.create_connection(l.getsockname()).sendall(text.encode())"),
    "two writes": "os.write(1, text[:17].encode()); os.write(1, text[17:].encode())",
    "a vector": "os.writev(1, [text[:13].encode(), text[13:].encode()])",
    "the name of the process": "ctypes.CDLL(None).prctl(15, text[5:20].encode(), 0, 0, 0)",
    "an attribute": "open('f', 'w'); os.setxattr('f', 'user.x', text.encode())",
    "a new name": "open('f', 'w'); os.rename('f', text[5:37])",
}
PROGRAM = "import ctypes, os, socket, subprocess, sys, syslog\ntext = open('canary').read()\n"


def run_of(leak: str, folder: Path, before: list[str] | None = None) -> tuple[Run, Path]:
    (folder / "canary").write_text(CANARY.text)
    (folder / "leak.py").write_text(PROGRAM + leak + "\n")
    run = watched([sys.executable, "-I", "leak.py"], folder / "watched", cwd=folder, before=before,
                  environment={"PATH": os.environ["PATH"]})
    return run, folder


def found_by(run: Run, folder: Path) -> list[str]:
    """Where it was found: a channel, or a file."""
    channels = [name for name, octets in run.channels.items() if finds(octets, [CANARY])]
    files = [str(one) for one in folder.iterdir() if one.is_file() and one.name != "canary"
             and finds(one.read_bytes(), [CANARY])]
    return channels + files


@pytest.mark.skipif(bool(watched_run.missing()), reason=watched_run.missing())
@pytest.mark.parametrize("way", LEAKS)
def test_it_finds_each_way(way: str, tmp_path: Path) -> None:
    run, folder = run_of(LEAKS[way], tmp_path)
    (Path("/var/tmp/sasl-oauth-leak")).unlink(missing_ok=True)
    assert found_by(run, folder), (run.errors, run.channels)
    if way == "a file elsewhere":
        assert "/var/tmp/sasl-oauth-leak" in run.written


@pytest.mark.skipif(bool(watched_run.missing() or dev_log.missing()),
                    reason=watched_run.missing() or dev_log.missing())
def test_it_finds_the_system_log(tmp_path: Path) -> None:
    with dev_log.DevLog(tmp_path / "dev") as log:
        run, folder = run_of("syslog.syslog(text)", tmp_path, log.command([]))
    assert any(name.startswith("send UNIX") for name in found_by(run, folder))
    assert any(CANARY.text in line for line in log.lines)


@pytest.mark.skipif(bool(watched_run.missing()), reason=watched_run.missing())
def test_it_finds_nothing_in_a_program_that_keeps_it_to_itself(tmp_path: Path) -> None:
    run, folder = run_of("print(len(text))", tmp_path)
    assert found_by(run, folder) == [] and run.output == b"41\n"
