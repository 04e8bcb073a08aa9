"""The triggers that keep `CheckIn.answers` in step with the ratings, made by migration and after every `migrate`.

The database keeps the copy itself, so that nothing that writes ratings has to know of it: the triggers on
ratings only touch the check-in, and one trigger on the check-in then writes what the ratings say, whatever
was to be written there. docs/decisions/0037-answers-kept-by-the-database.md
"""

from typing import Any

from django.apps import apps as installed
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from journal.figures.days import SHIFT

Names = frozenset[tuple[str, str]]
CHECK_INS, RATINGS = "journal_checkin", "journal_rating"
FUNCTIONS = ("journal_keep_answers", "journal_ratings_written")

SQLITE_ANSWERS = f"""(
    SELECT coalesce(group_concat(item_id) || ':' || group_concat(printf('%02x', value + {SHIFT}), ''), '')
    FROM (SELECT item_id, value FROM journal_rating WHERE check_in_id = {{check_in}} ORDER BY item_id)
)"""  # noqa: S608
SQLITE_AGAIN = "BEGIN UPDATE journal_checkin SET answers = '' WHERE id = {check_in}; END"
SQLITE = {
    (CHECK_INS, "check_in_added"): (
        "AFTER INSERT ON journal_checkin FOR EACH ROW"  # noqa: S608
        " WHEN NEW.answers <> '' OR EXISTS (SELECT 1 FROM journal_rating WHERE check_in_id = NEW.id) "
        + SQLITE_AGAIN.format(check_in="NEW.id")
    ),
    # Its own UPDATE does not start it again: SQLite's recursive_triggers are off unless a connection asks for them.
    (CHECK_INS, "check_in_answers_written"): (
        "AFTER UPDATE OF id, answers ON journal_checkin FOR EACH ROW"  # noqa: S608
        f" BEGIN UPDATE journal_checkin SET answers = {SQLITE_ANSWERS.format(check_in='NEW.id')} WHERE id = NEW.id; END"
    ),
    (RATINGS, "rating_added"): (
        "AFTER INSERT ON journal_rating FOR EACH ROW " + SQLITE_AGAIN.format(check_in="NEW.check_in_id")
    ),
    (RATINGS, "rating_changed"): (
        "AFTER UPDATE OF check_in_id, item_id, value ON journal_rating FOR EACH ROW"
        " BEGIN UPDATE journal_checkin SET answers = '' WHERE id IN (OLD.check_in_id, NEW.check_in_id); END"
    ),
    (RATINGS, "rating_deleted"): (
        "AFTER DELETE ON journal_rating FOR EACH ROW " + SQLITE_AGAIN.format(check_in="OLD.check_in_id")
    ),
}

