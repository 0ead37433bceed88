# SPDX-License-Identifier: MIT
"""`sasl-oauth import` where more than a file is needed: a command, a password, Postfix's maps."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import pwd
import shutil
import signal
import subprocess
import termios
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

import foreign_files
from authorization_server import POST_CLIENT, AuthorizationServer
from foreign_files import PROXY_PASSWORD, private
from installation import Desk, Installation
from mail_store import MailStore, User
from world import World

DONE, SIGN_IN_NEEDED, CONFIGURATION = 0, 77, 78


@pytest.fixture
def import_desk(desk: Desk) -> Desk:
    desk.configure_sign_in(POST_CLIENT)
    return desk


@pytest.fixture
def two_users(mail: MailStore, user: User) -> tuple[User, User]:
    return user, mail.add_user("second-" + user.login)


# gpg, as mutt_oauth2.py and oama have it


@pytest.fixture
def gpg(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The environment of a key ring with one key, which goes with its agent."""
    home = Path("/tmp") / f"sasl-oauth-gpg-{os.getpid()}"  # a socket's path must be short
    home.mkdir(mode=0o700)
    environment = {"PATH": os.environ["PATH"], "GNUPGHOME": str(home), "LC_ALL": "C.UTF-8"}
    subprocess.run(["gpg", "--batch", "--quiet", "--passphrase", "", "--quick-generate-key",
                    "tests@example.org"], env=environment, check=True, capture_output=True)
    yield environment
    subprocess.run(["gpgconf", "--kill", "all"], env=environment, check=False)
    shutil.rmtree(home, ignore_errors=True)


@pytest.mark.parametrize("command", ["gpg --quiet --decrypt", 'gpg --quiet --decrypt -- "$1"'])
def test_a_file_that_gpg_encrypted_is_decrypted_by_the_command_that_is_given(
        import_desk: Desk, user: User, gpg: dict[str, str], command: str) -> None:
    tokens = import_desk.server.issue(user.login, POST_CLIENT)
    content = foreign_files.mutt_oauth2(import_desk.server, POST_CLIENT, tokens, user.login)
    path = import_desk.folder / "you.tokens"
    subprocess.run(["gpg", "--batch", "--quiet", "--trust-model", "always", "--encrypt",
                    "--recipient", "tests@example.org", "--output", str(path)],
                   input=json.dumps(content).encode(), env=gpg, check=True)
    environment = {**import_desk.environment, "GNUPGHOME": gpg["GNUPGHOME"]}
    done = import_desk.tool("import", str(path), env=environment)
    assert done.returncode == CONFIGURATION and "--decrypt 'gpg --decrypt'" in done.stderr
    done = import_desk.tool("import", str(path), "--decrypt", command, env=environment)
    assert done.returncode == DONE, done.stderr
    assert import_desk.record(user.login)["client_id"] == POST_CLIENT.id
    for secret in (tokens.access_token, tokens.refresh_token):
        assert secret not in done.stdout + done.stderr


def test_a_command_that_fails_or_prints_nonsense_is_named(import_desk: Desk) -> None:
    path = private(import_desk.folder / "file", "x")
    done = import_desk.tool("import", str(path), "--decrypt", "exit 3")
    assert done.returncode == CONFIGURATION
    assert "the command of --decrypt ended with status 3" in done.stderr
    done = import_desk.tool("import", str(path), "--decrypt", "head -c 5000000 /dev/zero")
    assert done.returncode == CONFIGURATION and "printed more than" in done.stderr


def test_the_tokens_may_come_from_a_pipe(import_desk: Desk, user: User) -> None:
    tokens = import_desk.server.issue(user.login, POST_CLIENT)
    content = foreign_files.oama(import_desk.server, POST_CLIENT, tokens, user.login)
    done = import_desk.tool("import", "-", "--client", "app", input=json.dumps(content))
    assert done.returncode == DONE, done.stderr


