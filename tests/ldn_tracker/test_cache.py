"""The shared cache says when the database fails; Django's own goes on as if it had counted."""

import pytest
from django.core.cache import cache
from django.core.cache.backends.db import DatabaseCache
from django.db import IntegrityError, InternalError, OperationalError, connection


def failing_on_insert(error: Exception):
    def fail(execute, sql, *rest):
        if sql.startswith("INSERT"):
            raise error
        return execute(sql, *rest)

    return connection.execute_wrapper(fail)


@pytest.mark.parametrize("error", [OperationalError("locked"), InternalError("read-only")])
@pytest.mark.parametrize("method", ["set", "add"])
def test_count_that_cannot_be_kept_is_an_error(db, method, error) -> None:
    with failing_on_insert(error), pytest.raises(type(error)):
        getattr(cache, method)("tries", 1)
    assert cache.get("tries") is None


def test_django_s_own_would_go_on(db) -> None:
    own = DatabaseCache("cache", {})
    with failing_on_insert(OperationalError("locked")):
        assert own.add("tries", 1) is False


def test_somebody_else_who_was_faster_is_no_error(db) -> None:
    with failing_on_insert(IntegrityError("there already")):
        assert cache.add("tries", 1) is False
    assert (cache.add("tries", 1), cache.add("tries", 2), cache.get("tries")) == (True, False, 1)
