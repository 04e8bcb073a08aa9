"""A plugin that watches every test: what is a person's own, or secret, gets into no log, mail, title, address or error page.

Canaries are taken where they are made, so that no test has to name its own: each text that is
sealed, each name and address of a person, each name of an item or medicine, each password, session
key and random token; for the log also whatever a test posts. Each test begins without any.

Allowed, and only there: a page that shows a form again to who filled it in (409, 422, FORM_PAGES),
or gives back what could not be saved (GIVEN_BACK); the link's own token in an address that begins
with /r/ (docs/security.md says why); a person's own address and the token of a link in a mail to
that person.
"""

import logging
import re
import secrets
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from typing import Any

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.core import mail
from django.db.models import Model
from django.db.models.signals import post_save
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client

from accounts import sealing
from tests.log_capture import site_handler

SHORTEST, LONGEST = 8, 400  # shorter ones are found by chance; longer ones are too dear to look for
PERSONAL = {"User": ("name", "email"), "EmailAddress": ("email",), "Item": ("name",), "Medicine": ("name", "pharmacy")}
SECRET = {"Session": ("session_key",)}
FORM_PAGES = {"accounts/fresh.html"}  # answers 403 and carries along what was typed
GIVEN_BACK = "_kept.html"  # in answers 500 and 503, to who typed it; never a secret
FORM_KEY = re.compile(r'name="form_key" value="[\w-]+"')  # makes two posts one, and opens nothing
TITLE = re.compile(rb"<title>(.*?)</title>", re.DOTALL)
HARMLESS_POST = re.compile(r"[\d:., +-]*|/[\w/-]*|\w+/\w+")


@dataclass
class Watch:
    """What must not be seen, and where it was seen."""

    personal: set[str] = field(default_factory=set)
    secret: set[str] = field(default_factory=set)
    posted: set[str] = field(default_factory=set)
    leaks: list[str] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)

    def add(self, kind: set[str], text: Any) -> None:
        """Take a text for a canary of one kind."""
        if isinstance(text, str) and SHORTEST <= len(text) <= LONGEST:
            kind.add(text)

    def search(self, where: str, text: str, *kinds: set[str]) -> None:
        """Note each canary of these kinds in a text; the same text is searched once while there are no new canaries."""
        known = hash((where, text, *map(len, kinds)))
        if known in self.seen:
            return
        self.seen.add(known)
        self.leaks += [f"{where} holds {canary!r}" for kind in kinds for canary in kind if canary in text]

    def clear(self) -> None:
        """Forget everything: a new test begins."""
        for each in (self.personal, self.secret, self.posted, self.seen):
            each.clear()
        self.leaks = []


watch = Watch()


@contextmanager
def leaks() -> Iterator[list[str]]:
    """Yield what leaks in the block, instead of failing the test for it."""
    before, watch.leaks = watch.leaks, []
    try:
        yield watch.leaks
        search_mails()
    finally:
        watch.leaks = before


class WatchedLine(logging.Formatter):
    """The site's own formatter, its lines being searched."""

    def __init__(self, inner: logging.Formatter) -> None:
        super().__init__()
        self.inner = inner

    def format(self, record: logging.LogRecord) -> str:
        """Return what the site writes."""
        line = self.inner.format(record)
        watch.search("a log line", line, watch.personal, watch.secret, watch.posted)
        return line


def search_answer(response: HttpResponseBase) -> None:
    """Search the address, title and, of an error page, all of an answer."""
    location = re.sub(r"^/r/[\w-]{43}/", "", response.headers.get("Location", ""))
    if location:
        watch.search("an address", location, watch.personal, watch.secret)
    if not isinstance(response, HttpResponse) or "text/html" not in response.headers.get("Content-Type", ""):
        return
    if title := TITLE.search(response.content):
        watch.search("a title", title[1].decode(), watch.personal, watch.secret)
    templates = {template.name for template in getattr(response, "templates", [])}
    if response.status_code >= 400 and response.status_code not in (409, 422) and not templates & FORM_PAGES:
        personal = set() if GIVEN_BACK in templates else watch.personal
        text = FORM_KEY.sub("", response.content.decode())
        watch.search(f"a page {response.status_code}", text, personal, watch.secret)


def search_mails() -> None:
    """Search subject and text of every mail."""
    for message in getattr(mail, "outbox", []):
        own = {*message.to, *message.reply_to}
        text = f"{message.subject}\n{message.body}"
        watch.search("a mail", text, {each for each in watch.personal if each not in own and "@" not in each})
        watch.search("a mail", text, watch.secret)


def _watched_client(request: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(request)
    def watched(client: Client, **kwargs: Any) -> HttpResponseBase:
        response = request(client, **kwargs)
        search_answer(response)
        return response

    return watched


def _watched_post(post: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    @wraps(post)
    def watched(client: Client, path: str, data: Any = None, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for value in data.values() if isinstance(data, dict) else ():
            if isinstance(value, str) and not HARMLESS_POST.fullmatch(value):
                watch.add(watch.posted, value)
        return post(client, path, data, *args, **kwargs)

    return watched


def _watched_secret(make: Callable[..., str]) -> Callable[..., str]:
    @wraps(make)
    def watched(*args: Any) -> str:
        made = make(*args)
        watch.add(watch.secret, made)
        return made

    return watched


def _watched_password(set_password: Callable[..., None]) -> Callable[..., None]:
    @wraps(set_password)
    def watched(user: AbstractBaseUser, raw: str | None) -> None:
        watch.add(watch.secret, raw)
        set_password(user, raw)

    return watched


class WatchedCipher:
    """A cipher that takes each text it seals for a canary."""

    def __init__(self, inner: Any) -> None:
        self.inner, self.decrypt = inner, inner.decrypt

    def encrypt(self, nonce: bytes, plain: bytes, bound_to: bytes) -> bytes:
        """Seal."""
        if len(plain) <= LONGEST and not bound_to.startswith(b"accounts.OutgoingMail"):
            watch.add(watch.personal, plain.decode(errors="replace"))
        return self.inner.encrypt(nonce, plain, bound_to)


def _watched_cipher(cipher: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(cipher)
    def watched(*args: Any) -> WatchedCipher:
        return WatchedCipher(cipher(*args))

    return watched


def _after_save(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    for kind, names in ((watch.personal, PERSONAL), (watch.secret, SECRET)):
        for name in names.get(sender.__name__, ()):
            watch.add(kind, getattr(instance, name, None))


def install() -> None:
    """Watch this process from now on."""
    handler = site_handler()
    if isinstance(handler.formatter, WatchedLine):
        return
    assert handler.formatter is not None
    handler.setFormatter(WatchedLine(handler.formatter))
    Client.request = _watched_client(Client.request)
    Client.post = _watched_post(Client.post)
    secrets.token_urlsafe = _watched_secret(secrets.token_urlsafe)
    AbstractBaseUser.set_password = _watched_password(AbstractBaseUser.set_password)
    sealing._cipher = _watched_cipher(sealing._cipher)
    post_save.connect(_after_save, weak=False)


def pytest_sessionstart() -> None:
    """Watch every process that runs tests."""
    install()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Begin each test without canaries."""
    watch.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, Any, Any]:
    """Fail a test in which something leaked."""
    result = yield
    search_mails()
    if watch.leaks:
        pytest.fail("Leaked: " + "; ".join(watch.leaks[:5]), pytrace=False)
    return result
