# SPDX-License-Identifier: MIT
"""A token endpoint, quick enough for thousands of runs, that gives a new refresh token each time.

It has two tempers. With "grace" an old refresh token works until its successor has been used, as
Okta's and Auth0's do for a while. A "strict" one ends the whole family as soon as one is used
again (RFC 9700 section 4.14.2).
"""

from __future__ import annotations

import copy
import http.server
import json
import secrets
import ssl
import threading
import urllib.parse
from dataclasses import dataclass, field
from pathlib import Path

LIFE = 3600
DEAD = {"error": "invalid_grant", "error_description": "the refresh token is not valid"}


@dataclass(frozen=True)
class Pair:
    """Tokens as Desk.add_account and Desk.add_token_file want them."""

    access_token: str
    refresh_token: str


@dataclass
class Family:
    """The refresh tokens of one sign-in, oldest first: each with the one that it was given for."""

    forerunner: dict[str, str | None] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)
    access_tokens: list[str] = field(default_factory=list)
    is_dead: bool = False
    reuses: int = 0

    @property
    def newest(self) -> str:
        return next(reversed(self.forerunner))

    def add(self, forerunner: str | None) -> Pair:
        pair = Pair("access-" + secrets.token_hex(24), "refresh-" + secrets.token_hex(24))
        self.forerunner[pair.refresh_token] = forerunner
        self.access_tokens.append(pair.access_token)
        return pair

    def works(self, token: str, is_strict: bool) -> bool:
        """Whether a refresh with it would be answered with tokens."""
        successor_is_used = any(self.forerunner[one] == token for one in self.used)
        return not self.is_dead and not (token in self.used if is_strict else successor_is_used)


class RotatingServer:
    """The running server. `is_strict` may be changed at will. With a certificate it is https."""

    def __init__(self, ca_file: Path, certificate: Path | None = None,
                 key: Path | None = None) -> None:
        self.ca_file = ca_file
        self.is_strict = False
        self.requests = 0
        self._families: list[Family] = []
        self._lock = threading.Lock()
        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True,
                                                      do_handshake_on_connect=False)
        threading.Thread(target=self._server.serve_forever, daemon=True, args=(0.05,)).start()
        scheme = "https" if certificate else "http"
        self.issuer = f"{scheme}://127.0.0.1:{self._server.server_port}"
        self.token_endpoint = self.issuer + "/token"
        self.authorization_endpoint = self.issuer + "/authorize"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def issue(self) -> Pair:
        """The first tokens of a sign-in."""
        with self._lock:
            self._families.append(Family())
            return self._families[-1].add(None)

    def family_of(self, refresh_token: str) -> Family:
        """Whose token that is; a KeyError if nobody was given it."""
        for family in reversed(self._families):
            if refresh_token in family.forerunner:
                return family
        raise KeyError("the server never issued this refresh token")

    def memory(self) -> list[Family]:
        """What it knows now, for go_back_to()."""
        with self._lock:
            return copy.deepcopy(self._families)

    def go_back_to(self, memory: list[Family]) -> None:
        """As if nobody had asked since."""
        with self._lock:
            self._families = copy.deepcopy(memory)

    def works(self, refresh_token: str) -> bool:
        """Whether a refresh with it would be answered with tokens."""
        return self.family_of(refresh_token).works(refresh_token, self.is_strict)

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """The status and the body for a request."""
        with self._lock:
            self.requests += 1
            if form.get("grant_type") == "client_credentials":
                return 200, {"access_token": "access-" + secrets.token_hex(24),
                             "token_type": "Bearer", "expires_in": LIFE}
            return self._refresh(form.get("refresh_token", ""))

    def _refresh(self, refresh_token: str) -> tuple[int, dict[str, object]]:
        try:
            family = self.family_of(refresh_token)
        except KeyError:
            return 400, DEAD
        family.reuses += refresh_token in family.used
        if not family.works(refresh_token, self.is_strict):
            family.is_dead = family.is_dead or self.is_strict
            return 400, DEAD
        family.used.add(refresh_token)
        pair = family.add(refresh_token)
        return 200, {"access_token": pair.access_token, "refresh_token": pair.refresh_token,
                     "token_type": "Bearer", "expires_in": LIFE}

    def _handler(self) -> type[http.server.BaseHTTPRequestHandler]:
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            timeout = 10

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, answer = server.answer(dict(urllib.parse.parse_qsl(body)))
                text = json.dumps(answer).encode()
                head = (f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n"
                        f"Content-Length: {len(text)}\r\nConnection: close\r\n\r\n")
                self.wfile.write(head.encode() + text)
                self.close_connection = True

            def log_message(self, *_: object) -> None:
                pass

            def handle(self) -> None:
                try:
                    super().handle()
                except OSError:
                    pass  # the client was killed: that is what this is for

        return Handler