def test_no_secret_is_in_an_argument_vector(import_desk: Desk, user: User) -> None:
    tokens = import_desk.server.issue(user.login, POST_CLIENT)
    path = private(import_desk.folder / "file", foreign_files.git_credential(tokens, user.login))
    seen = import_desk.folder / "seen"
    done = import_desk.tool("import", str(path), "--client", "app", "--decrypt",
                            f"cat /proc/$$/cmdline /proc/$PPID/cmdline >{seen}; cat")
    assert done.returncode == DONE, done.stderr
    arguments = seen.read_text()
    assert "--decrypt" in arguments
    for secret in (tokens.access_token, tokens.refresh_token, POST_CLIENT.secret):
        assert secret not in arguments


def test_an_interrupt_while_the_server_is_asked_leaves_the_store_as_it_was(
        authorization_server: AuthorizationServer, import_desk: Desk, user: User) -> None:
    text = import_desk.config.read_text()
    import_desk.config.write_text(text.replace("[network]\n", '[network]\nrequest_timeout = "2s"\n'))
    tokens = authorization_server.issue(user.login, POST_CLIENT)
    content = foreign_files.mutt_oauth2(authorization_server, POST_CLIENT, tokens, user.login)
    path = private(import_desk.folder / "file", json.dumps(content))
    authorization_server.hang_next()
    with subprocess.Popen([str(import_desk.installation.tool), "import", str(path)],
                          env=import_desk.environment, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        authorization_server.wait_for_request()
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=20)
    assert running.returncode == -signal.SIGINT
    assert [one.name for one in import_desk.store.iterdir() if one.suffix != ".lock"] == []
    assert import_desk.tool("import", str(path)).returncode == DONE


# email-oauth2-proxy


def proxy_file(desk: Desk, users: tuple[User, ...], **options: object) -> Path:
    accounts = {one.login: desk.server.issue(one.login, POST_CLIENT) for one in users}
    text = foreign_files.proxy_configuration(desk.server, POST_CLIENT, accounts, **options)
    return private(desk.folder / "emailproxy.config", text)


@pytest.mark.parametrize("how", ["command", "file", "pipe"])
def test_all_accounts_of_the_proxy_come_over_with_its_login_password(
        import_desk: Desk, two_users: tuple[User, User], how: str) -> None:
    path = proxy_file(import_desk, two_users, rounds=1_200_000 if how == "command" else 100_000)
    secret = private(import_desk.folder / "password", PROXY_PASSWORD + "\n")
    arguments = {"command": ["--password-command", f"cat {secret}"],
                 "file": ["--password-file", str(secret)], "pipe": []}[how]
    given = {"input": PROXY_PASSWORD + "\n"} if how == "pipe" else {}
    done = import_desk.tool("import", str(path), *arguments, **given)
    assert done.returncode == DONE, done.stderr
    for one in two_users:
        assert import_desk.record(one.login)["client_secret"] == POST_CLIENT.secret
    assert PROXY_PASSWORD not in done.stdout + done.stderr


def test_one_account_of_the_proxy_is_chosen_by_its_address(
        import_desk: Desk, two_users: tuple[User, User]) -> None:
    path = proxy_file(import_desk, two_users, rounds=100_000)
    done = import_desk.tool("import", str(path), "--account", two_users[1].login,
                            input=PROXY_PASSWORD)
    assert done.returncode == DONE, done.stderr
    other = import_desk.tool("import", str(path), "--account", "nobody@example.org")
    assert other.returncode == CONFIGURATION and two_users[0].login in other.stderr
    assert not import_desk.record_path(two_users[0].login).exists()
    assert import_desk.record_path(two_users[1].login).exists()


def test_a_wrong_password_and_plain_secrets_of_the_proxy(
        authorization_server: AuthorizationServer, import_desk: Desk, user: User) -> None:
    path = proxy_file(import_desk, (user,), rounds=100_000)
    done = import_desk.tool("import", str(path), input="wrong-password-canary\n")
    assert done.returncode == CONFIGURATION and "cannot be decrypted with this" in done.stderr
    assert "canary" not in done.stderr and authorization_server.requests() == []
    path = proxy_file(import_desk, (user,), plain=True)
    assert import_desk.tool("import", str(path)).returncode == DONE


