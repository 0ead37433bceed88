# SPDX-License-Identifier: MIT
"""A table of the logins of the matrix, at the end of the run's report (a pytest plugin)."""

from __future__ import annotations

import pytest

FATES = {"fresh": "fresh", "expired": "expired", "refused": "refused, again"}
_reports: dict[tuple[str, str, str], bool] = {}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "login_matrix: a cell of the table of logins")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = (yield).get_result()
    if item.get_closest_marker("login_matrix") is None:
        return
    fate = next(name for name in FATES if f"_{name}_token" in item.name)
    values = item.callspec.params
    cell = values["client"], values["mechanism"], fate
    _reports[cell] = _reports.get(cell, True) and report.passed


def pytest_terminal_summary(terminalreporter) -> None:
    if not _reports:
        return
    write = terminalreporter.write_line
    terminalreporter.section("logins")
    write(f"{'':10}{'':13}" + "".join(f"{title:16}" for title in FATES.values()))
    for client, mechanism in dict.fromkeys(cell[:2] for cell in _reports):
        words = (_word(_reports.get((client, mechanism, fate))) for fate in FATES)
        write(f"{client:10}{mechanism:13}" + "".join(f"{word:16}" for word in words))
    write(f"{sum(_reports.values())} of {len(_reports)} logins")


def _word(passed: bool | None) -> str:
    return {True: "yes", False: "NO", None: "not run"}[passed]
