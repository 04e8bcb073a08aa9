"""Views with one leak each, and one without: what the watch over every test must be able to tell apart."""

import logging

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path

from accounts.models import User


@login_not_required
def leak(request: HttpRequest, where: str) -> HttpResponse:
    """Let what was posted, or a person's note, out by one way."""
    text = request.POST.get("text") or User.objects.get().events.get().text
    if where == "log":
        logging.getLogger("journal").info("saved %s", text)
    elif where == "address":
        return HttpResponse(status=302, headers={"Location": f"/journal/?said={text}"})
    elif where == "title":
        return HttpResponse(f"<title>{text} - LDN Tracker</title>")
    elif where in ("403", "404", "500"):
        return HttpResponse(f"<title>Error</title><p>{text}</p>", status=int(where))
    elif where == "broken":
        raise ZeroDivisionError
    elif where == "raised":
        raise Http404(text)
    return HttpResponse(f"<title>A page</title><p>{text}</p>", status=422 if where == "form" else 200)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(str(exception), status=404)


handler404 = not_found
handler500 = "ldn_tracker.views.server_error"
urlpatterns = [path("leak/<where>/", leak)]
