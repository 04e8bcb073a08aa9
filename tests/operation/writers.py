"""Many processes that save days into one database as fast as they can: `python -m tests.operation.writers 16 500`.

Each is a patient of its own who saves new days, each as the page does: read, then write, in one transaction.
Prints a JSON object: errors by what they say, how many were saved, and the slowest 1 in 100 in milliseconds.
"""

import json
import multiprocessing
import os
import sys
import time
from collections import Counter
from datetime import date, timedelta
from typing import Any

import django
from django.db import connection, transaction

FIRST = date(2000, 1, 1)


def main(writers: int, saves: int) -> dict[str, Any]:
    """Let so many processes save so many days each; they start together."""
    from tests import factories

    people = [factories.patient(f"writer{number}@example.test") for number in range(writers)]
    items = {person.pk: factories.target(person).pk for person in people}
    connection.close()
    context = multiprocessing.get_context("fork")
    start, results = context.Barrier(writers), context.SimpleQueue()

    def write(patient: Any) -> None:
        start.wait()
        results.put(save_days(patient, items[patient.pk], saves))

    processes = [context.Process(target=write, args=(person,)) for person in people]
    for process in processes:
        process.start()
    found = [results.get() for _ in processes]
    for process in processes:
        process.join()
    times = sorted(each for one in found for each in one["times"])
    errors = sum((Counter(one["errors"]) for one in found), Counter[str]())
    p99 = times[len(times) * 99 // 100] if times else None
    return {"errors": dict(errors), "saved": len(times), "p99_ms": p99, "longest_ms": times[-1] if times else None}


def save_days(patient: Any, item: int, saves: int) -> dict[str, Any]:
    """Save so many new days; return how long each took in milliseconds, and the errors."""
    from django.db import DatabaseError

    times, errors = [], Counter[str]()
    for number in range(saves):
        before = time.monotonic()
        try:
            save_one(patient, FIRST + timedelta(days=number), item)
            times.append(round((time.monotonic() - before) * 1000))
        except DatabaseError as error:
            errors[str(error)] += 1
    return {"times": times, "errors": dict(errors)}


@transaction.atomic
def save_one(patient: Any, day: date, item: int) -> None:
    """Load a day and save it."""
    from journal.day_records import load_day, save_day
    from journal.day_state import DayState

    wanted = DayState(ratings={item: 5}, note="Slept badly.")
    save_day(patient=patient, loaded=load_day(patient, day), day=day, wanted=wanted, version=0, today=day)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ldn_tracker.settings")
    django.setup()
    sys.stdout.write(json.dumps(main(int(sys.argv[1]), int(sys.argv[2]))))
