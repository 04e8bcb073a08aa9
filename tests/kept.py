"""Compare the answers that the database keeps on each check-in with the ratings themselves."""

from collections import defaultdict

from journal.models import CheckIn, Rating


def said_by_ratings() -> dict[int, str]:
    """Return what each check-in with ratings must keep, by its id, worked out in Python."""
    ratings: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for check_in, item, value in Rating.objects.order_by("item_id").values_list("check_in_id", "item_id", "value"):
        ratings[check_in].append((item, value))
    return {
        check_in: ",".join(str(item) for item, _ in rated) + ":" + "".join(f"{value + 128:02x}" for _, value in rated)
        for check_in, rated in ratings.items()
    }


def check_kept_answers() -> None:
    """Assert that every check-in keeps what its ratings say, and that those without ratings keep nothing."""
    said = said_by_ratings()
    kept = dict(CheckIn.objects.values_list("pk", "answers"))
    assert kept == {pk: said.get(pk, "") for pk in kept}
    assert said.keys() <= kept.keys()
