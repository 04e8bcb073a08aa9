"""Editors at work: they write, preview, publish, put back, and can do nothing else."""

import re
from datetime import date
from html import unescape
from io import BytesIO

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError
from PIL import Image

from accounts.models import User
from accounts.staff import editors
from education.models import Claim, Picture, Revision, Source, Term, Topic, Wording
from tests import factories
from tests.accounts.pages import text, title
from tests.log_capture import captured

pytestmark = pytest.mark.usefixtures("content")
TOPICS = "/admin/education/topic/"
KINDS = ("topic", "claim", "source", "wording", "term")


def change(row) -> str:
    return f"/admin/education/{row._meta.model_name}/{row.pk}/change/"


def history(row) -> str:
    return f"/admin/education/{row._meta.model_name}/{row.pk}/history/"


def answers(client, address: str, **typed) -> dict:
    """Return what the form of a page holds, with some of it typed anew."""
    form = client.get(address).context["adminform"].form
    found = {}
    for bound in form:
        value = bound.value()
        if value is None or value is False:
            continue
        if isinstance(value, list):
            value = [getattr(each, "pk", each) for each in value]
        found[bound.html_name] = value.isoformat() if isinstance(value, date) else value
    return {name: value for name, value in {**found, **typed}.items() if value is not None}


def headache() -> Topic:
    return Topic.objects.get(slug="headache")


def save(client, row, **typed):
    return client.post(change(row), answers(client, change(row), **typed))


def test_editors_have_the_rights_of_the_content_and_no_others(db):
    rights = {right.content_type.app_label for right in editors().permissions.all()}
    names = {right.codename for right in editors().permissions.all()}
    assert rights == {"education"}
    assert not [name for name in names if name.startswith("delete")]


def test_an_editor_sees_the_content_and_nothing_else(editor, alice):
    body = editor.get("/admin/").content.decode()
    found = set(re.findall(r'href="/admin/(\w+/\w+)/"', body))
    assert found == {f"education/{name}" for name in (*KINDS, "picture")}
    for address in ("/admin/accounts/user/", f"/admin/accounts/user/{alice.pk}/change/", "/admin/auth/group/"):
        assert editor.get(address).status_code == 403


@pytest.mark.parametrize("page", [f"/admin/education/{kind}/" for kind in (*KINDS, "picture")])
def test_nobody_but_editors_gets_in(page, erin, signed_in, alice_client, client):
    erin.authenticator_set.create(type="totp", data={})
    assert signed_in(erin).get(page).status_code == 403  # staff, but no editor
    assert alice_client.get(page).status_code == 403
    assert client.get(page).status_code == 302


def test_an_editor_without_a_second_factor_is_kept_out(erin, signed_in):
    erin.groups.add(editors())
    assert signed_in(erin).get(TOPICS).status_code == 403


def test_staff_who_are_no_editors_learn_nothing_of_what_is_there(erin, signed_in):
    erin.authenticator_set.create(type="totp", data={})
    client = signed_in(erin)
    for address in (change(headache()), history(headache()), f"{TOPICS}999999/change/", f"{TOPICS}report/"):
        assert client.get(address).status_code == 403, address
    assert client.post(f"{TOPICS}preview/", {"body": "x"}).status_code == 403
    assert client.post(history(headache()), {"revision": Revision.objects.first().pk}).status_code == 403


def test_a_save_is_live_at_once_and_kept_as_a_revision(editor, client, erin):
    answer = save(editor, headache(), body="New [words]{term=placebo} of mine.", state="published")
    assert answer.status_code == 302
    assert "New words" in re.sub(r"<[^>]+>", "", client.get("/learn/headache/").content.decode())
    last = Revision.objects.first()
    assert (last.kind, last.key, last.made_by) == ("topic", "headache", f"user {erin.pk}")
    assert "New [words]{term=placebo} of mine." in last.text
    assert client.get("/learn/search/?q=mine").content.decode().count("/learn/headache/") == 1


def test_a_save_of_nothing_new_makes_no_revision(editor):
    before = Revision.objects.count()
    for row in (headache(), Claim.objects.first(), Source.objects.first(), Wording.objects.get(), Term.objects.first()):
        assert save(editor, row).status_code == 302
    assert Revision.objects.count() == before


