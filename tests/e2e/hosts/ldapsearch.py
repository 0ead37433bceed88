# SPDX-License-Identifier: MIT
"""ldapsearch, and with it all that OpenLDAP's library signs in."""

from __future__ import annotations

import re

from hosts.example import example
from hosts.host import Bench, Host
from installation import Desk
from ldap_server import REFUSAL, LdapServer
from mail_clients import Outcome, find_program, run

FOUND = "mail: somebody@example.org\n"


def search(desk: Desk, *arguments: str) -> Outcome:
    """Asks for the one entry; the server's certificate must be good."""
    desk.environment["LDAPTLS_CACERT"] = str(desk.server.ca_file)
    command = [find_program("ldapsearch", "ldap-utils"), "-Q", "-LLL", *arguments, "mail"]
    output, seconds, code = run(command, desk)
    refusal = re.search(r"Invalid credentials \(49\)\n\s*additional info: (.*)$", output,
                        re.MULTILINE)
    return Outcome(code == 0 and FOUND in output, refusal.group(1) if refusal else "", output,
                   seconds, code)


class LdapSearch(Host):
    """As ~/.ldaprc of its page says, over ldaps."""

    name = "ldapsearch"
    page = "ldapsearch"
    package = "ldap-utils 2.5.13"
    refusal = REFUSAL

    def login(self, bench: Bench, mechanism: str) -> Outcome:
        with LdapServer(bench.server.certificates, bench.server) as server:
            (bench.desk.home / ".ldaprc").write_text(example("ldaprc", {
                "ldaps://ldap.example.org": server.url, "user@example.org": bench.user.login,
                "OAUTHBEARER": mechanism}))
            return search(bench.desk)


HOSTS = (LdapSearch(),)
