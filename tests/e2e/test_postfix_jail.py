# SPDX-License-Identifier: MIT
"""The jail of Debian's Postfix: nothing is reached outside of it but the accounts, by many at once
as by one, and nobody gets out by way of them."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import child
import jail_trace
import postfix
import rights
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from hosts.postfix import PostfixDesk
from mail_store import User
from postfix import Postfix
from world import World

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

needs_tracing = pytest.mark.skipif(bool(rights.missing_for_tracing()),
                                   reason=rights.missing_for_tracing())

HERD = 20
STORE = Path("/var/lib/sasl-oauth/jail/postfix")

# As the user postfix in the jail, with the descriptor that smtp keeps: opens what it is told to.
PRISONER = """\
import os, pwd, sys
user = pwd.getpwnam("postfix")
store = os.open(sys.argv[2], os.O_PATH | os.O_DIRECTORY)
os.chroot(sys.argv[1])
os.chdir("/")
os.setgroups([])
os.setgid(user.pw_gid)
os.setuid(user.pw_uid)
for path in sys.argv[3:]:
    try:
        os.close(os.open(path, os.O_RDONLY, dir_fd=store))
        print("open")
    except OSError as error:
        print(os.strerror(error.errno))
"""


@pytest.fixture
def expired(postfix_desk: PostfixDesk, user: User) -> PostfixDesk:
    """The user's token is over."""
    postfix_desk.add_expired_account(user.login)
    return postfix_desk


def started(world: World, postfix_desk: PostfixDesk, dovecot: Dovecot, **more: object) -> Postfix:
    """A Postfix in its jail, which signs in as nobody yet."""
    return Postfix(world.folder / f"jail-{time.monotonic_ns()}",
                   postfix_desk.installation.sasl_path, world.certificates,
                   dovecot.ports.submission, **more)


@contextlib.contextmanager
def asleep(server: AuthorizationServer) -> Iterator[None]:
    """Meanwhile it does nothing."""
    server.process.send_signal(signal.SIGSTOP)
    try:
        yield
    finally:
        server.process.send_signal(signal.SIGCONT)


def waiting_for(lock: Path) -> set[str]:
    """The ids of the smtp processes that have this file open."""
    found = set()
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if os.readlink(descriptor) == str(lock):
                found.add(descriptor.parts[2])
    return found


@needs_tracing
def test_twenty_processes_at_once_ask_once_for_a_new_token(
        world: World, authorization_server: AuthorizationServer, expired: PostfixDesk,
        dovecot: Dovecot, user: User) -> None:
    """One message to twenty, each by a process of its own; the token server sleeps on the first
    request until they are there."""
    with started(world, expired, dovecot) as mta:
        mta.sign_in_as(user.login, smtp_destination_recipient_limit="1", max_use="1",
                       initial_destination_concurrency=str(HERD))
        authorization_server.delay_next(1)
        message = mta.send(user.login, *(f"friend{one}@example.net" for one in range(HERD)))
        authorization_server.wait_for_request()
        with asleep(authorization_server):
            lock = expired.store / f"{user.login}.lock"
            child.wait_until(lambda: len(waiting_for(lock)) == HERD, mta.process, 8)
            assert len(waiting_for(lock)) > HERD / 2  # all of them, where there is time for it
        lines = [mta.wait_for(message, "sent") for _ in range(HERD)]
    (request,) = authorization_server.requests()
    assert request["status"] == 200
    assert len({re.search(r"smtp\[(\d+)\]", line)[1] for line in lines}) == HERD
    assert authorization_server.is_refresh_token_alive(
        expired.record(user.login)["refresh_token"])
    assert len(dovecot.sink.messages) == HERD


