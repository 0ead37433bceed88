#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The main job, shown: sign in once, fetch mail, let the token expire, fetch again.

Real servers on loopback, the installed tool and plugin (SASL_OAUTH_PREFIX), mbsync as it is. Prints
a transcript; exit code 0 if all went as it should, else 1.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

sys.dont_write_bytecode = True

from installation import Desk, Installation, installation_of_the_environment
from mail_clients import MBSYNC_CLIENT, fetched
from mail_store import User
from world import World

LOGIN = "anna@example.org"
MECHANISM = "OAUTHBEARER"
TOKEN_SECONDS = 6
HAS_COLOUR = sys.stdout.isatty() and not os.environ.get("NO_COLOR")


class Failure(Exception):
    """What did not go as it should."""


def styled(code: str, text: str) -> str:
    return f"\033[{code}m{text}\033[0m" if HAS_COLOUR else text


def say(text: str) -> None:
    print(styled("2", text), flush=True)


def command(text: str) -> None:
    print(f"\n{styled('1', '$ ' + text)}", flush=True)


def good(text: str) -> None:
    print(f"  {styled('32', 'ok')}  {text}", flush=True)


def demand(condition: bool, what: str, output: str = "") -> None:
    """`what` is said either way: as a fact, or as what is not so."""
    if not condition:
        raise Failure(f"not so: {what}\n{output}")
    good(what)


class Demonstration:
    """Anna, her mail server and her provider."""

    def __init__(self, world: World, installation: Installation, folder: Path) -> None:
        self.server, self.dovecot, self.mail = world.authorization_server, world.dovecot, world.mail
        self.anna: User = world.mail.add_user(LOGIN, ("Welcome", "Lunch on Friday?"))
        self.server.settings(access_token_ttl=TOKEN_SECONDS)
        self.desk = Desk(installation, self.server, folder)
        self.desk.configure_sign_in()

    def run(self) -> None:
        self.sign_in()
        self.fetch(["Lunch on Friday?", "Welcome"])
        demand(self.refreshes() == 0, "with the token of the sign-in: no further request")
        self.wait_for_the_end_of_the_token()
        self.mail.deliver(self.anna, "Lunch is on me")
        say("a third message has come in")
        self.fetch(["Lunch is on me", "Lunch on Friday?", "Welcome"])
        demand(self.refreshes() == 1, "with a new token, fetched on the way by one request")

    def sign_in(self) -> None:
        command(f"sasl-oauth login {LOGIN}")
        done = self.desk.tool("login", LOGIN, env=self.desk.browser_environment(LOGIN))
        for line in (done.stderr + done.stdout).replace(str(self.desk.folder), "~").splitlines():
            if line.strip():
                print(f"  {line}")
        demand(done.returncode == 0, "signed in, once, in a (scripted) browser")
        self.expires_at = self.desk.record(LOGIN)["expires_at"]

    def fetch(self, subjects: list[str]) -> None:
        command("mbsync mail")
        outcome = MBSYNC_CLIENT.login(self.desk, self.dovecot, self.anna, MECHANISM)
        output = outcome.output.replace(str(self.desk.folder), "~")
        for line in output.splitlines():
            if "SASL" in line or "side:" in line:
                print(f"  {line}")
        demand(outcome.accepted, f"mbsync signed in with {MECHANISM}, no password asked", output)
        demand(fetched(self.desk) == subjects, f"fetched: {', '.join(fetched(self.desk))}", output)

    def wait_for_the_end_of_the_token(self) -> None:
        print()
        say(f"the access token lives {TOKEN_SECONDS} seconds here; waiting for its end ...")
        time.sleep(max(0.0, self.expires_at + 1 - time.time()))

    def refreshes(self) -> int:
        return len(self.server.refreshes())


def main() -> int:
    """The program."""
    folder = Path(tempfile.mkdtemp(prefix="sasl-oauth-demo-"))
    try:
        installation = installation_of_the_environment(folder / "sasl2")
        with World() as world:
            say("starting an authorization server (oidc-provider) and a mail server (Dovecot)")
            demonstration = Demonstration(world, installation, folder / "anna")
            say(f"they listen on loopback: {world.authorization_server.issuer}, "
                f"imaps://localhost:{world.dovecot.ports.imaps}")
            demonstration.run()
    except (Failure, RuntimeError) as problem:
        print(styled("31", f"\nthe demonstration failed: {problem}"), file=sys.stderr)
        return 1
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    print(f"\n{styled('1;32', 'Signed in once; mail fetched twice; no program was changed.')}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
