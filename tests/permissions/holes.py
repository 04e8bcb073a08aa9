"""Views with one hole each: what the checks of the matrix must see. The last one has none."""

import io
import zipfile

from django.contrib import messages
from django.contrib.sessions.models import Session
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseForbidden
from django.urls import path
from django.views.decorators.http import require_http_methods

from journal.models import Event

only_get = require_http_methods(["GET"])
only_post = require_http_methods(["POST"])


def anybodys_text(request: HttpRequest) -> str:
    return Event.objects.exclude(patient=request.user).order_by("pk").first().text


@only_get
def shows(request: HttpRequest) -> HttpResponse:
    return HttpResponse(anybodys_text(request))


@only_get
def says_in_header(request: HttpRequest) -> HttpResponse:
    return HttpResponse(headers={"X-Hint": anybodys_text(request)})


@only_get
def says_in_message(request: HttpRequest) -> HttpResponse:
    messages.info(request, anybodys_text(request))
    return HttpResponse()


@only_get
def packs(request: HttpRequest) -> HttpResponse:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("a.txt", anybodys_text(request) * 100)
    return HttpResponse(packed.getvalue())


@only_get
def links_to(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"/events/{Event.objects.exclude(patient=request.user).first().pk}/")


@only_get
def writes_when_read(request: HttpRequest) -> HttpResponse:
    request.user.events.create(day="2026-11-20", kind="other")
    return HttpResponse()


@only_get
def remembers_when_read(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = "yes"
    return HttpResponse()


def takes_any_verb(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


@only_get
def tells_apart(request: HttpRequest, pk: int) -> HttpResponse:
    if Event.objects.filter(pk=pk).exists():
        return HttpResponseForbidden()
    raise Http404


@only_post
def assigns_all(request: HttpRequest) -> HttpResponse:
    for name, value in request.POST.items():
        if name != "patient":
            setattr(request.user, name, value == "on")
    request.user.save()
    return HttpResponse()


@only_post
def makes_with_id(request: HttpRequest) -> HttpResponse:
    Event.objects.create(patient=request.user, day="2026-11-20", kind="other", id=request.POST.get("id", 5))
    return HttpResponse()


@only_post
def gives_away(request: HttpRequest) -> HttpResponse:
    owner = request.POST.get("patient", request.user.pk)
    Event.objects.create(patient_id=owner, day="2026-11-20", kind="other")
    return HttpResponse()


@only_post
def takes_over(request: HttpRequest) -> HttpResponse:
    Event.objects.filter(pk=request.POST.get("id", 0)).update(patient=request.user)
    return HttpResponse()


@only_post
def signs_out_all(request: HttpRequest) -> HttpResponse:
    Session.objects.exclude(session_key=request.session.session_key).delete()
    return HttpResponse()


@only_get
def counts_all(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{Event.objects.count()} events")


@only_get
def fails(request: HttpRequest) -> HttpResponse:
    raise RuntimeError


@only_post
def is_fine(request: HttpRequest) -> HttpResponse:
    request.user.events.create(day="2026-11-20", kind="other")
    return HttpResponse()


def bare(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return HttpResponse(status=404 if exception else 500)


handler404 = bare
handler500 = bare
VIEWS = (
    *(shows, says_in_header, says_in_message, packs, links_to, writes_when_read, remembers_when_read),
    *(takes_any_verb, assigns_all, makes_with_id, gives_away, takes_over, signs_out_all, counts_all, fails, is_fine),
)
urlpatterns = [
    *(path(f"{view.__name__}/", view, name=view.__name__) for view in VIEWS),
    path("tells_apart/<int:pk>/", tells_apart, name="tells_apart"),
]
