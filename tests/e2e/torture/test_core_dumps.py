# SPDX-License-Identifier: MIT
"""What a core file of a program holds that has signed in, and of one that is about to.

The kernel writes a real one, which is searched for pieces of tokens, as they are and in base64.
"""

from __future__ import annotations

import os
import re
import resource
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

import evidence
from allocation_bench import PART, Bench
from certificates import Certificates
from installation import Installation
from test_freed_secrets import NEEDLES

EXPIRED = -10
LIMIT_SECONDS = 20
CHALLENGE = '{"status":"401","schemes":"Bearer","scope":"mail"}'


def missing_for_core_files() -> str:
    """Why no core file would come to the program's folder; empty if one does."""
    pattern = Path("/proc/sys/kernel/core_pattern").read_text().strip()
    if re.fullmatch(r"[\w.%-]+", pattern):
        return ""
    return f"core files go elsewhere: kernel.core_pattern is {pattern!r}"


pytestmark = pytest.mark.skipif(bool(missing_for_core_files()), reason=missing_for_core_files())


@pytest.fixture(scope="module")
def bench(installed: Installation, certificates: Certificates,
          tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    made = Bench(installed, tmp_path_factory.mktemp("bench"), certificates)
    yield made
    made.stop()


def _may_dump() -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))


def start(bench: Bench, folder: Path, *more: str) -> subprocess.Popen[str]:
    """A host that signs in and then aborts, in this folder."""
    return subprocess.Popen(bench.login("XOAUTH2", *more), cwd=folder, text=True,
                            env={**bench.environment, "MEMORY_HOST_ABORTS": "1"},
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                            stdin=subprocess.DEVNULL, preexec_fn=_may_dump)


def pieces_in_core(program: subprocess.Popen[str], folder: Path) -> int:
    """Waits for its end, and counts."""
    output = program.communicate(timeout=LIMIT_SECONDS)[0]
    assert program.returncode == -signal.SIGABRT, output
    (core,) = folder.glob("core*")
    content = core.read_bytes()
    assert b"SASL_PATH" in content  # it is one, with the program's memory in it
    return sum(content.count(needle.encode()) for needle in NEEDLES)


@pytest.mark.parametrize("challenge", [(), ("-", CHALLENGE)], ids=["accepted", "refused"])
def test_a_login_leaves_nothing(bench: Bench, tmp_path: Path, challenge: tuple[str, ...]) -> None:
    bench.put_record()
    found = pieces_in_core(start(bench, tmp_path, *challenge), tmp_path)
    evidence.note(PART, "pieces of tokens in a core file after a login", found)
    assert found == 0


def test_a_token_as_the_password_leaves_nothing(bench: Bench, tmp_path: Path) -> None:
    bench.path.unlink(missing_ok=True)
    bench.put_token_file()
    found = pieces_in_core(start(bench, tmp_path, str(bench.password)), tmp_path)
    evidence.note(PART, "pieces of tokens in a core file after a login", found)
    assert found == 0


def test_a_refresh_leaves_what_libcurl_does(bench: Bench, tmp_path: Path) -> None:
    """Of the request: four pieces a copy. The new tokens are overwritten where they came in."""
    bench.put_record(EXPIRED)
    found = pieces_in_core(start(bench, tmp_path), tmp_path)
    evidence.note(PART, "most pieces of tokens in a core file after a refresh", found, "max")


def test_a_refresh_under_way_needs_its_token(bench: Bench, tmp_path: Path) -> None:
    bench.put_record(EXPIRED)
    asked, dumped = threading.Event(), threading.Event()

    def hold() -> None:
        asked.set()
        dumped.wait(LIMIT_SECONDS)
    bench.server.before_answer = hold
    program = start(bench, tmp_path)
    assert asked.wait(LIMIT_SECONDS)
    os.kill(program.pid, signal.SIGABRT)
    found = pieces_in_core(program, tmp_path)
    dumped.set()
    bench.server.before_answer = lambda: None
    assert found > 0
    evidence.note(PART, "most pieces of tokens in a core file during a refresh", found, "max")
