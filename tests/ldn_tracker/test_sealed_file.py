"""A sealed file comes back whole or not at all, and is never all in memory."""

import io
import secrets
import tracemalloc

import pytest

from accounts import sealing
from ldn_tracker.backups import sealed_file
from ldn_tracker.backups.sealed_file import BadBackup, SealedWriter, read_sealed

START = len(sealed_file.MAGIC) + sealed_file.WRAPPED_BYTES + sealed_file.HEADER_BYTES
SEALED_PIECE = sealed_file.PIECE + sealed_file.MORE
DAMAGED = "The backup is damaged: it was changed, cut off or added to."


def sealed(data: bytes) -> bytes:
    file = io.BytesIO()
    writer = SealedWriter(file)
    writer.write(data)
    writer.finish()
    return file.getvalue()


def opened(data: bytes) -> bytes:
    return b"".join(read_sealed(io.BytesIO(data)))


def refusal(data: bytes) -> str:
    with pytest.raises(BadBackup) as caught:
        opened(data)
    return str(caught.value)


@pytest.fixture(scope="module")
def three_pieces() -> list[bytes]:
    """The start of a sealed file, and its three pieces."""
    whole = sealed(secrets.token_bytes(int(sealed_file.PIECE * 2.5)))
    pieces = [whole[at : at + SEALED_PIECE] for at in range(START, len(whole), SEALED_PIECE)]
    assert len(pieces) == 3
    return [whole[:START], *pieces]


@pytest.mark.parametrize("size", [0, 1, 65_000, 65_536, 65_537, 131_072, 1_000_000])
def test_what_was_sealed_comes_back(size):
    for data in (bytes(size), secrets.token_bytes(size)):
        assert opened(sealed(data)) == data


def test_same_data_is_never_sealed_alike():
    assert sealed(b"note")[len(sealed_file.MAGIC) :] != sealed(b"note")[len(sealed_file.MAGIC) :]


def test_a_changed_byte_anywhere_is_noticed():
    whole = sealed(b"a note" * 20)
    said = {}
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        said[place] = refusal(bytes(changed))
    key = len(sealed_file.MAGIC)
    assert {said[place] for place in range(key)} == {"This is not a backup of LDN Tracker."}
    assert {said[place] for place in range(key, key + 5)} == {
        "No master key given here opens this backup (wrapped by another master key)."
    }
    assert {said[place] for place in range(key + 5, key + sealed_file.WRAPPED_BYTES)} == {
        "No master key given here opens this backup (the backup key does not open)."
    }
    assert {said[place] for place in range(key + sealed_file.WRAPPED_BYTES, len(whole))} == {DAMAGED}


def test_a_file_cut_off_anywhere_is_noticed():
    whole = sealed(b"a note" * 20)
    start = len(sealed_file.MAGIC)
    assert {refusal(whole[:length]) for length in range(start)} == {"This is not a backup of LDN Tracker."}
    assert {refusal(whole[:length]) for length in range(start, len(whole))} == {DAMAGED}


def test_pieces_left_out_moved_doubled_or_added_are_noticed(three_pieces):
    start, one, two, three = three_pieces
    assert len(opened(b"".join(three_pieces))) == int(sealed_file.PIECE * 2.5)
    wrong = {
        "cut off after the first": [one],
        "cut off after the second": [one, two],
        "the first left out": [two, three],
        "the middle left out": [one, three],
        "two changed places": [two, one, three],
        "one twice": [one, one, two, three],
        "something after the end": [one, two, three, b"x"],
        "a piece after the end": [one, two, three, three],
        "only the last": [three],
    }
    assert {name: refusal(b"".join([start, *pieces])) for name, pieces in wrong.items()} == dict.fromkeys(
        wrong, DAMAGED
    )


def test_pieces_of_another_file_are_noticed(three_pieces):
    start, one, two, three = three_pieces
    other = sealed(secrets.token_bytes(sealed_file.PIECE))
    assert refusal(other[:START] + one + two + three) == DAMAGED
    assert refusal(start + other[START:]) == DAMAGED


def test_other_master_key_opens_nothing_and_a_previous_one_does(settings):
    whole = sealed(b"a note")
    old, settings.MASTER_KEY = settings.MASTER_KEY, bytes(range(40, 72))
    assert refusal(whole) == "No master key given here opens this backup (wrapped by another master key)."
    settings.MASTER_KEYS_PREVIOUS = (old,)
    assert opened(whole) == b"a note"


def test_key_of_a_backup_does_not_pass_for_the_key_of_a_patient():
    _, wrapped = sealing.new_file_key()
    with pytest.raises(sealing.Unsealable, match="the patient key does not open"):
        sealing.seal(wrapped, b"a note", "place")
    with pytest.raises(sealing.Unsealable, match="the backup key does not open"):
        sealing.open_file_key(sealing.new_wrapped_key())


def test_forty_megabytes_pass_through_two():
    class Sink(io.RawIOBase):
        def write(self, data: bytes) -> int:
            return len(data)

    piece = secrets.token_bytes(100_000)
    whole = sealed(piece * 400)
    tracemalloc.start()
    writer = SealedWriter(Sink())
    for _ in range(400):
        writer.write(piece)
    writer.finish()
    assert sum(map(len, read_sealed(io.BytesIO(whole)))) == 40_000_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000
