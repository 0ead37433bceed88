# SPDX-License-Identifier: MIT
"""What the page about Perl says beyond its two scripts."""

from __future__ import annotations

import pytest

from dovecot import Dovecot
from hosts.example import example
from hosts.submission import MESSAGE, RECIPIENT
from installation import Desk
from mail_clients import run
from mail_store import User
from sasl_dialogue import MECHANISMS

ASK = """\
use Authen::SASL qw(Cyrus);
my $sasl = Authen::SASL->new(mechanism => '{mechanism}', callback => {{{callback}}});
my $login = $sasl->client_new('smtp', 'localhost');
print $login->client_start // $login->error;
"""


def test_it_sends_after_starttls(desk: Desk, dovecot: Dovecot, user: User) -> None:
    desk.add_account(user.login, desk.server.issue(user.login))
    script = desk.folder / "send.pl"
    script.write_text(example("send.pl", {
        "'smtp.example.org', 465": f"'localhost', {dovecot.ports.submission}",
        "user@example.org": user.login, "SSL => 1, ": "",
        "$smtp->auth(": "$smtp->starttls or die; $smtp->auth("}))
    desk.environment["SSL_CERT_FILE"] = str(desk.server.ca_file)
    output, _, code = run(["perl", str(script), RECIPIENT], desk, MESSAGE)
    assert (output, code) == ("sent\n", 0)
    assert [one.recipients for one in dovecot.sink.messages] == [[RECIPIENT]]


def ask(desk: Desk, mechanism: str, callback: str) -> str:
    """The first message of a login, or the error."""
    output, _, _ = run(["perl", "-e", ASK.format(mechanism=mechanism, callback=callback)], desk)
    return output


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_the_password_oauth2_is_the_account_and_a_token_is_itself(
        desk: Desk, user: User, mechanism: str) -> None:
    tokens = desk.server.issue(user.login)
    desk.add_account(user.login, tokens)
    who = f"auth => '{user.login}', pass => "
    assert f"auth=Bearer {tokens.access_token}\x01\x01" in ask(desk, mechanism, who + "'oauth2'")
    other = desk.server.issue("other@example.org").access_token
    message = ask(desk, mechanism, f"auth => 'other@example.org', pass => '{other}'")
    assert f"auth=Bearer {other}\x01\x01" in message


@pytest.mark.parametrize("mechanism", MECHANISMS)
def test_without_an_account_and_a_password_it_says_how_to_sign_in(
        desk: Desk, user: User, mechanism: str) -> None:
    said = ask(desk, mechanism, f"auth => '{user.login}'")
    assert f"run as this user: sasl-oauth login {user.login}" in said
