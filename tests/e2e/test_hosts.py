# SPDX-License-Identifier: MIT
"""Every host with every kind of token over both mechanisms: the table of doc/hosts/README.md."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import login_matrix
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from host_table import limit_of, standing_table
from hosts import every_host
from hosts.host import MECHANISMS, Bench, Host
from installation import Installation
from mail_clients import LIMIT_SECONDS, Outcome
from mail_store import User

pytestmark = pytest.mark.usefixtures("hosts_stop")


def each_host(fate: str) -> Callable:
    """Runs the test for every host and both mechanisms: a column of the table."""
    return pytest.mark.parametrize("host,mechanism", [
        pytest.param(host, mechanism, id=f"{host.name}-{mechanism}",
                     marks=_marks(host, mechanism, fate))
        for host in every_host() for mechanism in MECHANISMS])


def _marks(host: Host, mechanism: str, fate: str) -> list[pytest.MarkDecorator]:
    marks = [pytest.mark.host_cell(host.name, mechanism, fate)]
    if limit := limit_of(host, mechanism, fate):
        marks.append(pytest.mark.xfail(reason=limit, strict=True))
    return marks


class Case:
    """One host, at the desk of one user of it."""

    def __init__(self, host: Host, bench: Bench, mechanism: str) -> None:
        self.host, self.bench, self.mechanism = host, bench, mechanism
        self.desk, self.server, self.login_name = bench.desk, bench.server, bench.user.login

    def run(self) -> Outcome:
        outcome = self.host.login(self.bench, self.mechanism)
        assert outcome.seconds < LIMIT_SECONDS
        return outcome

    def signs_in(self) -> None:
        outcome = self.run()
        assert outcome.accepted, outcome.output

    def is_refused(self) -> None:
        """By the mail server, in its words."""
        outcome = self.run()
        assert not outcome.accepted and self.host.refusal in outcome.answer, outcome.output

    def hears_of_the_refusal(self) -> None:
        """So that the next login takes another token; without Cyrus SASL the user has to say so."""
        if self.host.by_token:
            assert self.desk.tool("refresh", self.login_name).returncode == 0
        else:
            assert self.desk.record(self.login_name)["expires_at"] == 0

    def waits(self) -> None:
        """After a new token was refused too."""
        if self.host.by_token:
            self.is_refused()
        else:
            self.ends_with(self.host.pause)

    def ends_with(self, words: str) -> None:
        """Without having asked the mail server."""
        outcome = self.run()
        assert not outcome.accepted and self.host.refusal not in outcome.answer, outcome.output
        assert words.format(login=self.login_name) in outcome.output
        for secret in ("access_token", "refresh_token"):
            assert self.desk.record(self.login_name)[secret] not in outcome.output


@pytest.fixture
def case(installed: Installation, authorization_server: AuthorizationServer, dovecot: Dovecot,
         user: User, tmp_path: Path, host: Host, mechanism: str) -> Case:
    login_matrix.skip_unless_it_runs(host)
    desk = host.desk(installed, authorization_server, tmp_path / "desk")
    return Case(host, Bench(desk, dovecot, authorization_server, user), mechanism)


@each_host("fresh")
def test_a_fresh_token_signs_in_without_a_token_request_or_a_write(case: Case) -> None:
    path = case.desk.add_account(case.login_name, case.server.issue(case.login_name))
    files = sorted(path.parent.iterdir())
    before = path.read_bytes(), path.stat().st_mtime_ns
    case.signs_in()
    assert case.server.requests() == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert sorted(path.parent.iterdir()) == files


@each_host("expired")
def test_an_expired_token_is_refreshed_on_the_way_by_one_request(case: Case) -> None:
    old = case.desk.add_expired_account(case.login_name)
    case.signs_in()
    (request,) = case.server.requests()
    assert request["status"] == 200 and request["form"]["refresh_token"] == old.refresh_token
    record = case.desk.record(case.login_name)
    assert old.access_token not in str(record) and old.refresh_token not in str(record)
    assert case.server.is_refresh_token_alive(record["refresh_token"])
    case.signs_in()
    assert len(case.server.requests()) == 1


@each_host("refused")
def test_a_refused_token_ends_with_the_servers_no_and_the_next_login_works(case: Case) -> None:
    tokens = case.server.issue(case.login_name)
    case.server.revoke_access_token(tokens.access_token)
    case.desk.add_account(case.login_name, tokens)
    case.is_refused()
    assert case.server.requests() == []
    case.hears_of_the_refusal()
    case.signs_in()
    assert len(case.server.refreshes()) == 1


@each_host("refused again")
def test_a_new_token_that_is_refused_too_brings_no_storm_of_requests(case: Case) -> None:
    """The account holds the tokens of somebody else: they are alive, but not for this mailbox."""
    stranger = case.server.issue(f"not-{case.login_name}")
    path = case.desk.add_account(case.login_name, stranger)
    case.is_refused()
    assert case.server.requests() == []
    case.hears_of_the_refusal()
    case.is_refused()
    (request,) = case.server.requests()
    assert request["status"] == 200
    before = path.read_bytes()
    case.waits()
    assert len(case.server.requests()) == 1 and path.read_bytes() == before
    assert case.server.is_refresh_token_alive(case.desk.record(case.login_name)["refresh_token"])


@each_host("dead")
def test_a_dead_grant_is_asked_once_and_a_new_sign_in_revives_the_account(case: Case) -> None:
    refresh_token = case.desk.add_expired_account(case.login_name).refresh_token
    case.server.revoke_grant_of(refresh_token)
    for _ in range(3):
        case.ends_with(case.host.dead)
        (request,) = case.server.requests()
        assert request["error"] == "invalid_grant"
        record = case.desk.record(case.login_name)
        assert record["refresh_token"] == refresh_token
        assert record["verdict"]["kind"] == "consent_needed"
    case.desk.add_account(case.login_name, case.server.issue(case.login_name))
    case.signs_in()
    assert len(case.server.requests()) == 1


def test_the_table_of_the_documentation_says_what_was_measured() -> None:
    """The last test of this file: it judges the others."""
    if login_matrix.TAKES_ALL:
        pytest.skip("the table is written when the run ends")
    if left := login_matrix.unmeasured():
        pytest.skip(f"{len(left)} cells were not run, {left[0]} first")
    assert standing_table() == login_matrix.whole_table(), "./dev hosts writes it anew"
