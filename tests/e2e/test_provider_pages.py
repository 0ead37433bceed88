# SPDX-License-Identifier: MIT
"""doc/hosts/gmail.md and exchange.md: the words, the servers and the settings are true ones."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from gmail_lines import EXCHANGE, GMAIL, Personality
from host_pages import PAGES
from installation import Desk

SHEETS = Path(__file__).resolve().parents[2] / "providers"


def sheet_of(name: str) -> dict:
    return tomllib.loads((SHEETS / name).read_text())


@pytest.mark.parametrize("page,sheet", [("gmail.md", "google.toml"),
                                        ("exchange.md", "microsoft.toml")])
def test_a_page_explains_what_the_sheet_knows_of_the_servers_words(page: str, sheet: str) -> None:
    listed = (PAGES / page).read_text().split("\n## What it says, and what to do\n")[1]
    explained = re.findall(r"^- `(.*?)`", listed, re.MULTILINE)
    assert sorted(explained) == sorted(sheet_of(sheet)["mail_errors"])


@pytest.mark.parametrize("page,sheet", [("gmail.md", "google.toml"),
                                        ("exchange.md", "microsoft.toml")])
def test_a_page_names_the_servers_of_the_sheet(page: str, sheet: str) -> None:
    text = (PAGES / page).read_text()
    for place in sheet_of(sheet)["servers"].values():
        host, port = place.split()[0].split(":")
        assert f"| {host}, port {port} |" in text, place


@pytest.mark.parametrize("page,personality", [("gmail.md", GMAIL), ("exchange.md", EXCHANGE)],
                         ids=["gmail", "exchange"])
def test_a_page_has_the_words_at_the_end_of_a_session(page: str, personality: Personality) -> None:
    assert f"`* {personality.imap.session_over}`" in (PAGES / page).read_text()


def test_the_setting_of_the_page_is_one(desk: Desk) -> None:
    (setting,) = re.findall(r"^```toml\n(.*?)^```", (PAGES / "gmail.md").read_text(),
                            re.DOTALL | re.MULTILINE)
    desk.configure(setting)
    checked = desk.tool("config", "check")
    assert checked.returncode == 0, checked.stderr
