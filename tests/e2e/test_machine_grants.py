# SPDX-License-Identifier: MIT
"""Accounts that no person signs in: every grant, every way a client proves itself."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assertion_server import AssertionServer, encode
from authorization_server import AuthorizationServer
from certificates import openssl
from dovecot import Dovecot
from installation import Desk
from machine_clients import MachineClient, MachineKeys
from mail_clients import CLIENTS, LoginClient, fetched
from mail_store import MailStore, User
from world import World

DONE, USAGE, TRY_LATER, CONFIGURATION = 0, 2, 75, 78
ROBOT = "robot@project.iam.example.org"


@pytest.fixture(scope="session")
def keys(world: World) -> MachineKeys:
    return world.machine_keys


@pytest.fixture(scope="session")
def public_keys(keys: MachineKeys, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The public halves, as a server has them."""
    folder = tmp_path_factory.mktemp("public")
    for name in ("rsa", "ec"):
        openssl("pkey", "-in", getattr(keys, name), "-pubout", "-out", folder / name)
    return {"rsa": folder / "rsa", "ec": folder / "ec"}


@pytest.fixture
def assertion_server(authorization_server: AuthorizationServer,
                     public_keys: dict[str, Path]) -> Iterator[AssertionServer]:
    server = AssertionServer(base64.b64decode(authorization_server.hs256_secret),
                             authorization_server.issuer)
    server.keys = {"k1": public_keys["rsa"]}
    server.issuer = ROBOT
    yield server
    server.stop()


def configure(desk: Desk, client: MachineClient, more: str = "") -> None:
    desk.configure(f'{client.table()}\n[provider.local]\nissuer = "{desk.server.issuer}"\n'
                   f'authorization_endpoint = "{desk.server.authorization_endpoint}"\n'
                   f'token_endpoint = "{desk.server.token_endpoint}"\nscope = "mail"\n'
                   f'ca_file = "{desk.server.ca_file}"\n{more}')


def write_key_file(folder: Path, server: AssertionServer, key: Path, **members: str) -> Path:
    """A service account's key as Google's console writes it."""
    path = folder / "service-account.json"
    path.write_text(json.dumps({
        "type": "service_account", "project_id": "project", "private_key_id": "k1",
        "private_key": key.read_text(), "client_email": ROBOT, "client_id": "1234567890",
        "token_uri": server.token_endpoint, "universe_domain": "example.org", **members}))
    path.chmod(0o600)
    return path


@pytest.mark.parametrize("way", ["post", "basic", "RS256", "PS256", "ES256", "tls",
                                 "self_signed_tls"])
def test_client_credentials_with_every_client_authentication(
        authorization_server: AuthorizationServer, dovecot_jwt: Dovecot, desk: Desk, user: User,
        keys: MachineKeys, way: str) -> None:
    authorization_server.settings(access_token_format="jwt", service_login=user.login)
    configure(desk, keys.clients[way])
    added = desk.tool("add", user.login, "--grant", "client_credentials", "--client", "app")
    assert added.returncode == DONE, added.stderr
    assert f"Added {user.login} (client_credentials at local)" in added.stdout
    record = desk.record(user.login)
    assert record["refresh_token"] == "" and record["grant_type"] == "client_credentials"
    assert ("client_expires_at" in record) == (keys.clients[way].certificate is not None)
    assert "PRIVATE KEY" not in added.stdout + added.stderr
    outcome = CLIENTS["mbsync"].login(desk, dovecot_jwt, user, "XOAUTH2")
    assert outcome.accepted and fetched(desk) == sorted(user.subjects), outcome.output
    again = desk.tool("refresh", user.login)
    assert again.returncode == DONE, again.stderr
    requests = authorization_server.requests(grant_type="client_credentials")
    assert [one["status"] for one in requests] == [200, 200]


@pytest.mark.parametrize("way", ["RS256", "PS256", "ES256", "tls", "self_signed_tls"])
def test_a_person_signs_in_through_a_client_that_signs_or_shows_a_certificate(
        authorization_server: AuthorizationServer, desk: Desk, user: User, keys: MachineKeys,
        way: str) -> None:
    configure(desk, keys.clients[way], '\n[defaults]\nprovider = "local"\nclient = "app"\n')
    desk.sign_in(user.login, "--client", "app")
    assert desk.tool("refresh", user.login).returncode == DONE
    requests = authorization_server.requests()
    assert [(one["grant_type"], one["status"]) for one in requests] == [
        ("authorization_code", 200), ("refresh_token", 200)]


