# SPDX-License-Identifier: MIT
"""An authorization server that gives out canaries and then answers as badly as it is told to.

Plain http on a loopback port, so that what is sent to it can be seen on the way."""

from __future__ import annotations

import base64
import dataclasses
import http.server
import json
import threading
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

HOUR = 3600


@dataclasses.dataclass(frozen=True)
class Asked:
    """A request as it came in."""

    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def form(self) -> dict[str, str]:
        return dict(urllib.parse.parse_qsl(self.body.decode()))

    def secrets(self) -> list[str]:
        """What in it may not come back into a log."""
        names = ("refresh_token", "token", "code", "code_verifier", "device_code", "client_secret",
                 "assertion", "client_assertion")
        found = [value for name, value in self.form.items() if name in names]
        authorization = self.headers.get("authorization", "")
        if authorization:
            found.append(authorization)
            found.append(authorization.partition(" ")[2])
        if authorization.startswith("Basic "):
            pair = base64.b64decode(authorization[6:]).decode()
            found.append(urllib.parse.unquote_plus(pair.partition(":")[2]))
        return found


@dataclasses.dataclass(frozen=True)
class Reply:
    """What is sent back. `cut`: the connection ends after so many octets of the body."""

    status: int = 200
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    cut: int | None = None
    seconds: float = 0

    @staticmethod
    def of(members: dict[str, Any] | list[Any], status: int = 200, **more: Any) -> Reply:
        return Reply(status, json.dumps(members).encode(),
                     (("Content-Type", "application/json"),), **more)


Answer = Callable[[Asked], Reply]


class TemptingServer:
    """The running server."""

    def __init__(self) -> None:
        self.reset()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                self._answer(self.rfile.read(length))

            def do_GET(self) -> None:
                self._answer(b"")

            def do_CONNECT(self) -> None:
                self._answer(b"")

            def _answer(self, body: bytes) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                asked = Asked(self.path, headers, body)
                server.asked.append(asked)
                reply = server.reply_to(asked)
                time.sleep(reply.seconds)
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                self.wfile.write(reply.body[:reply.cut])
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.port = self._server.server_port
        self.issuer = f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """As at the start: the same token for everybody."""
        self.asked: list[Asked] = []
        self.code = ""
        self.redirect: dict[str, str] = {}
        """What the answer of the sign-in page has instead, or as well."""
        self.answers: dict[str, Answer] = {"token": lambda _: Reply.of(
            {"access_token": "fresh-token", "token_type": "Bearer", "expires_in": HOUR})}
        """How it answers at each place."""

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def reply_to(self, asked: Asked) -> Reply:
        place = urllib.parse.urlsplit(asked.path).path
        if place == "/authorize":
            return self._redirected(asked)
        if place == "/.well-known/openid-configuration":
            return Reply.of(self.metadata())
        answer = self.answers.get(place.strip("/"))
        return answer(asked) if answer else Reply(404)

    def metadata(self) -> dict[str, Any]:
        """What discovery finds."""
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "device_authorization_endpoint": f"{self.issuer}/device",
                "registration_endpoint": f"{self.issuer}/register",
                "revocation_endpoint": f"{self.issuer}/revoke",
                "scopes_supported": ["mail"], "response_types_supported": ["code"],
                "code_challenge_methods_supported": ["S256"],
                "token_endpoint_auth_methods_supported": ["none", "client_secret_post"]}

    def _redirected(self, asked: Asked) -> Reply:
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(asked.path).query))
        members = {"code": self.code, "state": query["state"], **self.redirect}
        answer = urllib.parse.urlencode({name: one for name, one in members.items() if one})
        return Reply(302, headers=(("Location", f"{query['redirect_uri']}?{answer}"),))
