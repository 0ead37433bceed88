# SPDX-License-Identifier: MIT
"""Each way through the tool and the plugin on which a secret travels."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from canary_desk import ACCOUNT, SERVICE, CanaryDesk

REFUSAL = ('{"status":"401","schemes":"bearer","scope":"mail","openid-configuration":'
           '"https://example.org/.well-known/openid-configuration"}')


@dataclasses.dataclass
class Way:
    """A command to run at a desk that is ready for it. `meanwhile` runs beside it."""

    command: list[str]
    spoken: str = ""
    environment: dict[str, str] = dataclasses.field(default_factory=dict)
    meanwhile: Callable[[], None] | None = None


def tool(desk: CanaryDesk, *arguments: str, **environment: str) -> Way:
    return Way([str(desk.installation.tool), *arguments, "--verbose"], environment=environment)


# The tool, one account


def token(desk: CanaryDesk, *arguments: str, expires_in: int = -10) -> Way:
    desk.add_account(expires_in)
    desk.allow(rf"write {re.escape(str(desk.folder))}/watched/out", "access token",
               "new access token")
    return tool(desk, "token", ACCOUNT, *arguments)


def refresh(desk: CanaryDesk, *arguments: str, expires_in: int = 3000, **members: object) -> Way:
    desk.add_account(expires_in, **members)
    return tool(desk, "refresh", *(arguments or (ACCOUNT,)))


def refresh_by_basic(desk: CanaryDesk) -> Way:
    desk.configure(method="client_secret_basic")
    return refresh(desk, token_endpoint_auth_method="client_secret_basic")


def refresh_with_hooks(desk: CanaryDesk) -> Way:
    script = desk.file("tell", "#!/bin/sh\nenv; cat /proc/$$/cmdline\n", 0o700)
    desk.configure(more=f'[hooks]\non_needs_person = "{script}"\non_error = "{script}"\n')
    desk.add_account(failures=3)
    return tool(desk, "refresh", "--due")


def refresh_by_command(desk: CanaryDesk) -> Way:
    """The client's secret and the key come from a command's output."""
    secret = desk.file("secret", desk.secrets["client secret"].text)
    desk.allow(r"write pipe:\[\d+\]", "client secret")
    desk.configure(client=f'client_secret = "command:cat {secret}"\n')
    return refresh(desk)


def refresh_of_a_key(desk: CanaryDesk) -> Way:
    """Bound to a key (DPoP)."""
    desk.configure(provider="binds_refresh_tokens = true\n")
    desk.add_account(3000, dpop_key=desk.key)
    return tool(desk, "refresh", ACCOUNT)


def refresh_without_disk(desk: CanaryDesk) -> Way:
    """The new tokens cannot be written."""
    way = refresh(desk)
    script = '(trap "" XFSZ; ulimit -f 0; exec "$@") 2>&1 | cat'
    way.command = ["sh", "-c", script, "sh", *way.command]
    return way


def after_a_refresh(desk: CanaryDesk, *arguments: str) -> Way:
    """What the record remembers of the answer is shown."""
    desk.add_account()
    return Way(["sh", "-c", '"$1" refresh "$2" --verbose; shift 2; exec "$@"', "sh",
                str(desk.installation.tool), ACCOUNT, str(desk.installation.tool), *arguments,
                "--verbose"])


def revoke(desk: CanaryDesk, *arguments: str) -> Way:
    desk.add_account(3000)
    return tool(desk, "revoke", ACCOUNT, "--yes", *arguments)


def export_to_file(desk: CanaryDesk) -> Way:
    desk.add_account(3000)
    out = desk.files / "exported.json"
    desk.allow(rf"write {re.escape(str(out))}(\.new)?", "access token", "refresh token",
               "client secret")
    return tool(desk, "export", ACCOUNT, "--output", str(out))


def login_by_browser(desk: CanaryDesk, *arguments: str) -> Way:
    """The browser is a script that passes the address on to this process: nobody else sees the
    code."""
    calls = desk.files / "calls"
    os.mkfifo(calls)
    browser = desk.file("browser", f'#!/bin/sh\nprintf "%s" "$1" >{calls}\n', 0o700)

    def visit() -> None:
        address = _said_by(calls)
        with contextlib.suppress(OSError):
            urllib.request.urlopen(address, timeout=10).read()

    way = tool(desk, "login", ACCOUNT, "--timeout", "10s", *arguments, BROWSER=str(browser))
    way.meanwhile = visit
    return way


def _said_by(fifo: Path) -> str:
    """What is written into the FIFO, within ten seconds."""
    descriptor = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    deadline = time.monotonic() + 10
    with os.fdopen(descriptor, "rb", buffering=0) as file:
        while time.monotonic() < deadline:
            if text := file.read(1 << 16):
                return text.decode()
            time.sleep(0.002)
    return ""


def login_bound_to_a_key(desk: CanaryDesk) -> Way:
    desk.configure(provider="binds_refresh_tokens = true\n")
    return login_by_browser(desk)


def login_with_registration(desk: CanaryDesk) -> Way:
    return login_by_browser(desk, "--register")


def login_by_device(desk: CanaryDesk, *arguments: str) -> Way:
    return tool(desk, "login", ACCOUNT, "--device", *arguments)


def login_in_two_steps(desk: CanaryDesk) -> Way:
    desk.allow(rf"write {re.escape(str(desk.store))}/\S+\.sign-in(\.new)?", "verifier")
    desk.allow(r"write pipe:\[\d+\]", "code")  # the shell's, to the second step
    steps = desk.file("steps", (
        'url=$("$1" login "$2" --begin --quiet 2>&1 | tr -d " \\n")\n'
        f"state=${{url##*state=}}; state=${{state%%&*}}\n"
        f'{{ printf "http://127.0.0.1/?state=%s&code=" "$state"; cat {desk.files}/code; }} |\n'
        '  "$1" login "$2" --finish --verbose\n'))
    desk.file("code", _quoted(desk.secrets["code"].text))
    return Way(["sh", str(steps), str(desk.installation.tool), ACCOUNT])


def _quoted(text: str) -> str:
    return "".join(f"%{one:02X}" for one in text.encode())


def login_badly_answered(desk: CanaryDesk, **members: str) -> Way:
    """The sign-in page's answer has these members; CODE in them is the code."""
    desk.server.redirect = {name: text.replace("CODE", desk.server.code)
                            for name, text in members.items()}
    way = login_by_browser(desk)
    way.command[way.command.index("10s")] = "1s"
    return way


