# SPDX-License-Identifier: MIT
"""`sasl-oauth doctor`: what it finds on a real machine, and that it leaves everything as it was."""

from __future__ import annotations

import contextlib
import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from authorization_server import POST_CLIENT, AuthorizationServer
from installation import Desk, Installation
from mail_store import User

DONE, TRY_LATER, CONFIGURATION = 0, 75, 78

FOREIGN_PLUGIN = r"""
#include <fcntl.h>
#include <unistd.h>
const char *const mechanism = "XOAUTH2";
int sasl_client_plug_init(void) { return mechanism[0]; }
__attribute__((constructor)) static void loaded(void) { close(open(LOADED, O_CREAT, 0600)); }
"""


class Diagnosis:
    """The findings of one run."""

    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code = done.returncode
        self.text = done.stdout + done.stderr
        assert done.stdout.startswith("{"), self.text
        self.findings: list[dict[str, Any]] = json.loads(done.stdout)["findings"]

    def of(self, topic: str, *marks: str) -> list[dict[str, Any]]:
        return [one for one in self.findings
                if one["topic"] == topic and one["mark"] in (marks or (one["mark"],))]

    def find(self, words: str) -> dict[str, Any]:
        found = [one for one in self.findings if words in one["sentence"]]
        assert found, self.text
        return found[0]


def surroundings(desk: Desk, **more: str) -> dict[str, str]:
    """Whatever this machine's own Postfix does, ours is one that does nothing."""
    idle = desk.folder.parent / "idle-postfix"
    idle.mkdir(exist_ok=True)
    for name in ("main.cf", "master.cf"):
        (idle / name).touch()
    return {**desk.environment, "MAIL_CONFIG": str(idle), **more}


def examine(desk: Desk, *arguments: str, **environment: str) -> Diagnosis:
    return Diagnosis(desk.tool("doctor", "--json", *arguments,
                               env=surroundings(desk, **environment)))


