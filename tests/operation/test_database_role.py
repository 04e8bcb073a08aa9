"""The site on PostgreSQL under an account that can do nothing but read and write rows."""

from datetime import date
from urllib.parse import urlsplit

import psycopg
import pytest

from accounts.models import User
from journal.models import CheckIn
from tests import factories
from tests.operation.test_samples import SAMPLES

pytestmark = pytest.mark.postgresql


@pytest.fixture(scope="module")
def site(sites):
    """A site whose tables belong to the tests' own role, run by the role of the sample."""
    site = sites.new("postgresql")
    owner = site.env["DATABASE_URL"]
    role = "ldn_app_" + urlsplit(owner).path.rpartition("_")[2]
    sample = (SAMPLES / "roles.sql").read_text().replace("ldn_owner", str(urlsplit(owner).username))
    with psycopg.connect(owner, autocommit=True) as superuser:
        superuser.execute(sample.replace("ldn_app", role))
        site.env["DATABASE_URL"] = (
            urlsplit(owner)._replace(netloc=f"{role}@{urlsplit(owner).netloc.rpartition('@')[2]}").geturl()
        )
        site.start()
        yield site
        site.close()
        superuser.execute(f'DROP OWNED BY "{role}"; DROP ROLE "{role}"')


def test_the_site_runs_as_an_account_without_rights_over_the_schema(site):
    with site.models():
        alice = factories.patient("alice@example.test")
        factories.check_in(alice, date(2026, 11, 20), {factories.target(alice): 4})
        assert CheckIn.objects.get().answers.endswith(":84")  # the triggers run as that account too
        browser = site.signed_in(alice)
    assert browser.submit("/accounts/profile/", name="Alice Liddell").status == 302
    with site.models():
        assert User.objects.get(pk=alice.pk).name == "Alice Liddell"
    assert browser.get("/journal/export/").status == 200
    assert browser.get("/healthz/ready").status == 200
    assert "Traceback" not in site.output


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE accounts_user",
        "CREATE TABLE mine (a int)",
        "ALTER TABLE accounts_user ADD COLUMN a int",
        "TRUNCATE accounts_user",
        "CREATE ROLE other",
    ],
)
def test_that_account_can_change_no_table(site, statement):
    with psycopg.connect(site.env["DATABASE_URL"]) as database, pytest.raises(psycopg.errors.InsufficientPrivilege):
        database.execute(statement)
