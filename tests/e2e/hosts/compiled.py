# SPDX-License-Identifier: MIT
"""Programs of our own that are hosts: compiled once a run, by the system's C compiler."""

from __future__ import annotations

import functools
import itertools
import subprocess
import tempfile
import threading
from pathlib import Path

from world import HERE

_numbers = itertools.count(1)
_lock = threading.Lock()


@functools.cache
def _folder() -> tempfile.TemporaryDirectory:
    """Goes by remove_compiled, or when Python ends as it should."""
    return tempfile.TemporaryDirectory(prefix="sasl-oauth-hosts-")


def compiled(source: str, *flags: str) -> Path:
    """The program of a source, a path from tests/e2e; `flags` end with its libraries. Hosts may
    run side by side."""
    with _lock:
        return _compiled(source, *flags)


@functools.cache
def _compiled(source: str, *flags: str) -> Path:
    program = Path(_folder().name) / f"{Path(source).stem}-{next(_numbers)}"
    subprocess.run(["cc", "-o", str(program), str(HERE / source), *flags], check=True)
    return program


def remove_compiled() -> None:
    """At the end of the run."""
    if _folder.cache_info().currsize:
        _folder().cleanup()
    _folder.cache_clear()
    _compiled.cache_clear()
