"""Where editors write: topics, claims, sources, wordings, glossary, pictures. Nothing is deleted here.

What a person may do is the rights of the group Editors (accounts.staff); a superuser may the same.
"""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import BadRequest, PermissionDenied
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from education import checks, editing, revisions
from education.editions import standing
from education.kinds import CLAIM, SOURCE, TERM, TOPIC, WORDING, Kind, key_of
from education.models import Claim, Content, Picture, Source, State, Term, Topic, Wording
from education.pages import topic_page
from ldn_tracker.events import security_event


class ForEditors(admin.ModelAdmin):  # type: ignore[type-arg]  # not generic at run time
    """Seen by editors; nothing is deleted, and what a query asks for is what the page offers."""

    actions = None
    view_on_site = False
    show_full_result_count = False
    left_out: ClassVar[tuple[str, ...]] = ("delete",)

    def get_urls(self) -> list[URLPattern]:
        """Leave out what there is not."""
        names = {f"{self.opts.app_label}_{self.opts.model_name}_{page}" for page in self.left_out}
        kept = [each for each in super().get_urls() if each.name not in names]
        return [each for each in kept if each.name or "change" not in self.left_out]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        return lookup.partition("__")[0] in self.list_filter

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Refuse a NUL before PostgreSQL would."""
        if any("\0" in value for _, values in request.GET.lists() for value in values):
            raise BadRequest("A query holds a NUL.")
        return super().changelist_view(request, extra_context)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Any:
        """Look a row up for editors alone: Django would tell everybody else of the staff whether it is there."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return super().get_object(request, object_id, from_field)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        return super().formfield_for_manytomany(db_field, request, **{**kwargs, "form_class": editing.KnownRows})

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Answer 422 where the form is refused, as everywhere on the site."""
        response = super().render_change_form(request, context, *args, **kwargs)
        if context["errors"]:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response


class ContentAdmin(ForEditors):
    """A kind of content, each save of which is kept as a revision that can be put back."""

    kind: ClassVar[Kind]
    written: ClassVar[list[str]] = []  # in which order, where it is not that of the files
    form = editing.ContentForm
    change_form_template = "education/admin/form.html"
    object_history_template = "education/admin/history.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """Keep the key once it is given: addresses and texts name it."""
        return [self.kind.key_column] if obj else []

    def get_fields(self, request: HttpRequest, obj: Model | None = None) -> list[Any]:
        key = self.kind.key_column
        names = self.written or [column for column in self.kind.names.values() if column != key]
        hidden = [name for name, field in self.form.base_fields.items() if field.widget.is_hidden]
        return [key, *names, *(hidden if self.has_change_permission(request) else [])]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if change:
            editing.next_edition(obj)
        else:
            obj.order = obj.order or self.model._default_manager.count() + 1
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        self.before_it_is_kept(form)
        revisions.record(kind=self.kind, row=form.instance, by=str(request.user), now=timezone.now())
        _log_published(request, form.instance)

    def before_it_is_kept(self, form: Any) -> None:
        """Write what can be told only once a row and its links are saved."""

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the revisions with what each changed; a press puts one back."""
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)  # type: ignore[attr-defined,no-any-return]
        if request.method == "POST":
            return self._restore(request, row)
        kept = list(revisions.revisions_of(self.kind, key_of(self.kind, row)))
        before = [*(each.text for each in kept[1:]), ""]
        shown = [
            (each, revisions.difference(older, each.text) if older else [])
            for each, older in zip(kept, before, strict=True)
        ]
        context = {**self.admin_site.each_context(request), "title": f"History: {row}", "opts": self.opts}
        context |= {"object": row, "revisions": shown, "may_change": self.has_change_permission(request, row)}
        return TemplateResponse(request, self.object_history_template, context)

    def _restore(self, request: HttpRequest, row: Content) -> HttpResponse:
        if not self.has_change_permission(request, row):
            raise PermissionDenied
        number = request.POST.get("revision", "")
        kept = {str(each.pk): each for each in revisions.revisions_of(self.kind, key_of(self.kind, row))}
        if number not in kept:
            raise Http404("There is no such revision.")
        try:
            with transaction.atomic():
                revisions.restore(revision=kept[number], row=row, by=str(request.user), now=timezone.now())
                self.check_restored(row)
        except ValueError as error:
            messages.error(request, f"This revision cannot be put back as it is: {error}")
        else:
            self.log_change(request, row, "Put a revision back.")
            _log_published(request, row)
            messages.success(request, "Put back. How it stood before is in the history too.")
        return redirect(reverse(f"admin:education_{self.opts.model_name}_history", args=[row.pk]))

    def check_restored(self, row: Any) -> None:
        """Raise ValueError where a row may not stand as it was put back."""


