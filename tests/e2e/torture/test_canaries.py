# SPDX-License-Identifier: MIT
"""No secret leaves by another way than its own: each way, each failure, octet by octet."""

from __future__ import annotations

import base64
import itertools
import json
import subprocess
import threading
from pathlib import Path

import pytest

import canary_paths as paths
import dev_log
import watched_run
from canaries import finds
from canary_desk import ACCOUNT, CanaryDesk, Leak
from canary_failures import FAILURES, WRITINGS
from canary_paths import Way
from canary_table import ASKING, LOOKING
from certificates import Certificates
from effort import tried
from evidence import note
from installation import Installation
from scripted_mail_server import TLS, ScriptedMailServer
from tempting_server import TemptingServer

PART = "secrets"
CELLS = tried(list(itertools.product(ASKING, FAILURES)), in_short=70)
ALONE = tried(list(LOOKING), in_short=40)

pytestmark = pytest.mark.skipif(bool(watched_run.missing()), reason=watched_run.missing())


@pytest.fixture(scope="module")
def keys() -> dict[str, str]:
    """Private keys in PEM."""
    def key(*options: str) -> str:
        return subprocess.run(["openssl", "genpkey", *options], capture_output=True, text=True,
                              check=True).stdout
    return {"EC": key("-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"),
            "RSA": key("-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048")}


@pytest.fixture
def canary_desk(installed: Installation, tempting_server: TemptingServer, tmp_path: Path,
                canary_host: Path,
                keys: dict[str, str], request: pytest.FixtureRequest) -> CanaryDesk:
    kind = "EC" if "DPoP" in request.node.name or "inspect" in request.node.name else "RSA"
    return CanaryDesk(installed, tempting_server, tmp_path / "desk", canary_host, keys[kind])


def leaks(desk: CanaryDesk, way: Way, before: list[str] | None = None) -> list[Leak]:
    """What leaked when that way was gone."""
    beside = threading.Thread(target=way.meanwhile) if way.meanwhile else None
    if beside:
        beside.start()
    run = desk.run(way.command, spoken=way.spoken, before=before, **way.environment)
    if beside:
        beside.join()
    note(PART, "places looked at", len(run.channels))
    found = desk.leaks(run)
    note(PART, "canaries where they must not be", len(found))
    assert run.exit_code in (0, 1, 2, 64, 69, 70, 75, 77, 78), (run.output, run.errors)
    if found:
        print(run.output.decode(errors="replace"), run.errors.decode(errors="replace"))
    return found


@pytest.mark.parametrize("way,failure", CELLS, ids=lambda one: one.replace("/", "-"))
def test_no_answer_makes_a_secret_leave(canary_desk: CanaryDesk, way: str, failure: str) -> None:
    note(PART, "ways and failures tried", 1)
    canary_desk.failure = FAILURES[failure]
    assert leaks(canary_desk, ASKING[way](canary_desk)) == []
    assert canary_desk.server.asked, "the server was not asked: nothing was shown"


@pytest.mark.parametrize("way", ALONE, ids=lambda one: one.replace("/", "-"))
def test_nothing_that_is_broken_or_shown_makes_a_secret_leave(canary_desk: CanaryDesk,
                                                              way: str) -> None:
    note(PART, "ways and failures tried", 1)
    assert leaks(canary_desk, LOOKING[way](canary_desk)) == []


@pytest.mark.skipif(bool(dev_log.missing()), reason=dev_log.missing())
@pytest.mark.parametrize("failure", tried(list(FAILURES), in_short=4))
def test_the_system_log_gets_sentences_and_no_secrets(canary_desk: CanaryDesk, tmp_path: Path,
                                                      failure: str) -> None:
    """From a program without a log of its own, which lets libsasl2 log all that it ever does."""
    note(PART, "ways and failures tried", 1)
    canary_desk.failure = FAILURES[failure]
    way = ASKING["plugin, syslog"](canary_desk)
    with dev_log.DevLog(tmp_path / "dev") as log:
        assert leaks(canary_desk, way, log.command([])) == []
    assert any("sasl-oauth" in line for line in log.lines)
    assert finds("\n".join(log.lines).encode(), list(canary_desk.secrets.values())) == []


@pytest.mark.parametrize("writing", tried(list(WRITINGS), in_short=5))
@pytest.mark.parametrize("service", ["imap", "smtp"])
def test_a_mail_server_that_repeats_the_message_makes_nothing_leave(
        canary_desk: CanaryDesk, certificates: Certificates, service: str, writing: str) -> None:
    """`test --verbose`, which shows the whole dialogue."""
    note(PART, "ways and failures tried", 1)
    token = canary_desk.secrets["access token"].text
    message = f"user={ACCOUNT}\x01auth=Bearer {token}\x01\x01"
    said = " ".join(WRITINGS[writing](one) for one in (token, message)).replace("\x01", " ")
    challenge = base64.b64encode(json.dumps({"status": said, "scope": said}).encode()).decode()
    steps = {"imap": ["* OK ready", None, "* CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2", "A1 OK x",
                      None, f"+ {challenge}", None, f"A2 NO {said}"],
             "smtp": ["220 ready", None, "250-me", "250 AUTH XOAUTH2", None, f"334 {challenge}",
                      None, f"535-5.7.8 {said}", f"535 {said}"]}[service]
    canary_desk.configure(provider=f'ca_file = "{certificates.ca_file}"\n',
                          more=f'[network]\nca_file = "{certificates.ca_file}"\n')
    with ScriptedMailServer(certificates, [TLS, *steps]) as server:
        way = paths.looks(canary_desk, "test", ACCOUNT, service, "--server",
                          f"127.0.0.1:{server.port} tls")
        assert leaks(canary_desk, way) == []
    assert any(base64.b64encode(message.encode()).decode() in line for line in server.heard)
