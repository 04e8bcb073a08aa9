"""A clinician's review is of what was read: whatever changes of a page, it no longer stands for it."""

import re
from datetime import date

import pytest
import time_machine
from django.core.management import call_command

from education.editions import standing
from education.models import Claim, Revision, Source, Term, Topic, Wording
from education.pages import topic_page
from tests.accounts.pages import text
from tests.education.test_editing import TOPICS, answers, change, headache, history, save

pytestmark = pytest.mark.usefixtures("content")
NOINDEX = "noindex, nofollow, noarchive"
REVIEW = {"reviewed_by": "Dr. Robin Example", "reviewed_on": "2026-11-20", "review_due": "2027-11-20"}
CHANGED = "Changed since the review of 20 November 2026 by Dr. Robin Example"
BODY = "[In one trial headache was commoner on LDN than on a [placebo]{term=placebo}.]{fact=F25}\n\n{{ H1 }}\n"


@pytest.fixture
def reviewed(editor):
    """The editor, with a review of the headache topic recorded."""
    assert save(editor, headache(), body=BODY, **REVIEW).status_code == 302
    return editor


def stands(client, slug="headache") -> bool:
    """Return whether the review stands, in all the places that tell it, which must agree."""
    page = client.get(f"/learn/{slug}/")
    body = page.content.decode()
    listed = f"/learn/{slug}/" in client.get("/sitemap.xml").content.decode()
    found = {
        page.headers["X-Robots-Tag"] == "index, follow",
        "MedicalWebPage" in body,
        "itemprop" in body,
        "Reviewed by Dr. Robin Example" in text(page),
        CHANGED not in text(page),
        listed,
    }
    assert len(found) == 1, body
    return found.pop()


CHANGES = [
    (Topic, {"slug": "headache"}, {"title": "Headaches"}),
    (Topic, {"slug": "headache"}, {"summary": "Another line."}),
    (Topic, {"slug": "headache"}, {"body": f"{BODY}\nA sentence more."}),
    (Topic, {"slug": "headache"}, {"body": BODY.replace("commoner", "comoner")}),
    (Topic, {"slug": "headache"}, {"body": BODY.replace("{{ H1 }}", "")}),
    (Topic, {"slug": "headache"}, {"known": "It is known."}),
    (Topic, {"slug": "headache"}, {"not_known": "It is not known."}),
    (Topic, {"slug": "headache"}, {"items": "Nausea"}),
    (Claim, {"number": "F25"}, {"wording": "Other words."}),
    (Claim, {"number": "F25"}, {"label": "solid"}),
    (Claim, {"number": "F25"}, {"note": "Mind.", "warning": "on"}),
    (Claim, {"number": "F25"}, {"evidence": "Other proof."}),
    (Claim, {"number": "F25"}, {"sources": [], "no_source_needed": "on"}),
    (Source, {"key": "younger2013"}, {"citation": "Another article."}),
    (Wording, {"number": "H1"}, {"text": "Other words."}),
    (Term, {"slug": "placebo"}, {"meaning": "Another meaning."}),
]


@pytest.mark.parametrize(("model", "row", "typed"), CHANGES, ids=lambda each: str(getattr(each, "__name__", each)))
def test_any_change_of_what_the_page_tells_ends_a_review_until_it_is_recorded_anew(reviewed, client, model, row, typed):
    assert stands(client)
    found = model.objects.get(**row)
    assert save(reviewed, found, **typed).status_code == 302
    assert not stands(client)
    assert re.search("Headaches? , changed since the review of 20 Nov 2026", text(reviewed.get(f"{TOPICS}report/")))
    assert save(reviewed, headache(), review_anew="on").status_code == 302
    assert stands(client)
    assert "changed since" not in text(reviewed.get(f"{TOPICS}report/"))


@pytest.mark.parametrize("bare", [{"body": "A page of its own."}, {"wordings": []}], ids=str)
def test_a_wording_chosen_beside_the_text_or_told_by_a_claim_is_part_of_the_page(reviewed, client, bare):
    save(reviewed, headache(), **{"body": BODY.replace("{{ H1 }}", ""), **bare, "review_anew": "on"})
    assert stands(client)
    Wording.objects.update(text="Other words.")
    assert stands(client) is ("body" not in bare)  # F25 brings none: what is not shown does not count


def test_a_wording_that_a_claim_brings_is_part_of_the_page(reviewed, client):
    save(reviewed, Topic.objects.get(slug="what-ldn-is"), **REVIEW)
    assert stands(client, "what-ldn-is")
    Wording.objects.get(number="H1").facts.clear()
    assert not stands(client, "what-ldn-is")


@pytest.mark.parametrize(
    ("model", "row", "typed"),
    [
        (Topic, {"slug": "headache"}, {"order": "31"}),
        (Topic, {"slug": "headache"}, {"review_due": "2028-01-01"}),
        (Topic, {"slug": "what-ldn-is"}, {"body": "Another page."}),
        (Claim, {"number": "F02"}, {"evidence": "A claim of another page."}),
        (Claim, {"number": "F25"}, {"section": "Elsewhere"}),
        (Term, {"slug": "endorphins"}, {"meaning": "A word of another page."}),
        (Term, {"slug": "placebo"}, {"also": "sham"}),
    ],
    ids=lambda each: str(getattr(each, "__name__", each)),
)
def test_what_the_page_does_not_tell_leaves_its_review(reviewed, client, model, row, typed):
    assert save(reviewed, model.objects.get(**row), **typed).status_code == 302
    assert stands(client)


