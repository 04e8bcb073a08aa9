"""Each check of the matrix finds the hole that it is there for."""

import pytest

from accounts.models import User
from journal.models import Event
from tests.permissions.alone import answers_alone, interference
from tests.permissions.cast import NOBODY, planted_id
from tests.permissions.checks import Checks, comparable
from tests.permissions.holes import urlpatterns
from tests.permissions.probes import Data, Probe
from tests.permissions.sending import Site
from tests.permissions.table import ROLES, Table

TABLE = Table(
    "\n".join(
        f"| `{view.name}` | / | GET POST | {' | '.join(['not found' if view.name == 'tells_apart' else 'own'] * len(ROLES))} |"
        for view in urlpatterns
    )
)
THEIRS, NEVER = (str(planted_id(owner, Event)) for owner in (2, NOBODY))


@pytest.fixture
def site(world, settings):
    settings.ROOT_URLCONF = "tests.permissions.holes"
    with Site(world.cast).open() as site:
        yield site


def ask(site: Site, name: str, method: str, *datas: Data, address: str = "") -> list[str]:
    """Return what the checks say about A's requests, one after the other."""
    checks = Checks(TABLE)
    probes = [Probe(name, "A", method, address or f"/{name}/", data, "assigned", like=()) for data in datas or ((),)]
    return [line.split("): ", 1)[1] for probe in probes for line in checks.complaints(probe, site.ask(probe))]


@pytest.mark.parametrize("name", ["shows", "says_in_header", "says_in_message", "packs"])
def test_text_of_another_patient_is_found_wherever_it_is(site, name):
    assert ask(site, name, "GET") == ["shows 'zarqb2' of 2"]


def test_id_of_another_patient_is_found(site):
    assert ask(site, "links_to", "GET") == [f"shows the id {planted_id(2, Event)}"]


@pytest.mark.parametrize(
    ("name", "table"), [("writes_when_read", "journal_event"), ("remembers_when_read", "django_session")]
)
def test_reading_that_writes_is_found(site, name, table):
    assert ask(site, name, "GET") == [f"GET writes to ['{table}']"]


def test_verb_that_is_not_in_the_table_is_found(site):
    assert ask(site, "takes_any_verb", "FOO") == ["answered 200 to a verb it does not have"]


def test_failure_is_found(site):
    assert ask(site, "fails", "GET") == ["answered 500", "answered 500, not 'own'"]


def test_row_that_is_told_from_one_that_never_was_is_found(site):
    checks = Checks(TABLE)
    probes = [Probe("tells_apart", "A", "GET", f"/tells_apart/{pk}/", (), "verb") for pk in (NEVER, THEIRS)]
    lines = [line for probe in probes for line in checks.complaints(probe, site.ask(probe))]
    assert ["answered 403, not 'not found'" in lines[0], "told apart from A" in lines[1], len(lines)] == [True, True, 2]


def test_field_that_the_form_does_not_have_is_found_when_it_counts(site):
    (line,) = ask(site, "assigns_all", "POST", (), (("is_staff", ("on",)),))
    assert line.startswith("told apart from A /assigns_all/ ()")


def test_posted_id_that_becomes_the_row_is_found(site):
    lines = ask(site, "makes_with_id", "POST", (("id", (NEVER,)),))
    assert lines == [f"made a row with the posted id [{NEVER}]"]


def test_row_given_to_another_patient_is_found(site):
    owner = planted_id(2, User)
    assert ask(site, "gives_away", "POST", (("patient", (str(owner),)),)) == [f"changed journal.Event of {owner}"]


def test_row_taken_from_another_patient_is_found(site):
    owner = planted_id(2, User)
    assert ask(site, "takes_over", "POST", (("id", (THEIRS,)),)) == [f"changed journal.Event of {owner}"]


def test_session_that_ends_for_another_patient_is_found(site):
    lines = ask(site, "signs_out_all", "POST")
    assert [line for line in lines if "ended" in line] == [
        f"ended a session of {planted_id(owner, User)}" for owner in range(2, 7)
    ]


def test_number_that_counts_the_rows_of_others_is_found(site):
    probe = Probe("counts_all", "A", "GET", "/counts_all/", (), "verb")
    alone = answers_alone(site, [probe])[probe]
    assert "depends on the rows of others" in interference(comparable(probe, site.ask(probe)), alone)


def test_view_without_a_hole_passes(site):
    assert ask(site, "is_fine", "POST", (), (("patient", (NEVER,)),)) == []
    assert not site.slipped()
