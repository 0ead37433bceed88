# SPDX-License-Identifier: MIT
"""Programs with more rights than whoever starts them: nothing that he controls changes a login."""

from __future__ import annotations

import json
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import rights
from tempting_server import Reply, TemptingServer
from evidence import note
from installation import PREFER, Installation

PART = "secrets"
ACCOUNT = "owner@example.org"
OWNER, CALLER = "games", "nobody"
"""Whose rights the program has, and who starts it."""
GROUP = "mail"
# A private tmpfs, on which set-id bits and capabilities count, with the program as $1 says.
STAGE = """\
set -e
mount -t tmpfs -o mode=0755,suid,dev tmpfs "$1"
cp "$2" "$1/host"
case $3 in
setuid) chown {owner}:{owner} "$1/host"; chmod 4755 "$1/host" ;;
setgid) chown root:{group} "$1/host"; chmod 2755 "$1/host" ;;
capable) chmod 755 "$1/host"; setcap cap_net_bind_service+ep "$1/host" ;;
plain) chmod 755 "$1/host" ;;
esac
install -d -m 0777 "$1/out"
shift 3
exec setpriv --reuid={uid} --regid={gid} --clear-groups "$@"
""".format(owner=OWNER, group=GROUP, uid=pwd.getpwnam(CALLER).pw_uid,
           gid=pwd.getpwnam(CALLER).pw_gid)

pytestmark = [
    pytest.mark.skipif(bool(rights.missing_for_namespaces()),
                       reason=rights.missing_for_namespaces()),
    pytest.mark.skipif(not shutil.which("setpriv"), reason="setpriv is missing: util-linux"),
]


