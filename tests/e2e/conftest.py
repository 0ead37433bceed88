# SPDX-License-Identifier: MIT
"""Fixtures of the end-to-end tests; README.md lists them."""

from __future__ import annotations

import concurrent.futures
import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

sys.dont_write_bytecode = True

import pytest

import login_matrix
import own_surroundings
from authorization_server import AuthorizationServer
from browser import Browser
from certificates import Certificates
from dovecot import Dovecot
from hosts.compiled import remove_compiled
from hosts import every_host
from hosts.postfix import PostfixDesk
from installation import PREFER, Desk, Installation, installation_of_the_environment
from installation import installation_prefix
from mail_clients import LoginClient
from mail_store import MailStore, User
from postfix import Postfix
from world import World

_numbers = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    if os.environ.get("PYTEST_XDIST_WORKER"):
        own_surroundings.enter(installation_prefix())
    config.pluginmanager.register(login_matrix)


@pytest.fixture(scope="session")
def world() -> Iterator[World]:
    """All servers; those below are its parts."""
    with World() as running:
        yield running
    remove_compiled()


@pytest.fixture(scope="session")
def certificates(world: World) -> Certificates:
    return world.certificates


@pytest.fixture(scope="session")
def mail(world: World) -> MailStore:
    return world.mail


@pytest.fixture
def authorization_server(world: World) -> AuthorizationServer:
    """The one of the session, with no requests counted, no failures waiting, default settings."""
    server = world.authorization_server
    server.reset()
    return server


@pytest.fixture
def dovecot(world: World) -> Dovecot:
    """Asks the authorization server about each token."""
    world.dovecot.sink.messages.clear()
    return world.dovecot


@pytest.fixture
def dovecot_jwt(world: World) -> Dovecot:
    """Checks long signed tokens itself."""
    world.dovecot_jwt.sink.messages.clear()
    return world.dovecot_jwt


@pytest.fixture
def user(mail: MailStore) -> User:
    """A person nobody has used yet, with two messages."""
    return mail.add_user(f"user{next(_numbers)}@example.org")


@pytest.fixture
def browser(certificates: Certificates) -> Browser:
    """A fresh browser session."""
    return Browser(certificates.ca_file)


@pytest.fixture(scope="session")
def installed(world: World) -> Iterator[Installation]:
    """The project in its private prefix, preferred by every program while the tests run."""
    found = installation_of_the_environment(world.folder / "sasl2")
    with found.file(found.plugin_conf, PREFER), found.file(found.xoauth2_conf, None):
        yield found


@pytest.fixture
def desk(installed: Installation, authorization_server: AuthorizationServer,
         tmp_path: Path) -> Desk:
    """A user's home, configuration and accounts: nothing in them yet."""
    return Desk(installed, authorization_server, tmp_path / "desk")


@pytest.fixture
def ready_desk(desk: Desk) -> Desk:
    """A desk whose configuration knows where to sign in."""
    desk.configure_sign_in()
    return desk


@pytest.fixture
def postfix_desk(installed: Installation, authorization_server: AuthorizationServer,
                 tmp_path: Path) -> Iterator[PostfixDesk]:
    """The desk of the user postfix: no accounts yet, and no plugin.conf, as Debian has it."""
    with PostfixDesk(installed, authorization_server, tmp_path / "desk") as service, \
            installed.file(installed.plugin_conf, None):
        yield service


@pytest.fixture(params=["chroot", "no chroot"])
def mta(request: pytest.FixtureRequest, world: World, postfix_desk: PostfixDesk,
        dovecot: Dovecot) -> Iterator[Postfix]:
    """A Postfix, chrooted or not, that does not sign in yet. Nothing of ours gets into its jail."""
    with Postfix(world.folder / f"postfix-{next(_numbers)}", postfix_desk.installation.sasl_path,
                 world.certificates, dovecot.ports.submission,
                 chroot=request.param == "chroot") as running:
        yield running
        assert running.foreign_files() == set()


@pytest.fixture(scope="session")
def login_client(world: World) -> LoginClient:
    """Our own mail program, compiled."""
    return LoginClient(world.folder)


@pytest.fixture(scope="module")
def hosts_stop(installed: Installation) -> Iterator[None]:
    """At the end of the file the hosts end what they have started."""
    yield
    with concurrent.futures.ThreadPoolExecutor() as pool:
        list(pool.map(lambda host: host.stop(), every_host()))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A failed test shows what its servers logged last."""
    report = (yield).get_result()
    if not report.failed:
        return
    for name, value in getattr(item, "funcargs", {}).items():
        if isinstance(value, (Dovecot, AuthorizationServer, Postfix)):
            report.sections.append((f"log of {name}", "".join(value.log()[-4000:])))
