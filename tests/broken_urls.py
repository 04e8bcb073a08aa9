"""Views with one mistake each, and one without: what the walk over all forms must be able to tell apart."""

from datetime import date

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template import Context, Template
from django.urls import path

from journal.models import Event, Item

TITLE = "<title>{% if form.errors %}Error: {% endif %}A page</title>"
PAGE = TITLE + '<form method="post">{{ form }}</form>'
SILENT_PAGE = '<title>A page</title><form method="post">{{ form }}</form>'


class NumberForm(forms.Form):
    number = forms.RegexField(r"^[0-9]{1,3}\Z", initial="1")


def page(form: forms.Form, status: int, template: str = PAGE) -> HttpResponse:
    return HttpResponse(Template(template).render(Context({"form": form})), status=status)


def done() -> HttpResponse:
    return HttpResponse(status=302, headers={"Location": "/fine/"})


def numbered(request: HttpRequest, bad_status: int = 422, template: str = PAGE) -> HttpResponse:
    form = NumberForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return page(form, 200)
    return done() if form.is_valid() else page(form, bad_status, template)


def is_fine(request: HttpRequest) -> HttpResponse:
    return numbered(request)


def is_silent(request: HttpRequest) -> HttpResponse:
    return numbered(request, template=SILENT_PAGE)


def answers_200(request: HttpRequest) -> HttpResponse:
    return numbered(request, bad_status=200)


def crashes(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        int(request.POST["number"])
    return numbered(request)


def saves_half(request: HttpRequest) -> HttpResponse:
    if request.method == "POST":
        request.user.events.create(day=date(2026, 11, 20), kind="other")
    return numbered(request)


def trusts_ids(request: HttpRequest) -> HttpResponse:
    form = forms.Form(request.POST or None)
    events = [(str(event.pk), "event") for event in request.user.events.all()]
    form.fields["event"] = forms.ChoiceField(choices=events)
    if request.method == "POST":
        posted = request.POST.get("event")
        Event.objects.filter(
            pk__in=[pk for pk in Event.objects.values_list("pk", flat=True) if str(pk) == posted]
        ).delete()
        return done()
    return page(form, 200)


def finds_others(request: HttpRequest, pk: int) -> HttpResponse:
    get_object_or_404(Item, pk=pk)
    return HttpResponse('<form method="post"></form>') if request.method == "GET" else done()


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse("gone", status=404)


handler404 = not_found
urlpatterns = [
    path("fine/", is_fine, name="is_fine"),
    path("silent/", is_silent, name="is_silent"),
    path("answers-200/", answers_200, name="answers_200"),
    path("crashes/", crashes, name="crashes"),
    path("saves-half/", saves_half, name="saves_half"),
    path("trusts-ids/", trusts_ids, name="trusts_ids"),
    path("finds-others/<int:pk>/", finds_others, name="finds_others"),
]
