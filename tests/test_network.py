"""The network block is on, and lets loopback through."""

import socket

import pytest

from tests.network import NetworkBlocked


@pytest.mark.parametrize("address", [("192.0.2.1", 80), ("2001:db8::1", 80), ("example.org", 80), ("", 80)])
@pytest.mark.parametrize("method", ["connect", "connect_ex"])
def test_another_machine_is_refused(method: str, address: tuple[str, int]) -> None:
    with socket.socket() as one, pytest.raises(NetworkBlocked):
        getattr(one, method)(address)


def test_a_datagram_to_another_machine_is_refused() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(NetworkBlocked):
        one.sendto(b"", ("192.0.2.1", 53))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_loopback_is_let_through(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.socket() as one:
        one.connect((host, server.getsockname()[1]))
