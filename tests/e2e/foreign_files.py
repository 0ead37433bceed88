# SPDX-License-Identifier: MIT
"""Files of other tools, as they write them, with tokens of the authorization server in them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
import subprocess
import time
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from authorization_server import AuthorizationServer, Client, Tokens

HOUR = timedelta(hours=1)
PROXY_PASSWORD = "proxy-login-password-canary"


def private(path: Path, text: str) -> Path:
    """Writes a file for its owner alone."""
    path.touch(0o600)
    path.write_text(text)
    return path


def sasl_xoauth2(server: AuthorizationServer, client: Client, tokens: Tokens,
                 login: str) -> dict[str, Any]:
    return {"access_token": tokens.access_token, "refresh_token": tokens.refresh_token,
            "expiry": str(int(time.time()) + 3600), "user": login, "client_id": client.id,
            "client_secret": client.secret or "", "token_endpoint": server.token_endpoint,
            "ca_bundle_file": str(server.ca_file)}


def mutt_oauth2(_: AuthorizationServer, client: Client, tokens: Tokens,
                login: str) -> dict[str, Any]:
    """NeoMutt's: mutt's has no client in it."""
    return {"registration": "local", "authflow": "localhostauthcode", "email": login,
            "client_id": client.id, "client_secret": client.secret or "",
            "access_token": tokens.access_token, "refresh_token": tokens.refresh_token,
            "access_token_expiration": datetime.now().isoformat()}


def oama(_: AuthorizationServer, __: Client, tokens: Tokens, login: str) -> dict[str, Any]:
    return {"email": login, "service": "local", "scope": "mail",
            "refresh_token": tokens.refresh_token, "access_token": tokens.access_token,
            "token_type": "Bearer", "exp_date": "2026-01-02 03:04 UTC", "expires_in": 3599}


def ortie(_: AuthorizationServer, __: Client, tokens: Tokens, ___: str) -> dict[str, Any]:
    return {"access_token": tokens.access_token, "token_type": "Bearer", "expires_in": 3600,
            "refresh_token": tokens.refresh_token, "scope": "mail", "issued_at": int(time.time())}


def google_auth(server: AuthorizationServer, client: Client, tokens: Tokens,
                _: str) -> dict[str, Any]:
    return {"token": tokens.access_token, "refresh_token": tokens.refresh_token,
            "token_uri": server.token_endpoint, "client_id": client.id,
            "client_secret": client.secret, "scopes": ["mail", "openid"],
            "expiry": datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")}


def authorized_user(server: AuthorizationServer, client: Client, tokens: Tokens,
                    _: str) -> dict[str, Any]:
    return {"type": "authorized_user", "client_id": client.id, "client_secret": client.secret,
            "refresh_token": tokens.refresh_token, "token_uri": server.token_endpoint}


def go_token(_: AuthorizationServer, __: Client, tokens: Tokens, ___: str) -> dict[str, Any]:
    return {"access_token": tokens.access_token, "token_type": "Bearer",
            "refresh_token": tokens.refresh_token, "expiry": "0001-01-01T00:00:00Z"}


# Kind: how it is made, and whether the client must come from elsewhere.
JSON_KINDS: dict[str, tuple[Callable[..., dict[str, Any]], bool]] = {
    "sasl_xoauth2": (sasl_xoauth2, False), "mutt_oauth2": (mutt_oauth2, False),
    "oama": (oama, True), "ortie": (ortie, True), "google_auth": (google_auth, False),
    "authorized_user": (authorized_user, False), "go_token": (go_token, True)}


def git_credential(tokens: Tokens, login: str) -> str:
    expiry = int((datetime.now(timezone.utc) + HOUR).timestamp())
    return (f"protocol=https\nhost=mail.example.org\nusername={login}\n"
            f"password={tokens.access_token}\npassword_expiry_utc={expiry}\n"
            f"oauth_refresh_token={tokens.refresh_token}\n")


def msal_cache(tokens: Tokens, login: str, environment: str) -> str:
    home = "uid.utid"
    return json.dumps({
        "AccessToken": {"a": {"home_account_id": home, "environment": environment,
                              "client_id": "mail-app", "secret": tokens.access_token,
                              "target": "https://outlook.office.com/IMAP.AccessAsUser.All"}},
        "RefreshToken": {"r": {"home_account_id": home, "environment": environment,
                               "credential_type": "RefreshToken", "client_id": "mail-app",
                               "secret": tokens.refresh_token, "target": ""}},
        "Account": {"c": {"home_account_id": home, "environment": environment,
                          "realm": "utid", "username": login}},
        "IdToken": {}, "AppMetadata": {}})


def fernet(text: str, password: str, salt: bytes, rounds: int) -> str:
    """A Fernet token as email-oauth2-proxy makes it, by openssl and the standard library."""
    key = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, rounds, 32)
    iv = os.urandom(16)
    done = subprocess.run(["openssl", "enc", "-aes-128-cbc", "-K", key[16:].hex(), "-iv", iv.hex()],
                          input=text.encode(), capture_output=True, check=True)
    content = b"\x80" + int(time.time()).to_bytes(8, "big") + iv + done.stdout
    return base64.urlsafe_b64encode(
        content + hmac.digest(key[:16], content, "sha256")).decode()


def proxy_configuration(server: AuthorizationServer, client: Client,
                        accounts: dict[str, Tokens], *, rounds: int = 1_200_000,
                        plain: bool = False) -> str:
    """emailproxy.config: a server, the domain's defaults, and accounts that differ in tokens."""
    domain = next(iter(accounts)).split("@")[1]
    salt = os.urandom(16)
    text = ("[Server setup]\ndocumentation = Each server has a section.\n\t- it says so here;\n\n"
            "[IMAP-1993]\nserver_address = imap.example.org\nserver_port = 993\n\n"
            f"[@{domain}]\npermission_url = {server.authorization_endpoint}\n"
            f"token_url = {server.token_endpoint}\noauth2_scope = mail\n"
            f"redirect_uri = http://localhost\nclient_id = {client.id}\n"
            f"client_secret = {client.secret or ''}\n")
    for login, tokens in accounts.items():
        seal = (lambda one: one) if plain else lambda one: fernet(one, PROXY_PASSWORD, salt, rounds)
        text += (f"\n[{login}]\ntoken_salt = {base64.b64encode(salt).decode()}\n"
                 f"token_iterations = {rounds}\naccess_token = {seal(tokens.access_token)}\n"
                 f"access_token_expiry = {int(time.time()) + 3600}\n"
                 f"refresh_token = {seal(tokens.refresh_token)}\nlast_activity = 1700000000\n")
    return text
