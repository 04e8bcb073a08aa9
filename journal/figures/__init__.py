"""How figures are counted: pure arithmetic over the record, without Django and without a clock.

Each module has one noun: phases, doses, ratings, entries, the by-step table, the time line.
A day is a `datetime.date` in the patient's own journal-day calendar. Not answered is no row.
"""
