"""Read a page as a test wants it."""

import re
from html import unescape

from django.http import HttpResponse


def text(response: HttpResponse) -> str:
    """Return the words of a page, tags gone, blanks made one."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", response.content.decode())))


def title(response: HttpResponse) -> str:
    return _only("title", response)


def heading(response: HttpResponse) -> str:
    return _only("h1", response)


def _only(tag: str, response: HttpResponse) -> str:
    [found] = re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", response.content.decode(), re.S)
    return found
