"""The count of statements counts what it should, and can fail."""

from django.db import connection, transaction

from accounts.models import User
from tests.statements import count_statements


def test_transactions_and_pragmas_do_not_count(alice):
    with count_statements() as statements, transaction.atomic(), transaction.atomic():
        User.objects.get(pk=alice.pk)
        if connection.vendor == "sqlite":
            connection.cursor().execute("PRAGMA page_count")
    assert len(statements) == 1
    assert statements[0].startswith("SELECT")


def test_a_statement_executed_twice_is_named(alice):
    with count_statements() as statements:
        User.objects.get(pk=alice.pk)
        User.objects.get(pk=alice.pk)
    assert len(statements) == 2
    assert [sql for sql, _ in statements.repeated] == [statements[0]]
    assert "2. SELECT" in str(statements)


def test_one_query_with_other_parameters_is_no_repetition(alice, charlie):
    with count_statements() as statements:
        User.objects.get(pk=alice.pk)
        User.objects.get(pk=charlie.pk)
    assert statements.repeated == []


def test_session_and_user_are_counted(alice_client):
    with count_statements() as statements:
        alice_client.get("/accounts/password/change/")
    assert any("django_session" in sql for sql in statements)
    assert any("accounts_user" in sql for sql in statements)
