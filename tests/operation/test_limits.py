"""A limit is one limit however many workers count."""

from concurrent.futures import ThreadPoolExecutor

from ldn_tracker.limits import POSTS


def test_of_many_posts_at_once_to_four_workers_exactly_the_limit_pass(start_site, database):
    site = start_site(database, workers=4)
    (limited,) = POSTS["account_signup"]

    def post(number: int) -> int:
        return site.client(timeout=60).post("/accounts/signup/", {}).status

    with ThreadPoolExecutor(16) as pool:
        statuses = list(pool.map(post, range(limited.limit.amount + 31)))
    assert sorted(statuses) == [422] * limited.limit.amount + [429] * 31
