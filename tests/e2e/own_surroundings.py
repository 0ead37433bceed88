# SPDX-License-Identifier: MIT
"""What a process of a parallel run has for itself: the loopback network, and the files of the
installation that tests write. Linux, root."""

from __future__ import annotations

import atexit
import ctypes
import fcntl
import os
import shutil
import socket
import struct
import tempfile
from pathlib import Path

CLONE_NEWNS = 0x00020000
CLONE_NEWNET = 0x40000000
MS_BIND = 0x1000
MS_REC = 0x4000
MS_PRIVATE = 0x40000
SIOCGIFFLAGS = 0x8913
SIOCSIFFLAGS = 0x8914
IFF_UP = 0x1
WRITTEN = ("etc", "var")

_libc = ctypes.CDLL(None, use_errno=True)


def enter(prefix: Path) -> None:
    """This process, and all that it starts from now on, has a loopback network of its own, and
    copies of what the tests write below `prefix`. Call it before any thread starts.
    SASL_OAUTH_E2E_NETWORK then names the network of the process above, for downloads."""
    os.environ["SASL_OAUTH_E2E_NETWORK"] = f"/proc/{os.getppid()}/ns/net"
    _must(_libc.unshare(CLONE_NEWNS | CLONE_NEWNET), "unshare")
    _raise_loopback()
    _must(_libc.mount(None, b"/", None, MS_REC | MS_PRIVATE, None), "mount")
    folder = Path(tempfile.mkdtemp(prefix="sasl-oauth-e2e-own-"))
    folder.chmod(0o755)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in WRITTEN:
        original, own = prefix / name, folder / name
        original.mkdir(parents=True, exist_ok=True)
        shutil.copytree(original, own)
        _must(_libc.mount(os.fsencode(own), os.fsencode(original), None, MS_BIND, None), "mount")


def _must(code: int, call: str) -> None:
    if code != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{call}: {os.strerror(number)}")


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))[1]
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sH14x", b"lo", flags | IFF_UP))
