# SPDX-License-Identifier: MIT
"""Ways on which tokens come without a person: of machines, and in files of other programs."""

from __future__ import annotations

import json
from pathlib import Path

from canary_desk import ACCOUNT, SERVICE, CanaryDesk
from canary_paths import Way, tool


def add_by_credentials(desk: CanaryDesk) -> Way:
    return tool(desk, "add", ACCOUNT, "--grant", "client_credentials", "--client", "app")


def add_by_signature(desk: CanaryDesk) -> Way:
    desk.file("client.key", desk.key)
    desk.configure(client=f'private_key = "file:{desk.files}/client.key"\n',
                   method="private_key_jwt")
    return add_by_credentials(desk)


def service_account(desk: CanaryDesk) -> Path:
    return desk.file("service.json", json.dumps({
        "type": "service_account", "project_id": "p", "private_key_id": "k1",
        "private_key": desk.key, "client_email": SERVICE, "client_id": "1",
        "token_uri": f"{desk.server.issuer}/token", "universe_domain": "example.org"}))


def add_by_key(desk: CanaryDesk) -> Way:
    return tool(desk, "add", ACCOUNT, "--key", str(service_account(desk)), "--scope", "mail")


def add_by_command(desk: CanaryDesk, text: str = '{{"access_token": "{}", "expires_in": 300}}',
                   end: str = "exit 0") -> Way:
    """A command that prints tokens. Its standard error is the user's own, and goes by us."""
    desk.file("said", text.format(desk.secrets["new access token"].text))
    desk.allow(r"write pipe:\[\d+\]", "new access token")
    script = desk.file("print-token", f"#!/bin/sh\ncat {desk.files}/said\n{end}\n", 0o700)
    return tool(desk, "add", ACCOUNT, "--command", str(script))


def foreign(desk: CanaryDesk, **members: object) -> Path:
    record = desk.record(-10)
    return desk.file("tokens.json", json.dumps({
        "access_token": record["access_token"], "refresh_token": record["refresh_token"],
        "expiry": "1", "user": ACCOUNT, "client_id": "app",
        "client_secret": record["client_secret"], "token_endpoint": record["token_endpoint"],
        **members}))


def import_file(desk: CanaryDesk, *arguments: str, text: str = "", **members: object) -> Way:
    path = foreign(desk, **members)
    if text:
        path.write_text(text.format(**{name.replace(" ", "_"): one.text for name, one
                                       in desk.secrets.items()}))
    return tool(desk, "import", str(path), "--account", ACCOUNT, *arguments)


def import_by_command(desk: CanaryDesk, end: str = "") -> Way:
    desk.allow(r"write pipe:\[\d+\]", "access token", "refresh token", "client secret")
    return import_file(desk, "--decrypt", f"cat; {end or 'exit 0'}")
