# SPDX-License-Identifier: MIT
"""The margins and times of sasl-xoauth2's files: `refresh_window` counts wherever it stands, is
never pinned into a file that has none, and an expiry may lie beyond 2038."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from certificates import Certificates
from hostile_server import HostileServer, Peer, server_context
from installation import Desk, Installation
from mail_clients import LoginClient
from mail_store import User

PUBLIC = SimpleNamespace(authentication="none", id="app", secret=None)
BEYOND_2038 = 2_200_000_000
CONF = '{{"client_id": "app", "client_secret": "", "refresh_window": {window}}}'


def accept(peer: Peer) -> None:
    """An IMAP server that takes every token."""
    peer.send(b"* OK ready\r\n")
    peer.receive()
    peer.send(b"A1 OK signed in\r\n")


class Bench:
    """A token file of sasl-xoauth2, its token endpoint, and a mail server."""

    def __init__(self, desk: Desk, client: LoginClient, endpoint: HostileServer,
                 mail: HostileServer) -> None:
        self._desk, self._client, self._endpoint = desk, client, endpoint
        self._mail = SimpleNamespace(ports=SimpleNamespace(imap=mail.port))

    def requests_of_a_login(self, life: int, **members: object) -> int:
        """How many there were for a token that lives so many seconds; then the file is `content`."""
        tokens = SimpleNamespace(access_token="a-token-that-lives", refresh_token="refresh-token")
        path = self._desk.add_token_file(tokens, client=PUBLIC, expires_in=life, **members)
        before = len(self._endpoint.requests)
        outcome = self._client.login(self._desk, self._mail, User("old@example.org", ()),
                                     "XOAUTH2", password=str(path))
        assert outcome.accepted, outcome.output
        self.content = json.loads(path.read_text())
        return len(self._endpoint.requests) - before


@pytest.fixture
def bench(installed: Installation, certificates: Certificates, login_client: LoginClient,
          tmp_path: Path) -> Iterator[Bench]:
    context = server_context(certificates.certificate_file, certificates.key_file)
    with HostileServer(context, accept) as endpoint, HostileServer(context, accept) as mail:
        endpoint.mended = True
        place = SimpleNamespace(ca_file=certificates.ca_file, token_endpoint=endpoint.url)
        yield Bench(Desk(installed, place, tmp_path / "desk"), login_client, endpoint, mail)


@pytest.mark.parametrize("window", [600, "600"], ids=repr)
@pytest.mark.parametrize("life,requests", [(500, 1), (700, 0)])
def test_the_window_of_a_token_file_counts(bench: Bench, window: int | str, life: int,
                                           requests: int) -> None:
    """W1."""
    assert bench.requests_of_a_login(life, refresh_window=window) == requests
    assert bench.content["refresh_window"] == window


@pytest.mark.parametrize("life,requests", [(500, 1), (700, 0)])
def test_the_window_of_the_configuration_counts_and_is_not_pinned(
        installed: Installation, bench: Bench, life: int, requests: int) -> None:
    """W1."""
    with installed.file(installed.xoauth2_conf, CONF.format(window=600)):
        assert bench.requests_of_a_login(life, refresh_window=None) == requests
    assert "refresh_window" not in bench.content


def test_the_window_of_the_file_goes_before_that_of_the_configuration(
        installed: Installation, bench: Bench) -> None:
    with installed.file(installed.xoauth2_conf, CONF.format(window=600)):
        assert bench.requests_of_a_login(500, refresh_window=20) == 0


@pytest.mark.parametrize("expiry", [BEYOND_2038, str(BEYOND_2038), "9999999999"], ids=repr)
def test_an_expiry_beyond_2038_is_read_and_kept(bench: Bench, expiry: int | str) -> None:
    """W7."""
    assert bench.requests_of_a_login(0, expiry=expiry) == 0
    assert bench.content["expiry"] == expiry
