"""A browser without a screen for real servers: cookies, forms with their CSRF token, redirects left to the caller.

    client = site.client()
    client.sign_in("alice@example.test", PASSWORD)          # through the page
    answer = client.get("/journal/")                        # answer.status, .headers, .text, .location
    client.submit("/journal/medicines/", name="Duloxetine") # the page's own form with these answers

Behind TLS: WebClient("https://localhost:8443", context=ssl_context).
"""

import http.client
import secrets
import ssl
from dataclasses import dataclass, field
from email.message import Message
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urljoin, urlsplit

from tests.html_forms import TOKEN, Form, post_forms

FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Answer:
    """What a server said."""

    status: int
    headers: Message
    body: bytes

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def location(self) -> str:
        """Where a redirect leads, "" without one."""
        return self.headers.get("Location", "")

    @property
    def forms(self) -> list[Form]:
        """The forms on the page that are sent by POST."""
        return post_forms(self.text)


@dataclass
class WebClient:
    """A browser of one person. Raises OSError or http.client.HTTPException where a request was cut off."""

    address: str
    timeout: float = 30
    context: ssl.SSLContext | None = None
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        # Django takes any secret of 32 letters, as long as cookie and form agree; signing in makes a new one.
        self.cookies.setdefault(self._csrf, secrets.token_hex(16))

    @property
    def https(self) -> bool:
        """Whether the site is asked over TLS."""
        return self.address.startswith("https:")

    @property
    def _csrf(self) -> str:
        return "__Host-csrf" if self.https else "csrf"

    def request(self, method: str, path: str, body: bytes = b"", **headers: str) -> Answer:
        """Ask once, on a connection of its own, and keep the cookies of the answer."""
        connection = self._connection()
        try:
            connection.request(method, path, body or None, {**self.headers, **self._cookie(), **headers})
            got = connection.getresponse()
            answer = Answer(got.status, got.headers, got.read())
        finally:
            connection.close()
        self._keep_cookies(answer)
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        """Open a page."""
        return self.request("GET", path, **headers)

    def post(self, path: str, answers: dict[str, object] | None = None, **headers: str) -> Answer:
        """Send a form with its token; a list of answers is sent as that many."""
        body = urlencode({TOKEN: self.cookies[self._csrf], **(answers or {})}, doseq=True).encode()
        origin = {"Origin": self.address, "Content-Type": FORM}
        return self.request("POST", path, body, **{**origin, **headers})

    def submit(self, path: str, number: int = 0, **answers: object) -> Answer:
        """Open a page and send its form (the first, or that number) with these answers and all others untouched."""
        form = self.get(path).forms[number]
        return self.post(urljoin(path, form.action), {**form.sent, **answers})

    def sign_in(self, email: str, password: str) -> Answer:
        """Sign in through the page."""
        return self.post("/accounts/login/", {"login": email, "password": password})

    def _connection(self) -> http.client.HTTPConnection:
        host = urlsplit(self.address).netloc
        if self.https:
            return http.client.HTTPSConnection(host, timeout=self.timeout, context=self.context)
        return http.client.HTTPConnection(host, timeout=self.timeout)

    def _cookie(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _keep_cookies(self, answer: Answer) -> None:
        for header in answer.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                if morsel["max-age"] == "0" or not morsel.value:
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value
