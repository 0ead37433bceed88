# SPDX-License-Identifier: MIT
"""Programs of hard habits beyond the table of hosts: which libcurls are in the process."""

from __future__ import annotations

import re

import pytest

from dovecot import Dovecot
from hosts.habits import CurlGnutls, CurlOpenssl
from hosts.host import Bench
from installation import Desk
from mail_clients import Outcome
from mail_store import User


@pytest.fixture
def bench(desk: Desk, dovecot: Dovecot, user: User) -> Bench:
    if missing := CurlGnutls().missing():
        pytest.skip(missing)
    return Bench(desk, dovecot, desk.server, user)


def libcurls(outcome: Outcome) -> set[str]:
    """The names of those in the process, without their versions."""
    assert outcome.accepted, outcome.output
    return set(re.findall(r"^libcurl: .*/(libcurl.*)\.so", outcome.output, re.MULTILINE))


def test_a_refresh_brings_openssls_libcurl_beside_gnutls_one(bench: Bench) -> None:
    bench.desk.add_expired_account(bench.user.login)
    assert libcurls(CurlGnutls().login(bench, "XOAUTH2")) == {"libcurl-gnutls", "libcurl"}


def test_a_refresh_shares_the_libcurl_that_is_there(bench: Bench) -> None:
    bench.desk.add_expired_account(bench.user.login)
    assert libcurls(CurlOpenssl().login(bench, "XOAUTH2")) == {"libcurl"}


def test_a_fresh_token_brings_none(bench: Bench) -> None:
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))
    assert libcurls(CurlGnutls().login(bench, "XOAUTH2")) == {"libcurl-gnutls"}
