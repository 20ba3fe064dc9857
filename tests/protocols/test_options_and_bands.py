"""Options that name several switches, bands that end below a value, and targets that include their upper end."""

from __future__ import annotations

import polars as pl
import pytest

from remission.errors import ProtocolError
from remission.protocols.parts import Course, Monitor, Rule, Stop, Switch, Target
from remission.protocols.protocol import Protocol
from remission.protocols.schedule import Band, DoseTable, amount_of
from remission.terms.analytes import tacrolimus_trough, wbc
from remission.terms.sources import Source
from remission.terms.traits import weight

SOURCE = Source("kagawa_2012", at="Methods")
PULSES = Switch("pulses", ("yes", "no"), reading="Pulses may be given first.")
END = Switch("end", ("high", "low"), reading="The source gives a range.")


def of(*courses: Course, rules: tuple[Rule, ...] = (), switches: tuple[Switch, ...] = (PULSES, END)) -> Protocol:
    monitors = (Monitor(analyte=wbc, source=SOURCE),)
    return Protocol(name="x", label="X", source=SOURCE, length=100, courses=courses, monitors=monitors, rules=rules,
                    switches=switches)  # fmt: skip


def oral(dose: float, option: str, start: int = 0) -> Course:
    return Course(drug="prednisolone", dose=dose, start=start, source=SOURCE, option=option)


FOUR = tuple(
    oral(dose, f"pulses={pulses}, end={end}", start)
    for pulses, start in {"yes": 3, "no": 0}.items()
    for end, dose in {"high": 60.0, "low": 50.0}.items()
)


def test_a_part_is_on_where_all_its_choices_are_taken() -> None:
    protocol = of(*FOUR)
    (first,) = protocol.in_use(protocol.courses)
    assert (first.start, first.dose) == (3, 60.0)
    other = protocol.choose(pulses="no", end="low")
    (second,) = other.in_use(other.courses)
    assert (second.start, second.dose) == (0, 50.0)


def test_courses_that_only_share_a_switch_exclude_one_another_by_it() -> None:
    with pytest.raises(ProtocolError, match="two courses of prednisolone"):
        of(oral(60, "pulses=yes"), oral(50, "end=low"), oral(10, "pulses=no, end=high"))


@pytest.mark.parametrize(
    ("option", "says"),
    [
        ("pulses=yes, ends=low", "names a switch that is not there. Found 'ends'"),
        ("pulses=yes, end=middle", "names a choice that is not there. Found 'middle'"),
    ],
)
def test_every_choice_of_an_option_is_checked(option: str, says: str) -> None:
    with pytest.raises(ProtocolError, match=says):
        of(*FOUR, oral(1, option, 90))


def test_a_rule_is_shadowed_by_one_that_asks_for_fewer_choices() -> None:
    when = wbc <= 3
    wide = Rule(drug="prednisolone", when=when, then=Stop(), source=SOURCE, option="end=low")
    narrow = Rule(drug="prednisolone", when=when, then=Stop(), source=SOURCE, option="pulses=yes, end=low")
    with pytest.raises(ProtocolError, match="an earlier rule of the same drug with the same condition"):
        of(*FOUR, rules=(wide, narrow))
    of(*FOUR, rules=(narrow, wide))


def test_leaving_out_a_drug_leaves_out_the_switches_that_only_it_uses() -> None:
    tacrolimus = Course(drug="tacrolimus", dose=3, source=SOURCE)
    assert of(*FOUR, tacrolimus).without("prednisolone").switches == ()


def test_a_band_may_end_below_a_value() -> None:
    rows = pl.DataFrame({"weight": [44.9, 45.0, None]})
    table = DoseTable(weight, (Band(250, below=45), Band(500)))
    assert rows.select(amount_of(table).alias("mg"))["mg"].to_list() == [250.0, 500.0, None]
    of(Course(drug="methylprednisolone", dose=table, source=SOURCE, route="iv"), *FOUR)


def test_a_gap_between_bands_is_found_however_they_end() -> None:
    bands = DoseTable(weight, (Band(250, below=60), Band(300, up_to=45), Band(500)))
    with pytest.raises(ProtocolError, match="has a gap"):
        of(Course(drug="methylprednisolone", dose=bands, source=SOURCE), switches=())


def test_a_window_may_include_its_upper_end() -> None:
    words = Target(analyte=tacrolimus_trough, at_least=5, at_most=7).words
    assert words == "tacrolimus trough concentration at least 5 ng/mL and at most 7 ng/mL"
