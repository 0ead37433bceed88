# SPDX-License-Identifier: MIT
"""Users with passwords: with our package installed their programs say what they said before.

Each login is recorded between the program and Dovecot. "Before" is the same folders of plugins less
ours. Compared is every byte, SCRAM's nonces and proofs and CRAM-MD5's digest aside
(wire_recorder.comparable)."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from certificates import Certificates
from dovecot import Dovecot
from installation import Desk, Installation
from mail_clients import MBSYNC_CLIENT
from mail_store import User
from never_asked import compare_everywhere, mark, nobody_has_an_account, said
from password_server import CHOSEN
from plugin_folders import PluginFolders
from scripted_mail_server import TLS, ScriptedMailServer
from wire_recorder import comparable
from world import World

NAMED = ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256")

# mbsync wants TLS for the LOGIN command, which it takes LOGIN for; as anonymous it finds no mail.
CHOICES = [*(("mbsync", one) for one in CHOSEN if one not in ("LOGIN", "ANONYMOUS")),
           *(("imtest", one) for one in CHOSEN),
           ("pop3test", "PLAIN"), ("smtptest", "PLAIN"), ("smtptest", "LOGIN")]


@pytest.fixture
def server(world: World) -> Dovecot:
    return world.password_dovecot


@pytest.fixture(scope="session")
def folders(installed: Installation, world: World) -> PluginFolders:
    return PluginFolders(installed.plugin, world.folder / "one-plugin-each")


@pytest.mark.parametrize("mechanism", NAMED)
@pytest.mark.parametrize("program", ["mbsync", "imtest"])
def test_a_named_mechanism_is_unchanged_on_the_wire(
        installed: Installation, desk: Desk, server: Dovecot, user: User, folders: PluginFolders,
        program: str, mechanism: str) -> None:
    def say(place: str) -> list[bytes]:
        return comparable(said(program, desk, server, user, mechanism, folders.path(place)))

    compare_everywhere(say, installed, desk, user)
    with mark(desk.home), installed.file(installed.plugin_conf, None):
        assert say("first") == say(""), "with an account of this user, which nothing forbids"


@pytest.mark.parametrize(("program", "mechanism"), CHOICES)
def test_what_a_program_chooses_itself_is_unchanged_on_the_wire(
        installed: Installation, desk: Desk, server: Dovecot, user: User, folders: PluginFolders,
        program: str, mechanism: str) -> None:
    def say(place: str) -> list[bytes]:
        words = said(program, desk, server, user, "*", folders.path(place), CHOSEN[mechanism])
        assert re.search(rb"AUTH[A-Z]* %s\b" % mechanism.encode(), words), words
        return comparable(words)

    compare_everywhere(say, installed, desk, user)


@pytest.mark.parametrize("program", ["mbsync", "imtest"])
def test_a_login_with_a_password_loads_the_door_alone(
        installed: Installation, desk: Desk, server: Dovecot, user: User, folders: PluginFolders,
        program: str) -> None:
    desk.environment.update(LD_DEBUG="files", LD_DEBUG_OUTPUT=str(desk.folder / "loaded"))
    with nobody_has_an_account(installed, desk, user):
        said(program, desk, server, user, "*", folders.path("first"), CHOSEN["PLAIN"])
    loaded = "".join(one.read_text() for one in desk.folder.glob("loaded.*"))
    assert "/libsasl-oauth.so" in loaded and "/libplain.so" in loaded
    for module in ("/core.so", "/network.so"):
        assert module not in loaded


# The first as imap.163.com has it: passwords by the LOGIN command alone. mbsync, asked for LOGIN,
# takes that command too.
@pytest.mark.parametrize("offer", ["AUTH=XOAUTH2", "AUTH=LOGIN AUTH=XOAUTH2"])
def test_a_server_that_offers_nothing_but_tokens_needs_the_line_that_our_sentence_names(
        installed: Installation, desk: Desk, user: User, folders: PluginFolders,
        certificates: Certificates, offer: str) -> None:
    """mbsync takes whatever libsasl has, and the LOGIN command only if that is nothing: here it
    cannot be told that nobody asked for us. What the sentence says puts it right."""
    def first_command(place: str, mechanism: str) -> tuple[str, str]:
        desk.environment["SASL_PATH"] = folders.path(place)
        steps = [TLS, f"* OK [CAPABILITY IMAP4rev1 SASL-IR {offer}] ready", None, "* BYE enough"]
        with ScriptedMailServer(certificates, steps) as imap:
            server = SimpleNamespace(ports=SimpleNamespace(imaps=imap.port))
            outcome = MBSYNC_CLIENT.login(desk, server, user, mechanism, password="two words")
        return imap.heard[0], outcome.output

    with nobody_has_an_account(installed, desk, user):
        before, _ = first_command("", "*")
        assert before == f'1 LOGIN "{user.login}" "two words"'
        said_nothing, sentence = first_command("first", "*")
        assert said_nothing == "" and "two words" not in sentence
        (mechanisms,) = re.findall(r'"AuthMechs ([A-Z ]+)" in mbsync', sentence)
        assert first_command("first", mechanisms)[0] == before
