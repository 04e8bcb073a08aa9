"""What changed, when, and how sure that is: pure statistics over daily ratings, without Django and without a clock.

Each module has one noun. A rating is a `Point` of journal.figures.series; days are the patient's own journal days.
docs/calibration.md shows how often each rule is right when the truth is known.
"""
