"""What really happened to an invented patient, written down or not. Days count from the first dose. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from journal.synthetic.course import LatentDay, draw_course
from journal.synthetic.people import Person
from journal.synthetic.side_effects import draw_episodes, draw_switch, levels
from journal.synthetic.taking import Intake, Step, Stop, draw_intakes, draw_stop, make_steps


@dataclass(frozen=True, kw_only=True)
class Life:
    """Steps, each day's dose, how bad each item was, and the points of each symptom that was there."""

    person: Person
    steps: tuple[Step, ...]
    stop: Stop | None
    intakes: Mapping[int, Intake]
    course: tuple[LatentDay, ...]
    symptoms: Mapping[int, Mapping[str, float]]


def draw_life(seed: int, person: Person, first: int, last: int, *, stops: bool) -> Life:
    """Return the life of a person between two days; without `stops` they never stop nor move the dose."""
    episodes = draw_episodes(seed, person, first, last)
    switch = draw_switch(seed, person, episodes) if stops else None

    def worst(day: int) -> float:
        return max(levels(episodes, switch, day, None).values(), default=0.0)

    stop = draw_stop(seed, person, worst, last) if stops else None
    stopped = stop.day if stop else None
    steps = tuple(step for step in make_steps(person, switch, stop) if step.day <= last)
    intakes = draw_intakes(seed, person, steps, last + 1)
    course = tuple(draw_course(seed, person, intakes, first, last, stopped))
    symptoms = {each.day: levels(episodes, switch, each.day, stopped) for each in course}
    return Life(person=person, steps=steps, stop=stop, intakes=intakes, course=course, symptoms=symptoms)
