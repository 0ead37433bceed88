# SPDX-License-Identifier: MIT
"""A user whose every secret is a canary, and what his programs may do with them."""

from __future__ import annotations

import base64
import contextlib
import dataclasses
import json
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from canaries import Canary, finds, found_in_world, invented
from canary_failures import Failure, good
from tempting_server import Asked, TemptingServer, Reply
from installation import Installation
from watched_run import Run, watched

ACCOUNT = "owner@example.org"
SERVICE = "robot@project.example.org"
SPECIAL = '"\\/+%&=;'
"""Letters that each encoding writes in its own way. A refresh token may have them."""
OPEN_PLACES = re.compile(r"^(/dev/(null|tty|urandom|pts/\d+|log)|/proc/self/\S*)$")


def _secrets() -> dict[str, Canary]:
    found = [invented("access token", "ya29.canary-"), invented("new access token", "ya29.canary-"),
             invented("refresh token", "1//canary" + SPECIAL), invented("id token", "eyJcanary."),
             invented("new refresh token", "1//canary" + SPECIAL),
             invented("client secret", "GOCSPX-", "+/&"),
             invented("code", "4/0canary", SPECIAL), invented("device code", "canary--"),
             invented("registration access token", "canary--"), invented("cookie"),
             invented("password", "pass"), invented("password of the proxy")]
    return {one.name: one for one in found}


