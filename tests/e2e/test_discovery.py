# SPDX-License-Identifier: MIT
"""A provider that nobody described, and a client that nobody made: discovery and registration."""

from __future__ import annotations

import json
import subprocess
import tomllib
import urllib.parse

from authorization_server import AuthorizationServer
from browser import Browser
from dovecot import Dovecot
from installation import Desk
from mail_clients import CLIENTS
from mail_store import User

DONE, BAD_REPLY, TRY_LATER, CONFIGURATION = 0, 69, 75, 78


def test_discover_prints_a_table_that_a_configuration_takes(
        authorization_server: AuthorizationServer, desk: Desk) -> None:
    done = desk.tool("discover", authorization_server.issuer)
    assert done.returncode == DONE, done.stderr
    (table,) = tomllib.loads(done.stdout)["provider"].values()
    assert table["issuer"] == authorization_server.issuer
    assert table["token_endpoint"] == authorization_server.token_endpoint
    assert table["authorization_endpoint"] == authorization_server.authorization_endpoint
    assert table["device_authorization_endpoint"] == (
        authorization_server.device_authorization_endpoint)
    assert table["authorization_response_iss_parameter_supported"] is True
    assert table["scope"] == "mail offline_access"
    desk.configure(done.stdout)
    checked = desk.tool("config", "check")
    assert checked.returncode == DONE, checked.stderr


def test_discover_speaks_json_and_takes_a_documents_address(
        authorization_server: AuthorizationServer, desk: Desk) -> None:
    done = desk.tool("discover", authorization_server.openid_configuration, "--json")
    assert done.returncode == DONE, done.stderr
    found = json.loads(done.stdout)
    assert found["issuer"] == authorization_server.issuer
    assert found["registration_endpoint"].startswith(authorization_server.issuer)


def test_a_person_signs_in_with_an_issuer_alone_and_again_without_it(
        authorization_server: AuthorizationServer, dovecot: Dovecot, desk: Desk,
        user: User) -> None:
    done = desk.sign_in(user.login, "--issuer", authorization_server.issuer)
    assert "Registering sasl-oauth as a client" in done.stderr
    record = desk.record(user.login)
    assert record["provider"] == authorization_server.issuer
    assert f'client_id = "{record["client_id"]}"' in done.stderr
    assert CLIENTS["mbsync"].login(desk, dovecot, user, "OAUTHBEARER").accepted
    again = desk.sign_in(user.login)
    assert "Registering" not in again.stderr
    assert desk.record(user.login)["client_id"] == record["client_id"]
    assert desk.tool("refresh", user.login).returncode == DONE
    new = desk.sign_in(user.login, "--register")
    assert "Registering" in new.stderr
    assert desk.record(user.login)["client_id"] != record["client_id"]


def test_a_mail_server_names_its_issuer(dovecot: Dovecot, desk: Desk, user: User,
                                        authorization_server: AuthorizationServer) -> None:
    done = desk.sign_in(user.login, "--server", f"{dovecot.host}:{dovecot.ports.imaps}")
    assert desk.record(user.login)["provider"] == authorization_server.issuer, done.stderr
    silent = desk.tool("login", user.login, "--server", f"{dovecot.host}:1")
    assert silent.returncode == TRY_LATER and "cannot connect" in silent.stderr


def test_a_sheet_with_an_issuer_alone_is_enough(authorization_server: AuthorizationServer,
                                                desk: Desk, user: User) -> None:
    desk.configure('[defaults]\nprovider = "local"\n[client.app]\nclient_id = "mail-app"\n'
                   f'[provider.local]\nissuer = "{authorization_server.issuer}"\nscope = "mail"\n')
    done = desk.sign_in(user.login)
    assert "Registering" not in done.stderr
    assert (desk.record(user.login)["provider"], desk.record(user.login)["client_id"]) == (
        "local", "mail-app")
    assert desk.tool("config", "check").returncode == DONE
    assert desk.tool("refresh", user.login).returncode == DONE


def test_two_steps_keep_the_client_that_was_registered_in_the_first(
        authorization_server: AuthorizationServer, desk: Desk, browser: Browser,
        user: User) -> None:
    begun = desk.tool("login", user.login, "--begin", "--json", "--issuer",
                      authorization_server.issuer)
    assert begun.returncode == DONE, begun.stderr
    address = json.loads(begun.stdout)["authorization_url"]
    done = desk.tool("login", user.login, "--finish",
                     input=browser.redirect_of(address, user.login) + "\n")
    assert done.returncode == DONE, done.stderr
    assert "Registering" not in done.stderr
    asked = urllib.parse.parse_qs(urllib.parse.urlsplit(address).query)
    assert [desk.record(user.login)["client_id"]] == asked["client_id"]


def test_a_device_sign_in_finds_its_endpoint_too(authorization_server: AuthorizationServer,
                                                 desk: Desk, browser: Browser,
                                                 user: User) -> None:
    command = [str(desk.installation.tool), "login", user.login, "--json", "--device", "--issuer",
               authorization_server.issuer]
    with subprocess.Popen(command, env=desk.environment, stdin=subprocess.DEVNULL, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        codes = json.loads(process.stdout.readline())
        browser.sign_in_device(codes["verification_uri_complete"], user.login)
        _, errors = process.communicate(timeout=20)
    assert process.returncode == DONE, errors


def test_what_a_server_refuses_or_does_not_have_is_told(
        authorization_server: AuthorizationServer, desk: Desk, user: User) -> None:
    authorization_server.reply_next(403, {"error": "access_denied"}, path="/reg")
    refused = desk.tool("login", user.login, "--issuer", authorization_server.issuer)
    assert refused.returncode == CONFIGURATION
    assert "registers no client for us: access_denied" in refused.stderr
    other = authorization_server.issuer + "/other"
    missing = desk.tool("login", user.login, "--issuer", other)
    assert missing.returncode == CONFIGURATION and "HTTP status 404" in missing.stderr
    nobody = desk.tool("discover", "https://127.0.0.1:1")
    assert nobody.returncode == TRY_LATER and "cannot connect" in nobody.stderr
    assert not desk.record_path(user.login).exists()
