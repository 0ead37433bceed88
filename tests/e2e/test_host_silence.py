# SPDX-License-Identifier: MIT
"""No host hangs because of us, whichever server falls silent."""

from __future__ import annotations

import concurrent.futures
import fcntl
import functools
import re
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

import login_matrix
from authorization_server import AuthorizationServer
from black_hole import BlackHole
from certificates import Certificates
from dovecot import Dovecot
from hosts import every_host
from hosts.cyrus import Imtest
from hosts.host import PAUSE_SENTENCE, Bench, Host
from hosts.mbsync import Mbsync
from installation import Desk, Installation
from mail_clients import LIMIT_SECONDS, LoginClient
from mail_store import MailStore, User
from scripted_mail_server import TLS, ScriptedMailServer
from silence_sweep import SILENCES, Sweep
from world import World

pytestmark = pytest.mark.usefixtures("hosts_stop")
INTROSPECTION = "/token/introspection"
MOMENT_SECONDS = 0.25
# A program that begins again (Net::SMTP) shows its last sentence.
NAMED = r"no answer from 127\.0\.0\.1:\d+ in time|no new token for \S+ after \d failed tr"
each_host = pytest.mark.parametrize("host", every_host(), ids=lambda host: host.name)


def runs(host: Host) -> bool:
    return not host.missing() and (login_matrix.TAKES_ALL or not host.slow)


@pytest.fixture(scope="module")
def sweep(request: pytest.FixtureRequest, hosts_stop: None, world: World, installed: Installation,
          tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Sweep]:
    """One of each kind, for the hosts whose tests are run."""
    wanted = {item.callspec.params["host"].name for item in request.session.items
              if item.path == request.path and "sweep" in getattr(item, "fixturenames", ())}
    hosts = [host for host in every_host() if host.name in wanted and runs(host)]

    @functools.cache
    def of(silence: str) -> Sweep:
        return Sweep(world, installed, tmp_path_factory.mktemp("silence"), silence).run(hosts)

    return of


@each_host
@pytest.mark.parametrize("silence", SILENCES)
def test_a_silent_token_server_costs_its_time_limit_and_is_named(
        sweep: Callable[[str], Sweep], host: Host, silence: str) -> None:
    login_matrix.skip_unless_it_runs(host)
    outcome = sweep(silence).outcome(host)
    assert not outcome.accepted and 0.9 < outcome.seconds < 5, outcome
    words = host.unanswered or ("" if host.pause == PAUSE_SENTENCE else host.pause)
    assert re.search(re.escape(words) or NAMED, outcome.output), outcome.output


def test_without_a_configuration_it_costs_five_seconds(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, mail: MailStore,
        login_client: LoginClient) -> None:
    """And fifteen if the request was read: test_token_endpoint.py."""
    with BlackHole(is_full=True) as full, BlackHole() as deaf:
        began = time.monotonic()
        logins = []
        for hole, name in (full, "full@example.org"), (deaf, "deaf@example.org"):
            user = mail.add_user(name)
            desk.add_account(user.login, authorization_server.issue(user.login), expires_in=-10,
                             token_endpoint=hole.token_endpoint)
            logins.append((hole, login_client.started(desk, dovecot, user, "OAUTHBEARER")))
        for hole, login in logins:
            output, _ = login.communicate(timeout=LIMIT_SECONDS)
            assert f"no answer from 127.0.0.1:{hole.port} in time" in output
            assert 4.5 < time.monotonic() - began < 7


@each_host
def test_a_mail_server_that_is_silent_after_the_token_is_waited_for_by_the_host_alone(
        installed: Installation, authorization_server: AuthorizationServer, dovecot: Dovecot,
        user: User, tmp_path: Path, host: Host) -> None:
    """We have done our part by then, and hold nothing that others wait for."""
    login_matrix.skip_unless_it_runs(host)
    desk = host.desk(installed, authorization_server, tmp_path / "desk")
    tokens = authorization_server.issue(user.login)
    record = desk.add_account(user.login, tokens, expires_in=-10)
    authorization_server.delay_next(MOMENT_SECONDS, path=INTROSPECTION)
    bench = Bench(desk, dovecot, authorization_server, user)
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        login = pool.submit(host.login, bench, "XOAUTH2")
        authorization_server.wait_for_request(path=INTROSPECTION)
        with record.with_suffix(".lock").open() as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    outcome = login.result()
    assert outcome.accepted and MOMENT_SECONDS < outcome.seconds < LIMIT_SECONDS, outcome.output


class HastyMbsync(Mbsync):
    """Waits for two seconds, not for 20 as usual (mbsync(1), Timeout)."""

    def configuration(self, bench: Bench, mechanism: str) -> str:
        text = super().configuration(bench, mechanism)
        return text.replace("SSLType IMAPS\n", "SSLType IMAPS\nTimeout 2\n")


def test_mbsync_ends_by_its_own_limit_and_imtest_signs_in_meanwhile(
        authorization_server: AuthorizationServer, certificates: Certificates, dovecot: Dovecot,
        desk: Desk, user: User) -> None:
    desk.add_expired_account(user.login)
    bench = Bench(desk, dovecot, authorization_server, user)
    steps = [TLS, "* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] ready", None, None]
    with ScriptedMailServer(certificates, steps) as silent, \
            concurrent.futures.ThreadPoolExecutor(1) as pool:
        ports = SimpleNamespace(imaps=silent.port)
        stuck = replace(bench, dovecot=SimpleNamespace(ports=ports))
        login = pool.submit(HastyMbsync().login, stuck, "XOAUTH2")
        authorization_server.wait_for_request()
        assert Imtest().login(bench, "XOAUTH2").accepted and not login.done()
    outcome = login.result()
    assert not outcome.accepted and "timeout" in outcome.output and outcome.seconds < 6, outcome
    assert silent.heard[0].startswith("1 AUTHENTICATE XOAUTH2 ")
    assert len(authorization_server.requests()) == 1
