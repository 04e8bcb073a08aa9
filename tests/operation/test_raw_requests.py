"""Requests that no browser makes, over a bare socket to gunicorn alone: refused, closed, and the next one is answered.

A request that two programs read differently lets one of them smuggle another in; so whatever can be
read in two ways is not read at all.
"""

import re
import socket

import pytest

from tests.ldn_tracker.header_table import ALWAYS, KINDS, Headers
from tests.operation.servers import Site

# With a cookie for the token, so that the body is read in search of it.
POST = (
    b"POST /accounts/login/ HTTP/1.1\r\nHost: %s\r\nCookie: csrf=0123456789abcdef0123456789abcdef\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\n"
)
GET = b"GET /help/ HTTP/1.1\r\nHost: %s\r\n"
SMUGGLED = b"0\r\n\r\nGET /privacy/ HTTP/1.1\r\nHost: %s\r\n\r\n"
CORPUS = {
    "length and chunks": (POST + b"Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n" + SMUGGLED, "400"),
    "chunks and length": (POST + b"Transfer-Encoding: chunked\r\nContent-Length: 6\r\n\r\n" + SMUGGLED, "400"),
    "two lengths": (POST + b"Content-Length: 5\r\nContent-Length: 6\r\n\r\nlogin=", "400"),
    "a list of lengths": (POST + b"Content-Length: 6, 6\r\n\r\nlogin=", "400"),
    "a length with a sign": (POST + b"Content-Length: +6\r\n\r\nlogin=", "400"),
    "a negative length": (POST + b"Content-Length: -1\r\n\r\nlogin=", "400"),
    "a length in hex": (POST + b"Content-Length: 0x6\r\n\r\nlogin=", "400"),
    "a length of foreign digits": (POST + "Content-Length: ٦\r\n\r\nlogin=".encode(), "400"),
    "chunks by another name": (POST + b"Transfer-Encoding: xchunked\r\n\r\n" + SMUGGLED, "400|501"),
    "chunks twice": (POST + b"Transfer-Encoding: chunked, chunked\r\n\r\n" + SMUGGLED, "400|501"),
    "chunks, then as it is": (POST + b"Transfer-Encoding: chunked, identity\r\n\r\n" + SMUGGLED, "400|501"),
    "chunks after a tab": (POST + b"Transfer-Encoding:\x0bchunked\r\n\r\n" + SMUGGLED, "400|501"),
    "chunks in HTTP/1.0": (
        POST.replace(b"1.1", b"1.0") + b"Transfer-Encoding: chunked\r\n\r\n" + SMUGGLED,
        "400|501",
    ),
    # Chunks alone are not read at all: the form is empty, so it has no token.
    "a chunk of no size": (POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\nlogin=\r\n0\r\n\r\n", "403"),
    "a negative chunk": (POST + b"Transfer-Encoding: chunked\r\n\r\n-6\r\nlogin=\r\n0\r\n\r\n", "403"),
    "a chunk that ends elsewhere": (POST + b"Transfer-Encoding: chunked\r\n\r\n3\r\nlogin=\r\n0\r\n\r\n", "403"),
    "a chunk size of 2**70": (POST + b"Transfer-Encoding: chunked\r\n\r\n400000000000000000\r\nlogin=", "403"),
    "chunks that never end": (POST + b"Transfer-Encoding: chunked\r\n\r\n6\r\nlogin=\r\n", "403"),
    "a body cut short": (POST + b"Content-Length: 600\r\n\r\nlogin=", "403"),
    "a folded header": (GET + b"X-One: a\r\n b\r\n\r\n", "400"),
    "a folded first header": (b"GET /help/ HTTP/1.1\r\n Host: %s\r\n\r\n", "400"),
    "NUL in a header": (GET + b"X-One: a\0b\r\n\r\n", "400"),
    "NUL in a name": (GET + b"X-\0One: a\r\n\r\n", "400"),
    "a name with a blank": (GET + b"Content-Length : 6\r\n\r\n", "400"),
    "a name with an underscore": (GET + b"X_Forwarded_For: 203.0.113.9\r\n\r\n", "200"),
    "no colon": (GET + b"X-One\r\n\r\n", "400"),
    "no name": (GET + b": x\r\n\r\n", "400"),
    "a bare line feed": (GET + b"X-One: a\nX-Two: b\r\n\r\n", "400"),
    "a bare carriage return": (GET + b"X-One: a\rX-Two: b\r\n\r\n", "400"),
    "a huge header": (GET + b"X-One: " + b"a" * 100_000 + b"\r\n\r\n", "431"),
    "a hundred thousand headers": (GET + b"X-One: a\r\n" * 100_000 + b"\r\n", "431"),
    "a huge address": (b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: %s\r\n\r\n", "414"),
    "no version": (b"GET /help/\r\nHost: %s\r\n\r\n", "400"),
    "another version": (b"GET /help/ HTTP/9.9\r\nHost: %s\r\n\r\n", "400"),
    "the beginning of HTTP/2": (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "400"),
    "another host's address": (b"GET http://evil.test/help/ HTTP/1.1\r\nHost: evil.test\r\n\r\n", "400"),
    "two hosts": (GET + b"Host: evil.test\r\n\r\n", "400"),
    "no host": (b"GET /help/ HTTP/1.1\r\n\r\n", "200"),  # for this machine's own address, where this site is
    "a tunnel": (b"CONNECT evil.test:443 HTTP/1.1\r\nHost: evil.test:443\r\n\r\n", "400"),
    "nonsense": (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(range(256)), "400"),
}
# Of every answer of gunicorn's own, beside ours.
WIRE: Headers = {"Connection": "close", "Date": re.compile(r"\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT")}
REFUSAL: Headers = {
    "Cache-Control": "private, no-store",
    "Connection": "close",
    "Content-Length": re.compile("[0-9]+"),
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Content-Type": "text/plain; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def send(site: Site, request: bytes) -> bytes:
    """Send bytes and no more; return all that comes until the server closes."""
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as wire:
        try:
            wire.sendall(request)
            wire.shutdown(socket.SHUT_WR)
        except OSError:
            pass  # refused before all of it was sent
        answer = b""
        while True:
            try:
                received = wire.recv(65536)
            except ConnectionResetError:
                return answer
            if not received:
                return answer
            answer += received


def status(answer: bytes) -> str:
    found = re.match(rb"HTTP/1\.[01] (\d{3}) ", answer)
    return found[1].decode() if found else repr(answer[:80])


def different(answer: bytes, wanted: Headers) -> dict[str, str | None]:
    """Return each header that is not as it must be."""
    lines = answer.partition(b"\r\n\r\n")[0].decode().split("\r\n")[1:]
    have = dict(line.split(": ", 1) for line in lines)
    return {
        name: have.get(name)
        for name in {*have, *wanted}
        if name not in have or not re.fullmatch(pattern(wanted.get(name)), have[name])
    }


def pattern(want: str | re.Pattern[str] | None) -> str:
    return want.pattern if isinstance(want, re.Pattern) else re.escape(want or "\0")


@pytest.fixture(scope="module")
def site(sites):
    started = sites.new("sqlite", workers=2)
    started.start()
    yield started
    started.close()


def test_every_odd_request_is_refused_and_closed_and_the_next_is_answered(site):
    host = f"127.0.0.1:{site.port}".encode()
    wrong = {}
    for name, (request, expected) in CORPUS.items():
        answer = send(site, request.replace(b"%s", host))
        if (
            not re.fullmatch(expected, status(answer))
            or answer.count(b"HTTP/1.1 ") != 1
            or b"<title>What is kept and why" in answer
        ):
            wrong[name] = answer[:200]
        if status(send(site, GET.replace(b"%s", host) + b"\r\n")) != "200":
            wrong[f"after {name}"] = b""
    assert wrong == {}
    assert '"status": 500' not in site.output


def test_nothing_of_what_was_sent_is_in_the_log(site):
    for request in (
        b"canary one@example.test\r\n\r\n",
        b"GET /help/ HTTP/1.1\r\nHost: x\r\ncanary two\r\n\r\n",
        POST.replace(b"%s", b"x") + b"Transfer-Encoding: canary\r\n\r\n",
        POST.replace(b"%s", b"x") + b"Expect: canary\r\n\r\n",
    ):
        assert re.fullmatch("400|417|501", status(send(site, request)))
    site.stop()  # so that all is written
    assert ("Invalid HTTP request line" in site.output, "canary" in site.output) == (True, False)
    site.start()


def test_what_is_refused_repeats_nothing_and_carries_the_plain_headers(site):
    answer = send(site, b"GET /help/ HTTP/1.1\r\nHost: x\r\n<script>alert(1)</script>: x\r\n\r\n")
    assert (status(answer), different(answer, REFUSAL), b"script" in answer) == ("400", {}, False)


def test_an_answer_on_the_wire_carries_the_table_and_two_of_the_server(site):
    host = f"127.0.0.1:{site.port}".encode()
    help_page = send(site, GET.replace(b"%s", host) + b"\r\n")
    assert different(help_page, {**ALWAYS, **KINDS["public page"], **WIRE}) == {}
    live = send(site, b"GET /healthz/live HTTP/1.1\r\nHost: " + host + b"\r\n\r\n")
    assert different(live, {**ALWAYS, **KINDS["words"], **WIRE}) == {}


def test_a_banner_would_be_found():
    answer = b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nConnection: close\r\n\r\n"
    assert different(answer, {"Connection": "close"}) == {"Server": "gunicorn"}


def test_a_form_too_large_is_answered_in_words_however_large(site):
    host = f"127.0.0.1:{site.port}".encode()
    for size in (1_100_000, 5_000_000):
        head = POST.replace(b"%s", host) + b"Content-Length: %d\r\n\r\n" % size
        answer = send(site, head + b"a" * size)
        assert (size, status(answer), b"That was too large" in answer) == (size, "413", True)
