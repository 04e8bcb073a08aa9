"""Content as files: loaded twice changes nothing, what an editor changed stays, nothing is lost on the way out and in."""

import shutil
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from education import loading
from education.files import read_folder
from education.kinds import CLAIM, KINDS, TOPIC, digest_of, entry_of, text_of
from education.management.commands import dump_education
from education.models import Claim, Revision, Source, Term, Topic, Wording
from ldn_tracker.management.commands.prepare import Command
from tests.races import at_once

CONTENT = Path(__file__).parent / "content"


def load(folder: Path = CONTENT) -> str:
    out = StringIO()
    call_command("load_education", folder=folder, stdout=out)
    return out.getvalue()


def dump(folder: Path) -> str:
    out = StringIO()
    call_command("dump_education", folder=folder, stdout=out)
    return out.getvalue()


def test_a_dump_without_a_folder_writes_over_nothing(db, monkeypatch):
    load()
    written = []
    monkeypatch.setattr(dump_education, "dump", written.append)
    with pytest.raises(CommandError, match="the following arguments are required: --to"):
        call_command("dump_education")
    assert written == []


@pytest.fixture
def folder(tmp_path):
    return Path(shutil.copytree(CONTENT, tmp_path / "content"))


def everything() -> dict[str, list[str]]:
    return {kind.name: [text_of(kind, entry_of(kind, row)) for row in kind.rows()] for kind in KINDS}


def edit(folder: Path, name: str, old: str, new: str) -> None:
    text = (folder / name).read_text()
    assert old in text
    (folder / name).write_text(text.replace(old, new))


def test_everything_in_the_files_is_in_the_database_in_their_order(db):
    assert load() == "Education: 11 new, 0 changed, 0 as before.\n"
    assert list(Source.objects.values_list("key", flat=True)) == ["younger2013", "us-label"]
    claim = Claim.objects.get(number="F02")
    assert (claim.label, claim.warning, claim.note) == (
        "other_dose",
        True,
        "That is 50 mg. Do not count on LDN to stay sober.",
    )
    assert [source.key for source in Claim.objects.get(number="F25").sources.all()] == ["younger2013", "us-label"]
    assert [claim.number for claim in Wording.objects.get().facts.all()] == ["F02"]
    assert Term.objects.get(slug="placebo").also == "dummy pill"
    topic = Topic.objects.get(slug="what-ldn-is")
    assert topic.summary.splitlines()[0] == "Naltrexone in a small dose."
    assert (topic.state, str(topic.review_due), topic.reviewed_by, topic.reviewed_on) == (
        "published",
        "2027-05-26",
        "",
        None,
    )
    assert Revision.objects.count() == 11


def test_a_second_load_changes_nothing_and_says_nothing(db):
    load()
    before = (everything(), list(Topic.objects.values()), Revision.objects.count())
    assert load() == ""
    assert (everything(), list(Topic.objects.values()), Revision.objects.count()) == before


def test_the_order_of_what_a_claim_links_to_makes_no_difference(db, folder):
    load(folder)
    edit(folder, "claims.toml", '["younger2013", "us-label"]', '["us-label", "younger2013", "us-label"]')
    assert load(folder) == ""


def test_what_changed_in_the_files_is_taken_over_with_a_revision(db, folder):
    load(folder)
    edit(folder, "claims.toml", "16% on LDN", "17% on LDN")
    edit(folder, "topics/20-headache.md", "Trials disagree.", "The trials disagree.")
    assert load(folder) == "Education: 0 new, 2 changed, 9 as before.\n"
    assert Claim.objects.get(number="F25").evidence == "One trial: 17% on LDN and 3% on placebo."
    assert Revision.objects.filter(kind="claim", key="F25").count() == 2


def test_what_an_editor_changed_stays_and_the_difference_is_said(db, folder):
    load(folder)
    Topic.objects.filter(slug="headache").update(title="Headaches")
    Claim.objects.get(number="F25").sources.set([])
    edit(folder, "topics/20-headache.md", "Trials disagree.", "The trials disagree.")
    said = load(folder)
    assert "topic headache was changed here and is left as it is:" in said
    assert '  - title = "Headache"\n  + title = "Headaches"\n' in said
    assert "claim F25 was changed here and is left as it is:" in said
    topic = Topic.objects.get(slug="headache")
    assert (topic.title, "Trials disagree." in topic.summary.splitlines()) == ("Headaches", True)
    assert Claim.objects.get(number="F25").sources.count() == 0


