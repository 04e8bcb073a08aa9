"""Who counts as whom: a forged header changes nothing, a house is one whatever address it picks."""

import pytest
from django.test import RequestFactory

from accounts.client_address import client_address, client_group

NEAR = "192.0.2.1"


def asked(settings, proxies: int, forwarded: str | None = None, near: str = NEAR):
    settings.TRUSTED_PROXIES = proxies
    headers = {} if forwarded is None else {"x-forwarded-for": forwarded}
    return RequestFactory().get("/", headers=headers, REMOTE_ADDR=near)


@pytest.mark.parametrize(
    ("proxies", "forwarded", "found"),
    [
        (0, None, NEAR),
        (0, "203.0.113.9", NEAR),
        (0, "203.0.113.9, 198.51.100.7", NEAR),
        (1, None, NEAR),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1, 203.0.113.9", "203.0.113.9"),
        (1, "forged, forged, 203.0.113.9", "203.0.113.9"),
        (1, "203.0.113.9:4711", "203.0.113.9"),
        (1, "[2001:db8::7]:4711", "2001:db8::7"),
        (1, "[2001:db8::7]", "2001:db8::7"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "not an address", NEAR),
        (1, "", NEAR),
        (2, "203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "forged, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.2", NEAR),  # one proxy was gone around: nobody's word is taken
    ],
)
def test_address_is_the_one_the_trusted_proxies_saw(settings, proxies, forwarded, found):
    assert client_address(asked(settings, proxies, forwarded)) == found


@pytest.mark.parametrize(
    ("near", "group"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("", "unknown"),
    ],
)
def test_limits_count_by_address_or_by_network_of_64_bits(settings, near, group):
    assert client_group(asked(settings, 0, near=near)) == group
