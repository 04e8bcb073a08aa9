"""Uploaded pictures: read once by a library, written anew by us, so that nothing hidden in a file is kept."""

import hashlib
from io import BytesIO
from typing import IO

from django.core.exceptions import ValidationError

from education.models import Picture

MOST_PIXELS = 24_000_000
WIDEST = 1200
FORMATS = ("PNG", "JPEG", "WEBP", "GIF")


def content_of(name: str) -> bytes | None:
    """Return the bytes of a picture, or None."""
    found = Picture.objects.filter(name=name).values_list("content", flat=True).first()
    return None if found is None else bytes(found)


def rewritten(file: IO[bytes]) -> tuple[bytes, int, int]:
    """Return a picture as WebP without anything beside its pixels, at most WIDEST wide, and its width and height.

    Raise ValidationError for what is no picture or too large.
    """
    from PIL import Image  # here, as only an editor's upload needs it

    try:
        with Image.open(file, formats=FORMATS) as found:
            if found.width * found.height > MOST_PIXELS:
                raise ValidationError("The picture has too many pixels.")
            drawn = found.convert("RGBA" if "A" in found.getbands() or "transparency" in found.info else "RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise ValidationError("This is no picture that can be read: PNG, JPEG, WebP or GIF.") from error
    drawn.thumbnail((WIDEST, WIDEST * 4))
    clean = Image.new(drawn.mode, drawn.size)
    clean.paste(drawn)
    into = BytesIO()
    clean.save(into, "WEBP", quality=82)
    return into.getvalue(), clean.width, clean.height


def name_of(content: bytes) -> str:
    """Return the name under which a picture is sent: it changes with every byte."""
    return hashlib.sha256(content).hexdigest()[:32]
