# SPDX-License-Identifier: MIT
"""What goes wrong for an administrator of Postfix: each arranges it at the desk of the user
postfix, like host_situations.py. `settings` are lines of main.cf that the next login has."""

from __future__ import annotations

from hosts.host import Bench


def nobody(bench: Bench) -> None:
    """Nobody has signed in."""
    bench.desk.without_plugin_conf()


def another_account(bench: Bench) -> None:
    """Somebody has signed in, but not this user."""
    bench.desk.add_account("somebody@example.org", bench.server.issue("somebody@example.org"))


def good(bench: Bench) -> None:
    """Nothing is wrong with the account."""
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login))


def own_options(bench: Bench) -> None:
    """smtp_sasl_tls_security_options was left out of main.cf, so that Postfix' default holds."""
    good(bench)
    bench.desk.settings["smtp_sasl_tls_security_options"] = "noplaintext, noanonymous"


def no_entry(bench: Bench) -> None:
    """The relay is not in the table, or spelled otherwise there."""
    good(bench)
    bench.desk.settings["smtp_sasl_password_maps"] = "inline:{ other.example.org=nobody:oauth2 }"


def unknown_relay(bench: Bench) -> None:
    """Postfix does not know the authority that signed the relay's certificate."""
    good(bench)
    bench.desk.settings["smtp_tls_CAfile"] = "/etc/ssl/certs/ca-certificates.crt"


def unknown_token_server(bench: Bench) -> None:
    """The plugin does not know that of the token server's."""
    bench.desk.config.write_text("")
    bench.desk.add_expired_account(bench.user.login)


def no_resolver(bench: Bench) -> None:
    """The jail has no etc/resolv.conf."""
    tokens = bench.server.issue(bench.user.login)
    bench.desk.add_account(bench.user.login, tokens, expires_in=-10,
                           token_endpoint="https://token.example.org/")
    bench.desk.not_in_the_jail = "etc/resolv.conf"


def broken_configuration(bench: Bench) -> None:
    good(bench)
    bench.desk.config.write_text("[netwrk]\n")


def open_jail(bench: Bench) -> None:
    """The folder above the accounts can be entered by others."""
    good(bench)
    bench.desk.store.parent.chmod(0o711)
