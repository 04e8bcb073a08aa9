"""What a page gives away that its patient may not have thought of, said before it is passed on."""

from collections.abc import Iterable

from journal.models import Item
from journal.models.items import Group
from journal.names import name_key
from reports.models import Share
from reports.report import Report

MOOD = name_key("Mood")


def cautions(share: Share, items: Iterable[Item], report: Report) -> list[str]:
    """Return one sentence for each delicate thing that the page shows."""
    chosen = list(items)
    alcohol = any(item.group == Group.CRAVING and "alcohol" in item.name_key for item in chosen)
    other = any(item.group == Group.CRAVING and "alcohol" not in item.name_key for item in chosen)
    ticked = len(report.dangers.ticked)
    said = {
        "This shows that you logged alcohol.": alcohol,
        "This shows that you logged a craving or a lapse.": other,
        "This shows your mood.": any(item.name_key == MOOD for item in chosen),
        f"This shows {ticked} danger sign{'' if ticked == 1 else 's'} that you ticked.": ticked > 0,
        "This shows opioids that you entered.": bool(report.dangers.opioids),
        "This shows ticks about thoughts of self-harm, if there are any.": share.includes_self_harm,
        "This shows your answers about liver, kidney and pregnancy.": share.includes_safety,
        f"This shows your notes, {len(report.notes)} in these days.": share.includes_notes,
        "This shows your date of birth.": share.patient.birth_date is not None,
        "This names what LDN was prescribed for.": bool(report.head.reason),
    }
    return [sentence for sentence, is_so in said.items() if is_so]
