"""Pages are small on a thin line; the answers of a share link that carry nothing stay the same to the byte."""

import gzip

from django.test import Client
from django.urls import reverse


def test_a_page_goes_out_compressed_to_who_can_read_it(db):
    plain = Client().get(reverse("home"))
    small = Client().get(reverse("home"), headers={"accept-encoding": "gzip"})
    assert "Content-Encoding" not in plain.headers
    assert small["Content-Encoding"] == "gzip"
    assert gzip.decompress(small.content) == plain.content
    assert len(small.content) < len(plain.content) / 2


def test_the_gate_of_a_link_is_never_compressed(db):
    answer = Client().get(f"/r/{'A' * 43}/", headers={"accept-encoding": "gzip"})
    assert (answer.status_code, "Content-Encoding" in answer.headers) == (200, False)
