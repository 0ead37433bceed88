# SPDX-License-Identifier: MIT
"""A token endpoint for what oidc-provider lacks: the JWT bearer grant and federated assertions.

It verifies signatures by the openssl command and refuses by the rules of RFC 7523 section 3; what
it gives are HS256 JWTs that `dovecot_jwt` checks. Plain http on a loopback port.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.server
import json
import subprocess
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path
from typing import Any

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLIENT_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
LONGEST_LIFE = 3600


class Refused(Exception):
    """An OAuth error and its description."""


def decode(part: str) -> bytes:
    """The octets of unpadded base64url."""
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def encode(octets: bytes) -> str:
    return base64.urlsafe_b64encode(octets).rstrip(b"=").decode()


def jwt(secret: bytes, claims: dict[str, Any]) -> str:
    """An HS256 JWT."""
    head = encode(b'{"alg":"HS256","typ":"JWT"}') + "." + encode(json.dumps(claims).encode())
    return head + "." + encode(hmac.new(secret, head.encode(), hashlib.sha256).digest())


def _der(raw: bytes) -> bytes:
    """An ECDSA signature as OpenSSL wants it."""
    def integer(half: bytes) -> bytes:
        number = half.lstrip(b"\0") or b"\0"
        number = b"\0" + number if number[0] & 0x80 else number
        return bytes((2, len(number))) + number
    body = integer(raw[:32]) + integer(raw[32:])
    return bytes((0x30, len(body))) + body


def verify(algorithm: str, public_key: Path, signed: bytes, signature: bytes) -> bool:
    """Whether OpenSSL takes the signature."""
    pss = ["-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:32", "-sigopt",
           "rsa_mgf1_md:sha256"]
    if algorithm == "ES256" and len(signature) != 64:
        return False
    with tempfile.NamedTemporaryFile() as file:
        file.write(_der(signature) if algorithm == "ES256" else signature)
        file.flush()
        command = ["openssl", "dgst", "-sha256", "-verify", str(public_key), "-signature",
                   file.name, *(pss if algorithm == "PS256" else [])]
        return subprocess.run(command, input=signed, capture_output=True, check=False).returncode == 0


class AssertionServer:
    """The running server. `keys`: the public key file of each kid; change its members at will."""

    def __init__(self, secret: bytes, issuer_of_tokens: str) -> None:
        self.secret = secret
        self.issuer_of_tokens = issuer_of_tokens
        self.keys: dict[str, Path] = {}
        self.issuer = ""  # of the assertions: the service account, or who federates
        self.users: set[str] = set()
        self.scopes = {"mail"}
        self.algorithm = "RS256"
        self.clock_offset = 0
        self.life = 3600
        self.requests: list[dict[str, str]] = []
        self._seen: set[str] = set()
        server = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                status, answer = server.answer(dict(urllib.parse.parse_qsl(body)))
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            def log_message(self, *_: object) -> None:
                pass

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.token_endpoint = f"http://127.0.0.1:{self._server.server_port}/token"

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        """The status and the body for a request."""
        self.requests.append(form)
        try:
            return 200, self._grant(form)
        except Refused as refused:
            error, description = refused.args
            return 400, {"error": error, "error_description": description}

    def _grant(self, form: dict[str, str]) -> dict[str, Any]:
        if form.get("grant_type") == JWT_BEARER:
            claims = self._checked(form.get("assertion", ""), "invalid_grant")
            login, scope = claims.get("sub", ""), claims.get("scope", "")
            if not login:
                raise Refused("invalid_grant", "Invalid JWT: sub is missing")
            if login not in self.users:
                raise Refused("invalid_grant", "Invalid email or User ID")
        elif form.get("grant_type") == "client_credentials":
            if form.get("client_assertion_type") != CLIENT_ASSERTION or "client_secret" in form:
                raise Refused("invalid_client", "one client assertion, and nothing else")
            claims = self._checked(form.get("client_assertion", ""), "invalid_client")
            if not claims.get("jti") or claims["jti"] in self._seen:
                raise Refused("invalid_client", "the assertion was used before")
            self._seen.add(claims["jti"])
            login, scope = next(iter(self.users)), form.get("scope", "")
        else:
            raise Refused("unsupported_grant_type", "not here")
        if not set(scope.split()) <= self.scopes:
            raise Refused("unauthorized_client", "Client is unauthorized to retrieve access tokens "
                          "using this method, or client not authorized for any of the scopes.")
        now = int(time.time())
        token = jwt(self.secret, {
            "iss": self.issuer_of_tokens, "sub": login, "email": login, "username": login,
            "scope": "mail", "aud": "urn:sasl-oauth:e2e:mail", "iat": now, "nbf": now,
            "exp": now + self.life, "jti": str(len(self.requests))})
        return {"access_token": token, "token_type": "Bearer", "expires_in": self.life,
                "refresh_token": "a-stray-refresh-token"}

    def _checked(self, assertion: str, error: str) -> dict[str, Any]:
        """The claims of an assertion (RFC 7523 section 3)."""
        def need(good: object, why: str) -> None:
            if not good:
                raise Refused(error, f"Invalid JWT: {why}")
        parts = assertion.split(".")
        need(len(parts) == 3, "not three parts")
        header, claims = json.loads(decode(parts[0])), json.loads(decode(parts[1]))
        need(header.get("alg") == self.algorithm, "alg")
        need(header.get("kid") in self.keys, "kid")
        need(verify(self.algorithm, self.keys[header["kid"]], ".".join(parts[:2]).encode(),
                    decode(parts[2])), "signature")
        now = time.time() + self.clock_offset
        need(claims.get("iss") == self.issuer, "iss")
        need(claims.get("aud") == self.token_endpoint, "aud")
        need(isinstance(claims.get("exp"), int) and claims["exp"] > now, "expired")
        need(isinstance(claims.get("iat"), int) and claims["iat"] <= now + 5, "iat is to come")
        need(claims["exp"] - claims["iat"] <= LONGEST_LIFE, "must be a short-lived token")
        return claims
