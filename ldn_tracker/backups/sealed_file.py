"""A file sealed as it is written, and opened as it is read: never all in memory.

The file is: MAGIC, the file's own key wrapped by the master key (65 bytes), the stream's header
(24), and pieces of 64 KiB, each with 17 bytes more. The pieces are a libsodium secretstream
(XChaCha20-Poly1305): each is bound to its place and the last one is marked, so that a piece that
was changed, moved, left out or added does not open, and neither does a file that was cut off.
"""

import zlib
from collections.abc import Iterator
from typing import IO

from nacl import bindings
from nacl.exceptions import CryptoError

from accounts.sealing import Unsealable, new_file_key, open_file_key

MAGIC = b"LDN Tracker backup 1\n"
WRAPPED_BYTES = 65
PIECE = 64 * 1024
MORE = bindings.crypto_secretstream_xchacha20poly1305_ABYTES
HEADER_BYTES = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
DAMAGED = "The backup is damaged: it was changed, cut off or added to."


class BadBackup(Exception):
    """The file is no backup that can be used here; the message says why, in one sentence."""


class SealedWriter:
    """Compresses and seals what is written; only a file that was finished can be opened again."""

    def __init__(self, file: IO[bytes]) -> None:
        key, wrapped = new_file_key()
        self.file = file
        self.start = MAGIC + wrapped
        self.state = bindings.crypto_secretstream_xchacha20poly1305_state()
        self.compressed = zlib.compressobj(6)
        self.waiting = bytearray()
        file.write(self.start + bindings.crypto_secretstream_xchacha20poly1305_init_push(self.state, key))

    def write(self, data: bytes) -> None:
        """Take the next bytes."""
        self.waiting += self.compressed.compress(data)
        while len(self.waiting) > PIECE:
            self._push(MESSAGE)

    def finish(self) -> None:
        """Write what waits and mark the last piece."""
        self.waiting += self.compressed.flush()
        while len(self.waiting) > PIECE:
            self._push(MESSAGE)
        self._push(FINAL)

    def _push(self, tag: int) -> None:
        piece = bytes(self.waiting[:PIECE])
        del self.waiting[:PIECE]
        self.file.write(bindings.crypto_secretstream_xchacha20poly1305_push(self.state, piece, self.start, tag))


def read_sealed(file: IO[bytes]) -> Iterator[bytes]:
    """Yield what was written, piece by piece; raise BadBackup where it is not what was written."""
    start = file.read(len(MAGIC) + WRAPPED_BYTES)
    if start[: len(MAGIC)] != MAGIC:
        raise BadBackup("This is not a backup of LDN Tracker.")
    if len(start) < len(MAGIC) + WRAPPED_BYTES:
        raise BadBackup(DAMAGED)
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        key = open_file_key(start[len(MAGIC) :])
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(HEADER_BYTES), key)
    except Unsealable as error:
        raise BadBackup(f"No master key given here opens this backup ({error}).") from None
    except CryptoError:
        raise BadBackup(DAMAGED) from None
    decompressed = zlib.decompressobj()
    for piece in _pieces(file, state, start):
        yield decompressed.decompress(piece)


def _pieces(
    file: IO[bytes], state: bindings.crypto_secretstream_xchacha20poly1305_state, start: bytes
) -> Iterator[bytes]:
    """Yield each piece; the last must be marked, and nothing may follow it."""
    tag = MESSAGE
    while tag != FINAL:
        sealed = file.read(PIECE + MORE)
        try:
            piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, sealed, start)
        except CryptoError:
            raise BadBackup(DAMAGED) from None
        yield piece
    if file.read(1):
        raise BadBackup(DAMAGED)
