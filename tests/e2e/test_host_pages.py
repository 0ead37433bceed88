# SPDX-License-Identifier: MIT
"""The pages of doc/hosts/ show the examples that are run, and explain what programs really say."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

import login_matrix
from authorization_server import AuthorizationServer
from dovecot import Dovecot
from host_pages import PAGES, explained, shown_examples, texts
from hosts import every_host
from hosts.example import FOLDER as EXAMPLES
from hosts.host import Bench, Host, Situation
from installation import Installation
from mail_store import User

pytestmark = pytest.mark.usefixtures("hosts_stop")
SAID = [pytest.param(host, *said, id=f"{host.name}-{said[1].__name__}")
        for host in every_host() for said in host.texts]
EXPLAINED = sorted({host.page for host in every_host() if host.texts})


@pytest.mark.parametrize("host,mechanism,arrange,text", SAID)
def test_what_a_program_says_is_on_its_page(
        installed: Installation, authorization_server: AuthorizationServer, dovecot: Dovecot,
        user: User, tmp_path: Path, host: Host, mechanism: str, arrange: Situation,
        text: str) -> None:
    login_matrix.skip_unless_it_runs(host)
    desk = host.desk(installed, authorization_server, tmp_path / "desk")
    bench = Bench(desk, dovecot, authorization_server, user)
    arrange(bench)
    outcome = host.login(bench, mechanism)
    assert not outcome.accepted
    assert [*explained(host.page, outcome.output), ""][0] == text, outcome.output


@pytest.mark.parametrize("page", EXPLAINED)
def test_a_page_explains_nothing_that_was_not_seen(page: str) -> None:
    seen = {text for host in every_host() if host.page == page for _, _, text in host.texts}
    assert set(texts(page)) == seen


@pytest.mark.parametrize("page", sorted(PAGES.glob("*.md")), ids=lambda path: path.stem)
def test_a_page_shows_its_examples_as_they_are_run(page: Path) -> None:
    for name, text in shown_examples(page).items():
        assert (EXAMPLES / name).read_text() == text


def test_every_example_is_on_a_page() -> None:
    pages = "".join(page.read_text() for page in PAGES.glob("*.md"))
    assert [one.name for one in EXAMPLES.iterdir() if f"examples/hosts/{one.name}" not in pages] == []


def test_every_host_has_its_page() -> None:
    assert [host.name for host in every_host() if not (PAGES / f"{host.page}.md").exists()] == []


@pytest.mark.parametrize("package", sorted({host.package for host in every_host()}))
def test_the_versions_of_the_table_are_those_of_debian_12(package: str) -> None:
    name, version = package.split()[-2:]
    if "VERSION_ID=\"12\"" not in Path("/etc/os-release").read_text():
        pytest.skip("this is not Debian 12")
    done = subprocess.run(["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True,
                          text=True, check=False)
    if not done.stdout:
        pytest.skip(f"{name} is not installed")
    installed = done.stdout.rpartition(":")[2]
    assert installed.startswith(version) and not installed[len(version)].isdigit(), installed
