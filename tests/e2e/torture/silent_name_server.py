# SPDX-License-Identifier: MIT
"""A name server on loopback that takes questions and answers none, for one program alone."""

from __future__ import annotations

import os
import shutil
import socket
from pathlib import Path

import rights

NAME_SERVER_PORT = 53
ADDRESS = "127.0.0.1"
# A host that /etc/hosts does not know: RFC 6761 keeps the domain for examples.
HOST = "tokens.example.com"
MOUNTED = 'mount --make-rprivate / && mount --bind "$1" /etc/resolv.conf && shift && exec "$@"'


def missing() -> str:
    """Why there cannot be one here; empty if there can."""
    if os.geteuid() != 0:
        return "needs root: binds port 53, and gives a program a resolv.conf of its own"
    if reason := rights.missing_for_namespaces():
        return reason
    if not shutil.which("unshare"):
        return "unshare is missing: install the package util-linux"
    if not Path("/etc/resolv.conf").exists():
        return "there is no /etc/resolv.conf to put another one over"
    return ""


class SilentNameServer:
    """`command` stands before a program's, whose questions then come here. Use it as a context
    manager."""

    token_endpoint = f"https://{HOST}/token"

    def __init__(self, folder: Path) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        settings = folder / "resolv.conf"
        settings.write_text(f"nameserver {ADDRESS}\n")
        self.command = ["unshare", "-m", "sh", "-c", MOUNTED, "sh", str(settings)]

    def __enter__(self) -> SilentNameServer:
        self._socket.bind((ADDRESS, NAME_SERVER_PORT))
        return self

    def __exit__(self, *_: object) -> None:
        self._socket.close()
