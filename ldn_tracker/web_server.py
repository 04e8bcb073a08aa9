"""Gunicorn without its name in every answer, and with a plain page where it refuses a request by itself."""

import os
import socket
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi

REFUSED = "Your browser sent something that this site cannot read. Nothing was saved or changed.\n"
FAILED = "Something went wrong on our side. What was saved before is safe. Please try again in a minute.\n"
HEADERS = {
    "Connection": "close",
    "Content-Type": "text/plain; charset=utf-8",
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
HSTS = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}

_named_headers = wsgi.Response.default_headers


def install() -> None:
    """Take the place of two functions of gunicorn's; there is no setting for either."""
    wsgi.Response.default_headers = nameless_headers
    util.write_error = write_refusal


def nameless_headers(response: Any) -> list[str]:
    """Return gunicorn's own headers of an answer without the one that names the server."""
    return [line for line in _named_headers(response) if not line.startswith("Server:")]


def write_refusal(client: socket.socket, status: int, reason: str, detail: str) -> None:
    """Answer what never reached the site; `detail` repeats what was sent and is left out."""
    body = (FAILED if status >= 500 else REFUSED).encode()
    https = HSTS if os.environ.get("SITE_URL", "").startswith("https:") else {}
    headers = {**HEADERS, **https, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    util.write_nonblock(client, f"HTTP/1.1 {status} {reason}\r\n{head}\r\n".encode() + body)