def test_a_wrong_key_is_a_matter_of_configuration_and_mended_by_refresh(
        authorization_server: AuthorizationServer, desk: Desk, user: User,
        keys: MachineKeys, tmp_path: Path) -> None:
    good = keys.clients["ES256"]
    configure(desk, good)
    assert desk.tool("add", user.login, "--grant", "client_credentials",
                     "--client", "app").returncode == DONE
    wrong = tmp_path / "wrong.pem"
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", wrong)
    configure(desk, MachineClient(good.id, good.authentication, None, "ES256", wrong))
    authorization_server.reset()
    for _ in range(2):
        done = desk.tool("refresh", user.login)
        assert done.returncode == CONFIGURATION
        assert "invalid_client" in done.stderr and "clock" in done.stderr
        assert f"sasl-oauth refresh {user.login}" in done.stderr
    assert "refresh_token" not in done.stderr and "sasl-oauth login" not in done.stderr
    configure(desk, good)
    assert desk.tool("refresh", user.login).returncode == DONE


def test_what_does_not_work_is_not_kept(authorization_server: AuthorizationServer, desk: Desk,
                                        user: User, keys: MachineKeys) -> None:
    client = keys.clients["post"]
    configure(desk, MachineClient(client.id, client.authentication, "wrong-secret-of-it"))
    done = desk.tool("add", user.login, "--grant", "client_credentials", "--client", "app")
    assert done.returncode == CONFIGURATION and "invalid_client" in done.stderr
    assert "wrong-secret-of-it" not in done.stderr
    assert "run the same command again" in done.stderr
    assert "sasl-oauth refresh" not in done.stderr
    assert list(desk.store.iterdir()) == []


@pytest.mark.parametrize("program", ["mbsync", "imtest"])
def test_a_service_account_speaks_for_a_user(
        assertion_server: AssertionServer, dovecot_jwt: Dovecot, desk: Desk, user: User,
        keys: MachineKeys, program: str) -> None:
    assertion_server.users = {user.login}
    file = write_key_file(desk.folder, assertion_server, keys.rsa)
    added = desk.tool("add", user.login, "--key", str(file), "--scope", "mail")
    assert added.returncode == DONE, added.stderr
    record = desk.record(user.login)
    assert record["refresh_token"] == "" and record["assertion_subject"] == user.login
    outcome = CLIENTS[program].login(desk, dovecot_jwt, user, "XOAUTH2")
    assert outcome.accepted, outcome.output


def test_an_import_of_the_key_with_an_address_is_the_same(
        desk: Desk, user: User, keys: MachineKeys, assertion_server: AssertionServer) -> None:
    assertion_server.users = {user.login}
    file = write_key_file(desk.folder, assertion_server, keys.rsa)
    done = desk.tool("import", str(file))
    assert done.returncode == CONFIGURATION and "sasl-oauth add ADDRESS --key" in done.stderr
    done = desk.tool("import", str(file), "--account", user.login, "--scope", "mail")
    assert done.returncode == DONE, done.stderr
    assert desk.record(user.login)["assertion_subject"] == user.login
    again = desk.tool("import", str(file), "--account", user.login, "--scope", "mail")
    assert again.returncode == CONFIGURATION and "--replace" in again.stderr


def test_the_key_file_is_looked_at_before_anything_is_sent(
        assertion_server: AssertionServer, desk: Desk, user: User, keys: MachineKeys) -> None:
    file = write_key_file(desk.folder, assertion_server, keys.rsa, type="authorized_user")
    done = desk.tool("add", user.login, "--key", str(file), "--scope", "mail")
    assert done.returncode == CONFIGURATION and "service account" in done.stderr
    file = write_key_file(desk.folder, assertion_server, keys.rsa, private_key="nonsense")
    done = desk.tool("add", user.login, "--key", str(file), "--scope", "mail")
    assert done.returncode == CONFIGURATION and "no private key in PEM" in done.stderr
    file = write_key_file(desk.folder, assertion_server, keys.rsa)
    file.chmod(0o644)
    assertion_server.users = {user.login}
    done = desk.tool("add", user.login, "--key", str(file), "--scope", "mail")
    assert done.returncode == DONE and "chmod 600" in done.stderr
    assert len(assertion_server.requests) == 1


