# SPDX-License-Identifier: MIT
"""A small OAuth client of the tests' own, to prove the servers without the project's code."""

from __future__ import annotations

import base64
import hashlib
import http.server
import json
import secrets
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from typing import Any

from authorization_server import PUBLIC_CLIENT, AuthorizationServer, Client


@dataclass(frozen=True)
class Reply:
    """An answer; `json` is {} when the body is not JSON."""

    status: int
    body: bytes
    headers: dict[str, str]

    @property
    def json(self) -> dict[str, Any]:
        try:
            return json.loads(self.body)
        except ValueError:
            return {}


def post(server: AuthorizationServer, url: str, form: dict[str, str], client: Client,
         seconds: float = 10) -> Reply:
    """POSTs a form, with the client's own way to authenticate."""
    form, headers = dict(form), {}
    if client.authentication == "client_secret_basic":
        name_and_secret = ":".join(map(urllib.parse.quote_plus, (client.id, client.secret or "")))
        headers["Authorization"] = "Basic " + base64.b64encode(name_and_secret.encode()).decode()
    else:
        form["client_id"] = client.id
    if client.authentication == "client_secret_post":
        form["client_secret"] = client.secret or ""
    body = urllib.parse.urlencode(form).encode()
    request = urllib.request.Request(url, body, headers)
    context = ssl.create_default_context(cafile=str(server.ca_file))
    try:
        reply = urllib.request.urlopen(request, timeout=seconds, context=context)
    except urllib.error.HTTPError as error:
        reply = error
    with reply:
        found = {name.lower(): value for name, value in reply.headers.items()}
        return Reply(reply.status, reply.read(), found)


def refresh(server: AuthorizationServer, token: str, client: Client = PUBLIC_CLIENT,
            seconds: float = 10) -> Reply:
    """One refresh of the token."""
    form = {"grant_type": "refresh_token", "refresh_token": token}
    return post(server, server.token_endpoint, form, client, seconds)


class Listener:
    """Waits on a loopback port for the redirect; `queries` are those that came."""

    def __init__(self) -> None:
        queries: list[dict[str, str]] = []

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                queries.append(dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(self.path).query)))
                self.send_response(200)
                self.end_headers()
                self.wfile.write(b"you may close this window")

            def log_message(self, *_: object) -> None:
                pass

        self.queries = queries
        self._server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        self.redirect_uri = f"http://127.0.0.1:{self._server.server_address[1]}/callback"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))

    def __enter__(self) -> Listener:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass(frozen=True)
class AuthorizationRequest:
    """One sign-in with PKCE; `url` is for the browser, `exchange` ends it."""

    server: AuthorizationServer
    client: Client
    redirect_uri: str
    scope: str
    verifier: str
    state: str

    @property
    def url(self) -> str:
        digest = hashlib.sha256(self.verifier.encode()).digest()
        return f"{self.server.authorization_endpoint}?" + urllib.parse.urlencode({
            "response_type": "code", "client_id": self.client.id, "scope": self.scope,
            "redirect_uri": self.redirect_uri, "state": self.state,
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256"})

    def exchange(self, code: str, verifier: str | None = None) -> Reply:
        form = {"grant_type": "authorization_code", "code": code,
                "redirect_uri": self.redirect_uri, "code_verifier": verifier or self.verifier}
        return post(self.server, self.server.token_endpoint, form, self.client)


def authorization_request(server: AuthorizationServer, redirect_uri: str,
                          client: Client = PUBLIC_CLIENT,
                          scope: str = "mail") -> AuthorizationRequest:
    """A new one, with its own verifier and state."""
    return AuthorizationRequest(server, client, redirect_uri, scope, secrets.token_urlsafe(32),
                                secrets.token_urlsafe(16))
