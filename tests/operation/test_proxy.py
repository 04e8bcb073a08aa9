"""The sample nginx in front of one app host: what it lets through, what it says itself, and what it writes down."""

import shutil
import socket
import ssl
from contextlib import closing

import pytest

from tests.operation.proxy import HOST, host_behind, running_proxy

pytestmark = pytest.mark.nginx
HSTS = ["max-age=31536000; includeSubDomains"]
TOKEN = "T" * 43


@pytest.fixture(scope="module")
def proxy(sites, tmp_path_factory):
    """One site behind the sample nginx, for this file."""
    with running_proxy(tmp_path_factory.mktemp("nginx"), hosts=1) as running, host_behind(running, sites, "sqlite"):
        yield running


def spoken(proxy, request, *, plain=False, context=None):
    """Send bytes as they are and return everything that comes back until the connection ends."""
    port = proxy.http_port if plain else proxy.https_port
    raw = socket.create_connection(("127.0.0.1", port), timeout=60)
    with closing(raw if plain else (context or proxy.context()).wrap_socket(raw, server_hostname=HOST)) as line:
        line.sendall(request)
        received = b""
        while chunk := line.recv(65536):
            received += chunk
        return received


def test_plain_http_leads_to_https(proxy):
    answer = spoken(proxy, b"GET /help/?a=b HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", plain=True)
    assert answer.startswith(b"HTTP/1.1 301 ")
    assert f"Location: {proxy.address}/help/?a=b\r\n".encode() in answer


def test_another_name_gets_no_answer(proxy):
    assert spoken(proxy, b"GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n", plain=True) == b""


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_current_tls_is_spoken(proxy, version):
    context = proxy.context()
    context.minimum_version = context.maximum_version = version
    request = b"GET /healthz/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
    assert spoken(proxy, request, context=context).startswith(b"HTTP/1.1 200 ")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(proxy, version):
    context = proxy.context()
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with pytest.raises(ssl.SSLError):
        spoken(proxy, b"GET / HTTP/1.1\r\n\r\n", context=context)


@pytest.mark.parametrize(
    ("path", "status"),
    [("/", 200), ("/none/", 404), ("/journal/", 302), ("/favicon.ico", 200), (f"/r/{TOKEN}/", 200), ("/%", 400)],
)
def test_every_answer_carries_hsts_once(proxy, path, status):
    answer = proxy.client().get(path)
    assert (answer.status, answer.headers.get_all("Strict-Transport-Security")) == (status, HSTS)


def test_no_answer_names_a_version(proxy):
    answers = [proxy.client().get(path) for path in ("/", "/none/", "/%", "/favicon.ico")]
    assert {answer.headers["Server"] for answer in answers} == {"nginx"}


def test_a_post_works_through_the_proxy(proxy):
    answer = proxy.client().submit("/accounts/login/", login="nobody@example.test", password="wrong password!")
    assert 'value="nobody@example.test"' in answer.text  # answered by the form, not refused as forged
    assert answer.headers["Set-Cookie"].startswith("__Host-csrf=")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-Forwarded-Proto", "http"),
        ("X-Forwarded-Host", "evil.test"),
        ("X-Forwarded-For", "10.0.0.1"),
        ("Forwarded", "host=evil.test;proto=http"),
    ],
)
def test_forwarding_headers_of_a_visitor_count_for_nothing(proxy, name, value):
    answer = proxy.client().get("/journal/", **{name: value})
    assert (answer.status, answer.location) == (302, "/accounts/login/?next=/journal/")


SMUGGLED = {
    "two lengths": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\nabcde",
    "length and chunks": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "odd encoding": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "two encodings": b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n",
    "negative length": b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
    "folded header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\r\n c: d\r\n\r\n",
    "no host": b"GET / HTTP/1.1\r\n\r\n",
    "two hosts": b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.test\r\n\r\n",
    "nul in a header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: b\x00c\r\n\r\n",
    "space before the colon": b"GET / HTTP/1.1\r\nHost : localhost\r\n\r\n",
    "bad chunk": b"POST /r/x/ HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    "huge header": b"GET / HTTP/1.1\r\nHost: localhost\r\nX-A: " + b"a" * 70_000 + b"\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", SMUGGLED.values(), ids=SMUGGLED.keys())
def test_a_request_of_two_meanings_is_refused_and_the_line_closed(proxy, request_bytes):
    answer = spoken(proxy, request_bytes)
    assert answer[:12] in (b"HTTP/1.1 400", b"HTTP/1.1 501", b"HTTP/1.1 404")
    assert answer.count(b"HTTP/1.1 ") == 1


def test_slow_senders_hold_nobody_up(proxy):
    lines = [socket.create_connection(("127.0.0.1", proxy.https_port), timeout=60) for _ in range(200)]
    try:
        for line in lines:
            line.sendall(b"\x16\x03\x01")  # a greeting that never goes on
        assert [proxy.client(timeout=30).get("/help/").status for _ in range(5)] == [200] * 5
    finally:
        for line in lines:
            line.close()


def test_a_link_is_in_no_log_of_the_proxy(proxy):
    client = proxy.client()
    assert client.get(f"/r/{TOKEN}/").status == 200
    assert client.request("POST", f"/r/{TOKEN}/").status == 404
    client.get(f"/help/?secret={TOKEN}", Referer=f"{proxy.address}/r/{TOKEN}/")
    client.get(f"/accounts/confirm-email/{TOKEN}/")
    assert TOKEN not in proxy.written()
    assert '"path":"/r/***"' in proxy.written()  # it was written down, without the token


def test_a_link_is_in_no_log_when_nginx_cannot_write_a_body_to_its_disk(tmp_path):
    with running_proxy(tmp_path / "nginx", hosts=1) as running:
        shutil.rmtree(running.folder / "body")  # as when the disk is full or broken
        answer = running.client().request("POST", f"/r/{TOKEN}/", b"x" * 100_000)
    assert answer.status == 500
    assert TOKEN not in running.written()
