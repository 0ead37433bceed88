# SPDX-License-Identifier: MIT
"""A certificate authority of one test run, and one server certificate from it."""

from __future__ import annotations

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


def _openssl(*arguments: object) -> None:
    command = ["openssl", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stderr}")


def _new_key(file: Path) -> Path:
    _openssl("ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", file)
    return file


def _make_ca(folder: Path, key: Path) -> Path:
    ca = folder / "ca.pem"
    _openssl("req", "-x509", "-new", "-key", key, "-days", 2, "-subj", "/CN=sasl-oauth test CA",
             "-addext", "keyUsage=critical,keyCertSign,cRLSign", "-out", ca)
    return ca


def make_certificates(folder: Path) -> Certificates:
    """Makes all of it in an existing folder."""
    ca_key = _new_key(folder / "ca-key.pem")
    ca = _make_ca(folder, ca_key)
    key = _new_key(folder / "server-key.pem")
    request, extensions = folder / "server.csr", folder / "server.ext"
    extensions.write_text(SERVER_EXTENSIONS)
    _openssl("req", "-new", "-key", key, "-subj", "/CN=localhost", "-out", request)
    certificate = folder / "server.pem"
    _openssl("x509", "-req", "-in", request, "-CA", ca, "-CAkey", ca_key, "-CAcreateserial",
             "-days", 2, "-extfile", extensions, "-out", certificate)
    return Certificates(ca, certificate, key)