def login_with_a_bad_answer_pasted(desk: CanaryDesk, answer: str) -> Way:
    way = login_in_two_steps(desk)
    text = Path(way.command[1]).read_text()
    Path(way.command[1]).write_text(re.sub(r'printf "[^"]*"', f'printf "{answer}"', text))
    return way


def by_proxy(desk: CanaryDesk, proxy: str, way: str = "environment") -> Way:
    """A proxy with a password in its URL; PW in it is the password."""
    password = desk.secrets["password of the proxy"].text
    url = proxy.replace("PW", password).replace("PORT", str(desk.server.port))
    desk.add_account(token_endpoint="https://127.0.0.2:1/token",
                     **({"proxy": url} if way == "record" else {}))
    desk.allow("environment", "password of the proxy")
    proxy_line = f'proxy = "{url}"\n' if way == "configuration" else ""
    desk.configure(more='[network]\nconnect_timeout = "1s"\nrequest_timeout = "1s"\n' + proxy_line)
    names = ("https_proxy", "HTTPS_PROXY", "all_proxy") if way == "environment" else ()
    return tool(desk, "refresh", ACCOUNT, **dict.fromkeys(names, url))


def postfix(desk: CanaryDesk, *arguments: str) -> Way:
    """A relay whose map has an app password for another server."""
    folder = desk.files / "postfix"
    folder.mkdir()
    password = desk.secrets["password"].text
    (folder / "main.cf").write_text(
        f"compatibility_level = 3.6\nrelayhost = [smtp.example.org]:587\n"
        f"smtp_sasl_auth_enable = yes\nqueue_directory = {folder}\n"
        f"smtp_sasl_password_maps = texthash:{folder}/sasl_passwd\n")
    (folder / "master.cf").write_text("smtp unix - - y - - smtp\n")
    (folder / "sasl_passwd").write_text(f"[other.example]:587 me:{password}\n"
                                        f"[smtp.example.org]:587 you:{password}\n")
    (folder / "sasl_passwd").chmod(0o600)
    desk.allow(r"write pipe:\[\d+\]", "password")  # what postmap prints, for the tool
    return tool(desk, *arguments, MAIL_CONFIG=str(folder),
                PATH=f"{os.environ['PATH']}:/usr/sbin")


# Machines


def add_by_credentials(desk: CanaryDesk) -> Way:
    return tool(desk, "add", ACCOUNT, "--grant", "client_credentials", "--client", "app")


