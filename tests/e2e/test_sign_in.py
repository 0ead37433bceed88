# SPDX-License-Identifier: MIT
"""`sasl-oauth login` with a browser: the scripted one, a pasted address, and what can go wrong."""

from __future__ import annotations

import json
import os
import pwd
import re
import selectors
import shutil
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from authorization_server import BASIC_CLIENT, POST_CLIENT, PUBLIC_CLIENT, AuthorizationServer
from browser import Browser
from dovecot import Dovecot
from installation import HOUR, Desk, Installation
from mail_clients import CLIENTS, LoginClient, find_program
from mail_store import User

DONE, USAGE, TRY_LATER, SIGN_IN_NEEDED, CONFIGURATION = 0, 2, 75, 77, 78
CLIENTS_BY_METHOD = pytest.mark.parametrize(
    "client", [PUBLIC_CLIENT, POST_CLIENT, BASIC_CLIENT], ids=lambda one: one.authentication)


@CLIENTS_BY_METHOD
def test_a_person_signs_in_once_and_every_program_from_then_on(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk, user: User,
        client) -> None:
    desk.configure_sign_in(client)
    done = desk.sign_in(user.login)
    assert f"Signed in {user.login} at local" in done.stdout
    assert str(desk.record_path(user.login)) in done.stdout
    record = desk.record(user.login)
    for secret in (record["access_token"], record["refresh_token"], client.secret):
        assert not secret or secret not in done.stdout + done.stderr
    assert (desk.store.stat().st_mode & 0o777, record["client_id"]) == (0o700, client.id)

    (exchange,) = authorization_server.requests()
    assert (exchange["grant_type"], exchange["status"]) == ("authorization_code", 200)
    for program in CLIENTS.values():
        outcome = program.login(desk, dovecot, user, "OAUTHBEARER")
        assert outcome.accepted, outcome.output
    assert len(authorization_server.requests()) == 1

    authorization_server.revoke_access_token(record["access_token"])
    desk.record_path(user.login).write_text(json.dumps({**record, "expires_at": 0}))
    desk.configure()  # a record needs no configuration
    for program in CLIENTS.values():
        assert program.login(desk, dovecot, user, "XOAUTH2").accepted
    assert len(authorization_server.requests()) == 2


