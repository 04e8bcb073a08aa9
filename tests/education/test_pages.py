"""The pages of the education section, as a stranger reads them."""

import re
from datetime import date

import pytest

from education.models import Claim, Source, Term, Topic, Wording
from education.pages import topic_page
from tests.accounts.pages import text, title
from tests.ldn_tracker.pages import heading
from tests.statements import count_statements

pytestmark = pytest.mark.usefixtures("content")
PAGES = ("/learn/", "/learn/headache/", "/learn/claims/", "/learn/glossary/", "/learn/sources/", "/learn/search/?q=ldn")
NOINDEX = "noindex, nofollow, noarchive"


def facts(page: str) -> list[tuple[str, str]]:
    return re.findall(r'data-fact="(\w+)" data-label="(\w+)"', page)


def test_the_index_lists_what_is_published_in_order_and_leads_on(client):
    page = client.get("/learn/")
    found = re.findall(r'href="(/learn/[^"]*)"', page.content.decode().split("<main")[1].split("</main>")[0])
    assert found == [
        *("/learn/what-ldn-is/", "/learn/headache/"),
        *("/learn/claims/", "/learn/glossary/", "/learn/sources/"),
    ]
    assert "Naltrexone in a small dose." in text(page)
    assert "Crème text" not in text(page)


def test_a_topic_tells_its_claims_with_label_note_and_terms(client):
    page = client.get("/learn/what-ldn-is/")
    body = page.content.decode()
    assert (title(page), heading(page)) == ("What LDN is - LDN Tracker", "What LDN is")
    assert facts(body) == [("F02", "other_dose"), ("F06", "practice")]
    [told] = re.findall(r'<span class="told" data-fact="F02".*?True at another dose</span></a></span>', body)
    assert "People take it for alcohol dependence." in told
    assert '<a class="grade-link" href="/learn/claims/#F02">' in told
    [note] = re.findall(r'<span class="claim-safety" data-note-of="F02">(.*?)</span>', body)
    assert note == "<strong>Stay safe.</strong> That is 50 mg. Do not count on LDN to stay sober."
    [term] = re.findall(r'popovertarget="(term-1)">endorphins</button>', body)
    assert f'id="{term}" popover="">Pain-easing substances the body makes itself.</span>' in body
    for said in ("It is not the dose for addiction.", "Naltrexone blocks opioids.", "Whether it eases pain."):
        assert said in text(page)
    assert "Not reviewed by a clinician yet." in text(page)


def test_ids_of_claims_are_nowhere_in_sight(client):
    for page in PAGES:
        assert not re.search(r"\b[FH]\d\d?\b", text(client.get(page))), page


def test_a_safe_wording_stands_where_its_claim_is_told_and_where_it_is_placed(client):
    words = "Naltrexone treats alcohol and opioid addiction at about 50 mg. LDN is a different use."
    for page in ("/learn/what-ldn-is/", "/learn/headache/", "/learn/claims/"):
        body = client.get(page).content.decode()
        assert re.findall(r'data-wording="H1">(.*?)<', body) == [words], page


def test_sources_of_a_topic_are_those_of_its_claims_with_links_to_their_own_numbers(client):
    body = client.get("/learn/headache/").content.decode()
    section = body.split('id="h-sources"')[1].split("</section>")[0]
    assert re.findall(r'href="([^"]+)"', section) == [
        "https://doi.org/10.1002/art.37734",
        "https://pubmed.ncbi.nlm.nih.gov/23359310/",
        "https://dailymed.nlm.nih.gov/dailymed/drugInfo.cfm?setid=f3305f0b-fb9e-4009-b28f-47fe9b1b618b",
    ]
    assert "h-sources" in body
    Source.objects.all().delete()
    assert 'id="h-sources"' not in client.get("/learn/headache/").content.decode()


def test_the_claims_page_lists_each_claim_once_with_all_that_belongs_to_it(client):
    page = client.get("/learn/claims/")
    body = page.content.decode()
    assert facts(body) == [("F02", "other_dose"), ("F06", "practice"), ("F25", "mixed")]
    assert re.findall(r'<h2 id="section-\d">(.*?)</h2>', body) == ["Introduction", "Common side effects"]
    articles = re.findall(r"<article .*?</article>", body, re.S)
    assert "That is 50 mg." in articles[0]
    assert "No source needed." in articles[1]
    assert "found none" not in body
    assert '<a href="/learn/sources/#younger2013">' in articles[2]
    assert "What the labels mean" in text(page)


