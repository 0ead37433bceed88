# SPDX-License-Identifier: MIT
"""Every mail program signs in with every kind of token over both mechanisms: 24 cells."""

from __future__ import annotations

import pytest

from authorization_server import AuthorizationServer
from dovecot import Dovecot
from installation import Desk
from mail_clients import CLIENTS, LIMIT_SECONDS, Outcome, fetched
from mail_store import User
from sasl_dialogue import MECHANISMS

REFUSALS = {
    "imtest": "A01 NO [AUTHENTICATIONFAILED] Authentication failed.",
    "pop3test": "-ERR [AUTH] Authentication failed.",
    "smtptest": "535 5.7.8 Authentication failed.",
    "mbsync": "NO [AUTHENTICATIONFAILED] Authentication failed.",
}


def each_cell(test):
    """Runs the test for the four programs and the two mechanisms, and counts it as a login."""
    test = pytest.mark.parametrize("mechanism", MECHANISMS)(test)
    test = pytest.mark.parametrize("client", list(CLIENTS))(test)
    return pytest.mark.login_matrix(test)


class Cell:
    """One program with one mechanism, at one user's desk."""

    def __init__(self, desk: Desk, dovecot: Dovecot, user: User, client: str,
                 mechanism: str) -> None:
        self.desk, self.dovecot, self.user = desk, dovecot, user
        self.client, self.mechanism = client, mechanism

    def login(self) -> Outcome:
        outcome = CLIENTS[self.client].login(self.desk, self.dovecot, self.user, self.mechanism)
        assert outcome.seconds < LIMIT_SECONDS
        return outcome

    def signs_in(self) -> None:
        outcome = self.login()
        assert outcome.accepted, outcome.output
        if self.client == "mbsync":
            assert fetched(self.desk) == sorted(self.user.subjects)


@pytest.fixture
def cell(desk: Desk, dovecot: Dovecot, user: User, client: str, mechanism: str) -> Cell:
    return Cell(desk, dovecot, user, client, mechanism)


@each_cell
def test_a_fresh_token_signs_in_without_a_token_request_or_a_write(
        cell: Cell, authorization_server: AuthorizationServer) -> None:
    desk, user = cell.desk, cell.user
    path = desk.add_account(user.login, authorization_server.issue(user.login))
    before = path.read_bytes(), path.stat()
    cell.signs_in()
    assert authorization_server.requests() == []
    assert (path.read_bytes(), path.stat().st_mtime_ns) == (before[0], before[1].st_mtime_ns)
    assert [one.name for one in desk.store.iterdir()] == [path.name]


@each_cell
def test_an_expired_token_is_refreshed_on_the_way_by_one_request(
        cell: Cell, authorization_server: AuthorizationServer) -> None:
    desk, user = cell.desk, cell.user
    old = desk.add_expired_account(user.login)
    cell.signs_in()
    (request,) = authorization_server.requests()
    assert request["status"] == 200 and request["form"]["refresh_token"] == old.refresh_token
    record = desk.record(user.login)
    assert old.access_token not in str(record) and old.refresh_token not in str(record)
    assert authorization_server.is_refresh_token_alive(record["refresh_token"])
    cell.signs_in()
    assert len(authorization_server.requests()) == 1


@each_cell
def test_a_refused_token_ends_with_the_servers_no_and_the_next_login_works(
        cell: Cell, authorization_server: AuthorizationServer) -> None:
    desk, user = cell.desk, cell.user
    tokens = authorization_server.issue(user.login)
    authorization_server.revoke_access_token(tokens.access_token)
    desk.add_account(user.login, tokens)
    outcome = cell.login()
    assert not outcome.accepted and outcome.answer == REFUSALS[cell.client], outcome.output
    assert authorization_server.requests() == []
    assert desk.record(user.login)["expires_at"] == 0
    cell.signs_in()
    assert len(authorization_server.refreshes()) == 1


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_a_message_is_submitted_after_an_expired_token_was_refreshed_on_the_way(
        desk: Desk, dovecot: Dovecot, user: User, mechanism: str) -> None:
    desk.add_expired_account(user.login)
    spoken = (f"MAIL FROM:<{user.login}>\r\nRCPT TO:<friend@example.org>\r\nDATA\r\n"
              "Subject: hello\r\n\r\nA line.\r\n.\r\n")
    outcome = CLIENTS["smtptest"].login(desk, dovecot, user, mechanism, spoken=spoken)
    assert outcome.accepted, outcome.output
    (taken,) = dovecot.sink.messages
    assert (taken.sender, taken.recipients) == (user.login, ["friend@example.org"])
    assert taken.data.endswith(b"Subject: hello\r\n\r\nA line.\r\n")
