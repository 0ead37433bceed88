# SPDX-License-Identifier: MIT
"""KMail's libraries beyond the table of hosts: KDE's own tokens, and what ksmtp keeps to itself."""

from __future__ import annotations

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest

from certificates import Certificates
from dovecot import Dovecot
from hosts.host import Bench
from hosts.kde import HOSTS, KdeLibrary, Ksmtp
from installation import Desk
from mail_store import User
from scripted_mail_server import ScriptedMailServer
from world import HERE, cache_folder

EACH_LIBRARY = pytest.mark.parametrize("library", HOSTS, ids=lambda one: one.library)
AUTHNAME, PASS = "asked for 0x4002\n", "asked for 0x4004\n"
REFUSAL = base64.b64encode(json.dumps({"status": "400", "schemes": "Bearer"},
                                      separators=(",", ":")).encode()).decode()
GMAIL = ["220 smtp.example.org ESMTP", None, "250-smtp.example.org\r\n250 AUTH XOAUTH2", None,
         f"334 {REFUSAL}", None]


@pytest.fixture
def bench(desk: Desk, dovecot: Dovecot, user: User) -> Bench:
    return Bench(desk, dovecot, desk.server, user)


@EACH_LIBRARY
def test_a_token_of_kdes_own_sign_in_passes_through(bench: Bench, library: KdeLibrary) -> None:
    """Without an account of ours: as with the plugin that KDE brings."""
    token = bench.server.issue(bench.user.login).access_token
    outcome = library.login(bench, "XOAUTH2", token)
    assert outcome.accepted, outcome.output
    assert outcome.output.startswith(AUTHNAME + PASS)


@EACH_LIBRARY
def test_with_an_account_the_password_is_not_asked_for(bench: Bench, library: KdeLibrary) -> None:
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))
    outcome = library.login(bench, "XOAUTH2", "not-a-token")
    assert outcome.accepted, outcome.output
    assert AUTHNAME in outcome.output and PASS not in outcome.output


@pytest.fixture
def kdes_plugin(tmp_path: Path) -> Path:
    """A folder with it alone."""
    if not shutil.which("apt-get"):
        pytest.skip("needs Debian's package of KDE's plugin")
    package = "libsasl2-modules-kdexoauth2"
    subprocess.run([str(HERE / "unpack-packages.sh"), str(cache_folder()), package], check=True)
    (plugin,) = (cache_folder() / "unpacked" / package).glob("usr/lib/*/sasl2/libkdexoauth2.so")
    folder = tmp_path / "kde"
    folder.mkdir()
    (folder / plugin.name).symlink_to(plugin)
    return folder


@EACH_LIBRARY
def test_beside_kdes_own_plugin_the_account_is_used(bench: Bench, library: KdeLibrary,
                                                    kdes_plugin: Path) -> None:
    """Whichever of the two libsasl2 finds first."""
    tokens, environment = bench.server.issue(bench.user.login), bench.desk.environment
    ours, environment["SASL_PATH"] = environment["SASL_PATH"], str(kdes_plugin)
    assert library.login(bench, "XOAUTH2", tokens.access_token).accepted
    bench.desk.add_account(bench.user.login, tokens)
    for path in (f"{kdes_plugin}:{ours}", f"{ours}:{kdes_plugin}"):
        environment["SASL_PATH"] = path
        outcome = library.login(bench, "XOAUTH2", "not-a-token")
        assert outcome.accepted, outcome.output


def test_ksmtp_keeps_a_refusal_of_status_400_to_itself_until_somebody_refreshes(
        bench: Bench, certificates: Certificates) -> None:
    name = bench.user.login
    path = bench.desk.add_account(name, bench.server.issue(name))
    before = path.read_bytes()
    with ScriptedMailServer(certificates, GMAIL) as server:
        outcome = Ksmtp().run(bench, "XOAUTH2", server.port)
    assert "error: Token expired\n" in outcome.output
    assert path.read_bytes() == before
    assert bench.desk.tool("refresh", name).returncode == 0
    assert bench.desk.record(name)["access_token"] not in before.decode()