def test_every_kind_can_be_added_and_changed_but_its_key_stays(editor):
    new = {
        "topic": {"slug": "new", "title": "New", "summary": "a", "body": "b", "order": "5", "state": "draft"},
        "claim": {"number": "F91", "wording": "New.", "label": "early"},
        "source": {"key": "new", "citation": "New", "read": "all"},
        "wording": {"number": "H14", "text": "New."},
        "term": {"slug": "new", "term": "New", "meaning": "New."},
    }
    for kind, typed in new.items():
        assert editor.post(f"/admin/education/{kind}/add/", typed).status_code == 302, kind
        assert Revision.objects.first().kind == kind
    topic = Topic.objects.get(slug="new")
    save(editor, topic, slug="other", title="Newer")
    topic.refresh_from_db()
    assert (topic.slug, topic.title) == ("new", "Newer")


@pytest.mark.parametrize("kind", [*KINDS, "picture"])
def test_nothing_is_deleted(editor, kind):
    row = {"topic": Topic, "claim": Claim, "source": Source, "wording": Wording, "term": Term, "picture": Picture}[kind]
    number = row.objects.values_list("pk", flat=True).first() or 1
    assert editor.post(f"/admin/education/{kind}/{number}/delete/", {"post": "yes"}).status_code in (302, 404)
    before = row.objects.count()
    typed = {"action": "delete_selected", "_selected_action": [number], "post": "yes"}
    assert editor.post(f"/admin/education/{kind}/", typed).status_code in (200, 302)
    assert row.objects.count() == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"body": "[x]{fact=F99}"}, "There is no claim F99."),
        ({"body": "[x]{term=nothing}"}, "There is no word nothing in the glossary."),
        ({"body": "{{ H9 }}"}, "There is no safe wording H9."),
        ({"body": "[x](/learn/nowhere/)"}, "The address /learn/nowhere/ leads nowhere."),
        ({"body": "[x](/learn/stomach/)"}, "The address /learn/stomach/ leads nowhere."),
        ({"body": "[x](https://shop.example/)"}, "The address https://shop.example/ leads nowhere."),
        ({"body": "[x](<https://[bad>)"}, "leads nowhere."),
        ({"body": "![](/learn/images/abc/)"}, "The picture /learn/images/abc/ needs words"),
        ({"reviewed_by": "Dr. Robin Example"}, "A review has a name and a date."),
        ({"reviewed_on": "2026-11-20"}, "A review has a name and a date."),
    ],
    ids=lambda each: str(each)[:30],
)
def test_what_may_not_be_published_is_refused_in_words_and_the_text_is_kept(editor, typed, said):
    before = Topic.objects.values().get(slug="headache")
    answer = save(editor, headache(), **typed)
    assert (answer.status_code, title(answer)[:7]) == (422, "Error: ")
    assert said in text(answer)
    for words in typed.values():
        assert words in unescape(answer.content.decode())
    assert Topic.objects.values().get(slug="headache") == before


def test_what_is_published_is_in_the_log_by_its_number_and_a_draft_is_not(editor, erin):
    topic = headache()
    for typed in ({"title": "Typed by Erin"}, {"state": "draft"}, {"state": "published"}):
        with captured() as log:
            assert save(editor, topic, **typed).status_code == 302
        published = typed.get("state") != "draft"
        assert log.events == [{"event": "topic_made_public", "user": erin.pk, "topic": topic.pk}] * published
        assert "Typed by" not in log.text
    kept = Revision.objects.filter(key="headache").order_by("pk").first()
    with captured() as log:
        assert editor.post(history(topic), {"revision": kept.pk}).status_code == 302
    assert [each["event"] for each in log.events] == ["topic_made_public"]


def test_the_same_text_may_wait_as_a_draft(editor):
    assert save(editor, headache(), body="[x]{fact=F99}", state="draft").status_code == 302


