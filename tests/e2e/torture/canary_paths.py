# SPDX-License-Identifier: MIT
"""Ways through the tool on which a secret travels."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

from canary_desk import ACCOUNT, CanaryDesk


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
    desk.configure(provider="dpop = true\n")
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
            if address:  # else there was no sign-in page to go to
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
    desk.configure(provider="dpop = true\n")
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


# What only looks


def looks(desk: CanaryDesk, *arguments: str, **members: object) -> Way:
    desk.add_account(3000, **members)
    return tool(desk, *arguments)


def broken_record(desk: CanaryDesk, *arguments: str, change: Callable[[str], str]) -> Way:
    path = desk.add_account(3000)
    path.write_text(change(path.read_text()))
    return tool(desk, *arguments)