class TopicList(ChangeList):
    """The list of topics, each with whether its review stands."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        kept = standing(self.result_list)
        for topic in self.result_list:
            topic.stands = topic.pk in kept


def _log_published(request: HttpRequest, row: Model) -> None:
    if isinstance(row, Topic) and row.is_published:
        security_event("topic_made_public", request, topic=row.pk)


@admin.register(Topic)
class TopicAdmin(ContentAdmin):
    """The pages: written, previewed as the real page, published, reviewed."""

    kind = TOPIC
    written = [*editing.TopicForm.Meta.fields, "review_anew"]
    form = editing.TopicForm
    change_form_template = "education/admin/topic.html"
    change_list_template = "education/admin/topics.html"
    list_display = ("title", "state", "is_due", "reviewed_by", "reviewed_on", "review_due")
    list_filter = ("state",)
    search_fields = ("title", "body")
    filter_horizontal = ("wordings",)

    def get_urls(self) -> list[URLPattern]:
        """Add the preview and the report."""
        return [
            path("preview/", self._guarded(self.preview), name="education_topic_preview"),
            path("report/", self._guarded(self.report), name="education_topic_report"),
            *super().get_urls(),
        ]

    def _guarded(self, view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        return self.admin_site.admin_view(view)

    def before_it_is_kept(self, form: editing.TopicForm) -> None:
        """Tie a review that is recorded to what the page tells."""
        if form.records_a_review():
            topic = form.instance
            topic.reviewed_edition = topic_page(topic).edition if topic.reviewed_by else ""
            topic.save(update_fields=["reviewed_edition"])

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[TopicList]:
        return TopicList

    @admin.display(boolean=True, description="looked at in time")
    def is_due(self, topic: Any) -> bool:
        """Whether the day for the next look has not come, and a review is of what the page tells now."""
        in_time = topic.review_due is not None and topic.review_due > timezone.now().date()
        return in_time and (topic.stands or not topic.reviewed_by)

    def preview(self, request: HttpRequest) -> HttpResponse:
        """Show the page that a form holds, as readers would see it; nothing is saved."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return redirect("admin:education_topic_changelist")
        topic, wordings = editing.unsaved_topic(request.POST, None)
        shown = {"page": topic_page(topic, wordings), "is_preview": True}
        return render(request, "education/topic.html", shown)

    def report(self, request: HttpRequest) -> HttpResponse:
        """List what is due, broken, or told nowhere."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {**self.admin_site.each_context(request), "title": "What to look at", "opts": self.opts}
        context["report"] = checks.report(timezone.now().date())
        return TemplateResponse(request, "education/admin/report.html", context)

    def check_restored(self, row: Topic) -> None:
        if row.state == State.PUBLISHED and (refused := checks.refused_for_readers(row.body)):
            raise ValueError(" ".join(refused))


@admin.register(Claim)
class ClaimAdmin(ContentAdmin):
    """The facts: label, note, sources picked by search."""

    kind = CLAIM
    form = editing.ClaimForm
    list_display = ("number", "wording", "label", "warning", "section")
    list_display_links = ("number", "wording")
    list_filter = ("label", "warning")
    search_fields = ("number", "wording", "note", "evidence")
    filter_horizontal = ("sources",)


@admin.register(Source)
class SourceAdmin(ContentAdmin):
    """What was read."""

    kind = SOURCE
    list_display = ("number", "citation", "doi", "pubmed")
    list_display_links = ("number", "citation")
    search_fields = ("key", "number", "citation")


@admin.register(Wording)
class WordingAdmin(ContentAdmin):
    """The safe sentences."""

    kind = WORDING
    list_display = ("number", "text")
    filter_horizontal = ("facts",)


@admin.register(Term)
class TermAdmin(ContentAdmin):
    """The glossary."""

    kind = TERM
    form = editing.TermForm
    list_display = ("term", "meaning")
    search_fields = ("term", "meaning")


@admin.register(Picture)
class PictureAdmin(ForEditors):
    """Pictures: uploaded once, with words for who cannot see them."""

    left_out = ("delete", "change", "history")
    form = editing.PictureForm
    fields = ("file", "alternative")
    list_display = ("alternative", "width", "height", "markdown")
    list_display_links = None

    def get_queryset(self, request: HttpRequest) -> "QuerySet[Picture]":
        found: QuerySet[Picture] = super().get_queryset(request)
        return found.defer("content")

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        """Go on to the list, where the words for the text stand."""
        messages.success(request, "Uploaded.")
        return redirect("admin:education_picture_changelist")

    @admin.display(description="To put into a text")
    def markdown(self, picture: Picture) -> str:
        """What to write where the picture is to stand."""
        address = reverse("learn:picture", args=[picture.name])
        return format_html("<code>![{}]({})</code>", picture.alternative, address)
