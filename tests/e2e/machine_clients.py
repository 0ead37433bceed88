# SPDX-License-Identifier: MIT
"""Clients that sign in by themselves: their keys and certificates, and what the server knows."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import Path

from certificates import Certificates, new_certificate, openssl


@dataclass(frozen=True)
class MachineClient:
    """A client of the authorization server; `algorithm` is what it must sign with."""

    id: str
    authentication: str
    secret: str | None = None
    algorithm: str | None = None
    key: Path | None = None
    certificate: Path | None = None

    def table(self) -> str:
        """Its [client.app] table."""
        lines = ["[client.app]", 'provider = "local"', f'client_id = "{self.id}"',
                 f'token_endpoint_auth_method = "{self.authentication}"']
        if self.secret:
            lines.append(f"client_secret = '{self.secret}'")
        if self.key:
            lines.append(f'private_key = "file:{self.key}"')
        if self.certificate:
            lines.append(f'certificate = "{self.certificate}"')
        if self.algorithm:
            lines.append(f'assertion_algorithm = "{self.algorithm}"')
        return "\n".join(lines) + "\n"


@dataclass(frozen=True)
class MachineKeys:
    """Files, all PEM."""

    rsa: Path
    ec: Path
    self_signed: Path  # of the RSA key
    tls_key: Path
    tls: Path  # from the test's authority

    @functools.cached_property
    def clients(self) -> dict[str, MachineClient]:
        """By a short name."""
        return {
            "post": MachineClient("service-post", "client_secret_post", "post/secret+=~&100%"),
            "basic": MachineClient("service-basic", "client_secret_basic", "basic:se/cret+=~&100%"),
            "RS256": MachineClient("service-rs256", "private_key_jwt", None, "RS256", self.rsa),
            "PS256": MachineClient("service-ps256", "private_key_jwt", None, "PS256", self.rsa,
                                   self.self_signed),
            "ES256": MachineClient("service-es256", "private_key_jwt", None, "ES256", self.ec),
            "tls": MachineClient("service-tls", "tls_client_auth", key=self.tls_key,
                                 certificate=self.tls),
            "self_signed_tls": MachineClient("service-self", "self_signed_tls_client_auth",
                                             key=self.rsa, certificate=self.self_signed),
        }

    def options(self) -> dict[str, str]:
        """For authorization_server.mjs."""
        return {"rsa_key_file": str(self.rsa), "ec_key_file": str(self.ec),
                "self_signed_file": str(self.self_signed)}


def make_machine_keys(folder: Path, certificates: Certificates) -> MachineKeys:
    """Makes all of it in an existing folder."""
    rsa, ec, tls_key = (folder / name for name in ("rsa.pem", "ec.pem", "tls-key.pem"))
    openssl("genrsa", "-out", rsa, 2048)
    for key in (ec, tls_key):
        openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key)
    self_signed = folder / "self-signed.pem"
    openssl("req", "-x509", "-new", "-key", rsa, "-days", 2, "-subj", "/CN=service-self",
            "-out", self_signed)
    tls = new_certificate(folder / "tls", tls_key, "/CN=service-tls", "clientAuth", certificates)
    return MachineKeys(rsa, ec, self_signed, tls_key, tls)
