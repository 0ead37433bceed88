# SPDX-License-Identifier: MIT
"""Debian's Postfix delivers through a relay that wants a token, in its jail and outside of one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest

import postfix
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from installation import Installation
from mail_store import User
from postfix import Postfix
from world import World

pytestmark = pytest.mark.skipif(bool(postfix.missing()), reason=postfix.missing())

# What Debian's configure-instance.sh puts into the jail, the libraries of name lookup aside.
DEBIANS = {"etc/localtime", "etc/services", "etc/resolv.conf", "etc/hosts", "etc/host.conf",
           "etc/nsswitch.conf", "usr/lib/zoneinfo/localtime", "dev/random", "dev/urandom"}
NUMBERS = itertools.count(1)
FOR_LOOKUPS = ("libnss", "libgcc_s", "libresolv")


def foreign_files(mta: Postfix) -> set[str]:
    """What is in the jail and neither Postfix' nor Debian's."""
    return {one for one in mta.jail() - DEBIANS if not Path(one).name.startswith(FOR_LOOKUPS)}


@pytest.fixture(params=[True, False], ids=["chroot", "no chroot"])
def mta(request: pytest.FixtureRequest, world: World, installed: Installation,
        dovecot: Dovecot) -> Iterator[Postfix]:
    """Chrooted or not; nobody signs in yet."""
    with Postfix(world.folder / f"postfix-{next(NUMBERS)}", installed.sasl_path,
                 world.certificates, dovecot.ports.submission, chroot=request.param) as running:
        yield running


def test_a_token_as_the_password_signs_in(mta: Postfix, authorization_server: AuthorizationServer,
                                          dovecot: Dovecot, user: User) -> None:
    assert mta.check() == ""
    mta.sign_in_as(user.login, authorization_server.issue(user.login).access_token)
    mta.wait_for(mta.send(user.login, "friend@example.net"), "sent")
    (taken,) = dovecot.sink.messages
    assert (taken.sender, taken.recipients) == (user.login, ["friend@example.net"])
    assert foreign_files(mta) == set() and mta.check() == ""
