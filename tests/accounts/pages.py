"""Read what a page says."""

import html
import re

from django.http import HttpResponse


def text(response: HttpResponse) -> str:
    """The body without tags, white space made one blank."""
    body = response.content.decode()
    return html.unescape(" ".join(re.sub(r"<[^>]+>", " ", body).split()))


def title(response: HttpResponse) -> str:
    """The words of <title>."""
    return html.unescape(re.search(r"<title>(.*?)</title>", response.content.decode(), re.S).group(1))


def errors(response: HttpResponse) -> list[str]:
    """The lines of the error summary."""
    found = re.search(r'<div class="error-summary".*?</div>', response.content.decode(), re.S)
    lines = re.findall(r"<li>(.*?)</li>", found.group(0), re.S) if found else []
    return [html.unescape(re.sub(r"<[^>]+>", "", line)).strip() for line in lines]


def toasts(response: HttpResponse) -> list[str]:
    """The messages shown."""
    return [
        html.unescape(words) for words in re.findall(r'class="toast[^>]*><span>(.*?)</span>', response.content.decode())
    ]
