"""Which names show a safety card, and which must not."""

import datetime as dt

import pytest

from journal.medicine_names import CARDS, LONG_STEM, cards_for, folded, groups, within_one_error
from tests.journal.medicine_lists import OPIOIDS, OTHERS, names


def slugs(text: str, *, is_ldn: bool = False) -> list[str]:
    return [card.slug for card in cards_for(text, is_ldn=is_ldn)]


def test_lists_are_long_enough_and_hold_each_name_once() -> None:
    opioids, others = names(OPIOIDS), names(OTHERS)

    assert (len(set(opioids)), len(set(others))) == (len(opioids), len(others))
    assert len(opioids) >= 150
    assert len(others) >= 150


def test_every_opioid_name_and_spelling_shows_the_opioid_card_first() -> None:
    assert [name for name in names(OPIOIDS) if slugs(name)[:1] != ["opioid"]] == []


def test_no_other_medicine_shows_any_card() -> None:
    assert [(name, slugs(name)) for name in names(OTHERS) if slugs(name)] == []


@pytest.mark.parametrize(
    ("name", "cards"),
    [
        ("loperamide 2 mg", ["gut_opioid"]),
        ("Imodium Plus", ["gut_opioid"]),
        ("loparamide", ["gut_opioid"]),
        ("diphenoxylate/atropine", ["gut_opioid"]),
        ("Lomotil", ["gut_opioid"]),
        ("co-phenotrope", ["gut_opioid"]),
        ("naltrexone/bupropion", ["duplicate"]),
        ("Contrave", ["duplicate"]),
        ("Mysimba", ["duplicate"]),
        ("Vivitrol injection", ["duplicate"]),
        ("methylnaltrexone", ["duplicate"]),
        ("Relistor", ["duplicate"]),
        ("thioridazine", ["thioridazine"]),
        ("Disulfiram", ["liver_stress"]),
        ("Antabuse 200 mg", ["liver_stress"]),
        ("levothyroxine 50 micrograms", ["thyroid"]),
        ("L-thyroxine", ["thyroid"]),
        ("tacrolimus", ["immune"]),
        ("Azathioprine", ["immune"]),
        ("Mycophenolate mofetil", ["immune"]),
        ("codeine and loperamide", ["opioid", "gut_opioid"]),
        ("", []),
        ("...", []),
    ],
)
def test_a_name_shows_the_cards_of_its_group(name: str, cards: list[str]) -> None:
    assert slugs(name) == cards


@pytest.mark.parametrize("name", ["Naltrexone (LDN)", "LDN", "low dose naltrexone 4.5 mg", "naltrexon", "Revia"])
def test_naltrexone_itself_shows_a_card_only_for_a_second_medicine(name: str) -> None:
    assert (slugs(name, is_ldn=True), slugs(name)) == ([], ["duplicate"])


def test_a_product_that_combines_naltrexone_shows_its_card_even_where_it_is_marked_as_ldn() -> None:
    assert slugs("Naltrexone-bupropion", is_ldn=True) == ["duplicate"]


def test_every_group_of_the_file_has_a_card_a_source_and_says_whether_it_was_checked() -> None:
    assert set(groups()) == set(CARDS)
    for name, group in groups().items():
        assert group.parts, name
        for part in group.parts:
            assert part.names, name
            assert part.source, name
            assert part.checked == "not yet" or dt.date.fromisoformat(part.checked), name


def test_generic_names_of_opioids_were_compared_with_the_index_of_the_who_and_the_others_were_not() -> None:
    generic, others = groups()["opioid"].parts

    assert (generic.checked, others.checked) == ("2026-11-27", "not yet")
    assert "ATC index of the WHO" in generic.source
    assert {"morphine", "codeine", "tramadol", "methadone", "fentanyl"} <= set(generic.names)
    assert not set(generic.names) & set(others.names)


@pytest.mark.parametrize(
    "name", ["acetyldihydrocodeine", "normethadone", "phenazocine", "phenoperidine", "thebacon", "Normethadon drops"]
)
def test_an_opioid_that_only_the_index_names_shows_the_opioid_card(name: str) -> None:
    assert slugs(name) == ["opioid"]


@pytest.mark.parametrize("name", ["noscapine", "dextromethorphan", "dimemorfan", "lofexidine", "phenazone", "naloxone"])
def test_what_the_index_lists_beside_opioids_shows_no_card(name: str) -> None:
    assert slugs(name) == []


def test_names_in_the_file_are_found_as_they_are_written() -> None:
    written = {name: {*group.exact, *group.near} for name, group in groups().items()}

    lost = [one for name, group in groups().items() for one in written[name] if not group.knows_any({one})]
    assert lost == []
    assert len(written["opioid"]) >= 250


def test_a_short_or_exact_name_forgives_no_typing_error() -> None:
    assert (slugs("Norco"), slugs("Norca"), slugs("Avinza"), slugs("Avanza")) == (["opioid"], [], ["opioid"], [])


@pytest.mark.parametrize(
    ("one", "other", "near"),
    [
        ("codeine", "codeine", True),
        ("codeine", "codiene", True),  # two letters swapped
        ("codeine", "codene", True),  # one less
        ("codeine", "codeiine", True),  # one more
        ("codeine", "kodeine", True),  # another first one
        ("codeine", "codeina", True),  # another last one
        ("codeine", "odeine", True),
        ("codeine", "ocdeine", True),
        ("codeine", "codeien", True),
        ("codeine", "codiena", False),  # swapped and another
        ("codeine", "code", False),
        ("codeine", "kodeina", False),
        ("codeine", "cordarone", False),
        ("tramadol", "trazodone", False),
        ("", "a", True),
        ("", "ab", False),
        ("ab", "ba", True),
        ("abc", "cba", False),
    ],
)
def test_one_typing_error_is_one_letter_more_less_other_or_two_swapped(one: str, other: str, near: bool) -> None:
    assert (within_one_error(one, other), within_one_error(other, one)) == (near, near)


def test_folding_takes_case_accents_and_signs_away() -> None:
    assert folded("Codeína-Fosfato, 30 MG (½)") == ["codeina", "fosfato", "30", "mg", "1", "2"]


def test_names_are_found_by_their_rests_as_they_are_by_comparing_each() -> None:
    for group in groups().values():
        for name in group.near:
            changed = {
                name[:-1],
                name[1:],
                name + "x",
                "x" + name,
                name[1] + name[0] + name[2:],
                "q" + name[1:],
                name[2:],
            }
            for word in changed:
                one_by_one = any(
                    within_one_error(word, each) or (len(each) >= LONG_STEM and word.startswith(each))
                    for each in group.near
                )
                assert group.knows_any({word}) == (word in group.exact or one_by_one)
