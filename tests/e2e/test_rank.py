# SPDX-License-Identifier: MIT
"""Where our mechanisms stand in libsasl's list, as saslpluginviewer shows it: what the package
changes for everybody, and what an account changes."""

from __future__ import annotations

import pytest

from installation import Desk, Installation
from mail_clients import find_program, run
from mail_store import User
from never_asked import CIRCUMSTANCES, mark, nobody_has_an_account
from plugin_folders import PLACES, PluginFolders
from world import World

OURS = ["OAUTHBEARER", "XOAUTH2"]


@pytest.fixture(scope="module")
def folders(installed: Installation, world: World) -> PluginFolders:
    return PluginFolders(installed.plugin, world.folder / "one-plugin-each-to-view")


def listed(desk: Desk, sasl_path: str) -> list[str]:
    """The client's mechanisms, the one that libsasl takes first at the head."""
    desk.environment["SASL_PATH"] = sasl_path
    output = run([find_program("saslpluginviewer", "sasl2-bin"), "-c"], desk)[0]
    return output.partition("mechanisms are:\n")[2].partition("\n")[0].split()


@pytest.mark.parametrize("place", PLACES)
def test_without_an_account_ours_are_the_last_and_nothing_else_moves(
        installed: Installation, desk: Desk, user: User, folders: PluginFolders,
        place: str) -> None:
    for circumstance in (nobody_has_an_account, *CIRCUMSTANCES.values()):
        with circumstance(installed, desk, user):
            others = listed(desk, folders.path())
            assert {"SCRAM-SHA-256", "PLAIN", "LOGIN", "ANONYMOUS"} <= set(others)
            assert listed(desk, folders.path(place)) == others + OURS


@pytest.mark.parametrize("place", PLACES)
def test_with_an_account_ours_go_before_plain_and_login_alone(
        installed: Installation, desk: Desk, folders: PluginFolders, place: str) -> None:
    with mark(desk.home), installed.file(installed.plugin_conf, None):
        others = listed(desk, folders.path())
        now = listed(desk, folders.path(place))
    behind = set(now[now.index(OURS[0]):]) - set(OURS)
    assert behind - {"ANONYMOUS"} == {"PLAIN", "LOGIN"}
    assert [one for one in now if one not in OURS] == others
