# SPDX-License-Identifier: MIT
"""Servers that never sign in start, work, and say no word about us."""

from __future__ import annotations

import contextlib
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import child
import dev_log
from bystanders import BYSTANDERS, Bystander
from dev_log import DevLog
from installation import Installation
from plugin_folders import PluginFolders

pytestmark = pytest.mark.skipif(bool(dev_log.missing()), reason=dev_log.missing())

START_SECONDS = child.patience(10)
OURS = ("oauth", "OAUTH", "core.so", "network.so")


class Running:
    """One of them that serves; `said` is what it printed, `log` what came to its /dev/log."""

    def __init__(self, server: Bystander, process: subprocess.Popen[bytes], log: DevLog,
                 output: Path) -> None:
        self.server, self.process, self._log, self._output = server, process, log, output

    def ask(self, sasl_path: str) -> str:
        return self.server.ask({"SASL_PATH": sasl_path})

    def maps(self) -> str:
        return Path(f"/proc/{self.process.pid}/maps").read_text()

    def said(self) -> str:
        return self._output.read_text(errors="replace") + "\n".join(self._log.settle())


@contextlib.contextmanager
def running(name: str, folder: Path, sasl_path: str) -> Iterator[Running]:
    server = BYSTANDERS[name](folder)
    output = folder / "output"
    environment = {"PATH": "/usr/bin:/bin:/usr/sbin:/sbin", "HOME": str(folder),
                   **server.environment, "SASL_PATH": sasl_path}
    with DevLog(folder / "dev") as log, output.open("wb") as into:
        process = subprocess.Popen(child.dies_with_us(log.command(server.command)),
                                   env=environment, stdin=subprocess.DEVNULL, stdout=into,
                                   stderr=into, start_new_session=True)  # saslauthd ends its group
        one = Running(server, process, log, output)
        try:
            assert child.wait_until(server.is_ready, process, START_SECONDS), one.said()
            yield one
        finally:
            child.stop(process)


@pytest.mark.parametrize("name", list(BYSTANDERS))
def test_a_server_works_and_says_nothing_about_us(installed: Installation, tmp_path: Path,
                                                  name: str) -> None:
    """Not even of what is wrong with our configuration: it is none of their business."""
    folders = PluginFolders(installed.plugin, tmp_path / "plugins")
    with installed.file(installed.plugin_conf, "nonsense\nprefer: perhaps\njailed: =\n"), \
            installed.file(installed.plugin_conf.with_name("config.toml"), "nonsense\n"), \
            running(name, tmp_path, folders.path("first")) as server:
        answer = server.ask(folders.path("first"))
        assert server.server.words in answer, answer
        maps = server.maps()
        said = server.said()
    assert ("/libsasl-oauth.so" in maps) == server.server.loads_plugins
    for word in OURS:
        assert word not in answer + said, said
    for module in ("core.so", "network.so", "libcurl"):
        assert module not in maps


@pytest.mark.parametrize("name", [one for one in BYSTANDERS if one != "saslauthd"])
def test_what_libsasl_says_of_a_plugin_would_be_seen(installed: Installation, tmp_path: Path,
                                                     name: str) -> None:
    """Else the test above would prove nothing."""
    folders = PluginFolders(installed.plugin, tmp_path / "plugins")
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "libsasl-oauth.so").write_text("no library")
    with running(name, tmp_path, f"{broken}:{folders.path()}") as server:
        server.ask(folders.path())
        said = server.said()
    assert f"unable to dlopen {broken}/libsasl-oauth.so" in said
