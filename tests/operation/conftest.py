"""Sites to start, on either database."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytest_django.plugin import DjangoDbBlocker

from tests.operation.servers import Site, Sites

StartSite = Callable[..., Site]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the file that takes longest, so that no process is left alone with it in the end."""
    items.sort(key=lambda item: item.path.name != "test_kills.py")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest) -> str:
    """Run the test on SQLite, then on PostgreSQL."""
    return str(request.param)


@pytest.fixture(scope="session")
def sites(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Sites]:
    """What sites are made with; tables are made once."""
    made = Sites(tmp_path_factory.mktemp("sites"), django_db_blocker)
    yield made
    made.close()


@pytest.fixture
def start_site(sites: Sites) -> Iterator[StartSite]:
    """Start sites that are stopped after the test: start_site("sqlite", workers=4, NAME="value")."""
    started: list[Site] = []

    def start(database: str = "sqlite", **options: Any) -> Site:
        site = sites.new(database, **options)
        started.append(site)
        site.start()
        return site

    yield start
    for site in started:
        site.close()
