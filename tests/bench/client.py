"""A visitor with cookies: signs in, opens a link, asks again and again."""

import gzip
import http.client
import re
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass
class Answer:
    """Status, headers and body as they came over the line."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def plain(self) -> bytes:
        return gzip.decompress(self.body) if self.headers.get("content-encoding") == "gzip" else self.body


@dataclass
class Visitor:
    """One browser, as far as a server can tell; redirects are not followed."""

    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{name}={value}" for name, value in self.cookies.items())

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, fields: dict[str, Any]) -> Answer:
        return self._ask("POST", path, self.body(fields))

    def body(self, fields: dict[str, Any]) -> str:
        """Return a form as it is sent, with the token against forged posts."""
        token = next((value for name, value in self.cookies.items() if "csrf" in name), "")
        return urlencode({**fields, "csrfmiddlewaretoken": token})

    def headers(self) -> dict[str, str]:
        """Return what is sent with each request."""
        return {"Accept-Encoding": "gzip", "Cookie": self.cookie_header}

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = self.headers() | ({"Content-Type": FORM} if body is not None else {})
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        got = Answer(answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read())
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        connection.close()
        return got


def sign_in(port: int, path: str, fields: dict[str, str]) -> Visitor:
    """Return a visitor who is signed in."""
    visitor = Visitor(port)
    assert visitor.get(path).status == 200
    answer = visitor.post(path, fields)
    assert answer.status == 302, (answer.status, re.sub(r"<[^>]+>", "", answer.plain.decode())[:500])
    return visitor


def open_link(port: int, path: str) -> Visitor:
    """Return a visitor who pressed the button of a link."""
    visitor = Visitor(port)
    assert visitor.post(path, {}).status == 303
    return visitor
