# SPDX-License-Identifier: MIT
"""Servers' certificates that no client may believe, each with its reason."""

from __future__ import annotations

import ssl
import warnings
from pathlib import Path

from certificates import SERVER_EXTENSIONS, Certificates, make_certificates, openssl
from hostile_server import server_context
from stepped_clock import DAY, SteppedClock

OF_ANOTHER_NAME = SERVER_EXTENSIONS.replace("DNS:localhost, IP:127.0.0.1", "DNS:mail.example.org")
FOR_CLIENTS = SERVER_EXTENSIONS.replace("serverAuth", "clientAuth")
CHAIN_LENGTH = 300


class OddCertificates:
    """`context(name)` is the TLS of a server with that oddity; "good" has none, nor
    has "http/2", which would rather speak that."""

    def __init__(self, good: Certificates, clock: SteppedClock, folder: Path) -> None:
        folder.mkdir()
        self._good, self._clock, self._folder = good, clock, folder
        self._contexts = {
            "good": server_context(good.certificate_file, good.key_file),
            "http/2": self._with_http2(),
            "of another authority": self._of_another_authority(),
            "self-signed": self._self_signed(),
            "of another name": self._with(self.made("name", OF_ANOTHER_NAME)),
            "for clients only": self._with(self.made("client", FOR_CLIENTS)),
            "expired": self._with(self.made("expired", days=2, made_at=-10 * DAY)),
            "not yet valid": self._with(self.made("early", days=2, made_at=10 * DAY)),
            "with a chain of 300": self._with(self._long_chain()),
            "TLS 1.0 alone": self._old_tls(ssl.TLSVersion.TLSv1),
            "TLS 1.1 alone": self._old_tls(ssl.TLSVersion.TLSv1_1)}

    def context(self, name: str) -> ssl.SSLContext:
        return self._contexts[name]

    def made(self, name: str, extensions: str = SERVER_EXTENSIONS, days: int = 2,
             made_at: int = 0) -> Path:
        """A certificate of the good authority for the good key, made so many seconds from now."""
        path = self._folder / f"{name}.pem"
        (self._folder / f"{name}.ext").write_text(extensions)
        request = self._folder / f"{name}.csr"
        openssl("req", "-new", "-key", self._good.key_file, "-subj", "/CN=localhost", "-out",
                request)
        self._clock.step_to(made_at)
        openssl("x509", "-req", "-in", request, "-CA", self._good.ca_file, "-CAkey",
                self._good.ca_key_file, "-CAcreateserial", "-days", days, "-extfile",
                self._folder / f"{name}.ext", "-out", path, environment=self._clock.environment)
        self._clock.step_to(0)
        return path

    def _with(self, certificate: Path) -> ssl.SSLContext:
        return server_context(certificate, self._good.key_file)

    def _with_http2(self) -> ssl.SSLContext:
        context = self._with(self._good.certificate_file)
        context.set_alpn_protocols(["h2", "http/1.1"])
        return context

    def _of_another_authority(self) -> ssl.SSLContext:
        folder = self._folder / "other"
        folder.mkdir()
        other = make_certificates(folder)
        return server_context(other.certificate_file, other.key_file)

    def _self_signed(self) -> ssl.SSLContext:
        path = self._folder / "self-signed.pem"
        openssl("req", "-x509", "-new", "-key", self._good.key_file, "-days", 2, "-subj",
                "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1", "-out", path)
        return self._with(path)

    def _long_chain(self) -> Path:
        path = self._folder / "chain.pem"
        path.write_bytes(self._good.certificate_file.read_bytes() * CHAIN_LENGTH)
        return path

    def _old_tls(self, version: ssl.TLSVersion) -> ssl.SSLContext:
        context = self._with(self._good.certificate_file)
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = version
            context.maximum_version = version
        return context