@pytest.mark.parametrize(("change", "sentence"), [
    ({"clock_offset": 7200}, "check this machine's clock"),
    ({"clock_offset": -600}, "check this machine's clock"),
    ({"issuer": "somebody@else"}, "check this machine's clock"),
    ({"keys": {}}, "was not deleted"),
    ({"algorithm": "PS256"}, "check this machine's clock"),
    ({"users": set()}, "that the domain has a user"),
    ({"scopes": {"other"}}, "domain-wide delegation"),
])
def test_a_refused_service_account_says_what_to_check(
        assertion_server: AssertionServer, desk: Desk, user: User, keys: MachineKeys,
        change: dict[str, object], sentence: str) -> None:
    assertion_server.users = {user.login}
    for name, value in change.items():
        setattr(assertion_server, name, value)
    file = write_key_file(desk.folder, assertion_server, keys.rsa)
    done = desk.tool("add", user.login, "--key", str(file), "--scope", "mail")
    assert done.returncode == CONFIGURATION and sentence in done.stderr, done.stderr
    assert list(desk.store.iterdir()) == []


@pytest.mark.parametrize(("algorithm", "key"), [("RS256", "rsa"), ("PS256", "rsa"),
                                                ("ES256", "ec")])
def test_assertions_of_ours_verify_with_openssl(
        assertion_server: AssertionServer, desk: Desk, user: User, keys: MachineKeys,
        public_keys: dict[str, Path], algorithm: str, key: str) -> None:
    assertion_server.users = {user.login}
    assertion_server.algorithm = algorithm
    assertion_server.issuer = "mail-machine"
    assertion_server.keys = {"k9": public_keys[key]}
    configure_assertion_client(desk, assertion_server,
                               f'private_key = "file:{getattr(keys, key)}"\nkey_id = "k9"\n'
                               f'assertion_algorithm = "{algorithm}"\n')
    for command in (("add", user.login, "--grant", "client_credentials", "--client", "app"),
                    ("refresh", user.login)):
        done = desk.tool(*command)
        assert done.returncode == DONE, done.stderr
    first, second = (one["client_assertion"] for one in assertion_server.requests)
    assert first != second


def configure_assertion_client(desk: Desk, server: AssertionServer, client: str) -> None:
    desk.configure('[client.app]\nprovider = "local"\nclient_id = "mail-machine"\n'
                   f'token_endpoint_auth_method = "private_key_jwt"\n{client}\n'
                   f'[provider.local]\ntoken_endpoint = "{server.token_endpoint}"\n'
                   'scope = "mail"\nallow_loopback_http = true\n')


def federated_assertion(server: AssertionServer, keys: MachineKeys, folder: Path, jti: str) -> str:
    """What a cluster writes into a pod: signed by the cluster, not by us."""
    now = int(time.time())
    head = encode(b'{"alg":"RS256","kid":"k1"}') + "." + encode(json.dumps(
        {"iss": server.issuer, "sub": "system:serviceaccount:mail", "aud": server.token_endpoint,
         "iat": now, "exp": now + 600, "jti": jti}).encode())
    (folder / "signed").write_text(head)
    openssl("dgst", "-sha256", "-sign", keys.rsa, "-out", folder / "signature", folder / "signed")
    return head + "." + encode((folder / "signature").read_bytes())


def test_a_federated_assertion_is_read_anew_each_time(
        assertion_server: AssertionServer, dovecot_jwt: Dovecot, desk: Desk, user: User,
        keys: MachineKeys, tmp_path: Path) -> None:
    assertion_server.users = {user.login}
    file = tmp_path / "token"
    configure_assertion_client(desk, assertion_server, f'assertion_file = "{file}"\n')
    add = ("add", user.login, "--grant", "client_credentials", "--client", "app")
    done = desk.tool(*add)
    assert done.returncode == CONFIGURATION and "is missing" in done.stderr
    file.write_text(federated_assertion(assertion_server, keys, tmp_path, "one") + "\n")
    assert desk.tool(*add).returncode == DONE
    # The same one again is a replay; whatever issues them must replace it.
    done = desk.tool("refresh", user.login)
    assert done.returncode == CONFIGURATION and "assertion_file" in done.stderr
    file.write_text(federated_assertion(assertion_server, keys, tmp_path, "two"))
    assert desk.tool("refresh", user.login).returncode == DONE
    assert CLIENTS["mbsync"].login(desk, dovecot_jwt, user, "XOAUTH2").accepted


