# SPDX-License-Identifier: MIT
"""Ways through the plugin on which a secret travels."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

from canary_desk import ACCOUNT, CanaryDesk
from canary_machine_paths import foreign
from canary_paths import Way

REFUSAL = ('{"status":"401","schemes":"bearer","scope":"mail","openid-configuration":'
           '"https://example.org/.well-known/openid-configuration"}')


def login(desk: CanaryDesk, way: str, mechanism: str, *challenges: str, password: str = "oauth2",
          user: str = ACCOUNT) -> Way:
    sasl = desk.folder / "sasl"
    desk.allow(rf"write {re.escape(str(sasl))}", "access token", "new access token", "password")
    said = [one if one == "again" else str(desk.file(f"challenge-{number}", one))
            for number, one in enumerate(challenges)]
    return Way([str(desk.host), way, mechanism, user, str(sasl), *said], spoken=password)


def login_with_account(desk: CanaryDesk, way: str, mechanism: str, *challenges: str,
                       expires_in: int = -10) -> Way:
    desk.add_account(expires_in)
    return login(desk, way, mechanism, *challenges)


def login_with_token_file(desk: CanaryDesk, way: str, mechanism: str, *challenges: str,
                          **members: object) -> Way:
    path = foreign(desk, **members)
    desk.allow(rf"write {re.escape(str(path))}(\.(sasl-oauth-)?new)?", "new access token",
               "new refresh token", "access token", "refresh token", "client secret")
    return login(desk, way, mechanism, *challenges, password=str(path))


def repeated(desk: CanaryDesk, writing: Callable[[str], str], member: str,
             expires_in: int = 3000) -> Way:
    """A refusal that repeats the token."""
    said = writing(desk.secrets["access token"].text)
    challenge = json.dumps({"status": "invalid_token", "scope": "mail", member: said})
    return login_with_account(desk, "callback", "OAUTHBEARER", challenge, "again",
                              expires_in=expires_in)
