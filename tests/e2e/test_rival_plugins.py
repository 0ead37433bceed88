# SPDX-License-Identifier: MIT
"""Other plugins with XOAUTH2 beside ours: who gets the login, what doctor says, what helps."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from authorization_server import AuthorizationServer
from bystanders import unpacked
from dovecot import Dovecot
from installation import Desk, Installation, stock_plugins
from mail_clients import IMTEST, MBSYNC_CLIENT
from mail_store import User
from never_asked import mark
from plugin_folders import built_stand_in

ORDERS = ("loaded before ours", "loaded after ours")


class Beside:
    """A plugin of somebody else in a folder of its own, before ours or after it; the user has an
    account, and the mark of one."""

    def __init__(self, desk: Desk, rival: Path, folder: Path, order: str) -> None:
        self.desk = desk
        self.rival = folder / "theirs" / rival.name
        self.ours = folder / "ours"
        for one in (self.rival.parent, self.ours):
            one.mkdir(parents=True)
        self.rival.symlink_to(rival)
        (self.ours / "libsasl-oauth.so").symlink_to(desk.installation.plugin)
        folders = [str(self.rival.parent), str(self.ours)]
        if order == "loaded after ours":
            folders.reverse()
        desk.environment["SASL_PATH"] = ":".join([*folders, str(stock_plugins())])

    def findings(self) -> list[dict[str, Any]]:
        environment = {**self.desk.environment, "MAIL_CONFIG": "/nonexistent"}
        done = self.desk.tool("doctor", "--json", "--offline", "--program", "mbsync",
                              env=environment)
        return json.loads(done.stdout)["findings"]

    def finding(self, words: str) -> dict[str, Any]:
        (one,) = [one for one in self.findings() if words in one["sentence"]]
        return one


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """rival_plugin.c, under the name that sasl-xoauth2's plugin has."""
    return built_stand_in(tmp_path_factory.mktemp("stand-in"))


@pytest.fixture(scope="module")
def kde() -> Path:
    """KDE's own, as Debian has it."""
    folder = unpacked("libsasl2-modules-kdexoauth2")
    (library,) = folder.glob("usr/lib/*/sasl2/libkdexoauth2.so")
    return library


@pytest.fixture
def account(authorization_server: AuthorizationServer, installed: Installation, desk: Desk,
            user: User) -> Any:
    """The user has one, and his programs may choose it."""
    desk.add_account(user.login, authorization_server.issue(user.login))
    with mark(desk.home), installed.file(installed.plugin_conf, None):
        yield user.login


@pytest.mark.parametrize("order", ORDERS)
def test_sasl_xoauth2_gets_the_logins_until_what_doctor_says_is_done(
        desk: Desk, dovecot: Dovecot, user: User, account: str, stand_in: Path, tmp_path: Path,
        order: str) -> None:
    beside = Beside(desk, stand_in, tmp_path / "plugins", order)
    for mechanism in ("*", "XOAUTH2"):
        hijacked = MBSYNC_CLIENT.login(desk, dovecot, user, mechanism)
        assert not hijacked.accepted and "AUTHENTICATE XOAUTH2" in hijacked.output
    found = beside.finding("sasl-xoauth2 (")
    assert found["mark"] == "warning"
    assert "ranks above ours and above passwords" in found["sentence"]
    (mechanism,) = re.findall(r"AuthMechs (\w+) \(mbsync\)", found["remedy"])
    outcome = MBSYNC_CLIENT.login(desk, dovecot, user, mechanism)
    assert outcome.accepted, outcome.output


def test_sasl_xoauth2_removed_as_doctor_says_leaves_the_logins_to_us(
        desk: Desk, dovecot: Dovecot, user: User, account: str, stand_in: Path,
        tmp_path: Path) -> None:
    beside = Beside(desk, stand_in, tmp_path / "plugins", ORDERS[0])
    (path,) = re.findall(r"or remove (\S+)$", beside.finding("sasl-xoauth2 (")["remedy"])
    assert path == str(beside.rival)
    os.unlink(path)
    outcome = MBSYNC_CLIENT.login(desk, dovecot, user, "*")
    assert outcome.accepted, outcome.output


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("mechanism", ["*", "XOAUTH2"])
@pytest.mark.parametrize("client", [MBSYNC_CLIENT, IMTEST], ids=["mbsync", "imtest"])
def test_with_an_account_ours_goes_before_kdes(
        desk: Desk, dovecot: Dovecot, user: User, account: str, kde: Path, tmp_path: Path,
        client: Any, mechanism: str, order: str) -> None:
    """Without a password: KDE's would want one."""
    Beside(desk, kde, tmp_path / "plugins", order)
    outcome = client.login(desk, dovecot, user, mechanism)
    assert outcome.accepted, outcome.output


def test_doctor_says_that_kdes_plugin_ranks_below_ours(desk: Desk, account: str, kde: Path,
                                                       tmp_path: Path) -> None:
    found = Beside(desk, kde, tmp_path / "plugins", ORDERS[0]).finding("KDE's libkdexoauth2")
    assert found["mark"] == "note" and "ranks below ours" in found["sentence"]


def test_the_stand_in_and_kdes_plugin_are_loaded(
        authorization_server: AuthorizationServer, desk: Desk, dovecot: Dovecot, user: User,
        kde: Path, stand_in: Path, tmp_path: Path) -> None:
    """Without ours they get the login: the tests above see them."""
    token = authorization_server.issue(user.login).access_token
    for number, rival in enumerate((kde, stand_in)):
        beside = Beside(desk, rival, tmp_path / str(number), ORDERS[0])
        (beside.ours / "libsasl-oauth.so").unlink()
        outcome = MBSYNC_CLIENT.login(desk, dovecot, user, "XOAUTH2", password=token)
        assert outcome.accepted == (rival is kde), outcome.output