def test_a_claim_without_a_source_keeps_a_topic_from_readers_and_a_told_one_keeps_its_source(editor):
    Claim.objects.create(number="F91", wording="Bare.", label="early")
    answer = save(editor, headache(), body="[x]{fact=F91}")
    assert "Claim F91 names no source" in text(answer)
    claim = Claim.objects.get(number="F25")
    answer = save(editor, claim, sources=[])
    assert (answer.status_code, "A published topic tells this claim" in text(answer)) == (422, True)
    answer = save(editor, claim, sources=[], no_source_needed="on", no_source_found="on")
    assert (answer.status_code, "Either no source is needed, or none was found" in text(answer)) == (422, True)
    assert save(editor, claim, sources=[], no_source_needed="on").status_code == 302
    assert save(editor, claim, sources=[], no_source_needed=None, no_source_found="on").status_code == 302
    assert "We looked for a source and found none." in text(editor.get("/learn/claims/"))
    Claim.objects.filter(number="F91").update(no_source_found=True)
    assert save(editor, headache(), body="[x]{fact=F91}").status_code == 302


def test_database_refuses_two_reasons_for_no_source(db):
    with pytest.raises(IntegrityError, match="claim_without_source_says_one_reason"):
        Claim.objects.create(number="F92", wording="x", label="early", no_source_needed=True, no_source_found=True)


def test_a_warning_needs_its_note(editor):
    answer = save(editor, Claim.objects.get(number="F25"), warning="on", note="")
    assert (answer.status_code, "needs its safety note" in text(answer)) == (422, True)


def test_a_review_with_name_and_date_is_shown_to_readers(editor, client):
    typed = {"reviewed_by": "Dr. Robin Example", "reviewed_on": "2026-11-20", "review_due": "2027-11-20"}
    assert save(editor, headache(), **typed).status_code == 302
    assert "Reviewed by Dr. Robin Example on 20 November 2026" in text(client.get("/learn/headache/"))
    assert client.get("/learn/headache/").headers["X-Robots-Tag"] == "index, follow"


def test_the_preview_is_the_real_page_of_what_is_typed_and_saves_nothing(editor):
    before = Topic.objects.values().get(slug="headache"), Revision.objects.count()
    typed = answers(
        editor, change(headache()), title="Preview title", body="A [new one.]{fact=F02}\n\n<script>x</script>"
    )
    page = editor.post(f"{TOPICS}preview/", typed)
    body = page.content.decode()
    assert (page.status_code, title(page)) == (200, "Preview title - LDN Tracker")
    assert "Preview. Nothing of this is saved." in text(page)
    assert 'data-fact="F02" data-label="other_dose"' in body
    assert "Do not count on LDN to stay sober." in body
    assert "<script>x" not in body
    assert 'data-wording="H1"' in body
    assert (Topic.objects.values().get(slug="headache"), Revision.objects.count()) == before
    live = editor.get("/learn/headache/").content.decode().split('<div class="card prose')[0]
    unsaved = editor.post(f"{TOPICS}preview/", answers(editor, change(headache()))).content.decode()
    assert live.split("<article")[1] == unsaved.split('<div class="card prose')[0].split("<article")[1]


@pytest.mark.parametrize("typed", [{}, {"body": "\0"}, {"wordings": "abc"}, {"state": "x", "reviewed_on": "x"}])
def test_a_preview_of_whatever_is_typed_is_no_error(editor, typed):
    assert editor.post(f"{TOPICS}preview/", typed).status_code == 200
    assert editor.get(f"{TOPICS}preview/").status_code == 302


def test_of_two_editors_the_second_is_told_and_loses_nothing(editor):
    first, second = (answers(editor, change(headache()), title=name) for name in ("First", "Second"))
    assert editor.post(change(headache()), first).status_code == 302
    answer = editor.post(change(headache()), second)
    assert answer.status_code == 422
    assert "Somebody else saved this while you were writing." in text(answer)
    assert 'value="Second"' in answer.content.decode()
    assert headache().title == "First"
    [seen] = re.findall(r'name="seen" value="(\d+)"', answer.content.decode())
    assert editor.post(change(headache()), {**second, "seen": seen}).status_code == 302
    assert headache().title == "Second"
    assert 'title = "First"' in Revision.objects.all()[1].text


def test_a_form_that_does_not_say_what_it_has_seen_is_refused_once(editor):
    typed = answers(editor, change(headache()), seen=None)
    assert editor.post(change(headache()), typed).status_code == 422


