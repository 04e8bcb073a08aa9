"""A limit is one limit however many workers count."""

import time
from concurrent.futures import ThreadPoolExecutor

from ldn_tracker.limits import POSTS

DAY, LAST = 24 * 3600, 120  # seconds


def wait_until_the_day_is_not_about_to_end() -> None:
    """Let midnight (UTC) pass, when counts start anew, rather than have it in the middle of a test."""
    left = DAY - time.time() % DAY
    time.sleep(left + 1 if left < LAST else 0)


def test_of_many_posts_at_once_to_four_workers_exactly_the_limit_pass(start_site, database):
    site = start_site(database, workers=4)
    (limited,) = POSTS["account_signup"]
    wait_until_the_day_is_not_about_to_end()

    def post(number: int) -> int:
        return site.client(timeout=60).post("/accounts/signup/", {}).status

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(post, range(limited.limit.amount + 31)))
    assert sorted(statuses) == [422] * limited.limit.amount + [429] * 31