def test_what_an_editor_added_stays_and_is_said(db):
    load()
    Term.objects.create(term="Flare", slug="flare", meaning="A worse spell.")
    assert load() == "term flare is here and not in the files.\n"


def test_once_the_files_have_what_the_editor_wrote_they_lead_again(db, folder):
    load(folder)
    Claim.objects.filter(number="F25").update(evidence="Other words.")
    dump(folder)
    assert load(folder) == ""
    edit(folder, "claims.toml", "Other words.", "Third words.")
    load(folder)
    assert Claim.objects.get(number="F25").evidence == "Third words."


def test_load_dump_load_loses_nothing(db, tmp_path):
    load()
    odd = "Ünïcode “quotes” \\ \"\"\" '''\n\n    code\n\n+++\n| a |\n|---|\n| 4.5 mg |"
    Topic.objects.filter(slug="headache").update(body=odd, reviewed_by="Dr. Example", reviewed_on="2026-11-26")
    Claim.objects.filter(number="F06").update(note='Two\nlines, a "quote" and a \\.')
    before = everything()
    dump(tmp_path)
    Revision.objects.all().delete()
    for kind in reversed(KINDS):
        kind.model._default_manager.all().delete()
    load(tmp_path)
    assert everything() == before
    first = {file.name: file.read_bytes() for file in tmp_path.rglob("*.*")}
    dump(tmp_path)
    assert {file.name: file.read_bytes() for file in tmp_path.rglob("*.*")} == first


def test_a_topic_with_another_place_leaves_no_second_file(db, folder):
    load(folder)
    Topic.objects.filter(slug="headache").update(order=25)
    assert dump(folder).splitlines()[1:] == ["Removed 20-headache.md: there is no such topic here."]
    assert sorted(file.name for file in (folder / TOPIC.file).iterdir()) == [
        "10-what-ldn-is.md",
        "25-headache.md",
        "30-stomach.md",
    ]


def test_an_empty_database_writes_over_no_files(db, folder):
    before = {file.name: file.read_bytes() for file in folder.rglob("*.*")}
    with pytest.raises(CommandError):
        dump(folder)
    assert {file.name: file.read_bytes() for file in folder.rglob("*.*")} == before


WRONG = [
    ("claims.toml", 'label = "mixed"', 'label = "sure"', "claims.toml F25: label: Value 'sure' is not a valid choice."),
    ("claims.toml", 'note = "That is 50 mg. Do not count on LDN to stay sober."', "", "A claim with a warning needs"),
    ("claims.toml", '["younger2013", "us-label"]', '["nobody"]', "claim F25: there is no source nobody"),
    ("claims.toml", "warning = true", 'warning = "yes"', "claims.toml F02: warning is no bool"),
    ("claims.toml", "evidence =", "proof =", "claims.toml F02: there is no 'proof'"),
    ("claims.toml", 'id = "F06"', 'id = "F02"', "claims.toml F02: F02 is there twice"),
    ("claims.toml", "no_source_needed = true", "", "topic what-ldn-is: F06 names no source"),
    (
        "claims.toml",
        "no_source_needed = true",
        "no_source_needed = true\nno_source_found = true",
        "Either no source is",
    ),
    ("sources.toml", "dailymed.nlm.nih.gov/d", "mirror.example/d", "Only https addresses at fda.gov"),
    ("glossary.toml", "[[term]]", "[[word]]", "glossary.toml: there is no [[word]]"),
    ("wordings.toml", "[[wording]]", "[wording", "wordings.toml: "),
    ("topics/20-headache.md", "fact=F25", "fact=F99", "topic headache: there is no claim F99"),
    ("topics/20-headache.md", "term=placebo", "term=pill", "topic headache: there is no term pill"),
    ("topics/20-headache.md", "{{ H1 }}", "{{ H9 }}", "topic headache: there is no wording H9"),
    ("topics/20-headache.md", 'slug = "headache"', 'slug = "search"', "slug: That address is another page"),
    ("topics/20-headache.md", "+++\n\n[In", "\n[In", "topics/20-headache.md: "),
    ("topics/20-headache.md", 'state = "published"', 'state = "live"', "state: Value 'live' is not a valid choice."),
    ("topics/20-headache.md", 'items = ["Headache"]', 'reviewed_by = "Dr. X"', "A review has a name and a date."),
    ("topics/20-headache.md", 'items = ["Headache"]', "items = [1]", "items holds something that is no text"),
]


