"""Invented patients for the demo, for tests and for benchmarks. Pure: seeded, no clock, no Django.

The model does not teach that LDN works: in the default scenario a person improves as much as people
on placebo do, and no more. Parameters and their sources stand in `parameters`.
"""

from journal.synthetic.diary import SyntheticPatient, synthetic_patient
from journal.synthetic.people import Person, draw_person

__all__ = ["Person", "SyntheticPatient", "draw_person", "synthetic_patient"]
