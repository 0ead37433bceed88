# SPDX-License-Identifier: MIT
"""Sign-ins whose answer is pasted: `login --paste`, and `--begin` and `--finish` for scripts."""

from __future__ import annotations

import json
import re
import subprocess
import time

import pytest

from authorization_server import AuthorizationServer
from browser import Browser
from installation import Desk
from mail_store import User

DONE, USAGE, BAD_REPLY, TRY_LATER, SIGN_IN_NEEDED, CONFIGURATION = 0, 2, 69, 75, 77, 78


def begin(desk: Desk, login: str, *arguments: str) -> dict:
    done = desk.tool("login", login, "--begin", "--json", *arguments)
    assert done.returncode == DONE, done.stderr
    return json.loads(done.stdout)


def finish(desk: Desk, login: str, address: str) -> subprocess.CompletedProcess[str]:
    return desk.tool("login", login, "--finish", input=f"{address}\n")


def test_a_script_signs_in_in_two_steps(ready_desk: Desk, browser: Browser, user: User) -> None:
    begun = begin(ready_desk, user.login)
    assert begun["account"] == user.login and begun["redirect_uri"] == "http://127.0.0.1/"
    assert time.time() < begun["expires_at"] <= time.time() + 600
    assert "login_hint=" in begun["authorization_url"]
    (pending,) = ready_desk.store.iterdir()
    assert pending.name == f"{user.login}.sign-in" and pending.stat().st_mode & 0o777 == 0o600
    assert json.loads(ready_desk.tool("status", "--json").stdout or "[]") in ([], {"accounts": []})
    redirect = browser.redirect_of(begun["authorization_url"], user.login)
    done = finish(ready_desk, user.login, redirect)
    assert done.returncode == DONE, done.stderr
    assert f"Signed in {user.login}" in done.stdout
    assert ready_desk.record(user.login)["account"] == user.login
    assert not pending.exists()


def test_what_was_chosen_at_the_beginning_holds_at_the_end(
        ready_desk: Desk, browser: Browser, user: User) -> None:
    begun = begin(ready_desk, user.login, "--user", "team@example.org", "--provider", "local")
    redirect = browser.redirect_of(begun["authorization_url"], user.login)
    assert finish(ready_desk, user.login, redirect).returncode == DONE
    assert ready_desk.record(user.login)["user"] == "team@example.org"


def test_a_sign_in_is_finished_once_and_by_the_right_answer_alone(
        ready_desk: Desk, browser: Browser, user: User,
        authorization_server: AuthorizationServer) -> None:
    begun = begin(ready_desk, user.login)
    redirect = browser.redirect_of(begun["authorization_url"], user.login)
    for wrong, sentence in ((re.sub("state=[^&]*", "state=x", redirect), "another sign-in"),
                            ("hello", "paste all of it")):
        done = finish(ready_desk, user.login, wrong)
        assert done.returncode == BAD_REPLY and sentence in done.stderr, done.stderr
    assert authorization_server.requests() == []
    assert finish(ready_desk, user.login, redirect).returncode == DONE
    again = finish(ready_desk, user.login, redirect)
    assert again.returncode == SIGN_IN_NEEDED and "has been begun" in again.stderr
    assert len(authorization_server.requests()) == 1


def test_of_several_who_finish_one_asks_for_the_tokens(
        ready_desk: Desk, browser: Browser, user: User,
        authorization_server: AuthorizationServer) -> None:
    begun = begin(ready_desk, user.login)
    redirect = browser.redirect_of(begun["authorization_url"], user.login)
    command = [str(ready_desk.installation.tool), "login", user.login, "--finish", "-q"]
    running = [subprocess.Popen(command, env=ready_desk.environment, stdin=subprocess.PIPE,
                                stderr=subprocess.PIPE, text=True) for _ in range(4)]
    for one in running:
        assert one.stdin
        one.stdin.write(redirect + "\n")
        one.stdin.flush()
    errors = [one.communicate(timeout=20)[1] for one in running]
    codes = sorted(one.returncode for one in running)
    assert codes[0] == DONE and DONE not in codes[1:], errors
    assert set(codes[1:]) <= {TRY_LATER, SIGN_IN_NEEDED}, errors
    assert len(authorization_server.requests()) == 1


def test_a_newer_beginning_ends_an_older_one(ready_desk: Desk, browser: Browser,
                                             user: User) -> None:
    older = begin(ready_desk, user.login)
    begin(ready_desk, user.login)
    done = finish(ready_desk, user.login, browser.redirect_of(older["authorization_url"], user.login))
    assert done.returncode == BAD_REPLY and "another sign-in" in done.stderr


@pytest.mark.parametrize("case", ["expired", "other account", "nothing given", "refused"])
def test_what_cannot_be_finished_says_why(case: str, ready_desk: Desk, browser: Browser,
                                          user: User) -> None:
    begun = begin(ready_desk, user.login)
    pending = ready_desk.store / f"{user.login}.sign-in"
    redirect = begun["redirect_uri"] + "?code=c&state=s"
    expected, sentence, account = SIGN_IN_NEEDED, "", user.login
    if case == "expired":
        pending.write_text(re.sub(r'"expires_at": \d+', '"expires_at": 1', pending.read_text()))
        sentence = "was begun more than 10 min ago; run: sasl-oauth login"
    elif case == "other account":
        account, sentence = "x" + user.login, "no sign-in of x"
    elif case == "nothing given":
        redirect, expected, sentence = "", CONFIGURATION, "the standard input is empty"
    else:
        redirect = browser.redirect_of(begun["authorization_url"], user.login, "refuse")
        sentence = "access_denied"
    done = finish(ready_desk, account, redirect)
    assert done.returncode == expected and sentence in done.stderr, done.stderr
    assert pending.exists() == (case in ("other account", "nothing given"))
    assert not ready_desk.record_path(user.login).exists()


def test_a_code_on_the_command_line_is_refused_and_not_repeated(ready_desk: Desk) -> None:
    done = ready_desk.tool("login", "a@example.org", "--finish", "http://127.0.0.1/?code=hunter2")
    assert done.returncode == USAGE and "standard input" in done.stderr
    assert "hunter2" not in done.stderr
    both = ready_desk.tool("login", "a@example.org", "--finish", "--device")
    assert both.returncode == USAGE and "choose one" in both.stderr


def test_pasting_needs_no_port(ready_desk: Desk, browser: Browser, user: User) -> None:
    command = [str(ready_desk.installation.tool), "login", user.login, "--paste"]
    with subprocess.Popen(command, env=ready_desk.environment, stdin=subprocess.PIPE, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stderr
        shown = ""
        while "https://" not in shown:
            shown = process.stderr.readline()
        redirect = browser.redirect_of(shown.strip(), user.login)
        assert redirect.startswith("http://127.0.0.1/?")
        _, errors = process.communicate(redirect + "\n", timeout=20)
    assert process.returncode == DONE, errors
    assert ready_desk.record(user.login)["account"] == user.login


def test_pasting_without_an_input_ends_at_once(ready_desk: Desk, user: User) -> None:
    done = ready_desk.tool("login", user.login, "--paste")
    assert done.returncode == CONFIGURATION
    assert "the input ended before an address was pasted" in done.stderr
