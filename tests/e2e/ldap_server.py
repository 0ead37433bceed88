# SPDX-License-Identifier: MIT
"""An LDAP server in a thread that takes tokens. (slapd does not: its mechanisms are those of
libsasl2's server plugins, and Debian has none for XOAUTH2 or OAUTHBEARER.)"""

from __future__ import annotations

import json
import socketserver
import ssl
import threading

import ber
from authorization_server import AuthorizationServer
from certificates import Certificates
from token_check import is_good_login

MECHANISMS = ("PLAIN", "XOAUTH2", "OAUTHBEARER")
BASE = "dc=example,dc=org"
SECONDS = 10
# RFC 4511: requests, their answers, and results.
BIND, UNBIND, SEARCH, EXTENDED = 0x60, 0x42, 0x63, 0x77
BOUND, ENTRY, FOUND, DONE_EXTENDED = 0x61, 0x64, 0x65, 0x78
SASL, SERVER_CREDENTIALS, RESPONSE_VALUE = 0xA3, 0x87, 0x8B
SUCCESS, AUTH_METHOD_NOT_SUPPORTED, BIND_IN_PROGRESS = 0, 7, 14
INVALID_CREDENTIALS, INSUFFICIENT_ACCESS = 49, 50
REFUSAL = "SASL: the token was refused"
CHALLENGE = json.dumps({"status": "invalid_token", "scope": "mail"}).encode()
START_TLS, WHO_AM_I = b"1.3.6.1.4.1.1466.20037", b"1.3.6.1.4.1.4203.1.11.3"


class _Session(socketserver.BaseRequestHandler):
    server: LdapServer

    def setup(self) -> None:
        self.request.settimeout(SECONDS)
        self._is_bound = self._is_challenged = False
        self._stream = self.request.makefile("rb")

    def handle(self) -> None:
        try:
            self._converse()
        except OSError:
            pass  # the client went away, or did not like our certificate

    def _converse(self) -> None:
        if self.server.is_tls:
            self._go_over_to_tls()
        while message := ber.read(self._stream):
            number, operation = message.parts[:2]
            if operation.tag == UNBIND:
                return
            self._obey(number.number, operation)

    def _go_over_to_tls(self) -> None:
        self.request = self.server.context.wrap_socket(self.request, server_side=True)
        self._stream = self.request.makefile("rb")

    def _obey(self, number: int, operation: ber.Element) -> None:
        answers = {BIND: self._bind, SEARCH: self._search, EXTENDED: self._extended}
        for answer in answers[operation.tag](operation.parts):
            self.request.sendall(ber.make(ber.SEQUENCE, ber.number(number), answer))
        if operation.tag == EXTENDED and operation.parts[0].body == START_TLS:
            self._go_over_to_tls()

    def _bind(self, parts: list[ber.Element]) -> list[bytes]:
        credentials = parts[2]
        if credentials.tag != SASL:
            return [_result(BOUND, AUTH_METHOD_NOT_SUPPORTED)]
        mechanism, *message = [one.body for one in credentials.parts]
        self.server.binds.append((mechanism.decode(), message[0] if message else b""))
        if self._is_challenged:
            self._is_challenged = False
            return [_result(BOUND, INVALID_CREDENTIALS, REFUSAL)]
        self._is_bound = is_good_login(self.server.authorization, self.server.binds[-1][1])
        if self._is_bound:
            return [_result(BOUND, SUCCESS)]
        self._is_challenged = True
        return [_result(BOUND, BIND_IN_PROGRESS, "", ber.make(SERVER_CREDENTIALS, CHALLENGE))]

    def _search(self, parts: list[ber.Element]) -> list[bytes]:
        base = parts[0].body.decode()
        if base == "":
            return [_entry("", "supportedSASLMechanisms", *self.server.mechanisms),
                    _result(FOUND, SUCCESS)]
        if not self._is_bound:
            return [_result(FOUND, INSUFFICIENT_ACCESS, "who are you?")]
        return [_entry(f"uid=somebody,{BASE}", "mail", "somebody@example.org"),
                _result(FOUND, SUCCESS)]

    def _extended(self, parts: list[ber.Element]) -> list[bytes]:
        if parts[0].body != WHO_AM_I:
            return [_result(DONE_EXTENDED, SUCCESS)]
        name = f"dn:uid=somebody,{BASE}" if self._is_bound else ""
        return [_result(DONE_EXTENDED, SUCCESS, "", ber.text(name, RESPONSE_VALUE))]


def _result(tag: int, code: int, said: str = "", more: bytes = b"") -> bytes:
    return ber.make(tag, ber.number(code, ber.ENUMERATED), ber.text(""), ber.text(said), more)


def _entry(name: str, attribute: str, *values: str) -> bytes:
    found = ber.make(ber.SEQUENCE, ber.text(attribute), ber.make(ber.SET, *map(ber.text, values)))
    return ber.make(ENTRY, ber.text(name), ber.make(ber.SEQUENCE, found))


class LdapServer(socketserver.ThreadingTCPServer):
    """Serves one entry to whom the authorization server knows. `binds` are the mechanism and the
    message of each bind. Use it as a context manager."""

    daemon_threads = True
    request_queue_size = 50

    def __init__(self, certificates: Certificates, authorization: AuthorizationServer, *,
                 is_tls: bool = True, mechanisms: tuple[str, ...] = MECHANISMS) -> None:
        super().__init__(("127.0.0.1", 0), _Session)
        self.is_tls = is_tls
        self.mechanisms = mechanisms
        self.authorization = authorization
        self.binds: list[tuple[str, bytes]] = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificates.certificate_file, certificates.key_file)
        scheme = "ldaps" if is_tls else "ldap"
        # Not localhost: libldap would look for this machine's own name in the certificate.
        self.url = f"{scheme}://127.0.0.1:{self.server_address[1]}"

    def __enter__(self) -> LdapServer:
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.server_close()
