"""A SELECT that Django makes once and that then runs with other values: making one costs more than running it.

docs/decisions/0032-statements-made-once.md says when this is worth it.
"""

import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import wraps
from inspect import signature
from typing import Any, get_type_hints

from django.db import connection
from django.db.models import BigIntegerField, DateField, Expression, Field, QuerySet

from accounts.models import User

FIELDS: "dict[type, type[Field[Any, Any]]]" = {int: BigIntegerField, date: DateField}
NOBODY = 0x5EED_0FA5_7A7E_4E47  # the id of the patient a statement is made with: no other number in one is so odd


class Given(Expression):
    """A value that is known only when the statement runs."""

    def __init__(self, name: str, output_field: "Field[Any, Any]") -> None:
        super().__init__(output_field=output_field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """Return a place for the value, and itself as what stands in it."""
        return "%s", (self,)


@dataclass(frozen=True)
class Made:
    """What Django made of a queryset: converters by column, as its compiler gives them."""

    sql: str
    params: tuple[Any, ...]
    converters: dict[int, tuple[list[Callable[..., Any]], Any]]

    def run(self, patient: User, values: dict[str, Any]) -> list[Any]:
        """Return the rows for a patient and values by name."""
        params = [self._param(each, patient, values) for each in self.params]
        with connection.cursor() as cursor:
            cursor.execute(self.sql, params)
            rows = cursor.fetchall()
        return list(self._converted(rows)) if self.converters else rows

    def _param(self, each: Any, patient: User, values: dict[str, Any]) -> Any:
        if isinstance(each, Given):
            return each.output_field.get_db_prep_value(values[each.name], connection)
        return patient.pk if each == NOBODY else each

    def _converted(self, rows: Iterable[Any]) -> Iterator[tuple[Any, ...]]:
        for row in map(list, rows):
            for column, (converters, expression) in self.converters.items():
                for convert in converters:
                    row[column] = convert(row[column], expression, connection)
            yield tuple(row)


class _Statements(threading.local):
    """What a thread has made, by function: a converter belongs to the connection, and that to its thread."""

    def __init__(self) -> None:
        self.made: dict[Callable[..., Any], Made] = {}


_known = _Statements()


class Unowned(Exception):
    """A statement that does not ask for the patient's own rows."""


def prepared[**P, Row](make: Callable[P, QuerySet[Any, Row]]) -> Callable[P, list[Row]]:
    """Return a function that runs the queryset of `make` and gives its rows.

    make takes the patient, through whom it reaches the rows, and any values by name, each a `date` or an
    `int` by its annotation; it is called once a thread and must not look at them. The function takes the
    patient first and the values by name. Raises Unowned when the patient is not asked for.
    """
    hints = {name: hint for name, hint in get_type_hints(make).items() if name != "return"}

    @wraps(make)
    def run(*args: P.args, **values: P.kwargs) -> list[Row]:
        made = _known.made.get(run)
        if made is None:
            given: Any = {name: Given(name, FIELDS[hints[name]]()) for name in list(signature(make).parameters)[1:]}
            made = _known.made[run] = _made(make(User(pk=NOBODY), **given))  # type: ignore[arg-type]
        (patient,) = args
        return made.run(patient, values)  # type: ignore[arg-type]

    return run


def forget() -> None:
    """Make this thread's statements anew when they are next asked for."""
    _known.made.clear()


def _made(rows: QuerySet[Any, Any]) -> Made:
    compiler = rows.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    if NOBODY not in params:
        raise Unowned(sql)
    converters = compiler.get_converters([each[0] for each in compiler.select[: compiler.col_count]])
    return Made(sql, tuple(params), converters)
