# SPDX-License-Identifier: MIT
"""The programs of the table of hosts, in the order of its rows."""

from __future__ import annotations

import functools
import importlib

from hosts.host import Host

# A line a family: `FAMILY.py` in this folder has its hosts in a tuple HOSTS.
FAMILIES = (
    "mbsync",
    "cyrus",
    "cyrus_admin",
    "ldapsearch",
    "perl",
    "postfix",
    "sendmail",
    "etpan",
    "kde",
    "kde_libraries",
    "habits",
    "native",
    "other_programs",
    "mutt_sasl",
)


@functools.cache
def every_host() -> tuple[Host, ...]:
    """One object a host, for the whole run."""
    families = (importlib.import_module(f"hosts.{family}") for family in FAMILIES)
    return tuple(host for family in families for host in family.HOSTS)
