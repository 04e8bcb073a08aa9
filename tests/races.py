"""Run one function in many threads at once, each with a database connection of its own."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection


def at_once[T](function: Callable[[int], T], times: int) -> list[T]:
    """Return what each of `times` parallel calls returned; they start together."""
    barrier = threading.Barrier(times)

    def run(number: int) -> T:
        barrier.wait()
        try:
            return function(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(run, range(times)))
