# SPDX-License-Identifier: MIT
"""A token endpoint on loopback that rotates refresh tokens, and knows which one is alive.

It is quick, where authorization_server.mjs is thorough: a refresh costs a millisecond.
"""

from __future__ import annotations

import http.server
import json
import secrets
import socketserver
import ssl
import threading
import urllib.parse
from collections.abc import Callable

from certificates import Certificates

LIFE = 3600
# In every token: eight bytes that stand nowhere else, so that a piece of one is known too.
MARK = "ZqCanary"


def token() -> str:
    """A secret of 72 letters and digits with the mark in it four times. It does not begin with it:
    `inspect` shows the first eight characters."""
    return "".join(secrets.token_hex(5) + MARK for _ in range(4))


class CanaryServer:
    """Each account is one refresh token, spent by a refresh and followed by the next one."""

    def __init__(self, certificates: Certificates | None = None) -> None:
        self.refreshes = 0
        self.body = ""  # instead of an answer in JSON
        self.before_answer: Callable[[], None] = lambda: None
        self._alive: set[str] = set()
        self._server = _Server(self)
        if certificates:
            self._server.encrypt(certificates)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,))
        self._thread.start()
        scheme = "https" if certificates else "http"
        self.token_endpoint = f"{scheme}://127.0.0.1:{self._server.server_address[1]}/token"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def issue(self) -> str:
        """A refresh token, without a request."""
        refresh_token = token()
        self._alive.add(refresh_token)
        return refresh_token

    def is_alive(self, refresh_token: str) -> bool:
        return refresh_token in self._alive

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        """The status and the reply to a token request (RFC 6749 section 6)."""
        self.refreshes += 1
        if form.get("refresh_token") not in self._alive:
            return 400, {"error": "invalid_grant", "error_description": "spent or never issued"}
        self._alive.discard(form["refresh_token"])
        return 200, {"access_token": token(), "token_type": "Bearer",
                     "expires_in": LIFE, "refresh_token": self.issue()}


class _Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def __init__(self, owner: CanaryServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.owner = owner

    def encrypt(self, certificates: Certificates) -> None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificates.certificate_file, certificates.key_file)
        self.socket = context.wrap_socket(self.socket, server_side=True,
                                          do_handshake_on_connect=False)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        form = dict(urllib.parse.parse_qsl(body.decode()))
        status, reply = self.server.owner.answer(form)
        octets = (self.server.owner.body or json.dumps(reply)).encode()
        self.server.owner.before_answer()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def log_message(self, *_: object) -> None:
        pass
