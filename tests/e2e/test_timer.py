# SPDX-License-Identifier: MIT
"""`refresh --due` from a timer: in parallel, in time, quiet; and what needs a person is told once."""

from __future__ import annotations

import json
import subprocess
import time
from pathlib import Path

import pytest

from authorization_server import AuthorizationServer
from installation import Desk
from mail_store import User

DONE, TRY_LATER, SIGN_IN_NEEDED = 0, 75, 77
LOGINS = 10_000
LATE_SECONDS = 0.3
ACCOUNTS = 20
CONTROLS = 3


def configure_hooks(desk: Desk) -> Path:
    """Gives the file that the hooks write to, a line each."""
    notices = desk.folder / "notices"
    script = desk.folder / "tell"
    script.write_text("#!/bin/sh\n"
                      'echo "$SASL_OAUTH_ACCOUNT|$SASL_OAUTH_STATE|$SASL_OAUTH_CODE|'
                      f'$SASL_OAUTH_REMEDY" >> {notices}\n'
                      f'env >> {notices}.environment\n')
    script.chmod(0o755)
    desk.configure(f'[hooks]\non_needs_person = "{script}"\non_error = "{script}"\n')
    return notices


def lines_of(file: Path) -> list[str]:
    return file.read_text().splitlines() if file.exists() else []


