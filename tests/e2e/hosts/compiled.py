# SPDX-License-Identifier: MIT
"""Programs of our own that are hosts: compiled once a run, by the system's C compiler."""

from __future__ import annotations

import functools
import subprocess
import tempfile
from pathlib import Path

from world import HERE


@functools.cache
def _folder() -> tempfile.TemporaryDirectory:
    """Goes when the tests end."""
    return tempfile.TemporaryDirectory(prefix="sasl-oauth-hosts-")


@functools.cache
def compiled(source: str, *flags: str) -> Path:
    """The program of a C file in tests/e2e; `flags` end with its libraries."""
    program = Path(_folder().name) / "-".join([source.removesuffix(".c"), *map(_word, flags)])
    subprocess.run(["cc", "-O1", "-o", str(program), str(HERE / source), *flags], check=True)
    return program


def _word(flag: str) -> str:
    return "".join(one for one in flag if one.isalnum())[-20:]