def test_the_history_shows_what_changed_and_one_press_puts_it_back(editor, client):
    before = Revision.objects.get(key="headache")
    save(editor, headache(), title="Head pain", wordings=[])
    page = editor.get(history(headache()))
    assert '<del>title = "Headache"</del>' in page.content.decode().replace("&quot;", '"')
    assert '<ins>title = "Head pain"</ins>' in page.content.decode().replace("&quot;", '"')
    answer = editor.post(history(headache()), {"revision": before.pk})
    assert answer.headers["Location"] == history(headache())
    assert (headache().title, headache().wordings.count()) == ("Headache", 1)
    assert Revision.objects.first().text == before.text
    assert Revision.objects.filter(key="headache").count() == 3
    assert "Head pain" not in text(client.get("/learn/headache/"))


def test_a_revision_that_may_not_be_published_any_more_is_refused(editor):
    old = Revision.objects.get(key="headache")
    save(editor, headache(), body="Without.")
    Claim.objects.get(number="F25").sources.clear()
    page = editor.post(history(headache()), {"revision": old.pk}, follow=True)
    assert "This revision cannot be put back as it is: Claim F25 names no source" in text(page)
    assert headache().body == "Without."


@pytest.mark.parametrize("number", ["0", "abc", "", "9" * 30, "other"])
def test_a_revision_of_something_else_is_not_there(editor, number):
    number = Revision.objects.get(key="F25").pk if number == "other" else number
    assert editor.post(history(headache()), {"revision": number}).status_code == 404


@time_machine.travel("2027-06-01", tick=False)
def test_the_report_lists_what_is_due_broken_and_told_nowhere(erin, signed_in):
    erin.groups.add(editors())
    erin.authenticator_set.create(type="totp", data={})
    Topic.objects.filter(slug="headache").update(
        body="[a](/learn/gone/) [b](https://shop.example/x)", review_due="2028-01-01"
    )
    Source.objects.create(key="spare", number="S99", citation="Spare", read="all")
    Claim.objects.create(number="F91", wording="Bare.", label="early", order=99)
    page = text(signed_in(erin).get(f"{TOPICS}report/"))
    for said in (
        "Published topics due for review (1) What LDN is , 26 May 2027",
        "Addresses that lead nowhere (2) Headache : /learn/gone/ Headache : https://shop.example/x",
        "Claims that no published topic tells (2) F25",
        "Claims without a source (1) F91 Bare.",
        "Sources that no claim names (1) S99 Spare",
        "Words of the glossary that no topic uses (1) Placebo",
    ):
        assert said in page, said


def test_the_list_of_topics_says_which_are_due(editor):
    page = editor.get(f"{TOPICS}?state__exact=published")
    assert page.status_code == 200
    assert "What to look at" in text(page)
    assert editor.get(f"{TOPICS}?reviewed_by__startswith=D").status_code == 400


def picture(size=(40, 30), kind="PNG", **options) -> SimpleUploadedFile:
    into = BytesIO()
    Image.new("RGB", size, "red").save(into, kind, **options)
    return SimpleUploadedFile("x.png", into.getvalue(), "image/png")


def test_a_picture_is_written_anew_without_what_was_hidden_in_it(editor, client):
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    file = picture(kind="JPEG", exif=exif, comment=b"secret comment")
    assert b"secret" in file.read()
    file.seek(0)
    answer = editor.post("/admin/education/picture/add/", {"file": file, "alternative": "A red field"})
    assert answer.status_code == 302
    row = Picture.objects.get()
    assert (b"secret" in bytes(row.content), row.width, row.height) == (False, 40, 30)
    shown = client.get(f"/learn/images/{row.name}/")
    assert (shown.status_code, shown.headers["Content-Type"], shown.content[:4]) == (200, "image/webp", b"RIFF")
    assert "immutable" in shown.headers["Cache-Control"]
    page = editor.get("/admin/education/picture/").content.decode()
    assert f"![A red field](/learn/images/{row.name}/)" in page
    body = f"![A red field](/learn/images/{row.name}/)"
    assert save(editor, headache(), body=body).status_code == 302
    assert f'<img src="/learn/images/{row.name}/" alt="A red field">' in client.get("/learn/headache/").content.decode()


