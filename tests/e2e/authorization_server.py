# SPDX-License-Identifier: MIT
"""Starts authorization_server.mjs and speaks to its control interface."""

from __future__ import annotations

import base64
import json
import selectors
import shutil
import subprocess
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import child
from certificates import Certificates

HERE = Path(__file__).resolve().parent
START_SECONDS = child.patience(30)


@dataclass(frozen=True)
class Client:
    """An OAuth client that the server knows."""

    id: str
    secret: str | None
    authentication: str


PUBLIC_CLIENT = Client("mail-app", None, "none")
POST_CLIENT = Client("mail-app-post", "post/secret+with=odd~signs&100%", "client_secret_post")
BASIC_CLIENT = Client("mail-app-basic", "basic:secret/with+odd=signs~&100%", "client_secret_basic")
MAIL_SERVER_CLIENT = Client("mail-server", "mail-server-secret", "client_secret_basic")


@dataclass(frozen=True)
class Tokens:
    """What a sign-in gave."""

    access_token: str
    refresh_token: str
    expires_in: int


class AuthorizationServer:
    """The running server. Its methods act through the control interface, at once."""

    def __init__(self, certificates: Certificates, node_modules: Path, log_file: Path,
                 **settings: Any) -> None:
        options = {
            "node_modules": str(node_modules),
            "certificate_file": str(certificates.certificate_file),
            "key_file": str(certificates.key_file),
            "ca_file": str(certificates.ca_file),
            **settings,
        }
        self.certificates = certificates
        self.ca_file = certificates.ca_file
        self.log_file = log_file
        with log_file.open("wb") as log:
            self.process = subprocess.Popen(
                [_node(), str(HERE / "authorization_server.mjs"), json.dumps(options)],
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log)
        ready = self._wait_for_ready_line()
        self.issuer: str = ready["issuer"]
        self.rs256_key_id: str = ready["rs256_key_id"]
        self.rs256_public_key: str = ready["rs256_public_key"]
        self.hs256_secret: str = ready["hs256_secret"]
        self._control: str = ready["control"]

    def _wait_for_ready_line(self) -> dict[str, Any]:
        assert self.process.stdout
        with selectors.DefaultSelector() as selector:
            selector.register(self.process.stdout, selectors.EVENT_READ)
            line = self.process.stdout.readline() if selector.select(START_SECONDS) else b""
        if line:
            return json.loads(line)
        self.stop()
        raise RuntimeError(f"the authorization server did not start:\n{self.log()}")

    def stop(self) -> None:
        """Ends the server."""
        child.stop(self.process)

    def log(self) -> str:
        """What the server wrote on its standard error."""
        return self.log_file.read_text(errors="replace")

    @property
    def authorization_endpoint(self) -> str:
        return f"{self.issuer}/auth"

    @property
    def token_endpoint(self) -> str:
        return f"{self.issuer}/token"

    @property
    def device_authorization_endpoint(self) -> str:
        return f"{self.issuer}/device/auth"

    @property
    def introspection_endpoint(self) -> str:
        return f"{self.issuer}/token/introspection"

    @property
    def openid_configuration(self) -> str:
        return f"{self.issuer}/.well-known/openid-configuration"

    def control(self, name: str, /, **arguments: Any) -> dict[str, Any]:
        """One request to the control interface."""
        body = json.dumps(arguments).encode()
        try:
            with urllib.request.urlopen(f"{self._control}/{name}", body,
                                        timeout=child.patience(10)) as reply:
                return json.load(reply)
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error)["error"]) from None

    def reset(self) -> None:
        """Forgets requests and failures, and takes the settings of the start. Tokens live on."""
        self.control("reset")

    def settings(self, **changes: Any) -> None:
        """Changes settings for the tokens to come; see default_settings in the .mjs file."""
        self.control("settings", **changes)

    def issue(self, login: str, client: Client = PUBLIC_CLIENT, *,
              access_token_scope: str = "mail") -> Tokens:
        """Tokens for this user without the browser, and without a token request."""
        reply = self.control("issue", login=login, client_id=client.id,
                             access_token_scope=access_token_scope)
        return Tokens(reply["access_token"], reply["refresh_token"], reply["expires_in"])

    def issue_jwt(self, login: str, client: Client = PUBLIC_CLIENT, **settings: Any) -> Tokens:
        """The same with a signed access token of about 2,500 characters, for `dovecot_jwt`.

        The setting stays, so that a refresh gives such a token too.
        """
        self.settings(access_token_format="jwt", **settings)
        return self.issue(login, client)

    def requests(self, path: str = "/token", grant_type: str | None = None) -> list[dict[str, Any]]:
        """POST requests since the last reset, oldest first.

        Each has path, form, grant_type, client_id, client_authentication ("basic" or "form"),
        status (None: no answer), error, action (of the failure it met, or None).
        """
        every = self.control("requests")["requests"]
        return [one for one in every
                if one["path"] == path and grant_type in (None, one.get("grant_type"))]

    def wait_for_request(self, seconds: float = child.patience(10), path: str = "/token") -> None:
        """Until a request has come in there; it may still be without an answer."""
        if not child.wait_until(lambda: bool(self.requests(path)), self.process, seconds):
            raise RuntimeError(f"no request came to {path}")

    def refreshes(self) -> list[dict[str, Any]]:
        """Token requests of the grant type refresh_token."""
        return self.requests(grant_type="refresh_token")

    def expire_access_token(self, token: str) -> None:
        """The token's time is over, at the server; opaque tokens only."""
        self._act("expire_access_token", "expired", token)

    def revoke_access_token(self, token: str) -> None:
        """The mail server refuses the token from now on; the grant lives. Opaque tokens only."""
        self._act("revoke_access_token", "revoked", token)

    def revoke_grant_of(self, token: str) -> None:
        """As when the user withdraws consent: a refresh gives invalid_grant."""
        self._act("revoke_grant_of", "revoked", token)

    def _act(self, action: str, done: str, token: str) -> None:
        if not self.control(action, token=token)[done]:
            raise ValueError(f"{action}: the server has no such token")

    def is_refresh_token_alive(self, token: str) -> bool:
        """Whether a refresh with this token would succeed."""
        return self.control("is_refresh_token_alive", token=token)["alive"]

    def reply_next(self, status: int, body: str | bytes | dict | list = b"", *, count: int = 1,
                   headers: dict[str, str] | None = None, path: str = "/token",
                   seconds: float = 0) -> None:
        """The next `count` requests to `path` get this answer, `seconds` late."""
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        octets = body.encode() if isinstance(body, str) else body
        self.control("fail", action="reply", status=status, headers=headers or {}, path=path,
                     body_base64=base64.b64encode(octets).decode(), count=count, seconds=seconds)

    def delay_next(self, seconds: float, *, count: int = 1, path: str = "/token") -> None:
        """The next requests are served as usual, but late."""
        self.control("fail", action="delay", seconds=seconds, count=count, path=path)

    def hang_next(self, *, count: int = 1, path: str = "/token") -> None:
        """The next requests are read and never answered."""
        self.control("fail", action="hang", count=count, path=path)

    def cut_next(self, *, count: int = 1, path: str = "/token") -> None:
        """The connection of the next requests ends in the middle of the answer's body."""
        self.control("fail", action="cut", body='{"access_token":', count=count, path=path)

    def lose_next_reply(self, *, count: int = 1, path: str = "/token") -> None:
        """The next requests take effect (a refresh token is rotated), but get no answer."""
        self.control("fail", action="lose_reply", count=count, path=path)


def _node() -> str:
    node = shutil.which("node") or shutil.which("nodejs")
    if not node:
        raise RuntimeError("node is missing: install the packages nodejs and npm")
    return node
