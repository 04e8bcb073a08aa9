"""Each look-up of the code without its owner is a hole that the matrix finds: proof that it looks everywhere."""

from collections.abc import Sequence

import pytest

from tests.architecture import Source
from tests.permissions import WHOLE, mutants, table
from tests.permissions.alone import Alone, answers_alone, candidates, interference, only
from tests.permissions.checks import Checks, comparable
from tests.permissions.mutants import Mutant
from tests.permissions.probes import Probe
from tests.permissions.sending import Site
from tests.permissions.test_by_hand import STORIES
from tests.permissions.tracing import which_run

ROW = "names rows by their ids, which were found through their owner"
COMMAND = "run by an operator's command alone"
LINK = "looks among the copies of a link that was found through its owner or its token"
MEDICINE = "looks among the rows of a medicine that was found through its owner"
# Look-ups that find the same without their owner, or that no request can reach: by name, each with its reason.
# What shows up in a story only is planted in test_by_hand.py.
EQUIVALENT: dict[str, str] = {
    "journal/forms/once.py OnceForm._is_there: rows._base_manager.filter(pk=self.instance.pk, patient=self.": (
        "the id is a keyed digest of whose row it is"
    ),
    "journal/forms/step_rows.py StepRowsForm.__init__: medicine.steps.all()": MEDICINE,
    "journal/forms/steps.py DoseStepForm._others: self.instance.medicine.steps.all()": MEDICINE,
    "journal/forms/step_actions.py StepActionForm.save_if_valid: self.medicine.steps.filter(pk__in=later).delete()": ROW,
    "journal/last_deleted.py bring_back: patient.items.filter(pk=item).exists()": (
        "the id comes sealed from the patient's own row, and ids are not given out twice"
    ),
    "journal/look_back.py _load: Rating.objects.filter(check_in__patient=patient, check_in__d": (
        "ratings of the patient's own items alone"
    ),
    "journal/look_back.py _tell: patient.notices.filter(pk__in=change.gone).delete()": ROW,
    "journal/look_back.py look_over_everything: patient.items.all()": (
        "only ratings of the patient's own check-ins are looked at, whatever the items"
    ),
    "journal/medicine_list.py make_cards: medicine.batches.all()": MEDICINE,
    "journal/views/medicines.py medicine: row.steps.filter(day__lte=today).last()": MEDICINE,
    "accounts/actions.py reset_second_factor: user.authenticator_set.count()": COMMAND,
    "accounts/actions.py reset_second_factor: user.authenticator_set.all().delete()": COMMAND,
    "accounts/actions.py reset_second_factor: user.usersession_set.all().delete()": COMMAND,
    "journal/reminders/sending.py _answered: patient.check_ins.filter(Q(day=mailed_on) | Q(entered_day__g": COMMAND,
    "journal/reminders/sending.py _answered: patient.day_versions.filter(saved_at__gte=mailed_at).exists(": COMMAND,
    "accounts/devices.py _factor_numbers: user.authenticator_set.values_list('pk', flat=True)": "two readings are compared, and rows of others are in both",
    "accounts/sign_in_forms.py ResetPasswordKeyForm.save: User.objects.select_for_update().filter(pk=self.user.pk, pas": "needs the key of a mail, which is for one person",
    "accounts/actions.py close_account: User.objects.select_for_update().filter(pk=user.pk).first()": "only a lock",
    "accounts/devices.py end_sessions: UserSession.objects.filter(user=user, session_key__in=keys).": (
        "the keys are those of the person's own devices"
    ),
    "accounts/second_factor.py MFAAdapter.generate_authenticator_name: user.authenticator_set.filter(type=type).count()": (
        "a number in the name of a new passkey; no plan can hold the answer of a passkey to a challenge"
    ),
    "journal/actions.py make_headline: patient.items.filter(pk=item.pk).update(group=Group.OTHER, t": ROW,
    "journal/actions.py make_headline: patient.items.filter(pk=item.pk).update(group=Group.TARGET, ": ROW,
    "journal/actions.py make_headline: patient.items.filter(target_rank__isnull=False).values_list(": (
        "only the rank of the item is read, which was found through its owner"
    ),
    "journal/day_records.py _claim: patient.check_ins.filter(pk=check_in.pk, version=loaded.vers": ROW,
    "journal/day_records.py _save_doses: patient.doses.filter(pk__in=gone).delete()": ROW,
    "journal/day_records.py _save_ratings: check_in.ratings.filter(item_id__in=gone).delete()": (
        "ratings of the patient's own items alone; of which day is no question of whose"
    ),
    "journal/interchange/actions.py save_waiting: patient.waiting_imports.usable(now).filter(pk=waiting.pk).de": ROW,
    "journal/interchange/saving.py _save_items: patient.items.filter(pk__in=[row.pk for row in changed]).upd": ROW,
    "journal/interchange/saving.py _save_medicines: patient.medicines.filter(pk__in=[row.pk for row in rows]).up": ROW,
    "journal/interchange/saving.py _save_steps: patient.dose_steps.values_list('pk', 'medicine', 'day')": MEDICINE,
    "journal/interchange/saving_days.py _save_doses: patient.doses.order_by('number').values_list('pk', 'medicine": MEDICINE,
    "journal/views/items.py item_headline: request.user.items.filter(target_rank__isnull=False)": (
        "guarded twice: actions.make_headline looks among the patient's own targets again, and the 404 is the same"
    ),
    "journal/pauses.py pause_to_ask: patient.notices.filter(rule=NO_PAUSE, subject=str(medicine.p": MEDICINE,
    "journal/record.py _span_of_check_ins: User.objects.filter(pk=patient.pk).annotate(first=Subquery(d": (
        "says the patient's own first and last day again for each person there is"
    ),
    "journal/views/medicines.py medicines: request.user.batches.order_by('-opened', '-id')": MEDICINE,
    "journal/views/medicines.py medicines: request.user.dose_steps.order_by('-day')": MEDICINE,
    "reports/actions.py make_share: patient.shares.filter(form_key=form_key).exists()": (
        "asked only after the key was refused as the second of this patient"
    ),
    "reports/actions.py revoke_share: share.patient.shares.filter(pk=share.pk, revoked_at=None, ex": ROW,
    "reports/opening.py _row: share.patient.shares.filter(pk=share.pk)": ROW,
    "reports/actions.py revoke_share: share.patient.frozen_reports.filter(share=share).delete()": LINK,
    "reports/frozen.py shown: share.patient.frozen_reports.filter(share=share).first()": LINK,
    "reports/opening.py _lock: share.patient.frozen_reports.filter(share=share).delete()": LINK,
    "reports/opening.py note_file: share.openings.count()": "only whether a list is full; nobody sees the number",
}


