# SPDX-License-Identifier: MIT
"""What a machine may look like on which a user with a password signs in, and his programs."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dovecot import Dovecot
from installation import Desk, Installation
from mail_clients import (IMTEST, LIMIT_SECONDS, MBSYNC_STORES, POP3TEST, SMTPTEST, CyrusClient,
                          find_program, run)
from mail_store import User
from plugin_folders import PLACES
from wire_recorder import WireRecorder

SOMEBODY_ELSE = os.geteuid() + 1


@contextlib.contextmanager
def mark(home: Path) -> Iterator[None]:
    """Meanwhile there is what a sign-in leaves in the home of a user."""
    file = home / ".local/state/sasl-oauth/.ready"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    try:
        yield
    finally:
        file.unlink()


@contextlib.contextmanager
def service_mark(installed: Installation, user: int) -> Iterator[None]:
    """Meanwhile the service that runs as this user has an account."""
    file = installed.prefix / "var/lib/sasl-oauth/uid" / str(user)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.touch()
    try:
        yield
    finally:
        file.unlink()
        with contextlib.suppress(OSError):  # somebody else's things are in it
            file.parent.rmdir()
            file.parent.parent.rmdir()


@contextlib.contextmanager
def nobody_has_an_account(installed: Installation, _: Desk, __: User) -> Iterator[None]:
    with installed.file(installed.plugin_conf, None):
        yield


@contextlib.contextmanager
def prefer_no(installed: Installation, desk: Desk, user: User) -> Iterator[None]:
    """This very user has an account of this very name."""
    desk.add_account(user.login, desk.server.issue(user.login))
    with mark(desk.home), service_mark(installed, os.geteuid()), \
            installed.file(installed.plugin_conf, "prefer: no\n"):
        yield


@contextlib.contextmanager
def others_have_accounts(installed: Installation, desk: Desk, _: User) -> Iterator[None]:
    """In another home, and as another service's user."""
    other = desk.folder / "home-of-somebody-else"
    with mark(other), service_mark(installed, SOMEBODY_ELSE), \
            installed.file(installed.plugin_conf, None):
        yield


Circumstance = Callable[[Installation, Desk, User], contextlib.AbstractContextManager[None]]
CIRCUMSTANCES: dict[str, Circumstance] = {
    "accounts under prefer: no": prefer_no,
    "accounts of others": others_have_accounts,
}

MBSYNCRC = """\
FSync no

IMAPAccount server
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs {mechanism}
Timeout 8
""" + MBSYNC_STORES


def mbsync(desk: Desk, port: int, user: User, mechanism: str) -> tuple[bool, str]:
    """One synchronisation into a folder that was not there before."""
    folder = desk.folder / "mail"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    file = desk.folder / "mbsyncrc"
    file.write_text(MBSYNCRC.format(port=port, user=user.login, password=user.password,
                                    mechanism=mechanism, folder=folder))
    output, _, code = run([find_program("mbsync", "isync"), "-c", str(file), "mail"], desk)
    return code == 0 and len(list(folder.glob("inbox/*/*:*"))) == len(user.subjects), output


@dataclass(frozen=True)
class Cyrus:
    """imtest or its kin. Its input stays open until it ends: at the end of it imtest would send a
    LOGOUT of its own, or not, as it happens to look there first."""

    client: CyrusClient

    def __call__(self, desk: Desk, port: int, user: User, mechanism: str) -> tuple[bool, str]:
        command = [find_program(self.client.name, "cyrus-clients"), "-a", user.login, "-w",
                   user.password, "-p", str(port)]
        if mechanism != "*":
            command += ["-m", mechanism]
        reading, writing = os.pipe()
        with open(reading, "rb") as spoken, open(writing, "wb") as mouth:
            mouth.write(self.client.goodbye.encode())
            mouth.flush()
            done = subprocess.run([*command, "127.0.0.1"], env=desk.environment, stdin=spoken,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                                  timeout=LIMIT_SECONDS, check=False)
        return "\nAuthenticated.\n" in done.stdout, done.stdout


Program = Callable[[Desk, int, User, str], tuple[bool, str]]
PROGRAMS: dict[str, tuple[Program, str]] = {
    "mbsync": (mbsync, "imap"),
    "imtest": (Cyrus(IMTEST), "imap"),
    "pop3test": (Cyrus(POP3TEST), "pop3"),
    "smtptest": (Cyrus(SMTPTEST), "submission"),
}


def said(name: str, desk: Desk, server: Dovecot, user: User, mechanism: str, sasl_path: str,
         hidden: tuple[str, ...] = ()) -> bytes:
    """All that the program says in one login that must succeed."""
    program, port = PROGRAMS[name]
    desk.environment["SASL_PATH"] = sasl_path
    with WireRecorder(getattr(server.ports, port), hidden) as recorder:
        accepted, output = program(desk, recorder.port, user, mechanism)
    assert accepted, output
    return recorder.said


def compare_everywhere(say: Callable[[str], list[bytes]], installed: Installation, desk: Desk,
                       user: User) -> None:
    """`say` gives what the program says with our plugin in that place, "" for none.

    The first of what is loaded wins where two rank equal: so with accounts about, ours is that one;
    without any it stands in every place."""
    with nobody_has_an_account(installed, desk, user):
        before = say("")
        for place in PLACES:
            assert say(place) == before, place
    for name, circumstance in CIRCUMSTANCES.items():
        with circumstance(installed, desk, user):
            assert say("first") == before, name
