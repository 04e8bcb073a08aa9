"""Where a request comes from, as far as it can be trusted.

Behind TRUSTED_PROXIES proxies each has appended the address it saw to X-Forwarded-For, so ours is
the one so many places from the end; what stands before it is the client's own word. Without
proxies the header says nothing at all.
"""

import ipaddress
import re

from django.conf import settings
from django.http import HttpRequest

UNKNOWN = "unknown"
IPV6_GROUP = 64  # what one household or server gets; single addresses in it cost nothing
_WITH_PORT = re.compile(r"\[([^\[\]]+)\](?::\d+)?|([0-9.]+):\d+")

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def client_address(request: HttpRequest) -> str:
    """Return the client's network address; "unknown" on a socket file without a proxy before it."""
    found = _parsed(_forwarded(request)) or _parsed(request.META.get("REMOTE_ADDR", ""))
    return str(found) if found else UNKNOWN


def client_group(request: HttpRequest) -> str:
    """Return what limits count by: the IPv4 address, or the IPv6 network of 64 bits."""
    address = client_address(request)
    if ":" not in address:
        return address
    return str(ipaddress.IPv6Network((address, IPV6_GROUP), strict=False))


def _forwarded(request: HttpRequest) -> str:
    """Return the address that the outermost trusted proxy saw, "" when there is none."""
    count = settings.TRUSTED_PROXIES
    named = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    return named[-count] if 0 < count <= len(named) else ""


def _parsed(text: str) -> Address | None:
    text = text.strip()
    if match := _WITH_PORT.fullmatch(text):
        text = match[1] or match[2]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