@pytest.mark.parametrize("keys,ends", [(PROXY_PASSWORD + "\n", 0), ("half\3", -signal.SIGINT)],
                         ids=["typed", "interrupted"])
def test_a_password_on_a_terminal_is_not_shown_and_the_terminal_is_as_before(
        import_desk: Desk, user: User, keys: str, ends: int) -> None:
    path = proxy_file(import_desk, (user,), rounds=100_000)
    child, terminal = pty.fork()
    if child == 0:
        tool = str(import_desk.installation.tool)
        os.execve(tool, [tool, "import", str(path)], {**import_desk.environment, "TERM": "dumb"})
    shown = b""
    while b"logs in to the proxy as" not in shown or not shown.endswith(b"\n"):
        shown += os.read(terminal, 4096)
    while termios.tcgetattr(terminal)[3] & termios.ECHO:
        time.sleep(0.01)
    os.write(terminal, keys.encode())
    with contextlib.suppress(OSError):  # the terminal is gone with its last program
        while piece := os.read(terminal, 4096):
            shown += piece
    has_echo = termios.tcgetattr(terminal)[3] & termios.ECHO
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    os.close(terminal)
    assert (status, bool(has_echo)) == (ends, True), shown
    assert keys.strip("\n\3").encode() not in shown
    assert import_desk.record_path(user.login).exists() == (ends == 0)


def test_pizauths_configuration_becomes_ours_without_its_secret(import_desk: Desk) -> None:
    path = private(import_desk.folder / "pizauth.conf",
                   'account "work" {\n  auth_uri = "https://login.example/auth";\n'
                   '  token_uri = "https://login.example/token";\n  client_id = "id-1";\n'
                   '  client_secret = "canary";\n  scopes = ["mail", "offline_access"];\n'
                   '  redirect_uri = "http://localhost/";\n}\n')
    done = import_desk.tool("import", str(path))
    assert done.returncode == DONE and "sign in anew" in done.stderr
    assert "canary" not in done.stdout + done.stderr
    config = import_desk.folder / "ours.toml"
    config.write_text(done.stdout)
    checked = import_desk.tool("config", "check", "--config", str(config))
    assert checked.returncode == DONE, checked.stderr


# Postfix


def token_file(desk: Desk, folder: Path, user: User) -> Path:
    tokens = desk.server.issue(user.login, POST_CLIENT)
    content = foreign_files.sasl_xoauth2(desk.server, POST_CLIENT, tokens, user.login)
    folder.mkdir(parents=True, exist_ok=True)
    return private(folder / f"{user.login}.json", json.dumps(content))


@pytest.mark.parametrize("is_jailed", [True, False], ids=["jail", "no-jail"])
@pytest.mark.skipif(not (shutil.which("postconf") or Path("/usr/sbin/postconf").exists()),
                    reason="postconf is missing: install the package postfix")
def test_all_token_files_of_postfixs_map_come_over_at_once(
        import_desk: Desk, two_users: tuple[User, User], is_jailed: bool) -> None:
    """By the real postconf, with a configuration of its own."""
    etc = import_desk.folder / "etc"
    etc.mkdir()
    queue = import_desk.folder / "queue"
    lines = "# ours\n[ordinary.example.org]:587 somebody:an-ordinary-password-canary\n"
    for number, one in enumerate(two_users):
        path = token_file(import_desk, (queue if is_jailed else import_desk.folder) / "tokens", one)
        seen = "/" + str(path.relative_to(queue)) if is_jailed else str(path)
        lines += f"[smtp{number}.example.org]:587\n\t{one.login}:{seen}\n"
    private(etc / "sasl_passwd", lines)
    (etc / "main.cf").write_text("compatibility_level = 3.6\n"
                                 f"queue_directory = {queue}\n"
                                 "smtp_sasl_password_maps = hash:$config_directory/sasl_passwd,\n"
                                 "    pcre:/etc/postfix/other\n")
    (etc / "master.cf").write_text("")
    environment = {**import_desk.environment, "MAIL_CONFIG": str(etc)}
    done = import_desk.tool("import", "postfix", env=environment)
    assert done.returncode == DONE, done.stderr
    assert "pcre:/etc/postfix/other is not made of a text file" in done.stderr
    assert "remove the package sasl-xoauth2" in done.stdout and "postfix reload" in done.stdout
    assert "canary" not in done.stdout + done.stderr
    for one in two_users:
        assert import_desk.record(one.login)["client_id"] == POST_CLIENT.id


