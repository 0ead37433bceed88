# SPDX-License-Identifier: MIT
"""What goes wrong for a user of a mail program: each arranges it at a desk."""

from __future__ import annotations

import time

from hosts.host import Bench
from installation import stock_plugins

def no_account(bench: Bench) -> None:
    """He has not signed in."""


def refused(bench: Bench) -> None:
    tokens = bench.server.issue(bench.user.login)
    bench.server.revoke_access_token(tokens.access_token)
    bench.desk.add_account(bench.user.login, tokens)


def refused_again(bench: Bench) -> None:
    """As a record is after the mail server has refused the new token too."""
    now = int(time.time())
    tokens = bench.server.issue(bench.user.login)
    bench.desk.add_account(bench.user.login, tokens, expires_in=-now, forced_refresh=True,
                           was_refused=True, issued_at=now, next_attempt_at=now + 60)


def unreachable(bench: Bench) -> None:
    tokens = bench.server.issue(bench.user.login)
    bench.desk.add_account(bench.user.login, tokens, expires_in=-10,
                           token_endpoint="https://127.0.0.1:1/token")


def silent(bench: Bench) -> None:
    """The token server reads the request and says nothing."""
    bench.desk.configure('request_timeout = "1s"\n')
    bench.desk.add_expired_account(bench.user.login)
    bench.server.hang_next()


def dead(bench: Bench) -> None:
    tokens = bench.desk.add_expired_account(bench.user.login)
    bench.server.revoke_grant_of(tokens.refresh_token)


def readable(bench: Bench) -> None:
    """By others."""
    bench.desk.add_account(bench.user.login, bench.server.issue(bench.user.login)).chmod(0o644)


def no_plugin(bench: Bench) -> None:
    """libsasl looks where ours is not."""
    bench.desk.environment["SASL_PATH"] = str(stock_plugins())
