"""The days about which the patient said anything at all: a day that was undone or cleared is none of them."""

from datetime import date

from accounts.models import User


def days_said(patient: User, first_day: date) -> set[date]:
    """Return the days from `first_day` on with a rating, a note, an alarm sign or a dose; one statement."""
    said, doses = (
        rows.filter(day__gte=first_day).order_by().values_list("day")
        for rows in (patient.check_ins.said(), patient.doses.all())
    )
    return {day for (day,) in said.union(doses)}
