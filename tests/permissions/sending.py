"""Send one request to the site from inside, and say all that can be told of it: the answer and what it wrote."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.handlers.base import BaseHandler
from django.db import connection, transaction
from django.http import HttpResponse
from django.test import RequestFactory
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from ldn_tracker.messages import MessageCookie
from tests.permissions.effects import Effect, effect_between, masked
from tests.permissions.people import Cast
from tests.permissions.probes import Data, Probe
from tests.records import Snapshot, snapshot

NOTHING = Effect()
FORM = "application/x-www-form-urlencoded"
READS = re.compile(r"[\s(]*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|PRAGMA|SHOW|BEGIN|EXPLAIN|SET CONSTRAINTS)\b", re.I)
TABLE = re.compile(r'\s*(?:INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE|DELETE\s+FROM)\s+"?(\w+)"?', re.I)
ENDS_SESSIONS = re.compile(r'\s*DELETE\s+FROM\s+"?django_session"?', re.I)
NOT_RECORDS = {"django_session", "cache", "accounts_ratewindow", "accounts_outgoingmail"}


@dataclass(frozen=True)
class Answer:
    """What came back, opened where it was packed, and what the request wrote.

    wrote: the tables that a statement tried to change. effect: what is different in the records.
    after: the page that an accepted form leads to. signed_out: whose sessions are gone.
    """

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    wrote: frozenset[str] = frozenset()
    effect: Effect = NOTHING
    location: str = ""
    after: bytes = b""
    signed_out: frozenset[int] = frozenset()

    @property
    def everything(self) -> bytes:
        """Status, headers and body in one, to be searched or compared."""
        head = "\n".join(f"{name}: {value}" for name, value in self.headers)
        return masked(b"%d\n%s\n\n%s%s" % (self.status, head.encode(), self.body, self.after), self.effect)


class Site:
    """The site as called from inside; every statement is watched, and what was changed is taken back."""

    def __init__(self, cast: Cast) -> None:
        self.cast, self.sent, self.wrote, self.ended = cast, 0, set[str](), False
        self.sessions: dict[str, int] = {}
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.factory = RequestFactory()
        self.before: Snapshot = {}

    @contextmanager
    def open(self) -> Iterator["Site"]:
        """Watch the statements, and know what the records are before the first request."""
        with connection.execute_wrapper(self._watch):
            self.before = snapshot()
            self.sessions = dict(UserSession.objects.values_list("session_key", "user"))
            yield self

    def slipped(self) -> Effect:
        """Return what is different in the records, which must be nothing: everything was taken back."""
        return effect_between(self.before, snapshot())

    def _watch(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        if not READS.match(sql):
            found = TABLE.match(sql)
            self.wrote.add(found[1] if found else sql[:60])
            self.ended = self.ended or bool(ENDS_SESSIONS.match(sql))
        return execute(sql, params, many, context)

    def ask(self, probe: Probe) -> Answer:
        """Send a request; what it changed is looked at, if it was a POST, and then taken back."""
        with transaction.atomic():
            answer = self._send(probe.visitor, probe.method, probe.address, probe.data)
            if probe.method != "POST":
                transaction.set_rollback(bool(answer.wrote))
                return answer
            if self.ended:
                answer = replace(answer, signed_out=self._signed_out())
            if wrote := answer.wrote - NOT_RECORDS:
                answer = replace(answer, effect=effect_between(self.before, snapshot(tables=wrote)))
                if probe.follows and answer.location.startswith("/"):
                    answer = replace(answer, after=self._send(probe.visitor, "GET", answer.location, ()).everything)
            transaction.set_rollback(True)
        return answer

    def _signed_out(self) -> frozenset[int]:
        there = set(Session.objects.values_list("session_key", flat=True))
        return frozenset(owner for key, owner in self.sessions.items() if key not in there)

    def _send(self, visitor: str, method: str, address: str, data: Data) -> Answer:
        self.sent += 1
        self.wrote, self.ended = set(), False
        body, kind = _encoded(data) if method not in ("GET", "HEAD") else (b"", FORM)
        request = self.factory.generic(
            method, address, body, content_type=kind, HTTP_COOKIE=self.cast.cookies[visitor], secure=False
        )
        request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
        response: Any = self.handler.get_response(request)
        return Answer(
            status=response.status_code,
            headers=tuple(sorted((*response.items(), *_cookies(response)))),
            body=_opened(response),
            wrote=frozenset(self.wrote),
            location=response.headers.get("Location", ""),
        )


def _encoded(data: Data) -> tuple[bytes, str]:
    files = [name for name, values in data if name == "file" and any("\n" in value for value in values)]
    if not files:
        return urlencode(dict(data), doseq=True).encode(), FORM
    parts: dict[str, Any] = {name: list(values) for name, values in data}
    for name in files:
        parts[name] = [_file(value) for value in parts[name]]
    return encode_multipart(BOUNDARY, parts), MULTIPART_CONTENT


def _file(value: str) -> io.BytesIO:
    file = io.BytesIO(value.encode())
    file.name = "journal.csv"
    return file


def _cookies(response: HttpResponse) -> Iterator[tuple[str, str]]:
    """Yield each cookie with its attributes; credentials are hidden, messages are opened."""
    for name, morsel in response.cookies.items():
        value = morsel.value and "(set)"
        if name == settings.MESSAGE_COOKIE_NAME and value:
            value = str([str(each) for each in MessageCookie(RequestFactory().get("/"))._decode(morsel.value) or ()])
        attributes = {key: each for key, each in morsel.items() if each and key != "expires"}
        yield "Set-Cookie", f"{name}={value} {attributes}"


def _opened(response: HttpResponse) -> bytes:
    """Return the body as a reader has it: unpacked, with all that a zip holds."""
    body = b"".join(response) if response.streaming else response.content  # type: ignore[arg-type]
    if response.headers.get("Content-Encoding") == "gzip":
        body = zlib.decompress(body, wbits=31)
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in sorted(packed.namelist()))