@pytest.fixture(name="many_logins", scope="session")
def fixture_many_logins(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that begins many logins in one process."""
    program = tmp_path_factory.mktemp("many-logins") / "many_logins"
    source = Path(__file__).with_name("many_logins.c")
    subprocess.run(["cc", "-O1", "-o", str(program), str(source), "-lsasl2"], check=True)
    return program


def test_a_dead_refresh_token_makes_one_request_and_one_notice_and_nothing_in_10000_logins(
        authorization_server: AuthorizationServer, desk: Desk, user: User,
        many_logins: Path) -> None:
    notices = configure_hooks(desk)
    tokens = desk.add_expired_account(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    command = f"sasl-oauth login {user.login}"
    first = desk.tool("refresh", "--due")
    assert (first.returncode, first.stdout) == (SIGN_IN_NEEDED, "")
    assert "invalid_grant" in first.stderr and command in first.stderr
    second = desk.tool("refresh", "--due")
    assert (second.returncode, second.stdout, second.stderr) == (SIGN_IN_NEEDED, "", "")
    assert lines_of(notices) == [f"{user.login}|sign_in_needed|invalid_grant|{command}"]

    begin = time.monotonic()
    done = subprocess.run([str(many_logins), str(LOGINS), "XOAUTH2", user.login], text=True,
                          env=desk.environment, capture_output=True, timeout=60, check=True)
    print(f"{LOGINS} logins in {time.monotonic() - begin:.1f} s")
    failed, sentence = done.stdout.splitlines()
    assert failed == f"{LOGINS} failed"
    assert "answered invalid_grant" in sentence and sentence.endswith(command)

    status = desk.tool("status")
    assert status.returncode == SIGN_IN_NEEDED
    (line, *below) = [one for one in status.stdout.splitlines()[1:] if one]
    assert line.startswith(f"{user.login}  sign-in needed")
    assert "invalid_grant" in below[0] and below[-1].endswith(command)
    assert max(map(len, status.stdout.splitlines())) <= 100

    assert len(authorization_server.requests()) == 1
    assert desk.tool("refresh", "--due").returncode == SIGN_IN_NEEDED
    assert len(lines_of(notices)) == 1
    told = Path(f"{notices}.environment").read_text() + status.stdout + done.stdout
    assert tokens.refresh_token not in told and tokens.access_token not in told


def test_what_a_mail_program_found_dead_is_told_by_the_timer(
        authorization_server: AuthorizationServer, desk: Desk, user: User,
        many_logins: Path) -> None:
    notices = configure_hooks(desk)
    tokens = desk.add_expired_account(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    subprocess.run([str(many_logins), "1", "OAUTHBEARER", user.login], env=desk.environment,
                   capture_output=True, timeout=30, check=True)
    assert lines_of(notices) == []  # never inside a mail program
    desk.tool("refresh", "--due")
    assert [one.split("|")[1] for one in lines_of(notices)] == ["sign_in_needed"]
    assert len(authorization_server.requests()) == 1


def test_a_hook_that_fails_is_told_and_tried_again(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    tokens = desk.add_expired_account(user.login)
    authorization_server.revoke_grant_of(tokens.refresh_token)
    desk.configure('[hooks]\non_needs_person = "exit 3"\n')
    done = desk.tool("refresh", "--due")
    assert "the command of on_needs_person" in done.stderr and "status 3" in done.stderr
    record = desk.record(user.login)
    assert record["notice_tries"] == 1 and "notified_at" not in record["verdict"]
    # A minute later:
    record["notice_tried_at"] -= 60
    desk.record_path(user.login).write_text(json.dumps(record))
    notices = configure_hooks(desk)
    desk.tool("refresh", "--due")
    assert len(lines_of(notices)) == 1
    assert desk.record(user.login)["verdict"]["notified_at"] > 0


def test_an_end_that_is_near_is_told_once_and_shown(desk: Desk, user: User,
                                                    authorization_server: AuthorizationServer
                                                    ) -> None:
    notices = configure_hooks(desk)
    now = int(time.time())
    day = 24 * 3600
    desk.add_account(user.login, authorization_server.issue(user.login), granted_at=now - 90 * day,
                     refresh_token_expires_at=now + 9 * day)
    for _ in range(2):
        done = desk.tool("refresh", "--due")
        assert (done.returncode, done.stdout, done.stderr) == (DONE, "", "")
    assert lines_of(notices) == [
        f"{user.login}|ends_soon|refresh_token|sasl-oauth login {user.login}"]
    status = desk.tool("status")
    assert status.returncode == DONE and "ends soon" in status.stdout
    assert desk.tool("status", "--strict").returncode == SIGN_IN_NEEDED
    assert authorization_server.requests() == []


def test_twenty_accounts_are_refreshed_at_once(authorization_server: AuthorizationServer,
                                               desk: Desk, user: User) -> None:
    logins = [f"{number}.{user.login}" for number in range(ACCOUNTS)]
    for login in logins:
        desk.add_expired_account(login)
    authorization_server.delay_next(LATE_SECONDS, count=CONTROLS)
    begin = time.monotonic()
    for login in logins[:CONTROLS]:
        assert desk.tool("refresh", login).returncode == DONE
    one_by_one = (time.monotonic() - begin) / CONTROLS * ACCOUNTS
    for login in logins[:CONTROLS]:
        desk.add_expired_account(login)
    authorization_server.reset()
    authorization_server.delay_next(LATE_SECONDS, count=ACCOUNTS)
    begin = time.monotonic()
    done = desk.tool("refresh", "--due", "--json")
    took = time.monotonic() - begin
    print(f"one by one {one_by_one:.1f} s, at once {took:.1f} s")
    assert done.returncode == DONE, done.stderr
    assert [json.loads(line)["result"] for line in done.stdout.splitlines()] == \
        ["refreshed"] * ACCOUNTS
    assert took < one_by_one / 3
    spent = [one["form"]["refresh_token"] for one in authorization_server.requests()]
    assert len(spent) == len(set(spent)) == ACCOUNTS
    for login in logins:
        assert desk.record(login)["refresh_token"] not in spent
        assert authorization_server.is_refresh_token_alive(desk.record(login)["refresh_token"])
    again = desk.tool("refresh", "--due")
    assert (again.returncode, again.stdout, again.stderr) == (DONE, "", "")
    assert len(authorization_server.requests()) == ACCOUNTS


def test_one_account_that_fails_holds_up_no_other(authorization_server: AuthorizationServer,
                                                  desk: Desk, user: User) -> None:
    good, bad = f"good.{user.login}", f"bad.{user.login}"
    desk.add_expired_account(good)
    desk.add_account(bad, authorization_server.issue(bad), expires_in=-10,
                     token_endpoint="https://127.0.0.1:9/token")
    done = desk.tool("refresh", "--due")
    assert done.returncode == TRY_LATER
    assert f"sasl-oauth: {bad}: cannot connect to 127.0.0.1:9" in done.stderr
    assert good not in done.stderr and desk.record(good)["expires_at"] > time.time()
    again = desk.tool("refresh", "--due")
    assert (again.returncode, again.stderr) == (TRY_LATER, ""), "the pause is kept in silence"


def test_an_account_that_another_process_holds_is_skipped(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    desk.add_expired_account(user.login)
    authorization_server.delay_next(1)
    environment = {"env": desk.environment, "stdout": subprocess.DEVNULL}
    with subprocess.Popen([str(desk.installation.tool), "refresh", user.login],
                          **environment) as other:
        authorization_server.wait_for_request()
        begin = time.monotonic()
        done = desk.tool("refresh", "--due", "--json")
        assert time.monotonic() - begin < 0.9
        assert (done.returncode, json.loads(done.stdout)["result"]) == (DONE, "waiting")
        assert other.wait(timeout=10) == DONE
    assert len(authorization_server.requests()) == 1