@needs_tracing
def test_smtp_reaches_nothing_outside_of_its_jail_but_the_accounts(
        world: World, authorization_server: AuthorizationServer, expired: PostfixDesk,
        dovecot: Dovecot, user: User, tmp_path: Path) -> None:
    """A refresh, with all that belongs to it, and a login with the token that is there."""
    trace = tmp_path / "trace"
    with started(world, expired, dovecot, tracer=jail_trace.tracer(trace)) as mta:
        mta.sign_in_as(user.login)
        for _ in range(2):
            mta.wait_for(mta.send(user.login, "friend@example.net"), "sent")
    assert len(authorization_server.refreshes()) == 1
    prisoners = jail_trace.after_chroot(trace, "smtp")
    lines = [line for one in prisoners for line in one]
    assert [line for line in lines if jail_trace.reaches_outside(line, expired.store)] == []
    record = f"{user.login}.json"
    opened = jail_trace.names_in(lines, "openat", expired.store)
    assert {record, f"{user.login}.lock"} <= opened, opened
    assert record in jail_trace.names_in(lines, "renameat", expired.store)
    assert all(one[0].startswith('chdir("/"') for one in prisoners)


@pytest.mark.parametrize("line,reaches", [
    (f'openat(7<{STORE}>, "a@example.org.json", O_RDONLY|O_CLOEXEC) = 8</anywhere>', False),
    (f'openat(7<{STORE}>, ".", O_RDONLY|O_DIRECTORY) = 8<{STORE}>', False),
    (f'renameat(7<{STORE}>, "a.new", 7<{STORE}>, "a.json") = 0', False),
    ('newfstatat(9</etc/map.db>, "", {st_mode=S_IFREG|0644, ...}, AT_EMPTY_PATH) = 0', False),
    ('openat(AT_FDCWD</spool>, "/etc/hosts", O_RDONLY|O_CLOEXEC) = 8</spool/etc/hosts>', False),
    ('openat(AT_FDCWD</spool>, "private/tlsmgr", O_RDWR) = 8', False),
    ('chdir("/") = 0', False),
    (f'openat(7<{STORE}>, "..", O_RDONLY) = -1 EACCES (Permission denied)', True),
    (f'openat(7<{STORE}>, "../postfix/a.json", O_RDONLY) = -1 EACCES', True),
    (f'openat(7<{STORE.parent}>, "postfix", O_RDONLY) = 8', True),
    ('openat(9</>, "etc/passwd", O_RDONLY) = 8</etc/passwd>', True),
    (f'renameat(7<{STORE}>, "a.new", 9</tmp>, "a.json") = 0', True),
    (f'unlinkat(7<{STORE}>, "x/y", 0) = 0', True),
    ('fchdir(7</>) = 0', True),
    ('chdir("/tmp") = 0', True),
    ('chroot(".") = 0', True),
])
def test_a_call_that_leaves_the_jail_would_be_seen(line: str, reaches: bool) -> None:
    assert jail_trace.reaches_outside(line, STORE) == reaches


def test_nobody_leaves_the_jail_by_the_descriptor_of_the_accounts(
        authorization_server: AuthorizationServer, postfix_desk: PostfixDesk, user: User,
        world: World) -> None:
    """With the folders as the tool itself makes them."""
    postfix_desk.configure_sign_in()
    postfix_desk.sign_in(user.login)
    jail = world.folder / "queue"
    jail.mkdir(exist_ok=True)
    out = "../" * 20 + "etc/passwd"
    ways = ["..", "../..", "../postfix", out]

    def tries(*paths: str) -> list[str]:
        done = subprocess.run([sys.executable, "-c", PRISONER, str(jail), str(postfix_desk.store),
                               *paths], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()

    assert tries(f"{user.login}.json", *ways) == ["open"] + ["Permission denied"] * len(ways)
    postfix_desk.store.parent.chmod(0o711)  # what the tool never does: then it would work
    assert tries(out) == ["open"]


def test_a_way_out_that_somebody_opened_is_refused(
        world: World, authorization_server: AuthorizationServer, postfix_desk: PostfixDesk,
        dovecot: Dovecot, user: User) -> None:
    postfix_desk.add_account(user.login, authorization_server.issue(user.login))
    postfix_desk.store.parent.chmod(0o711)
    with started(world, postfix_desk, dovecot) as mta:
        mta.sign_in_as(user.login)
        mta.wait_for(mta.send(user.login, "friend@example.net"), "deferred")
        assert str(postfix_desk.store.parent) in mta.log()