def test_another_date_records_a_review_anew_and_another_name_alone_does_not(reviewed, client):
    save(reviewed, headache(), title="Headaches", reviewed_by="Dr. Sam Example")
    page = client.get("/learn/headache/")
    assert "Changed since the review of 20 November 2026 by Dr. Sam Example" in text(page)
    assert page.headers["X-Robots-Tag"] == NOINDEX
    save(reviewed, headache(), reviewed_by="Dr. Robin Example", reviewed_on="2026-11-21")
    assert "Reviewed by Dr. Robin Example on 21 November 2026" in text(client.get("/learn/headache/"))


@pytest.mark.parametrize("recorded", [{"review_anew": "on"}, {"reviewed_on": "2026-11-21"}], ids=str)
def test_a_review_does_not_cover_a_claim_that_changed_while_the_form_was_open(reviewed, client, recorded):
    typed = answers(reviewed, change(headache()), title="My title", **recorded)
    save(reviewed, Claim.objects.get(number="F25"), evidence="Other proof.")
    answer = reviewed.post(change(headache()), typed)
    assert (answer.status_code, 'value="My title"' in answer.content.decode()) == (422, True)
    assert "changed while you were writing. Nothing of yours is lost" in text(answer)
    assert (headache().title, stands(client)) == ("Headache", False)
    [shown] = re.findall(r'name="shown" value="(\w+)"', answer.content.decode())
    assert reviewed.post(change(headache()), {**typed, "shown": shown}).status_code == 302
    assert (headache().title, stands(client)) == ("My title", True)


def test_no_look_is_asked_for_without_a_review_or_for_what_the_page_does_not_tell(reviewed, client):
    typed = answers(reviewed, change(headache()), title="Headaches")
    save(reviewed, Claim.objects.get(number="F25"), evidence="Other proof.")
    assert reviewed.post(change(headache()), typed).status_code == 302
    assert (headache().title, stands(client)) == ("Headaches", False)
    typed = answers(reviewed, change(headache()), review_anew="on")
    save(reviewed, Claim.objects.get(number="F02"), evidence="A claim of another page.")
    assert reviewed.post(change(headache()), typed).status_code == 302
    assert stands(client)


def test_a_review_taken_back_leaves_nothing(reviewed, client):
    save(reviewed, headache(), reviewed_by="", reviewed_on="", review_due="")
    assert (headache().reviewed_edition, headache().reviewed_by) == ("", "")
    assert "Not reviewed by a clinician yet." in text(client.get("/learn/headache/"))
    answer = save(reviewed, headache(), review_anew="on")
    assert (answer.status_code, "A review has a name and a date." in text(answer)) == (422, True)


def test_putting_the_reviewed_text_back_makes_its_review_stand_again(reviewed, client):
    kept = Revision.objects.filter(key="headache").first().pk
    save(reviewed, headache(), body="Another page.")
    assert not stands(client)
    reviewed.post(history(headache()), {"revision": kept})
    assert headache().body.strip() == BODY.strip()
    assert stands(client)


def test_files_keep_a_review_out_and_in_again_and_a_file_that_changes_ends_it(reviewed, client, tmp_path):
    call_command("dump_education", folder=tmp_path, verbosity=0)
    assert f'reviewed_edition = "{headache().reviewed_edition}"' in (tmp_path / "topics/20-headache.md").read_text()
    assert "reviewed_edition" not in (tmp_path / "topics/10-what-ldn-is.md").read_text()
    for model in (Topic, Wording, Claim, Source, Term):
        model.objects.all().delete()
    call_command("load_education", folder=tmp_path, verbosity=0)
    assert stands(client)
    claims = tmp_path / "claims.toml"
    claims.write_text(claims.read_text().replace("16% on LDN", "17% on LDN"))
    call_command("load_education", folder=tmp_path, verbosity=0)
    assert not stands(client)


def test_a_review_that_names_no_edition_does_not_count(client):
    Topic.objects.filter(slug="headache").update(reviewed_by="Dr. Robin Example", reviewed_on=date(2026, 11, 20))
    assert not stands(client)


def test_the_lists_of_pages_are_for_search_engines_only_while_every_review_stands(reviewed, client):
    save(reviewed, Topic.objects.get(slug="what-ldn-is"), **REVIEW)
    for address in ("/learn/", "/learn/claims/", "/learn/glossary/", "/learn/sources/"):
        assert client.get(address).headers["X-Robots-Tag"] == "index, follow", address
    Claim.objects.filter(number="F25").update(evidence="Other proof.")
    for address in ("/learn/", "/learn/claims/", "/learn/glossary/", "/learn/sources/"):
        assert client.get(address).headers["X-Robots-Tag"] == NOINDEX, address


@time_machine.travel("2026-11-27", tick=False)
def test_the_list_of_topics_shows_which_are_looked_at_in_time(reviewed):
    def in_time():
        row = re.findall(r"<tr>.*?</tr>", reviewed.get(TOPICS).content.decode(), re.S)
        [found] = [each for each in row if ">Headache<" in each]
        return 'alt="True"' in found

    assert in_time()
    Term.objects.filter(slug="placebo").update(meaning="Another meaning.")
    assert not in_time()


def test_a_preview_says_nothing_of_a_review_that_may_not_stand(reviewed):
    typed = {"title": "x", "summary": "x", "body": "x", "state": "published", "order": "1", **REVIEW}
    page = reviewed.post(f"{TOPICS}preview/", typed)
    assert "The review by Dr. Robin Example is shown where it is of this text." in text(page)
    assert "MedicalWebPage" not in page.content.decode()


def test_all_pages_of_the_library_have_the_edition_that_the_site_map_asks_for(db):
    call_command("load_education", verbosity=0)
    everything = list(Topic.objects.all())
    assert len(everything) >= 20
    for topic in everything:
        topic.reviewed_by, topic.reviewed_edition = "Dr. Robin Example", topic_page(topic).edition
    assert standing(everything) == {topic.pk for topic in everything}
