# SPDX-License-Identifier: MIT
"""What this process may do: root in a container often lacks some of root's rights."""

from __future__ import annotations

import functools
from pathlib import Path

# linux/capability.h
CAP_SYS_PTRACE = 19
CAP_SYS_ADMIN = 21


@functools.cache
def _capabilities() -> int:
    status = Path("/proc/self/status").read_text()
    return int(status.partition("CapEff:")[2].split()[0], 16)


def _missing(capability: int, name: str, what: str) -> str:
    return "" if _capabilities() >> capability & 1 else f"needs root with {name}: {what}"


def missing_for_namespaces() -> str:
    """Why no program can be given mounts of its own; empty if one can."""
    return _missing(CAP_SYS_ADMIN, "CAP_SYS_ADMIN", "gives a program mounts of its own")


def missing_for_tracing() -> str:
    """Why processes of other users cannot be looked into; empty if they can."""
    return _missing(CAP_SYS_PTRACE, "CAP_SYS_PTRACE", "looks into processes of other users")
