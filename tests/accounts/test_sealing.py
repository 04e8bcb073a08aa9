import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts import sealing

PLACE = "journal.Event.text:7:3"
OTHER_MASTER = bytes(range(32, 64))


@pytest.fixture
def wrapped() -> bytes:
    return sealing.new_wrapped_key()


@given(st.binary(max_size=2000), st.text(max_size=50))
def test_sealed_bytes_open_in_their_place(plain, place):
    wrapped = sealing.new_wrapped_key()
    place = place.encode("utf-8", "ignore").decode()
    assert sealing.unseal(wrapped, sealing.seal(wrapped, plain, place), place) == plain


def test_a_megabyte_opens(wrapped):
    plain = b"x" * 1_000_000
    assert sealing.unseal(wrapped, sealing.seal(wrapped, plain, PLACE), PLACE) == plain


def test_sealed_form_is_version_key_number_nonce_and_ciphertext_with_tag(wrapped):
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    assert sealed[:2] == b"\x01\x01"
    assert len(sealed) == 2 + 12 + 3 + 16


def test_the_same_text_is_never_sealed_the_same_way_twice(wrapped):
    assert len({sealing.seal(wrapped, b"abc", PLACE) for _ in range(100)}) == 100


@pytest.mark.parametrize(
    "elsewhere",
    [
        "journal.Event.text:8:3",  # another row
        "journal.Event.text:7:4",  # another patient
        "journal.Visit.text:7:3",  # another model
        "journal.Event.note:7:3",  # another field
        "journal.Event.text:73:",
        "",
    ],
)
def test_sealed_bytes_moved_elsewhere_do_not_open(wrapped, elsewhere):
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    with pytest.raises(sealing.Unsealable, match="changed or moved"):
        sealing.unseal(wrapped, sealed, elsewhere)


def test_sealed_bytes_do_not_open_with_another_patients_key(wrapped):
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    with pytest.raises(sealing.Unsealable, match="changed or moved"):
        sealing.unseal(sealing.new_wrapped_key(), sealed, PLACE)


def test_every_changed_byte_is_noticed(wrapped):
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(sealing.Unsealable):
            sealing.unseal(wrapped, bytes(changed), PLACE)


@pytest.mark.parametrize("length", range(33))
def test_cut_bytes_do_not_open(wrapped, length):
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    with pytest.raises(sealing.Unsealable):
        sealing.unseal(wrapped, sealed[:length], PLACE)


@given(st.binary(max_size=200))
def test_random_bytes_do_not_open(junk):
    with pytest.raises(sealing.Unsealable):
        sealing.unseal(sealing.new_wrapped_key(), junk, PLACE)


@given(st.binary(max_size=100))
def test_a_random_wrapped_key_does_not_open(junk):
    with pytest.raises(sealing.Unsealable):
        sealing.seal(junk, b"abc", PLACE)


@pytest.mark.parametrize("length", [0, 1, 4, 5, 6, 16, 17, 30])
def test_a_cut_wrapped_key_does_not_open(wrapped, length):
    with pytest.raises(sealing.Unsealable):
        sealing.seal(wrapped[:length], b"abc", PLACE)


def test_every_changed_byte_of_a_wrapped_key_is_noticed(wrapped):
    for place in range(len(wrapped)):
        changed = bytearray(wrapped)
        changed[place] ^= 1
        with pytest.raises(sealing.Unsealable):
            sealing.seal(bytes(changed), b"abc", PLACE)


def test_another_master_key_opens_nothing_and_is_named_as_the_reason(wrapped, settings):
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    settings.MASTER_KEY = OTHER_MASTER
    with pytest.raises(sealing.Unsealable, match="wrapped by another master key"):
        sealing.unseal(wrapped, sealed, PLACE)


def test_an_opened_key_is_not_used_under_another_master_key(wrapped, settings):
    before = settings.MASTER_KEY
    sealed = sealing.seal(wrapped, b"abc", PLACE)
    settings.MASTER_KEY = OTHER_MASTER
    with pytest.raises(sealing.Unsealable):
        sealing.seal(wrapped, b"abc", PLACE)
    settings.MASTER_KEY = before
    assert sealing.unseal(wrapped, sealed, PLACE) == b"abc"


def test_wrapped_keys_differ_and_hold_neither_master_key_nor_its_text(wrapped, settings):
    again = sealing.new_wrapped_key()
    assert wrapped != again
    assert len(wrapped) == 1 + 4 + 12 + 32 + 16
    assert settings.MASTER_KEY not in wrapped
    assert base64.b64encode(settings.MASTER_KEY) not in wrapped


def test_the_id_of_a_master_key_tells_two_apart():
    assert sealing.master_key_id(b"a" * 32) != sealing.master_key_id(b"b" * 32)
    assert len(sealing.master_key_id(b"a" * 32)) == 4
