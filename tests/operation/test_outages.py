"""PostgreSQL is killed, frozen, unreachable or takes no writes; SQLite is locked: 503, quickly, and it heals."""

import signal
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.operation.conftest import StartSite
from tests.operation.outage import assert_away, assert_healed, patient_of, save, typed
from tests.operation.postgresql import Cluster, Line, own_cluster, send
from tests.operation.servers import Site, execute

# PostgreSQL


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with own_cluster() as made:
        yield made


@pytest.fixture
def line(cluster: Cluster) -> Iterator[Line]:
    made = Line(cluster.url)
    yield made
    made.close()


@pytest.fixture
def on_line(cluster: Cluster, line: Line, start_site: StartSite) -> Site:
    """A site whose PostgreSQL can be stopped and whose line to it can be cut."""
    return start_site("postgresql", server=cluster.url, line=line.url)


@pytest.mark.postgresql
def test_postgresql_killed_and_started_again(cluster: Cluster, on_line: Site) -> None:
    client = patient_of(on_line)
    answers = typed(client)
    cluster.kill()
    try:
        assert_away(client, answers)
    finally:
        cluster.start()
    assert_healed(on_line, client, answers)


@pytest.mark.postgresql
def test_line_to_postgresql_goes_dead(line: Line, on_line: Site) -> None:
    client = patient_of(on_line)
    answers = typed(client)
    line.cut()
    assert_away(client, answers)
    line.mend()
    assert_healed(on_line, client, answers)


@pytest.mark.postgresql
def test_line_goes_dead_while_many_wait(line: Line, on_line: Site) -> None:
    """Those behind the first in the queue of a worker are not made to wait as long again."""
    client = patient_of(on_line)
    client.timeout = 12  # the sixth in the queue of a worker would wait 4 + 5 x 2 seconds if each waited anew
    answers = typed(client)
    line.cut()
    with ThreadPoolExecutor(12) as pool:
        pages = list(pool.map(lambda _: save(client, answers), range(12)))
    assert [page.status for page in pages] == [503] * 12
    line.mend()
    assert_healed(on_line, client, answers)


@pytest.mark.postgresql
def test_frozen_process_of_postgresql_is_left_behind(cluster: Cluster, on_line: Site) -> None:
    """The connection stays open and the kernel answers for the frozen process."""
    client = patient_of(on_line)
    answers = typed(client)
    frozen = cluster.backends()
    try:
        send(frozen, signal.SIGSTOP)
        statuses = {client.get("/journal/").status for _ in range(2)}
        assert statuses <= {200, 302, 503}
        assert_healed(on_line, client, answers)
    finally:
        send(frozen, signal.SIGCONT)


@pytest.mark.postgresql
def test_frozen_server_of_postgresql(cluster: Cluster, on_line: Site) -> None:
    client = patient_of(on_line)
    answers = typed(client)
    frozen = [cluster.pid, *cluster.backends()]
    try:
        send(frozen, signal.SIGSTOP)
        assert_away(client, answers)
    finally:
        send(frozen, signal.SIGCONT)
    assert_healed(on_line, client, answers)


@pytest.mark.postgresql
def test_postgresql_that_takes_no_writes(cluster: Cluster, on_line: Site) -> None:
    client = patient_of(on_line)
    answers = typed(client)
    name = on_line.env["DATABASE_URL"].rsplit("/")[-1]
    execute(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on', cluster.url)
    send(cluster.backends(), signal.SIGTERM)
    try:
        assert_away(client, answers, reads=True)
    finally:
        execute(f'ALTER DATABASE "{name}" RESET default_transaction_read_only', cluster.url)
    assert_healed(on_line, client, answers)


# SQLite


def test_sqlite_locked_by_another_process(start_site) -> None:
    site = start_site("sqlite")
    client = patient_of(site)
    answers = typed(client)
    other = sqlite3.connect(site.folder / "db.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert_away(client, answers, reads=True)
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert_healed(site, client, answers)
