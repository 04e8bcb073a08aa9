"""Script tags that say which bytes they expect."""

import base64
import hashlib
from functools import lru_cache
from pathlib import Path

from django import template
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()


@register.simple_tag
def script(name: str, kind: str = "module") -> SafeString:
    """Return the tag of a static script; kind is "module" or "defer".

    A browser runs the file only if its SHA-384 is the one in the tag (Subresource Integrity).
    """
    attribute = "type=module" if kind == "module" else "defer"
    url, digest = staticfiles_storage.url(name), integrity(name)
    return format_html('<script src="{}" integrity="{}" {}></script>', url, digest, attribute)


def integrity(name: str) -> str:
    """Return "sha384-..." of the file as it is served; raise FileNotFoundError for an unknown name.

    What `collectstatic` stores may differ from the source: addresses inside it are rewritten.
    """
    if isinstance(staticfiles_storage, ManifestFilesMixin):
        return _stored_integrity(staticfiles_storage.stored_name(name))
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(name)
    return _digest(Path(path).read_bytes())


@lru_cache(maxsize=64)
def _stored_integrity(stored_name: str) -> str:
    with staticfiles_storage.open(stored_name) as file:
        return _digest(file.read())


def _digest(content: bytes) -> str:
    return "sha384-" + base64.b64encode(hashlib.sha384(content).digest()).decode()
