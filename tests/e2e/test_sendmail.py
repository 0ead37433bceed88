# SPDX-License-Identifier: MIT
"""sendmail beyond the table of hosts: its queue, its bounces, its limits."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from pathlib import Path

import pytest

import host_situations as situations
import sendmail
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from hosts.host import Bench
from hosts.sendmail import HOSTS
from hosts.submission import forget, is_sent
from installation import Installation
from mail_clients import run
from mail_store import User
from sendmail import Sendmail, ServiceDesk

pytestmark = pytest.mark.skipif(bool(sendmail.missing()), reason=sendmail.missing())
BOTH = "XOAUTH2 OAUTHBEARER"
(HOST,) = HOSTS


@pytest.fixture
def bench(installed: Installation, authorization_server: AuthorizationServer, dovecot: Dovecot,
          user: User, tmp_path: Path) -> Bench:
    desk = ServiceDesk(installed, authorization_server, tmp_path / "desk")
    return Bench(desk, dovecot, authorization_server, user)


def sign_in(bench: Bench) -> None:
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))


def test_the_version_of_the_table_is_the_one_that_was_unpacked() -> None:
    name, version = HOST.package.split()
    known = sendmail.unpacked() / "usr/share/sendmail/cf/debian/autoconf.m4"
    assert name in sendmail.PACKAGES
    assert re.search(rf"`sm_version',\s*`{re.escape(version)}'", known.read_text())


def test_the_accounts_are_those_of_the_option_for_root(bench: Bench) -> None:
    sign_in(bench)
    tool = str(bench.desk.installation.tool)
    command = Sendmail(bench, BOTH).surrounded(tool, "status", "--for", "root")
    output, _, code = run(command, bench.desk)
    assert code == 0 and bench.user.login in output, output


def test_the_relays_name_is_sent_without_the_dot_that_sendmail_adds(bench: Bench) -> None:
    sign_in(bench)
    output, _, _ = Sendmail(bench, "OAUTHBEARER").send()
    said = re.search(r"^>>> AUTH OAUTHBEARER (\S+)$", output, re.MULTILINE)
    assert said and b"\x01host=relay.example.org\x01" in base64.b64decode(said.group(1))


def test_a_refused_token_is_replaced_in_the_same_delivery_if_the_relay_has_both_mechanisms(
        bench: Bench) -> None:
    situations.refused(bench)
    output, _, _ = Sendmail(bench, BOTH).send()
    assert "535 5.7.8 Authentication failed." in output
    assert is_sent(bench) and len(bench.server.refreshes()) == 1


def test_a_refused_token_costs_the_message_if_the_relay_has_one_mechanism(bench: Bench) -> None:
    """The bounce goes over the same connection, and is refused as well."""
    situations.refused(bench)
    mta = Sendmail(bench, "XOAUTH2")
    output, _, _ = mta.send()
    assert "Using cached ESMTP connection" in output and "DSN: Service unavailable" in output
    assert mta.queued() == [] and bench.dovecot.sink.messages == []
    assert "friend@example.org" in (mta.mail / "dead.letter").read_text()
    assert bench.server.requests() == []


def test_a_message_waits_for_a_sign_in_and_goes_with_the_next_run_of_the_queue(
        bench: Bench) -> None:
    situations.dead(bench)
    mta = Sendmail(bench, BOTH)
    output, _, code = mta.send()
    assert code == 0 and "Deferred: Temporary AUTH failure" in output and len(mta.queued()) == 1
    forget(bench)
    sign_in(bench)
    output, _, code = mta.run("-q", "-v")  # without -v in the background
    assert code == 0 and is_sent(bench) and mta.queued() == [], output


def test_the_token_is_not_shown_to_a_relay_with_a_wrong_certificate(bench: Bench) -> None:
    sign_in(bench)
    bench.desk.certificate = "VERIFY:112+CN"
    mta = Sendmail(bench, BOTH)
    output, _, _ = mta.send()
    assert "CN localhost does not match" in output and ">>> AUTH" not in output
    assert len(mta.queued()) == 1


def test_a_line_with_a_long_token_is_cut(bench: Bench, dovecot_jwt: Dovecot) -> None:
    """sendmail 8.17.1.9 has 2,048 bytes for a line (conf.h, MAXLINE), its end and a NUL included."""
    bench.desk.add_account(bench.user.login, bench.server.issue_jwt(bench.user.login))
    output, _, _ = Sendmail(replace(bench, dovecot=dovecot_jwt), "XOAUTH2").send()
    line = re.search(r"^>>> (AUTH XOAUTH2 \S+)$", output, re.MULTILINE)
    assert line and len(line.group(1)) == 2047
    assert "\n500 5.5.2 Line too long\n" in output and "Sent" not in output