def add_by_signature(desk: CanaryDesk) -> Way:
    desk.file("client.key", desk.key)
    desk.configure(client=f'private_key = "file:{desk.files}/client.key"\n',
                   method="private_key_jwt")
    return add_by_credentials(desk)


def service_account(desk: CanaryDesk) -> Path:
    return desk.file("service.json", json.dumps({
        "type": "service_account", "project_id": "p", "private_key_id": "k1",
        "private_key": desk.key, "client_email": SERVICE, "client_id": "1",
        "token_uri": f"{desk.server.issuer}/token", "universe_domain": "example.org"}))


def add_by_key(desk: CanaryDesk) -> Way:
    return tool(desk, "add", ACCOUNT, "--key", str(service_account(desk)), "--scope", "mail")


def add_by_command(desk: CanaryDesk, text: str = '{{"access_token": "{}", "expires_in": 300}}',
                   end: str = "exit 0") -> Way:
    """A command that prints tokens, on its standard error as well."""
    desk.file("said", text.format(desk.secrets["new access token"].text))
    desk.allow(r"write pipe:\[\d+\]", "new access token")
    desk.allow(r"write /dev/null", "new access token")  # the command's standard error
    script = desk.file("print-token", f"#!/bin/sh\ncat {desk.files}/said\n"
                                      f"cat {desk.files}/said >&2 2>/dev/null\n{end}\n", 0o700)
    return tool(desk, "add", ACCOUNT, "--command", str(script))


# What only looks


def looks(desk: CanaryDesk, *arguments: str, **members: object) -> Way:
    desk.add_account(3000, **members)
    return tool(desk, *arguments)


def broken_record(desk: CanaryDesk, *arguments: str, change: Callable[[str], str]) -> Way:
    path = desk.add_account(3000)
    path.write_text(change(path.read_text()))
    return tool(desk, *arguments)


# Files of others


def foreign(desk: CanaryDesk, **members: object) -> Path:
    record = desk.record(-10)
    return desk.file("tokens.json", json.dumps({
        "access_token": record["access_token"], "refresh_token": record["refresh_token"],
        "expiry": "1", "user": ACCOUNT, "client_id": "app",
        "client_secret": record["client_secret"], "token_endpoint": record["token_endpoint"],
        **members}))


def import_file(desk: CanaryDesk, *arguments: str, text: str = "", **members: object) -> Way:
    path = foreign(desk, **members)
    if text:
        path.write_text(text.format(**{name.replace(" ", "_"): one.text for name, one
                                       in desk.secrets.items()}))
    return tool(desk, "import", str(path), "--account", ACCOUNT, *arguments)


def import_by_command(desk: CanaryDesk, end: str = "") -> Way:
    desk.allow(r"write pipe:\[\d+\]", "access token", "refresh token", "client secret")
    return import_file(desk, "--decrypt", f"cat; {end or 'exit 0'}")


# The plugin


def login(desk: CanaryDesk, way: str, mechanism: str, *challenges: str, password: str = "oauth2",
          user: str = ACCOUNT) -> Way:
    sasl = desk.folder / "sasl"
    desk.allow(rf"write {re.escape(str(sasl))}", "access token", "new access token", "password")
    said = [one if one == "again" else str(desk.file(f"challenge-{number}", one))
            for number, one in enumerate(challenges)]
    return Way([str(desk.host), way, mechanism, user, str(sasl), *said], spoken=password)


def login_with_account(desk: CanaryDesk, way: str, mechanism: str, *challenges: str,
                       expires_in: int = -10) -> Way:
    desk.add_account(expires_in)
    return login(desk, way, mechanism, *challenges)


def login_with_token_file(desk: CanaryDesk, way: str, mechanism: str, *challenges: str,
                          **members: object) -> Way:
    path = foreign(desk, **members)
    desk.allow(rf"write {re.escape(str(path))}\.(sasl-oauth-)?new", "new access token", "new refresh token",
               "access token", "refresh token", "client secret")
    desk.allow(rf"write {re.escape(str(path))}", "new access token", "new refresh token",
               "access token", "refresh token", "client secret")
    return login(desk, way, mechanism, *challenges, password=str(path))


def repeated(desk: CanaryDesk, writing: Callable[[str], str], member: str,
             expires_in: int = 3000) -> Way:
    """A refusal that repeats the token."""
    said = writing(desk.secrets["access token"].text)
    challenge = json.dumps({"status": "invalid_token", "scope": "mail", member: said})
    return login_with_account(desk, "callback", "OAUTHBEARER", challenge, "again",
                              expires_in=expires_in)
