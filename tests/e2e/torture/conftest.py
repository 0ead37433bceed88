# SPDX-License-Identifier: MIT
"""Fixtures of the tests with faults and herds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from account_work import Works
from certificates import Certificates
from fault_runner import FaultRunner
from fault_series import Series
from herd import Herds
from hosts.compiled import compiled
from installation import Desk, Installation
from rotating_server import RotatingServer
from tempting_server import TemptingServer
from trapped_desk import trapped_desk
from world import World


@pytest.fixture(scope="session")
def herds(world: World) -> Herds:
    """Compiled."""
    return Herds()


@pytest.fixture(scope="session")
def rotating_server(certificates: Certificates) -> Iterator[RotatingServer]:
    server = RotatingServer(certificates.ca_file)
    yield server
    server.stop()


@pytest.fixture(scope="session")
def _tempting_server() -> Iterator[TemptingServer]:
    server = TemptingServer()
    yield server
    server.stop()


@pytest.fixture
def tempting_server(_tempting_server: TemptingServer) -> TemptingServer:
    """Quick; gives the same token to everybody, until it is told otherwise."""
    _tempting_server.reset()
    return _tempting_server


@pytest.fixture
def trapped(installed: Installation, tempting_server: TemptingServer, tmp_path: Path) -> Desk:
    """A desk with one good account, at which files can be made into traps."""
    return trapped_desk(installed, tempting_server, tmp_path / "desk")


@pytest.fixture(scope="session")
def canary_host() -> Path:
    """A mail program that tells all that libsasl2 ever says to it."""
    return compiled("torture/canary_host.c", "-lsasl2")


@pytest.fixture
def secure_server(certificates: Certificates) -> Iterator[RotatingServer]:
    """By https."""
    server = RotatingServer(certificates.ca_file, certificates.certificate_file,
                            certificates.key_file)
    yield server
    server.stop()


@pytest.fixture
def works(installed: Installation, rotating_server: RotatingServer, tmp_path: Path) -> Works:
    """Of a desk whose accounts are the rotating server's, which is not strict."""
    rotating_server.is_strict = False
    return works_at(rotating_server, installed, tmp_path)


def works_at(server: RotatingServer, installed: Installation, folder: Path) -> Works:
    return Works(Desk(installed, server, folder / "desk"), server,
                 compiled("torture/marked_login.c", "-lsasl2"))


@pytest.fixture
def series_of(works: Works, rotating_server: RotatingServer,
              tmp_path: Path) -> Callable[[str], Series]:
    """By the name of a method of Works."""
    runner = FaultRunner(tmp_path)
    return lambda name: Series(rotating_server, runner, getattr(works, name)())


@pytest.fixture
def secure_series(installed: Installation, secure_server: RotatingServer,
                  tmp_path: Path) -> Series:
    """A login with an expired token, at the secure server."""
    work = works_at(secure_server, installed, tmp_path).login()
    return Series(secure_server, FaultRunner(tmp_path), work)