class WaitingSignIn:
    """A login without a browser, which waits for somebody to come to the address that it shows."""

    def __init__(self, desk: Desk, login: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [str(desk.installation.tool), "login", login, "--no-browser", *arguments],
            env=desk.environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT)
        self.output = ""
        self.url = self.read_until(r"https://\S+(?=\s)")

    def __enter__(self) -> WaitingSignIn:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def read_until(self, pattern: str) -> str:
        assert self.process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            while not (found := re.search(pattern, self.output)):
                assert selector.select(10), self.output
                piece = os.read(self.process.stdout.fileno(), 65536)
                assert piece, self.output
                self.output += piece.decode()
        return found.group(0)

    def paste(self, line: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def end(self) -> tuple[int, str]:
        rest, _ = self.process.communicate(timeout=10)
        self.output += rest.decode()
        return self.process.returncode, self.output


def get(url: str) -> int:
    """The status of a page."""
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            return reply.status
    except urllib.error.HTTPError as error:
        return error.code


def test_the_address_of_the_last_page_can_be_pasted(
        ready_desk: Desk, browser: Browser, user: User) -> None:
    with WaitingSignIn(ready_desk, user.login) as waiting:
        waiting.paste(browser.redirect_of(waiting.url, user.login))
        code, output = waiting.end()
    assert code == DONE and "Signed in" in output, output
    assert ready_desk.record(user.login)["account"] == user.login


def test_a_bad_paste_is_explained_and_the_wait_goes_on(
        ready_desk: Desk, browser: Browser, user: User) -> None:
    with WaitingSignIn(ready_desk, user.login) as waiting:
        redirect = browser.redirect_of(waiting.url, user.login)
        waiting.paste("what am I to paste?")
        waiting.read_until("paste all of it, from http:// to its end")
        waiting.paste(re.sub(r"state=[^&]*", "state=wrong", redirect))
        waiting.read_until("the address belongs to another sign-in")
        waiting.paste(redirect)
        code, output = waiting.end()
    assert code == DONE, output


def test_a_visitor_with_the_wrong_state_gets_nothing_and_the_wait_goes_on(
        ready_desk: Desk, browser: Browser, user: User,
        authorization_server: AuthorizationServer) -> None:
    with WaitingSignIn(ready_desk, user.login) as waiting:
        redirect = browser.redirect_of(waiting.url, user.login)
        base = redirect.partition("?")[0]
        for wrong in (base, base + "?code=x&state=y", redirect.replace("/?", "/favicon.ico?"),
                      re.sub(r"state=[^&]*", "state=wrong", redirect)):
            assert get(wrong) in (400, 404), wrong
        assert authorization_server.requests() == []
        assert browser.get(redirect).status == 200
        assert waiting.end()[0] == DONE


def test_an_answer_of_another_issuer_is_refused(ready_desk: Desk, browser: Browser, user: User,
                                                authorization_server: AuthorizationServer) -> None:
    with WaitingSignIn(ready_desk, user.login) as waiting:
        redirect = browser.redirect_of(waiting.url, user.login)
        get(re.sub(r"iss=[^&]*", "iss=https%3A%2F%2Fevil.example", redirect))
        code, output = waiting.end()
    assert code not in (DONE, USAGE) and "issuer" in output, output
    assert authorization_server.requests() == [] and not ready_desk.record_path(user.login).exists()


def test_a_person_who_refuses_leaves_the_old_account_as_it_was(
        ready_desk: Desk, user: User) -> None:
    ready_desk.sign_in(user.login)
    before = ready_desk.record_path(user.login).read_bytes()
    done = ready_desk.tool("login", user.login,
                           env=ready_desk.browser_environment(user.login, "refuse"))
    assert done.returncode not in (DONE, USAGE) and "access_denied" in done.stderr
    assert ready_desk.record_path(user.login).read_bytes() == before


def test_nobody_who_comes_is_told_in_the_end(ready_desk: Desk, user: User) -> None:
    done = ready_desk.tool("login", user.login, "--no-browser", "--timeout", "1s")
    assert done.returncode == TRY_LATER and "nobody signed in" in done.stderr
    assert not ready_desk.record_path(user.login).exists()


def test_a_sign_in_asks_with_pkce_and_a_loopback_address(ready_desk: Desk, user: User) -> None:
    with WaitingSignIn(ready_desk, user.login) as waiting:
        for words in ("code_challenge_method=S256", "response_type=code", "code_challenge=",
                      "redirect_uri=http%3A%2F%2F127.0.0.1%3A", "scope=mail", "state="):
            assert words in waiting.url


def test_a_new_sign_in_revives_a_dead_account(
        authorization_server: AuthorizationServer, dovecot: Dovecot, ready_desk: Desk, user: User,
        login_client: LoginClient) -> None:
    tokens = ready_desk.add_expired_account(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    first = login_client.login(ready_desk, dovecot, user, "XOAUTH2")
    assert f"sasl-oauth login {user.login}" in first.output
    assert ready_desk.tool("status").returncode == SIGN_IN_NEEDED
    ready_desk.sign_in(user.login)
    assert login_client.login(ready_desk, dovecot, user, "XOAUTH2").accepted
    assert ready_desk.tool("status").returncode == DONE


def test_a_server_whose_certificate_is_unknown_gets_no_code(
        ready_desk: Desk, user: User, authorization_server: AuthorizationServer) -> None:
    ready_desk.config.write_text(ready_desk.config.read_text().replace(
        str(authorization_server.ca_file), "/etc/ssl/certs/ca-certificates.crt"))
    done = ready_desk.tool("login", user.login, env=ready_desk.browser_environment(user.login))
    assert done.returncode == TRY_LATER and "is not trusted" in done.stderr
    assert authorization_server.requests() == [] and not ready_desk.record_path(user.login).exists()


def test_a_token_that_was_just_fetched_is_good_for_an_hour(ready_desk: Desk, user: User) -> None:
    start = int(time.time())
    ready_desk.sign_in(user.login)
    assert start + HOUR <= ready_desk.record(user.login)["expires_at"] <= start + HOUR + 5


# A service's account, where nothing is configured


@pytest.fixture
def state_folder(installed: Installation) -> Iterator[Path]:
    """Where the accounts of services are; empty before and after."""
    folder = installed.prefix / "var" / "lib" / "sasl-oauth"
    shutil.rmtree(folder, ignore_errors=True)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def test_a_service_gets_its_own_account_and_prefers_it_from_then_on(
        installed: Installation, state_folder: Path, authorization_server: AuthorizationServer,
        dovecot: Dovecot, desk: Desk, user: User) -> None:
    if os.getuid() == 0 and not is_readable_by_nobody(installed.prefix):
        pytest.skip(f"another user cannot reach {installed.prefix}: its parents are closed")
    desk.configure_sign_in()
    desk.config.write_text(desk.config.read_text().replace("[store]\ndir", "#"))
    service = ("login", user.login, "--for", "nobody")
    done = desk.tool(*service, env=desk.browser_environment(user.login))
    if os.getuid() != 0:
        assert done.returncode == CONFIGURATION and "root" in done.stderr
        return
    assert done.returncode == DONE, done.stderr
    nobody = pwd.getpwnam("nobody")
    record = state_folder / "nobody" / f"{user.login}.json"
    mark = state_folder / "uid" / str(nobody.pw_uid)
    assert (record.stat().st_uid, record.stat().st_mode & 0o777) == (nobody.pw_uid, 0o600)
    assert mark.exists()
    with installed.file(installed.plugin_conf, None):
        output = as_nobody(desk, dovecot, user)
        assert "\nAuthenticated.\n" in output and "AUTHENTICATE PLAIN" not in output, output
        authorization_server.revoke_access_token(json.loads(record.read_text())["access_token"])
        assert "A01 NO" in as_nobody(desk, dovecot, user)
        assert "\nAuthenticated.\n" in as_nobody(desk, dovecot, user)
    assert len(authorization_server.refreshes()) == 1
    assert (record.stat().st_uid, record.stat().st_mode & 0o777) == (nobody.pw_uid, 0o600)
    removed = desk.tool("remove", user.login, "--for", "nobody", "--yes")
    assert removed.returncode == DONE, removed.stderr
    assert not record.exists() and not mark.exists()


def test_a_jailed_service_signs_in_in_two_steps(
        installed: Installation, state_folder: Path, desk: Desk, browser: Browser,
        user: User) -> None:
    """Its store cannot be reached by its path; root opens it."""
    if os.getuid() != 0 or not has_user("postfix"):
        pytest.skip("needs root, and a user postfix")
    if not is_readable_by_nobody(installed.prefix):
        pytest.skip(f"another user cannot reach {installed.prefix}: its parents are closed")
    desk.configure_sign_in()
    desk.config.write_text(desk.config.read_text().replace("[store]\ndir", "#"))
    service = ("login", user.login, "--for", "postfix")
    begun = desk.tool(*service, "--begin", "--json")
    assert begun.returncode == DONE, begun.stderr
    redirect = browser.redirect_of(json.loads(begun.stdout)["authorization_url"], user.login)
    done = desk.tool(*service, "--finish", input=f"{redirect}\n")
    assert done.returncode == DONE, done.stderr
    names = [each.name for each in (state_folder / "jail" / "postfix").iterdir()]
    assert f"{user.login}.json" in names and f"{user.login}.sign-in" not in names


def has_user(name: str) -> bool:
    try:
        return bool(pwd.getpwnam(name))
    except KeyError:
        return False


def is_readable_by_nobody(folder: Path) -> bool:
    command = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups",
               "test", "-r", str(folder)]
    return subprocess.run(command, check=False).returncode == 0


def as_nobody(desk: Desk, dovecot: Dovecot, user: User) -> str:
    """A login of imtest as that user, with nothing in the environment that helps."""
    environment = {name: desk.environment[name] for name in ("PATH", "LC_ALL", "SASL_PATH")}
    command = ["setpriv", "--reuid", "nobody", "--regid", "nogroup", "--clear-groups",
               find_program("imtest", "cyrus-clients"), "-a", user.login, "-p",
               str(dovecot.ports.imap), dovecot.host]
    done = subprocess.run(command, env=environment, cwd="/", input=". logout\r\n", text=True,
                          capture_output=True, timeout=10, check=False)
    return done.stdout + done.stderr