def test_glossary_and_sources_list_everything(client):
    body = client.get("/learn/glossary/").content.decode()
    assert re.findall(r'data-term="([\w-]+)"', body) == ["endorphins", "placebo"]
    assert "Also: dummy pill" in body
    assert re.findall(r'data-source="(\w+)"', client.get("/learn/sources/").content.decode()) == ["S10", "S2"]


@pytest.mark.parametrize("address", ["stomach", "nothing", "x" * 300, "images/" + "a" * 32])
def test_a_draft_is_not_there_as_if_it_never_was(client, address):
    assert client.get(f"/learn/{address}/").status_code == 404


@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_for_search_engines_before_a_clinician_has_looked(client, page):
    answer = client.get(page)
    assert (answer.status_code, answer.headers["X-Robots-Tag"]) == (200, NOINDEX)
    assert "MedicalWebPage" not in answer.content.decode()


def reviewed(slug):
    topic = Topic.objects.get(slug=slug)
    topic.reviewed_by, topic.reviewed_on = "Dr. Robin Example", date(2026, 11, 20)
    topic.reviewed_edition = topic_page(topic).edition
    topic.save()


def test_a_reviewed_topic_names_its_reviewer_and_may_be_found(client):
    reviewed("headache")
    page = client.get("/learn/headache/")
    assert page.headers["X-Robots-Tag"] == "index, follow"
    assert 'itemtype="https://schema.org/MedicalWebPage"' in page.content.decode()
    assert "Reviewed by Dr. Robin Example on 20 November 2026" in text(page)
    assert client.get("/learn/what-ldn-is/").headers["X-Robots-Tag"] == NOINDEX
    assert client.get("/learn/").headers["X-Robots-Tag"] == NOINDEX
    reviewed("what-ldn-is")
    assert client.get("/learn/").headers["X-Robots-Tag"] == "index, follow"
    assert client.get("/learn/search/?q=ldn").headers["X-Robots-Tag"] == NOINDEX


def test_the_site_map_lists_what_is_reviewed_and_nothing_else(client):
    assert "<loc>" not in client.get("/sitemap.xml").content.decode()
    reviewed("headache")
    reviewed("stomach")
    body = client.get("/sitemap.xml").content.decode()
    assert re.findall(r"<loc>(.*?)</loc>", body) == ["http://testserver/learn/headache/"]
    assert "<lastmod>2026-11-20</lastmod>" in body


def test_a_page_costs_few_statements_and_no_more_for_more(client, alice_client):
    def counts(visitor):
        found = {}
        for page in PAGES:
            with count_statements() as statements:
                visitor.get(page)
            found[page] = len(statements)
        return found

    few = counts(client), counts(alice_client)
    assert max(few[0].values()) <= 6
    assert max(few[1].values()) <= 8
    topic = Topic.objects.get(slug="headache")
    for number in range(100, 120):
        claim = Claim.objects.create(number=f"F{number}", wording="More about LDN.", label="early", note="Mind.")
        claim.sources.add(Source.objects.create(key=f"more-{number}", citation="More", read="all"))
        Wording.objects.create(number=f"H{number}", text="More.").facts.add(claim)
        Term.objects.create(term=f"ldn {number}", slug=f"more-{number}", meaning="More.")
        topic.body += f"\n\n[More [words]{{term=more-{number}}} here.]{{fact=F{number}}}\n"
        Topic.objects.create(slug=f"more-{number}", title="LDN", summary="x", body="x", state="published")
    topic.save()
    assert (counts(client), counts(alice_client)) == few


def test_no_page_prints_a_dose_with_a_trailing_zero(client):
    for page in PAGES:
        assert not re.search(r"\d\.\d*0 ?mg|(?<!\d)\.\d+ ?mg", text(client.get(page))), page


@pytest.mark.parametrize("page", PAGES)
def test_other_verbs_are_refused(client, page):
    assert {client.post(page).status_code, client.put(page).status_code} == {405}


def test_a_wording_that_is_the_note_itself_is_said_once(client):
    words = "Naltrexone treats alcohol and opioid addiction at about 50 mg. LDN is a different use."
    Claim.objects.filter(number="F02").update(note=words)
    for page in ("/learn/what-ldn-is/", "/learn/claims/"):
        assert text(client.get(page)).count(words) == 1, page
    assert 'data-wording="H1"' in client.get("/learn/claims/").content.decode()
