"""The journal's addresses."""

from django.urls import path, register_converter

from journal.converters import DayConverter
from journal.views import day, events, history, insights, interchange, items, medicines, set_up

register_converter(DayConverter, "day")

app_name = "journal"
urlpatterns = [
    path("", day.today, name="today"),
    path("<day:day>/", day.check_in, name="check_in"),
    path("<day:day>/undo/", day.undo, name="undo"),
    path("<day:day>/clear/", day.clear, name="clear"),
    path("set-up/", set_up.set_up, name="set_up"),
    path("history/", history.history, name="history"),
    path("insights/", insights.insights, name="insights"),
    path("medicines/", medicines.medicines, name="medicines"),
    path("medicines/<int:pk>/", medicines.medicine, name="medicine"),
    path("medicines/<int:pk>/delete/", medicines.medicine_delete, name="medicine_delete"),
    path("medicines/<int:pk>/steps/new/", medicines.step_new, name="step_new"),
    path("steps/<int:pk>/", medicines.step, name="step"),
    path("steps/<int:pk>/delete/", medicines.step_delete, name="step_delete"),
    path("items/", items.items, name="items"),
    path("items/new/", items.item_new, name="item_new"),
    path("items/<int:pk>/", items.item, name="item"),
    path("items/<int:pk>/move/", items.item_move, name="item_move"),
    path("items/<int:pk>/rest/", items.item_rest, name="item_rest"),
    path("items/<int:pk>/headline/", items.item_headline, name="item_headline"),
    path("events/", events.events, name="events"),
    path("events/new/", events.event_new, name="event_new"),
    path("events/<int:pk>/", events.event, name="event"),
    path("events/<int:pk>/delete/", events.event_delete, name="event_delete"),
    path("visits/new/", events.visit_new, name="visit_new"),
    path("visits/<int:pk>/", events.visit, name="visit"),
    path("visits/<int:pk>/delete/", events.visit_delete, name="visit_delete"),
    path("export/", interchange.export, name="export"),
    path("import/", interchange.import_record, name="import"),
    path("import/preview/", interchange.import_preview, name="import_preview"),
]