def test_what_is_wrong_with_one_entry_of_the_map_keeps_no_other_from_coming(
        import_desk: Desk, two_users: tuple[User, User]) -> None:
    good, bad = two_users
    path = token_file(import_desk, import_desk.folder / "tokens", good)
    dead = token_file(import_desk, import_desk.folder / "tokens", bad)
    import_desk.server.revoke_grant_of(json.loads(dead.read_text())["refresh_token"])
    table = private(import_desk.folder / "sasl_passwd",
                    f"a nobody@example.org:/missing/token\nb {bad.login}:{dead}\n"
                    f"c {good.login}:file:{path}\n")
    done = import_desk.tool("import", "postfix", "--map", str(table))
    assert done.returncode in (SIGN_IN_NEEDED, CONFIGURATION)
    assert "nobody@example.org: there is no file /missing/token" in done.stderr
    assert f"{bad.login}: nothing was taken over" in done.stderr
    assert import_desk.record_path(good.login).exists()
    assert not import_desk.record_path(bad.login).exists()


def test_a_map_without_token_files_is_told(import_desk: Desk) -> None:
    table = private(import_desk.folder / "sasl_passwd", "a b:an-ordinary-password-canary\n")
    done = import_desk.tool("import", "postfix", "--map", str(table))
    assert done.returncode == CONFIGURATION and "path of a token file" in done.stderr
    assert "canary" not in done.stderr


# For a service


@pytest.fixture
def nobodys_folder(world: World, installed: Installation) -> Iterator[Path]:
    """Where the service has its token files; its accounts go with it."""
    state = installed.prefix / "var" / "lib" / "sasl-oauth"
    folder = world.folder / "nobodys-tokens"
    folder.mkdir()
    shutil.rmtree(state, ignore_errors=True)
    yield folder
    shutil.rmtree(folder)
    shutil.rmtree(state, ignore_errors=True)


@pytest.mark.skipif(os.getuid() != 0, reason="only root acts for a service")
def test_root_takes_a_services_token_files_over_with_its_rights_alone(
        import_desk: Desk, installed: Installation, nobodys_folder: Path,
        two_users: tuple[User, User]) -> None:
    import_desk.config.write_text(import_desk.config.read_text().replace("[store]\ndir", "#"))
    own, planted = two_users
    nobody = pwd.getpwnam("nobody")
    path = token_file(import_desk, nobodys_folder, own)
    os.chown(path, nobody.pw_uid, nobody.pw_gid)
    roots = token_file(import_desk, import_desk.folder / "tokens", planted)
    link = nobodys_folder / "link"
    link.symlink_to(roots)
    table = private(import_desk.folder / "sasl_passwd",
                    f"a {own.login}:{path}\nb {planted.login}:{link}\n")
    done = import_desk.tool("import", "postfix", "--map", str(table), "--for", "nobody")
    assert done.returncode == CONFIGURATION, done.stderr
    assert f"Imported {own.login}" in done.stdout
    assert f"{planted.login}: cannot open {link}: Permission denied" in done.stderr
    store = installed.prefix / "var" / "lib" / "sasl-oauth" / "nobody"
    assert [one.name for one in store.iterdir() if one.suffix == ".json"] == [f"{own.login}.json"]
    record = (store / f"{own.login}.json").stat()
    assert (record.st_uid, record.st_mode & 0o777) == (nobody.pw_uid, 0o600)
