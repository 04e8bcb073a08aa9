"""The forms of a page as a browser reads them: action, fields, what is chosen."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

NOT_FIELDS = ("submit", "button", "reset", "image")
TOKEN = "csrfmiddlewaretoken"


@dataclass
class Field:
    """One name of a form: its kind, every value there is to choose, and the values sent if nothing is touched."""

    name: str
    kind: str
    options: list[str] = field(default_factory=list)
    chosen: list[str] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    multiple: bool = False


@dataclass
class Form:
    """A <form method="post">; an empty action is the page itself. buttons: each named button with its
    value. has_token: whether it carries Django's token against forged posts."""

    action: str
    fields: dict[str, Field] = field(default_factory=dict)
    buttons: dict[str, str] = field(default_factory=dict)
    has_token: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its fields and buttons, sorted."""
        return tuple(sorted({*self.fields, *self.buttons}))

    @property
    def sent(self) -> dict[str, list[str]]:
        """What a browser sends when nothing is touched, without the button."""
        return {name: list(each.chosen) for name, each in self.fields.items() if each.chosen}


def post_forms(html: str) -> list[Form]:
    """Return the forms of a page that are sent by POST."""
    parser = _Parser()
    parser.feed(html)
    parser.close()
    return parser.forms


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.form: Form | None = None
        self.select: Field | None = None
        self.textarea: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        got = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.form = Form(action=got.get("action", ""))
            if got.get("method", "get").lower() == "post":
                self.forms.append(self.form)
        elif self.form is not None:
            getattr(self, f"_{tag}", lambda _: None)(got)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.form = None
        elif tag == "select" and self.select is not None:
            if not self.select.chosen and not self.select.multiple:
                self.select.chosen = self.select.options[:1]
            self.select = None
        elif tag == "textarea":
            self.textarea = None

    def handle_data(self, data: str) -> None:
        if self.textarea is not None:
            self.textarea.chosen = [self.textarea.chosen[0] + data] if self.textarea.chosen else [data.lstrip("\n")]

    def _field(self, got: dict[str, str], kind: str) -> Field | None:
        name = got.get("name", "")
        if name == TOKEN and self.form is not None:
            self.form.has_token = True
        if not name or name == TOKEN or self.form is None:
            return None
        return self.form.fields.setdefault(name, Field(name=name, kind=kind, attributes=got))

    def _input(self, got: dict[str, str]) -> None:
        kind = got.get("type", "text").lower()
        if kind in NOT_FIELDS:
            self._button(got)
            return
        found = self._field(got, kind)
        if found is None:
            return
        if kind in ("radio", "checkbox"):
            value = got.get("value", "on")
            found.multiple = found.multiple or (kind == "checkbox" and bool(found.options))
            found.options.append(value)
            if "checked" in got:
                found.chosen.append(value)
        elif kind != "file":
            found.chosen.append(got.get("value", ""))

    def _button(self, got: dict[str, str]) -> None:
        if self.form is not None and got.get("name") and got.get("type", "submit") == "submit":
            self.form.buttons.setdefault(got["name"], got.get("value", ""))

    def _select(self, got: dict[str, str]) -> None:
        self.select = self._field(got, "select")
        if self.select is not None:
            self.select.multiple = "multiple" in got

    def _option(self, got: dict[str, str]) -> None:
        if self.select is not None:
            self.select.options.append(got.get("value", ""))
            if "selected" in got:
                self.select.chosen.append(got.get("value", ""))

    def _textarea(self, got: dict[str, str]) -> None:
        self.textarea = self._field(got, "textarea")