def key_canary(name: str, pem: str) -> Canary:
    """The private half of a key, and nothing that its public half has too."""
    lines = [one for one in pem.strip().splitlines() if not one.startswith("-")]
    octets = base64.b64decode("".join(lines))
    if len(octets) < 200:  # P-256: the number stands behind version 1, 32 octets of it
        start = octets.index(b"\x02\x01\x01\x04\x20") + 5
        return found_in_world(name, octets[start:start + 32])
    return found_in_world(name, octets[len(octets) * 55 // 100:])


@dataclasses.dataclass(frozen=True)
class Leak:
    """A secret where it must not be."""

    secret: str
    encoding: str
    where: str


class CanaryDesk:
    """One run's folder: home, temporary folder, store, configuration. `may`: which secrets may pass
    which channel (a regular expression)."""

    def __init__(self, installation: Installation, server: TemptingServer, folder: Path, host: Path,
                 key: str = "") -> None:
        self.installation, self.server, self.folder = installation, server, folder
        self.host = host
        self.secrets = _secrets()
        self.failure: Failure = good
        self.key = key
        if key:
            self.secrets["key"] = key_canary("key", key)
        self.home, self.store, self.files = folder / "home", folder / "store", folder / "files"
        for one in (folder, self.home, self.store, self.files, folder / "tmp", folder / "runtime"):
            one.mkdir(mode=0o700)
        self.may: list[tuple[str, str]] = []
        server.reset()
        server.code = self.secrets["code"].text
        server.answers = {"token": self._answer, "device": self._device, "revoke": self._answer,
                          "register": self._register}
        self.configure()

    # What the server says

    def _answer(self, asked: Asked) -> Reply:
        return self.failure(asked, self.secrets)

    def _device(self, _: Asked) -> Reply:
        return Reply.of({"device_code": self.secrets["device code"].text, "user_code": "ABCD-EFGH",
                         "verification_uri": f"{self.server.issuer}/go", "interval": 1,
                         "expires_in": 3})

    def _register(self, asked: Asked) -> Reply:
        return Reply.of({**json.loads(asked.body), "client_id": "made",
                         "client_secret": self.secrets["client secret"].text,
                         "token_endpoint_auth_method": "client_secret_post",
                         "registration_access_token":
                             self.secrets["registration access token"].text,
                         "registration_client_uri": f"{self.server.issuer}/register/made"}, 201)

    # What is on the disk

    def file(self, name: str, text: str, mode: int = 0o600) -> Path:
        path = self.files / name
        path.touch(mode)
        path.write_text(text)
        path.chmod(mode)
        return path

    @property
    def config(self) -> Path:
        return self.files / "config.toml"

    def configure(self, client: str = "", provider: str = "", more: str = "",
                  method: str = "client_secret_post") -> None:
        """A provider, and a client with a secret (or with what `client` says)."""
        secret = f"client_secret = '{self.secrets['client secret'].text}'\n"
        names = self.server.metadata()
        endpoints = "".join(f'{name} = "{value}"\n' for name, value in names.items()
                            if name.endswith("_endpoint"))
        self.file("config.toml",
                  f'[store]\ndir = "{self.store}"\n\n[defaults]\nprovider = "local"\n'
                  f'client = "app"\n\n[client.app]\nclient_id = "app"\nprovider = "local"\n'
                  f'token_endpoint_auth_method = "{method}"\n{client or secret}\n'
                  f'[provider.local]\nissuer = "{self.server.issuer}"\n{endpoints}'
                  f'scope = "mail"\nallow_loopback_http = true\n{provider}\n{more}')

    def record(self, expires_in: int, **members: object) -> dict[str, object]:
        now = int(time.time())
        return {"version": 1, "expires_at": now + expires_in, "user": "",
                "access_token": self.secrets["access token"].text, "account": ACCOUNT,
                "provider": "local", "token_endpoint": f"{self.server.issuer}/token",
                "token_endpoint_auth_method": "client_secret_post", "client_id": "app",
                "client_secret": self.secrets["client secret"].text, "scope": "mail",
                "refresh_token": self.secrets["refresh token"].text, "granted_at": now - 9000,
                "issued_at": now + min(0, expires_in - 3600), **members}

    def add_account(self, expires_in: int = -10, **members: object) -> Path:
        path = self.store / f"{ACCOUNT}.json"
        path.touch(0o600)
        path.write_text(json.dumps(self.record(expires_in, **members)))
        return path

    @property
    def environment(self) -> dict[str, str]:
        return {"PATH": os.environ["PATH"], "LC_ALL": "C.UTF-8", "HOME": str(self.home),
                "TMPDIR": str(self.folder / "tmp"), "XDG_RUNTIME_DIR": str(self.folder / "runtime"),
                "SASL_PATH": str(self.installation.sasl_path),
                "SASL_OAUTH_CONFIG": str(self.config)}

    # A run, and what came of it

    def allow(self, channel: str, *secrets: str) -> None:
        """These secrets may pass that channel; none named: all."""
        self.may += [(name, channel) for name in secrets or ("",)]

    def run(self, command: list[str], *, spoken: str = "", before: list[str] | None = None,
            **environment: str) -> Run:
        inputs = {one: one.read_bytes() for one in self._all_files()}
        self.inputs = inputs
        return watched(command, self.folder / "watched", cwd=self.home, spoken=spoken.encode(),
                       environment={**self.environment, **environment}, before=before)

    def learn(self) -> None:
        """Adds what the tool made itself: verifiers, as the server got them, and keys, as they
        stand in records."""
        for number, asked in enumerate(self.server.asked):
            if asked.body[:1] == b"{":
                continue
            verifier = asked.form.get("code_verifier")
            if verifier:
                self.secrets[f"verifier {number}"] = found_in_world("verifier", verifier.encode())
            for name in ("assertion", "client_assertion"):
                if name in asked.form:
                    signature = asked.form[name].rpartition(".")[2].encode()
                    self.secrets[f"{name} {number}"] = found_in_world(name, signature)
        for path in self.store.glob("*.json"):
            with contextlib.suppress(ValueError, AttributeError):
                key = json.loads(path.read_text()).get("dpop_key")
                self.secrets["DPoP key"] = key_canary("DPoP key", key or self.key)

    def leaks(self, run: Run) -> list[Leak]:
        """All that is where it must not be: in a channel of the run, on the disk, or in a file
        outside of the folder."""
        self.learn()
        canaries = list(self.secrets.values())
        found = [Leak(secret, encoding, channel) for channel, octets in run.channels.items()
                 for secret, encoding in finds(octets, canaries)
                 if not self._may(secret, channel)]
        for path in self._all_files():
            if path in self.inputs and path.read_bytes() == self.inputs[path]:
                continue
            text = os.fsencode(path) + b"\n" + path.read_bytes()
            found += [Leak(secret, encoding, f"write {path}") for secret, encoding
                      in finds(text, canaries) if not self._may(secret, f"write {path}")]
        found += [Leak("?", "?", f"a file of ours: {path}") for path in run.written
                  if not path.startswith((str(self.folder), "pipe:", "UNIX", "TCP"))
                  and "/" in path and not OPEN_PLACES.match(path)]
        return found

    def _may(self, secret: str, channel: str) -> bool:
        usual = [("", rf"send TCP to 127\.0\.0\.1:{self.server.port}"),
                 ("", rf"write {re.escape(str(self.store))}/[^/]+(?<!\.lock)(?<!\.sign-in)")]
        return any((not name or name == secret) and re.fullmatch(pattern, channel)
                   for name, pattern in usual + self.may)

    def _all_files(self) -> Iterator[Path]:
        for folder, _, names in os.walk(self.folder):
            if Path(folder).is_relative_to(self.folder / "watched"):
                continue
            yield from (Path(folder) / name for name in names
                        if (Path(folder) / name).is_file())
