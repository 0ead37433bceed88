# SPDX-License-Identifier: MIT
"""The table: ways that ask the token endpoint, each with each failure; and ways by themselves."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable

import canary_machine_paths as machines
import canary_paths as paths
import canary_plugin_paths as plugin
from canary_desk import ACCOUNT, CanaryDesk
from canary_failures import WRITINGS
from canary_paths import Way
from canary_plugin_paths import REFUSAL

Prepare = Callable[[CanaryDesk], Way]
bind = functools.partial

STRANGER = "stranger@example.org"

# Each meets every failure of canary_failures.py.
ASKING: dict[str, Prepare] = {
    "token": paths.token,
    "token --format json": lambda desk: paths.token(desk, "--format", "json"),
    "refresh": paths.refresh,
    "refresh, HTTP Basic": paths.refresh_by_basic,
    "refresh --due with hooks": paths.refresh_with_hooks,
    "refresh, a command's secret": paths.refresh_by_command,
    "refresh, DPoP": paths.refresh_of_a_key,
    "refresh, no disk": paths.refresh_without_disk,
    "refresh, then status": lambda desk: paths.after_a_refresh(desk, "status"),
    "refresh, then status --json": lambda desk: paths.after_a_refresh(desk, "status", "--json"),
    "refresh, then inspect": lambda desk: paths.after_a_refresh(desk, "inspect", ACCOUNT),
    "refresh, then doctor": lambda desk: paths.after_a_refresh(
        desk, "doctor", ACCOUNT, "--offline"),
    "refresh --json": lambda desk: paths.refresh(desk, ACCOUNT, "--json"),
    "revoke": paths.revoke,
    "revoke --json": lambda desk: paths.revoke(desk, "--json"),
    "login by browser": paths.login_by_browser,
    "login by browser --json": lambda desk: paths.login_by_browser(desk, "--json"),
    "login, bound to a key": paths.login_bound_to_a_key,
    "login with registration": paths.login_with_registration,
    "login in two steps": paths.login_in_two_steps,
    "add by credentials": machines.add_by_credentials,
    "add by a signature": machines.add_by_signature,
    "add by a service account's key": machines.add_by_key,
    "import": machines.import_file,
    "import --json by a command": lambda desk: machines.import_by_command(desk),
    "plugin, XOAUTH2, log": lambda desk: plugin.login_with_account(desk, "callback", "XOAUTH2"),
    "plugin, OAUTHBEARER, prompt": lambda desk: plugin.login_with_account(
        desk, "prompt", "OAUTHBEARER", REFUSAL, "again"),
    "plugin, syslog": lambda desk: plugin.login_with_account(
        desk, "syslog", "XOAUTH2", REFUSAL, "again"),
    "plugin, token file": lambda desk: plugin.login_with_token_file(
        desk, "callback", "XOAUTH2", REFUSAL, "again"),
}

BROKEN_RECORDS: dict[str, Callable[[str], str]] = {
    "cut": lambda text: text[:-20],
    "cut in the token": lambda text: text[:text.index("refresh_token") + 30],
    "junk behind": lambda text: text + text,
    "an array": lambda text: f"[{text}]",
    "the token a number": lambda text: text.replace(
        '"access_token": "', '"access_token": 7, "x": "'),
    "a member twice": lambda text: text[:-1] + ', "refresh_token": "x"}',
    "the token as its version": lambda text: text.replace('"version": 1', '"version": "'
                                                          + json.loads(text)["access_token"] + '"'),
    "the token as its method": lambda text: text.replace(
        '"client_secret_post"', json.dumps(json.loads(text)["refresh_token"])),
    "a password in its endpoint": lambda text: text.replace(
        "http://", f"http://me:{json.loads(text)['access_token']}@"),
    "the token behind its endpoint": lambda text: text.replace(
        "/token", f"/token?t={json.loads(text)['access_token']}"),
}


def broken(command: str, change: str, desk: CanaryDesk) -> Way:
    more = ("--yes",) if command in ("revoke", "remove") else ()
    more += ("--output", "-") if command == "export" else ()
    # These print what the account has, which is what they are for.
    shown = {"token": ("access token",),
             "export": ("access token", "refresh token", "client secret")}.get(command)
    if shown:
        desk.allow(rf"write {re.escape(str(desk.folder))}/watched/out", *shown)
    return paths.broken_record(desk, command, ACCOUNT, *more, change=BROKEN_RECORDS[change])


LOOKING: dict[str, Prepare] = {
    **{f"broken record ({change}): {command}": bind(broken, command, change)
       for change in BROKEN_RECORDS
       for command in ("token", "refresh", "status", "inspect", "revoke", "export", "doctor")},
    **{f"plugin, broken record ({change})": lambda desk, change=change: _plugin_broken(desk, change)
       for change in BROKEN_RECORDS},
    **{f"plugin, the challenge's {member} repeats the token {writing}":
       lambda desk, member=member, writing=writing: plugin.repeated(desk, WRITINGS[writing], member)
       for member in ("status", "scope", "openid-configuration", "error_description")
       for writing in WRITINGS},
    **{f"login, the answer has {name}": bind(paths.login_badly_answered, **members)
       for name, members in {
           "another state": {"state": "x"}, "no state": {"state": ""},
           "an error that repeats the code": {"error": "CODE", "error_description": "CODE"},
           "another issuer": {"iss": "https://CODE/"}, "a control byte": {"code": "CODE\x01"},
           "a code without end": {"code": "CODE" * 3000}}.items()},
    **{f"login in two steps, pasted: {name}": bind(
        paths.login_with_a_bad_answer_pasted, answer=text)
       for name, text in {"no state": "http://127.0.0.1/?code=", "the code alone": "",
                          "another address": "https://evil.example/?code="}.items()},
    **{f"proxy of the {way}: {proxy}": bind(paths.by_proxy, proxy=proxy, way=way)
       for way in ("environment", "configuration", "record")
       for proxy in ("http://me:PW@127.0.0.1:PORT", "http://me:PW@127.0.0.1:1", "http://PW@[::1",
                     "http://me:PW@nowhere.invalid:1", "socks5h://me:PW@127.0.0.1:PORT",
                     "https://me:PW@127.0.0.1:PORT", "ftp://me:PW@127.0.0.1:1", "me:PW@127.0.0.1:1",
                     "http://me:PW@127.0.0.1:99999", "http://me:P W@127.0.0.1:1")},
    "doctor with a proxy": lambda desk: _looking_by_proxy(desk, "doctor", ACCOUNT),
    "doctor with a record's proxy": lambda desk: paths.looks(
        desk, "doctor", ACCOUNT, proxy=f"http://me:{desk.secrets['cookie'].text}@127.0.0.1:1"),
    "inspect a record's proxy": lambda desk: paths.looks(
        desk, "inspect", ACCOUNT, proxy=f"http://me:{desk.secrets['cookie'].text}@127.0.0.1:1"),
    "doctor for Postfix": lambda desk: paths.postfix(
        desk, "doctor", "--for", "postfix", "--offline"),
    "postfix": lambda desk: paths.postfix(desk, "postfix", "smtp.example.org", ACCOUNT),
    "postfix --check": lambda desk: paths.postfix(desk, "postfix", "smtp.example.org", ACCOUNT,
                                                  "--check"),
    "postfix --json": lambda desk: paths.postfix(desk, "postfix", "smtp.example.org", ACCOUNT,
                                                 "--json"),
    "import postfix": lambda desk: paths.postfix(desk, "import", "postfix", "--dry-run"),
    "status": lambda desk: paths.looks(desk, "status"),
    "status --json": lambda desk: paths.looks(desk, "status", "--json"),
    "inspect": lambda desk: paths.looks(desk, "inspect", ACCOUNT),
    "inspect --json": lambda desk: paths.looks(desk, "inspect", ACCOUNT, "--json"),
    "inspect a key": lambda desk: paths.looks(desk, "inspect", ACCOUNT, dpop_key=desk.key),
    "doctor": lambda desk: paths.looks(desk, "doctor", ACCOUNT),
    "doctor --json": lambda desk: paths.looks(desk, "doctor", ACCOUNT, "--json"),
    "remove": lambda desk: paths.looks(desk, "remove", ACCOUNT, "--yes"),
    "export to a file": paths.export_to_file,
    "login by device": paths.login_by_device,
    "login by device --json": lambda desk: paths.login_by_device(desk, "--json"),
    "config show": lambda desk: paths.looks(desk, "config", "show"),
    "config check": lambda desk: paths.looks(desk, "config", "check"),
    "discover": lambda desk: paths.looks(desk, "discover", desk.server.issuer),
    "add by a command": machines.add_by_command,
    "add by a command that prints a word": lambda desk: machines.add_by_command(desk, "{}\n"),
    "add by a command that prints two": lambda desk: machines.add_by_command(desk, "{} x\n"),
    "add by a command that prints cut JSON": lambda desk: machines.add_by_command(
        desk, '{{"access_token": "{}"'),
    "add by a command that fails": lambda desk: machines.add_by_command(desk, end="exit 3"),
    "add by a command that is killed": lambda desk: machines.add_by_command(desk, end="kill -9 $$"),
    "import, the command fails": lambda desk: machines.import_by_command(desk, "exit 4"),
    **{f"import of what is broken: {name}": lambda desk, text=text: machines.import_file(
        desk, text=text) for name, text in {
            "cut JSON": '{{"access_token": "{access_token}", "refresh_token": "{cookie}"',
            "INI": "[{cookie}]\nrefresh_token = {cookie}\n{access_token}",
            "a line": "{access_token}\n", "two lines": "{access_token}\n{cookie}\n",
            "an array": '["{access_token}"]',
            "a number": '{{"access_token": 7, "refresh_token": "{cookie}"}}',
            "the token as expiry": '{{"refresh_token": "{cookie}", "expiry": "{access_token}"}}',
            "a URL": '{{"refresh_token": "{cookie}", "token_uri": "{access_token}"}}',
            "a kind": '{{"type": "{access_token}", "refresh_token": "{cookie}"}}',
            "a key": '{{"type": "service_account", "private_key": "{access_token}",'
                     ' "client_email": "{cookie}", "token_uri": "https://{cookie}/"}}'}.items()},
    **{f"inspect of {name}": lambda desk, text=text: _inspect(desk, text) for name, text in {
        "a token": "{}", "JSON": '{{"access_token": "{}"}}', "cut JSON": '{{"access_token": "{}"',
        "a line": "{} x\n", "an INI": "[a]\nrefresh_token = {}\n"}.items()},
    **{f"plugin, the password {name}": lambda desk, text=text: plugin.login(
        desk, "callback", "XOAUTH2", REFUSAL, "again", user=STRANGER,
        password=text.format(desk.secrets["password"].text))
       for name, text in {
           "is an app password": "{}", "has blanks": "{} abcd", "is a path": "/{}",
           "is token:": "token:{}", "is token: with a blank": "token:{} x",
           "is oauth2:": "oauth2:{}\x01", "has a control byte": "{}\x01", "has a line end": "{}\n",
           "is not ASCII": "{}\u00e9", "has a quote": '{}"x', "has a percent sign": "{}%s%n"
       }.items()},
    "plugin, the password by prompt": lambda desk: plugin.login(
        desk, "prompt", "OAUTHBEARER", REFUSAL, user=STRANGER,
        password=desk.secrets["password"].text + " x"),
    "plugin, the password, syslog": lambda desk: plugin.login(
        desk, "syslog", "XOAUTH2", REFUSAL, user=STRANGER,
        password=desk.secrets["password"].text + " x"),
    "plugin, fresh, log": lambda desk: plugin.login_with_account(
        desk, "callback", "XOAUTH2", REFUSAL, "again", REFUSAL, expires_in=9000),
    "plugin, fresh, syslog": lambda desk: plugin.login_with_account(
        desk, "syslog", "OAUTHBEARER", REFUSAL, "again", REFUSAL, expires_in=9000),
}


def _looking_by_proxy(desk: CanaryDesk, *arguments: str) -> Way:
    way = paths.by_proxy(desk, "http://me:PW@127.0.0.1:1")
    way.command = paths.tool(desk, *arguments).command
    return way


def _plugin_broken(desk: CanaryDesk, change: str) -> Way:
    way = plugin.login_with_account(desk, "callback", "XOAUTH2")
    path = desk.store / f"{ACCOUNT}.json"
    path.write_text(BROKEN_RECORDS[change](path.read_text()))
    return way


def _inspect(desk: CanaryDesk, text: str) -> Way:
    way = paths.tool(desk, "inspect", "-")
    way.spoken = text.format(desk.secrets["access token"].text)
    return way