@pytest.fixture(scope="module")
def host(installed: Installation, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program of canary_host.c, which names its plugin folder itself: libsasl2 does not ask the
    environment of such a program."""
    program = tmp_path_factory.mktemp("privileged-host") / "host"
    source = Path(__file__).with_name("canary_host.c")
    subprocess.run(["cc", "-O1", f'-DPLUGINS="{installed.sasl_path}"', "-o", str(program),
                    str(source), "-lsasl2"], check=True)
    return program


@pytest.fixture
def servers() -> Iterator[tuple[TemptingServer, TemptingServer]]:
    """The right token server, and the one of the attacker."""
    pair = TemptingServer(), TemptingServer()
    for number, one in enumerate(pair):
        one.answers["token"] = lambda _, number=number: Reply.of(
            {"access_token": ("refreshed", "evil-refreshed")[number], "token_type": "Bearer",
             "expires_in": 3600})
    yield pair
    for one in pair:
        one.stop()


def record(server: TemptingServer, token: str, expires_in: int) -> str:
    now = int(time.time())
    return json.dumps({"version": 1, "expires_at": now + expires_in, "user": "",
                       "access_token": token, "account": ACCOUNT,
                       "token_endpoint": f"{server.issuer}/token", "client_id": "app",
                       "token_endpoint_auth_method": "none", "refresh_token": f"refresh-{token}",
                       "issued_at": now - 9000})


class Stage:
    """What the account's owner has, and what the caller has laid out for the program."""

    def __init__(self, installed: Installation, folder: Path, host: Path,
                 servers: tuple[TemptingServer, TemptingServer]) -> None:
        self.installed, self.host, self.servers = installed, host, servers
        self.mount, self.evil = folder / "mount", folder / "evil"
        for one in (self.mount, self.evil):
            one.mkdir()
        for one in (folder, *folder.parents):
            if one.stat().st_uid == os.geteuid() and one != Path("/"):
                one.chmod(one.stat().st_mode | 0o011)
        self.state = installed.prefix / "var" / "lib" / "sasl-oauth"

    def give(self, user: str, token: str, expires_in: int = 9000) -> Path:
        """An account of a user's, in the place of services."""
        who = pwd.getpwnam(user)
        store = self.state / user
        store.mkdir(parents=True, exist_ok=True)
        self.state.chmod(0o711)
        path = store / f"{ACCOUNT}.json"
        path.write_text(record(self.servers[0], token, expires_in))
        for one, mode in ((store, 0o700), (path, 0o600)):
            one.chmod(mode)
            os.chown(one, who.pw_uid, who.pw_gid)
        return path

    def lay_traps(self) -> dict[str, str]:
        """The caller's environment: each variable leads to his own tokens or his own server."""
        evil, proxy = self.servers[1], self.servers[1].issuer
        config = (f'[store]\ndir = "{self.evil}/store"\n[network]\nproxy = "{proxy}"\n'
                  'request_timeout = "1s"\n')
        for folder in ("store", ".config/sasl-oauth", ".local/state/sasl-oauth"):
            (self.evil / folder).mkdir(parents=True)
        for place in ("config.toml", ".config/sasl-oauth/config.toml"):
            (self.evil / place).write_text(config)
        for place in ("store", ".local/state/sasl-oauth"):
            (self.evil / place / f"{ACCOUNT}.json").write_text(record(evil, "evil", 9000))
            (self.evil / place / ".ready").touch()
        caller = pwd.getpwnam(CALLER)
        for base, folders, names in os.walk(self.evil):
            for one in (base, *(os.path.join(base, name) for name in names)):
                os.chown(one, caller.pw_uid, caller.pw_gid)
                os.chmod(one, 0o700 if one == base else 0o600)
        trap = str(self.evil)
        return {"HOME": trap, "SASL_OAUTH_CONFIG": f"{trap}/config.toml", "XDG_CONFIG_HOME": trap,
                "XDG_STATE_HOME": trap, "XDG_DATA_HOME": trap, "XDG_RUNTIME_DIR": trap,
                "SASL_PATH": trap, "SASL_CONF_PATH": trap, "http_proxy": proxy,
                "https_proxy": proxy, "all_proxy": proxy, "ALL_PROXY": proxy, "no_proxy": "",
                "SSL_CERT_FILE": f"{trap}/ca.pem", "SSL_CERT_DIR": trap,
                "OPENSSL_CONF": f"{trap}/openssl.cnf", "CURL_HOME": trap, "TMPDIR": trap,
                "CREDENTIALS_DIRECTORY": trap, "LOGNAME": "root", "USER": "root",
                "PATH": os.environ["PATH"]}

    def run(self, kind: str, environment: dict[str, str]) -> tuple[str, str]:
        """One login of the program; gives what it printed, and the SASL bytes."""
        note(PART, "logins of setuid, setgid and capable programs", 1)
        sasl = self.evil.parent / "sasl"
        sasl.unlink(missing_ok=True)
        sasl.touch()
        sasl.chmod(0o666)
        command = ["unshare", "--mount", "--propagation", "private", "sh", "-c", STAGE, "sh",
                   str(self.mount), str(self.host), kind, f"{self.mount}/host", "callback",
                   "XOAUTH2", ACCOUNT, str(sasl)]
        done = subprocess.run(command, input="", capture_output=True, text=True, timeout=30,
                              env=environment, cwd="/", check=False)
        assert done.returncode in (0, 1), done.stderr
        return done.stdout + done.stderr, sasl.read_text()


@pytest.fixture
def stage(installed: Installation, tmp_path: Path, host: Path,
          servers: tuple[TemptingServer, TemptingServer]) -> Iterator[Stage]:
    made = Stage(installed, tmp_path, host, servers)
    with installed.file(installed.plugin_conf, PREFER):
        yield made
    shutil.rmtree(made.state, ignore_errors=True)


def owner_of_account(kind: str) -> str:
    """Whose accounts count: the effective user's."""
    return OWNER if kind == "setuid" else CALLER


KINDS = ["setuid", "setgid", pytest.param("capable", marks=pytest.mark.skipif(
    not shutil.which("setcap"), reason="setcap is missing: libcap2-bin"))]


@pytest.mark.parametrize("kind", KINDS)
def test_the_effective_users_account_is_used_whatever_the_caller_lays_out(stage: Stage,
                                                                          kind: str) -> None:
    stage.give(owner_of_account(kind), "right-token")
    output, sent = stage.run(kind, stage.lay_traps())
    assert "auth=Bearer right-token" in sent, output
    assert stage.servers[1].asked == [] and "evil" not in output


@pytest.mark.parametrize("kind", KINDS)
def test_a_refresh_goes_to_the_records_server_past_every_proxy_of_the_caller(stage: Stage,
                                                                             kind: str) -> None:
    path = stage.give(owner_of_account(kind), "old-token", expires_in=-10)
    output, sent = stage.run(kind, stage.lay_traps())
    assert "auth=Bearer refreshed" in sent, output
    assert [one.form["refresh_token"] for one in stage.servers[0].asked] == ["refresh-old-token"]
    assert stage.servers[1].asked == []
    status = path.stat()
    owner = pwd.getpwnam(owner_of_account(kind))
    assert (status.st_uid, status.st_mode & 0o777) == (owner.pw_uid, 0o600)


@pytest.mark.parametrize("kind", KINDS)
def test_without_an_account_of_the_effective_user_nobody_elses_is_taken(stage: Stage,
                                                                        kind: str) -> None:
    other = CALLER if kind == "setuid" else OWNER
    stage.give(other, "other-token")
    output, sent = stage.run(kind, stage.lay_traps())
    assert sent == "" and f"there is no account {ACCOUNT}" in output
    assert "evil" not in output.replace(str(stage.evil), "") and str(stage.evil) not in output


@pytest.mark.parametrize("kind", KINDS)
def test_a_key_log_of_the_caller_is_refused_and_not_written(stage: Stage, kind: str) -> None:
    stage.give(owner_of_account(kind), "old-token", expires_in=-10)
    keys = stage.evil / "keys"
    output, sent = stage.run(kind, {**stage.lay_traps(), "SSLKEYLOGFILE": str(keys)})
    assert sent == "" and "SSLKEYLOGFILE is set" in output
    assert not keys.exists() and stage.servers[0].asked == []


def test_the_same_environment_counts_for_a_program_without_such_rights(stage: Stage) -> None:
    """So that the tests above prove something: the traps work."""
    output, sent = stage.run("plain", stage.lay_traps())
    assert "auth=Bearer evil" in sent, output