def state_of(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    return {str(one): (one.read_bytes(), one.stat().st_mode, one.stat().st_mtime_ns)
            for one in sorted(folder.rglob("*")) if one.is_file()}


@pytest.fixture
def account(authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> str:
    """An account whose token is over: a refresh would be due."""
    tokens = authorization_server.issue(user.login, POST_CLIENT)
    ready_desk.add_account(user.login, tokens, client=POST_CLIENT, expires_in=-10)
    return user.login


def test_it_finds_no_fault_with_a_desk_that_works(ready_desk: Desk, account: str) -> None:
    found = examine(ready_desk)
    assert found.code == DONE, found.text
    for topic in ("plugin", "configuration", "accounts", "rank", "network", "clock"):
        assert found.of(topic, "ok"), (topic, found.text)
    assert not [one for one in found.findings if one["mark"] in ("warning", "problem")], found.text
    assert found.find("answers")["topic"] == "network"


def test_it_writes_nothing_asks_for_no_token_and_shows_no_secret(
        authorization_server: AuthorizationServer, ready_desk: Desk, account: str) -> None:
    record = ready_desk.record(account)
    (ready_desk.home / ".mbsyncrc").write_text(
        f'IMAPAccount a\nUser {account}\nPass canary-of-mbsync\n')
    (ready_desk.home / ".muttrc").write_text(
        f"set imap_pass=canary-of-mutt folder=imaps://{account}@localhost/\n")
    before = state_of(ready_desk.folder)
    for arguments in (["doctor"], ["doctor", "--verbose"], ["doctor", "--json"],
                      ["doctor", account, "--program", "mbsync"]):
        done = ready_desk.tool(*arguments, env=surroundings(
            ready_desk, https_proxy="http://u:canary-of-proxy@127.0.0.1:9",
            no_proxy="127.0.0.1,localhost"))
        assert account in done.stdout
        for secret in (record["access_token"], record["refresh_token"], record["client_secret"],
                       "canary"):
            assert secret not in done.stdout + done.stderr
    assert state_of(ready_desk.folder) == before
    assert authorization_server.requests() == []


def test_it_is_plain_text_in_a_pipe_and_quiet_if_told_to(ready_desk: Desk, account: str) -> None:
    env = surroundings(ready_desk)
    done = ready_desk.tool("doctor", "--offline", env=env)
    assert "\x1b" not in done.stdout and "\n  ok       " in done.stdout
    assert done.stdout.splitlines()[-1] == "0 problems, 0 warnings, 1 note"
    quiet = ready_desk.tool("doctor", "--offline", "--quiet", env=env).stdout
    assert "  ok  " not in quiet and "  note  " in quiet


def test_each_broken_thing_is_told_whatever_else_is_broken(
        authorization_server: AuthorizationServer, installed: Installation, ready_desk: Desk,
        account: str) -> None:
    """Everything at once: the checks do not need each other."""
    path = ready_desk.record_path(account)
    path.chmod(0o644)
    (ready_desk.store / "broken.json").write_text("{")
    (ready_desk.store / "broken.json").chmod(0o600)
    (ready_desk.store / "Capital@example.org.json").write_text("{}")
    (ready_desk.store / "left.new").write_text("")
    ready_desk.store.chmod(0o755)
    with installed.file(installed.plugin_conf, "prefer: perhaps\nprefers: no\n"), \
            installed.file(installed.xoauth2_conf, '{"client_id": }'):
        found = examine(ready_desk, SASL_PATH=str(ready_desk.folder))
        ready_desk.config.write_text("[defauts]\n")
        worse = examine(ready_desk, "--store", str(ready_desk.store))
    assert found.code == worse.code == CONFIGURATION
    assert found.find("can be read by others")["remedy"] == f"chmod 600 {path}"
    assert found.find("shows others which accounts")["remedy"] == f"chmod 700 {ready_desk.store}"
    assert found.find("broken.json")["mark"] == "problem"
    assert found.find("no account's file name")["mark"] == "warning"
    assert found.find("left behind")["mark"] == "note"
    assert f"{installed.plugin_conf}:1: " in found.find('"perhaps"')["sentence"]
    assert f"{installed.plugin_conf}:2: " in found.find('"prefers"')["sentence"]
    assert found.find(str(installed.xoauth2_conf))["mark"] == "problem"
    assert "export SASL_PATH=" in found.find("but libsasl looks in")["remedy"]
    assert f"{ready_desk.config}:1: " in worse.find("defauts")["sentence"]
    for topic in ("plugin", "configuration", "accounts", "rank", "network"):
        assert worse.of(topic), worse.text
    assert authorization_server.requests() == []


def test_a_server_that_does_not_answer_may_pass_and_a_wrong_certificate_does_not(
        authorization_server: AuthorizationServer, ready_desk: Desk, user: User) -> None:
    tokens = authorization_server.issue(user.login)
    ready_desk.add_account(user.login, tokens, token_endpoint="https://127.0.0.1:9/token")
    found = examine(ready_desk)
    assert found.code == TRY_LATER, found.text
    assert found.find("cannot connect to 127.0.0.1")["may_pass"] is True
    assert examine(ready_desk, "--offline").code == DONE
    ready_desk.add_account(user.login, tokens, ca_file="/etc/ssl/certs/ca-certificates.crt")
    found = examine(ready_desk)
    assert found.code == CONFIGURATION, found.text
    assert found.find("certificate of")["mark"] == "problem"


def test_other_plugins_are_found_ranked_and_never_loaded(
        installed: Installation, ready_desk: Desk, account: str, tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    shutil.copytree(installed.sasl_path, folder, symlinks=True)
    loaded = tmp_path / "loaded"
    source = tmp_path / "foreign.c"
    source.write_text(FOREIGN_PLUGIN)
    for name in ("libsasl-xoauth2.so", "libkdexoauth2.so", "libunheard-of.so"):
        subprocess.run(["cc", "-shared", "-fPIC", f'-DLOADED="{loaded}"', "-o", str(folder / name),
                        str(source)], check=True)
    (folder / "libsasl-oauth.la").write_text("# libtool\n")
    found = examine(ready_desk, "--offline", SASL_PATH=str(folder))
    assert not loaded.exists()
    assert found.code == DONE, found.text
    above = found.find("sasl-xoauth2 (")
    assert above["mark"] == "warning" and "ranks above ours" in above["sentence"]
    assert "AuthMechs OAUTHBEARER" in above["remedy"]
    assert "ranks below ours" in found.find("KDE's libkdexoauth2")["sentence"]
    assert "saslpluginviewer" in found.find("libunheard-of.so")["remedy"]
    assert found.find("libsasl-oauth.la")["remedy"] == f"rm {folder}/libsasl-oauth.la"


def test_a_plugin_of_another_version_is_told(installed: Installation, ready_desk: Desk,
                                             tmp_path: Path) -> None:
    folder = tmp_path / "plugins"
    shutil.copytree(installed.sasl_path, folder, symlinks=True)
    (folder / "libsasl-oauth.so").unlink()
    plugin = installed.plugin.read_bytes()
    assert b"sasl-oauth door " in plugin
    (folder / "libsasl-oauth.so").write_bytes(plugin.replace(b"sasl-oauth door ", b"sasl-oauth door 9"))
    found = examine(ready_desk, "--offline", SASL_PATH=str(folder))
    assert found.code == CONFIGURATION and found.find("is of version 9")["remedy"].startswith("reinstall")


def test_the_rank_follows_plugin_conf_and_the_mark(installed: Installation, ready_desk: Desk,
                                                   account: str) -> None:
    with installed.file(installed.plugin_conf, None):
        found = examine(ready_desk, "--offline", "--program", "mbsync")
        assert found.find("rank below PLAIN")["mark"] == "warning", found.text
        assert "prefer: auto mbsync=yes" in found.find("rank below PLAIN")["remedy"]
    with installed.file(installed.plugin_conf, "prefer: auto mbsync=yes\n"):
        assert examine(ready_desk, "--offline", "--program", "mbsync").of("rank", "ok")
        found = examine(ready_desk, "--offline", "--program", "ldapsearch")
        assert found.find("rank below PLAIN")["mark"] == "warning"


def test_mbsync_and_mutt_get_the_lines_that_they_lack(ready_desk: Desk, account: str) -> None:
    rc = ready_desk.home / ".mbsyncrc"
    rc.write_text(f'IMAPAccount one\nHost localhost\nUser {account}\nSSLType None\n'
                  f'AuthMechs LOGIN\nPassCmd "cat secret"\n\n'
                  f'IMAPAccount two\nUser other@example.org\nPass x\n')
    (ready_desk.home / ".muttrc").write_text(f"set folder=imaps://{account}@localhost/\n")
    found = examine(ready_desk, "--offline")
    assert found.code == CONFIGURATION
    remedies = {one["sentence"].split(": ")[0]: one["remedy"] for one in found.of("mbsync")}
    assert remedies == {f"{rc}:4": "SSLType IMAPS", f"{rc}:5": "AuthMechs XOAUTH2",
                        f"{rc}:6": "delete that line", f"{rc}:8": "AuthMechs PLAIN LOGIN"}
    wanted = f'set imap_oauth_refresh_command="sasl-oauth token {account}"'
    assert wanted in [one.get("remedy") for one in found.of("mutt")], found.text


@pytest.fixture
def postfix(tmp_path: Path) -> Path:
    """A private configuration of Postfix, for MAIL_CONFIG; nothing is started."""
    if not shutil.which("postconf", path=f"{os.environ['PATH']}:/usr/sbin:/sbin"):
        pytest.skip("postconf is missing: install the package postfix (unless another mail server is "
                    "installed here)")
    folder = tmp_path / "postfix"
    folder.mkdir()
    passwords = folder / "passwords"
    passwords.write_text("[smtp.example.org]:587 nobody@example.org:oauth2\n"
                         "[other.example.org]:587 me@example.org:canary-of-postfix\n")
    passwords.chmod(0o600)
    (folder / "main.cf").write_text(
        f"compatibility_level = 3.6\nqueue_directory = {folder}\nsmtp_sasl_auth_enable = yes\n"
        f"relayhost = [smtp.example.org]:587\nsmtp_sasl_password_maps = texthash:{passwords}\n"
        f"smtp_sasl_auth_cache_name = proxy:btree:{folder}/cache\n")
    (folder / "master.cf").write_text("smtp unix - - y - - smtp\n"
                                      "relay unix - - n - - smtp\n"
                                      "  -o smtp_sasl_mechanism_filter=login\n")
    folder.chmod(0o755)
    return folder


def test_postfix_gets_the_command_for_each_setting(postfix: Path, ready_desk: Desk) -> None:
    found = examine(ready_desk, "--offline", "--program", "smtp", MAIL_CONFIG=str(postfix))
    assert found.code == CONFIGURATION and "canary" not in found.text
    for words, remedy in (
            ("runs in a chroot", None),
            ("demands noplaintext",
             "postconf -e 'smtp_sasl_tls_security_options = noanonymous' && postfix reload"),
            ("uses no TLS", "postconf -e 'smtp_tls_CAfile = /etc/ssl/certs/ca-certificates.crt' && "
                             "postconf -e 'smtp_tls_security_level = secure' && postfix reload"),
            ("for 90 days", "postconf -e 'smtp_sasl_auth_cache_name = ' && postfix reload"),
            ("relay lets neither", "postconf -P 'relay/unix/smtp_sasl_mechanism_filter="
                                   "xoauth2,oauthbearer' && postfix reload"),
            ("cannot be seen by us", "sudo sasl-oauth doctor --for postfix")):
        assert found.find(words).get("remedy") == remedy


def test_postconf_takes_the_commands_and_doctor_is_content(postfix: Path, ready_desk: Desk) -> None:
    """The remedies are what postconf understands."""
    environment = {**ready_desk.environment, "MAIL_CONFIG": str(postfix),
                   "PATH": f"{ready_desk.environment['PATH']}:/usr/sbin:/sbin"}
    found = examine(ready_desk, "--offline", "--program", "smtp", MAIL_CONFIG=str(postfix))
    for one in found.of("postfix"):
        command = one.get("remedy", "").replace(" && postfix reload", "")
        if command.startswith("postconf "):
            subprocess.run(["sh", "-c", command], env=environment, check=True)
    after = examine(ready_desk, "--offline", "--program", "smtp", MAIL_CONFIG=str(postfix))
    assert not after.of("postfix", "problem"), after.text


def test_postfixs_own_accounts_are_looked_for(postfix: Path, ready_desk: Desk) -> None:
    if os.getuid() != 0:
        pytest.skip("--for needs root")
    found = examine(ready_desk, "--offline", "--for", "postfix", MAIL_CONFIG=str(postfix))
    assert found.find("has no account nobody@example.org")["remedy"] == (
        "sudo sasl-oauth login nobody@example.org --for postfix")
    assert "in smtp of user postfix" in found.of("rank")[0]["sentence"]


@contextlib.contextmanager
def account_in(installed: Installation, *folders: str) -> Iterator[Path]:
    """An account of the user postfix in these folders of STATEDIR, which is given."""
    state = installed.prefix / "var/lib/sasl-oauth"
    shutil.rmtree(state, ignore_errors=True)
    (state / "uid").mkdir(parents=True)
    (state / "uid" / str(pwd.getpwnam("postfix").pw_uid)).touch()
    state.chmod(0o711)
    for name in folders:
        store = state / name
        store.parent.mkdir(mode=0o700, exist_ok=True)
        store.mkdir(mode=0o700)
        record = store / "nobody@example.org.json"
        record.touch(0o600)
        record.write_text(json.dumps({
            "version": 1, "expires_at": int(time.time()) + 9999, "user": "", "access_token": "x",
            "account": "nobody@example.org", "refresh_token": "y"}))
        for one in (store, record):
            shutil.chown(one, "postfix")
    try:
        yield state
    finally:
        shutil.rmtree(state, ignore_errors=True)


FOR_POSTFIX = ("--offline", "--for", "postfix", "--config", "/dev/null")
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="--for needs root")


@needs_root
@pytest.mark.parametrize("damage,words,command", [
    ("chmod 711 {jail}", "{jail} can be entered by others", "chmod 700 {jail}"),
    ("chown postfix {jail}", "{jail} belongs to user ", "chown root {jail}"),
])
def test_a_way_out_of_the_jail_is_told_and_the_remedy_closes_it(
        installed: Installation, postfix: Path, ready_desk: Desk, damage: str, words: str,
        command: str) -> None:
    with account_in(installed, "jail/postfix") as state, \
            installed.file(installed.plugin_conf, None):
        jail = f"{state}/jail"
        subprocess.run(damage.format(jail=jail).split(), check=True)
        found = examine(ready_desk, *FOR_POSTFIX, MAIL_CONFIG=str(postfix))
        told = found.find(words.format(jail=jail))
        assert (told["mark"], told["remedy"]) == ("problem", command.format(jail=jail))
        subprocess.run(told["remedy"].split(), check=True)
        after = examine(ready_desk, *FOR_POSTFIX, MAIL_CONFIG=str(postfix))
        assert not after.of("accounts", "problem", "warning"), after.text
        assert f"take {jail}/postfix along" in after.text and "takes along what" in after.text


@needs_root
@pytest.mark.parametrize("folders", [("postfix",), ("postfix", "jail/postfix")])
def test_an_account_that_a_chroot_does_not_reach_is_moved_by_the_remedy(
        installed: Installation, postfix: Path, ready_desk: Desk, folders: tuple[str, ...]) -> None:
    with account_in(installed, *folders) as state, installed.file(installed.plugin_conf, None):
        found = examine(ready_desk, *FOR_POSTFIX, MAIL_CONFIG=str(postfix))
        told = found.find("cannot be reached from Postfix's chroot")
        assert told["mark"] == "problem"
        subprocess.run(["sh", "-ec", told["remedy"].replace(" && postfix reload", "")], check=True)
        after = examine(ready_desk, *FOR_POSTFIX, MAIL_CONFIG=str(postfix))
        assert not after.of("accounts", "problem", "warning"), after.text
        assert list((state / "jail/postfix").iterdir()) and not list(state.glob("postfix/*"))


@needs_root
def test_a_table_without_smtp_is_told(installed: Installation, postfix: Path,
                                      ready_desk: Desk) -> None:
    with account_in(installed, "jail/postfix"), \
            installed.file(installed.plugin_conf, "jailed: smtp=nobody\n"):
        found = examine(ready_desk, *FOR_POSTFIX, MAIL_CONFIG=str(postfix))
    for words in ("and there is none", "takes nothing of sasl-oauth's along"):
        told = found.find(words)
        assert told["mark"] == "problem"
        assert told["remedy"] == "jailed: smtp=postfix lmtp=postfix   (in plugin.conf)"


@needs_root
def test_a_store_of_the_configuration_must_not_lead_out_of_the_chroot(
        installed: Installation, postfix: Path, ready_desk: Desk, tmp_path: Path) -> None:
    store = tmp_path / "open" / "store"
    store.mkdir(parents=True)
    store.parent.chmod(0o755)
    config = installed.prefix / "etc" / "sasl-oauth" / "config.toml"
    arguments = ("--offline", "--for", "postfix", "--config", str(config))
    with installed.file(installed.plugin_conf, None), \
            installed.file(config, f'[store]\ndir = "{store}"\n'):
        found = examine(ready_desk, *arguments, MAIL_CONFIG=str(postfix))
        assert found.find(f"{store.parent} can be entered by others")["remedy"] == (
            f"chmod 700 {store.parent}")
        (postfix / "master.cf").write_text("smtp unix - - n - - smtp\n")
        after = examine(ready_desk, *arguments, MAIL_CONFIG=str(postfix))
    assert "can be entered by others" not in after.text


def test_a_postfix_with_passwords_alone_is_none_of_our_business(postfix: Path,
                                                                ready_desk: Desk) -> None:
    (postfix / "passwords").write_text("[smtp.example.org]:587 me@example.org:canary-of-postfix\n")
    found = examine(ready_desk, "--offline", MAIL_CONFIG=str(postfix))
    assert [one["mark"] for one in found.of("postfix")] == ["ok"], found.text