@pytest.mark.parametrize(("file", "old", "new", "said"), WRONG, ids=lambda each: each[:24])
def test_what_is_wrong_is_said_with_its_place_and_nothing_is_loaded(db, folder, file, old, new, said):
    edit(folder, file, old, new)
    with pytest.raises(CommandError) as refused:
        load(folder)
    assert said in str(refused.value)
    assert (Topic.objects.count(), Claim.objects.count(), Revision.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("reason", ["no_source_needed", "no_source_found"])
def test_a_published_claim_without_a_source_says_why(db, folder, reason):
    edit(folder, "claims.toml", "no_source_needed = true", f"{reason} = true")
    load(folder)
    claim = Claim.objects.get(number="F06")
    assert (claim.no_source_needed, claim.no_source_found) == (
        reason == "no_source_needed",
        reason == "no_source_found",
    )
    dump(folder)
    assert load(folder) == ""


@pytest.mark.django_db(transaction=True)
def test_of_two_first_starts_at_once_one_loads_and_the_other_finds_everything():
    done = at_once(lambda number: loading.load(CONTENT, timezone.now()), 4)
    assert sorted((each.new, each.changed, each.same) for each in done) == [(0, 0, 11)] * 3 + [(11, 0, 0)]
    assert (Topic.objects.count(), Revision.objects.count()) == (3, 11)


def migrated_to(name: str):
    """Bring the tables of the education app to a migration; return its models."""
    executor = MigrationExecutor(connection)
    return executor.migrate([("education", name)]).apps


@pytest.mark.django_db(transaction=True)
def test_an_older_database_knows_the_files_again_and_what_an_editor_changed():
    [(_, newest)] = MigrationExecutor(connection).loader.graph.leaf_nodes("education")
    old = migrated_to("0001_initial")
    row = {
        "wording": "One idea.",
        "label": "unproven",
        "evidence": "None.",
        "no_source_needed": True,
        "section": "Uses",
    }
    text = (
        'id = "{}"\nwording = "One idea."\nlabel = "unproven"\nwarning = false\nnote = ""\nevidence = "None."\n'
        'sources = []\nno_source_needed = true\nsection = "Uses"\n'
    )
    for number, here in (("F01", {}), ("F02", {"wording": "Another idea."})):
        loaded = digest_of(text.format(number))
        old.get_model("education", "Claim").objects.create(number=number, loaded=loaded, **{**row, **here})
    migrated_to(newest)
    one, two = Claim.objects.order_by("number")
    known = [digest_of(text_of(CLAIM, entry_of(CLAIM, each))) == each.loaded for each in (one, two)]
    assert known == [True, False]


def test_a_start_says_in_one_line_that_something_differs(db):
    load()
    Claim.objects.filter(number="F25").update(evidence="Other words.")
    out = StringIO()
    call_command("load_education", folder=CONTENT, stdout=out, verbosity=0)
    assert out.getvalue() == "Some education content differs from the files; manage.py load_education lists it.\n"


def test_a_folder_that_is_not_there_is_no_traceback(db, tmp_path):
    with pytest.raises(CommandError):
        load(tmp_path / "nowhere")


def test_files_are_read_in_the_order_of_their_names():
    assert list(read_folder(CONTENT).entries["topic"]) == ["what-ldn-is", "headache", "stomach"]


def test_a_start_of_the_site_loads_the_library_and_a_second_one_says_nothing(db):
    said = StringIO()
    for _ in range(2):
        Command(stdout=said)._load_education()
    assert (Topic.objects.count(), said.getvalue()) == (20, "Education: 222 new, 0 changed, 0 as before.\n")