def test_a_command_prints_the_token(authorization_server: AuthorizationServer, dovecot: Dovecot,
                                    desk: Desk, user: User) -> None:
    token = authorization_server.issue(user.login).access_token
    script = desk.folder / "print-token"
    script.write_text("#!/bin/sh\n"
                      f"""printf '{{"access_token": "{token}", "expires_in": 3000}}'\n""")
    script.chmod(0o700)
    added = desk.tool("add", user.login, "--command", str(script))
    assert added.returncode == DONE, added.stderr
    assert token not in added.stdout + added.stderr
    outcome = CLIENTS["mbsync"].login(desk, dovecot, user, "XOAUTH2")
    assert outcome.accepted and fetched(desk) == sorted(user.subjects), outcome.output
    script.write_text("#!/bin/sh\necho no secret of anybody; exit 3\n")
    done = desk.tool("refresh", user.login)
    assert done.returncode == TRY_LATER and "ended with status 3" in done.stderr
    assert "no secret of anybody" not in done.stderr
    for output in ("two words", "", "{"):
        script.write_text(f"#!/bin/sh\necho '{output}'\n")
        assert desk.tool("add", user.login, "--command", str(script)).returncode != DONE
    assert desk.record(user.login)["command"] == str(script)


def test_a_pattern_account_gives_each_user_of_a_domain_his_own_token(
        assertion_server: AssertionServer, dovecot_jwt: Dovecot, desk: Desk, mail: MailStore,
        keys: MachineKeys, login_client: LoginClient) -> None:
    first, second = (mail.add_user(f"{name}@pattern.example.org") for name in ("ann", "bob"))
    assertion_server.users = {first.login, second.login}
    file = write_key_file(desk.folder, assertion_server, keys.rsa)
    pattern = "*@pattern.example.org"
    asked = desk.tool("add", pattern, "--key", str(file), "--scope", "mail")
    assert asked.returncode == CONFIGURATION and "--try" in asked.stderr
    added = desk.tool("add", pattern, "--key", str(file), "--scope", "mail", "--try", first.login)
    assert added.returncode == DONE, added.stderr
    assert len(list(desk.store.glob("*.json"))) == 1
    for user in (first, second):
        for program in ("imtest", "mbsync"):
            outcome = CLIENTS[program].login(desk, dovecot_jwt, user, "XOAUTH2")
            assert outcome.accepted, outcome.output
        assert fetched(desk) == sorted(user.subjects)
        (desk.folder / "mail").rename(desk.folder / f"mail-of-{user.login}")
        record = desk.record(user.login)
        assert record["derived_from"] == pattern and "assertion_key" not in record
    assert len(assertion_server.requests) == 3
    removed = desk.tool("remove", pattern, "--yes")
    assert removed.returncode == DONE, removed.stderr
    assert list(desk.store.glob("*.json")) == []


def test_strangers_make_no_files(assertion_server: AssertionServer, dovecot_jwt: Dovecot,
                                 desk: Desk, user: User, keys: MachineKeys,
                                 mail: MailStore) -> None:
    known = mail.add_user("carl@strict.example.org")
    assertion_server.users = {known.login}
    file = write_key_file(desk.folder, assertion_server, keys.rsa)
    assert desk.tool("add", "*@strict.example.org", "--key", str(file), "--scope", "mail",
                     "--try", known.login).returncode == DONE
    before = sorted(desk.store.iterdir())
    for login in ("x..y@strict.example.org", "a/b*@strict.example.org", "a b@strict.example.org"):
        stranger = User(login, ())
        assert not CLIENTS["imtest"].login(desk, dovecot_jwt, stranger, "XOAUTH2").accepted
    assert sorted(desk.store.iterdir()) == before