def test_a_picture_needs_words_and_is_taken_once(editor):
    assert editor.post("/admin/education/picture/add/", {"file": picture(), "alternative": ""}).status_code == 422
    assert editor.post("/admin/education/picture/add/", {"alternative": "x"}).status_code == 422
    assert editor.post("/admin/education/picture/add/", {"file": picture(), "alternative": "x"}).status_code == 302
    again = editor.post("/admin/education/picture/add/", {"file": picture(), "alternative": "x"})
    assert (again.status_code, "is here already" in text(again)) == (422, True)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"x",
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\n",
    ],
)
def test_what_is_no_picture_is_refused(editor, content):
    file = SimpleUploadedFile("x.png", content, "image/png")
    assert editor.post("/admin/education/picture/add/", {"file": file, "alternative": "x"}).status_code == 422
    assert Picture.objects.count() == 0


def test_a_picture_with_too_many_pixels_is_refused_and_a_wide_one_made_smaller(editor):
    bomb = picture((6000, 5000), kind="PNG")
    answer = editor.post("/admin/education/picture/add/", {"file": bomb, "alternative": "x"})
    assert (answer.status_code, "too many pixels" in text(answer)) == (422, True)
    assert (
        editor.post("/admin/education/picture/add/", {"file": picture((2400, 100)), "alternative": "x"}).status_code
        == 302
    )
    assert (Picture.objects.get().width, Picture.objects.get().height) == (1200, 50)


@pytest.mark.parametrize("value", ["abc", "0", "-1", "9" * 30, "\x00", "1_0"])
def test_a_source_that_is_none_is_refused_in_words(editor, value):
    answer = save(editor, Claim.objects.get(number="F25"), sources=[value])
    assert answer.status_code == 422
    assert Claim.objects.get(number="F25").sources.count() == 2


@pytest.mark.parametrize("query", ["q=%00", "q=" + "a" * 5000, "p=abc", "o=9.9", "state__exact=%00", "q='%22<script>"])
def test_a_query_that_makes_no_sense_is_no_error_of_ours(editor, query):
    assert editor.get(f"{TOPICS}?{query}").status_code in (200, 302, 400)


def test_no_page_of_an_editor_holds_what_the_policy_forbids(editor):
    for address in (
        TOPICS,
        change(headache()),
        history(headache()),
        f"{TOPICS}report/",
        "/admin/education/picture/add/",
    ):
        body = editor.get(address).content.decode()
        assert [word for word in ("<style", " style=", "onclick", "<script>", "javascript:") if word in body] == [], (
            address
        )


def test_an_editor_reads_no_diary(editor, alice):
    factories.check_in(alice, date(2026, 11, 20), note="Note-canary")
    User.objects.filter(pk=alice.pk).update(name="Name-canary")
    for address in ("/admin/", TOPICS, change(headache()), history(headache()), f"{TOPICS}report/"):
        assert "canary" not in editor.get(address).content.decode()


@pytest.mark.parametrize("number", ["999999", "abc", "9" * 30])
def test_a_row_that_never_was_leads_back_to_the_start(editor, number):
    for page in ("change", "history"):
        assert editor.get(f"{TOPICS}{number}/{page}/").headers["Location"] == "/admin/"


def test_who_may_only_look_puts_nothing_back(erin, signed_in):
    erin.user_permissions.set(Permission.objects.filter(codename="view_topic"))
    erin.authenticator_set.create(type="totp", data={})
    client = signed_in(erin)
    assert "Put this one back" not in text(client.get(history(headache())))
    revision = Revision.objects.get(key="headache")
    assert client.post(history(headache()), {"revision": revision.pk}).status_code == 403


def test_links_to_our_pages_articles_and_official_sites_may_be_published(editor):
    places = (
        "/help/",
        "/learn/glossary/#placebo",
        "/learn/what-ldn-is/",
        "https://doi.org/10.1/x",
        "#here",
        "mailto:a@b.test",
    )
    body = " ".join(f"[x]({place})" for place in (*places, "https://www.fda.gov/x"))
    assert save(editor, headache(), body=body).status_code == 302
