"""A drawing as SVG: the report has a dozen, and as a template each costs ten times as much."""

from django import template
from django.utils.safestring import SafeString

from journal.markup import fill_escaped
from reports.drawing import Drawing

register = template.Library()


@register.simple_tag
def svg(drawing: Drawing, width_class: str) -> SafeString:
    """Return the drawing with its title, which says in words what it shows; the axis of days is for the eye alone."""
    role = 'aria-hidden="true"' if drawing.kind == "days" else 'role="img"'
    size = f"{drawing.width:d} {drawing.height:d}"
    opened = f'<svg class="chart {{}} {{}}" viewBox="0 0 {size}" width="{drawing.width:d}" height="{drawing.height:d}"'
    values = [drawing.kind, width_class, drawing.title]
    for path in drawing.paths:
        values += path.kind, path.d
    for words in drawing.words:
        values += words.kind, words.x_text, words.y_text, words.text
    paths = '<path class="{}" d="{}"/>' * len(drawing.paths)
    texts = '<text class="{}" x="{}" y="{}">{}</text>' * len(drawing.words)
    return fill_escaped([f'{opened} {role} focusable="false"><title>{{}}</title>{paths}{texts}</svg>'], values)
