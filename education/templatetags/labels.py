"""The label of a claim as a badge."""

from django import template

from education.labels import TITLES

register = template.Library()


@register.inclusion_tag("education/_badge.html")
def badge(label: str) -> dict[str, str]:
    """Show how sure a claim is."""
    return {"label": label, "title": TITLES[label]}
