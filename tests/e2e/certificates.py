# SPDX-License-Identifier: MIT
"""A certificate authority of one test run, and one server certificate from it."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

SERVER_EXTENSIONS = """\
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost, IP:127.0.0.1
"""


@dataclass(frozen=True)
class Certificates:
    """Files, all PEM. The server certificate is for localhost and 127.0.0.1."""

    ca_file: Path
    certificate_file: Path
    key_file: Path
    ca_key_file: Path


def openssl(*arguments: object, environment: dict[str, str] | None = None) -> None:
    """Runs the openssl command; a failure is an error."""
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False,
                          env={**os.environ, **(environment or {})})
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")


def _new_key(file: Path) -> Path:
    openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file)
    return file


def _make_ca(folder: Path, key: Path, days: int, environment: dict[str, str] | None) -> Path:
    ca = folder / "ca.pem"
    openssl("req", "-x509", "-new", "-key", key, "-days", days, "-subj", "/CN=sasl-oauth test CA",
            "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", ca,
            environment=environment)
    return ca


def new_certificate(path: Path, key: Path, subject: str, usage: str,
                    certificates: Certificates) -> Path:
    """A certificate of the test's authority for this key; `path` is its path without suffix."""
    request, extensions = path.with_suffix(".csr"), path.with_suffix(".ext")
    extensions.write_text(f"extendedKeyUsage = {usage}\n")
    openssl("req", "-new", "-key", key, "-subj", subject, "-out", request)
    certificate = path.with_suffix(".pem")
    openssl("x509", "-req", "-in", request, "-CA", certificates.ca_file, "-CAkey",
            certificates.ca_key_file, "-CAcreateserial", "-days", 2, "-extfile", extensions,
            "-out", certificate)
    return certificate


def make_certificates(folder: Path, days: int = 2,
                      environment: dict[str, str] | None = None) -> Certificates:
    """Makes all of it in an existing folder, good for so many days from now; what now is, the
    environment of openssl may say otherwise (torture/stepped_clock.py)."""
    ca_key = _new_key(folder / "ca-key.pem")
    ca = _make_ca(folder, ca_key, days, environment)
    key = _new_key(folder / "server-key.pem")
    request, extensions = folder / "server.csr", folder / "server.ext"
    extensions.write_text(SERVER_EXTENSIONS)
    openssl("req", "-new", "-key", key, "-subj", "/CN=localhost", "-out", request)
    certificate = folder / "server.pem"
    openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial",
            "-days", days, "-extfile", extensions, "-out", certificate, environment=environment)
    return Certificates(ca, certificate, key, ca_key)
