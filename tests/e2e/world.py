# SPDX-License-Identifier: MIT
"""Everything that a test run starts, in one temporary folder; each part starts when first used."""

from __future__ import annotations

import concurrent.futures
import functools
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import dovecot
from authorization_server import AuthorizationServer
from certificates import Certificates, make_certificates
from machine_clients import MachineKeys, make_machine_keys
from mail_store import MailStore
from password_server import password_server

HERE = Path(__file__).resolve().parent


def cache_folder() -> Path:
    """Where the node modules are: $SASL_OAUTH_E2E_CACHE, else e2e-cache in the build folder."""
    given = os.environ.get("SASL_OAUTH_E2E_CACHE")
    return Path(given or Path(os.environ.get("SASL_OAUTH_BUILD", ".")) / "e2e-cache").resolve()


def installed_node_modules() -> Path:
    """Installs them if they are not there yet."""
    cache = cache_folder()
    script = HERE / "install-node-modules.sh"
    done = subprocess.run([str(script), str(cache)], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise RuntimeError(f"{script} failed:\n{done.stdout}{done.stderr}")
    return cache / "node_modules"


class World:
    """The servers of one run. Use it as a context manager: it stops what it started."""

    def __init__(self) -> None:
        # Not pytest's folder: the mail servers' own users must get through to it.
        self.folder = Path(tempfile.mkdtemp(prefix="sasl-oauth-e2e-"))
        self.folder.chmod(0o755)
        self._running: list[AuthorizationServer | dovecot.Dovecot] = []

    def __enter__(self) -> World:
        return self

    def __exit__(self, *_: object) -> None:
        # All at once: a Dovecot takes a second to go.
        with concurrent.futures.ThreadPoolExecutor() as pool:
            list(pool.map(lambda one: one.stop(), self._running))
        shutil.rmtree(self.folder)

    @functools.cached_property
    def certificates(self) -> Certificates:
        folder = self.folder / "certificates"
        folder.mkdir()
        return make_certificates(folder)

    @functools.cached_property
    def machine_keys(self) -> MachineKeys:
        folder = self.folder / "machine-keys"
        folder.mkdir()
        return make_machine_keys(folder, self.certificates)

    @functools.cached_property
    def mail(self) -> MailStore:
        return MailStore(self.folder / "mail")

    @functools.cached_property
    def authorization_server(self) -> AuthorizationServer:
        server = AuthorizationServer(self.certificates, installed_node_modules(),
                                     self.folder / "authorization-server.log",
                                     **self.machine_keys.options())
        self._running.append(server)
        return server

    @functools.cached_property
    def dovecot(self) -> dovecot.Dovecot:
        server = dovecot.introspecting(self.folder / "dovecot", self.certificates, self.mail,
                                       self.authorization_server)
        self._running.append(server)
        return server

    @functools.cached_property
    def password_dovecot(self) -> dovecot.Dovecot:
        server = password_server(self.folder / "dovecot-passwords", self.certificates, self.mail,
                                 self.authorization_server)
        self._running.append(server)
        return server

    @functools.cached_property
    def dovecot_jwt(self) -> dovecot.Dovecot:
        server = dovecot.validating(self.folder / "dovecot-jwt", self.certificates, self.mail,
                                    self.authorization_server)
        self._running.append(server)
        return server
