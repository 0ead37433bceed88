# SPDX-License-Identifier: MIT
"""Postfix with a relay by token and one by password: doctor and the log name what separates them.

Both relays are one server that offers tokens and passwords, by two names."""

from __future__ import annotations

import json
import os
import pwd
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import postfix
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from installation import Desk, Installation
from mail_store import PASSWORD, User
from never_asked import service_mark
from plugin_folders import built_stand_in
from postfix import Postfix
from sasl_dialogue import MECHANISMS
from world import World

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

BY_PASSWORD = "someone@example.org"
THERE = "password.example.net"


def run_beside(mta: Postfix, command: str) -> None:
    """Runs an administrator's command for this Postfix."""
    subprocess.run(["sh", "-c", command], check=True, env={
        "PATH": f"{os.environ['PATH']}:/usr/sbin", "MAIL_CONFIG": str(mta.config)})


@pytest.fixture
def account(authorization_server: AuthorizationServer, installed: Installation, desk: Desk,
            user: User) -> Iterator[str]:
    """Postfix has one, as `login --for postfix` leaves it where nothing is chrooted."""
    owner = pwd.getpwnam("postfix").pw_uid
    state = installed.prefix / "var/lib/sasl-oauth"
    shutil.rmtree(state, ignore_errors=True)
    with service_mark(installed, owner), installed.file(installed.plugin_conf, None):
        state.chmod(0o711)
        store = state / "postfix"
        store.mkdir(mode=0o700)
        record = desk.add_account(user.login, authorization_server.issue(user.login))
        shutil.move(record, store)
        for one in (store, store / record.name):
            shutil.chown(one, "postfix")
        yield user.login
    shutil.rmtree(state)


@pytest.fixture
def mta(world: World, installed: Installation, dovecot: Dovecot, account: str) -> Iterator[Postfix]:
    """As somebody sets it up who knows nothing of mechanisms."""
    folder = world.folder / "postfix-mixed"
    with Postfix(folder, installed.sasl_path, world.certificates, dovecot.ports.submission,
                 chroot=False) as running:
        other = running.relay.replace("localhost", "127.0.0.1")
        (running.config / "transport").write_text(f"{THERE} smtp:{other}\n")
        running.sign_in_as(account, transport_maps=f"texthash:{running.config}/transport",
                           smtp_sasl_mechanism_filter="", smtp_tls_security_level="encrypt")
        with running.passwords.open("a") as passwords:
            passwords.write(f"{other} {BY_PASSWORD}:{PASSWORD}\n")
        run_beside(running, f"postmap {running.passwords}")
        yield running
    shutil.rmtree(folder)


def doctor(desk: Desk, mta: Postfix, words: str, *options: str) -> dict[str, Any]:
    """Its finding about Postfix that has these words."""
    done = desk.tool("doctor", "--json", "--offline", *options,
                     env={**desk.environment, "MAIL_CONFIG": str(mta.config)})
    (found,) = [one for one in json.loads(done.stdout)["findings"] if words in one["sentence"]]
    return found


def test_what_doctor_and_the_log_say_separates_two_relays(
        desk: Desk, mta: Postfix, dovecot: Dovecot, account: str) -> None:
    mta.wait_for(mta.send(account, "friend@example.net"), "sent")
    waiting = mta.send(BY_PASSWORD, f"friend@{THERE}")
    mta.wait_for(waiting, "deferred")
    (in_log,) = re.findall(r'"smtp_sasl_mechanism_filter = ([a-z, ]+)" in Postfix', mta.log())

    remedy = doctor(desk, mta, f"for {BY_PASSWORD} at", "--for", "postfix")["remedy"]
    command, line = re.fullmatch(r"(postconf .*), and in transport_maps: DOMAIN (\S+)",
                                 remedy).groups()
    assert f"smtp_sasl_mechanism_filter={in_log.replace(' ', '')}'" in command
    run_beside(mta, command)
    (mta.config / "transport").write_text(f"{THERE} {line}\n")
    mta.reload()
    mta.flush()
    mta.wait_for(waiting, "sent")
    mta.wait_for(mta.send(account, "friend@example.net"), "sent")
    assert [one.sender for one in dovecot.sink.messages] == [account, BY_PASSWORD, account]
    logins = re.findall(r"submission-login: Info: Login: user=<([^>]*)>, method=(\w+)",
                        dovecot.log())
    assert [user for user, _ in logins[-3:]] == [account, BY_PASSWORD, account]
    assert [method in MECHANISMS for _, method in logins[-3:]] == [True, False, True]


def test_what_doctor_says_of_sasl_xoauth2s_plugin_helps_postfix(
        world: World, installed: Installation, desk: Desk, dovecot: Dovecot,
        account: str) -> None:
    """Its stand-in is loaded first, and gets every XOAUTH2."""
    folders = f"{built_stand_in(world.folder / 'stand-in').parent}:{installed.sasl_path}"
    desk.environment["SASL_PATH"] = folders
    with Postfix(world.folder / "postfix-rival", Path(folders), world.certificates,
                 dovecot.ports.submission, chroot=False) as mta:
        mta.sign_in_as(account)
        waiting = mta.send(account, "friend@example.net")
        mta.wait_for(waiting, "deferred")
        found = doctor(desk, mta, "sasl-xoauth2 (", "--program", "smtp")
        (mechanism,) = re.findall(r"smtp_sasl_mechanism_filter = (\w+) \(Postfix\)",
                                  found["remedy"])
        mta.configure({"smtp_sasl_mechanism_filter": mechanism})
        mta.reload()
        mta.flush()
        mta.wait_for(waiting, "sent")
    shutil.rmtree(mta.folder)
