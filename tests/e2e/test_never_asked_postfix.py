# SPDX-License-Identifier: MIT
"""Postfix with a password says to its relay with our package installed what it said before."""

from __future__ import annotations

import contextlib
import pwd
from collections.abc import Iterator
from pathlib import Path

import pytest

import postfix
from installation import Installation
from mail_store import PASSWORD
from never_asked import SOMEBODY_ELSE, service_mark
from password_server import CHOSEN
from plugin_folders import PLACES, MovablePlugin
from postfix import Postfix
from wire_recorder import WireRecorder, comparable
from world import World

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

USER = "relay@example.org"
POSTFIX = pwd.getpwnam("postfix").pw_uid if not postfix.missing() else 0

# A transport for each filter. A process serves one message, since libsasl ranks once a process.
MASTER = """\
{name} unix - - y - - smtp
  -o max_use=1
  -o smtp_sasl_mechanism_filter={filter}
"""
TRANSPORTS = {"any": "", "plain-alone": "plain", "scram-alone": "scram-sha-256"}
CASES = [("any", "SCRAM-SHA-256"), ("any", "CRAM-MD5"), ("any", "PLAIN"), ("any", "LOGIN"),
         ("plain-alone", "PLAIN"), ("scram-alone", "SCRAM-SHA-256")]


@pytest.fixture(scope="module")
def recorder(world: World) -> Iterator[WireRecorder]:
    server = world.password_dovecot
    with WireRecorder(server.ports.submission) as running:
        yield running


@pytest.fixture(scope="module")
def ours(world: World, installed: Installation) -> MovablePlugin:
    return MovablePlugin(installed.plugin, world.folder / "one-plugin-each-for-postfix")


@pytest.fixture(scope="module")
def mta(world: World, ours: MovablePlugin, recorder: WireRecorder) -> Iterator[Postfix]:
    """In its jail, with a password for the relay."""
    with Postfix(world.folder / "postfix-never-asked", Path(ours.path), world.certificates,
                 recorder.port) as running:
        with (running.config / "master.cf").open("a") as master:
            master.writelines(MASTER.format(name=name, filter=words)
                              for name, words in TRANSPORTS.items())
        (running.config / "routes").write_text("".join(
            f"{name}.example.net {name}:[127.0.0.1]:{recorder.port}\n" for name in TRANSPORTS))
        running.configure({
            "transport_maps": f"texthash:{running.config}/routes",
            "smtp_tls_security_level": "none",
            "smtp_sasl_type": "cyrus", "smtp_sasl_auth_enable": "yes",
            "smtp_sasl_security_options": "noanonymous",
            "smtp_sasl_password_maps": f"static:{USER}:{PASSWORD}"})
        running.reload()
        yield running


@contextlib.contextmanager
def nobody_has_an_account(installed: Installation) -> Iterator[None]:
    with installed.file(installed.plugin_conf, None):
        yield


@contextlib.contextmanager
def prefer_no(installed: Installation) -> Iterator[None]:
    """Postfix itself has one."""
    with service_mark(installed, POSTFIX), installed.file(installed.plugin_conf, "prefer: no\n"):
        yield


@contextlib.contextmanager
def others_have_accounts(installed: Installation) -> Iterator[None]:
    """Another service, and root, who Postfix is when libsasl ranks."""
    with service_mark(installed, SOMEBODY_ELSE), service_mark(installed, 0), \
            installed.file(installed.plugin_conf, None):
        yield


@pytest.mark.parametrize(("transport", "mechanism"), CASES)
def test_postfix_is_unchanged_on_the_wire(installed: Installation, mta: Postfix,
                                          ours: MovablePlugin, recorder: WireRecorder,
                                          transport: str, mechanism: str) -> None:
    def say(place: str) -> list[bytes]:
        ours.put(place)
        recorder.said = b""
        recorder.hidden = CHOSEN[mechanism] if transport == "any" else ()
        mta.wait_for(mta.send(USER, f"friend@{transport}.example.net"), "sent")
        login, mail, _ = recorder.said.partition(b"MAIL FROM:")
        assert mail and b"AUTH %s" % mechanism.encode() in login, recorder.said
        return comparable(login)

    with nobody_has_an_account(installed):
        before = say("")
        for place in PLACES:
            assert say(place) == before, place
    for circumstance in (prefer_no, others_have_accounts):
        with circumstance(installed):
            assert say("first") == before, circumstance.__doc__
