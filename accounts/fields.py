"""A model field whose text is sealed in the database and plain on the instance."""

import base64
import logging
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import FieldError
from django.core.validators import MaxLengthValidator, ProhibitNullCharactersValidator
from django.db import models
from django.forms import Field, Textarea

from accounts import sealing
from accounts.texts import TextField, validate_text

logger = logging.getLogger(__name__)
_unreadable: ContextVar[list[int] | None] = ContextVar("unreadable", default=None)


@contextmanager
def listed_unreadable() -> Iterator[list[int]]:
    """Yield a list to which each text that does not open meanwhile adds the id of its row."""
    rows: list[int] = []
    token = _unreadable.set(rows)
    try:
        yield rows
    finally:
        _unreadable.reset(token)


def row_id() -> int:
    """Return a random 63-bit row id: a sealed value is bound to its row before the row exists."""
    return secrets.randbits(63)


class WrappedKeyField(models.BinaryField):  # type: ignore[type-arg]  # not generic at run time
    """A patient's key, wrapped: written when the row is made, and after that by QuerySet.update() alone.

    save() leaves it as the database has it. A page that read the person before the master key was
    rotated would otherwise put the old wrapping back, and with the old master key everything is gone.
    """

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        return super().pre_save(model_instance, add) if add else models.F(self.attname)

    def deconstruct(self) -> Any:
        """Return a plain binary field: the column is no different."""
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.BinaryField", args, kwargs


class SealedBytes(bytes):
    """What the database holds; opened when the attribute is read."""


class Unreadable(str):
    """Stands for text that does not open; saving the row again keeps the sealed bytes as they are."""

    sealed: bytes


class SealedText:
    """The attribute of a SealedTextField: opens on first read and keeps what it opened."""

    def __init__(self, field: "SealedTextField") -> None:
        self.field = field

    def __get__(self, instance: models.Model | None, owner: type | None = None) -> Any:
        if instance is None:
            return self
        name = self.field.attname
        if name not in instance.__dict__:
            rows = type(instance)._base_manager.using(instance._state.db).filter(pk=instance.pk)
            instance.__dict__[name] = rows.values_list(name, flat=True).get()
        value = instance.__dict__[name]
        if isinstance(value, SealedBytes):
            # An empty one needs no key, and so no statement for the patient.
            value = self.field.open(instance.pk, instance.patient, value) if value else ""  # type: ignore[attr-defined]
            instance.__dict__[name] = value
        return value

    def __set__(self, instance: models.Model, value: Any) -> None:
        # A form that showed the placeholder posts it back as plain text: the sealed bytes must outlive that.
        before = instance.__dict__.get(self.field.attname)
        if isinstance(before, Unreadable) and not isinstance(value, Unreadable) and value == before:
            value = before
        instance.__dict__[self.field.attname] = value


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]  # not generic at run time
    """Text sealed under the key of the row's `patient` and bound to the row; "" is stored as empty.

    It cannot be searched, sorted or set by QuerySet.update(): the database never sees the text.
    """

    descriptor_class = SealedText
    empty_values = [None, b"", ""]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("editable", True)
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", b"")
        super().__init__(*args, **kwargs)
        self.validators = [ProhibitNullCharactersValidator(), validate_text]
        if self.max_length is not None:
            self.validators.append(MaxLengthValidator(self.max_length))

    def _place(self, pk: int, patient: models.Model) -> str:
        return f"{self.model._meta.label}.{self.attname}:{pk}:{patient.pk}"

    def open(self, pk: int, patient: Any, sealed: bytes) -> str:
        """Return the text of a patient's row, or a marked placeholder (and a log line) when it does not open."""
        if not sealed:
            return ""
        try:
            return sealing.unseal(patient.wrapped_key, sealed, self._place(pk, patient)).decode()
        except sealing.Unsealable as error:
            logger.error("unsealable %s row=%s: %s", self.model._meta.label, pk, error)
            if (rows := _unreadable.get()) is not None:
                rows.append(pk)
            text = Unreadable("(this text cannot be read)")
            text.sealed = bytes(sealed)
            return text

    def get_default(self) -> str:
        return ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return None if value is None else SealedBytes(value)

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:
        value = model_instance.__dict__.get(self.attname, "")
        if isinstance(value, SealedBytes):
            return bytes(value)
        if isinstance(value, Unreadable):
            return value.sealed
        if not value:
            return b""
        patient = model_instance.patient  # type: ignore[attr-defined]
        return sealing.seal(patient.wrapped_key, value.encode(), self._place(model_instance.pk, patient))

    def get_prep_value(self, value: Any) -> Any:
        if isinstance(value, str) and value:
            raise FieldError(f"{self.name} is sealed: set it on an instance and save that.")
        return b"" if value == "" else super().get_prep_value(value)

    def to_python(self, value: Any) -> Any:
        return value

    def value_to_string(self, obj: models.Model) -> str:
        """Return the sealed bytes as base64, so that `dumpdata` prints no text; `loaddata` is refused."""
        return base64.b64encode(self.pre_save(obj, add=False)).decode("ascii")

    def formfield(self, **kwargs: Any) -> Field:
        kwargs.setdefault("widget", Textarea(attrs={"rows": 2}))
        kwargs.pop("form_class", None)
        return TextField(
            **{
                "required": not self.blank,
                "label": self.verbose_name.capitalize(),
                "help_text": self.help_text,
                "max_length": self.max_length,
                **kwargs,
            }
        )


def sealed_field(model: type[models.Model], name: str) -> SealedTextField:
    """Return a model's sealed field, to open what was read as columns without making a row of it."""
    field = model._meta.get_field(name)
    assert isinstance(field, SealedTextField)  # noqa: S101
    return field


def sealed_bytes(instance: models.Model, name: str) -> bytes:
    """Return what the row's sealed field would be saved as, for a conditional QuerySet.update()."""
    return sealed_field(type(instance), name).pre_save(instance, add=False)