POSTGRESQL_ANSWERS = f"""coalesce((
    SELECT string_agg(item_id::text, ',' ORDER BY item_id) || ':'
        || string_agg(lpad(to_hex(value + {SHIFT}), 2, '0'), '' ORDER BY item_id)
    FROM journal_rating WHERE check_in_id = {{check_in}}
), '')"""  # noqa: S608
POSTGRESQL_FUNCTIONS = f"""
CREATE OR REPLACE FUNCTION journal_keep_answers() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.answers := {POSTGRESQL_ANSWERS.format(check_in="NEW.id")};
    RETURN NEW;
END $$;
-- The check-ins are locked first, in the order in which saves and imports lock them, and touched by a second
-- statement: that one sees the ratings of whoever held the lock until now.
CREATE OR REPLACE FUNCTION journal_ratings_written() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched bigint[];
BEGIN
    IF TG_OP = 'TRUNCATE' THEN
        UPDATE journal_checkin SET answers = '' WHERE answers <> '';
        RETURN NULL;
    ELSIF TG_OP = 'UPDATE' THEN
        touched := ARRAY(
            SELECT check_in_id FROM (
                (SELECT check_in_id, item_id, value FROM before EXCEPT SELECT check_in_id, item_id, value FROM written)
                UNION ALL
                (SELECT check_in_id, item_id, value FROM written EXCEPT SELECT check_in_id, item_id, value FROM before)
            ) AS changed
        );
    ELSE
        touched := ARRAY(SELECT DISTINCT check_in_id FROM written);
    END IF;
    PERFORM 1 FROM journal_checkin WHERE id = ANY (touched) ORDER BY patient_id, day FOR NO KEY UPDATE;
    UPDATE journal_checkin SET answers = '' WHERE id = ANY (touched);
    RETURN NULL;
END $$;
"""  # noqa: S608
POSTGRESQL = {
    (CHECK_INS, "check_in_answers_written"): (
        "BEFORE INSERT OR UPDATE OF id, answers ON journal_checkin FOR EACH ROW EXECUTE FUNCTION journal_keep_answers()"
    ),
    **{
        (RATINGS, name): f"AFTER {event} ON journal_rating {seen} FOR EACH STATEMENT"
        " EXECUTE FUNCTION journal_ratings_written()"
        for name, event, seen in (
            ("rating_added", "INSERT", "REFERENCING NEW TABLE AS written"),
            ("rating_changed", "UPDATE", "REFERENCING OLD TABLE AS before NEW TABLE AS written"),
            ("rating_deleted", "DELETE", "REFERENCING OLD TABLE AS written"),
            ("ratings_truncated", "TRUNCATE", ""),
        )
    },
}
TRIGGERS = {"sqlite": SQLITE, "postgresql": POSTGRESQL}
REPAIR = "UPDATE journal_checkin SET answers = '' WHERE answers <> "
REPAIRS = {
    "sqlite": REPAIR + SQLITE_ANSWERS.format(check_in="journal_checkin.id"),
    "postgresql": REPAIR + POSTGRESQL_ANSWERS.format(check_in="journal_checkin.id"),
}
# What is there and at work: on PostgreSQL a trigger can be there and be switched off.
THERE = {
    "sqlite": "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT relname, tgname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid"
        " WHERE pg_table_is_visible(tgrelid) AND tgenabled IN ('O', 'A')"
    ),
}


def missing(connection: BaseDatabaseWrapper) -> Names:
    """Return table and name of each trigger that the database lacks."""
    with connection.cursor() as cursor:
        cursor.execute(THERE[connection.vendor])
        return frozenset(TRIGGERS[connection.vendor]) - {(table, name) for table, name in cursor.fetchall()}


def keep(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers and write what the ratings say wherever it is not there, unless all triggers are at work.

    All of it or nothing, so that what was cut off is seen as missing the next time. What is at work is known by its
    name: a trigger whose text changes needs a new one.
    """
    if not missing(connection):
        return
    with transaction.atomic(using=connection.alias), connection.cursor() as cursor:
        _drop(connection, cursor)
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTIONS)
        for (_, name), definition in TRIGGERS[connection.vendor].items():
            cursor.execute(f"CREATE TRIGGER {name} {definition}")
        cursor.execute(REPAIRS[connection.vendor])


def keep_no_more(connection: BaseDatabaseWrapper) -> None:
    """Drop the triggers; the column stays as it is."""
    with connection.cursor() as cursor:
        _drop(connection, cursor)
        for name in FUNCTIONS if connection.vendor == "postgresql" else ():
            cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def keep_after_migrate(*, using: str, apps: Any = installed, **kwargs: Any) -> None:
    """Make what is missing once `migrate` is done; a database that has no such column yet is left alone."""
    models = {model._meta.db_table: model for model in apps.get_models()}
    if CHECK_INS in models and any(field.name == "answers" for field in models[CHECK_INS]._meta.fields):
        keep(connections[using])


def _drop(connection: BaseDatabaseWrapper, cursor: CursorWrapper) -> None:
    for table, name in TRIGGERS[connection.vendor]:
        cursor.execute(f"DROP TRIGGER IF EXISTS {name}" + (f" ON {table}" * (connection.vendor == "postgresql")))
