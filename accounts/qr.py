"""QR codes as an <svg>: whatever the theme dark on light, without inline style, error correction M."""

from itertools import groupby

from django.utils.html import format_html
from django.utils.safestring import SafeString

QUIET_ZONE = 4  # light modules around a QR code, as its standard asks


def qr_svg(text: str, label: str = "QR code") -> SafeString:
    """Return the code of a text."""
    import segno  # here, as the pages of a link and of a second factor alone need it

    rows = [list(row) for row in segno.make(text, error="m").matrix_iter(border=QUIET_ZONE)]
    return format_html(
        '<svg class="qr" role="img" aria-label="{2}" viewBox="0 0 {0} {0}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path fill="#000" d="{1}"/></svg>',
        len(rows),
        _path(rows),
        label,
    )


def _path(rows: list[list[int]]) -> str:
    """Return dark modules as the path of an SVG, one stroke for each run of them."""
    strokes = []
    for y, row in enumerate(rows):
        x = 0
        for dark, run in groupby(row):
            length = len(list(run))
            if dark:
                strokes.append(f"M{x} {y}h{length}v1h-{length}z")
            x += length
    return "".join(strokes)
