# SPDX-License-Identifier: MIT
"""ldapsearch beyond the table of hosts: its command line, STARTTLS, no TLS, its choice alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from authorization_server import AuthorizationServer
from hosts.example import FOLDER
from hosts.ldapsearch import search
from installation import Desk
from ldap_server import BASE, REFUSAL, LdapServer
from mail_clients import find_program, run
from mail_store import User
from sasl_dialogue import MECHANISMS
from world import HERE

LAST_MESSAGE = {"XOAUTH2": b"", "OAUTHBEARER": b"\x01"}


@pytest.fixture
def ldaps(authorization_server: AuthorizationServer) -> Iterator[LdapServer]:
    with LdapServer(authorization_server.certificates, authorization_server) as server:
        yield server


@pytest.fixture
def ldap(authorization_server: AuthorizationServer) -> Iterator[LdapServer]:
    """Without TLS until the client asks for it."""
    with LdapServer(authorization_server.certificates, authorization_server,
                    is_tls=False) as server:
        yield server


@pytest.fixture
def account(desk: Desk, user: User) -> str:
    """The name of one with a fresh token."""
    desk.add_account(user.login, desk.server.issue(user.login))
    return user.login


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_words_of_the_command_line_do_as_well_as_the_file_and_one_bind_is_enough(
        desk: Desk, ldaps: LdapServer, account: str, mechanism: str) -> None:
    outcome = search(desk, "-H", ldaps.url, "-b", BASE, "-Y", mechanism, "-U", account)
    assert outcome.accepted, outcome.output
    assert [one for one, _ in ldaps.binds] == [mechanism]


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_servers_reason_is_answered_as_the_mechanism_wants_it(
        desk: Desk, ldaps: LdapServer, account: str, mechanism: str) -> None:
    desk.server.revoke_access_token(desk.record(account)["access_token"])
    outcome = search(desk, "-H", ldaps.url, "-b", BASE, "-Y", mechanism, "-U", account)
    assert outcome.answer == REFUSAL
    assert [message for _, message in ldaps.binds[1:]] == [LAST_MESSAGE[mechanism]]


def test_a_token_of_somebody_else_is_refused(desk: Desk, ldaps: LdapServer, user: User) -> None:
    desk.add_account(user.login, desk.server.issue("somebody.else@example.org"))
    outcome = search(desk, "-H", ldaps.url, "-b", BASE, "-Y", "OAUTHBEARER", "-U", user.login)
    assert outcome.answer == REFUSAL, outcome.output


def test_it_signs_in_after_starttls(desk: Desk, ldap: LdapServer, account: str) -> None:
    outcome = search(desk, "-H", ldap.url, "-b", BASE, "-ZZ", "-Y", "OAUTHBEARER", "-U", account)
    assert outcome.accepted, outcome.output


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_no_token_goes_out_in_clear(desk: Desk, ldap: LdapServer, account: str,
                                    mechanism: str) -> None:
    outcome = search(desk, "-H", ldap.url, "-b", BASE, "-Y", mechanism, "-U", account)
    assert "No worthy mechs found" in outcome.output
    assert ldap.binds == []


def test_without_a_mechanism_it_takes_what_the_server_offers(
        desk: Desk, ldaps: LdapServer, account: str) -> None:
    outcome = search(desk, "-H", ldaps.url, "-b", BASE, "-U", account)
    assert outcome.accepted, outcome.output
    assert [one for one, _ in ldaps.binds] == ["OAUTHBEARER"]


def test_ldapwhoami_signs_in_too(desk: Desk, ldaps: LdapServer, account: str) -> None:
    desk.environment["LDAPTLS_CACERT"] = str(desk.server.ca_file)
    output, _, code = run([find_program("ldapwhoami", "ldap-utils"), "-Q", "-H", ldaps.url,
                           "-Y", "OAUTHBEARER", "-U", account], desk)
    assert (output, code) == (f"dn:uid=somebody,{BASE}\n", 0)


def test_without_an_account_it_wants_a_password_which_q_forbids(
        desk: Desk, ldaps: LdapServer, user: User) -> None:
    outcome = search(desk, "-H", ldaps.url, "-b", BASE, "-Y", "OAUTHBEARER", "-U", user.login)
    assert (f"sasl-oauth: there is no account {user.login}, so the program was asked for a "
            f"password; sign in with sasl-oauth login {user.login}\n") in outcome.output
    token = desk.server.issue(user.login).access_token
    assert search(desk, "-H", ldaps.url, "-b", BASE, "-Y", "OAUTHBEARER", "-U", user.login,
                  "-w", token).accepted


def test_the_page_shows_the_file_that_the_tests_read() -> None:
    page = (HERE.parents[1] / "doc" / "hosts" / "ldapsearch.md").read_text()
    lines = [line for line in (FOLDER / "ldaprc").read_text().splitlines() if line[0] != "#"]
    assert len(lines) == 4 and "".join(f"    {line}\n" for line in lines) in page
