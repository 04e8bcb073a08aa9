"""The education section: for everybody, the same page for everybody."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.sitemaps.views import sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from education import labels, pages, pictures, topics
from education.search import LONGEST, search
from education.sitemaps import SITEMAPS


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List the topics."""
    return _shown(request, "index", {"topics": topics.published()}, indexable=topics.all_reviewed())


@login_not_required
@require_safe
def topic(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a topic."""
    found = topics.find(slug)
    if found is None:
        raise Http404("There is no such topic.")
    page = pages.topic_page(found)
    return _shown(request, "topic", {"page": page}, indexable=page.is_reviewed)


@login_not_required
@require_safe
def claims(request: HttpRequest) -> HttpResponse:
    """List the article claim by claim, each with label, note and sources."""
    shown = {"sections": pages.claims_by_section(), "legend": labels.LEGEND}
    return _shown(request, "claims", shown, indexable=topics.all_reviewed())


@login_not_required
@require_safe
def glossary(request: HttpRequest) -> HttpResponse:
    """Explain the words."""
    return _shown(request, "glossary", {"terms": pages.all_terms()}, indexable=topics.all_reviewed())


@login_not_required
@require_safe
def sources(request: HttpRequest) -> HttpResponse:
    """List what was read."""
    return _shown(request, "sources", {"sources": pages.all_sources()}, indexable=topics.all_reviewed())


@login_not_required
@require_safe
def look_up(request: HttpRequest) -> HttpResponse:
    """Look for words."""
    query = request.GET.get("q", "")[:LONGEST].replace("\0", "")
    return _shown(request, "search", {"query": query, "finds": search(query), "legend": labels.LEGEND})


@login_not_required
@require_safe
def picture(request: HttpRequest, name: str) -> HttpResponse:
    """Send an uploaded picture; its name changes with its content, so it may be kept for ever."""
    content = pictures.content_of(name)
    if content is None:
        raise Http404("There is no such picture.")
    return HttpResponse(
        content, content_type="image/webp", headers={"Cache-Control": "max-age=315360000, public, immutable"}
    )


@login_not_required
@require_safe
def site_map(request: HttpRequest) -> HttpResponse:
    """List the pages that a clinician has reviewed, for search engines."""
    return sitemap(request, SITEMAPS)


def _shown(request: HttpRequest, page: str, shown: dict[str, object], *, indexable: bool = False) -> HttpResponse:
    response = render(request, f"education/{page}.html", shown)
    if indexable:
        response.headers["X-Robots-Tag"] = "index, follow"
    return response
