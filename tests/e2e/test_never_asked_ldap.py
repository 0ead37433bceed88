# SPDX-License-Identifier: MIT
"""ldapsearch with a password says with our package installed what it said before.

Whole logins at a slapd, and what ldapsearch says first to a server that offers tokens as well."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator

import pytest

import child
from authorization_server import AuthorizationServer
from bystanders import PASSWORD, Bystander, slapd
from installation import Desk, Installation
from ldap_server import LdapServer
from mail_clients import find_program, run
from mail_store import User
from never_asked import compare_everywhere, mark
from plugin_folders import PluginFolders
from wire_recorder import WireRecorder, comparable_ldap
from world import World

LOGIN = "somebody"
START_SECONDS = child.patience(10)
NO_LAYER = "maxssf=0"  # what goes through DIGEST-MD5's layer could not be compared
NO_DEMANDS = "none,maxssf=0"  # libldap's own demand is "noplaintext,noanonymous" without TLS
TOKENS = ("XOAUTH2", "OAUTHBEARER")
NAMED = ("SCRAM-SHA-256", "DIGEST-MD5", "CRAM-MD5", "PLAIN", "LOGIN")

# What ldapsearch chooses, of what the server offers beside tokens.
CHOSEN = {
    "SCRAM-SHA-256": ("PLAIN", "LOGIN", "CRAM-MD5", "SCRAM-SHA-256", "ANONYMOUS"),
    "DIGEST-MD5": ("PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "ANONYMOUS"),
    "CRAM-MD5": ("PLAIN", "CRAM-MD5"),
    "PLAIN": ("PLAIN", "ANONYMOUS"),
    "LOGIN": ("LOGIN", "ANONYMOUS"),
    "ANONYMOUS": ("ANONYMOUS",),
}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bystander]:
    """A slapd with libsasl's own plugins, as it was before us."""
    folder = tmp_path_factory.mktemp("slapd")
    one = slapd(folder)
    process = subprocess.Popen(child.dies_with_us(one.command), stdin=subprocess.DEVNULL,
                               env={"PATH": os.environ["PATH"], **one.environment})
    try:
        assert child.wait_until(one.is_ready, process, START_SECONDS)
        yield one
    finally:
        child.stop(process)


@pytest.fixture(scope="session")
def folders(installed: Installation, world: World) -> PluginFolders:
    return PluginFolders(installed.plugin, world.folder / "one-plugin-each-for-ldap")


def said(desk: Desk, port: int, sasl_path: str, *options: str) -> tuple[list[bytes], str]:
    """What ldapwhoami says to the server at the port, and what it shows."""
    desk.environment["SASL_PATH"] = sasl_path
    with WireRecorder(port) as recorder:
        output = run([find_program("ldapwhoami", "ldap-utils"), "-Q", "-H",
                      f"ldap://127.0.0.1:{recorder.port}", "-U", LOGIN, "-w", PASSWORD, *options],
                     desk)[0]
    return comparable_ldap(recorder.said), output


@pytest.mark.parametrize("mechanism", [*NAMED, "*"])
def test_a_login_at_slapd_is_unchanged_on_the_wire(
        installed: Installation, desk: Desk, user: User, server: Bystander, folders: PluginFolders,
        mechanism: str) -> None:
    options = ["-O", NO_DEMANDS if mechanism in ("PLAIN", "LOGIN") else NO_LAYER]
    options += [] if mechanism == "*" else ["-Y", mechanism]

    def say(place: str) -> list[bytes]:
        words, shown = said(desk, server.port, folders.path(place), *options)
        assert server.words in shown, shown
        return words

    compare_everywhere(say, installed, desk, user)
    with mark(desk.home), installed.file(installed.plugin_conf, None):
        assert say("first") == say(""), "with an account of this user, which nothing forbids"


@pytest.mark.parametrize("mechanism", list(CHOSEN))
def test_the_first_bind_at_a_server_that_offers_tokens_is_unchanged(
        installed: Installation, authorization_server: AuthorizationServer, desk: Desk, user: User,
        folders: PluginFolders, mechanism: str) -> None:
    with LdapServer(authorization_server.certificates, authorization_server, is_tls=False,
                    mechanisms=CHOSEN[mechanism] + TOKENS) as ldap:
        def say(place: str) -> list[bytes]:
            ldap.binds.clear()
            words, shown = said(desk, ldap.server_address[1], folders.path(place), "-O", NO_DEMANDS)
            assert ldap.binds[0][0] == mechanism, shown
            return words[:2]  # which mechanisms are there, and the first bind

        compare_everywhere(say, installed, desk, user)


def test_the_first_bind_under_tls_is_unchanged(
        installed: Installation, authorization_server: AuthorizationServer, desk: Desk, user: User,
        folders: PluginFolders) -> None:
    """There libldap demands nothing of the mechanism."""
    desk.environment["LDAPTLS_CACERT"] = str(authorization_server.ca_file)
    with LdapServer(authorization_server.certificates, authorization_server,
                    mechanisms=("PLAIN", "ANONYMOUS", *TOKENS)) as ldap:
        def say(place: str) -> list[bytes]:
            ldap.binds.clear()
            desk.environment["SASL_PATH"] = folders.path(place)
            run([find_program("ldapwhoami", "ldap-utils"), "-Q", "-H", ldap.url, "-U", LOGIN,
                 "-w", PASSWORD], desk)
            assert ldap.binds[0] == ("PLAIN", f"\0{LOGIN}\0{PASSWORD}".encode())
            return []

        compare_everywhere(say, installed, desk, user)
