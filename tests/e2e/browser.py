#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""A browser without a screen: signs a user in, consents, and follows the redirect home.

As a program it takes the address as its argument, so that it can stand in $BROWSER:
SASL_OAUTH_E2E_USER is the user, SASL_OAUTH_E2E_CA the CA's file, SASL_OAUTH_E2E_DECISION (if set)
"consent" or "refuse"; the last page's text goes to standard output.
"""

from __future__ import annotations

import http.cookiejar
import os
import ssl
import sys
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass, field
from html.parser import HTMLParser

TIMEOUT_SECONDS = 20
MOST_PAGES = 20


@dataclass
class Form:
    """What a page wants to have filled in."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Page:
    """Where the browser came to in the end."""

    url: str
    status: int
    text: str
    headers: dict[str, str]


class _PageReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.abort: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(values.get("action", ""))
        elif tag == "input" and self.form and "name" in values:
            self.form.fields[values["name"]] = values.get("value", "")
        elif tag == "a" and values.get("href", "").endswith("/abort"):
            self.abort = values["href"]


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: object) -> None:
        return None


class Browser:
    """One browser session, with its cookies."""

    def __init__(self, ca_file: str | os.PathLike[str]) -> None:
        context = ssl.create_default_context(cafile=os.fspath(ca_file))
        self._opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context),
            urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), _NoRedirects())

    def sign_in(self, url: str, user: str, decision: str = "consent") -> Page:
        """Goes all the way from the authorization address to the page of the listener."""
        return self.get(self.redirect_of(url, user, decision))

    def redirect_of(self, url: str, user: str, decision: str = "consent") -> str:
        """The same, but stops before the listener: the address that a user would paste."""
        data: dict[str, str] | None = None
        for _ in range(MOST_PAGES):
            page = self.get(url, data)
            data = None
            if "location" in page.headers:
                url = urllib.parse.urljoin(url, page.headers["location"])
                if url.startswith("http://"):
                    return url
            else:
                url, data = self._decide(page, user, decision)
        raise RuntimeError("the sign-in does not come to an end")

    def sign_in_device(self, url: str, user: str, decision: str = "consent") -> Page:
        """Goes from the page of a device's code to the one that says it is done."""
        data: dict[str, str] | None = None
        for _ in range(MOST_PAGES):
            page = self.get(url, data)
            data = None
            if "location" in page.headers:
                url = urllib.parse.urljoin(url, page.headers["location"])
            elif "<form" in page.text and 'name="user_code" placeholder' not in page.text:
                url, data = self._decide(page, user, decision)
                if decision == "refuse" and "confirm" in (data or {}):
                    data = {**data, "abort": "yes"}
            else:
                return page
        raise RuntimeError("the sign-in does not come to an end")

    def _decide(self, page: Page, user: str, decision: str) -> tuple[str, dict[str, str] | None]:
        reader = _PageReader()
        reader.feed(page.text)
        if decision == "refuse" and reader.abort:
            return urllib.parse.urljoin(page.url, reader.abort), None
        if page.status != 200 or not reader.form:
            raise RuntimeError(f"{page.url} answered {page.status} without a form:\n{page.text}")
        fields = reader.form.fields
        if "login" in fields:
            fields.update(login=user, password="any")
        return urllib.parse.urljoin(page.url, reader.form.action), fields

    def get(self, url: str, data: dict[str, str] | None = None) -> Page:
        """One page, or the answer to a form; a redirect is not followed."""
        body = urllib.parse.urlencode(data).encode() if data is not None else None
        try:
            reply = self._opener.open(url, body, TIMEOUT_SECONDS)
        except urllib.error.HTTPError as error:
            reply = error
        with reply:
            headers = {name.lower(): value for name, value in reply.headers.items()}
            return Page(url, reply.status, reply.read().decode(errors="replace"), headers)


def main() -> int:
    """The program."""
    browser = Browser(os.environ["SASL_OAUTH_E2E_CA"])
    decision = os.environ.get("SASL_OAUTH_E2E_DECISION", "consent")
    page = browser.sign_in(sys.argv[1], os.environ["SASL_OAUTH_E2E_USER"], decision)
    print(page.text)
    return 0 if page.status == 200 else 1


if __name__ == "__main__":
    sys.exit(main())
