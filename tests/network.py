"""No test reaches another machine: sockets connect to loopback only."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any


class NetworkBlocked(RuntimeError):
    """A test tried to reach another machine."""


def is_local(address: Any) -> bool:
    """Return whether a socket address is on this machine: a path, localhost, or loopback."""
    if not isinstance(address, tuple):
        return True
    host = address[0]
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guarded(connect: Callable[..., Any]) -> Callable[..., Any]:
    """Return a socket method that refuses every address that is not local."""

    def connect_locally(self: socket.socket, *args: Any) -> Any:
        if not is_local(args[-1]):
            raise NetworkBlocked(f"Tests stay on this machine; this one asked for {args[-1]!r}.")
        return connect(self, *args)

    return connect_locally


def block() -> None:
    """Guard every socket of this process from now on."""
    for name in ("connect", "connect_ex", "sendto"):
        setattr(socket.socket, name, guarded(getattr(socket.socket, name)))