class Hunt:
    """Asks what a hole's own code answers, and stops at the first thing that is wrong."""

    def __init__(self, site: Site, probes: list[Probe], alone: Alone) -> None:
        self.site, self.probes, self.alone = site, probes, alone
        self.rules = table.load()

    def first_finding(self, hole: Mutant) -> str:
        """Return what the matrix says about the code with this hole, "" when nothing."""
        with mutants.planted(hole):
            checks = Checks(self.rules)
            for probe in self.probes:
                if found := self._wrong(checks, probe):
                    return found
        return ""

    def _wrong(self, checks: Checks, probe: Probe) -> str:
        answer = self.site.ask(probe)
        if complaints := checks.complaints(probe, answer):
            return complaints[0]
        if probe not in self.alone or comparable(probe, answer) == self.alone[probe]:
            return ""
        with only(self.site, probe.visitor):  # alone with the hole too: what the whole matrix would compare
            alone = comparable(probe, self.site.ask(probe))
        return interference(comparable(probe, answer), alone)


# Every day each eighth hole; `make proof` plants them all, the equivalent ones too, in vain.
SHARDS, EACH = (2, 1) if WHOLE else (1, 8)


def planted_now(shard: int) -> Sequence[Mutant]:
    """Return the holes of one part; those whose reason is named are asked everything, which takes long."""
    holes = [hole for hole in mutants.find() if WHOLE or hole.name not in EQUIVALENT]
    holes = [hole for hole in holes if hole.name not in STORIES]
    return holes[shard * EACH :: SHARDS * EACH]


@pytest.mark.sqlite  # a hole in the code is one on either database
@pytest.mark.parametrize("shard", range(SHARDS))
def test_each_look_up_without_its_owner_is_found(world, record_property, shard):
    holes = planted_now(shard)
    with Site(world.cast).open() as site:
        probes = candidates(world.planner)
        ran = which_run(site, [*probes, *strange(world.planner)], holes)
        alone = answers_alone(site, probes)
        found = {hole.name: Hunt(site, ran[hole], alone).first_finding(hole) for hole in holes}
    record_property("requests", site.sent)
    missed = [name for name, line in found.items() if not line and name not in EQUIVALENT]
    wrongly_excused = [f"{name}: {line}" for name, line in found.items() if line and name in EQUIVALENT]
    if missed or wrongly_excused:
        pytest.fail("\n".join(["Not found:", *missed, "Found, though named as equivalent:", *wrongly_excused]))


STRANGE = [("POST", "verb"), ("POST", "swapped"), ("GET", "verb"), ("GET", "asked")]


def strange(planner) -> list[Probe]:
    """Return what is asked about rows of others: by their address, and by a whole form of theirs."""
    return [
        probe
        for probe in planner.probes()
        if (probe.visitor in ("A", "B") and probe.strange_ids) or probe.place == "accounts:invitation"
        if (probe.method, probe.why) in STRANGE
    ]


def test_holes_are_told_apart_by_name_and_those_that_change_nothing_are_there():
    names = [hole.name for hole in mutants.find()]
    assert len(set(names)) == len(names) > 100
    assert EQUIVALENT.keys() | STORIES.keys() <= set(names)
    assert not EQUIVALENT.keys() & STORIES.keys()


SAMPLE = """
def shown(request, pk):
    a = request.user.items.filter(pk=pk)
    b = Event.objects.filter(patient=request.user, day=1)
    c = get_object_or_404(Item, pk=pk, patient=request.user)
    d = User.objects.get(pk=user.pk)
    e = Model.objects.filter(**{name: patient})
    f = check_in.ratings.all()
    request.user.items.create(name="x")
    g = {}.items()
    h = Event.objects.filter(day=1)
"""


def test_every_kind_of_look_up_with_an_owner_is_seen():
    assert [
        (hole.line, hole.said)
        for hole in sorted(mutants.find_in(Source("journal/a.py", SAMPLE)), key=lambda hole: hole.line)
    ] == [
        (3, "request.user.items.filter(pk=pk)"),
        (4, "Event.objects.filter(patient=request.user, day=1)"),
        (5, "get_object_or_404(Item, pk=pk, patient=request.user)"),
        (6, "User.objects.get(pk=user.pk)"),
        (7, "Model.objects.filter(**{name: patient})"),
        (8, "check_in.ratings.all()"),
    ]
