# SPDX-License-Identifier: MIT
"""`sasl-oauth postfix`: what it prints, what it changes by the real postconf and postmap, and what
it finds when it checks. No Postfix runs here; test_postfix_command_mail.py sends mail by it."""

from __future__ import annotations

import json
import os
import pwd
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import postfix
from authorization_server import AuthorizationServer
from hosts.postfix import PostfixDesk
from installation import Installation
from mail_store import User
from world import World

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

DONE, USAGE, SIGN_IN, CONFIGURATION = 0, 2, 77, 78
RELAY = "[smtp.example.org]:587"
AS_DEBIAN_HAS_IT = """\
compatibility_level = 3.6
import_environment = MAIL_CONFIG TZ LANG=C SASL_PATH={plugins}
queue_directory = {folder}/queue
smtp_tls_security_level = may
smtp_tls_CApath = /etc/ssl/certs
relayhost =
"""


class Mta:
    """A configuration of Postfix, and the tool and Postfix' programs that are to use it."""

    def __init__(self, folder: Path, desk: PostfixDesk) -> None:
        self.folder = folder
        self.desk = desk
        self.map = folder / "sasl_passwd"
        self.environment = {**desk.environment, "MAIL_CONFIG": str(folder),
                            "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin"}
        queue = folder / "queue" / "etc"
        queue.mkdir(parents=True)
        for name in ("resolv.conf", "hosts"):
            (queue / name).touch()
        (folder / "main.cf").write_text(AS_DEBIAN_HAS_IT.format(
            folder=folder, plugins=desk.installation.sasl_path))
        (folder / "master.cf").write_text("smtp unix - - y - - smtp\nrelay unix - - y - - smtp\n")

    def tool(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        self._let_main_be_old()
        return self.desk.tool("postfix", *arguments, env=self.environment)

    def answer(self, *arguments: str, code: int = DONE) -> Any:
        done = self.tool(*arguments, "--json")
        assert done.returncode == code, done.stdout + done.stderr
        return json.loads(done.stdout)

    def as_nobody(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        nobody = pwd.getpwnam("nobody")
        self._let_main_be_old()
        return subprocess.run(
            [str(self.desk.installation.tool), "postfix", "smtp.example.org", *arguments],
            env={"PATH": self.environment["PATH"], "MAIL_CONFIG": str(self.folder)}, cwd="/",
            user=nobody.pw_uid, group=nobody.pw_gid, extra_groups=[], capture_output=True,
            text=True, check=False)

    def shell(self, script: str) -> str:
        self._let_main_be_old()
        return subprocess.run(["sh", "-ec", script], env=self.environment, capture_output=True,
                              text=True, check=True).stdout

    def value(self, name: str) -> str:
        return self.shell(f"postconf -hx {name}").strip()

    def _let_main_be_old(self) -> None:
        """Who reads a main.cf of this very second waits a second, lest somebody is writing it."""
        minute_ago = time.time() - 60
        os.utime(self.folder / "main.cf", (minute_ago, minute_ago))

    def state(self) -> dict[str, bytes]:
        """All files, but for what postmap made of one: it has a time in it."""
        return {one.name: one.read_bytes() for one in sorted(self.folder.iterdir())
                if one.is_file() and one.suffix != ".db"}


def commands_in(script: str) -> list[str]:
    """Those that change files; nobody signs in, and no Postfix runs."""
    return [line for line in script.splitlines()
            if line and line[0] != "#" and line.split()[0] not in ("postfix", "sasl-oauth")]


@pytest.fixture
def postfix_desk(installed: Installation, authorization_server: AuthorizationServer,
                 tmp_path: Path) -> Iterator[PostfixDesk]:
    with PostfixDesk(installed, authorization_server, tmp_path / "desk") as desk, \
            installed.file(installed.plugin_conf, None):
        yield desk


@pytest.fixture
def mta(postfix_desk: PostfixDesk, world: World, tmp_path: Path) -> Mta:
    """Everybody can come to it, as to /etc/postfix."""
    return Mta(world.folder / f"command-{tmp_path.name}", postfix_desk)


@pytest.fixture
def account(authorization_server: AuthorizationServer, postfix_desk: PostfixDesk,
            user: User) -> str:
    """An account of the user postfix."""
    postfix_desk.add_account(user.login, authorization_server.issue(user.login))
    return user.login


def test_what_it_prints_is_what_it_does(mta: Mta, account: str) -> None:
    """The commands of one run leave just what --apply leaves."""
    before = mta.state()
    printed = mta.tool("smtp.example.org", account)
    assert (printed.returncode, printed.stderr) == (DONE, ""), printed.stderr
    assert mta.state() == before
    assert all(not line or line[0] == "#" or line.split()[0] in
               ("test", "echo", "postmap", "postconf", "postfix", "sasl-oauth")
               for line in printed.stdout.splitlines())
    for one in commands_in(printed.stdout):
        mta.shell(one)
    by_hand = mta.shell("postconf -n"), mta.map.read_text(), mta.map.stat().st_mode
    assert mta.tool("smtp.example.org", account, "--apply").stdout == (
        f"Nothing to change: Postfix sends through {RELAY} as {account} already.\n")
    assert (mta.shell("postconf -n"), mta.map.read_text(), mta.map.stat().st_mode) == by_hand
    assert mta.shell(f"postmap -q {RELAY} hash:{mta.map}") == f"{account}:oauth2\n"


def test_it_makes_the_set_up_once_and_knows_the_way_back(mta: Mta, account: str) -> None:
    before = mta.shell("postconf -n")
    done = mta.answer("smtp.example.org", account, "--apply")
    assert (done["changed"], done["entry"], done["reloaded"]) == (True, "added", False)
    assert {one["name"]: (one.get("before"), one["after"]) for one in done["settings"]} == {
        "relayhost": ("", RELAY),
        "smtp_sasl_auth_enable": (None, "yes"),
        "smtp_sasl_mechanism_filter": (None, "xoauth2, oauthbearer"),
        "smtp_sasl_password_maps": (None, f"hash:{mta.map}"),
        "smtp_sasl_tls_security_options": (None, "noanonymous"),
        "smtp_tls_security_level": ("may", "secure"),
        "smtp_tls_CAfile": (None, "/etc/ssl/certs/ca-certificates.crt")}
    for one in done["settings"]:
        assert mta.value(one["name"]) == one["after"]
    assert mta.map.read_text() == f"{RELAY} {account}:oauth2\n"
    assert {one.stat().st_mode & 0o777 for one in mta.folder.glob("sasl_passwd*")} == {0o600}

    whole = mta.state()
    again = mta.answer("smtp.example.org", account, "--apply")
    assert (again["changed"], again["settings"], again["undo"]) == (False, [], [])
    assert mta.state() == whole
    for one in done["undo"]:
        if one != "postfix reload":
            mta.shell(one)
    assert mta.shell("postconf -n") == before and mta.map.read_text() == ""


def test_without_an_account_nothing_is_changed(mta: Mta) -> None:
    before = mta.state()
    done = mta.tool("smtp.example.org", "nobody@example.org", "--apply")
    assert done.returncode == SIGN_IN and mta.state() == before
    assert done.stderr.endswith("sudo sasl-oauth login nobody@example.org --for postfix\n")
    assert "sasl-oauth login nobody@example.org --for postfix\n" in mta.tool(
        "smtp.example.org", "nobody@example.org").stdout


def test_other_peoples_settings_are_changed_after_a_question_alone(mta: Mta, account: str) -> None:
    mta.map.write_text("# ours\nsmtp.example.org me@example.org:canary\nother him:canary")
    mta.map.chmod(0o640)
    mta.shell(f"postconf -e 'relayhost = old' 'smtp_sasl_password_maps = hash:{mta.map}'")
    mta.shell(f"postmap hash:{mta.map}")
    before = mta.state()
    refused = mta.tool("smtp.example.org", account, "--apply")
    assert refused.returncode == CONFIGURATION and mta.state() == before
    assert "relayhost is old; " in refused.stderr and "give --yes" in refused.stderr
    done = mta.tool("smtp.example.org", account, "--apply", "--yes")
    assert done.returncode == DONE, done.stderr
    assert "canary" not in refused.stdout + refused.stderr + done.stdout + done.stderr
    assert "relayhost = [smtp.example.org]:587   (was old)" in done.stdout
    assert f"{mta.map}:2: the entry of me@example.org becomes a comment" in done.stdout
    assert mta.map.read_text() == ("# ours\n#was: smtp.example.org me@example.org:canary\n"
                                   f"other him:canary\n{RELAY} {account}:oauth2\n")
    assert mta.map.stat().st_mode & 0o777 == 0o640
    assert mta.shell(f"postmap -q other hash:{mta.map}") == "him:canary\n"
    # The others keep their passwords.
    assert mta.value("smtp_sasl_mechanism_filter") == ""


def test_a_map_that_was_edited_is_made_anew(mta: Mta, account: str) -> None:
    assert mta.tool("smtp.example.org", account, "--apply").returncode == DONE
    text = mta.map.read_text()
    mta.map.write_text("")
    mta.shell(f"postmap hash:{mta.map}")
    mta.map.write_text(text)
    found = mta.answer("smtp.example.org", account, "--check", code=CONFIGURATION)["findings"]
    assert [one["sentence"] for one in found if one["topic"] == "relay"][1] == (
        f"Postfix finds no account in hash:{mta.map} for {RELAY}")
    done = mta.tool("smtp.example.org", account, "--apply")
    assert done.stdout.startswith(f"postmap hash:{mta.map}\nDone. ")
    assert mta.shell(f"postmap -q {RELAY} hash:{mta.map}") == f"{account}:oauth2\n"


def test_doctor_tells_of_a_map_that_is_gone(mta: Mta, account: str) -> None:
    """Also where all else is well."""
    assert mta.tool("smtp.example.org", account, "--apply").returncode == DONE
    mta.map.unlink()
    done = mta.desk.tool("doctor", "--for", "postfix", "--offline", "--quiet", env=mta.environment)
    assert done.returncode == CONFIGURATION
    assert f"smtp_sasl_password_maps names {mta.map}, which is not there" in done.stdout


def test_a_provider_knows_its_server(mta: Mta, account: str) -> None:
    sheet = ('[provider.local]\ntoken_endpoint = "https://example.org/t"\nscope = "mail"\n'
             'mechanisms = ["XOAUTH2"]\nservers = {{ smtp = "{}" }}\n')
    mta.desk.configure(sheet.format("mail.example.org:465 tls")
                       + '[account."*@example.org"]\nprovider = "local"\n')
    for arguments in ((account,), ("local", account), ("local", "someone@example.net")):
        found = mta.answer(*arguments)
        assert found["relay"] == "[mail.example.org]:465"
        assert found["settings"]["smtp_tls_wrappermode"] == "yes"
        assert found["settings"]["smtp_sasl_mechanism_filter"] == "xoauth2"
    assert "names no smtp server" not in mta.tool("google", account).stderr
    done = mta.tool("someone@example.net")
    assert done.returncode == CONFIGURATION and "which server sends" in done.stderr


def test_the_check_tells_what_is_missing(authorization_server: AuthorizationServer, mta: Mta,
                                         account: str) -> None:
    assert mta.tool("smtp.example.org", account, "--apply").returncode == DONE
    good = mta.answer("smtp.example.org", account, "--check")
    assert not [one for one in good["findings"] if one["mark"] in ("problem", "warning")], good
    assert authorization_server.requests() == []
    other = mta.answer("[other.example.org]:25", account, "--check", code=CONFIGURATION)
    remedies = {one["remedy"] for one in other["findings"] if one["topic"] == "relay"}
    assert remedies == {f"sudo sasl-oauth postfix '[other.example.org]:25' {account} --apply"}
    mta.shell("postconf -e 'smtp_tls_security_level = encrypt'")
    found = mta.answer("smtp.example.org", account, "--check")["findings"]
    (lax,) = [one for one in found if one["mark"] == "warning"]
    assert "any certificate" in lax["sentence"]
    assert lax["remedy"].startswith("postconf -e 'smtp_tls_security_level = secure'")
    assert mta.answer("smtp.example.org", "nobody@example.org", "--check", code=SIGN_IN)
    record = mta.desk.record_path(account)
    dead = {**json.loads(record.read_text()), "expires_at": 0, "access_token": ""}
    dead["verdict"] = {"kind": "consent_needed", "error": "invalid_grant",
                       "refresh_token": dead["refresh_token"], "reason": "the grant is dead"}
    record.write_text(json.dumps(dead))
    assert mta.answer("smtp.example.org", account, "--check", code=SIGN_IN)
    assert mta.tool("smtp.example.org", account, "--apply").returncode == SIGN_IN


def test_the_first_account_of_postfix_wants_a_reload(mta: Mta, user: User) -> None:
    """Its programs that run have taken no store along yet."""
    mta.desk.configure_sign_in()
    first = mta.desk.sign_in(user.login).stdout
    assert f"next    have Postfix use it: sudo sasl-oauth postfix {user.login} --apply\n" in first
    assert "then    postfix reload" in first
    assert "postfix reload" not in mta.desk.sign_in(user.login).stdout
    for folder, owner in ((mta.desk.store.parent, "root"), (mta.desk.store, "postfix")):
        assert (folder.owner(), folder.stat().st_mode & 0o7777) == (owner, 0o700)


def test_its_help_names_both_words(mta: Mta) -> None:
    assert "sasl-oauth postfix [OPTIONS] [RELAY] ACCOUNT\n" in mta.tool("--help").stdout


def test_a_postfix_that_is_not_configured_is_told_of(mta: Mta, account: str) -> None:
    elsewhere = {**mta.environment, "MAIL_CONFIG": str(mta.folder / "nowhere")}
    done = mta.desk.tool("postfix", "smtp.example.org", account, env=elsewhere)
    assert done.returncode == DONE
    assert "since Postfix (postconf) is not configured." in done.stderr


def test_a_command_is_none_of_postfix(mta: Mta) -> None:
    """Root must not run it, and postfix cannot reach the account."""
    done = mta.desk.tool("add", "me@example.org", "--command", "echo", "--for", "postfix")
    assert done.returncode == CONFIGURATION
    assert "postfix cannot reach the folder of its accounts; add an account" in done.stderr


def test_who_is_not_root_is_told_so(mta: Mta, account: str) -> None:
    for arguments in (["--apply"], ["--check"]):
        done = mta.as_nobody(account, *arguments)
        assert done.returncode == CONFIGURATION
        assert f"{arguments[0]} needs root" in done.stderr and "sudo" in done.stderr


def test_what_it_prints_for_others_spares_a_map_that_root_alone_can_read(
        mta: Mta, account: str) -> None:
    mta.map.write_text("other him:canary\n")
    mta.map.chmod(0o600)
    mta.shell(f"postconf -e 'smtp_sasl_password_maps = hash:{mta.map}'")
    done = mta.as_nobody(account)
    assert done.returncode == DONE and "Permission denied" in done.stderr
    assert f"sasl-oauth login {account} --for postfix\n" in done.stdout
    for one in commands_in(done.stdout):
        mta.shell(one)
    assert mta.map.read_text() == f"other him:canary\n{RELAY} {account}:oauth2\n"
