# SPDX-License-Identifier: MIT
"""Gathers what the hosts did, and shows it at the end of the run's report (a pytest plugin)."""

from __future__ import annotations

import os

import pytest

from host_table import FAIL, PASS, Cell, HostTable, both_tables, standing_table, standing_words
from host_table import write_table
from hosts import every_host
from hosts.host import FATES, MECHANISMS, Host

TAKES_ALL = os.environ.get("SASL_OAUTH_E2E_HOSTS") == "all"
"""The hosts that are slow too, and the table is written: `./dev hosts`."""
measured: dict[Cell, str] = {}


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "host_cell(host, mechanism, fate): of the table of hosts")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    report = (yield).get_result()
    if mark := item.get_closest_marker("host_cell"):
        report.user_properties.append(("host_cell", mark.args))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Called where the test ran, and in the process that a parallel run reports to."""
    cells = [tuple(value) for name, value in report.user_properties if name == "host_cell"]
    is_done = report.when == "call" and (report.passed or hasattr(report, "wasxfail"))
    for cell in cells:
        if report.failed:
            measured[cell] = FAIL
        elif is_done:
            measured[cell] = PASS


def skip_unless_it_runs(host: Host) -> None:
    """Skips a test of a host that this machine, or `./dev test`, does not run."""
    if host.slow and not TAKES_ALL:
        pytest.skip("takes too long: ./dev hosts runs it")
    if missing := host.missing():
        pytest.skip(missing)


def whole_table() -> str:
    """What was measured; the cells that were not run as they stand in doc/hosts/README.md."""
    words = {**dict(standing_words(standing_table())), **measured}
    return both_tables(every_host(), words)


def unmeasured() -> list[Cell]:
    """The cells that this run had no word about."""
    every = ((host.name, mechanism, fate) for host in every_host() if TAKES_ALL or not host.slow
             for mechanism in MECHANISMS for fate in FATES)
    return [cell for cell in every if cell not in measured]


def pytest_terminal_summary(terminalreporter) -> None:
    if not measured:
        return
    terminalreporter.section("hosts")
    lines = HostTable(every_host(), measured).columns()
    for line in lines:
        terminalreporter.write_line(line)
    failed = sum(word == FAIL for word in measured.values())
    limits = sum(line.count("limit (") for line in lines)
    passed = len(measured) - failed - limits
    terminalreporter.write_line(f"{passed} pass, {limits} limits of the hosts, {failed} fail")


def pytest_sessionfinish() -> None:
    if TAKES_ALL and measured:
        write_table(whole_table())
